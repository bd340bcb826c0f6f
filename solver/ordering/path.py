"""Paths as the exact search sees them: what they cost, what they are to reach, on which line, and the states on the way.

A path costs (fee of the losses where that is minimised, losses, withdrawn losses, extra items, changes, orders) and, where
times are settled, (how early cancellations are, how late other orders are); equals are told apart by the trace of the path.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from solver.ground.items import Items
from solver.ground.program import Program
from solver.ground.world import World
from solver.ordering.order import Outcome

Cost: TypeAlias = tuple[int, ...]
Trace: TypeAlias = tuple[tuple[int, ...], ...]
Weight: TypeAlias = tuple[int, int, int]
"""Losses as they are compared: their fee (0 where it is not minimised), their number, the withdrawn ones."""
FEE, LOSSES, WITHDRAWN, EXTRAS, CHANGES, ORDERS, EARLY, LATE = range(8)
NO_COST: Cost = (0,) * 8
BIG = 10**9
"""More than a path costs at any level."""


def ceiling(*head: int) -> Cost:
    """The most that a path may cost of which the first levels are no more than these, whatever it costs behind them."""
    return (*head, *(BIG,) * (len(NO_COST) - len(head)))


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal in integers. Shape: `to` None where the plan stays."""

    to: int | None
    add: Items
    drop: Items
    keep: Items


@dataclass(frozen=True, slots=True)
class Line:
    """Where and until when a path may go.

    Shape: `channels` are those allowed; `day` is the last day on which a step may be taken; no waits where it is the first.
    """

    channels: tuple[str, ...]
    first: int
    day: int

    @property
    def waits(self) -> bool:
        """Whether the path may wait."""
        return self.day > self.first

    def at_once(self, program: Program) -> list[tuple[str, ...]]:
        """The channels of which orders can be judged together: each alone where rules have `at`."""
        return [(channel,) for channel in self.channels] if program.at_rules else [self.channels]


class Ordered(NamedTuple):
    """One step of a path: what was ordered on which day through which channel, and the states around it."""

    world: World
    after: World
    outcome: Outcome | None
    settle: int | None
    channel: str


@dataclass(slots=True)
class Node:
    """A state that was reached: at which cost, by which step, from where. Shape: no step is a wait."""

    world: World
    cost: Cost
    trace: Trace
    parent: Node | None = None
    step: Ordered | None = None
    day: int = 0
    ends: bool = False

    def path(self) -> tuple[Node, ...]:
        """The nodes from the first state to this one."""
        found: list[Node] = []
        node: Node | None = self
        while node is not None:
            found.append(node)
            node = node.parent
        return tuple(reversed(found))


class Guide(Protocol):
    """Bounds from below on what a path must still cost.

    Shape: `floor` is how many items a path orders for needs in all, of such paths how many changes there are, and of those
    how many orders, at least; `lost` is what every path loses.
    """

    floor: tuple[int, int, int]
    lost: Items

    def losses(self, lost: Items) -> Weight | None:
        """The least losses of a path that has lost `lost` when it ends; None if there is none."""
        ...

    def changes(self, plan: int | None, booked: tuple[int, int] | None, *, met: bool = False) -> int | None:
        """The least number of changes of plan from a plan held beside one booked; None if the goal can't be reached.

        Shape: `met` where `is_met` says so of the state.
        """
        ...

    def is_met(self, world: World) -> bool:
        """Whether time has broken no demand of what is kept, as far as it may, in a state; False where that is not known."""
        ...

    def nearly(self, plan: int | None, booked: tuple[int, int] | None, *, met: bool = False) -> int | None:
        """A number of changes that is no more than `changes`, and cheap to know."""
        ...

    def lateness(self, plan: int | None, booked: tuple[int, int] | None, day: int, *, met: bool = False) -> int:
        """The days behind the first of all changes from a plan on a day, beside one booked, taken together, at least.

        Shape: where a change is all that is asked for the last one is on the last day of the line.
        """
        ...

    def extras(self, plan: int | None, booked: tuple[int, int] | None) -> int:
        """How many items a path orders for needs in all, at least, from a plan held beside one booked."""
        ...

    def extras_ahead(self, world: World) -> int:
        """How many items a path still orders for needs from a state on, at least."""
        ...

    def carried(self, world: World) -> int:
        """The least number of changes from a state, as far as it is known how what meets demands is carried there."""
        ...

    def opening(self) -> int:
        """A day before which the goal's plan can't be entered; 0 where none is known."""
        ...

    def may_come(self, world: World) -> bool:
        """Whether the goal can still be reached in time from a state, for all that is known of what must be awaited."""
        ...


class TooMany(Exception):
    """The search has taken as much effort as it was to take."""
