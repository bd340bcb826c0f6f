"""Legal states that hold items of which it is not known whether any does: grown first, then asked of Z3."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import cached_property

from solver.backend import Backend
from solver.legal.clauses import Clauses
from solver.legal.grow import Growth, Soil
from solver.legal.law import Law
from solver.legal.reach import closure

DAYS = 3
"""On so many cells of days states are grown."""
LARGE_WORK, SINGLE_WORK = 500, 500
"""A round of growing is the last that costs more work for an item found. Z3 costs some 10,000 for a state."""
WAIT_MOST, WORTH = 64, 20


class Seeker:
    """Looks for legal states that hold items of `left`, which whoever asks makes shrink meanwhile. Cost: see `grown`, `asked`."""

    def __init__(self, law: Law, soil: Soil, backend: Backend, expired: Callable[[], bool]) -> None:
        self.law = law
        self.soil = soil
        self.backend = backend
        self.expired = expired
        self._wait, self._rest = 1, 0

    @cached_property
    def lenient(self) -> tuple[int, ...]:
        """The cells of days on which the fewest elements bind; states of other days are left to Z3."""
        return tuple(sorted(range(len(self.law.days)), key=lambda cell: -len(self.soil.off[cell]))[:DAYS])

    def grown(self, left: dict[int, None]) -> Iterator[Iterable[int]]:
        """States by propagation alone: large ones first, then one for each item, as long as that is cheap."""
        for cell in self.lenient:
            yield from self._large(cell, left, left)
            yield from self._single(cell, left)

    def _large(self, cell: int, left: dict[int, None], liking: Container[int]) -> Iterator[Iterable[int]]:
        dear = 0
        while left and dear < 2 and not self.expired():
            before = len(left)
            growth = Growth(self.soil, cell)
            for item in tuple(reversed(left)) if dear else tuple(left):
                growth.add(item, liking)
            yield growth.held
            dear = dear + 1 if growth.work > LARGE_WORK * (before - len(left)) else 0

    def _single(self, cell: int, left: dict[int, None]) -> Iterator[Iterable[int]]:
        work, before = 0, len(left)
        for item in tuple(left):
            if self.expired() or work > SINGLE_WORK * (before - len(left) + 10):
                return
            if item in left:
                growth = Growth(self.soil, cell)
                if growth.add(item):
                    yield growth.held
                work += growth.work

    def asked(self, left: dict[int, None]) -> Iterator[Iterable[int]]:
        """States by Z3, and others like them, until no legal state holds any of what is left. Errors: NotDecided.

        Cost: a question for each state, some for what no state holds; the slice is cut anew as often as what is left halves.
        """
        hopeless: dict[int, None] = {}
        while waiting := [item for item in left if item not in hopeless]:
            batch = Batch(self.law, self.backend, left)
            for item in waiting:
                if len(left) <= len(waiting) // 2:
                    break
                if item in left:
                    like = self._rest <= 1
                    held = batch.holding(item, None if like else left)
                    if held is not None:
                        yield held
                        yield from self._like(held, left) if like else ()
                        self._rest -= 1
                        continue
                    hopeless[item] = None
                    if batch.none(left, len(hopeless)):
                        return

    def _like(self, witness: Iterable[int], left: dict[int, None]) -> Iterator[Iterable[int]]:
        """States like one that Z3 found; where these held nothing new, not after each of those that follow."""
        before = len(left)
        for cell in self.lenient:
            yield from self._large(cell, left, frozenset(witness))
        self._wait = 1 if before - len(left) > WORTH else min(self._wait * 2, WAIT_MOST)
        self._rest = self._wait + 1


class Batch:
    """Questions to Z3 about some items, over one slice."""

    def __init__(self, law: Law, backend: Backend, items: Iterable[int]) -> None:
        self._clauses = Clauses(law, closure(law, items))
        self._session = backend.session("dead", self._clauses.clauses, self._clauses.at_most)
        self._item = {self._clauses.held(item): item for item in self._clauses.items}

    def holding(self, item: int, among: Iterable[int] | None) -> list[int] | None:
        """Which of some items a legal state holds that holds this one, None if none does. Errors: NotDecided.

        Shape: `among` is None for all. Cost: mostly the reading, 5 us an item.
        """
        numbers = self._item if among is None else map(self._clauses.held, among)
        true = self._session.witness((self._clauses.held(item),), numbers)
        return None if true is None else sorted(self._item[variable] for variable in true)

    def none(self, items: Iterable[int], hopeless: int) -> bool:
        """Whether no legal state holds any of these, asked only as often as the number of hopeless ones doubles."""
        if hopeless & (hopeless - 1):
            return False
        some = self._clauses.fresh()
        self._session.add((-some, *map(self._clauses.held, items)))
        return not self._session.possible((some,))
