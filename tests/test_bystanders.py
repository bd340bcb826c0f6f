"""Holdings that would not change an answer are told from the rules: the same conditions as when each is asked about."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from build import build
from random_cases import draw_case

from model.generate.catalogue import Size, generate
from model.generate.market import TODAY
from model.load.catalogue import parse_catalogue
from model.request import Goal, Listed, Query, Subscriber
from solver.answers.bystanders import Bystanders
from solver.answers.decide import Engine
from solver.ground.program import Program

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 3
SHARES = 4


def compared(engine: Engine, subscriber: Subscriber, query: Query, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many conditions there are, how many holdings were not asked about, and what the answer was."""
    answer = engine.answer(subscriber, query)
    seen: list[bool] = []
    is_one = Bystanders.is_one

    def noted(self: Bystanders, item: int) -> bool:
        seen.append(is_one(self, item))
        return seen[-1]

    with monkeypatch.context() as patched:
        patched.setattr(Bystanders, "is_one", noted)
        told = engine.with_conditions(answer, subscriber, query)
        patched.setattr(Bystanders, "is_one", lambda self, item: False)
        patched.setattr(Program, "alike", lambda self, item: item)
        assert told == engine.with_conditions(answer, subscriber, query)
    return Counter({answer.verdict: 1, "passed over": sum(seen), "changing": len(told.conditions)})


@pytest.mark.parametrize("share", range(SHARES))
def test_no_condition_is_passed_over(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    met: Counter[str] = Counter()
    for number in range(share, EXAMPLES, SHARES):
        built = build(draw_case(Random(number)))
        goal, held = built.query.goal, {one.item for one in built.subscriber.holds}
        for subscriber in (built.subscriber, replace(built.subscriber, holds=())):
            if not (goal.keep | goal.drop) - held or subscriber.holds:
                met += compared(Engine(built.catalogue), subscriber, built.query, monkeypatch)
    assert all(met[what] for what in ("blocked", "reachable", "later", "passed over", "changing")), met


BOUND = """
channels: {hall: 厅}
brands: [X]
plans: [{name: A, brand: X}, {name: C, brand: X}]
offers: [{name: x}]
rules: [{rule: R0, move: {from: {item: A, bound: true}, only_to: C, holding: x}}]
"""
COME_FROM = """
channels: {hall: 厅}
brands: [X]
plans: [{name: A, brand: X}, {name: C, brand: X}]
offers: [%s, {name: y1}, {name: y2}, {name: z}]
rules:
  - {rule: R0, conflict: [[y1, y2], C], resolve: first}
  - {rule: R1, at_most: {n: 1, of: [x1, x2, z]}, resolve: auto}
"""


def test_what_lets_a_bound_plan_be_left_is_asked_about() -> None:
    engine = Engine(parse_catalogue({"c.yaml": f"catalogue: c{BOUND}".encode()}))
    held = Subscriber(plan=Listed("A", until=date(2027, 12, 31)))
    query = Query(Goal("C"), TODAY, horizon_months=1)
    told = engine.with_conditions(engine.answer(held, query), held, query)
    assert [(one.holds, one.verdict, one.losses) for one in told.conditions] == [("x", "reachable", 0)]


@pytest.mark.parametrize("names", ["{name: x1}, {name: x2}", "{name: x2}, {name: x1}"])
def test_what_something_has_come_with_is_like_no_other(names: str) -> None:
    engine = Engine(parse_catalogue({"c.yaml": f"catalogue: c{COME_FROM % names}".encode()}))
    held = Subscriber(plan=Listed("A"), holds=tuple(Listed(name, origin="x1") for name in ("y1", "y2")))
    query = Query(Goal("C"), TODAY, horizon_months=1)
    told = engine.with_conditions(engine.answer(held, query), held, query)
    assert [(one.holds, one.verdict, one.losses) for one in told.conditions] == [("x1", "reachable", 1)]


ASKED = """
channels: {hall: 厅}
brands: [X]
plans: [{name: A, brand: X}, {name: C, brand: X}]
offers: [%s, {name: z}]
rules: [{rule: R0, needs: {items: C, any_of: [x1, x2, z]}, resolve: first}]
"""


@pytest.mark.parametrize("names", ["{name: x1}, {name: x2}", "{name: x2}, {name: x1}"])
def test_what_is_asked_for_is_like_no_other(names: str) -> None:
    engine = Engine(parse_catalogue({"c.yaml": f"catalogue: c{ASKED % names}".encode()}))
    held, query = Subscriber(plan=Listed("A")), Query(Goal("C", drop=frozenset(["x1"])), TODAY, horizon_months=1)
    told = engine.with_conditions(engine.answer(held, query), held, query)
    assert [(one.holds, one.verdict, one.losses) for one in told.conditions] == [("x1", "reachable", 1)]


def test_in_a_market_few_are_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    files = generate(1, Size(plans=12, offers=150, subscribers=0))
    catalogue = parse_catalogue({name: text.encode() for name, text in files.items()})
    plans = [item.name for item in catalogue.items.values() if item.kind == "plan"]
    engine, met = Engine(catalogue), Counter[str]()
    for to in plans[1:6]:
        query = Query(Goal(to), TODAY)
        met += compared(engine, Subscriber(plan=Listed(plans[0])), query, monkeypatch)
    assert met["passed over"] > len(engine.program.mentioned) * 2, "of five times as many"
