"""Sets of days as spans: sorted, apart, first and last day inclusive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

Spans: TypeAlias = tuple[tuple[int, int], ...]
"""Days by their ordinal."""
NEVER: Spans = ()
ALWAYS: Spans = ((1, date.max.toordinal()),)


def span(first: date | None, last: date | None) -> Spans:
    """The days from `first` through `last`; open where None."""
    start, end = (first or date.min).toordinal(), (last or date.max).toordinal()
    return ((start, end),) if start <= end else NEVER


def union(*several: Spans) -> Spans:
    """The days of any."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(one for spans in several for one in spans):
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def common(one: Spans, other: Spans) -> Spans:
    """The days of both."""
    found = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple((start, end) for start, end in found if start <= end)


def less(one: Spans, other: Iterable[tuple[int, int]]) -> Spans:
    """The days of `one` that are not of `other`."""
    for start, end in other:
        one = tuple(piece for a, b in one for piece in ((a, min(b, start - 1)), (max(a, end + 1), b)) if piece[0] <= piece[1])
    return one


def first_day(spans: Spans) -> date:
    """The first day of a set that is not empty."""
    return date.fromordinal(spans[0][0])
