"""The orders that were grown in one state, told again in the states that differ from it in nothing that bears on them.

What an order with one content comes to, what it cancels and what is ordered along, hangs on the day only by what acts, what is
sold, what is bound and what limits count. Two states with the same shape have all of that in common while no rule begins or is
over, and nothing that was asked for begins or ceases to be sold: docs/search.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from solver.clock import NotDecided
from solver.ground.entries import NEVER
from solver.ground.items import NOTHING
from solver.ordering.growth import Growth
from solver.ordering.order import Content, Key, Outcome
from solver.ordering.orders import Entry, Orders


class Told(NamedTuple):
    """One thing that a growth has told, and the premises that had stopped something since the one before."""

    key: Key
    outcome: Outcome | None
    stops: frozenset[str]


@dataclass(slots=True)
class Tally:
    """How many things were told for the first time, each counted by the sets that were looked at for it."""

    told: int = 0


class Tape:
    """What a growth tells, noted as far as it was asked. Shape: on the days from `since` to `until` it has told the same.

    `tally` counts what is told; `let` and `barred` are the holdings of which it was asked whether they may be
    lost, and that might, and might not; `hangs` is whether something told comes to something else on another day.
    """

    def __init__(self, orders: Orders, content: Content, entry: Entry, rule_days: Sequence[int] | None, tally: Tally) -> None:
        growth = Growth(orders, content, entry.start, entry.channels)
        self.told: list[Told] = []
        self.hangs = False
        self.last: frozenset[str] = frozenset()
        self._program, self._day = orders.program, orders.world.day
        self._growth: Growth | None = growth
        self._rest: Iterator[tuple[Key, Outcome | None]] | None = growth.outcomes()
        self._tally = tally
        self._asked: set[int] = set()
        self.let = self.barred = NOTHING
        self.since, self.until = (0, NEVER) if rule_days is not None else (self._day, self._day)
        self._narrow(rule_days or ())
        self._ask({item for item in (content.plan, *content.adds) if item is not None})

    @property
    def is_whole(self) -> bool:
        """Whether it has told all."""
        return self._rest is None

    def holds_for(self, orders: Orders) -> bool:
        """Whether what it has told is so in another state of its shape: on its day, and with what may be lost there."""
        if not self.since <= orders.world.day <= self.until:
            return False
        within = orders.terms.within
        return not self.barred if within is None else self.let <= within and self.barred.isdisjoint(within)

    @cached_property
    def all_stops(self) -> frozenset[str]:
        """All premises that have stopped something in what it has told. Shape: to be asked for once it has told all."""
        return self.last.union(*(told.stops for told in self.told))

    def more(self) -> None:
        """Asks for one thing more, if there is one. Errors: NotDecided where the time is up, or was."""
        growth, rest = self._growth, self._rest
        assert growth is not None and rest is not None
        before = growth.looked
        try:
            found, stops = growth.scope.noting(lambda: next(rest, None))
        except BaseException:
            self._rest = _spent()
            raise
        finally:
            self._tally.told += max(1, growth.looked - before)
        self._ask(growth.asked)
        freed = frozenset(growth.freed) & growth.orders.terms.counted
        self.let = frozenset(filter(growth.orders.lets_lose, freed))
        self.barred = freed - self.let
        if found is not None:
            self.told.append(Told(*found, stops))
            outcome = found[1]
            self.hangs = self.hangs or (outcome is not None and outcome.hangs_on_the_day(bound=self._program.bound_helps))
        else:
            self.last, self._rest, self._growth = stops, None, None

    def _ask(self, items: set[int]) -> None:
        """Takes note of items whose sale was asked about."""
        for item in items - self._asked:
            self._narrow(sorted(self._program.sale_days(item)))
        self._asked |= items

    def _narrow(self, days: Sequence[int]) -> None:
        """Takes note of sorted days on which something changes that was asked about."""
        place = bisect_right(days, self._day)
        if place:
            self.since = max(self.since, days[place - 1])
        if place < len(days):
            self.until = min(self.until, days[place] - 1)


def _spent() -> Iterator[tuple[Key, Outcome | None]]:
    """What is left of a growth that was broken off."""
    while True:
        raise NotDecided
        yield


class Reading:
    """The orders with one content in one state, as a tape tells them; `anew` makes a tape of the state's own."""

    def __init__(self, tape: Tape, orders: Orders, content: Content, entry: Entry, anew: Callable[[], Tape]) -> None:
        self.tape, self.orders, self.content = tape, orders, content
        self.start, self.channels = entry.start, entry.channels
        self._anew = anew
        self._own: Growth | None = None

    def outcomes(self, *, hanging: bool = False) -> Iterator[tuple[Key, Outcome | None]]:
        """Every legal order, the cheapest first; with None in between, what all that come after cost at least.

        Shape: where `hanging` those alone that come to something else on another day.
        """
        scope, place = self.orders.scope, 0
        while self._has(place):
            key, outcome, stops = self.tape.told[place]
            place += 1
            scope.stopped |= stops
            if outcome is None:
                yield key, None
            elif not hanging or outcome.hangs_on_the_day(bound=self.orders.program.bound_helps):
                yield key, self._here(outcome)
        scope.stopped |= self.tape.last

    def _has(self, place: int) -> bool:
        """Whether there is something at a place. Shape: a tape that has asked of what differs here gives way to another."""
        if place == len(self.tape.told) and not self.tape.is_whole:
            self.tape.more()
        if not self.tape.holds_for(self.orders):
            self.tape = self._anew()
            while len(self.tape.told) <= place and not self.tape.is_whole:
                self.tape.more()
        return place < len(self.tape.told)

    def _here(self, outcome: Outcome) -> Outcome:
        """An order that was grown in another state, as it is in this one."""
        if outcome.before == self.orders.world or self.start != self.orders.world.day:
            return outcome
        if self._own is None:
            self._own = Growth(self.orders, self.content, self.start, self.channels)
        own = self.content.cancel
        cancels = outcome.falls if own is None or self.content.booked else outcome.falls | {own}
        return self._own.outcome(cancels, outcome.extras, outcome.falls, outcome.channels)


class Tapes:
    """The tapes of one question."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._tapes: dict[tuple[int, Content, tuple[str, ...]], list[Tape]] = {}

    @property
    def told(self) -> int:
        """How many things were told for the first time."""
        return self._tally.told

    def reading(self, orders: Orders, content: Content, entry: Entry, rule_days: Sequence[int] | None) -> Reading:
        """The orders with a content, which is let, in a state.

        Shape: `rule_days` are those on which a rule begins or is over that may speak of what is near; None where no day but
        the state's own is asked about.
        """
        known = self._known(orders, content, entry.start, entry.channels)

        def anew() -> Tape:
            known.append(Tape(orders, content, entry, rule_days, self._tally))
            return known[-1]

        tape = next((one for one in known if one.holds_for(orders)), None) or anew()
        return Reading(tape, orders, content, entry, anew)

    def is_plain(self, orders: Orders, content: Content) -> bool:
        """Whether it is known that the orders with a content, if there are any, come to the same on another day.

        Notes what stops them, and others.
        """
        entry = orders.entry(content)
        if not entry.channels:
            return True
        for tape in self._known(orders, content, entry.start, entry.channels):
            if tape.holds_for(orders) and tape.is_whole and not tape.hangs:
                orders.scope.stopped |= tape.all_stops
                return True
        return False

    def _known(self, orders: Orders, content: Content, start: int, channels: tuple[str, ...]) -> list[Tape]:
        shape = orders.shape if start == orders.world.day else orders.exact
        return self._tapes.setdefault((shape, content, channels), [])
