"""One door by search: the best answer of the engine over all assignments of facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from model.answer import Verdict
from model.matrix import Door
from model.rules.base import Resolve
from solver.between.bare import Bare
from solver.between.cells import Facts
from solver.clock import is_up
from solver.exact.lines import Result

MOST_TRIES = 256
"""How many assignments of facts are searched for one door."""
Rank = tuple[int, int, int, tuple[int, ...], tuple[str, ...]]
"""What is better is less: whether it must be waited, the day, the losses; of as many those first in the catalogue, and facts."""


class Best:
    """The search for the best facts of one door.

    Shape: facts that a refutation did not read do not matter to it, so other assignments of them are not searched.
    """

    def __init__(self, bare: Bare, leaving: str, to: str, *, left_ms: Callable[[], int | None]) -> None:
        self.bare, self.leaving, self.to, self.left_ms = bare, leaving, to, left_ms
        self.best: tuple[Rank, Verdict, Facts] | None = None
        self.fewest: int | None = None
        self.proved = True

    def door(self) -> Door:
        """The door; not proved, or undecided, where the time or the tries ran out."""
        if self._expired():
            self.proved = False
            return self._told()
        cases = self.bare.cases()
        tries = 0
        while (facts := cases.next()) is not None:
            tries += 1
            if tries > MOST_TRIES or self._expired():
                self.proved = False
                break
            result = self.bare.lines(self.leaving, self.to, facts, self.left_ms).decide()
            self._take(result, facts)
            if self.best is not None and self.best[0][:3] == (0, self.bare.on.toordinal(), 0):
                self.proved = True
                break
            cases.close(facts, None if result.points or result.timed_out else self._read(result))
        return self._told()

    def _read(self, result: Result) -> frozenset[str]:
        """The facts that a refutation read."""
        return self.bare.read_by(frozenset[str]().union(*(one.stopped for one in result.refuted)))

    def _expired(self) -> bool:
        return is_up(self.left_ms)

    def _take(self, result: Result, facts: Facts) -> None:
        if result.timed_out:
            self.proved = False
        if not result.points:
            return
        first, last = result.points[0], result.points[-1]
        lost = first.best.world.lost
        rank = (int(first.verdict == "later"), first.best.day, len(lost), tuple(sorted(lost)), self._told_of(facts))
        if self.best is None or rank < self.best[0]:
            self.best = (rank, first.verdict, facts)
        fewest = len(last.best.world.lost)
        self.fewest = fewest if self.fewest is None else min(self.fewest, fewest)

    def _told(self) -> Door:
        if self.best is None:
            return Door(self.leaving, self.to, "blocked" if self.proved else "undecided", proved=self.proved)
        (_, day, losses, *_), verdict, facts = self.best
        door = Door(
            self.leaving, self.to, verdict, date.fromordinal(day), losses, self.fewest, facts=facts, proved=self.proved
        )  # fmt: skip
        return replace(door, cancel=self._cancel(facts)) if losses else door

    def _told_of(self, facts: Facts) -> tuple[str, ...]:
        """Facts in the sequence of the catalogue, to tell assignments apart: what is not told comes first."""
        return tuple("" if facts.get(fact) is None else f"{facts[fact]!r}" for fact in self.bare.catalogue.facts)

    def _cancel(self, facts: Facts) -> tuple[tuple[str, Resolve], ...]:
        """The losses of the answer under these facts, each with its how."""
        answer = self.bare.engine.answer_state(self.bare.state(self.leaving, facts), self.bare.query(self.to))
        return tuple((loss.item, loss.how) for loss in answer.cancel)
