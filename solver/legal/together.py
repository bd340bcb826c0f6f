"""Items that no legal state holds together, and items that are always held with others, though no one rule says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from solver.backend import NotDecided, Session
from solver.legal.alone import Alone, bits, members
from solver.legal.because import Elements, because
from solver.legal.clauses import Clauses
from solver.legal.exchange import Exchange
from solver.legal.grow import Growth
from solver.legal.states import Legal

EFFORT = 2_000_000
"""What may be spent on pairs before the rest is left undecided. Units: items offered to a growing state, some 2 us."""
UNLIMITED = 10**12
QUESTION, READING, REASON = 200, 2, 4_000
"""What a question to Z3 counts for, each item of its answer that is read, and a reason."""
FEW = 8
"""So many items are asked for one by one, more at once."""
MOST = 10_000
"""What may be spent on what a state is to take or drop."""
ROWS_MOST = 8_000
"""With more items than this, what is seen together is remembered of one item at a time."""


class Found(NamedTuple):
    """Two items with the elements by which they are never held together, or the first never without the second."""

    a: int
    b: int
    because: Elements


class Spent(Exception):
    """The effort is used up, or time is over."""


@dataclass(slots=True)
class Effort:
    """What is left of an effort. It is the same each time, other than time."""

    left: int
    legal: Legal

    def spend(self, amount: int) -> None:
        """Errors: Spent, when nothing is left."""
        self.left -= amount
        if self.left < 0 or self.legal.expired:
            raise Spent


class Whole:
    """Legal states asked for by what they hold and lack: of the whole law where it is small, else of what is asked about."""

    def __init__(self, legal: Legal) -> None:
        self.legal = legal
        self.small = legal.law.size <= ROWS_MOST

    @cached_property
    def _all(self) -> tuple[Clauses, Session]:
        return self.legal.sessions.about(range(self.legal.law.size))

    def witness(self, hold: tuple[int, ...], effort: Effort) -> list[int] | None:
        """What a legal state holds that holds all of these; None if none does. Errors: NotDecided, Spent."""
        clauses, session = self._all if self.small else self.legal.sessions.least(hold)
        effort.spend(QUESTION + READING * len(clauses.items))
        number = {clauses.held(item): item for item in clauses.items}
        true = session.witness(map(clauses.held, hold), number)
        return None if true is None else sorted(number[variable] for variable in true)

    def without(self, item: int, others: set[int], effort: Effort) -> set[int]:
        """Those of `others` that every legal state with an item holds, if all others are not. Errors: NotDecided, Spent.

        Cost: a question for each of a few; of many, one for each state in which some is missing, and one for the proof.
        """
        if not others:
            return others
        clauses, session = self._all if self.small else self.legal.sessions.about((item,))
        number = {clauses.held(other): other for other in others}
        left = set(number)
        while len(left) > FEW:
            effort.spend(QUESTION + READING * len(left))
            some = clauses.fresh()
            session.add((-some, *(-variable for variable in sorted(left))))
            true = session.witness((clauses.held(item), some), left)
            if true is None:
                return {number[variable] for variable in left}
            left &= true
        effort.spend(QUESTION * len(left))
        return {number[one] for one in sorted(left) if not session.possible((clauses.held(item), -one))}


class Together:
    """Pairs of living items.

    Shape: what is found is in the catalogue's sequence; `pairs_open` and `always_open` are how many pairs, and how many items,
    were not looked at before the effort was spent or time was over.
    Cost: at most quadratic in the items; a pair seen in any grown state is settled.
    """

    def __init__(self, legal: Legal, *, effort: int = EFFORT) -> None:
        self.legal = legal
        self.law = legal.law
        self.alone = Alone(legal.law, legal.backend)
        self.whole = Whole(legal)
        self.effort = effort
        self._living = bits(legal.alive)
        self._seen: dict[int, int] = {}

    # -- never together --------------------------------------------------------------------------------------------------------
    @cached_property
    def pairs(self) -> tuple[tuple[Found, ...], int]:
        """The dead pairs that no one element tells, and how many pairs were not decided."""
        found: list[Found] = []
        effort = Effort(self.effort, self.legal)
        rows, unsure = self.legal.alive, len(self.legal.dead[1])
        open_ = unsure * len(rows) + unsure * (unsure - 1) // 2
        known = Reasons(self)
        for done, a in enumerate(rows):
            try:
                found += self._row(a, known, effort)
            except (NotDecided, Spent):
                left = len(rows) - done
                return tuple(one for one in found if one.a != a), open_ + left * (left - 1) // 2
        return tuple(found), open_

    def _row(self, a: int, known: Reasons, effort: Effort) -> Iterator[Found]:
        """The dead pairs of an item with later ones."""
        later = self._living >> (a + 1) << (a + 1)
        later &= ~self.alone.plainly_apart(a)
        self._grow(a, later, effort)
        for b in members(later & ~self._seen.get(a, 0)):
            if self._seen.get(a, 0) >> b & 1 or self._both(a, b, effort):
                continue
            effort.spend(QUESTION)
            if self.alone.tells_apart(a, b):
                continue
            elements = known.of(a, b)
            if elements is None:
                held = self.whole.witness((a, b), effort)
                if held is not None:
                    self._note(held, a)
                    continue
                effort.spend(REASON)
                elements = known.new(a, b)
            yield Found(a, b, elements)
        self._seen.pop(a, None)

    def _grow(self, a: int, later: int, effort: Effort) -> None:
        """Grows states with an item, as long as they hold others that it was not yet seen with."""
        for cell in self.legal.seeker.lenient:
            while left := later & ~self._seen.get(a, 0):
                growth = Growth(self.legal.soil, cell)
                if not growth.add(a):
                    break
                for b in members(left):
                    growth.add(b)
                effort.spend(left.bit_count() + 1)
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
        together = bits(held)
        for item in held if self.whole.small else (a,):
            self._seen[item] = self._seen.get(item, 0) | together

    # -- never without ---------------------------------------------------------------------------------------------------------
    @cached_property
    def always(self) -> tuple[tuple[Found, ...], int]:
        """What is always held with an item though no one element tells it, and of how many items that was not decided."""
        found: list[Found] = []
        effort = Effort(self.effort, self.legal)
        unsure = len(self.legal.dead[1])
        for done, a in enumerate(self.legal.alive):
            try:
                found += self._with(a, effort)
            except (NotDecided, Spent):
                return tuple(one for one in found if one.a != a), unsure + len(self.legal.alive) - done
        return tuple(found), unsure

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
        """Elements known from an earlier pair by which this one is dead too, each needed. Errors: NotDecided."""
        tried = dict.fromkeys(one for element in sorted(self._law.mentions[a]) for one in self._known.get(element, ()))
        for elements in tried:
            touches = self._law.is_plan[b] or not self._law.mentions[b].isdisjoint(elements)
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
