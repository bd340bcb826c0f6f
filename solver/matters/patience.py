"""The time that there is for what rules say: looked at within a rule too, for one rule may name a million pairs."""

from __future__ import annotations

from collections.abc import Callable

from solver.clock import NotDecided, is_up

EACH = 64
"""So many situations are looked at from one look at the clock to the next: a few milliseconds."""


class Patience:
    """How long questions about rules may take. Units: `left_ms` gives the time that is left, None where there is no limit."""

    def __init__(self, left_ms: Callable[[], int | None] = lambda: None) -> None:
        self._left_ms = left_ms
        self._looks = 0

    def look(self) -> None:
        """Looks at the clock once in a while. Errors: NotDecided where no time is left."""
        self._looks += 1
        if self._looks % EACH == 0 and is_up(self._left_ms):
            raise NotDecided
