"""Sessions with Z3 about legal states, kept for who asks next."""

from __future__ import annotations

from collections.abc import Iterable

from solver.backend import Backend, Session
from solver.clock import NotDecided
from solver.legal.clauses import Clauses
from solver.legal.law import Law
from solver.legal.reach import closure

MAKING_US = 20
"""What an item costs to write for Z3, about, which nothing interrupts."""


class Sessions:
    """Legal states to ask about: of a slice that decides about some items. Cost: linear in the slice when it is new."""

    def __init__(self, law: Law, backend: Backend) -> None:
        self.law = law
        self.backend = backend
        self._last: tuple[frozenset[int], Clauses, Session] | None = None

    def about(self, items: Iterable[int]) -> tuple[Clauses, Session]:
        """The last slice if it has all of these items, else the least that does. Shape: what was added to it stays."""
        wanted = frozenset(items)
        if self._last is None or not wanted <= self._last[0]:
            clauses, session = self.least(wanted)
            self._last = (frozenset(clauses.items), clauses, session)
        return self._last[1:]

    def least(self, items: Iterable[int]) -> tuple[Clauses, Session]:
        """The least slice that has these items, made anew. Errors: NotDecided where the time does not suffice for that."""
        part, left_ms = closure(self.law, sorted(items)), self.backend.left_ms()
        if left_ms is not None and left_ms <= len(part.items) * MAKING_US // 1000:
            raise NotDecided
        clauses = Clauses(self.law, part)
        return clauses, self.backend.session("states", clauses.clauses, clauses.at_most)
