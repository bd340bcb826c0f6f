"""The doors of a catalogue: what each change from one bare plan to another comes to, decided when it is first asked for.

A door is decided by the first of these that does: a chain of changes found at once that cancels nothing, which nothing can
better; a relaxed walk on which facts may be anything, which refutes the door whatever they are; the engine, under one
assignment of facts after another.

Plans that no rule tells apart share their doors. Let p and q be two of them: sold, bound and ending alike, bringing the same
on the same terms, in every set of every rule on the same condition, and named by none as an origin. Exchange them in all that
is held, booked, ordered and done on a path: every rule is mapped to itself, so each order stays legal, with the same
cancellations, on the same day. Hence for any other plan x the doors p-x and q-x, x-p and x-q come to the same, and p-q to the
same as q-p. Losses are holdings beside the plan, and names decide between equals alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from time import monotonic

from model.catalogue import Catalogue
from model.facts import FactValue
from model.matrix import Door, Matrix
from model.request import HORIZON_MONTHS
from solver.between.bare import Bare
from solver.between.best import Best
from solver.between.cells import Facts
from solver.between.freely import Freely
from solver.clock import NotDecided, no_limit
from solver.ground.items import NOTHING
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import begin

PATIENCE_MS = 10_000
LEAST_MS = 50
"""With less time hardly a door is decided by search."""
COMPILING_US = 40
"""What an item costs to compile, about, with the rules that there are of it in a large catalogue."""


class Survey:
    """The doors of one catalogue on one day. Cost: compiled once; each door is decided once and remembered.

    Units: `left_ms` gives the time that is left for all doors, None where there is no limit; `patience_ms` is the most that
    one door may take.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        on: date,
        horizon_months: int = HORIZON_MONTHS,
        given: Mapping[str, FactValue] | None = None,
        left_ms: Callable[[], int | None] = no_limit,
        patience_ms: int = PATIENCE_MS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.catalogue, self.left_ms, self.patience_ms, self.clock = catalogue, left_ms, patience_ms, clock
        self.on, self.horizon_months, self.given = on, horizon_months, dict(given or {})
        self.plans = tuple(name for name, item in catalogue.items.items() if item.kind == "plan")
        self.on_sale = tuple(name for name in self.plans if catalogue.items[name].on_sale(on))
        self._doors: dict[tuple[str, str], Door] = {}
        self._ways: list[tuple[Facts, Freely]] | None = None
        self._freely: dict[tuple[str, int], frozenset[int]] = {}
        self._walked: dict[str, frozenset[int] | None] = {}
        self._whole: Matrix | None = None

    @cached_property
    def bare(self) -> Bare:
        """The questions about bare plans. Cost: the catalogue is compiled when it is first asked for."""
        return Bare(self.catalogue, self.on, self.horizon_months, self.given)

    @cached_property
    def alike(self) -> Mapping[str, str]:
        """Each plan with the first plan that no rule tells apart from it."""
        return alike_plans(self.bare.program)

    @property
    def _begun(self) -> bool:
        """Whether the catalogue is compiled."""
        return "bare" in self.__dict__

    # -- asking ----------------------------------------------------------------------------------------------------------
    def door(self, leaving: str, to: str, *, budget_ms: int | None = None) -> Door:
        """What a change from one bare plan to another comes to. Units: `budget_ms` is for this door, if it must be searched."""
        if self._expired() and not self._begun:
            return Door(leaving, to, "undecided", proved=False)
        known = self._known(leaving, to)
        if known is None:
            asked = self._asked(leaving, to)
            known = self._doors[asked] = Best(self.bare, *asked, left_ms=self._share(budget_ms)).door()
        return _of(known, leaving, to)

    @property
    def whole(self) -> Matrix:
        """The doors from every plan to every plan on sale. Units: it may take about half of the time that is left."""
        if self._whole is None:
            self._whole = self.matrix(self.plans, self.on_sale, share=2)
        return self._whole

    def matrix(
        self, leaving: Iterable[str], to: Iterable[str], *, progress: Callable[[], None] = lambda: None, share: int = 1
    ) -> Matrix:
        """The doors from some plans to others. Shape: `progress` is called once for each.

        Units: what is left of the time, or a part of it (one `share`-th), is shared out evenly over the doors that must be
        searched; where they are so many that each had too little, the first get what makes sense.
        """
        wanted = [frozenset(names) for names in (leaving, to)]
        rows, columns = (tuple(name for name in self.plans if name in names) for names in wanted)
        start = self.left_ms()
        spare = 0 if start is None else start - start // share
        doors: dict[tuple[str, str], Door | None] = {}
        for row in rows:
            over = self._expired(spare)
            for pair in ((row, column) for column in columns if column != row):
                doors[pair] = None if over else self._known(*pair)
        hard = [pair for pair, door in doors.items() if door is None]
        for _ in range(len(doors) - len(hard)):
            progress()
        for place, pair in enumerate(hard):
            doors[pair] = self._in_turn(*pair, spare=spare, waiting=len(hard) - place)
            progress()
        told = {pair: _of(door, *pair) for pair, door in doors.items() if door is not None}
        return Matrix(rows, columns, told, self.on, self.horizon_months, self.given)

    def _in_turn(self, leaving: str, to: str, *, spare: int, waiting: int) -> Door:
        """A door in its share of the time, what is `spare` aside; undecided where none is left."""
        left = self.left_ms()
        if left is None:
            return self.door(leaving, to)
        if self._expired(spare):
            return Door(leaving, to, "undecided", proved=False)
        return self.door(leaving, to, budget_ms=max((left - spare) // waiting, LEAST_MS))

    def _share(self, budget_ms: int | None) -> Callable[[], int | None]:
        """The time that is left for one door: its share of the whole, and no more than anyone has patience for."""
        start, until = self.left_ms(), self.clock() + self.patience_ms / 1000
        spare = 0 if start is None or budget_ms is None else max(start - budget_ms, 0)

        def left() -> int | None:
            patience, now = round((until - self.clock()) * 1000), self.left_ms()
            return patience if now is None else min(patience, now - spare)

        return left

    def _asked(self, leaving: str, to: str) -> tuple[str, str]:
        """The door of which this one is a copy: that between the first plans alike to these."""
        a, b = self.alike[leaving], self.alike[to]
        if a == b:
            a, b = [name for name, first in self.alike.items() if first == a][:2]
        return a, b

    # -- what needs no search ----------------------------------------------------------------------------------------------
    def _known(self, leaving: str, to: str) -> Door | None:
        """The door if it was decided, or can be without a search of its own."""
        asked = self._asked(leaving, to)
        found = self._doors.get(asked)
        if found is None:
            found = self._at_once(*asked) or self._walled(*asked)
            if found is not None:
                self._doors[asked] = found
        return found

    def _at_once(self, leaving: str, to: str) -> Door | None:
        number = self.bare.program.index[to]
        for place, (facts, freely) in enumerate(self._every_way()):
            reached = self._freely.get((leaving, place))
            if reached is None:
                if self._expired():
                    return None
                world = begin(self.bare.program, self.bare.state(leaving, facts))
                reached = self._freely[leaving, place] = freely.reached(world)
            if number in reached:
                return Door(leaving, to, "reachable", self.bare.on, 0, 0, facts=facts)
        return None

    def _every_way(self) -> list[tuple[Facts, Freely]]:
        if self._ways is None:
            bare = self.bare
            self._ways = [
                (facts, Freely(bare.program, bare.course, Scope(bare.program, facts), bare.on.toordinal(), self._expired))
                for facts in bare.first_facts()
            ]
        return self._ways

    def _expired(self, spare: int = 0) -> bool:
        """Whether no time is left but what is spare, or too little to compile the catalogue, which nothing interrupts."""
        left = self.left_ms()
        return left is not None and left <= spare + (0 if self._begun else len(self.catalogue.items) * COMPILING_US // 1000)

    def _walled(self, leaving: str, to: str) -> Door | None:
        """The door as blocked, if no relaxed walk leads there whatever the facts are that are not given."""
        if leaving not in self._walked:
            self._walked[leaving] = self._walk(leaving)
        reached = self._walked[leaving]
        if reached is None or self.bare.program.index[to] in reached:
            return None
        return Door(leaving, to, "blocked")

    def _walk(self, leaving: str) -> frozenset[int] | None:
        bare = self.bare
        if self._expired():
            return None
        scope = Scope(bare.program, bare.given, unsure=bare.unsure)
        try:
            return frozenset(plan for plan in bare.walk(leaving, scope, self.left_ms).reached(NOTHING) if plan is not None)
        except NotDecided:
            return None


def _of(door: Door, leaving: str, to: str) -> Door:
    """A door as that of twins."""
    return door if (door.leaving, door.to) == (leaving, to) else replace(door, leaving=leaving, to=to)


def alike_plans(program: Program) -> Mapping[str, str]:
    """Each plan with the first plan, in the catalogue's sequence, that no rule tells apart from it."""
    return {program.names[plan]: program.names[program.alike(plan)] for plan in program.plans}
