"""What meets demands makes demands itself: what is told from that leaves out no path, and each part of it tells something."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from build import build, worked
from carrying_cases import draw_founded
from compare import hurried_keys, lines_of, unlike_brute_force
from test_arrivals import come, kept_until, states
from test_breaking import awake_looks, told_of
from test_carrying import wrongly_proved

from solver.closer.suppliers import Suppliers
from solver.ground.arrivals import Along, Spread
from solver.ground.entries import Crowd
from solver.ordering.path import CHANGES, EXTRAS
from solver.relaxed.extras import Extras

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 5
SHARES = 3
SMALL = (6, 7, 8, 10, 12)
"""Cases that are soon checked by brute force."""
TELLING = (3, 413, 490, 1102)
"""Cases in which a part that seldom makes a difference makes one."""


UNSETTLED = (
    *("circle_lost", "part_lacked", "part_cancelled", "part_over", "plan_lacks", "plan_broken"),
    *("asked_alike", "asked_along", "rehomed", "rehomed_along", "bound_fills"),
)
"""Scenarios in which what might be taken for sure is not so: parts of plans are gone, what a plan needs is not met, things leave
in a circle, one of many that are alike is asked for, what stays is something else to the rules, what is bound fills a group."""


def in_any_group(full: Any) -> Any:
    """The groups of which it is not looked at what has left them with the order."""

    def tight(spread: Spread, crowd: Crowd, item: int, along: Along | None = None) -> bool:
        return bool(full(spread, crowd, item))

    return tight


def less() -> dict[str, Any]:
    """Each part of what is told, told no more."""
    return {
        "what another needs too": patch.object(Suppliers, "_demands", lambda *_: frozenset()),
        "what may fall": patch.object(Spread, "may_lack", lambda one, want: one.kept.isdisjoint(want.meeting)),
        "what has left a group": patch.object(Spread, "_is_tight", in_any_group(Spread._is_tight)),
        "what it needs beside a plan": patch.object(Extras, "may_last", lambda *_: True),
    }


@pytest.mark.parametrize("name", UNSETTLED)
def test_nothing_is_taken_for_sure_that_may_be_gone(name: str) -> None:
    (data,) = worked(Path(__file__).parent / "scenarios" / f"{name}.yaml")
    assert list(unlike_brute_force(build(data))) == []


@pytest.mark.parametrize("share", range(SHARES))
def test_it_leaves_out_no_path(share: int) -> None:
    for number in range(share, EXAMPLES, SHARES):
        built = build(draw_founded(Random(number)))
        closely = hurried_keys(built)
        with ExitStack() as stack:
            for one in less().values():
                stack.enter_context(one)
            assert closely == hurried_keys(built), f"case {number}"


@pytest.mark.parametrize("share", range(SHARES))
def test_what_is_said_of_paths_holds_of_each(share: int) -> None:
    for number in range(share, EXAMPLES, SHARES):
        for corridor, path in awake_looks(draw_founded(Random(number)), Random(-number).randint(0, 110)):
            for node in path:
                here, cost = node.world, path[-1].cost
                changes = corridor.changes(here.plan_item, here.booked, met=corridor.is_met(here))
                assert changes is not None, f"case {number}"
                assert max(changes, corridor.carried(here)) <= cost[CHANGES] - node.cost[CHANGES], f"case {number}"
                assert corridor.may_come(here), f"case {number}"
                if path[-1].world.lost == corridor.lost:
                    assert corridor.extras_ahead(here) <= cost[EXTRAS] - node.cost[EXTRAS], f"case {number}"


def test_nothing_comes_on_a_path_that_was_not_foreseen() -> None:
    for number in range(EXAMPLES):
        lines = lines_of(build(draw_founded(Random(number))), plain=True)
        for node in states(lines):
            assert come(node) <= lines.arrivals.beside(kept_until(lines, node)), f"case {number}"


def test_what_is_proved_so_is_so() -> None:
    for number in SMALL:
        assert list(wrongly_proved(build(draw_founded(Random(number))))) == [], f"case {number}"


def test_each_part_tells_something() -> None:
    told = dict.fromkeys(less(), 0)
    for number in TELLING:
        data, days = draw_founded(Random(number)), Random(-number).randint(0, 110)
        all_ = list(everything(data, days))
        for name, part in less().items():
            with part:
                told[name] += all_ != list(everything(data, days))
    assert all(told.values()), told


def everything(data: dict[str, Any], days: int) -> Iterator[object]:
    """What is told of the first state, and of what may come."""
    yield from told_of(data, days)
    lines = lines_of(build(data), plain=True)
    yield lines.arrivals.beside(frozenset())
    yield lines.arrivals.beside(lines.first.at_stake)
