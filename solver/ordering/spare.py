"""Whether an order has items to spare: of those ordered for needs none may be superfluous."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from solver.ground.entries import Asking
from solver.ground.items import NOTHING, Items

if TYPE_CHECKING:
    from solver.ordering.growth import Growth


class Spare:
    """The extra items of an order that cancels some holdings, and what each is there for."""

    def __init__(self, growth: Growth, cancels: Items, extras: Items) -> None:
        self.growth, self.program, self.cancels, self.extras = growth, growth.program, cancels, extras

    def none(self) -> bool:
        """Whether no extra item could be left out, alone or with others: no smaller set of them meets every demand."""
        return not any(self._suffices(NOTHING, item) for item in sorted(self.extras - self._needed()))

    def _needed(self) -> Items:
        """The extra items that alone meet a demand, of what is ordered or of each other: no smaller set leaves them out."""
        chosen = NOTHING
        while sole := [wanted for wanted in self._demands(chosen) if len(wanted) == 1]:
            chosen = chosen.union(*sole)
        return chosen

    def _suffices(self, chosen: Items, out: int) -> bool:
        """Whether some of the extra items, `chosen` among them and `out` not, meet every demand that one left out would."""
        wanted = min(self._demands(chosen), key=len, default=None)
        if wanted is None:
            return True
        return any(self._suffices(chosen | {item}, out) for item in sorted(wanted - {out}))

    def _unmet_before(self, item: int, asking: Asking) -> bool:
        """Whether a demand was unmet before the order, and so is tolerated."""
        before = self.growth.before_scene
        then = before.held.get(item)
        return then is not None and self.growth.standing.unmet(before, then, asking)

    def _demands(self, chosen: Items) -> Iterator[Items]:
        """For each demand that is unmet with `chosen` alone, those of the other extra items that would meet it, if one does.

        Shape: one does that meets it with all of them there; what only brings something that does is not there for the demand.
        """
        growth, standing = self.growth, self.growth.standing
        scene, after = growth.scene(self.cancels, chosen), growth.scene(self.cancels, self.extras)
        taken = {hold.item for hold in growth.ordered} | chosen
        for item in standing.changed(scene, growth.before_scene):
            demands = [a for a in self.program.needs[item] if standing.acts(a.rule, growth.start)]
            lasting = len(demands)
            if item in taken:
                demands += [a for a in self.program.needs_taken[item] if growth.orders.gates.acts(a.rule)]
            for place, asking in enumerate(demands):
                if not standing.unmet(scene, scene.held[item], asking):
                    continue
                if place < lasting and self._unmet_before(item, asking):
                    continue
                hold, left = scene.held[item], self.extras - chosen
                if any(standing.answered(after, hold, asking, extra) for extra in left if extra in after.held):
                    answers = standing.answers(scene, hold, asking)
                    yield frozenset(e for e in left if e in answers or self.program.brings_one(e, answers))
