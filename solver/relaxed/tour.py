"""Walks over plans as far as they have come, and how far the goal is from each plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from solver.ground.items import Items
from solver.relaxed.fading import Fading
from solver.relaxed.layer import Layer, Plan

FAR = 10**6


@dataclass(slots=True)
class Tour:
    """One walk: what is protected, what is sought, and how far it has come.

    Shape: `seen` has the plans that are reached, each with the first layer in which it can be held; `coming` those that start
    in a later layer; `left` what is sold in the layer `number`, not seen, and not known to be closed to all; `starts` in which
    layers what is ordered there starts, and `asked` of what it is known whether it does once time has broken a demand; `idle` is
    what of `left` is only still to be asked that, from a plan beside which time may have broken it; `shut`
    what can't be entered on days that are alike in this. Where there is a `fading`, time has broken no demand of what is kept
    yet; `after` goes on where it has, from plans that may have been `entered` in earlier layers.
    """

    protected: Items
    until: Plan
    seen: dict[Plan, int]
    fading: Fading | None = None
    after: Tour | None = None
    entered: dict[Plan, int] = field(default_factory=dict)
    coming: dict[int, int] = field(default_factory=dict)
    starts: dict[int, int | None] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    idle: set[int] = field(default_factory=set)
    number: int = 0
    left: set[int] = field(default_factory=set)
    shut_now: set[int] = field(default_factory=set)
    shut: dict[object, set[int]] = field(default_factory=dict)

    def begin(self, number: int, layer: Layer) -> None:
        """Goes on to a layer: what was to start in it is there."""
        self.number, self.starts, self.asked, self.idle = number, {}, set(), set()
        for to in sorted(to for to, at in self.coming.items() if at <= number and to not in self.seen):
            self.seen[to] = number
        self.shut_now = self.shut.setdefault(layer.entering(self.protected), set())
        self.left = set(layer.all_sold().difference(self.seen, self.shut_now - layer.may_defer()))

    def since(self, plan: Plan) -> int:
        """The first layer in which a plan that is reached may have been entered."""
        number = self.seen.get(plan, 0)
        return min(number, self.entered.get(plan, number))

    def ends(self, number: int) -> bool:
        """Whether what is sought is reached, or will start; what starts counts for a layer, or behind them all."""
        if self.until is None:
            return False
        if self.until in self.coming:
            self.seen.setdefault(self.until, number)
        return self.until in self.seen


@dataclass(frozen=True, slots=True)
class Distances:
    """The least number of changes from plans to the goal: while time has broken no demand of what is kept, and from then on.

    Shape: `fading` tells whether it has, None where it can't; `walked` are the plans that can be walked to before that; from
    others it is not told apart.
    """

    met: dict[Plan, int]
    broken: dict[Plan, int]
    fading: Fading | None = None
    walked: frozenset[Plan] = frozenset()

    def least(self, plan: Plan, *, met: bool) -> int:
        """The distance of a plan; FAR if the goal can't be reached. Shape: `met` where all demands are met."""
        if met and plan in self.walked:
            return self.met.get(plan, FAR)
        return min(self.met.get(plan, FAR), self.broken.get(plan, FAR))
