"""What time takes away, and what must wait for it: the engine against brute force on random cases of that alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias
from unittest.mock import patch

import pytest
from build import build
from compare import hurried_keys, solved_hurriedly, unlike_brute_force
from lapsing_cases import draw_lapsing
from random_cases import draw_case

from solver.closer.awaited import Awaited
from solver.exact.contents import Contents
from solver.ground.world import World
from solver.ordering.grown import Grown
from solver.ordering.growth import Growth
from solver.ordering.order import Content, Outcome
from solver.ordering.order import Key as Least
from solver.ordering.orders import Entry, Orders
from solver.ordering.tapes import Reading, Tapes
from solver.relaxed.fading import Fading
from solver.relaxed.walk import Walk

Data: TypeAlias = dict[str, Any]

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 3
SHARES = 5


@pytest.mark.parametrize("share", range(SHARES))
def test_cases_of_lapses_are_answered_as_brute_force_does(share: int) -> None:
    for number in range(share, EXAMPLES, SHARES):
        built = build(draw_lapsing(Random(number)))
        assert list(unlike_brute_force(built)) == [], f"case {number}"


@pytest.mark.parametrize("draw", [draw_lapsing, draw_case])
def test_orders_that_are_told_again_are_those_that_would_be_grown_anew(draw: Callable[[Random], Data]) -> None:
    def anew(self: Tapes, orders: Orders, content: Content, entry: Entry, rule_days: object) -> Anew:
        return Anew(Growth(orders, content, entry.start, entry.channels))

    for number in range(EXAMPLES):
        built = build(draw(Random(number)))
        told = hurried_keys(built)
        with patch.object(Tapes, "reading", anew), patch.object(Tapes, "is_plain", lambda *_: False):
            assert told == hurried_keys(built), f"case {number}"


@dataclass
class Anew:
    """The orders with one content, grown in the state where they are asked for, and all of them told."""

    growth: Growth

    def outcomes(self, *, hanging: bool) -> Iterator[tuple[Least, Outcome | None]]:
        return self.growth.outcomes()


@pytest.mark.parametrize("draw", [draw_lapsing, draw_case])
def test_what_a_wait_makes_no_newer_need_not_be_ordered_after_it(draw: Callable[[Random], Data]) -> None:
    for number in range(EXAMPLES):
        built = build(draw(Random(number)))
        left_out = hurried_keys(built)
        with patch.object(Contents, "opened", lambda *_: None):
            assert left_out == hurried_keys(built), f"case {number}"


def test_walks_in_two_parts_leave_out_no_path() -> None:
    for number in range(EXAMPLES):
        built = build(draw_lapsing(Random(number)))
        parted = hurried_keys(built)
        with patch.object(Walk, "fading", lambda self, protected: None):
            assert parted == hurried_keys(built), f"case {number}"


def test_the_cases_meet_what_they_are_for() -> None:
    met = {"dropped": 0, "grown before": 0, "told again": 0, "no place to fade": 0, "not new": 0}
    may_come, before, here, beside = Awaited.may_come, Grown.before, Reading._here, Fading.may_beside
    outcomes = Reading.outcomes

    def counting_told(self: Reading, outcome: Outcome) -> Outcome:
        found = here(self, outcome)
        met["told again"] += found is not outcome
        return found

    def counting_beside(self: Fading, plan: int | None) -> bool:
        found = beside(self, plan)
        met["no place to fade"] += not found
        return found

    def counting(self: Awaited, world: World) -> bool:
        found = may_come(self, world)
        met["dropped"] += not found
        return found

    def counting_new(self: Reading, *, hanging: bool) -> Iterator[tuple[Least, Outcome | None]]:
        told = list(outcomes(self, hanging=hanging))
        every = [one for one in self.tape.told if one.outcome is not None]
        met["not new"] += len(every) - sum(outcome is not None for _, outcome in told)
        return iter(told)

    def counting_grown(self: Grown, *args: object) -> bool:
        found = before(self, *args)  # type: ignore[arg-type]
        met["grown before"] += found
        return found

    with (
        patch.object(Awaited, "may_come", counting),
        patch.object(Grown, "before", counting_grown),
        patch.object(Reading, "outcomes", counting_new),
        patch.object(Reading, "_here", counting_told),
        patch.object(Fading, "may_beside", counting_beside),
    ):
        for number in range(100):
            solved_hurriedly(build(draw_lapsing(Random(number))))
    assert all(met.values()), met
