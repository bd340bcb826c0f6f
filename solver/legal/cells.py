"""Days and facts in finitely many cells: within one, no standing rule tells two days, or two values, apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from model.facts import Between, Fact, FactTest, FactValue, OneOf, meets
from model.rules.base import Valid

LAST = date.max.toordinal()
ONE = timedelta(days=1)


def day_cells(windows: Iterable[Valid]) -> tuple[date, ...]:
    """A day of each cell between the days on which a rule begins or stops to be valid, in order."""
    starts = {1}
    for valid in windows:
        if valid.since is not None:
            starts.add(valid.since.toordinal())
        if valid.until is not None and valid.until.toordinal() < LAST:
            starts.add(valid.until.toordinal() + 1)
    return tuple(map(date.fromordinal, sorted(starts)))


def fact_cells(fact: Fact, tests: Sequence[FactTest]) -> tuple[tuple[FactValue, frozenset[int]], ...]:
    """A value of each cell of a fact with the places of the tests that it passes, in a fixed order.

    Shape: no two pass the same tests, and every value of the fact's type passes the same as one of them.
    """
    found: dict[frozenset[int], FactValue] = {}
    for value in _values(fact, tests):
        found.setdefault(frozenset(n for n, test in enumerate(tests) if meets(test, value)), value)
    return tuple((value, met) for met, value in found.items())


def _values(fact: Fact, tests: Sequence[FactTest]) -> Iterable[FactValue]:
    if fact.type == "bool":
        return (False, True)
    named = list(dict.fromkeys(value for test in tests for value in _named(test)))
    match fact.type:
        case "text":
            return (*named, "".join(map(str, named)) + "'")
        case "date":
            return _near_days([day for day in named if isinstance(day, date)])
        case "int":
            whole = sorted(value for value in named if isinstance(value, int))
            return dict.fromkeys(value + step for value in whole for step in (-1, 0, 1))
        case _:
            return _near_numbers([Decimal(value) for value in named if isinstance(value, int | Decimal)])


def _named(test: FactTest) -> tuple[FactValue, ...]:
    match test:
        case OneOf(values=values):
            return values
        case Between(minimum=minimum, maximum=maximum):
            return tuple(value for value in (minimum, maximum) if value is not None)


def _near_days(days: list[date]) -> Iterable[date]:
    for day in sorted(days):
        yield from (day - ONE,) if day > date.min else ()
        yield day
        yield from (day + ONE,) if day < date.max else ()


def _near_numbers(numbers: list[Decimal]) -> Iterable[Decimal]:
    ordered = sorted(numbers)
    yield ordered[0] - 1
    for number, following in zip(ordered, [*ordered[1:], ordered[-1] + 2], strict=True):
        yield number
        yield (number + following) / 2
