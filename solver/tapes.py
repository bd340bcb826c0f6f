"""The orders that were grown in one state, told again in the states that differ from it in nothing that bears on them.

What an order with one content comes to, what it cancels and what is ordered along, hangs on the day only by what acts, what is
sold, what is bound and what limits count. Two states with the same shape have all of that in common while no rule begins or is
over, and nothing that was asked for begins or ceases to be sold: docs/search.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from solver.backend import NotDecided
from solver.growth import Growth
from solver.order import Content, Key, Outcome
from solver.orders import Orders
from solver.program import NEVER


class Told(NamedTuple):
    """One thing that a growth has told, and the premises that had stopped something since the one before."""

    key: Key
    outcome: Outcome | None
    stops: frozenset[str]


class Tape:
    """What a growth tells, noted as far as it was asked. Shape: on the days from `since` to `until` it has told the same."""

    def __init__(self, orders: Orders, content: Content, rule_days: Sequence[int] | None) -> None:
        growth, self.stops = orders.scope.noting(lambda: orders.growth(content))
        self.channels = () if growth is None else growth.channels
        self.told: list[Told] = []
        self.last: frozenset[str] = frozenset()
        self._program, self._growth, self._day = orders.program, growth, orders.world.day
        self._rest = None if growth is None else growth.outcomes()
        self._asked: set[int] = set()
        self.since, self.until = (0, NEVER) if rule_days is not None else (self._day, self._day)
        self._narrow(rule_days or ())
        self._ask({item for item in (content.plan, *content.adds) if item is not None})

    @property
    def is_whole(self) -> bool:
        """Whether it has told all."""
        return self._rest is None

    def holds_on(self, day: int) -> bool:
        """Whether what it has told is so on a day."""
        return self.since <= day <= self.until

    def more(self) -> None:
        """Asks for one thing more, if there is one. Errors: NotDecided where the time is up, or was."""
        growth, rest = self._growth, self._rest
        assert growth is not None and rest is not None
        try:
            found, stops = growth.scope.noting(lambda: next(rest, None))
        except BaseException:
            self._rest = _spent()
            raise
        self._ask(growth.asked)
        if found is not None:
            self.told.append(Told(*found, stops))
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

    def __init__(self, tape: Tape, orders: Orders, content: Content, start: int, anew: Callable[[], Tape]) -> None:
        self.tape, self.orders, self.content, self.start = tape, orders, content, start
        self.channels = tape.channels
        self._anew = anew
        self._own: Growth | None = None

    def outcomes(self) -> Iterator[tuple[Key, Outcome | None]]:
        """Every legal order, the cheapest first; with None in between, what all that come after cost at least."""
        scope, place = self.orders.scope, 0
        while self._has(place):
            key, outcome, stops = self.tape.told[place]
            place += 1
            scope.stopped |= stops
            yield key, None if outcome is None else self._here(outcome)
        scope.stopped |= self.tape.last

    def _has(self, place: int) -> bool:
        """Whether there is something at a place. Shape: a tape that has asked of what differs here gives way to another."""
        if place == len(self.tape.told) and not self.tape.is_whole:
            self.tape.more()
        if not self.tape.holds_on(self.orders.world.day):
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
        self._tapes: dict[tuple[int, Content], list[Tape]] = {}

    def reading(self, orders: Orders, content: Content, rule_days: Sequence[int] | None) -> Reading | None:
        """The orders with a content in a state; None where what is ordered is not let. Notes what stops them.

        Shape: `rule_days` are those on which a rule begins or is over that may speak of what is near; None where no day but
        the state's own is asked about.
        """
        day = orders.world.day
        start = day if content.plan is None else orders.gates.start_day(content.plan)
        known = self._tapes.setdefault((orders.shape if start == day else orders.exact, content), [])

        def anew() -> Tape:
            known.append(Tape(orders, content, rule_days))
            return known[-1]

        tape = next((one for one in known if one.holds_on(day)), None) or anew()
        orders.scope.stopped |= tape.stops
        return Reading(tape, orders, content, start, anew) if tape.channels else None
