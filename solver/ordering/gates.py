"""What binds the things that are ordered or cancelled by choice: sales, moves, channels, limits, conditions, locks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from model.days import Period, month_end, next_month, same_period
from model.ground import Passage, Quota
from solver.ground.entries import CAMPAIGN, OWN, Hold, Set
from solver.ground.scope import Scope
from solver.ground.world import Acted, Held, World


class Gates:
    """The entry rules and locks of one scope, as they meet the orders placed in one state through one channel."""

    def __init__(self, scope: Scope, world: World, channel: str) -> None:
        self.scope = scope
        self.program = scope.program
        self.world = world
        self.channel = channel
        self._guarded: dict[int, bool] = {}

    def acts(self, rule: int) -> bool:
        """Whether a rule acts in the order, its guards aside."""
        return self.scope.acts(rule, self.world.day, self.channel)

    def guarded(self, rule: int) -> bool:
        """Whether the guards of a rule hold."""
        known = self._guarded.get(rule)
        if known is None:
            known = self._guarded[rule] = self.scope.guarded(rule, self.world)
        return known

    def about(self, wanted: Set | None, item: int, hold: Hold | None) -> bool:
        """Whether an act about `item` is one that a rule with `of` speaks of."""
        if wanted is None:
            return True
        residue = wanted.get(item)
        if residue is None:
            return False
        return self.program.asks(residue, hold or Hold(item, OWN, 0, 0), self.world.day, self.world.plan_item)

    def leaves(self, wanted: Set | None) -> bool:
        """Whether the plan held is one that a rule with `from` speaks of."""
        if wanted is None:
            return True
        return self.world.plan is not None and self.scope.among(wanted, self.world.plan, self.world)

    def start_day(self, plan: int) -> int:
        """The day on which a change to `plan` takes effect if it is ordered now."""
        for rule, of, leaving in self.program.defers:
            if self.acts(rule) and self.about(of, plan, None) and self.leaves(leaving) and self.guarded(rule):
                return next_month(date.fromordinal(self.world.day)).toordinal()
        return self.world.day

    def lets(self, act: str, item: int, hold: Hold | None) -> bool:
        """Whether an act of choice is let by sales, moves, channels, limits and conditions; notes what stops it."""
        if act != "cancel" and not self._sold(item):
            return False
        if act == "change" and not self._passing([item]):
            return False
        return self._through(act, item, hold)

    def doors(self, plans: Iterable[int]) -> list[int]:
        """Of some plans those to which a change is let, and the plan held let go of, what comes of it aside; notes what stops."""
        passing = self._passing([plan for plan in plans if self._sold(plan)])
        fresh, day = self.program.fresh, self.world.day
        let = [plan for plan in passing if self._through("change", plan, fresh(plan, day))]
        return [plan for plan in let if self.lets_leave(plan, self.start_day(plan))]

    def _passing(self, plans: list[int]) -> list[int]:
        """Of some plans those to which move rules let the plan held change."""
        for rule, (_, let) in self._moves(plans).items():
            left = [to for to in plans if to in let]
            if len(left) < len(plans):
                self.scope.stop((rule,))
            plans = left
        return plans

    def _moves(self, plans: list[int]) -> dict[int, tuple[Passage, set[int]]]:
        """The move rules that act and speak of the plan held, each with those of some plans to which it lets the change."""
        plan, world = self.world.plan, self.world
        if plan is None:
            return {}
        met: dict[int, tuple[Passage, set[int]]] = {}
        for rule, residue, passage, targets in self.program.passages[plan.item]:
            if not self.acts(rule) or not self.program.asks(residue, plan, world.day, plan.item) or not self.guarded(rule):
                continue
            meets = met.setdefault(rule, (passage, set()))[1]
            for to in plans:
                asked = targets.get(to)
                if asked is not None and self.program.asks(asked, Hold(to, OWN, 0, 0), world.day, plan.item):
                    meets.add(to)
        return {
            rule: (passage, {to for to in plans if (to in meets) is passage.allowed}) for rule, (passage, meets) in met.items()
        }

    def _through(self, act: str, item: int, hold: Hold | None) -> bool:
        """Whether channels, limits and conditions let an act of choice."""
        for rule, gate, of, leaving in self.program.gates_on(act, item):
            if self.channel in gate.channels or not self.acts(rule):
                continue
            if self.about(of, item, hold) and self.leaves(leaving) and self.guarded(rule):
                self.scope.stop((rule,))
                return False
        for rule, quota, of, after in self.program.quotas_on(act, item):
            if not self.acts(rule) or not self.about(of, item, hold):
                continue
            if self.guarded(rule) and self._too_many(quota, of, after, 1):
                self.scope.stop((rule,))
                return False
        return act == "cancel" or self._fits(item, hold)

    def _sold(self, item: int) -> bool:
        day = date.fromordinal(self.world.day)
        return self.program.items[item].on_sale(day) or not self.scope.built_in("sold", item)

    def _fits(self, item: int, hold: Hold | None) -> bool:
        for rule, residue, fit in self.program.fits_taken[item]:
            if self.acts(rule) and self.about({item: residue}, item, hold) and not self.scope.passes(self.world, fit.tests):
                self.scope.stop((rule,))
                return False
        return True

    def lets_leave(self, to: int, start: int) -> bool:
        """Whether the plan held is not bound on the day the change starts, or move rules let it be left."""
        plan = self.world.plan
        if plan is None or plan.until < start or 0 < plan.ends < start:
            return True
        speaking = {rule: to in let for rule, (passage, let) in self._moves([to]).items() if passage.speaks_of_bound}
        if speaking and all(speaking.values()):
            return True
        if not self.scope.built_in("until", plan.item):
            return True
        self.scope.stop(rule for rule, lets in speaking.items() if not lets)
        return False

    def lets_together(self, adds: frozenset[int], held: Held) -> bool:
        """Whether limits let all additions of one order happen together; notes what stops it."""
        if len(adds) < 2:
            return True
        for rule, quota, of, after in self.program.quotas:
            if quota.act != "add" or not self.acts(rule) or not self.guarded(rule):
                continue
            chosen = sum(self.about(of, item, held.get(item)) for item in adds)
            if chosen > 1 and self._too_many(quota, of, after, chosen):
                self.scope.stop((rule,))
                return False
        return True

    def _too_many(self, quota: Quota, of: Set | None, after: Set | None, chosen: int) -> bool:
        past, period = self.world.past, quota.period
        if quota.after is not None and not any(self._counts(one, period, quota.after[0], after) for one in past):
            return False
        return sum(self._counts(one, period, quota.act, of) for one in past) + chosen > quota.at_most

    def _counts(self, one: Acted, period: Period, act: str, of: Set | None) -> bool:
        day, kind, item = one
        if kind != act or not same_period(period, date.fromordinal(day), date.fromordinal(self.world.day)):
            return False
        return item < 0 or self.about(of, item, None)

    def locked(self, hold: Hold, day: int) -> bool:
        """Whether a holding can't be cancelled on `day`, what brings it aside; notes what stops it."""
        held_fast = day <= hold.until or (hold.origin == CAMPAIGN and not hold.until)
        if held_fast and self.scope.built_in("until", hold.item):
            return True
        for rule, residue, bond in self.program.bonds[hold.item]:
            if not self.scope.acts(rule, day, self.channel) or not self.program.asks(residue, hold, day, self.world.plan_item):
                continue
            if bond.always or (hold.until and day <= month_end(date.fromordinal(hold.until)).toordinal()):
                self.scope.stop((rule,))
                return True
        return False
