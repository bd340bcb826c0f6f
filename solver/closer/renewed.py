"""How many items are ordered for needs at least, so that what is kept can go on to the goal with its demands met.

docs/search.md has the argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from solver.closer.suppliers import Suppliers
from solver.ground.entries import Hold
from solver.ground.items import Items
from solver.ground.world import World
from solver.relaxed.tour import FAR, Distances

MOST = 3
"""So many are told of one demand at most."""
Place: TypeAlias = tuple[int, int]
"""A plan with what is held beside it and meets the demand: `~item` for what is to be lost and has not been."""


class Renewed:
    """How often what meets one demand of something that is kept must be ordered anew, for this or another need.

    Shape: `ways` are for each number the plans, each with something that meets the demand, from which the goal may be reached
    with no more, the demand met all along or broken by time. What is lost is there at the end only if it has come again.
    """

    def __init__(self, suppliers: Suppliers, lost: Items, distances: Distances) -> None:
        self.suppliers, self.walk, self.want = suppliers, suppliers.walk, suppliers.want
        program, nodes = self.walk.program, suppliers.nodes
        self._lost = nodes & lost & self.walk.had.keys()
        self._all = nodes.union(map(int.__invert__, self._lost))
        self._added = nodes & program.with_parts(self.walk.aim.add)
        near = (*distances.met, *distances.broken, self.walk.first.plan_item)
        self._plans = frozenset(suppliers.some(plan for plan in dict.fromkeys(near) if plan is not None))
        self._before: dict[int, set[int]] = {}
        for plan in sorted(self._plans):
            for to in self.walk.steps(plan) & self._plans:
                self._before.setdefault(to, set()).add(plan)
        self.ways: list[set[Place]] = self.walk.scope.noting(lambda: self._all_ways(distances))[0]

    def least(self, world: World) -> int:
        """How many times at least on every path from a state; 0 where nothing is told."""
        plan = world.plan_item
        if world.booked is not None or plan is None or all(hold.item != self.want.item for hold in world.holds):
            return 0
        meeting = self.suppliers.held(world.holds)
        plan = self.walk.scope.like(plan)
        numbers = (0 if node is None else self._number((plan, self._place(world, hold, node))) for hold, node in meeting)
        return min(numbers, default=0)

    def _place(self, world: World, hold: Hold, node: int) -> int:
        return ~node if node in self._lost and hold.item not in world.lost else node

    def _number(self, place: Place) -> int:
        return next((number for number, ways in enumerate(self.ways) if place in ways), MOST)

    def _all_ways(self, distances: Distances) -> list[set[Place]]:
        aim = self.walk.aim
        assert aim.to is not None
        # where more is asked for than a change something may be lost and come again beside the goal's plan
        ends = self._all if aim.add or aim.drop else self.suppliers.nodes
        broken = [plan for plan in self._plans if distances.broken.get(plan, FAR) < FAR]
        ending = {one for one in self._all if held(one) in self.suppliers.ending}
        ways = {(aim.to, node) for node in ends} | {(plan, node) for plan in broken for node in ending}
        self._go_back(ways)
        found = [ways]
        while len(found) < MOST:
            ways = ways.union(self._ordered(ways))
            self._go_back(ways)
            found.append(ways)
        return found

    def _standing(self, plan: int, ways: set[Place]) -> Items:
        """What may be held after an order beside a plan."""
        stands = self.suppliers.stands(plan)
        return frozenset(one for one in self._all if held(one) in stands and (plan, one) in ways)

    def _open(self, plan: int, to: int, nodes: Items) -> set[Place]:
        """Those of some that may be held before a change."""
        return {(plan, one) for one in nodes if not self.suppliers.is_shut(plan, to, held(one))}

    def _go_back(self, ways: set[Place]) -> None:
        """Takes in from where the same is reached while nothing is ordered for needs."""
        border = {plan for plan, _ in ways}
        while border:
            self.walk.all.doors.backend.look_at_the_clock()
            to = border.pop()
            here = self._standing(to, ways)
            if here & self._added:
                ways |= {(to, node) for node in self._all}
            comes = not here.isdisjoint(self._added | self.walk.program.with_parts((to,)))
            for plan in self._before.get(to, ()):
                more = self._open(plan, to, self._all if comes else here) - ways
                if more:
                    ways |= more
                    border.add(plan)

    def _ordered(self, ways: set[Place]) -> Iterator[Place]:
        """From where the same is reached once something more is ordered for needs, without a change or with one."""
        for to in sorted({plan for plan, _ in ways}):
            here = self._standing(to, ways)
            yield from ((to, node) for node in self._replaced(here, to, change=False))
            replaced = self._replaced(here, to, change=True)
            for plan in sorted(self._before.get(to, ())):
                yield from self._open(plan, to, self._replaced(here, to, change=True, again=True) if plan == to else replaced)

    def _replaced(self, here: Items, plan: int, *, change: bool, again: bool = False) -> Items:
        """What may leave, or stay, as one of some comes beside a plan."""
        if here & self.suppliers.coming & self.suppliers.freely:
            return self._all
        found = self.suppliers.leaving(here, plan, change=change, again=again)
        return found.union(~node for node in found & self._lost)


def held(one: int) -> int:
    """The item of which a place tells."""
    return max(one, ~one)
