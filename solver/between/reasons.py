"""Reasons of many closed doors: one that is known is tried first, since few rules close most of them."""

from __future__ import annotations

from collections.abc import Callable

from model.answer import Reason
from solver.between.bare import Bare
from solver.between.closing import because_of
from solver.between.freely import Freely
from solver.clock import NotDecided, is_up
from solver.ground.items import NOTHING
from solver.ground.scope import Scope
from solver.ground.world import begin

Premises = frozenset[Reason]
MOST_KNOWN = 16
"""How many known reasons are tried for a door, those found last first."""


class Reasons:
    """The irreducible reasons of closed doors of one catalogue. Shape: `keeping`, of doors closed to who would lose nothing.

    A known reason that reads no facts is one of another door too if by it alone no relaxed walk leads there, and without any
    one of its premises changes that cancel nothing do.
    Cost: a walk and some changes for each reason and plan; a search for each reason that is not known.
    """

    def __init__(self, bare: Bare, *, keeping: bool, left_ms: Callable[[], int | None]) -> None:
        self.bare, self.keeping, self.left_ms = bare, keeping, left_ms
        self._known: list[tuple[Reason, ...]] = []
        self._walked: dict[tuple[Premises, str], frozenset[int]] = {}
        self._ways: dict[Premises, Freely] = {}
        self._free: dict[tuple[Premises, str], frozenset[int]] = {}

    def of(self, leaving: str, to: str) -> tuple[Reason, ...]:
        """Why the door is closed; empty where that was not found in time."""
        for reason in self._known[:MOST_KNOWN]:
            if self._expired():
                return ()
            if self._closes(frozenset(reason), leaving, to) and self._needs_each(reason, leaving, to):
                return reason
        found = () if self._expired() else because_of(self.bare, [(leaving, to)], keeping=self.keeping, left_ms=self.left_ms)
        if found and found not in self._known and not self.bare.read_by(found):
            self._known.insert(0, found)
        return found

    def _expired(self) -> bool:
        return is_up(self.left_ms)

    def _needs_each(self, reason: tuple[Reason, ...], leaving: str, to: str) -> bool:
        premises = frozenset(reason)
        return all(self._opens(premises - {one}, leaving, to) for one in reason)

    def _closes(self, premises: Premises, leaving: str, to: str) -> bool:
        key = (premises, leaving)
        found = self._walked.get(key)
        if found is None:
            try:
                found = self._walk(premises, leaving)
            except NotDecided:
                return False
            self._walked[key] = found
        return self.bare.program.index[to] not in found

    def _walk(self, premises: Premises, leaving: str) -> frozenset[int]:
        scope = Scope(self.bare.program, {}, only=premises)
        walk = self.bare.walk(leaving, scope, self.left_ms, keeping=self.keeping)
        return frozenset(plan for plan in walk.reached(NOTHING) if plan is not None)

    def _opens(self, premises: Premises, leaving: str, to: str) -> bool:
        """Whether changes that cancel nothing lead there, while these premises alone act."""
        bare, key = self.bare, (premises, leaving)
        found = self._free.get(key)
        if found is None:
            way = self._ways.get(premises)
            if way is None:
                scope = Scope(bare.program, {}, only=premises)
                way = self._ways[premises] = Freely(bare.program, bare.course, scope, bare.on.toordinal(), self._expired)
            found = self._free[key] = way.reached(begin(bare.program, bare.state(leaving, {})))
        return bare.program.index[to] in found
