"""Bounds for the exact search: least hitting sets over cuts of the relaxed walk."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import cached_property

from solver.backend import Backend
from solver.closer.awaited import Awaited
from solver.closer.carrying import Carrying, carried
from solver.closer.lateness import Lateness
from solver.closer.renewed import Renewed
from solver.exact.telling import telling
from solver.ground.items import NOTHING, Items
from solver.ground.scope import Scope
from solver.ground.world import World
from solver.ordering.path import Aim, Guide, Line, Weight
from solver.relaxed.ahead import Ahead
from solver.relaxed.master import Master
from solver.relaxed.tour import FAR, Distances
from solver.relaxed.walk import Walk


class Known:
    """What is known of one walk, whatever a path may cost: how far the goal is, and how what meets demands is carried to it.

    Shape: by what is kept.
    """

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self._distances: dict[Items, Distances] = {}
        self._carrying: dict[Items, tuple[Carrying, ...]] = {}

    def distances(self, kept: Items) -> Distances:
        """The least number of changes to the goal."""
        if kept not in self._distances:
            self._distances[kept] = self.walk.distances(kept)
        return self._distances[kept]

    def carrying(self, kept: Items) -> tuple[Carrying, ...]:
        """What must be carried to the goal."""
        if kept not in self._carrying:
            self._carrying[kept] = carried(self.walk, kept, self.distances(kept))
        return self._carrying[kept]


class Corridor:
    """A guide for the paths of a line that cancel no holding outside of a set, and none of `kept`.

    Shape: `weight` is what every such path loses at least; `lost` what every one loses.
    """

    def __init__(self, known: Known, kept: Items, weight: Weight, lost: Items = NOTHING) -> None:
        self.known, self.walk, self.kept, self.weight, self.lost = known, known.walk, kept, weight, lost
        self.to, self.booked = self.walk.aim.to, self.walk.first.booked
        self.floor = (0, 0, 0)
        self._distances: Distances | None = None
        self._extras: int | None = None
        self._is_close = False
        self._carrying: tuple[Carrying, ...] = ()
        self._counted: tuple[World | None, int] = (None, 0)

    def losses(self, lost: Items) -> Weight | None:
        """The least losses of a path that has lost `lost` when it ends; None if there is none."""
        return self.weight

    def changes(self, plan: int | None, booked: tuple[int, int] | None, *, met: bool = False) -> int | None:
        """The least number of changes of plan from a plan held beside one booked; None if the goal can't be reached.

        Shape: `met` where `is_met` says so of the state.
        """
        if self.to is None or plan == self.to:
            return 0
        if self._distances is None:
            self._distances = self.known.distances(self.kept)
        here = self._distances.least(plan, met=met)
        if booked is not None:
            here = min(here, 0 if booked[0] == self.to else self._distances.least(booked[0], met=False))
        return None if here >= FAR else here

    def is_met(self, world: World) -> bool:
        """Whether time, as far as it may break demands of what is kept, has broken none in a state; False where not known."""
        fading = None if self._distances is None else self._distances.fading
        return fading is not None and fading.is_met(world)

    def nearly(self, plan: int | None, booked: tuple[int, int] | None, *, met: bool = False) -> int | None:
        """A number of changes that is no more than `changes`, and cheap to know."""
        if self._distances is not None or self.to is None:
            return self.changes(plan, booked, met=met)
        return 0 if plan == self.to or booked is not None or self.booked is not None else 1

    def lateness(self, plan: int | None, booked: tuple[int, int] | None, day: int, *, met: bool = False) -> int:
        """The days behind the first of all changes from a plan on a day, beside one booked, taken together, at least."""
        if self._distances is None or self.to is None or booked is not None:
            return 0
        return self._lateness.least(plan, day, met=met)

    @cached_property
    def _lateness(self) -> Lateness:
        assert self._distances is not None
        return Lateness(self.walk, self.kept, self._distances, self.floor[1])

    def extras(self, plan: int | None, booked: tuple[int, int] | None) -> int:
        """How many items a path orders for needs in all, at least, that has still to enter the goal's plan."""
        if self.to is None or plan == self.to or booked is not None or self.booked is not None:
            return 0
        if self._extras is None:
            self._extras = self.walk.least_extras(self.to, self.kept)
        return self._extras

    def extras_ahead(self, world: World) -> int:
        """How many items a path still orders for needs from a state on, at least, as far as it was looked closer."""
        if not self._is_close or self.to is None or self.booked is not None or world.plan_item == self.to:
            return 0
        if self._counted[0] is not world:
            least, sets = self._ahead.least(frozenset(hold.item for hold in world.holds))
            more = [(one.least(world), one.want.answers) for one in self._renewed]
            more.sort(key=lambda one: -one[0])
            self._counted = (world, max(least, apart([*more, *((1, one) for one in sets)])))
        return self._counted[1]

    @cached_property
    def _ahead(self) -> Ahead:
        assert self.to is not None
        return self.walk.ahead(self.to, self.kept)

    @cached_property
    def _renewed(self) -> tuple[Renewed, ...]:
        if self._distances is None:
            return ()
        return tuple(Renewed(one.suppliers, self.lost, self._distances) for one in self._carrying)

    def look_closer(self, first: World) -> bool:
        """Looks at how what meets demands is carried to the goal, and what is ordered for them; whether there may be a path.

        Cost: what is ordered is looked at when a bound is first asked for.
        """
        if not self._is_close:
            self._is_close = True
            self.changes(first.plan_item, first.booked)
            if self._distances is not None:
                self._carrying = self.known.carrying(self.kept)
        return self.carried(first) < FAR

    def stuck(self, first: World) -> tuple[tuple[int, Items], ...]:
        """What is kept and asks for what can't be carried to the goal, each with what surely meets its suppliers' demands."""
        return tuple((one.want.item, one.suppliers.meeting()) for one in self._carrying if one.least(first) >= FAR)

    def carried(self, world: World) -> int:
        """The least number of changes from a state, as far as it is known how what meets demands is carried; FAR for none."""
        least = max((one.least(world) for one in self._carrying), default=0)
        return least if least >= FAR or self._may_break(world) else FAR

    def _may_break(self, world: World) -> bool:
        """Whether one of the demands that time must have broken when the goal's plan is entered is, or may be in time."""
        if not self._carrying or world.plan_item == self.to or not self._breaking:
            return True
        return any(one.may_break(world) for one in self._breaking)

    @cached_property
    def _breaking(self) -> tuple[Carrying, ...]:
        """What meets the demands one of which time must have broken; none where that is not known of each."""
        found = [next((one for one in self._carrying if one.is_of(*demand)), None) for demand in self._awaiting.demands]
        return tuple(one for one in found if one is not None) if None not in found else ()

    @cached_property
    def _awaiting(self) -> Awaited:
        return Awaited(self.walk, self.kept)

    def awaiting(self) -> Items | None:
        """Of what is kept what is enough for that time must have broken a demand, and what makes the demands; None if not so."""
        if not self._breaking:
            return None
        return self.kept & self._awaiting.enough(self.kept).union(one.want.item for one in self._breaking)

    def may_come(self, world: World) -> bool:
        """Whether what time must have broken before the goal's plan can be entered is broken in a state, or may be in time."""
        return self._awaiting.may_come(world)

    def opening(self) -> int:
        """A day before which the goal's plan can't be entered; 0 where none is known."""
        if self.to is None or self.booked is not None or any(self.to in layer.may_defer() for layer in self.walk.layers):
            return 0
        kept = self.kept | self.walk.protected
        return next((layer.window.first for layer in self.walk.layers if layer.enterable(self.to, kept)), 0)

    def end(self) -> Items | None:
        """What may be held when such a path ends that keeps the plan: a set to head for. None where none is known."""
        return self.walk.end(self.kept)


