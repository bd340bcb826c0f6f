"""What closes doors whatever the facts are: premises that alone leave none of them a path, and none of which can be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from model.answer import Reason
from solver.between.bare import Bare
from solver.between.cells import Facts
from solver.clock import NotDecided, is_up
from solver.ground.items import NOTHING
from solver.ground.scope import Scope
from solver.proving.block import irreducible, premise_order

MOST_TRIES = 256
"""How many assignments of facts are tried for one set of premises."""
Premises = frozenset[Reason] | None
"""The premises that alone act; None for all."""


class Closing:
    """The doors of some bare plans, all of which are closed: `keeping`, to whoever would lose nothing; else to all.

    Errors: NotDecided where the time or the tries run out.
    """

    def __init__(self, bare: Bare, doors: Iterable[tuple[str, str]], *, keeping: bool, left_ms: Callable[[], int | None]) -> None:
        self.bare, self.keeping, self.left_ms = bare, keeping, left_ms
        self.leaving: dict[str, list[str]] = {}
        for leaving, to in doors:
            self.leaving.setdefault(leaving, []).append(to)

    def because(self) -> tuple[Reason, ...]:
        """An irreducible set of premises that closes all the doors, under every assignment of facts.

        Shape: rules in their sequence, then built-ins; found by deletion from the last to the first.
        """
        stopped = self.refute(None)
        assert stopped is not None, "the doors are closed"
        return irreducible(stopped, self.refute, premise_order(self.bare.program))

    def refute(self, only: Premises) -> frozenset[Reason] | None:
        """Those of some premises that stopped something where they alone close all the doors; None if they leave a path."""
        found: set[Reason] = set()
        if is_up(self.left_ms):
            raise NotDecided
        for leaving in list(self.leaving):
            stopped = self._from(leaving, only)
            if stopped is None:
                self.leaving = {leaving: self.leaving.pop(leaving), **self.leaving}
                return None
            found |= stopped
        return frozenset(found)

    def _from(self, leaving: str, only: Premises) -> frozenset[Reason] | None:
        found: set[Reason] = set()
        cases = self.bare.cases()
        tries = 0
        while (facts := cases.next()) is not None:
            tries += 1
            if tries > MOST_TRIES:
                raise NotDecided
            stopped = self._under(leaving, facts, only)
            if stopped is None:
                return None
            found |= stopped
            cases.close(facts, self.bare.read_by(stopped))
        return frozenset(found)

    def _under(self, leaving: str, facts: Facts, only: Premises) -> frozenset[Reason] | None:
        """The same under one assignment of facts: by one relaxed walk for all doors, and a search for each that it leaves."""
        index = self.bare.program.index
        scope = Scope(self.bare.program, facts, only=only)
        walk = self.bare.walk(leaving, scope, self.left_ms, keeping=self.keeping)
        reached = walk.reached(NOTHING)
        found = set(scope.stopped)
        for to in self.leaving[leaving]:
            if index[to] in reached:
                lines = self.bare.lines(leaving, to, facts, self.left_ms)
                stopped = lines.refutes(self.bare.line, walk.protected)(only)
                if stopped is None:
                    return None
                found |= stopped
        return frozenset(found)


def closed(opens: Iterable[bool | None]) -> bool | None:
    """Whether none of some doors opens; None where that is not decided. Shape: looks no further than the first that does."""
    unsure = False
    for one in opens:
        if one:
            return False
        unsure = unsure or one is None
    return None if unsure else True


def because_of(
    bare: Bare, doors: Iterable[tuple[str, str]], *, keeping: bool = False, left_ms: Callable[[], int | None]
) -> tuple[Reason, ...]:
    """What closes the doors, irreducibly; empty where that was not found in time."""
    try:
        return Closing(bare, doors, keeping=keeping, left_ms=left_ms).because()
    except NotDecided:
        return ()
