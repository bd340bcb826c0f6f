"""What can be reached from a plan at once, one change after another, while nothing at all is cancelled.

Each change is a legal order in the full state before it, so what is found is a path. The states after a change are mostly the
same whatever plan was left, and are expanded once for all plans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from solver.clock import NotDecided
from solver.exact.guide import NoGuide
from solver.exact.search import Search
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import Course, World
from solver.ordering.path import Aim, Line, ceiling
from solver.relaxed.tour import FAR

ONE_CHANGE = ceiling(0, 0, 0, 0, 1, 1)
"""The most that one change may cost that cancels nothing, orders nothing for needs, and has no fact put right before it."""
MOST_STATES_A_PLAN = 4
"""How many states are gone on from, for each plan that there is: first one of each plan that is reached, then others."""


class OneChange(NoGuide):
    """Promises that no path goes on behind the change that leaves `plan`."""

    def __init__(self, plan: int | None) -> None:
        self.plan = plan

    def extras(self, plan: int | None, booked: tuple[int, int] | None) -> int:
        """More than any path may have, once the plan is left."""
        return 0 if plan == self.plan else FAR


class Spread(Search):
    """A search that notes the states it comes to and has no end."""

    def note(self, world: World) -> list[World]:
        """The states to which one change leads that cancels nothing."""
        self.noted: dict[World, None] = {}
        for _ in self.run(world, ONE_CHANGE):
            raise AssertionError("no state is an end")
        return [after for after in self.noted if after.plan_item != world.plan_item]

    def met(self, world: World) -> bool:
        """Never: every state is but noted."""
        self.noted.setdefault(world)
        return False


@dataclass(slots=True)
class Freely:
    """The changes of one day that cancel nothing, under one assignment of facts.

    Of plans that no rule tells apart a search tries one alone; to swap two of them makes a path of a path.

    Shape: what is not reached may be reachable all the same: by orders for needs, by losses, by waits.
    """

    program: Program
    course: Course
    scope: Scope
    day: int
    expired: Callable[[], bool]
    _on_sale: frozenset[int] = frozenset()
    _ahead: dict[World, list[World]] = field(default_factory=dict)

    def reached(self, first: World) -> frozenset[int]:
        """The plans reached from a state, its own aside. Cost: some 200 orders for each state that was not met before."""
        seen = {first}
        border, others = [first], list[World]()
        found: set[int] = set()
        wanted = self._kinds(self._sold() - {first.plan_item})
        room = MOST_STATES_A_PLAN * len(self.program.plans)
        while (border or others) and room and not wanted <= self._kinds(found):
            room -= 1
            for after in self._from((border or others).pop(0)):
                if after.day == self.day and after not in seen:
                    seen.add(after)
                    (others if after.plan_item in found else border).append(after)
                if after.plan_item is not None and after.plan_item != first.plan_item:
                    found.add(after.plan_item)
        kinds = self._kinds(found)
        twins = (plan for plan in self._sold() - {first.plan_item} if self.program.alike(plan) in kinds)
        return frozenset(found).union(twins)

    def _kinds(self, plans: Iterable[int]) -> set[int]:
        return {self.program.alike(plan) for plan in plans}

    def _sold(self) -> frozenset[int]:
        """The plans on sale on the day."""
        if not self._on_sale:
            day = date.fromordinal(self.day)
            self._on_sale = frozenset(plan for plan in self.program.plans if self.program.items[plan].on_sale(day))
        return self._on_sale

    def _from(self, world: World) -> list[World]:
        found = self._ahead.get(world)
        if found is None:
            line = Line(self.program.channels, self.day, self.day)
            aim = Aim(world.plan_item, frozenset(), frozenset(), frozenset())
            spread = Spread(self.scope, self.course, aim, line, OneChange(world.plan_item), expired=self.expired)
            try:
                found = spread.note(world)
            except NotDecided:
                return []
            self._ahead[world] = found
        return found
