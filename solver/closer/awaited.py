"""What time must have broken before the goal's plan can be entered: states from which it can't be in time lead nowhere."""

from __future__ import annotations

from solver.ground.entries import Asking
from solver.ground.items import NOTHING, Items
from solver.ground.lapse import Lapses, Window
from solver.ground.world import World
from solver.ordering.standing import scene_of
from solver.relaxed.fading import is_met
from solver.relaxed.layer import Layer
from solver.relaxed.walk import Walk


class Awaited:
    """The demands of what is kept one of which time must have broken when the goal's plan is entered.

    Shape: none where the plan can be entered while all of them are met, or comes by itself.
    """

    def __init__(self, walk: Walk, kept: Items) -> None:
        self.program, self.scope, self.to = walk.program, walk.scope, walk.aim.to
        self.demands: tuple[tuple[int, Asking], ...] = ()
        self._layers: list[Layer] = []
        self._kept: Items = NOTHING
        if self.to is None or walk.first.booked is not None or not walk.line.waits:
            return
        deferred = any(self.to in layer.may_defer() for layer in walk.layers)
        layers = self._layers = [*walk.layers, walk.behind] if deferred else walk.layers
        self.last = layers[-1].window.last
        kept = self._kept = walk.all.kept(kept | walk.protected)
        fading = {(item, asking.rule): (item, asking) for layer in layers for item, asking in layer.doors.fading(kept)}
        if fading and self._is_shut_while_met(kept):
            self.demands = tuple(fading[key] for key in sorted(fading))

    def _is_shut_while_met(self, kept: Items) -> bool:
        assert self.to is not None
        return not any(layer.doors.enterable_while_met(self.to, kept) for layer in self._layers)

    def enough(self, losable: Items) -> Items:
        """Where a demand is awaited, those of some holdings that are kept which are enough for that, beside all others."""
        few = losable & self._kept
        others = self._kept - few
        for item in sorted(few):
            if self._is_shut_while_met(others | few - {item}):
                few -= {item}
        return few

    def may_come(self, world: World) -> bool:
        """Whether a state has one of the demands broken, or time may still break one in time; or nothing is awaited."""
        if not self.demands or world.plan_item == self.to:
            return True
        scene = scene_of(world)
        lapses = Lapses(self.program, world, Window(world.day, world.day, self.last))
        return any(
            item not in scene.held or not is_met(self.program, scene, item, asking)
            or (lapses.may_break(item, asking) and not self._is_held_fast(item, asking, world))
            for item, asking in self.demands
        )  # fmt: skip

    def _is_held_fast(self, item: int, asking: Asking, world: World) -> bool:
        """Whether something that always meets the demand is held too long: once it may be cancelled, a night must pass."""
        return any(
            hold.item != item and hold.origin < 0 and not hold.ends and hold.until + 1 >= self.last
            and any(residue is True and answers.get(hold.item) is True for residue, answers in asking.groups)
            and self.scope.built_in("until", hold.item)
            for hold in world.holds
        )  # fmt: skip
