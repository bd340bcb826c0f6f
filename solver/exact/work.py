"""What a search has still to do: states to expand, orders to begin and to go on with, days to wait for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from solver.ground.items import Items
from solver.ordering.order import Content, Key, Outcome
from solver.ordering.orders import Orders
from solver.ordering.path import Cost, Node


@dataclass(slots=True)
class Branch:
    """The orders that may go on from a state.

    Shape: a heap by what comes first; each has its bound, and whether that was reckoned in full. `rest` are those that are not
    looked at before the heap has come to `soon`, which each of them costs at least; None where there are no more. `opened` is
    what a wait has opened, None where all may be new.
    """

    node: Node
    orders: list[Orders]
    contents: list[tuple[Cost, int, Cost, Content, bool]]
    rest: Iterator[Content] | None
    soon: Cost
    opened: Items | None
    place: int = 0


@dataclass(slots=True)
class Growing:
    """The orders with one content that are still to be found, each at least at a cost that comes before it."""

    node: Node
    content: Content
    outcomes: Iterator[tuple[Key, Outcome | None]]
    least: Cost


@dataclass(slots=True)
class Waiting:
    """A state in which nothing is ordered for some time."""

    node: Node

    @property
    def day(self) -> int:
        """The day from which on something may be ordered again."""
        return self.node.day + 1


Work: TypeAlias = Node | Branch | Growing | Waiting
