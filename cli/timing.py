"""The time that a command may take."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


def countdown(budget_ms: int | None, clock: Callable[[], float] = monotonic) -> Callable[[], int | None]:
    """What tells the time that is left from now on, None for no limit.

    >>> countdown(5, iter([1.0, 1.002]).__next__)()
    3
    """
    if budget_ms is None:
        return lambda: None
    until = clock() + budget_ms / 1000
    return lambda: round((until - clock()) * 1000)
