"""What time may break of the demands of holdings that are kept, and the plans beside which it may.

A demand that is met stays met through every order: an order that broke it would do new harm. So until time has broken one of
them each plan on the way must be entered with all of them met, and the first one that time breaks it breaks beside a plan with
which something that ends, or turns, can stand. docs/search.md has the argument in full.
"""

from __future__ import annotations

from collections.abc import Iterable

from solver.ground.entries import Asking
from solver.ground.items import Items
from solver.ground.program import Program
from solver.ground.world import World
from solver.ordering.standing import Scene, scene_of
from solver.relaxed.enter import Doors
from solver.relaxed.extras import Extras
from solver.relaxed.layer import Plan


class Fading:
    """The demands of holdings that time may break in some windows of a line, and beside which plans it may.

    Shape: `layers` are windows, each with what is surely held by its end; `kept` is held all along.
    """

    def __init__(self, doors: Doors, kept: Items, layers: Iterable[tuple[Doors, Items]]) -> None:
        self.doors, self.program, self.kept = doors, doors.program, kept
        found = [{(item, asking.rule): (item, asking) for item, asking in one.fading(held)} for one, held in layers]
        self.in_layer = tuple(map(bool, found))
        """Whether time may have broken one by the end of each window."""
        self.demands: tuple[tuple[int, Asking], ...] = tuple({key: one for some in found for key, one in some.items()}.values())
        self._beside: dict[Plan, bool] = {}

    def may_beside(self, plan: Plan) -> bool:
        """Whether time may break a demand while a plan is held; notes what keeps apart the plan and what ends."""
        found = self._beside.get(plan)
        if found is None:
            self.doors.keep(self.kept)
            rules: set[int] = set()
            found = self._beside[plan] = plan is None or any(self._fades(plan, *one, rules) for one in self.demands)
            if not found:
                self.doors.scope.stop(rules)
                self.doors.blamed |= self.kept
        return found

    def is_met(self, world: World) -> bool:
        """Whether all of the demands are met in a state."""
        scene = scene_of(world)
        return all(item in scene.held and is_met(self.program, scene, item, asking) for item, asking in self.demands)

    def _fades(self, plan: int, item: int, asking: Asking, rules: set[int]) -> bool:
        if self._is_held_fast(plan, item, asking):
            return False
        beside = Extras(self.doors, plan, self.kept | {plan})
        return any(self._stands(beside, plan, other, rules) for other in self.doors.lapses.ending(asking) if other != item)

    def _is_held_fast(self, plan: int, item: int, asking: Asking) -> bool:
        """Whether the plan, or something kept, meets a demand all the time."""
        ending = frozenset(self.doors.lapses.ending(asking))
        return any(
            answers.get(other) is True and other not in ending
            for residue, answers in asking.groups
            if self.doors.sure(residue, item)
            for other in (*self.kept, plan)
            if other != item
        )

    def _stands(self, beside: Extras, plan: int, other: int, rules: set[int]) -> bool:
        """Whether something that may end can stand beside a plan and all that is kept; what did at first may always."""
        if self.program.is_plan[other]:
            return other == plan
        held = plan == self.doors.first.plan_item and other in self.doors.old
        return held or beside.may_join(other, rules)


def is_met(program: Program, scene: Scene, item: int, asking: Asking) -> bool:
    """Whether a holding makes a demand at a moment, and something held meets it."""
    held, asks = scene.held, program.asks
    return any(
        other in held and other != item and asks(asked, held[other], scene.day, scene.plan)
        for residue, answers in asking.groups
        if asks(residue, held[item], scene.day, scene.plan)
        for other, asked in answers.items()
    )
