"""What follows a plan without a change: the plan that is booked, or none where it ends."""

from __future__ import annotations

from collections.abc import Iterator

from solver.ground.items import Items
from solver.ground.program import Program
from solver.ground.world import World
from solver.ordering.path import Line
from solver.relaxed.layer import Plan


class ByTime:
    """What time alone does to the plans of a line. Shape: the plan booked is `fixed` where it can't be cancelled at all."""

    def __init__(self, program: Program, first: World, line: Line, *, fixed: bool) -> None:
        self.program, self.first, self.line, self.fixed = program, first, line, fixed
        ending = first.plan is not None and first.plan.ends > 0
        self.may_be = first.booked is not None or (line.waits and (ending or program.plans_end))

    def stays(self, plan: Plan, protected: Items, last: int) -> bool:
        """Whether no change leaves a plan up to a day, since the booked plan that is in the way can't be cancelled."""
        booked = self.first.booked
        if booked is None or booked[1] <= last or plan != self.first.plan_item or plan == booked[0]:
            return False
        return self.fixed or booked[0] in protected

    def after(self, plan: Plan, last: int) -> Iterator[Plan]:
        """What may follow a plan without a change up to a day: the booked plan, or none where it ends."""
        booked = self.first.booked
        if booked is not None and plan == self.first.plan_item and booked[1] <= last:
            yield booked[0]
        if plan is not None and self._may_end(plan):
            yield None

    def _may_end(self, plan: int) -> bool:
        held = self.first.plan
        listed = held is not None and held.item == plan and held.ends > 0
        return self.line.waits and (listed or self.program.items[plan].ends is not None)
