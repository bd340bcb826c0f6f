"""What facts can be on a line: as they are at first, and as they are put right."""

from __future__ import annotations

from model.facts import FactTests, FactValue, meets
from solver.ground.scope import Scope
from solver.ground.world import World


class Settled:
    """The facts of a first state, on a line with some channels. Shape: of those that are unsure nothing is known."""

    def __init__(self, scope: Scope, first: World, channels: frozenset[str]) -> None:
        self.scope, self.first, self.channels = scope, first, channels

    def values(self, fact: str) -> tuple[FactValue | None, ...]:
        """What a fact can be."""
        first = self.scope.value(self.first, fact)
        settle = self.scope.program.catalogue.facts[fact].settle
        if settle is None or settle.value == first or self.channels.isdisjoint(settle.channels):
            return (first,)
        return (first, settle.value)

    def fails(self, tests: FactTests) -> bool:
        """Whether the tests are not all met, whatever is put right."""
        sure = ((fact, test) for fact, test in tests.items() if fact not in self.scope.unsure)
        return any(not any(meets(test, value) for value in self.values(fact)) for fact, test in sure)

    def passes(self, tests: FactTests) -> bool:
        """Whether the tests are all met, whatever is put right."""
        if not self.scope.unsure.isdisjoint(tests):
            return False
        return all(meets(test, value) for fact, test in tests.items() for value in self.values(fact))
