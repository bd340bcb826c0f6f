"""Whether what is kept can go on to the goal with its demands met while nothing is ordered for needs."""

from __future__ import annotations

from solver.items import Items
from solver.suppliers import Beside, met_by_others
from solver.tour import Distances
from solver.walk import Walk
from solver.wants import Want
from solver.world import World


def unaided(walk: Walk, kept: Items, lost: Items, distances: Distances) -> tuple[Unaided, ...]:
    """What is told of the demands that are met at first by what may go, while some holdings are kept and some are lost."""
    kept = walk.all.kept(kept | walk.protected)
    return tuple(Unaided(walk, kept, want, lost, distances) for want in met_by_others(walk, kept))


class Unaided:
    """Where one demand of something that is kept is met by what was held at first, or comes with plans and additions alone.

    Shape: `nodes` are those that may meet it so; `ways` the plans, each with one of them, from which the goal may be reached with
    the demand met all along, or broken by time. What is lost is there at the end only if it has come again.
    """

    def __init__(self, walk: Walk, kept: Items, want: Want, lost: Items, distances: Distances) -> None:
        self.walk, self.program, self.want = walk, walk.program, want
        arrivals = walk.scope.arrivals
        assert arrivals is not None and walk.aim.to is not None
        outright = want.answers & arrivals.reasons.outright
        self.nodes = outright | (want.answers & walk.had.keys())
        self._added = self.nodes & self.program.with_parts(walk.aim.add)
        self._beside = Beside(walk, kept, self.nodes)
        ending = self.nodes.intersection(walk.all.doors.lapses.ending(want.asking))
        near = (*distances.met, *distances.broken, walk.first.plan_item)
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
            here &= self._beside.stands(to)[0]
            if here & self._added:
                ways |= {(to, node) for node in self.nodes}
            comes = not here.isdisjoint(self.program.with_parts((to,))) or not here.isdisjoint(self._added)
            for plan in before.get(to, ()):
                more = {(plan, node) for node in (self.nodes if comes else here)} - ways
                if more:
                    ways |= more
                    border.add(plan)
        return frozenset(ways)
