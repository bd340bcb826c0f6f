"""The time that there is for an answer."""

from __future__ import annotations

from collections.abc import Callable


def is_up(left_ms: Callable[[], int | None]) -> bool:
    """Whether no time is left. Units: `left_ms` gives what is left, None where there is no limit."""
    left = left_ms()
    return left is not None and left <= 0
