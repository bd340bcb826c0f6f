"""Items that no legal state holds together, and items that are always held with others, though no one rule says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations, product
from typing import NamedTuple

from solver.clock import NotDecided
from solver.legal.alone import Alone, bits, members
from solver.legal.asking import MAKING, QUESTION, Effort, Spent, Whole
from solver.legal.because import Elements, because
from solver.legal.exchange import Exchange
from solver.legal.grow import Growth
from solver.legal.states import Legal
from solver.legal.twins import exchange

EFFORT = 25_000_000
"""What may be spent on pairs before the rest is left undecided. Units: items offered to a growing state, some 3 us."""
UNLIMITED = 10**12
REASON, KNOWN = 4_000, 1_000
"""What a reason counts for, and the trial of those that are known."""
FEW = 8
"""So many items are tried one by one."""
MOST = 10_000
"""What may be spent on what a state is to take or drop."""
MANY_KINDS = 8_000
"""With more kinds of items than this, what is seen together is remembered of one item at a time."""


class Found(NamedTuple):
    """Two items with the elements by which they are never held together, or the first never without the second."""

    a: int
    b: int
    because: Elements


class Together:
    """Pairs of living items.

    Shape: what is found is in the catalogue's sequence; of twins one is looked at, and a second where it is about two of a kind.
    With `pairs` and `always` stands how many pairs, and how many items, were not looked at before the effort was spent or time
    was over.
    Cost: at most quadratic in the kinds of items; a pair seen in any grown state is settled.
    """

    def __init__(self, legal: Legal, *, effort: int = EFFORT) -> None:
        self.legal = legal
        self.law = legal.law
        self.alone = Alone(legal.law, legal.backend)
        self.whole = Whole(legal)
        self.effort = effort
        self.twins = legal.twins
        alive = frozenset(legal.alive)
        self._kinds = {first: kind for first, kind in self.twins.of.items() if first in alive}
        self._firsts = bits(self._kinds)
        self._second = {first: kind[1] for first, kind in self._kinds.items() if len(kind) > 1}
        self._all_rows = len(self._kinds) <= MANY_KINDS
        self._seen: dict[int, int] = {}

    # -- never together --------------------------------------------------------------------------------------------------------
    @cached_property
    def pairs(self) -> tuple[tuple[Found, ...], int]:
        """The dead pairs that no one element tells, and how many pairs were not decided."""
        found: list[Found] = []
        effort = Effort(self.effort, self.legal)
        left, unsure = len(self.legal.alive), len(self.legal.dead[1])
        open_ = unsure * left + unsure * (unsure - 1) // 2
        known = Reasons(self)
        for a, kind in self._kinds.items():
            try:
                row = list(self._row(a, known, effort))
            except (NotDecided, Spent):
                open_ += left * (left - 1) // 2
                break
            found += (pair for one in row for pair in self._pairs_like(one))
            left -= len(kind)
        return tuple(sorted(found)), open_

    def _row(self, a: int, known: Reasons, effort: Effort) -> Iterator[Found]:
        """The dead pairs of an item with later ones that are the first of their kind, and with a twin."""
        later = self._firsts >> (a + 1) << (a + 1) | (1 << self._second[a] if a in self._second else 0)
        later &= ~self.alone.plainly_apart(a)
        self._grow(a, later, effort)
        for b in self._dead(a, later, effort):
            made = self.alone.made
            elements = known.of(a, b)
            effort.spend(KNOWN + MAKING * (self.alone.made - made))
            if elements is None:
                effort.spend(REASON)
                elements = known.new(a, b)
            yield Found(a, b, elements)
        self._seen.pop(a, None)

    def _pairs_like(self, pair: Found) -> Iterator[Found]:
        """The pairs of twins of two items, these among them."""
        a, b, because = pair
        one, other = (self.twins.of[self.twins.first[item]] for item in (a, b))
        for x, y in combinations(one, 2) if one is other else product(one, other):
            elements = self.twins.exchanged(because, (a, x), (exchange(b, a, x), y))
            yield Found(min(x, y), max(x, y), elements)

    def _dead(self, a: int, later: int, effort: Effort) -> list[int]:
        """The items of a row that no legal state holds with its first, and that no element keeps apart from it alone."""
        unseen = []
        for b in members(later & ~self._seen.get(a, 0)):
            if self._seen.get(a, 0) >> b & 1 or self._both(a, b, effort):
                continue
            effort.spend(QUESTION)
            made = self.alone.made
            if not self.alone.tells_apart(a, b):
                unseen.append(b)
            effort.spend(MAKING * (self.alone.made - made))
        return sorted(self.whole.dead_with(a, unseen, effort, lambda held: self._note(held, a)))

    def _grow(self, a: int, later: int, effort: Effort) -> None:
        """Grows states with an item, as long as they hold others that it was not yet seen with."""
        for cell in self.legal.seeker.lenient:
            while left := later & ~self._seen.get(a, 0):
                growth = Growth(self.legal.soil, cell)
                if not growth.add(a):
                    break
                for b in members(left):
                    growth.add(b)
                effort.spend(growth.work)
                self._note(growth.held, a)
                if left == later & ~self._seen.get(a, 0):
                    break

    def _both(self, a: int, b: int, effort: Effort) -> bool:
        """Whether a state grows that holds two items and little else."""
        for cell in self.legal.seeker.lenient:
            for first, second in ((a, b), (b, a)):
                state = Exchange(self.legal.soil, cell)
                grown = state.take(first, MOST) and state.take(second, MOST, beside=(first,))
                effort.spend(state.work)
                if grown:
                    self._note(state.held, a)
                    return True
        return False

    def _note(self, held: Iterable[int], a: int) -> None:
        """Remembers which kinds a state holds together, and of which kinds two."""
        firsts, twice = set[int](), set[int]()
        for item in held:
            first = self.twins.first[item]
            (twice if first in firsts else firsts).add(first)
        together = bits(firsts)
        for first in firsts if self._all_rows else (a,):
            self._seen[first] = self._seen.get(first, 0) | together | (1 << self._second[first] if first in twice else 0)

    # -- never without ---------------------------------------------------------------------------------------------------------
    @cached_property
    def always(self) -> tuple[tuple[Found, ...], int]:
        """What is always held with an item though no one element tells it, and of how many items that was not decided."""
        found: list[Found] = []
        effort = Effort(self.effort, self.legal)
        left, unsure = len(self.legal.alive), len(self.legal.dead[1])
        for a, kind in self._kinds.items():
            try:
                row = list(self._with(a, effort))
            except (NotDecided, Spent):
                unsure += left
                break
            for x in kind:
                found += (Found(x, exchange(b, a, x), self.twins.exchanged(because, (a, x))) for _, b, because in row)
            left -= len(kind)
        return tuple(sorted(found)), unsure

    def _with(self, a: int, effort: Effort) -> Iterator[Found]:
        for b in self._companions(a, effort, but=self.alone.plainly_with(a)):
            if not self.alone.tells_with(a, b):
                effort.spend(REASON)
                elements = because(self.law, self.legal.backend, (a,), (b,))
                assert elements is not None, "it is always held"
                yield Found(a, b, elements)

    def companions(self, item: int) -> tuple[int, ...]:
        """All that every legal state holds that holds a living item, whatever says so. Errors: NotDecided."""
        return self._companions(item, Effort(UNLIMITED, self.legal))

    def _companions(self, a: int, effort: Effort, *, but: frozenset[int] = frozenset()) -> tuple[int, ...]:
        return tuple(sorted(self.whole.without(a, self._solitary(a, but, effort), effort)))

    def _solitary(self, a: int, but: frozenset[int], effort: Effort) -> set[int]:
        """What comes with an item in some states with little else."""
        left: set[int] | None = None
        for cell in self.legal.seeker.lenient:
            state = Exchange(self.legal.soil, cell)
            if state.take(a, MOST):
                state.keep()
                left = set(state.held) - but - {a} if left is None else left & state.held.keys()
                for b in sorted(left) if len(left) <= FEW else ():
                    if b in left and state.drop(b, MOST, beside=(a,)):
                        left &= state.held.keys()
                        state.undo()
            effort.spend(state.work)
            if left is not None and len(left) > FEW:
                growth = Growth(self.legal.soil, cell)
                if growth.add(a, _Others(left)):
                    left &= growth.held.keys()
                effort.spend(growth.work)
            if left is not None and not left:
                return left
        if left is None:
            held = self.whole.witness((a,), effort)
            assert held is not None, "the item is alive"
            left = set(held) - but - {a}
        return left


class _Others:
    """All items but these."""

    def __init__(self, items: Iterable[int]) -> None:
        self._items = frozenset(items)

    def __contains__(self, item: object) -> bool:
        return item not in self._items


class Reasons:
    """Why pairs are dead. Most pairs are dead for what other pairs were dead for: that is tried first."""

    def __init__(self, together: Together) -> None:
        self._law = together.law
        self._backend = together.legal.backend
        self._alone = together.alone
        self._known: dict[int, list[Elements]] = {}

    def of(self, a: int, b: int) -> Elements | None:
        """Elements known from an earlier pair by which this one is dead too, each needed. Errors: NotDecided.

        Shape: a plan is kept from an item by what does not mention it too; then the other item must be mentioned.
        """
        law = self._law
        one, other = (b, a) if law.is_plan[a] else (a, b)
        tried = dict.fromkeys(found for element in sorted(law.mentions[one]) for found in self._known.get(element, ()))
        for elements in tried:
            touches = law.is_plan[other] or not law.mentions[other].isdisjoint(elements)
            if touches and self._alone.forbid(elements, (a, b)) and self._needed(elements, a, b):
                return elements
        return None

    def _needed(self, elements: Elements, a: int, b: int) -> bool:
        return not any(self._alone.forbid([one for one in elements if one != element], (a, b)) for element in elements)

    def new(self, a: int, b: int) -> Elements:
        """Elements by which a dead pair is dead, each needed. Errors: NotDecided."""
        found = because(self._law, self._backend, (a, b))
        assert found is not None, "the pair is dead"
        for element in found:
            self._known.setdefault(element, []).append(found)
        return found
