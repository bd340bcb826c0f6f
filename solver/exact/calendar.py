"""The days on which something can change for the states of one search."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from model.days import ONE_DAY, Months, Period, Span, add_months, last_day, month_end, next_month, period_end
from solver.exact.near import Near
from solver.exact.past import Past
from solver.ground.entries import NEVER
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.world import World
from solver.ordering.path import Guide, Line

FEW_ORDERS = 3
"""So many orders at least are taken to be kept apart by a limit of one day, where it is not known how many there are."""


class Days(NamedTuple):
    """Days in their sequence, and those of them on which something changes.

    Shape: on those that are `timely` what lasts so many months is ordered just in time.
    """

    all: tuple[int, ...]
    changing: frozenset[int]
    timely: Mapping[int, frozenset[Months]]


class Calendar:
    """The days of one line. Shape: `adds` are what is to be added; where times are `timed` the days before and back count too."""

    def __init__(self, program: Program, line: Line, guide: Guide, adds: Items, past: Past, *, timed: bool) -> None:
        self.program, self.line, self.guide, self.adds, self.past, self.timed = program, line, guide, adds, past, timed
        self._nearby: Near | None = None
        self._origin: World | None = None
        self._own: dict[frozenset[int], Days] = {}
        self._foreseen: dict[int, bool] = {}
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
        return [day - 1, day] if self.timed and day - 1 > world.day and self.timely(world, day) is None else [day]

    def next_day(self, world: World) -> int | None:
        """The next day on which something can change for the state, or be ordered just in time."""
        day = world.day
        always, own = self._always, self._of_own(world)
        found = [days[place] for days in (always.all, own.all) if (place := bisect_right(days, day)) < len(days)]
        if self.timed and self.counts_months():
            found.append(next_month(date.fromordinal(day)).toordinal())
        return min(found, default=None)

    def timely(self, world: World, day: int) -> frozenset[Months] | None:
        """How long lasts what is ordered just in time on a day that `next_day` has told of a state; None if something changes."""
        always, own = self._always, self._of_own(world)
        if day in always.changing or day in own.changing or (self.counts_months() and date.fromordinal(day).day == 1):
            return None
        return always.timely.get(day, frozenset()) | own.timely.get(day, frozenset())

    def changing_days(self, world: World) -> set[int]:
        """The days on which something changes for the state: locks, ends, sales, rules, limits, and months before or of these.

        Shape: none on which something is ordered just in time, for that is done for the sake of a later day.
        """
        return {*self._around(self._static_days, self.line.day), *self._around(self._own_days(world))}

    @cached_property
    def _always(self) -> Days:
        """The days that count for any state. Shape: what starts next month may have to be outlasted, or a limit of this month."""
        return self._counting(self._static_days, self._months, self.line.day)

    def _of_own(self, world: World) -> Days:
        """The days that count for a state because of what it has."""
        own = frozenset(self._own_days(world))
        found = self._own.get(own)
        if found is None:
            found = self._own[own] = self._counting(own, NOTHING)
        return found

    def _counting(self, days: frozenset[int], months: frozenset[int], *last: int) -> Days:
        changing = self._around(days, *last)
        timely = self._just_in_time(set(filter(self._is_foreseen, days)) | months)
        before = {month_start(one) for day in timely for one in (day, day - 1)} if self.program.monthly else NOTHING
        return Days(tuple(sorted({*changing, *timely, *before})), changing, timely)

    @cached_property
    def _months(self) -> frozenset[int]:
        """The first days of the months to come, where they may change something."""
        if not self.counts_months():
            return NOTHING
        found, day = set(), next_month(date.fromordinal(self.line.first))
        while day.toordinal() <= self._last:
            found.add(day.toordinal())
            day = next_month(day)
        return frozenset(found)

    @cached_property
    def _static_days(self) -> frozenset[int]:
        """The days on which a rule or the sale of something that may be ordered on the way changes.

        Shape: some lie behind the line, for what is ordered on its last day may start next month.
        """
        near = self.near()
        days = set(near.rule_days)
        for number in (*near.plans, *near.offers):
            days |= self.program.sale_days(number)
        return frozenset(day for day in days if self.line.first < day <= self._last)

    def near(self) -> Near:
        """What the paths of the line can come near to."""
        if self._nearby is None:
            plans = [plan for plan in self.program.plans if self.guide.changes(plan, None) is not None]
            self._nearby = Near(self.program, plans, self._origin, self.adds)
        return self._nearby

    def _own_days(self, world: World) -> Iterator[int]:
        """The days on which something changes for what a state has."""
        for hold in world.with_plan:
            if hold.ends:
                yield hold.ends + 1
        for hold in (*world.with_plan, *world.gone):
            # a guard may remember what was bound when it was cancelled
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
            if self._counts_days():
                # of orders that a limit of one day keeps apart each but the last is on a day of its own before
                days |= {day - ahead for day in (*days, *last) for ahead in range(1, max(self.guide.floor[2], FEW_ORDERS))}
        return frozenset(days)

    def _just_in_time(self, days: Iterable[int]) -> dict[int, frozenset[Months]]:
        """The days on which something must be ordered to last just through one of `days`, and the months for which it lasts.

        Shape: those of `days` on which something may be ordered that ends later yet are followed for what is ordered before it
        and outlasts it.
        """
        found: dict[int, frozenset[Months]] = {}
        for span in self._lasting:
            for day in days:
                if day <= self._last:
                    outlasted = (first_through(span, over) for over in self._overs(day))
                    for first in (first_through(span, day), *(one for one in outlasted if one < day)):
                        if first > self.line.first:
                            found[first] = found.get(first, frozenset()) | {span}
        return found

    @cached_property
    def _lasting(self) -> set[Months]:
        """The months for which something that may come on the way lasts."""
        return self._spans(terms=self.program.bound_helps)

    @cached_property
    def _passing(self) -> set[Months]:
        """The months after which what may come on the way is over or free, or a limit counts it no more."""
        return self._spans(terms=True) | months_among(quota.period for quota, _, _ in self.past.limits)

    def _overs(self, day: int) -> Iterator[int]:
        """The days on which what is ordered on a day is over, or free, or counted no more."""
        for span in self._passing:
            yield after(span, day)
            if self._binds_to_month_end:
                yield self.program.month_end(after(span, day) - 1) + 1
        if self._counts_days() and day in self._fixed:
            yield day + 1

    @cached_property
    def _fixed(self) -> frozenset[int]:
        """The first day, and those on which something changes whatever is ordered."""
        own = () if self._origin is None else self._own_days(self._origin)
        return self._static_days | self._months | {self.line.first, *own}

    def _is_foreseen(self, day: int) -> bool:
        """Whether something changes on a day for what was ordered when something changed, and so on from the fixed days.

        Shape: not for what was ordered just in time: to outlast that by a day, and this by one more, would take every day.
        """
        found = self._foreseen.get(day)
        if found is None:
            fixed = day in self._fixed or date.fromordinal(day).day == 1 or (self._counts_days() and day - 1 in self._fixed)
            began = (one for span in self._passing for one in begins(span, day) if one >= self.line.first)
            found = self._foreseen[day] = fixed or any(map(self._is_foreseen, began))
        return found

    @cached_property
    def _binds_to_month_end(self) -> bool:
        """Whether something that may come on the way is bound to the end of the month in which its term is over."""
        return any(not bond.always for item in self.near().items for _, _, bond in self.program.bonds[item])

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
        if self._counts_days():
            return self.line.first + 1
        counts = [span.count for span in self._passing]
        return add_months(date.fromordinal(self.line.first), min(counts)).toordinal() if counts else NEVER

    def _counts_days(self) -> bool:
        """Whether a limit counts what is ordered on one day."""
        return any(quota.period == "day" for quota, _, _ in self.past.limits)

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
def begins(span: Months, day: int) -> tuple[int, ...]:
    """The days on which a span begins that is over on a day."""
    near = months_before(day, span.count)
    return tuple(one for one in range(near - 4, near + 5) if after(span, one) == day)


@cache
def months_before(day: int, count: int) -> int:
    """The day some months before a day."""
    return add_months(date.fromordinal(day), -count).toordinal()


@cache
def month_start(day: int) -> int:
    """The first day of the month of a day."""
    return date.fromordinal(day).replace(day=1).toordinal()
