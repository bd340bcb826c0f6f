"""What may come on a path: nothing else comes in searches without any pruning, and the answers are those of brute force."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from unittest.mock import patch

import pytest
from build import build
from compare import lines_of, solved, solved_hurriedly, unlike_brute_force
from crowded_cases import draw_crowded
from random_cases import draw_case
from random_tilts import tilted

from solver.exact.lines import Lines
from solver.exact.search import Search
from solver.ground.arrivals import Arrivals, Spread
from solver.ground.items import Items
from solver.ordering.path import Line, Node, TooMany

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 3
SHARES = 5
EFFORT = 1500


@pytest.mark.parametrize("share", range(SHARES))
def test_nothing_comes_on_a_path_that_was_not_foreseen(share: int) -> None:
    for number in range(share, EXAMPLES, SHARES):
        random = Random(number)
        data = draw_crowded(random, wide=True) if number % 3 else tilted(draw_case(random), Random(-number))
        lines = lines_of(build(data), plain=True)
        arrivals = lines.arrivals
        for node in states(lines):
            assert come(node) <= arrivals.beside(kept_until(lines, node)), f"case {number}"


@pytest.mark.parametrize("share", range(SHARES))
def test_cases_of_crowds_are_answered_as_brute_force_does(share: int) -> None:
    for number in range(share, EXAMPLES // 2, SHARES):
        built = build(draw_crowded(Random(number)))
        assert list(unlike_brute_force(built)) == [], f"case {number}"


def test_the_cases_meet_what_they_are_for() -> None:
    met = {"come along": 0, "left out": 0, "kept leaves out more": 0, "not full": 0}
    tight = Spread.tight

    def counting(self: Spread, item: int) -> list[object]:
        found = tight(self, item)
        met["not full"] += len(found) < len(self.reasons.fall(item).crowds)
        return list(found)

    with patch.object(Spread, "tight", counting):
        for number in range(120):
            lines = lines_of(build(draw_crowded(Random(number), wide=True)), plain=True)
            every = lines.arrivals.beside(frozenset())
            met["left out"] += len(every) < len(lines.program.items)
            met["kept leaves out more"] += lines.arrivals.beside(lines.first.at_stake) < every
            steps = (node.step for node in states(lines) if node.step is not None)
            met["come along"] += any(step.outcome is not None and step.outcome.extras for step in steps)
    assert all(met.values()), met


def test_what_may_come_is_asked_only_once_a_search_is_long() -> None:
    woken = {"at length": 0, "at once": 0}
    for number in range(60):
        built = build(draw_crowded(Random(number)))
        for name, solve in (("at length", solved), ("at once", solved_hurriedly)):
            with patch.object(Arrivals, "wake", autospec=True, side_effect=Arrivals.wake) as wake:
                solve(built)
            woken[name] += wake.called
    assert woken["at length"] < 20 < 50 < woken["at once"], woken


def states(lines: Lines) -> Iterator[Node]:
    """The states that a search without any bounds reaches, as far as some hundreds go."""
    line = Line(tuple(lines.program.channels), lines.on, lines.last)
    hunt = lines._hunt(line)
    search, pushed = hunt.search(hunt.guide), list[Node]()
    push = Search._push

    def noting(self: Search, node: Node) -> None:
        pushed.append(node)
        push(self, node)

    with patch.object(Search, "_push", noting), suppress(TooMany):
        search.begin(lines.first)
        while search.next(EFFORT) is not None:
            pass
    return iter(pushed)


def come(node: Node) -> Items:
    """What has come with the last step of a path, what only is held for another reason from then on aside."""
    if node.parent is None:
        return frozenset()
    before = node.parent.world.held()
    then = {item: hold._replace(origin=0) for item, hold in before.items()}
    return frozenset(hold.item for hold in node.world.holds if then.get(hold.item) != hold._replace(origin=0))


def kept_until(lines: Lines, node: Node) -> Items:
    """The first holdings that have been held all along."""
    held = node.world.held()
    first = (hold for hold in lines.first.holds if hold.origin < 0 and hold.item not in node.world.lost)
    return frozenset(hold.item for hold in first if held.get(hold.item) == hold)
