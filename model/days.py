"""Calendar days: spans of a contract, calendar periods, month arithmetic. All days are inclusive `date` values."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Through the last day of the month."""


@dataclass(frozen=True, slots=True)
class Months:
    """Through the day before the same day `count` months on."""

    count: int


Span: TypeAlias = MonthEnd | Months
Period: TypeAlias = Literal["day", "month", "year"] | Months


def add_months(day: date, count: int) -> date:
    """The same day `count` months on, or the last day of that month where it has no such day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return date.max
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return month_end(day) + ONE_DAY


def last_day(span: Span, day: date) -> date:
    """The last day of a span that begins on `day`. Source: docs/catalogue.md, `D`."""
    match span:
        case MonthEnd():
            return month_end(day)
        case Months(count=count):
            return add_months(day, count) - ONE_DAY


def same_period(period: Period, earlier: date, day: date) -> bool:
    """Whether an act of day `earlier` is still counted on `day` (`earlier` <= `day`). Source: docs/catalogue.md, `limit`."""
    if earlier > day:
        return False
    match period:
        case "day":
            return earlier == day
        case "month":
            return (earlier.year, earlier.month) == (day.year, day.month)
        case "year":
            return earlier.year == day.year
        case Months():
            return day <= last_day(period, earlier)


def period_end(period: Period, earlier: date) -> date:
    """The last day on which an act of day `earlier` is still counted."""
    match period:
        case "day":
            return earlier
        case "month":
            return month_end(earlier)
        case "year":
            return date(earlier.year, 12, 31)
        case Months():
            return last_day(period, earlier)
