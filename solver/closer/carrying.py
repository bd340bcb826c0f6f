"""How many changes it takes at least to carry what meets a demand of something kept all the way to the goal, and by when.

Until time breaks it a demand that is met stays met. What meets it stays only beside plans with which it may stand; another takes
its place only with an order that makes it fall. docs/search.md has the argument.
"""

from __future__ import annotations

from functools import cached_property

from solver.closer.latest import Latest
from solver.closer.suppliers import Suppliers, met_by_others
from solver.ground.entries import Asking
from solver.ground.items import NOTHING, Items
from solver.ground.world import World
from solver.relaxed.layer import Plan
from solver.relaxed.tour import FAR, Distances
from solver.relaxed.walk import Walk


def carried(walk: Walk, kept: Items, distances: Distances) -> tuple[Carrying, ...]:
    """What must be carried while some holdings are kept: of each demand that something which may go meets."""
    lasting = walk.all.kept(kept | walk.protected)
    wants = tuple(met_by_others(walk, lasting))
    entering = walk.entering(walk.aim.to, kept) if wants and walk.aim.to is not None else ()
    return tuple(Carrying(Suppliers(walk, lasting, want, entering), distances) for want in wants)


class Carrying:
    """The changes from plans to the goal while one demand of something that is kept stays met, by what meets it.

    Shape: `far` is the distance from a plan beside which one of the suppliers is held.
    """

    def __init__(self, suppliers: Suppliers, distances: Distances) -> None:
        self.suppliers, self.walk, self.want = suppliers, suppliers.walk, suppliers.want
        want, walk = self.want, self.walk
        assert walk.aim.to is not None
        self.to = walk.aim.to
        fading = distances.fading
        sole = fading is not None and fading.demands == ((want.item, want.asking),)
        # what comes for other reasons may meet it again once time has broken it
        self._walked = distances.walked if sole and not self.suppliers.freely else None
        self.far = self._backwards(distances)

    def least(self, world: World) -> int:
        """The least number of changes from a state in which the demand is met; 0 where nothing is told, FAR where it is late.

        Shape: where it is the rule that makes the demand is noted.
        """
        if world.booked is not None or all(hold.item != self.want.item for hold in world.holds):
            return 0
        meeting = self.suppliers.held(world.holds)
        plan = None if world.plan_item is None else self.walk.scope.like(world.plan_item)
        least = min((0 if node is None else self.far.get((plan, node), FAR) for _, node in meeting), default=0)
        if meeting and least < FAR and self._latest is not None and not self._latest.is_in_time(world, meeting):
            least = FAR
        if least >= FAR:
            self.walk.scope.stop((self.want.asking.rule,))
        return least

    def is_of(self, item: int, asking: Asking) -> bool:
        """Whether it is of a demand, or of one that the same meets."""
        wants = self.suppliers.reasons.wants(item)
        return any(want.key == self.want.key for want in wants if want.lasting and want.asking == asking)

    def may_break(self, world: World) -> bool:
        """Whether time may break the demand from a state on, so that the goal is entered in time, or has broken it.

        Shape: where it may not the rule that makes the demand is noted.
        """
        meeting = self.suppliers.held(world.holds)
        if world.booked is not None or not meeting or all(hold.item != self.want.item for hold in world.holds):
            return True
        may = self._breaking.is_in_time(world, meeting) and self._breaking.let_go(meeting)
        if not may:
            self.walk.scope.stop((self.want.asking.rule,))
        return may

    @cached_property
    def _latest(self) -> Latest | None:
        """By when something that meets the demand must be held; None where nothing waits."""
        return Latest(self.suppliers, self._plans, self.to) if self.walk.line.waits else None

    @cached_property
    def _breaking(self) -> Latest:
        """By when something must be held that is over before the goal is entered."""
        return Latest(self.suppliers, self._plans, self.to, breaks=True)

    @cached_property
    def _plans(self) -> Items:
        return frozenset(plan for plan, _ in self.far if plan is not None)

    def _backwards(self, distances: Distances) -> dict[tuple[Plan, int], int]:
        walk, to, suppliers = self.walk, self.to, self.suppliers
        near = {**distances.met, **distances.broken, walk.first.plan_item: 0}
        plans = suppliers.some(plan for plan in near if plan is not None)
        steps = {plan: walk.steps(plan).intersection(plans) for plan in plans}
        found: dict[tuple[Plan, int], int] = {(to, node): 0 for node in suppliers.nodes}
        changed, far = {to}, 0
        most = max((away for away in distances.broken.values() if away < FAR), default=0) if suppliers.ending else 0
        while changed or far <= most:
            walk.all.doors.backend.look_at_the_clock()
            changed |= self._broken(found, distances, far, plans)
            changed |= self._swapped(found, far, plans)
            entered = {plan: self._entering(plan, found) for plan in sorted(changed)}
            again = {plan: self._entering(plan, found, again=True) for plan in sorted(changed) if plan in steps.get(plan, ())}
            far += 1
            after: set[int] = set()
            for plan in plans:
                for to in steps[plan] & entered.keys():
                    for node in again[to] if plan == to else entered[to]:
                        if (plan, node) not in found and not suppliers.is_shut(plan, to, node):
                            found[plan, node] = far
                            after.add(plan)
            changed = after
        return found

    def _broken(self, found: dict[tuple[Plan, int], int], distances: Distances, far: int, plans: tuple[int, ...]) -> set[int]:
        """Takes in what is no further away once time has broken the demand."""
        changed = set()
        for plan in plans:
            if distances.broken.get(plan) == far:
                for node in self.suppliers.ending:
                    if (plan, node) not in found:
                        found[plan, node] = far
                        changed.add(plan)
        return changed

    def _swapped(self, found: dict[tuple[Plan, int], int], far: int, plans: tuple[int, ...]) -> set[int]:
        """Takes in what is no further away since an order without a change puts another in its place."""
        changed, suppliers = set(), self.suppliers
        for plan in plans:
            while True:
                here = self._here(plan, found)
                beside = here & suppliers.stands(plan) if here else NOTHING
                more = suppliers.nodes - here
                if more and not beside & suppliers.freely:
                    more &= suppliers.leaving(beside, plan, known=here, change=False)
                if not more:
                    break
                found.update({(plan, node): far for node in more})
                changed.add(plan)
        return changed

    def _here(self, plan: int, found: dict[tuple[Plan, int], int]) -> Items:
        """What may be held beside a plan at a distance that is known."""
        return frozenset(node for node in self.suppliers.nodes if (plan, node) in found)

    def _entering(self, plan: int, found: dict[tuple[Plan, int], int], *, again: bool = False) -> Items:
        """What may be held before a change to a plan after which one of those is held whose distance is known.

        Shape: `again` where the plan was held before.
        """
        if self._walked is not None and plan not in self._walked:
            return NOTHING
        here = self._here(plan, found) & self.suppliers.stands(plan)
        if here & self.suppliers.freely:
            return self.suppliers.nodes
        return here | self.suppliers.leaving(here, plan, known=here, change=True, again=again)
