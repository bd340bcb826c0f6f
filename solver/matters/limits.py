"""Limits held against each other: whether one forbids every order that another forbids. Source: docs/semantics.md, 6."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from model.days import Months, Period, add_months, last_day
from model.ground import Ground, Members, Quota
from model.rules.base import Act, Rule
from model.state import OWN
from solver.matters.acts import Acts, Deed
from solver.matters.forms import PLAIN, Beside, Form, among
from solver.matters.guards import Watching, Way

LONG_ENOUGH = timedelta(days=5 * 366)
"""In so long a time every two periods lie in every way that they ever do, leap years too."""
ONE = timedelta(days=1)


class Before(NamedTuple):
    """An earlier act, as two limits see it: whether each counts it, and whether it sets each off."""

    counted: bool
    counted_by_other: bool
    sets_off: bool
    sets_off_other: bool


class Spoken(NamedTuple):
    """A situation in which a limit speaks of an act."""

    form: Form
    beside: Beside
    also: Way | None


class Limits:
    """The limits of a catalogue."""

    def __init__(self, ground: Callable[[Rule], tuple[Ground, ...]], acts: Acts, watching: Watching) -> None:
        self.ground, self.acts, self.watching = ground, acts, watching

    def quota(self, rule: Rule) -> Quota:
        """The ground form of a limit."""
        (form,) = self.ground(rule)
        assert isinstance(form, Quota)
        return form

    def speaks(self, rule: Rule) -> Iterator[tuple[Deed, Spoken]]:
        """The acts that a limit lets happen so often, or tells of, in every situation in which its guards can hold."""
        quota = self.quota(rule)
        for deed in self.acts.about(quota.act, quota.of, self.acts.every_plan):
            for form, beside, also in self.acts.situations(deed):
                brought = deed.act == "add" and form.origin != OWN
                if among(quota.of, deed.item, form, beside.plan) and self.watching.can(rule, beside):
                    if rule.tell or not brought:
                        yield deed, Spoken(form, beside, also)

    def covers(self, rule: Rule, other: Rule, first: date, last: date) -> bool:
        """Whether `other` forbids what `rule` forbids, and tells what it tells, on every day from `first` to `last`."""
        mine, its = self.quota(rule), self.quota(other)
        if mine.act != its.act or (rule.tell and rule.tell != other.tell):
            return False
        for deed, (form, beside, also) in self.speaks(rule):
            if not among(its.of, deed.item, form, beside.plan) or not self.watching.implied(rule, other, beside, also):
                return False
        return not self._escapes(mine, its, longer=_longer(mine.period, its.period, first, last))

    def _escapes(self, mine: Quota, its: Quota, *, longer: bool) -> bool:
        """Whether some earlier acts make `mine` forbid an act, and `its` not; `longer`: mine counts acts too old for its."""
        earlier = set(self._earlier(mine, its, longer=longer))
        starters = {one for one in earlier if one.sets_off} if mine.after is not None else {None}
        for starter in starters:
            counted = starter is not None and starter.counted
            wanted = max(0, mine.at_most - counted)
            if its.after is not None and not (starter is not None and starter.sets_off_other):
                if wanted <= self._at_once(mine) - 1 or any(one.counted and not one.sets_off_other for one in earlier):
                    return True
            each = 0 if any(one.counted and not one.counted_by_other for one in earlier) else 1
            least = 1 + (starter is not None and starter.counted_by_other) + wanted * each
            if least <= its.at_most:
                return True
        return False

    def _at_once(self, quota: Quota) -> int:
        """How many acts that a limit counts one order can have."""
        if quota.act != "add":
            return 1
        forms = self.acts.forms
        return sum(among(quota.of, item, forms.ordered(item), None) for item in self.acts.addons)

    def _earlier(self, mine: Quota, its: Quota, *, longer: bool) -> Iterator[Before]:
        """The ways in which two limits can see an earlier act."""
        acts: tuple[Act, ...] = ("change", "cancel", "add")
        for act in acts:
            for item in (None, *self.acts.catalogue.items):
                seen = (
                    _about(act, item, mine.act, mine.of),
                    mine.after is not None and _about(act, item, *mine.after),
                    _about(act, item, its.act, its.of),
                    its.after is not None and _about(act, item, *its.after),
                )
                yield Before(seen[0], seen[2], seen[1], seen[3])
                if longer:
                    yield Before(seen[0], False, seen[1], False)


def _about(act: Act, item: str | None, wanted: Act, of: Members | None) -> bool:
    """Whether an earlier act is about a set; one about an item that is not known is about any."""
    return act == wanted and (item is None or among(of, item, PLAIN, None))


def _longer(mine: Period, its: Period, first: date, last: date) -> bool:
    """Whether on some day from `first` to `last` the one period reaches further back than the other."""
    if mine == its:
        return False
    day, end = first, min(last, first + LONG_ENOUGH) if first < date.max - LONG_ENOUGH else last
    while day < end and earliest(mine, day) >= earliest(its, day):
        day += ONE
    return earliest(mine, day) < earliest(its, day)


def earliest(period: Period, day: date) -> date:
    """The earliest day whose acts are still counted on `day`."""
    match period:
        case "day":
            return day
        case "month":
            return day.replace(day=1)
        case "year":
            return date(day.year, 1, 1)
        case Months(count=count):
            found = _back(day, count)
            while last_day(period, found) < day:
                found += ONE
            return found


def _back(day: date, months: int) -> date:
    """A day some days before the same day so many months ago, no later than the earliest that is counted."""
    found = add_months(day, -months)
    return date.min if found == date.max else max(found, date.min + 3 * ONE) - 3 * ONE
