"""Where the boxes of a drawing of ties stand: the items told of at the left, their ties in the middle, other items at the right.

A box stands in its column alone on its height, and lines run between columns, so nothing covers anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from cli.present.ties import Tie, Way

WIDTHS = (176, 132, 188)
LANE = 72
MARGIN = 4
GAP = 10
PORT = 12
ROUNDS = 8
LEFT = (MARGIN, MARGIN + WIDTHS[0] + LANE, MARGIN + WIDTHS[0] + WIDTHS[1] + 2 * LANE)
WIDTH = LEFT[2] + WIDTHS[2] + MARGIN

Node: TypeAlias = str | int
"""An item by its name, a tie by its number, what stands for items not drawn by a number below 0 (`rest`)."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands. Units: pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height at which lines end."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line between an item and a tie. Shape: `way` is the way of the relation at the item; `near`: the item is at the left."""

    item: Node
    tie: int
    way: Way
    near: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawing without its marks.

    Shape: the nodes of each column are from top to bottom; `boxes` has all of them; `ports` are the heights at which lines
    end at their items, each its own.
    """

    near: tuple[Node, ...]
    middle: tuple[Node, ...]
    far: tuple[Node, ...]
    boxes: Mapping[Node, Box]
    ports: Mapping[Line, float]
    width: float
    height: float


def rest(tie: int) -> int:
    """The node that stands for the far items of a tie that are not drawn."""
    return -1 - tie


def lay_out(core: Sequence[str], ties: Sequence[Tie], *, shown: int, height: Callable[[Node], float]) -> Layout:
    """The places of all that is drawn.

    Shape: of the far items of a tie the first `shown` are drawn, and one node for the rest; `height` tells how high a node
    is. Cost: O(ROUNDS * lines), and no chance: nodes are ordered, then placed, by the mean place of their neighbours.
    """
    lines = tuple(_lines(set(core), ties, shown))
    columns: list[list[Node]] = [list(core), list(range(len(ties))), []]
    columns[2] = list(dict.fromkeys(line.item for line in lines if not line.near))
    neighbours = _neighbours(lines)
    for _ in range(ROUNDS):
        for column in (columns[2], columns[1], columns[0], columns[1]):
            _order(column, columns, neighbours)
    heights = {node: _high(node, height(node), neighbours) for column in columns for node in column}
    middles = _middles(columns, neighbours, heights)
    return _boxes(columns, middles, heights, lines)


def _high(node: Node, least: float, neighbours: Mapping[Node, Sequence[Node]]) -> float:
    """How high a node is: an item has room for a port for each of its lines."""
    return max(least, PORT * (len(neighbours.get(node, ())) + 1)) if isinstance(node, str) else least


def _lines(core: set[str], ties: Sequence[Tie], shown: int) -> list[Line]:
    found = []
    for number, tie in enumerate(ties):
        found += [Line(name, number, way, near=True) for name, way in tie.near]
        found += [Line(name, number, way, near=True) for name, way in tie.far if name in core]
        far = [(name, way) for name, way in tie.far if name not in core]
        few = far if len(far) <= shown + 1 else far[:shown]
        found += [Line(name, number, way, near=False) for name, way in few]
        if len(few) < len(far):
            found.append(Line(rest(number), number, far[-1][1], near=False))
    return found


def _neighbours(lines: Sequence[Line]) -> Mapping[Node, Sequence[Node]]:
    found: dict[Node, list[Node]] = {}
    for line in lines:
        found.setdefault(line.item, []).append(line.tie)
        found.setdefault(line.tie, []).append(line.item)
    return found


def _order(column: list[Node], columns: Sequence[Sequence[Node]], neighbours: Mapping[Node, Sequence[Node]]) -> None:
    """Sorts a column by the mean place of the neighbours, as a share of their columns' lengths."""
    places = {node: (place + 0.5) / len(one) for one in columns for place, node in enumerate(one)}
    column.sort(key=lambda node: _mean([places[other] for other in neighbours.get(node, (node,))]))


def _middles(
    columns: Sequence[Sequence[Node]], neighbours: Mapping[Node, Sequence[Node]], heights: Mapping[Node, float]
) -> Mapping[Node, float]:
    """The height of each node's middle: near to its neighbours, as far as the order and the gaps of its column allow."""
    middles: dict[Node, float] = {}
    for column in columns:
        middles.update(zip(column, _apart([0.0] * len(column), [heights[node] for node in column]), strict=True))
    for _ in range(ROUNDS):
        for column in (columns[1], columns[0], columns[1], columns[2]):
            wanted = [_mean([middles[other] for other in neighbours.get(node, (node,))]) for node in column]
            middles.update(zip(column, _apart(wanted, [heights[node] for node in column]), strict=True))
    return middles


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Middles as near to those wanted as can be, in their order, with a gap between boxes (pooled adjacent violators)."""
    offsets = [0.0]
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2 + GAP)
    pools: list[tuple[float, int]] = []
    for middle, offset in zip(wanted, offsets, strict=False):
        pools.append((middle - offset, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (one, many), (other, more) = pools[-2:]
            pools[-2:] = [((one * many + other * more) / (many + more), many + more)]
    levels = [level for level, many in pools for _ in range(many)]
    return [level + offset for level, offset in zip(levels, offsets, strict=False)]


def _boxes(
    columns: Sequence[Sequence[Node]], middles: Mapping[Node, float], heights: Mapping[Node, float], lines: tuple[Line, ...]
) -> Layout:
    top = min((middles[node] - heights[node] / 2 for column in columns for node in column), default=0) - MARGIN
    boxes: dict[Node, Box] = {}
    for column, left, width in zip(columns, LEFT, WIDTHS, strict=True):
        for node in column:
            boxes[node] = Box(left, round(middles[node] - heights[node] / 2 - top, 1), width, heights[node])
    bottom = max((box.y + box.height for box in boxes.values()), default=0) + MARGIN
    near, middle, far = columns
    return Layout(tuple(near), tuple(middle), tuple(far), boxes, _ports(lines, boxes), WIDTH, round(bottom, 1))


def _ports(lines: tuple[Line, ...], boxes: Mapping[Node, Box]) -> Mapping[Line, float]:
    """Where lines end at their items: around the middle, in the order of their ties."""
    found = {}
    by_item: dict[Node, list[Line]] = {}
    for line in lines:
        by_item.setdefault(line.item, []).append(line)
    for item, ends in by_item.items():
        ends.sort(key=lambda line: boxes[line.tie].middle)
        for place, line in enumerate(ends):
            found[line] = boxes[item].middle + PORT * (place - (len(ends) - 1) / 2)
    return found


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)
