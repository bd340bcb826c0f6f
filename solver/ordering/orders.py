"""Every legal order in a state: what is ordered is given, what must be cancelled and ordered along is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from model.days import next_month
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.scope import Door, Scope
from solver.ground.world import Course, World
from solver.ordering.gates import Gates
from solver.ordering.growth import Growth
from solver.ordering.order import Content, Opens, Outcome
from solver.ordering.shape import shape_of
from solver.ordering.standing import Standing


class Entry(NamedTuple):
    """What is known of an order before what comes of it: when it takes effect, and which channels let it."""

    start: int
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms orders are sought.

    Shape: no order cancels one of `kept`, nor one of `counted`, which are losses, that is not `within`; `losable` are those that
    are not lost yet. `touched` are the items that the question or the state names. Where an end is headed for (`toward`) only
    what leads there is ordered and cancelled. With `fee_first` orders come by the fee of what they lose, with `extras_first` by
    how much they order for needs.
    """

    kept: Items = NOTHING
    within: Items | None = None
    counted: Items = NOTHING
    losable: Items = NOTHING
    touched: Items = NOTHING
    toward: Items | None = None
    fee_first: bool = False
    extras_first: bool = False
    expired: Callable[[], bool] = lambda: False


class Orders:
    """The orders that can be placed in one state through some of `channels`.

    Shape: where rules have `at`, one channel alone; else the channels differ only in what they let, and `open` tells for
    each thing that is ordered or cancelled by choice which of them do. `through` tells of the change to a plan what was found
    out before, None where nothing was.
    """

    def __init__(
        self,
        scope: Scope,
        course: Course,
        world: World,
        channels: tuple[str, ...],
        terms: Terms,
        through: Callable[[int], Door | None] = lambda _: None,
    ) -> None:
        assert len(channels) == 1 or not scope.program.at_rules, "rules with `at` are judged one channel at a time"
        self.scope = scope
        self.program: Program = scope.program
        self.course = course
        self.world = world
        self.channels = channels
        self.terms = terms
        self.through = through
        self._opens: Opens = {}
        self.gates_at = {channel: Gates(scope, world, channel) for channel in channels}
        self.gates = self.gates_at[channels[0]]
        self.standing = Standing(scope, channels[0], world)

    @cached_property
    def shape(self) -> int:
        """A number for all that bears on what orders in the state come to, but the days and what may be lost."""
        return self.scope.memory.sign((shape_of(self.program, self.world), *self._asked_with()))

    @cached_property
    def exact(self) -> int:
        """A number for the state and all that bears on what orders in it come to, but what may be lost."""
        return self.scope.memory.sign((self.world, *self._asked_with()))

    def _asked_with(self) -> tuple[object, ...]:
        terms = self.terms
        return (
            *(self.channels, terms.kept, terms.counted, terms.losable, terms.touched, self.scope.only),
            *(terms.fee_first, terms.extras_first),
        )  # fmt: skip

    def of(self, content: Content) -> Iterator[Outcome]:
        """Every legal order with this content, each with another set of cancellations and extra items."""
        growth = self.growth(content)
        if growth is not None:
            yield from (outcome for _, outcome in growth.outcomes() if outcome is not None)

    def growth(self, content: Content) -> Growth | None:
        """The search for the orders with this content; None where what is ordered is not let."""
        entry = self.entry(content)
        return Growth(self, content, entry.start, entry.channels) if entry.channels else None

    def entry(self, content: Content) -> Entry:
        """When orders with a content take effect, and through which channels they are let; notes what stops them."""
        door = None if content.plan is None else self.through(content.plan)
        if door is None:
            return Entry(self.start_day(content), self._channels_for(content))
        channels = tuple(channel for channel in door.channels if channel in self.channels)
        if content.adds:
            channels = tuple(channel for channel in channels if self._lets_add(content, channel))
        return Entry(self._next_month if self.channels[0] in door.late else self.world.day, channels)

    @cached_property
    def _next_month(self) -> int:
        return next_month(date.fromordinal(self.world.day)).toordinal()

    def start_day(self, content: Content) -> int:
        """The day on which orders with this content take effect."""
        return self.world.day if content.plan is None else self.gates.start_day(content.plan)

    def _channels_for(self, content: Content) -> tuple[str, ...]:
        if content.cancel is not None and not content.booked:
            held = self.world.held()[content.cancel]
            if self.gates.locked(held, self.world.day):
                return ()
        if content.plan is not None and not self.gates.lets_leave(content.plan, self.start_day(content)):
            return ()
        return tuple(channel for channel in self.channels if self._lets(content, channel))

    def opens(self, item: int) -> frozenset[str]:
        """The channels through which an item can be ordered; notes what stops that in others, each time that it is asked."""
        known = self._opens.get(item)
        if known is None:
            known = self._opens[item] = self.scope.noting(lambda: self._open_to(item))
        self.scope.stopped |= known[1]
        return known[0]

    def _open_to(self, item: int) -> frozenset[str]:
        fresh = self.program.fresh(item, self.world.day)
        return frozenset(channel for channel, gates in self.gates_at.items() if gates.lets("add", item, fresh))

    def known_to_open(self, opens: Opens) -> None:
        """Takes over, and adds to, what is known of the items that can be ordered in states that are alike in this."""
        self._opens = opens

    def shut(self, item: int) -> None:
        """Says that an item is known never to be ordered along."""
        self._opens[item] = (frozenset(), frozenset())

    def lets_lose(self, item: int) -> bool:
        """Whether an item may be lost, where it counts as a loss."""
        terms = self.terms
        return terms.within is None or item in terms.within or item not in terms.counted

    def unlike(self, items: Iterable[int]) -> list[int]:
        """Of items that no rule tells apart, and that nothing on the path has touched, the first alone."""
        found: list[int] = []
        seen: set[object] = set()
        for item in sorted(items):
            kind = self.scope.alike(item)
            if item not in self.terms.touched:
                if kind in seen:
                    continue
                seen.add(kind)
            found.append(item)
        return found

    def _lets(self, content: Content, channel: str) -> bool:
        gates, plan = self.gates_at[channel], content.plan
        if content.cancel is not None:
            return gates.lets("cancel", content.cancel, None if content.booked else self.world.held()[content.cancel])
        if plan is not None and not gates.lets("change", plan, self.program.fresh(plan, self.world.day)):
            return False
        return self._lets_add(content, channel)

    def _lets_add(self, content: Content, channel: str) -> bool:
        fresh, day = self.program.fresh, self.world.day
        return all(self.gates_at[channel].lets("add", item, fresh(item, day)) for item in content.adds)
