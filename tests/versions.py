"""For the tests of new versions: a small market to change, random versions of random catalogues, and answers one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from build import build, to_yaml
from random_cases import draw_case

from model.catalogue import Catalogue
from model.load.catalogue import parse_catalogue
from model.request import Goal, Query, Subscriber
from model.start import first_state
from solver.answers.decide import Engine
from solver.answers.outcome import Outcome, outcome_of

ON = date(2026, 11, 23)
QUERY = Query(Goal(), ON, horizon_months=2)
OLD = """\
catalogue: 市
channels: {hall: 厅}
facts: {vip: {type: bool}}
brands: [甲, 乙]
plans:
  - {name: 甲1, brand: 甲, fee: 10}
  - {name: 甲2, brand: 甲, fee: 20}
  - {name: 乙1, brand: 乙, fee: 30}
offers: [{name: 铃}, {name: 网}]
rules:
  - {rule: R1, conflict: [铃, 乙1], resolve: first}
"""


def market(*changes: tuple[str, str]) -> Catalogue:
    text = OLD
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return parse_catalogue({"m": text.encode()})


def changed(random: Random, data: Mapping[str, Any]) -> dict[str, Any]:
    """Another version of a catalogue: rules and items less, more, or other."""
    found: dict[str, Any] = deepcopy(dict(data))
    rules = found["rules"]
    for _ in range(random.randint(1, 2)):
        choice = random.randint(0, 4)
        if choice == 0 and rules:
            rules.pop(random.randrange(len(rules)))
        elif choice == 1 and rules:
            rules[random.randrange(len(rules))].pop("resolve", None)
        elif choice == 2:
            random.choice(found["plans"])["withdrawn"] = True
        else:
            names = [one["name"] for one in (*found["plans"], *found["offers"])]
            left, right = random.sample(names, 2)
            rules.append({"rule": f"N{len(rules)}", "conflict": [left, right], "resolve": random.choice(["auto", "first"])})
    return found


def versions(count: int) -> Iterator[tuple[Random, Catalogue, Catalogue, Subscriber]]:
    for n in range(count):
        random = Random(f"versions {n}")
        built = build(draw_case(random))
        data = draw_case(Random(f"versions {n}"))["catalogue"]
        yield random, built.catalogue, parse_catalogue({"catalogue.yaml": to_yaml(changed(random, data))}), built.subscriber


def one_by_one(engine: Engine, subscriber: Subscriber, to: str) -> Outcome | None:
    state = first_state(engine.catalogue, subscriber, ON)
    if to not in engine.catalogue.items or to == state.plan_name:
        return None
    query = replace(QUERY, goal=Goal(to))
    return outcome_of(engine.brief(state, query), query)


def shown(outcome: Outcome | None, told: Outcome | None) -> Outcome | None:
    """An outcome without its fee where `told` leaves it out, since it is not proved."""
    arrives = told is not None and told.arrives and told.fee_fen is None
    return replace(outcome, fee_fen=None) if arrives and outcome is not None else outcome


def arrives(engine: Engine, subscriber: Subscriber, to: str) -> bool:
    found = one_by_one(engine, subscriber, to)
    return found is not None and found.arrives
