"""The bounds by which the exact search goes are never above what a path comes to: along paths that a search without any finds."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from build import build, worked
from carrying_cases import draw_founded, draw_opening
from compare import hurry, lines_of
from lapsing_cases import draw_lapsing
from random_cases import draw_case
from random_snares import draw_snared

from solver.exact.guide import Corridor, NoGuide
from solver.exact.guided import Guided
from solver.exact.manner import LEAST, TIMED, Manner
from solver.ordering.path import CHANGES, EARLY, EXTRAS, ORDERS, Node, ceiling

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 3
CIRCULAR = sorted((Path(__file__).parent / "scenarios").glob("circular*.yaml"))


@pytest.mark.parametrize("draw", [draw_case, draw_snared, draw_lapsing, draw_opening, draw_founded])
def test_no_bound_is_above_what_a_path_comes_to(draw: Callable[[Random], dict[str, Any]]) -> None:
    met: Counter[str] = Counter()
    for number in range(EXAMPLES):
        assert list(exaggerated(draw(Random(number)), met)) == [], f"case {number}"
    assert met["nodes"] > EXAMPLES and met["told"] > met["nodes"] // 4


@pytest.mark.parametrize("path", CIRCULAR, ids=lambda path: path.stem)
def test_what_has_come_from_each_other_leaves_with_any_order_or_wait(path: Path) -> None:
    for data in worked(path):
        met: Counter[str] = Counter()
        assert list(exaggerated(data, met)) == [], data["case"]["name"]
        assert met["nodes"]


def exaggerated(data: dict[str, Any], met: Counter[str]) -> Iterator[str]:
    """What is told of states and orders on the least paths of each line that is more than these come to."""
    found: list[str] = []
    ends = Guided.ends

    def noted(hunt: Guided) -> Iterator[Node]:
        for node in ends(hunt):
            with patch("solver.ground.arrivals.Arrivals.awake", True):
                found.extend(f"{hunt.line}: {one}" for manner in (LEAST, TIMED) for one in _above(hunt, node, manner, met))
            yield node

    with hurry(), patch.object(Guided, "ends", noted):
        lines_of(build(data)).decide()
    yield from found


def _above(hunt: Guided, node: Node, manner: Manner, met: Counter[str]) -> Iterator[str]:
    """What is told too much along the least path that loses the same; where times are settled, along that which settles them."""
    lost = node.world.lost
    if manner.timed and not hunt.line.waits:
        return
    limit = ceiling(*node.cost[:EARLY]) if manner.timed else None
    end = next(hunt.search(NoGuide(), manner, within=lost).run(hunt.first, limit), None)
    if end is None or end.world.lost != lost:
        return
    corridor = hunt.guide.corridor(lost)
    corridor.look_closer(hunt.first)
    if manner.timed:
        corridor.floor = (end.cost[EXTRAS], end.cost[CHANGES], end.cost[ORDERS])
    yield from _along(hunt, corridor, manner, end, met)


def _along(hunt: Guided, corridor: Corridor, manner: Manner, end: Node, met: Counter[str]) -> Iterator[str]:
    search = hunt.search(corridor, manner, within=end.world.lost)
    search.begin(hunt.first)
    bounds = search.bounds
    bounds.looks_late = True
    for node in end.path():
        told = [bounds.estimate(node)]
        if node.parent is not None and node.step is not None and node.step.outcome is not None:
            content = node.step.outcome.content
            told += [bounds.least(node.parent, content, nearly=nearly) for nearly in (True, False)]
        met["nodes"] += 1
        met["told"] += told[0] is not None and told[0] > node.cost
        yield from (f"{node.trace} of {end.cost}: {one}" for one in told if one is None or one > end.cost)
        if not corridor.may_come(node.world):
            yield f"{node.trace}: nothing may come"
