"""What was found of the orders in one state, for others that differ in nothing that bears on it."""

from __future__ import annotations

from typing import TypeAlias

from solver.ground.entries import Hold
from solver.ground.program import Program
from solver.ground.world import World
from solver.ordering.order import Content, Opens
from solver.ordering.path import Cost, Trace

Rank: TypeAlias = tuple[Cost, Trace]
LEFT = -3
"""The origin of what has come with the plan that is left, whichever it is."""


class Grown:
    """The changes of plan that one search has grown, and the items that it knows can be ordered."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._grown: dict[tuple[World, Content, int, tuple[str, ...]], Rank] = {}
        self._opens: dict[object, Opens] = {}
        self._bystanders: dict[int, bool] = {}

    def before(self, world: World, content: Content, start: int, channels: tuple[str, ...], rank: Rank) -> bool:
        """Whether the orders of a change were grown for some plan that is left, by a path that ranks no later; else notes it.

        Shape: what comes of them is the same, so that nothing better can come of it now. Orders that change no plan are none, nor
        those that start when the plan is over: what has come with it is gone by then.
        """
        if content.plan is None or (world.plan is not None and 0 < world.plan.ends < start):
            return False
        plan = world.plan_item
        holds = world.holds if plan is None else self._left_alike(plan, content, world.holds)
        if holds is None:
            return False
        key = (world._replace(plan=None, holds=holds), content, start, channels)
        then = self._grown.get(key)
        if then is not None and then <= rank:
            return True
        self._grown[key] = rank
        return False

    def opens(self, world: World, channels: tuple[str, ...]) -> Opens:
        """What is known of the channels through which items can be ordered in a state: to be looked up, and added to.

        Shape: that hangs on the day, the acts before, the facts put right, and what guards look for.
        """
        looked_for = (tuple(one for one in some if not self._is_bystander(one.item)) for some in (world.holds, world.gone))
        plan = world.plan
        if plan is not None and self._is_bystander(plan.item) and not self.program.origin_rules:
            plan = None
        return self._opens.setdefault((channels, world.day, world.past, world.settled, plan, *looked_for), {})

    def _left_alike(self, plan: int, content: Content, holds: tuple[Hold, ...]) -> tuple[Hold, ...] | None:
        """The holdings as they bear on a change to a plan, whichever plan it is that is left; None where that bears on it too.

        Shape: what has come with the plan is left out if it just goes, and is of no plan in particular else. No guard and no
        rule on additions or cancellations looks for the plan, and it meets no needs.
        """
        if not self._is_bystander(plan) or any(hold.item in self.program.needed_by[plan] for hold in holds):
            return None
        parts = {hold.item for hold in holds if hold.origin == plan}
        if not parts:
            return holds
        going = {part for part in parts if self._just_goes(part, content)} - {hold.origin for hold in holds}
        if parts > going and self.program.origin_rules:
            return None
        rest = (hold for hold in holds if hold.item not in going)
        return tuple(hold._replace(origin=LEFT) if hold.origin == plan else hold for hold in rest)

    def _is_bystander(self, item: int) -> bool:
        """Whether no guard looks for an item, and no rule on additions or cancellations for it as the plan that is left."""
        found = self._bystanders.get(item)
        if found is None:
            looks = any(item in wanted for wanted in self.program.guards_given)
            gated = any(
                gate.act != "change" and leaving is not None and item in leaving for _, gate, _, leaving in self.program.gates
            )
            found = self._bystanders[item] = not (looks or gated)
        return found

    def _just_goes(self, part: int, content: Content) -> bool:
        """Whether what has come with a plan goes with it and is missed by nothing: only plans bring it, and not the new one."""
        program = self.program
        if part in program.supplying or part in content.adds or not self._is_bystander(part):
            return False
        return all(program.is_plan[carrier.bringer] and carrier.bringer != content.plan for carrier in program.carriers[part])
