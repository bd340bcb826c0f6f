"""Questions about legal states: which items none of them holds, and why. Source: docs/search.md, 合规状态."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import chain

from model.answer import Reason
from model.catalogue import Catalogue
from model.ground import Ground
from model.load.layers import no_collection
from model.rules.base import Rule
from solver.backend import Backend, NotDecided
from solver.legal.because import Deaths, Elements
from solver.legal.clauses import Clauses
from solver.legal.grow import Growth, Soil
from solver.legal.law import Law
from solver.legal.reach import closure

FEW = 50
"""A round of growing that finds less than one in so many of what is left is the last."""
DAYS = 3
"""On so many cells of days states are grown."""


class Legal:
    """The legal states of one catalogue. Shape: `backend` counts the questions that were put to Z3."""

    def __init__(
        self, catalogue: Catalogue, ground: Callable[[Rule], tuple[Ground, ...]], left_ms: Callable[[], int | None]
    ) -> None:
        with no_collection():
            self.law = Law(catalogue, ground)
        self.left_ms = left_ms
        self.backend = Backend(left_ms)

    @cached_property
    def soil(self) -> Soil:
        """What grows legal states."""
        with no_collection():
            return Soil(self.law)

    @cached_property
    def dead(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The items that no legal state holds, and those of which that was not decided in time.

        Cost: most are found alive by growing; Z3 is asked once for each state that growing missed, and once for the proof.
        """
        left = dict.fromkeys(range(self.law.size))
        try:
            with no_collection():
                for held in chain(self.grown(left), self.found(left)):
                    for item in held:
                        left.pop(item, None)
        except NotDecided:
            return (), tuple(left)
        return tuple(left), ()

    @cached_property
    def deaths(self) -> tuple[tuple[int, Elements], ...]:
        """The dead items, each with elements by which alone it is dead, each needed; empty where time is over."""
        known: dict[int, Elements] = {}
        with no_collection(), suppress(NotDecided):
            known.update(Deaths(self.law, self.backend, self.dead[0]).all())
        return tuple((item, known.get(item, ())) for item in self.dead[0])

    @cached_property
    def alive(self) -> tuple[int, ...]:
        """The items that some legal state holds."""
        none = {item for items in self.dead for item in items}
        return tuple(item for item in range(self.law.size) if item not in none)

    def grown(self, left: dict[int, None]) -> Iterator[Iterable[int]]:
        """Legal states that hold many items of `left`, which shrinks meanwhile: large ones first, then one for each item."""
        for cell in self.lenient:
            yield from self._large(cell, left, left)
            for item in tuple(left):
                if item in left and not self.expired:
                    growth = Growth(self.soil, cell)
                    if growth.add(item):
                        yield growth.held

    @cached_property
    def lenient(self) -> tuple[int, ...]:
        """The cells of days on which the fewest elements bind; states of other days are left to Z3."""
        return tuple(sorted(range(len(self.law.days)), key=lambda cell: -len(self.soil.off[cell]))[:DAYS])

    def _large(self, cell: int, left: dict[int, None], liking: Container[int]) -> Iterator[Iterable[int]]:
        """Large legal states, as long as each holds more than a few of `left`."""
        few = False
        turn = True
        while left and not few and not self.expired:
            before = len(left)
            growth = Growth(self.soil, cell)
            for item in tuple(left) if turn else tuple(reversed(left)):
                growth.add(item, liking)
            yield growth.held
            turn = not turn
            few = (before - len(left)) * FEW <= before

    def found(self, left: dict[int, None]) -> Iterator[Iterable[int]]:
        """Legal states that hold some item of `left`, which shrinks meanwhile, until none does. Errors: NotDecided."""
        while left:
            part = closure(self.law, left)
            clauses = Clauses(self.law, part)
            session = self.backend.session("dead", clauses.clauses, clauses.at_most)
            number = {clauses.held(item): item for item in part.items}
            half = len(left) // 2
            while len(left) > half:
                session.add(tuple(map(clauses.held, left)))
                true = session.witness((), number)
                if true is None:
                    return
                yield from self._spread([number[variable] for variable in sorted(true)], left)

    def _spread(self, witness: list[int], left: dict[int, None]) -> Iterator[Iterable[int]]:
        """A state and others that are like it, as far as they hold more of `left`."""
        yield witness
        for cell in self.lenient:
            yield from self._large(cell, left, frozenset(witness))

    @property
    def expired(self) -> bool:
        """Whether no time is left."""
        left_ms = self.left_ms()
        return left_ms is not None and left_ms <= 0

    def names(self, items: Iterable[int]) -> tuple[str, ...]:
        """The names of items."""
        return tuple(self.law.names[item] for item in items)

    def reasons(self, elements: Iterable[int]) -> tuple[Reason, ...]:
        """The names of elements: rules in their sequence, then firm parts in the catalogue's."""
        return tuple(self.law.reason(element) for element in sorted(elements))
