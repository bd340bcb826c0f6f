"""Legal states that hold items of which it is not known whether any does: grown first, then asked of Z3."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from solver.clock import NotDecided
from solver.legal.exchange import Exchange
from solver.legal.grow import Growth, Soil
from solver.legal.law import Law
from solver.legal.sessions import Sessions

DAYS = 3
"""On so many cells of days states are grown."""
SINGLE, STRETCH, DEAR = 10_000, 10_000, 400
"""No item may cost more work; what is done between two looks at its price; an item found is dear that cost more. Units: 3 us."""
QUESTION, READING = 3_000, 2
"""What a question to Z3 counts for, and each item of its answer that is read."""
LOOK = 256
"""So many items are offered from one look at the clock to the next."""
MUCH = 12
"""An item that makes more come and go stays, so that the next need not."""


class Seeker:
    """Looks for legal states that hold items of `left`, which whoever asks makes shrink meanwhile. Cost: see `grown`, `asked`."""

    def __init__(self, law: Law, soil: Soil, sessions: Sessions, expired: Callable[[], bool]) -> None:
        self.law = law
        self.soil = soil
        self.sessions = sessions
        self.expired = expired
        self._next, self._work = 0, 0
        self._prices: dict[int, tuple[Price, Price]] = {}

    @cached_property
    def lenient(self) -> tuple[int, ...]:
        """The cells of days on which the fewest elements bind; states of other days are left to Z3."""
        return tuple(sorted(range(len(self.law.days)), key=lambda cell: -len(self.soil.off[cell]))[:DAYS])

    def grown(self, left: dict[int, None]) -> Iterator[Iterable[int]]:
        """States by propagation alone: those that take all they can, and one that takes each item and gives it back."""
        for cell in self.lenient:
            exchanged = self._exchanged(Exchange(self.soil, cell), left)
            yield from self._cheapest({Price(): self._large(cell, left, ()), Price(): exchanged}, left)

    def asked(self, left: dict[int, None]) -> Iterator[Iterable[int]]:
        """States by Z3, read whole and exchanged for others, or read no further than asked, whichever finds items cheaper.

        Shape: ends when no legal state holds any of what is left. Errors: NotDecided.
        Cost: a question for each state from which none of the others was found, and one for the proof.
        """
        if left and self.expired():
            raise NotDecided
        batch = Batch(self.sessions, left) if left else None
        whole, part = Price(), Price()
        while batch is not None and left:
            before, begun = len(left), self._work
            price = min(whole, part, key=lambda price: price.each)
            held = batch.holding_some(left, None if price is whole else left)
            if held is None:
                return
            yield held
            if price is whole:
                yield from self._like(held, left)
            read = len(batch.items) if price is whole else before
            price.pay(QUESTION + READING * read + self._work - begun, before - len(left))

    def _like(self, witness: list[int], left: dict[int, None]) -> Iterator[Iterable[int]]:
        """States like one that Z3 found."""
        liking = frozenset(witness)
        for cell in self.lenient:
            state = Exchange(self.soil, cell)
            state.start(witness)
            large, exchanged = self._prices.setdefault(cell, (Price(), Price()))
            ways = {exchanged: self._exchanged(state, left), large: self._large(cell, left, liking)}
            yield from self._cheapest(ways, left)

    def _cheapest(self, ways: dict[Price, Iterator[Stretch]], left: dict[int, None]) -> Iterator[Iterable[int]]:
        """Goes on the way that is cheapest of late, each for a stretch at least, until all are dear."""
        while left and ways and not self.expired():
            price = min(ways, key=lambda price: price.each)
            before = len(left)
            stretch = next(ways[price], None)
            if stretch is None:
                del ways[price]
                continue
            yield stretch.held
            self._work += stretch.work
            price.pay(stretch.work, before - len(left))
            if price.each > DEAR:
                del ways[price]

    def _large(self, cell: int, left: dict[int, None], liking: Container[int]) -> Iterator[Stretch]:
        """States that take all of what is left that they can, from the first and from the last, while they find something."""
        before, backwards = len(left) + 1, False
        while len(left) < before:
            before = len(left)
            growth = Growth(self.soil, cell)
            for number, item in enumerate(reversed(left) if backwards else left):
                if number % LOOK == 0 and self.expired():
                    break
                growth.add(item, liking)
            yield Stretch(growth.held, growth.work)
            backwards = not backwards

    def _exchanged(self, state: Exchange, left: dict[int, None]) -> Iterator[Stretch]:
        """What a state can be made to hold, item by item, from where it was last left off."""
        begun, held = state.work, list[int]()
        for item in sorted(left, key=lambda item: (item < self._next, item)):
            if item in left and state.take(item, SINGLE):
                held += state.came
                if state.dear > MUCH:
                    state.keep()
                else:
                    state.undo()
            if state.work - begun > STRETCH:
                self._next = item + 1
                yield Stretch(held, state.work - begun)
                begun, held = state.work, []
        yield Stretch(held, state.work - begun)


class Stretch(NamedTuple):
    """What was held in some states, and the work that it was."""

    held: Iterable[int]
    work: int


@dataclass(slots=True, eq=False)
class Price:
    """What an item found cost of late."""

    work: float = 0
    found: float = 0

    def pay(self, work: int, found: int) -> None:
        """Counts a stretch; what was before counts half."""
        self.work = self.work / 2 + work
        self.found = self.found / 2 + found

    @property
    def each(self) -> float:
        """Work an item; nothing as long as nothing was paid."""
        return self.work / max(self.found, 0.1)


class Batch:
    """Questions to Z3 about some items, over one slice."""

    def __init__(self, sessions: Sessions, items: Iterable[int]) -> None:
        self._clauses, self._session = sessions.about(items)
        self.items = self._clauses.items

    def holding_some(self, items: Iterable[int], among: Iterable[int] | None) -> list[int] | None:
        """Which of `among`, None for all, a legal state holds that holds one of `items`; None if none does. Errors: NotDecided.

        Cost: mostly the reading, 5 us an item.
        """
        some = self._clauses.fresh()
        self._session.add((-some, *map(self._clauses.held, items)))
        number = {self._clauses.held(item): item for item in (self.items if among is None else among)}
        true = self._session.witness((some,), number)
        return None if true is None else sorted(number[variable] for variable in true)
