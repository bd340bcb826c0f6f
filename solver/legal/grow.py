"""Legal states grown by propagation alone: what comes takes the first of what it asks for. Cheap, and never wrong."""

from __future__ import annotations

from collections.abc import Container, Generator, Iterable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from solver.legal.law import Demand, Law, Set
from solver.legal.modes import free_and_own

NOBODY = -1


class Side(NamedTuple):
    """An item's place in a pairing."""

    pairing: int
    element: int
    left: bool
    right: bool


class Wish(NamedTuple):
    """A demand of an item that is own and not bound: one of `answers` but the item itself, `but`, or a plan of them.

    Shape: `among` are the answers as a set; items that ask for the same share both.
    """

    element: int
    answers: tuple[int, ...]
    among: frozenset[int]
    but: int
    plan: bool


class Soil:
    """The law as items meet it that are own and not bound: then no condition is left to ask.

    Shape: `off` are the elements that do not bind on the days of a cell. Cost: linear in the sets.
    """

    def __init__(self, law: Law) -> None:
        self.law = law
        self.sides: list[tuple[Side, ...]] = [tuple(self._sides(item)) for item in range(law.size)]
        self.crowds: list[tuple[int, ...]] = [
            tuple(place for place in law.crowds_on[item] if free_and_own(law.crowds[place].of[item])) for item in range(law.size)
        ]
        self.off = tuple(
            frozenset(element for element, window in law.windows.items() if cell not in window) for cell in range(len(law.days))
        )
        self._free: dict[tuple[int, ...], tuple[tuple[Set, ...], tuple[int, ...], frozenset[int]]] = {}
        self.wishes: list[tuple[Wish, ...]] = [tuple(self._wishes(item)) for item in range(law.size)]

    def _sides(self, item: int) -> Iterable[Side]:
        for place in self.law.pairings_on[item]:
            pairing = self.law.pairings[place]
            left, right = (item in side and free_and_own(side[item]) for side in (pairing.left, pairing.right))
            if left or right:
                yield Side(place, pairing.element, left, right)

    def _wishes(self, item: int) -> Iterable[Wish]:
        for demand in self.law.demands[item]:
            asking = tuple(answers for residue, answers in demand.groups if free_and_own(residue))
            if asking:
                yield self._wish(item, demand, asking)

    def _wish(self, item: int, demand: Demand, asking: tuple[Set, ...]) -> Wish:
        key = tuple(map(id, asking))
        found = self._free.get(key)
        if found is None:
            free = tuple(dict.fromkeys(n for answers in asking for n, residue in answers.items() if free_and_own(residue)))
            found = self._free[key] = (asking, free, frozenset(free))
        _, answers, among = found
        return Wish(demand.element, answers, among, item if item in among and not demand.plan else NOBODY, demand.plan)

    @cached_property
    def masks(self) -> list[tuple[tuple[int, int, int], ...]]:
        """For each item the cells of facts with which it is held, as (element, fact, bits)."""
        return [
            tuple(
                (fit.element, fact, sum(1 << n for n, (_, passed) in enumerate(self.law.values[fact]) if test in passed))
                for fit in fits
                if free_and_own(fit.residue)
                for fact, test in fit.tests
            )
            for fits in self.law.fits
        ]


