"""Whether what is kept can go on to the goal with its demands met while nothing is ordered for needs."""

from __future__ import annotations

from solver.arrivals import Want
from solver.extras import Extras
from solver.items import Items
from solver.tour import Distances
from solver.walk import Walk
from solver.world import World


def unaided(walk: Walk, kept: Items, lost: Items, distances: Distances) -> tuple[Unaided, ...]:
    """What is told of the demands that are met at first by what may go, while some holdings are kept and some are lost."""
    arrivals, first = walk.scope.arrivals, walk.first
    if arrivals is None or walk.aim.to is None or first.plan is None or first.booked is not None or walk.goes_by_time:
        return ()
    doors = walk.all.doors
    kept = walk.all.kept(kept | walk.protected)
    doors.keep(kept)
    plans = frozenset(walk.program.plans)
    wants: dict[tuple[int, ...], Want] = {}
    for item in sorted(kept):
        for want in arrivals.reasons.wants(item):
            if want.plain and want.lasting and kept.isdisjoint(want.meeting) and plans.isdisjoint(want.answers):
                if doors.always(want.asking.rule) and doors.met_at_first(item, want.asking):
                    wants.setdefault(want.key, want)
    return tuple(Unaided(walk, kept, want, lost, distances) for want in wants.values())


class Unaided:
    """Where one demand of something that is kept is met by what was held at first, or comes with plans and additions alone.

    Shape: `nodes` are those that may meet it so; `ways` the plans, each with one of them, from which the goal may be reached with
    the demand met all along, or broken by time. What is lost is there at the end only if it has come again.
    """

    def __init__(self, walk: Walk, kept: Items, want: Want, lost: Items, distances: Distances) -> None:
        self.walk, self.program, self.kept, self.want = walk, walk.program, kept, want
        arrivals = walk.scope.arrivals
        assert arrivals is not None and walk.aim.to is not None
        outright = want.answers & arrivals.reasons.outright
        self.nodes = outright | (want.answers & walk.had.keys())
        self._added = self.nodes & self.program.with_parts(walk.aim.add)
        self._standing: dict[int, Items] = {}
        ending = self.nodes.intersection(walk.all.doors.lapses.ending(want.asking))
        near = {**distances.met, **distances.broken, walk.first.plan_item: 0}
        self._plans = frozenset(plan for plan in near if plan is not None)
        ways: set[tuple[int | None, int]] = {(plan, node) for plan in self._plans for node in ending}
        ways |= {(walk.aim.to, node) for node in outright | (self.nodes - lost)}
        self.ways = self._all_ways(ways)

    def needs_more(self, world: World) -> bool:
        """Whether something that meets the demand is ordered for needs on every path from a state."""
        held = {hold.item for hold in world.holds}
        if world.booked is not None or self.want.item not in held:
            return False
        meeting = held & self.want.answers
        if not meeting or not meeting <= self.nodes - world.lost:
            return False
        return all((world.plan_item, node) not in self.ways for node in meeting)

    def _all_ways(self, ways: set[tuple[int | None, int]]) -> frozenset[tuple[int | None, int]]:
        before: dict[int, set[int]] = {}
        for plan in sorted(self._plans):
            for to in self.walk.steps(plan) & self._plans:
                before.setdefault(to, set()).add(plan)
        border = {plan for plan, _ in ways if plan is not None}
        while border:
            to = border.pop()
            here = frozenset(node for node in self.nodes if (to, node) in ways)
            if to not in self.program.deferring:
                here &= self._stands(to)
            if here & self._added:
                ways |= {(to, node) for node in self.nodes}
            comes = not here.isdisjoint(self.program.with_parts((to,))) or not here.isdisjoint(self._added)
            for plan in before.get(to, ()):
                more = {(plan, node) for node in (self.nodes if comes else here)} - ways
                if more:
                    ways |= more
                    border.add(plan)
        return frozenset(ways)

    def _stands(self, plan: int) -> Items:
        """What may stand beside a plan and all that is kept, where one of both has just come."""
        found = self._standing.get(plan)
        if found is None:
            doors = self.walk.all.doors
            doors.keep(self.kept)
            fixed = frozenset((plan,)) | doors.parts(plan) | self.kept
            beside = Extras(doors, plan, fixed)
            found = frozenset(node for node in self.nodes if node in fixed or beside.may_join(node, set()))
            self._standing[plan] = found
        return found
