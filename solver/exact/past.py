"""The acts on a path that limits may still count."""

from __future__ import annotations

from datetime import date

from model.days import period_end
from model.ground import Quota
from solver.ground.entries import OWN, Hold, Set
from solver.ground.items import Items
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import Acted, World
from solver.ordering.order import Outcome


class Past:
    """What of the past the limits of one scope can count.

    Shape: `limits` are a quota each with what it counts and after what; `counted` the acts that any of them looks at.
    """

    def __init__(self, scope: Scope) -> None:
        self.program: Program = scope.program
        self.limits = [(quota, of, after) for rule, quota, of, after in self.program.quotas if scope.on(rule)]
        self._like: dict[tuple[object, ...], int] = {}
        self._known: dict[Acted, Acted] = {}
        self._left: dict[tuple[tuple[Acted, ...], int, int | None], tuple[Acted, ...]] = {}
        self.counted = frozenset(q.act for q, _, _ in self.limits) | frozenset(q.after[0] for q, _, _ in self.limits if q.after)

    def after(self, world: World, outcome: Outcome, cancelled: Items) -> tuple[Acted, ...]:
        """The acts that limits may count after an order."""
        acts: list[Acted] = []
        if "change" in self.counted and outcome.content.plan is not None:
            acts.append((world.day, "change", outcome.content.plan))
        if "add" in self.counted:
            acts += [(world.day, "add", item) for item in sorted(outcome.came) if item != outcome.content.plan]
        if "cancel" in self.counted:
            acts += [(world.day, "cancel", item) for item in sorted(cancelled)]
        return (*world.past, *acts)

    def forget(self, world: World) -> World:
        """The state without the acts that no limit can count any more, and the others as limits see them."""
        if not world.past:
            return world
        key = (world.past, world.day, world.plan_item)
        past = self._left.get(key)
        if past is None:
            past = self._left[key] = self._still_counted(world)
        return world if past == world.past else world._replace(past=past)

    def _still_counted(self, world: World) -> tuple[Acted, ...]:
        kept: set[int] = set()
        today = date.fromordinal(world.day)
        for quota, of, after in self.limits:
            wanted = [(quota.act, of, max(quota.at_most, 1))] + ([(quota.after[0], after, 1)] if quota.after else [])
            for act, among, most in wanted:
                found = [
                    n
                    for n, (day, kind, item) in enumerate(world.past)
                    if kind == act
                    and (item < 0 or among is None or self._among(among, item, world))
                    and period_end(quota.period, date.fromordinal(day)) >= today
                ]
                kept.update(found[-most:])
        return tuple(self._as_counted(act) for n, act in enumerate(world.past) if n in kept)

    def _as_counted(self, act: Acted) -> Acted:
        """An act as limits see it: in the month where none asks for the day, of the first item that all of them count alike."""
        found = self._known.get(act)
        if found is None:
            day, kind, item = act
            counting = [(quota.period, of) for quota, of, _ in self.limits if quota.act == kind]
            counting += [(quota.period, after) for quota, _, after in self.limits if quota.after and quota.after[0] == kind]
            if all(period in ("month", "year") for period, _ in counting):
                day = date.fromordinal(day).replace(day=1).toordinal()
            asked = [True if among is None else among.get(item) for _, among in counting]
            if item >= 0 and all(one is None or isinstance(one, bool) for one in asked):
                item = self._like.setdefault((kind, *asked), item)
            found = self._known[act] = (day, kind, item)
        return found

    def _among(self, among: Set, item: int, world: World) -> bool:
        residue = among.get(item)
        return residue is not None and self.program.asks(residue, Hold(item, OWN, 0, 0), world.day, world.plan_item)

    def counts_for_others(self, burden: Items) -> bool:
        """Whether a limit counts the cancellation of some items against what is ordered of others."""
        return any(self._counts_for_others(quota, of, after, burden) for quota, of, after in self.limits)

    @staticmethod
    def _counts_for_others(quota: Quota, of: Set | None, after: Set | None, burden: Items) -> bool:
        """Whether a limit counts the cancellation of an item against what is ordered of others."""
        cancels = [among for act, among in ((quota.act, of), (quota.after and quota.after[0], after)) if act == "cancel"]
        counted = any(among is None or not among.keys().isdisjoint(burden) for among in cancels)
        return counted and (of is None or not of.keys() <= burden)
