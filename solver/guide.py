"""Bounds for the exact search: least hitting sets over cuts of the relaxed walk."""

from __future__ import annotations

from solver.backend import Backend, NotDecided
from solver.master import Master
from solver.scope import Scope
from solver.search import Aim, Guide, Line
from solver.walk import FAR, NOTHING, Items, Plan, Walk
from solver.world import World


class Cuts:
    """A guide for one line: cores grow while the search asks for bounds."""

    def __init__(
        self, scope: Scope, world: World, aim: Aim, line: Line, *, fee_first: bool, backend: Backend, protected: Items
    ) -> None:
        self.walk = Walk(scope, world, aim, line, backend, protected)
        items = scope.program.items
        self.master = Master(backend, (lambda item: items[item].monthly_fen or 0) if fee_first else None)
        self.to = aim.to
        self.backend = backend
        self._bounds: dict[Items, tuple[int, int] | None] = {}
        self._distances: dict[Plan, int] | None = None
        self.booked = world.booked
        self._extras: int | None = None

    def losses(self, lost: Items) -> tuple[int, int] | None:
        """The least fee and number of losses of a path that has lost `lost` when it ends; None if there is none."""
        if lost in self._bounds:
            return self._bounds[lost]
        while True:
            self._look_at_the_clock()
            chosen = self.master.least(lost)
            if chosen is None or self.walk.reaches(self.walk.losable - chosen):
                break
            self.master.add(self._grow(chosen))
        found = self._bounds[lost] = None if chosen is None else self.master.weigh(chosen)
        return found

    def _look_at_the_clock(self) -> None:
        left = self.backend.left_ms()
        if left is not None and left <= 0:
            raise NotDecided

    def _grow(self, chosen: Items) -> Items:
        """A core: of the holdings that were protected in vain, those of which none can be left out."""
        core = sorted(self.walk.losable - chosen)
        for item in list(core):
            self._look_at_the_clock()
            rest = [other for other in core if other != item]
            if not self.walk.reaches(frozenset(rest)):
                core = rest
        return frozenset(core)

    def changes(self, plan: int | None, booked: tuple[int, int] | None) -> int | None:
        """The least number of changes of plan from a plan held beside one booked; None if the goal can't be reached."""
        if self.to is None:
            return 0
        if self._distances is None:
            self._distances = self.walk.distances(NOTHING)
        here = self._distances.get(plan, FAR)
        if booked is not None:
            here = min(here, 0 if booked[0] == self.to else self._distances.get(booked[0], FAR))
        return None if here >= FAR else here

    def extras(self, plan: int | None, booked: tuple[int, int] | None) -> int:
        """How many items a path orders for needs in all, at least, that has still to enter the goal's plan."""
        if self.to is None or plan == self.to or booked is not None or self.booked is not None:
            return 0
        if self._extras is None:
            self._extras = self.walk.doors.least_extras(self.to, self.walk.aim.add)
        return self._extras

    def other(self, known: list[Items]) -> Items | None:
        """Another least hitting set of the fee and number of the first of `known`; None if there is none."""
        losable = self.walk.losable
        while True:
            chosen = self.master.other(known, losable)
            if chosen is None or self.walk.reaches(losable - chosen):
                return chosen
            self.master.add(self._grow(chosen))

    def refuted(self, losses: Items) -> None:
        """A search found no path that loses these alone: one of the others must go."""
        self.master.add(self.walk.losable - losses)

    def cores(self) -> tuple[Items, ...]:
        """The cores found, in a fixed order."""
        return tuple(sorted(self.master.cores, key=lambda core: (len(core), sorted(core))))


class NoGuide:
    """A guide that promises nothing: the unpruned search, which every pruning is tested against."""

    def losses(self, lost: Items) -> tuple[int, int] | None:
        """No bound but what is lost already."""
        return (0, len(lost))

    def changes(self, plan: int | None, booked: tuple[int, int] | None) -> int | None:
        """No bound."""
        return 0

    def extras(self, plan: int | None, booked: tuple[int, int] | None) -> int:
        """No bound."""
        return 0

    def other(self, known: list[Items]) -> Items | None:
        """None: without cores the other loss sets are not known."""
        return None

    def refuted(self, losses: Items) -> None:
        """Forgets it."""

    def cores(self) -> tuple[Items, ...]:
        """None."""
        return ()


def guide_for(scope: Scope, world: World, aim: Aim, line: Line, *, fee_first: bool, backend: Backend, protected: Items) -> Guide:
    """The guide that the engine uses."""
    return Cuts(scope, world, aim, line, fee_first=fee_first, backend=backend, protected=protected)


def no_guide(scope: Scope, world: World, aim: Aim, line: Line, *, fee_first: bool, backend: Backend, protected: Items) -> Guide:
    """A guide for a line that promises nothing."""
    return NoGuide()
