"""What is asked for besides the plan: whether it can be had on a line at all, and beside what is kept."""

from __future__ import annotations

from solver.ground.items import NOTHING, Items
from solver.ordering.path import Aim, Line
from solver.relaxed.layer import Layer, Plan


class Wishes:
    """What is to be added and dropped. Shape: `layer` has all days of the line; `blamed` is what of the kept stops it."""

    def __init__(self, layer: Layer, aim: Aim, line: Line) -> None:
        self.layer, self.aim, self.line = layer, aim, line
        self.program, self.first = layer.program, layer.first
        self.blamed: Items = NOTHING

    def stand(self, kept: Items) -> bool:
        """Whether what is to be added and dropped can stand with what is kept; notes what stops it."""
        doors = self.layer.doors
        doors.keep(kept)
        self.blamed = NOTHING
        for item in sorted(self.aim.drop & kept):
            if self.layer.scope.built_in("drop", item):
                self.blamed = frozenset((item,))
                return False
        return all(self._may_come(item) and self._joins(item, kept) for item in sorted(self.aim.add - doors.old))

    def _may_come(self, item: int, behind: Items = NOTHING) -> bool:
        """Whether what is not held at first may be ordered on the line, or be brought by a plan or by what may be there."""
        held, is_plan = self.layer.doors.old, self.program.is_plan
        bringers = sorted({carrier.bringer for carrier in self.program.carriers[item]} - behind)
        brought = any(is_plan[one] or one in held or self._may_come(one, behind | {item}) for one in bringers)
        return brought or self.layer.may_be_ordered(item)

    def _joins(self, item: int, kept: Items) -> bool:
        """Whether no rule keeps what is to be added from what is kept, or from the plan with which the goal must hold."""
        doors, plan = self.layer.doors, self._plan()
        beside = kept if plan is None else kept | {plan}
        for pair in self.program.pairs[item]:
            if doors.always(pair.rule) and doors.sure(pair.mine, item):
                clash = frozenset(other for other in beside if other != item and doors.sure(pair.other.get(other), other))
                if clash:
                    self.blamed = clash
                    self.layer.scope.stop((pair.rule,))
                    return False
        return True

    def _plan(self) -> Plan:
        """The plan beside which all is held in the end; None where that may be another: one that waits to start, or may go."""
        booked = self.first.booked
        if self.line.waits or self.program.monthly or (booked is not None and self.aim.to in (None, booked[0])):
            return None
        return self.first.plan_item if self.aim.to is None else self.aim.to
