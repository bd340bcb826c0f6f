"""How late the changes of a path come: no path has them earlier than was reckoned, and it tells more than their number does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from build import build
from carrying_cases import draw_narrow, draw_opening
from compare import hurried_keys, hurry, lines_of
from lapsing_cases import draw_lapsing
from random_cases import draw_case

from solver.exact.guide import Corridor, NoGuide
from solver.exact.hunt import Hunt
from solver.exact.manner import TIMED
from solver.ordering.path import EARLY, LATE, Line, Node, ceiling

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 4
DRAWS = [draw_lapsing, draw_narrow, draw_opening, draw_case]


@pytest.mark.parametrize("draw", DRAWS)
def test_changes_come_no_earlier_than_was_reckoned(draw: Callable[[Random], dict[str, Any]]) -> None:
    for number in range(EXAMPLES):
        for line, corridor, path in timed(draw(Random(number))):
            for node in path:
                assert reckoned(corridor, node) <= path[-1].cost[LATE] - node.cost[LATE], f"case {number} by {line.day}"


@pytest.mark.parametrize("draw", DRAWS)
def test_to_reckon_how_late_changes_come_leaves_out_no_path(draw: Callable[[Random], dict[str, Any]]) -> None:
    for number in range(EXAMPLES):
        built = build(draw(Random(number)))
        late = hurried_keys(built)
        with patch.object(Corridor, "lateness", lambda *_, **__: 0):
            assert late == hurried_keys(built), f"case {number}"


def test_it_tells_more_than_the_number_of_changes() -> None:
    met = {"later": 0, "for two changes": 0, "while demands are met": 0, "next month": 0}
    for draw in DRAWS:
        for number in range(60):
            for line, corridor, path in timed(draw(Random(number))):
                first = path[0].world
                changes = corridor.changes(first.plan_item, first.booked, met=corridor.is_met(first)) or 0
                met["later"] += reckoned(corridor, path[0]) > (line.day - line.first if changes else 0)
                met["for two changes"] += changes > 1 and reckoned(corridor, path[0]) > line.day - line.first
                told = None if corridor._distances is None else corridor._lateness._from(line.first)
                met["while demands are met"] += told is not None and told.met != told.broken
                met["next month"] += corridor.walk.program.defers != () and reckoned(corridor, path[0]) > 0
    assert all(met.values()), met


def timed(data: dict[str, Any]) -> Iterator[tuple[Line, Corridor, tuple[Node, ...]]]:
    """Of each line on which times are settled what the guide tells, and the path that a search without bounds settles."""
    found: list[tuple[Line, Corridor, tuple[Node, ...]]] = []
    settle = Hunt.timed

    def noted(self: Hunt, ends: list[Node]) -> Node:
        least = min(node.cost[:EARLY] for node in ends)
        for node in ends:
            if node.cost[:EARLY] == least:
                guide = self._along(node)
                assert isinstance(guide, Corridor)
                guide.changes(self.first.plan_item, self.first.booked)
                search = self.search(NoGuide(), TIMED, within=node.world.lost)
                end = next(search.run(self.first, ceiling(*least)), node)
                found.append((self.line, guide, end.path()))
        return settle(self, ends)

    with patch.object(Hunt, "timed", noted), hurry():
        lines_of(build(data)).decide()
    yield from found


def reckoned(corridor: Corridor, node: Node) -> int:
    """How late the changes from a state on come at least."""
    world = node.world
    return corridor.lateness(world.plan_item, world.booked, world.day, met=corridor.is_met(world))
