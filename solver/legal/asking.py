"""Questions to Z3 about what legal states hold together, counted against an effort."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from solver.backend import Session
from solver.legal.clauses import Clauses
from solver.legal.states import Legal

QUESTION, READING, MAKING = 200, 2, 10
"""What a question to Z3 counts for, each item of its answer that is read, and each item of a slice that is made for it."""
FEW = 8
"""So many items are asked for one by one, more at once."""
SMALL = 8_000
"""Of more items than this, a slice is asked about."""


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
        self.small = legal.law.size <= SMALL

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

    def dead_with(self, item: int, others: Iterable[int], effort: Effort, note: Callable[[Iterable[int]], None]) -> set[int]:
        """Those of `others` that no legal state holds with an item; `note` is given each state seen. Errors: NotDecided, Spent.

        Cost: a question for each state in which some of them is held, and one for the proof.
        """
        left = set(others)
        if not left:
            return left
        clauses, session = self._all if self.small else self.legal.sessions.about((item, *left))
        effort.spend(0 if self.small else MAKING * len(clauses.items))
        number = {clauses.held(one): one for one in clauses.items}
        while left:
            effort.spend(QUESTION + READING * len(clauses.items))
            some = clauses.fresh()
            session.add((-some, *map(clauses.held, sorted(left))))
            true = session.witness((clauses.held(item), some), number)
            if true is None:
                break
            held = sorted(number[variable] for variable in true)
            note(held)
            left.difference_update(held)
        return left

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
