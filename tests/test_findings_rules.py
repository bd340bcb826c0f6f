"""Findings about rules against brute force by their definitions, and against the orders that they speak of.

`TAOCAN_EXAMPLES` sets how many catalogues are drawn; from 2000 on it is a full run, of at least a thousand.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from build import to_yaml
from random_rules import Data, draw_sheet
from rule_situations import Situations, TooLarge
from rule_verdicts import Verdicts

from model.catalogue import Catalogue
from model.errors import BadFile
from model.load.catalogue import parse_catalogue
from model.replay.order import Done, Interpreter
from model.replay.orders import Cancel, Order, Settle, Take
from model.rules.tell import Tell
from model.state import PastAct, State
from solver.checks.check import check
from solver.findings.finders import FINDERS

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300"))
FULL = EXAMPLES >= 2000
START = int(os.environ.get("TAOCAN_SEED", "0"))
CODES = ("T301", "T302", "T303", "T403")
FOUND = {code: FINDERS[code] for code in CODES}
SHARES, SHARE = 10, EXAMPLES // 20 + EXAMPLES // 200
"""A tenth more than half of EXAMPLES in all: some are too large for brute force."""
SHEETS = yaml.safe_load((Path(__file__).parent / "rule_sheets.yaml").read_text(encoding="utf-8"))
FIRED: Counter[str] = Counter()


def catalogue_of(data: Data) -> Catalogue | None:
    """The catalogue, None where what was drawn is none."""
    try:
        return parse_catalogue({"drawn.yaml": to_yaml(data)})
    except BadFile:
        return None


def found(catalogue: Catalogue) -> dict[str, set[tuple[str, ...]]]:
    report = check(catalogue, finders=FOUND)
    return {code: {one.subjects for one in report.found if one.code == code} for code in CODES}


def by_definition(catalogue: Catalogue) -> dict[str, set[tuple[str, ...]]]:
    effects = Verdicts(catalogue)
    return {
        "T301": {(rule.id,) for rule in effects.rules if effects.redundant(rule)},
        "T302": {(rule.id,) for rule in effects.rules if not effects.acts(rule)},
        "T303": set[tuple[str, ...]](effects.answered_twice()),
        "T403": {(rule.id,) for rule in effects.rules if effects.asks_unsaid(rule)},
    }


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_is_easily_misread_is_read_right(name: str) -> None:
    sheet = SHEETS[name]
    catalogue = catalogue_of(sheet["catalogue"])
    assert catalogue is not None
    got = found(catalogue)
    assert got == by_definition(catalogue)
    assert got["T301"] == {(rule,) for rule in sheet["redundant"]}
    assert got["T302"] == {(rule,) for rule in sheet.get("silent", [])}


@pytest.mark.parametrize("share", range(SHARES))
def test_rules_are_found_as_their_definitions_say(share: int) -> None:
    for seed in range(START + share * SHARE, START + (share + 1) * SHARE):
        catalogue = catalogue_of(draw_sheet(Random(seed)))
        if catalogue is None:
            continue
        try:
            wanted = by_definition(catalogue)
        except TooLarge:
            FIRED["too large"] += 1
            continue
        got = found(catalogue)
        assert got == wanted, f"seed {seed}"
        FIRED["catalogues"] += 1
        FIRED.update({code: len(subjects) for code, subjects in got.items()})


@pytest.mark.parametrize("share", range(SHARES))
def test_without_a_redundant_or_a_silent_rule_no_order_comes_to_anything_else(share: int) -> None:
    for seed in range(START + share * SHARE, START + (share + 1) * SHARE):
        random = Random(seed)
        catalogue = catalogue_of(draw_sheet(random))
        if catalogue is None:
            continue
        got = found(catalogue)
        needless = {rule for code in ("T301", "T302") for (rule,) in got[code]}
        for rule in catalogue.rules:
            changed = list(differing(catalogue, rule, random, 200 if rule in needless else 50))
            assert not (rule in needless and changed), f"seed {seed}: without {rule} {changed[0]}"
            FIRED["needed rules"] += rule not in needless
            FIRED["needed rules seen to change an order"] += bool(changed)


@pytest.mark.parametrize("share", range(SHARES))
def test_the_reason_of_a_redundant_rule_is_enough_and_all_of_it_is_needed(share: int) -> None:
    for seed in range(START + share * SHARE, START + (share + 1) * SHARE):
        catalogue = catalogue_of(draw_sheet(Random(seed)))
        for one in () if catalogue is None else check(catalogue, finders={"T301": FOUND["T301"]}).found:
            (rule,) = one.subjects
            assert (rule,) in found(among(catalogue, {rule, *one.because}))["T301"], f"seed {seed}"
            for reason in one.because:
                fewer = among(catalogue, {rule, *one.because} - {reason})
                assert (rule,) not in found(fewer)["T301"], f"seed {seed}: {reason}"


def among(catalogue: Catalogue | None, rules: set[str]) -> Catalogue:
    """The catalogue with some of its rules alone."""
    assert catalogue is not None
    return replace(catalogue, rules={name: rule for name, rule in catalogue.rules.items() if name in rules})


def differing(catalogue: Catalogue, rule: str, random: Random, tries: int) -> Iterator[Any]:
    """The first of some random orders that comes to something else without a rule."""
    less = replace(catalogue, rules={name: one for name, one in catalogue.rules.items() if name != rule})
    with_it, without_it = Interpreter(catalogue), Interpreter(less)
    draw = Drawn(catalogue, random)
    for _ in range(tries):
        state, order, channel = draw.state(), draw.order(), random.choice(list(catalogue.channels))
        one, other = (outcome(law, state, order, channel) for law in (with_it, without_it))
        if one != other:
            yield state, order, channel, one, other
            return


def outcome(law: Interpreter, state: State, order: Order, channel: str) -> Any:
    """What an order comes to, None where it is not legal."""
    done = law.order(state, order, channel)
    if not isinstance(done, Done):
        return None
    rules = [law.catalogue.rules[name] for name in done.tells]
    texts = frozenset(rule.body.say if isinstance(rule.body, Tell) else rule.tell for rule in rules)
    return done.state, done.starts, done.how, *map(frozenset, (done.left, done.ended, done.came)), texts


class Drawn:
    """Random states and orders of a small catalogue."""

    def __init__(self, catalogue: Catalogue, random: Random) -> None:
        self.effects, self.r = Situations(catalogue), random
        self.catalogue = catalogue

    def some(self, names: list[str], share: float = 0.4) -> frozenset[str]:
        return frozenset(name for name in names if self.r.random() < share)

    def state(self) -> State:
        effects, r = self.effects, self.r
        plan = r.choice([None, *effects.plan_forms])
        holds = {name: r.choice(effects.forms(name)) for name in effects.addons if r.random() < 0.5}
        facts = dict(r.choice(effects.known))
        past = tuple(self._act() for _ in range(r.choice([0, 0, 1, 2])))
        gone = r.choice(effects.gone)
        day = r.choice(effects.days())
        return State(day, plan, holds, None, facts, tuple(sorted(past, key=str)), gone)

    def _act(self) -> PastAct:
        day = date(2026, self.r.randint(1, 11), self.r.randint(1, 20))
        return PastAct(day, self.r.choice(["change", "add", "cancel"]), self.r.choice([None, *self.catalogue.items]))

    def order(self) -> Order:
        effects, r = self.effects, self.r
        falls = self.some(effects.addons, 0.25)
        match r.randint(0, 9):
            case 0:
                return Settle(r.choice(list(self.catalogue.facts)))
            case 1 | 2 | 3 if effects.addons:
                item = r.choice(effects.addons)
                return Cancel(item, falls - {item})
            case 4 | 5 | 6:
                asked = self.some(effects.addons, 0.5)
                extra = self.some(effects.addons, 0.2) - asked
                return Take(None, asked, extra, falls - asked - extra)
            case _:
                asked = self.some(effects.addons, 0.2)
                return Take(r.choice(effects.plans), asked, self.some(effects.addons, 0.15) - asked, falls - asked)


def test_each_code_fired() -> None:
    print(dict(FIRED))
    assert [code for code in CODES if not FIRED[code]] == []
    assert FIRED["needed rules seen to change an order"] > FIRED["needed rules"] / 3
    assert not FULL or FIRED["catalogues"] >= 1000