def apart(numbers: Iterable[tuple[int, Items]]) -> int:
    """What some numbers of things come to, those of sets that have nothing in common, the first ones first."""
    found, total = set[int](), 0
    for number, one in numbers:
        if number and found.isdisjoint(one):
            found |= one
            total += number
    return total


class Cuts(Corridor):
    """A guide for one line: cores grow while the search asks for bounds."""

    def __init__(
        self, scope: Scope, world: World, aim: Aim, line: Line, *, fee_first: bool, backend: Backend, protected: Items
    ) -> None:
        super().__init__(Known(Walk(scope, world, aim, line, backend, protected)), NOTHING, (0, 0, 0))
        items = scope.program.items
        fee = (lambda item: items[item].monthly_fen or 0) if fee_first else None
        self.master = Master(backend, fee, lambda item: items[item].withdrawn)
        self.backend = backend
        self._bounds: dict[Items, Weight | None] = {}
        self.closed: dict[Items, Items] = {}
        """For sets of losses that are known to leave no path what of all that is kept is enough for that."""

    def anew(self) -> Cuts:
        """The same guide as it is once more is asked: with the cores found, and nothing that was let before."""
        walk = self.walk
        made = copy(self)
        anew = Walk(walk.scope, walk.first, walk.aim, walk.line, self.backend, walk.protected)
        Corridor.__init__(made, Known(anew), NOTHING, (0, 0, 0))
        made._bounds = {}
        return made

    def losses(self, lost: Items) -> Weight | None:
        """The least losses of a path that has lost `lost` when it ends; None if there is none."""
        if lost not in self._bounds:
            chosen = self._reaching(lost)
            self._bounds[lost] = None if chosen is None else self.master.weigh(chosen)
        return self._bounds[lost]

    def _reaching(self, lost: Items) -> Items | None:
        """The least hitting set that holds `lost` and with which the relaxed walk reaches the goal; None if there is none."""
        while True:
            self.backend.look_at_the_clock()
            chosen = self.master.least(lost)
            if chosen is None or self.walk.reaches(self.walk.losable - chosen):
                return chosen
            self.master.add(self._grow(chosen))

    def _grow(self, chosen: Items) -> Items:
        """A core: of the holdings that were protected in vain, those of which none can be left out; told to other lines."""
        core = sorted(self.walk.to_blame(self.walk.losable - chosen))
        for item in list(core):
            self.backend.look_at_the_clock()
            rest = [other for other in core if other != item]
            if not self.walk.reaches(frozenset(rest)):
                core = rest
        walk = self.walk
        # what stops it that some holdings stay to the end is noted only where nothing is protected
        also = frozenset[str]() if walk.rest is None else walk.rest.premises
        walk.scope.in_vain(walk.line.channels, walk.line.day, walk.protected.union(core), also)
        return frozenset(core)

    def choose(self, known: list[Items]) -> Items | None:
        """The least set of losses that may be enough, and is none of `known`; None if there is none.

        Shape: of the fee and number of the first of `known`, where there is one.
        """
        if not known:
            return self._reaching(NOTHING)
        losable = self.walk.losable
        while True:
            self.backend.look_at_the_clock()
            chosen = self.master.other(known, losable)
            if chosen is None or self.walk.reaches(losable - chosen):
                return chosen
            self.master.add(self._grow(chosen))

    def candidates(self, chosen: Items) -> Items:
        """What is lost by some set of losses of the fee and number of a chosen one that hits all cores."""
        most = self.master.weigh(chosen)[:2]
        let = ((item, self.master.least(frozenset((item,)))) for item in sorted(self.walk.losable - chosen))
        return chosen.union(item for item, least in let if least is not None and self.master.weigh(least)[:2] <= most)

    def corridor(self, chosen: Items) -> Corridor:
        """The guide of the paths that lose a set which was chosen, and nothing else."""
        return Corridor(self.known, self.walk.losable - chosen, self.master.weigh(chosen), chosen)

    def freely(self) -> Corridor:
        """A guide of all paths that asks for no losses: cheap bounds for whether there is a path at all."""
        return self.keeping(NOTHING)

    def refuted(self, losses: Items) -> Items:
        """Notes that no path from the first state loses these alone: one of the others must go; those of them that are enough."""
        core = self.closed.pop(losses, self.walk.losable - losses)
        if self.walk.scope.only is not None:
            core &= telling(self.walk.scope, self.walk.aim, self.walk.first)
        self.master.add(core)
        return core

    def shutting(self, corridor: Corridor, first: World) -> Items:
        """Of what is kept in a corridor that was looked at closer and leaves no path, something that leaves none by itself.

        Shape: or with what else is kept and surely meets the demands of what meets its own.
        """
        for item, with_ in corridor.stuck(first):
            for few in dict.fromkeys((corridor.kept & {item}, corridor.kept & (with_ | {item}))):
                if not self.keeping(few).look_closer(first):
                    return few
        enough = corridor.awaiting()
        return corridor.kept if enough is None or self.keeping(enough).look_closer(first) else enough

    def keeping(self, kept: Items) -> Corridor:
        """A guide of all paths that keep some holdings, and asks for no losses."""
        return Corridor(self.known, kept, (0, 0, 0))

    def cores(self) -> tuple[Items, ...]:
        """The cores found, in a fixed order: of each, every path loses one."""
        return tuple(sorted(self.master.cores, key=lambda core: (len(core), sorted(core))))


