"""What is remembered of entering plans: each answer is the same as if all were asked anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any
from unittest.mock import patch
from weakref import ref

import pytest
from build import build
from carrying_cases import draw_carrying
from compare import hurried_keys, lines_of, longest
from crowded_cases import draw_crowded
from random_cases import draw_case
from random_twins import threefold

from model.collecting import no_collection
from solver.ground.entered import Entered, Let, Stopped
from solver.ground.items import NOTHING, Items
from solver.ground.scope import Scope
from solver.relaxed.enter import Doors

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 3
FEW, MANY = frozenset({1}), frozenset({1, 2})
SOME, MORE = frozenset({"R1"}), frozenset({"R1", "R2"})


@pytest.mark.parametrize("draw", [draw_case, draw_carrying, draw_crowded])
def test_what_is_remembered_changes_no_answer(draw: Callable[[Random], dict[str, Any]]) -> None:
    for number in range(EXAMPLES):
        built = build(draw(Random(number)))
        remembered = hurried_keys(built)
        with patch.object(Entered, "stop", lambda *_: None), patch.object(Entered, "lets", lambda *_, **__: False):
            assert remembered == hurried_keys(built), f"case {number}"


@pytest.mark.parametrize("draw", [draw_case, draw_carrying])
def test_plans_that_nothing_tells_apart_are_entered_alike(draw: Callable[[Random], dict[str, Any]]) -> None:
    """In a proof where few rules act, and one plan is there threefold."""
    stood, like = 0, Scope.like

    def counted(self: Scope, plan: int) -> int:
        nonlocal stood
        found = like(self, plan)
        stood += found != plan
        return found

    for number in range(EXAMPLES):
        data, random = draw(Random(number)), Random(-number)
        threefold(data, "plans", data["catalogue"]["plans"][-1]["name"])
        only = frozenset(rule["rule"] for rule in data["catalogue"]["rules"] if random.random() < 0.6)
        with patch.object(Scope, "like", counted):
            alike = walked(data, only)
        with patch.object(Scope, "like", lambda _, plan: plan):
            assert alike == walked(data, only), f"case {number}"
    assert stood


def walked(data: dict[str, Any], only: frozenset[str]) -> list[frozenset[int | None]]:
    """The plans that can be walked to while some rules alone act, whatever is kept."""
    lines = lines_of(build(data))
    walk = lines._hunt(longest(lines), only=only).guide.walk
    sizes = range(len(walk.losable) + 1)
    return [frozenset(walk.reached(frozenset(kept))) for size in sizes for kept in combinations(sorted(walk.losable), size)]


def test_what_is_remembered_is_what_would_be_found() -> None:
    """Where it was let with more that is kept it is let; where some that is kept stopped it, it is stopped by that alone."""
    against, met = Doors._against, {"let": 0, "stopped": 0, "by less": 0}

    def asking(self: Doors, plan: int, kept: Items, *, while_met: bool = False) -> Items | None:
        found = against(self, plan, kept, while_met=while_met)
        if found is not None and found != kept:
            met["by less"] += 1
            assert found < kept
            self.keep(found)
            assert against(self, plan, found, while_met=while_met) is not None
            self.keep(kept)
        for one in list(seen):
            doors, other, was_kept, met_then, answer = one
            if doors is self and other == plan and met_then is while_met and self.scope.only is None:
                if answer is None and kept < was_kept:
                    met["let"] += 1
                    assert found is None
                if answer is not None and kept > answer:
                    met["stopped"] += 1
                    assert found is not None
        seen.append((self, plan, kept, while_met, found))
        return found

    forgetful = patch.object(Entered, "stop", lambda *_: None), patch.object(Entered, "lets", lambda *_, **__: False)
    with forgetful[0], forgetful[1], patch.object(Doors, "_against", asking):
        for number in range(60):
            for draw in (draw_carrying, draw_case):
                seen: list[tuple[Doors, int, Items, bool, Items | None]] = []
                hurried_keys(build(draw(Random(number))))
    assert all(met.values()), met


def test_what_is_still_to_be_tried_for_a_demand_does_not_keep_what_asks_for_it() -> None:
    begun = 0
    for number in range(40):
        lines = lines_of(build(draw_case(Random(number))))
        doors = lines._hunt(longest(lines)).guide.walk.all.doors
        for item, asking in ((item, asking) for item, asks in enumerate(lines.program.needs) for asking in asks):
            begun += next(doors.candidates(item, asking), None) is not None
        known = ref(doors)
        with no_collection():
            del lines, doors
            assert known() is None
    assert begun


def test_it_is_let_where_no_more_is_kept_and_acts_and_no_less_may_come() -> None:
    def lets(*let: Let, kept: Items = FEW, acting: frozenset[str] | None = None, asked: bool = False) -> bool:
        return Entered(list(let)).lets(kept, acting, asked=asked, coming=lambda: FEW)

    assert lets(Let(MANY, None, asked=False, coming=None))
    assert not lets(Let(NOTHING, None, asked=False, coming=None))
    assert lets(Let(FEW, MORE, asked=False, coming=None), acting=SOME)
    assert not lets(Let(FEW, SOME, asked=False, coming=None), acting=MORE)
    assert not lets(Let(FEW, SOME, asked=False, coming=None))
    assert not lets(Let(FEW, None, asked=False, coming=None), asked=True)
    assert lets(Let(FEW, None, asked=True, coming=None), asked=True)
    assert not lets(Let(FEW, None, asked=True, coming=None), acting=SOME, asked=True)
    assert lets(Let(FEW, MORE, asked=True, coming=FEW), acting=SOME, asked=True)
    assert not lets(Let(FEW, MORE, asked=True, coming=MANY), acting=SOME, asked=True)


def test_it_is_stopped_where_no_less_is_kept_and_what_stopped_it_acts() -> None:
    def stops(*stopped: Stopped, kept: Items = FEW, acting: frozenset[str] | None = None) -> bool:
        return Entered(stopped=list(stopped)).stop(kept, acting, lambda: FEW) is not None

    assert Entered(stopped=[Stopped(FEW, SOME)]).stop(MANY, None, lambda: FEW) == Stopped(FEW, SOME)
    assert stops(Stopped(FEW, SOME), kept=MANY, acting=MORE)
    assert not stops(Stopped(FEW, SOME), kept=NOTHING)
    assert not stops(Stopped(FEW, SOME), acting=frozenset({"R2"}))
    assert stops(Stopped(FEW, SOME, MORE, NOTHING), acting=SOME)
    assert not stops(Stopped(FEW, SOME, SOME, NOTHING), acting=MORE)
    assert stops(Stopped(FEW, SOME, SOME, MANY), acting=MORE)
    assert stops(Stopped(FEW, SOME, SOME, FEW))
    assert not stops(Stopped(FEW, SOME, SOME, NOTHING))