class Growth:
    """A legal state that grows, on the days of one cell.

    Shape: `held` is in the order in which it came; `off` are the elements that do not bind on these days; `work` counts the
    items that were tried and taken.
    """

    def __init__(self, soil: Soil, cell: int) -> None:
        self.soil = soil
        self.law = soil.law
        self.off = soil.off[cell]
        self.held: dict[int, None] = {}
        self.plan = NOBODY
        self._left: dict[int, int] = {}
        self._right: dict[int, int] = {}
        self._members: dict[int, int] = {}
        self._cells: dict[int, int] = {}
        self._refused: set[int] = set()
        self.work = 0

    def add(self, item: int, wanted: Container[int] = ()) -> bool:
        """Whether the state now holds an item, with all that it asks for; else the state is as it was.

        Shape: of what answers a demand, one held, else the first that can be had, those `wanted` before others.
        Cost: what was refused once is not tried again in this state, so all that is ever tried is linear in the law.
        """
        return self._drive(item, wanted, [])

    def _drive(self, item: int, wanted: Container[int], came: list[int]) -> bool:
        """Whether an item could come, with all that it asks for. Shape: trials in trials are a list, as they may be many."""
        trials = [self._trial(item, wanted, came)]
        answer: bool | None = None
        while trials:
            try:
                trials.append(self._trial(trials[-1].send(answer), wanted, came))
                answer = None
            except StopIteration as end:
                trials.pop()
                answer = end.value
        return bool(answer)

    def _trial(self, item: int, wanted: Container[int], came: list[int]) -> Generator[int, bool | None, bool]:
        """Takes an item; yields what else it asks for, is sent whether that came; gives whether the item could stay."""
        self.work += 1
        if self._barred(item):
            return False
        before = len(came)
        self.work += 1
        self._put(item)
        came.append(item)
        for part in self.law.firm[item]:
            if part not in self.held and not (yield part):
                return self._refuse(item, came, before)
        for wish in self.soil.wishes[item]:
            if self._granted(wish):
                continue
            for answer in self._ranked(wish, wanted):
                if answer != wish.but and not self._barred(answer) and (yield answer):
                    break
            else:
                return self._refuse(item, came, before)
        return True

    def _refuse(self, item: int, came: list[int], before: int) -> Literal[False]:
        self._take_back(came[before:])
        del came[before:]
        self._refused.add(item)
        return False

    def _granted(self, wish: Wish) -> bool:
        if wish.element in self.off:
            return True
        if wish.plan:
            return self.plan in wish.among
        if wish.but == NOBODY:
            return not self.held.keys().isdisjoint(wish.among)
        return len(self.held.keys() & wish.among) > (wish.but in self.held)

    def _ranked(self, wish: Wish, wanted: Container[int]) -> Iterator[int]:
        """What may answer a wish that is not granted, those wanted before others."""
        if wish.plan and self.plan != NOBODY:
            return
        if wanted != ():
            yield from (answer for answer in wish.answers if answer in wanted)
        yield from (answer for answer in wish.answers if wanted == () or answer not in wanted)

    def _barred(self, item: int) -> bool:
        if item in self._refused or (self.law.is_plan[item] and self.plan != NOBODY):
            return True
        for pairing, element, left, right in self.soil.sides[item]:
            if ((left and self._right.get(pairing)) or (right and self._left.get(pairing))) and element not in self.off:
                return True
        for place in self.soil.crowds[item]:
            crowd = self.law.crowds[place]
            if self._members.get(place, 0) >= crowd.n and crowd.element not in self.off:
                return True
        return self._unfit(item)

    def _unfit(self, item: int) -> bool:
        if not self.law.fits[item]:
            return False
        cells = dict(self._cells)
        for element, fact, bits in self.soil.masks[item]:
            if element not in self.off:
                cells[fact] = cells.get(fact, -1) & bits
        return not all(cells.values())

    def _put(self, item: int) -> None:
        self.held[item] = None
        if self.law.is_plan[item]:
            self.plan = item
        self._count(item, 1)
        if self.law.fits[item]:
            for element, fact, bits in self.soil.masks[item]:
                if element not in self.off:
                    self._cells[fact] = self._cells.get(fact, -1) & bits

    def _count(self, item: int, step: int) -> None:
        for pairing, _, left, right in self.soil.sides[item]:
            if left:
                self._left[pairing] = self._left.get(pairing, 0) + step
            if right:
                self._right[pairing] = self._right.get(pairing, 0) + step
        for place in self.soil.crowds[item]:
            self._members[place] = self._members.get(place, 0) + step

    def _take_back(self, items: list[int]) -> None:
        refit = False
        for item in reversed(items):
            del self.held[item]
            self._count(item, -1)
            refit = refit or bool(self.law.fits[item])
            if self.plan == item:
                self.plan = NOBODY
        if refit:
            self._cells = {}
            for item in self.held:
                for element, fact, bits in self.soil.masks[item]:
                    if element not in self.off:
                        self._cells[fact] = self._cells.get(fact, -1) & bits