class NoGuide:
    """A guide that promises nothing: the unpruned search, which every pruning is tested against."""

    floor = (0, 0, 0)
    lost = NOTHING

    def losses(self, lost: Items) -> Weight | None:
        """No bound but what is lost already."""
        return (0, len(lost), 0)

    def changes(self, plan: int | None, booked: tuple[int, int] | None, *, met: bool = False) -> int | None:
        """No bound."""
        return 0

    def nearly(self, plan: int | None, booked: tuple[int, int] | None, *, met: bool = False) -> int | None:
        """No bound."""
        return self.changes(plan, booked)

    def is_met(self, world: World) -> bool:
        """Nothing is known."""
        return False

    def lateness(self, plan: int | None, booked: tuple[int, int] | None, day: int, *, met: bool = False) -> int:
        """No bound."""
        return 0

    def extras(self, plan: int | None, booked: tuple[int, int] | None) -> int:
        """No bound."""
        return 0

    def extras_ahead(self, world: World) -> int:
        """No bound."""
        return 0

    def opening(self) -> int:
        """No bound."""
        return 0

    def carried(self, world: World) -> int:
        """No bound."""
        return 0

    def may_come(self, world: World) -> bool:
        """No bound."""
        return True


def guide_for(scope: Scope, world: World, aim: Aim, line: Line, *, fee_first: bool, backend: Backend, protected: Items) -> Guide:
    """The guide that the engine uses."""
    return Cuts(scope, world, aim, line, fee_first=fee_first, backend=backend, protected=protected)


def no_guide(scope: Scope, world: World, aim: Aim, line: Line, *, fee_first: bool, backend: Backend, protected: Items) -> Guide:
    """A guide for a line that promises nothing."""
    return NoGuide()
