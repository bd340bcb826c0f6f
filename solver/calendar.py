"""The days on which something can change for the states of one search."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from model.days import ONE_DAY, Months, Period, Span, add_months, last_day, month_end, next_month, period_end
from solver.entries import NEVER
from solver.items import NOTHING, Items
from solver.near import Near
from solver.past import Past
from solver.path import Guide, Line
from solver.program import Program
from solver.world import World


class Days(NamedTuple):
    """Days in their sequence, and those of them on which something changes; on others something is ordered just in time."""

    all: tuple[int, ...]
    changing: frozenset[int]


class Calendar:
    """The days of one line. Shape: `adds` are what is to be added; where times are `timed` the days before and back count too."""

    def __init__(self, program: Program, line: Line, guide: Guide, adds: Items, past: Past, *, timed: bool) -> None:
        self.program, self.line, self.guide, self.adds, self.past, self.timed = program, line, guide, adds, past, timed
        self._static: frozenset[int] | None = None
        self._nearby: Near | None = None
        self._origin: World | None = None
        self._own: dict[frozenset[int], Days] = {}
        self._last = next_month(date.fromordinal(line.day)).toordinal()

    def begin(self, first: World) -> None:
        """Takes the state in which the paths begin."""
        self._origin = first

    def days(self, world: World) -> list[int]:
        """The days to wait for: the next on which something can change, and where times are settled the day before it.

        Shape: a cancellation is put off to the day before something changes, never to that before what is done just in time.
        """
        day = self.next_day(world)
        if day is None or day > self.line.day:
            last = self.line.day
            return [last] if self.timed and world.day < last else []
        return [day - 1, day] if self.timed and day - 1 > world.day and not self._is_only_timely(world, day) else [day]

    def next_day(self, world: World) -> int | None:
        """The next day on which something can change for the state, or be ordered just in time."""
        day = world.day
        always, own = self._always, self._of_own(world)
        found = [days[place] for days in (always.all, own.all) if (place := bisect_right(days, day)) < len(days)]
        if self.timed and self.counts_months():
            found.append(next_month(date.fromordinal(day)).toordinal())
        return min(found, default=None)

    def _is_only_timely(self, world: World, day: int) -> bool:
        """Whether nothing changes on a day that `next_day` has told for a state: it is only for ordering just in time."""
        if self.counts_months() and date.fromordinal(day).day == 1:
            return False
        return day not in self._always.changing and day not in self._of_own(world).changing

    def changing_days(self, world: World) -> set[int]:
        """The days on which something changes for the state: locks, ends, sales, rules, limits, and months before or of these.

        Shape: none on which something is ordered just in time, for that is done for the sake of a later day.
        """
        return {*self._around(self._static_days(), self.line.day), *self._around(self._own_days(world))}

    @cached_property
    def _always(self) -> Days:
        """The days that count for any state."""
        return self._counting(self._static_days(), self.line.day)

    def _of_own(self, world: World) -> Days:
        """The days that count for a state because of what it has."""
        own = frozenset(self._own_days(world))
        found = self._own.get(own)
        if found is None:
            found = self._own[own] = self._counting(own)
        return found

    def _counting(self, days: frozenset[int], *last: int) -> Days:
        changing = self._around(days, *last)
        return Days(tuple(sorted(changing | self._just_in_time(days))), changing)

    def _static_days(self) -> frozenset[int]:
        """The days on which a rule or the sale of something that may be ordered on the way changes.

        Shape: some lie behind the line, for what is ordered on its last day may start next month.
        """
        if self._static is None:
            near = self.near()
            days = set(near.rule_days)
            for number in (*near.plans, *near.offers):
                days |= self.program.sale_days(number)
            self._static = frozenset(day for day in days if self.line.first < day <= self._last)
        return self._static

    def near(self) -> Near:
        """What the paths of the line can come near to."""
        if self._nearby is None:
            plans = [plan for plan in self.program.plans if self.guide.changes(plan, None) is not None]
            self._nearby = Near(self.program, plans, self._origin, self.adds)
        return self._nearby

    def _own_days(self, world: World) -> Iterator[int]:
        """The days on which something changes for what a state has."""
        for hold in (*world.holds, world.plan) if world.plan is not None else world.holds:
            if hold.ends:
                yield hold.ends + 1
            if hold.until:
                yield hold.until + 1
                yield month_end(date.fromordinal(hold.until)).toordinal() + 1
        if world.booked is not None:
            yield world.booked[1]
        for act in world.past:
            for quota, _, _ in self.past.limits:
                yield period_end(quota.period, date.fromordinal(act[0])).toordinal() + 1

    def _around(self, of: Iterable[int], *last: int) -> frozenset[int]:
        """Some days, with those on which something must be ordered to last through them, or to be free on them or at `last`."""
        days = set(of)
        if self.program.monthly:
            # what lasts through a day, to the end of its month, may have to be ordered in the month before
            days |= {month_start(day) for day in days}
            days |= {month_start(day - 1) for day in days}
        counts = {quota.period.count for quota, _, _ in self.past.limits if isinstance(quota.period, Months)}
        if self.timed:
            # up to the day after it what a limit counts can be put off
            back = {months_before(day, count) for day in (*days, *last) for count in counts}
            days |= {one for day in back for one in (day, day + 1)}
        return frozenset(days)

    def _just_in_time(self, days: Iterable[int]) -> frozenset[int]:
        """The days on which something must be ordered to last just through one of `days`, and months before or of these.

        Shape: those of `days` on which something may be ordered that ends later yet are followed for what is ordered before it
        and outlasts it.
        """
        if not self._lasting:
            return NOTHING
        known = {day for day in days if day <= self._last}
        found = {one for day in known for one in self._firsts(day)}
        found |= {one for day in known for over in self._overs(day) for one in self._firsts(over) if one < day}
        if self.program.monthly:
            found |= {month_start(one) for day in found for one in (day, day - 1)}
        return frozenset(found)

    @cached_property
    def _lasting(self) -> set[Months]:
        """The months for which something that may come on the way lasts."""
        return self._spans(terms=self.program.bound_helps)

    @cached_property
    def _passing(self) -> set[Months]:
        """The months after which what may come on the way is over or free, or a limit counts it no more."""
        return self._spans(terms=True) | months_among(quota.period for quota, _, _ in self.past.limits)

    def _firsts(self, day: int) -> Iterator[int]:
        """The first days from which something lasts through a day."""
        return (found for span in self._lasting if (found := first_through(span, day)) > self.line.first)

    def _overs(self, day: int) -> Iterator[int]:
        """The days on which what is ordered on a day is over, or free."""
        return (after(span, day) for span in self._passing)

    def _spans(self, *, terms: bool) -> set[Months]:
        """The months after which something that may come on the way ends, or with `terms` is free."""
        items, near = self.program.items, self.near().items
        spans = {items[item].ends for item in near} | {carrier.ends for item in near for carrier in self.program.brings[item]}
        spans |= {items[item].term for item in near} if terms else set()
        return months_among(spans)

    def restless(self) -> int:
        """The day from which on something may change on any day: a term, an end or a limit of what is ordered on the way is over.

        Shape: until then the days on which something changes are those of the first state, and where months count their
        first days. `changing_days` is asked first.
        """
        if any(quota.period == "day" for quota, _, _ in self.past.limits):
            return self.line.first + 1
        counts = [span.count for span in self._passing]
        return add_months(date.fromordinal(self.line.first), min(counts)).toordinal() if counts else NEVER

    def counts_months(self) -> bool:
        """Whether the first day of any month may change something."""
        return self.program.monthly or any(quota.period in ("month", "year") for quota, _, _ in self.past.limits)


def months_among(spans: Iterable[Span | Period | None]) -> set[Months]:
    """Of some spans those that are months."""
    return {span for span in spans if isinstance(span, Months)}


@cache
def first_through(span: Months, day: int) -> int:
    """The first day from which a span of months lasts through `day`."""
    last = date.fromordinal(day)
    found = add_months(last, -span.count)
    while last_day(span, found) >= last:
        found -= ONE_DAY
    while last_day(span, found) < last:
        found += ONE_DAY
    return found.toordinal()


@cache
def after(span: Months, day: int) -> int:
    """The day after the last day of a span that begins on a day."""
    return last_day(span, date.fromordinal(day)).toordinal() + 1


@cache
def months_before(day: int, count: int) -> int:
    """The day some months before a day."""
    return add_months(date.fromordinal(day), -count).toordinal()


@cache
def month_start(day: int) -> int:
    """The first day of the month of a day."""
    return date.fromordinal(day).replace(day=1).toordinal()
