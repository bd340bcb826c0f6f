"""What time may break of demands: to look closely at that leaves out no path, and it tells more than that something ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from build import build
from carrying_cases import draw_carrying, draw_crammed, draw_narrow, draw_opening, draw_timed
from compare import hurried_keys
from crowded_cases import draw_crowded
from lapsing_cases import draw_lapsing
from random_cases import draw_case
from test_carrying import closer_looks, looks, wrongly_proved

from solver.closer.carrying import Carrying
from solver.closer.latest import Latest
from solver.ground.items import Items
from solver.ordering.path import CHANGES
from solver.relaxed import breaking
from solver.relaxed.enter import Doors
from solver.relaxed.tour import FAR

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 5
DRAWS = [draw_crammed, draw_timed, draw_narrow, draw_lapsing, draw_crowded, draw_case]
LOOSELY = "solver.relaxed.enter.may_break"
CHAINED = (1735, 1816)
"""Cases in which time can't break a demand of something that would come for one of what is kept."""


@pytest.mark.parametrize("draw", DRAWS)
def test_to_look_at_what_time_may_break_leaves_out_no_path(draw: Callable[[Random], dict[str, Any]]) -> None:
    for number in range(EXAMPLES):
        built = build(draw(Random(number)))
        closely = hurried_keys(built)
        with patch(LOOSELY, lambda *_: True), patch.object(Carrying, "may_break", lambda *_: True):
            assert closely == hurried_keys(built), f"case {number}"


@pytest.mark.parametrize("draw", [draw_crammed, draw_opening, draw_carrying])
def test_what_is_said_of_paths_holds_of_each(draw: Callable[[Random], dict[str, Any]]) -> None:
    """On lines of any length: the goal may be reached from each state of a path, in so many changes."""
    for number in range(EXAMPLES):
        for corridor, path in awake_looks(draw(Random(number)), Random(-number).randint(0, 110)):
            for node in path:
                here, ahead = node.world, path[-1].cost[CHANGES] - node.cost[CHANGES]
                changes = corridor.changes(here.plan_item, here.booked, met=corridor.is_met(here))
                assert changes is not None, f"case {number}"
                assert max(changes, corridor.carried(here)) <= ahead, f"case {number}"
                assert corridor.may_come(here), f"case {number}"


def test_what_is_proved_so_is_so() -> None:
    for number in range(EXAMPLES // 10):
        assert list(wrongly_proved(build(draw_crammed(Random(number))))) == [], f"case {number}"


def test_all_that_is_asked_of_what_time_may_break_tells_something() -> None:
    less: dict[str, Any] = {
        "what comes": patch(LOOSELY, lambda *_: True),
        "beside what is kept": patch.object(breaking, "_may_be_beside", lambda *_: True),
        "of what is not kept": patch.object(breaking, "_breaks_beside", lambda doors, _, __, asking: True),
        "one after another": patch.object(breaking, "_breakable", all_at_once),
        "before the goal is entered": patch.object(Carrying, "may_break", lambda *_: True),
        "with all that meets it": patch.object(Latest, "let_go", lambda *_: True),
    }
    told = dict.fromkeys(less, 0)
    for number in (*range(300), *CHAINED):
        data, days = draw_crammed(Random(number)), Random(-number).randint(0, 110)
        all_ = list(told_of(data, days))
        for name in (name for name, times in told.items() if not times):
            with less[name]:
                told[name] += all_ != list(told_of(data, days))
    assert all(told.values()), told


def all_at_once(doors: Doors, kept: Items) -> frozenset[breaking.Demand]:
    """The demands that may be broken beside what is kept while none of the others need be met."""
    doors.keep(kept)
    demands = [(item, asking) for item in kept for asking in doors.program.needs[item] if doors.lapses.may_break(item, asking)]
    every = {(item, asking.rule) for item, asking in demands}
    return frozenset((item, asking.rule) for item, asking in demands if breaking._may_break(doors, item, asking, kept, every))


def told_of(data: dict[str, Any], days: int) -> Iterator[tuple[int | None, int]]:
    """What is told of the first state where each set is lost."""
    for corridor, _ in awake_looks(data, days, paths=False):
        first = corridor.walk.first
        changes = corridor.changes(first.plan_item, first.booked, met=corridor.is_met(first))
        yield changes, min(corridor.carried(first), FAR)


def awake_looks(data: dict[str, Any], days: int, *, paths: bool = True) -> Iterator[Any]:
    """The same as in the tests of carrying, where it is asked from the first what may come."""
    with patch("solver.ground.arrivals.Arrivals.awake", True):
        yield from closer_looks(data, days) if paths else ((corridor, ()) for corridor in looks(data, days))
