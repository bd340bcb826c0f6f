"""The time that there is for an answer."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class NotDecided(Exception):
    """No time is left, or Z3 gave up. Never the same as no."""


def is_up(left_ms: Callable[[], int | None]) -> bool:
    """Whether no time is left. Units: `left_ms` gives what is left, None where there is no limit."""
    left = left_ms()
    return left is not None and left <= 0


def no_limit() -> int | None:
    """No time limit."""
    return None


def countdown(budget_ms: int | None, clock: Callable[[], float] = monotonic) -> Callable[[], int | None]:
    """What tells the time that is left from now on, None for no limit.

    >>> countdown(5, iter([1.0, 1.002]).__next__)()
    3
    """
    return Allowance(clock, budget_ms).left_ms


PUTTING_AWAY = 0.015
"""What part of the time that a search has taken it takes in the end to let go of all that it has kept."""


class Allowance:
    """The time that an answer may take.

    Shape: what is kept back for telling a path is not there for finding a better one, nor is what it takes to put away all
    that is kept, which is such a part of the time taken.
    """

    def __init__(self, clock: Callable[[], float], budget_ms: int | None, *, putting_away: float = 0.0) -> None:
        self.clock, self._putting_away = clock, putting_away
        self._seconds = None if budget_ms is None else budget_ms / 1000
        self._begun = clock()
        self._kept_back = 0.0

    def left_ms(self) -> int | None:
        """What is left, None where there is no limit."""
        if self._seconds is None:
            return None
        taken = (self.clock() - self._begun) * (1 + self._putting_away)
        return round((self._seconds - self._kept_back - taken) * 1000)

    def keep_back(self, since: float) -> None:
        """Keeps back as much time as has gone by since `since`, or what was kept back before if that is more."""
        self._kept_back = max(self._kept_back, self.clock() - since)
