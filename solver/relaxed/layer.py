"""The changes of plan that are let in some days of a line, as far as nothing is asked that a path can change."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from model.days import month_end, period_end
from model.ground import Fit, Quota
from model.rules.base import Act
from solver.backend import Backend
from solver.ground.entries import CAMPAIGN, Hold, Set
from solver.ground.items import NOTHING, Items
from solver.ground.lapse import Window
from solver.ground.program import Program
from solver.ground.scope import Changes, Scope
from solver.ground.world import World
from solver.relaxed.enter import Doors

Plan = int | None


class Layer:
    """Some days of a line: the plans that are sold, the changes that are let, the plans that can be entered.

    Shape: `channels` are those of the line; a rule counts where it acts on all of the days, a permission where it is given on
    one of them.
    """

    def __init__(
        self, scope: Scope, world: World, window: Window, channels: tuple[str, ...], backend: Backend, keep: Items
    ) -> None:
        self.scope, self.first, self.window, self.channels, self.keep = scope, world, window, channels, keep
        self.program: Program = scope.program
        self.doors = Doors(scope, world, window, channels, backend)
        self.had = {hold.item: hold for hold in world.holds}
        self._open: dict[Plan, frozenset[int]] = {}
        self._let: Changes | None = None
        self._every: frozenset[int] | None = None
        self._moves: dict[int, tuple[tuple[int, bool, frozenset[int]], ...]] = {}
        self._gates: dict[Act, list[tuple[int, frozenset[str], Set | None, Set | None]]] = {}
        self._sold: dict[int, bool] = {}
        self._failing: dict[int, bool] = {}
        self._kept: dict[Items, Items] = {}
        self._enterable: dict[tuple[int, Items, bool], bool] = {}
        self._fixed: Items | None = None
        self._deferred: frozenset[int] | None = None
        self._late: frozenset[int] | None = None
        self._defers: tuple[tuple[bool, Set | None, Set | None], ...] | None = None

    # -- what is kept ----------------------------------------------------------------------------------------------------
    def kept(self, protected: Items) -> Items:
        """What is surely held on these days if none of `protected` is ever cancelled."""
        found = self._kept.get(protected)
        if found is None:
            found = self._kept[protected] = frozenset(filter(self._lasts, protected | self.fixed))
        return found

    @property
    def fixed(self) -> Items:
        """The holdings that could not be cancelled on these days or before."""
        if self._fixed is None:
            bonds, keep = self.program.bonds, self.keep
            some = (
                hold
                for hold in self.first.holds
                if hold.until or hold.origin == CAMPAIGN or hold.item in keep or bonds[hold.item]
            )
            self._fixed = frozenset(hold.item for hold in some if self._never_cancelled(hold))
        return self._fixed

    def _lasts(self, item: int) -> bool:
        hold = self.had.get(item)
        return hold is not None and hold.origin < 0 and not 0 < hold.ends < self.window.last

    def _never_cancelled(self, hold: Hold) -> bool:
        """Whether no order could cancel a holding; what has gone may come again, and be cancelled in its stead."""
        last = self.window.last
        if hold.item in self.keep and self.scope.built_in("keep", hold.item):
            return True
        if not self._lasts(hold.item):
            return False
        if (hold.until >= last or (hold.origin == CAMPAIGN and not hold.until)) and self.scope.built_in("until", hold.item):
            return True
        self.doors.keep(frozenset((hold.item,)))
        for rule, residue, bond in self.program.bonds[hold.item]:
            through = month_end(date.fromordinal(hold.until)).toordinal() if hold.until else 0
            if (bond.always or through >= last) and self.doors.always(rule) and self.doors.sure(residue, hold.item):
                self.scope.stop((rule,))
                return True
        return False

    # -- changing ---------------------------------------------------------------------------------------------------------
    def may_enter(self, to: int, protected: Items) -> bool:
        """Whether a plan is sold and can be entered while `protected` is kept."""
        return self.on_sale(to) and self.doors.enterable(to, self.kept(protected))

    def enterable(self, to: int, protected: Items, *, met: bool = False) -> bool:
        """Whether a plan can be entered while `protected` is kept; notes what stops it the first time that it is asked.

        Shape: `met` while time has broken no demand of what is kept.
        """
        found = self._enterable.get((to, protected, met))
        if found is None:
            ask = self.doors.enterable_while_met if met else self.doors.enterable
            found = self._enterable[to, protected, met] = ask(to, self.kept(protected))
        return found

    def entered_alike(self, plans: Items, protected: Items) -> Items:
        """Of some plans those that are known to be entered alike while `protected` is kept, where they can be entered."""
        return self.doors.entered_alike(plans, self.kept(protected))

    def entering(self, protected: Items) -> object:
        """What bears on entering plans while `protected` is kept: days that are alike in this let the same plans be entered."""
        return self.doors.sign, self.kept(protected)

    def anew(self) -> None:
        """Forgets what can be entered, so that what stops it is noted once more."""
        self._enterable.clear()
        self.doors.blamed.clear()

    def share(self, other: Layer) -> None:
        """Takes over what another layer knows of changes; where nothing that bears on them differs."""
        self._open, self._moves, self._sold = other._open, other._moves, other._sold

    @cached_property
    def sign(self) -> int:
        """A number for what bears on the changes that are let, entering a plan aside: the same number, the same changes."""
        program, window = self.program, self.window
        rules = tuple(self.doors.always(n, new=True) for n in program.dated_rules)
        sales = tuple(self._in_sale(n) for n in program.dated_sales if program.is_plan[n])
        counted = tuple(
            period_end(quota.period, date.fromordinal(day)).toordinal() >= window.last
            for day, _, _ in self.first.past
            for _, quota, _, _ in program.quotas
        )
        guards = program.door_guards
        bonds = tuple(hold.until >= window.last for item, hold in sorted(self.had.items()) if hold.until and item in guards)
        lasting = tuple(hold.ends < window.last for hold in self.first.holds if hold.ends)
        signed = (rules, sales, counted, bonds, lasting, self.channels, self.scope.only, self.first)
        return self.scope.memory.sign(signed)

    def _in_sale(self, to: int) -> bool:
        item = self.program.items[to]
        since = item.sold_from.toordinal() if item.sold_from else 0
        until = item.sold_until.toordinal() if item.sold_until else self.window.last
        return since <= self.window.last and until >= self.window.first

    def may_go(self, plan: Plan, to: int) -> bool:
        """Whether a change from a plan to another is let, entering it aside."""
        leaves = self.lets_leave(plan, self.window.last, self.window.begun)
        return leaves and self._lets(plan, to) and self._has_channel("change", plan, to)

    def open_from(self, plan: Plan) -> frozenset[int]:
        """The plans to which a change from `plan` is let, itself maybe among them, entering and what binds it aside."""
        found = self._open.get(plan)
        if found is None:
            let = self._changes().open
            if plan not in let:
                let[plan] = self.scope.noting(lambda: self._all_open(plan))
            found, stops = let[plan]
            self._open[plan] = found
            self.scope.stopped |= stops
        return found

    def _changes(self) -> Changes:
        if self._let is None:
            self._let = self.scope.memory.changes.setdefault(self.sign, Changes())
        return self._let

    def _all_open(self, plan: Plan) -> frozenset[int]:
        found = self.all_sold()
        for rule, allowed, targets in self._passages(plan) if plan is not None else ():
            let = found & targets if allowed else found - targets
            if let - {plan} != found - {plan}:
                self.scope.stop((rule,))
            found = let
        narrow = found & self._narrowed(plan)
        return found.difference(to for to in narrow if not self._has_channel("change", plan, to)) if narrow else found

    def _narrowed(self, plan: Plan) -> frozenset[int]:
        """The plans to which no channel of the line may be left for a change."""
        left_out = []
        for channel in self.channels:
            found: set[int] = set()
            for _, channels, of, leaving in self._narrowing("change"):
                if channel not in channels and (leaving is None or (plan is not None and leaving.get(plan) is True)):
                    found.update(self.program.plans if of is None else of)
            if not found:
                return NOTHING
            left_out.append(found)
        return frozenset(set.intersection(*left_out))

    def starts(self, plan: Plan, to: int) -> tuple[bool, bool]:
        """Whether a change may start at once, and whether it may start next month."""
        now, later = True, False
        for always, of, leaving in self._deferring():
            if (of is None or to in of) and (leaving is None or plan in leaving):
                later = True
                sure = (of is None or of.get(to) is True) and (
                    leaving is None or (plan is not None and leaving.get(plan) is True)
                )
                now = now and not (always and sure)
        return now, later

    def _deferring(self) -> tuple[tuple[bool, Set | None, Set | None], ...]:
        if self._defers is None:
            self._defers = tuple(
                (self._always(rule), of, leaving)
                for rule, of, leaving in self.program.defers
                if self.scope.on(rule)
                and self.program.since[rule] <= self.window.last
                and self.window.first <= self.program.until[rule]
            )
        return self._defers

    def may_defer(self) -> frozenset[int]:
        """The plans to which a change may start next month."""
        if self._deferred is None:
            sets = [of for _, of, _ in self._deferring()]
            self._deferred = frozenset(self.program.plans if None in sets else (n for of in sets for n in of or ()))
        return self._deferred

    def must_defer(self) -> frozenset[int]:
        """The plans to which every change starts next month."""
        if self._late is None:
            sets = [of for always, of, leaving in self._deferring() if always and leaving is None]
            self._late = frozenset(
                n for of in sets for n in (self.program.plans if of is None else of) if of is None or of[n] is True
            )
        return self._late

    def lets_leave(self, plan: Plan, last: int, since: int) -> bool:
        """Whether a plan that is held since `since` or later is not bound through the day `last`, or some rule may let it go."""
        if plan is None:
            return True
        held = self.first.plan
        if held is not None and held.item == plan:
            hold, sure = held, self.first.booked is None
        else:
            hold, sure = self.program.fresh(plan, since), True
        if hold.until < last or 0 < hold.ends <= last or not sure:
            return True
        if any(passage.speaks_of_bound and self.scope.on(rule) for rule, _, passage, _ in self.program.passages[plan]):
            return True
        return not self.scope.built_in("until", plan)

    def on_sale(self, to: int) -> bool:
        """Whether a plan is sold on one of the days to somebody of these facts."""
        known = self._sold.get(to)
        if known is None:
            known = self._sold[to] = self._is_sold(to, "change")
        return known

    def may_be_ordered(self, item: int) -> bool:
        """Whether an offer or V-net may be ordered on one of the days: sold to somebody of these facts, through some channel."""
        return self._is_sold(item, "add") and self._has_channel("add", None, item)

    def may_be_cancelled(self, item: int) -> bool:
        """Whether some channel is left to cancel an item by choice."""
        return self._has_channel("cancel", None, item)

    def _is_sold(self, item: int, act: Act) -> bool:
        """Whether an item is sold on one of the days to somebody of these facts, and limits leave room for the act."""
        sold = not self.program.items[item].withdrawn and self._in_sale(item)
        return (sold or not self.scope.built_in("sold", item)) and self._fits(item) and self._counts(item, act)

    def all_sold(self) -> frozenset[int]:
        """The plans that are sold on one of the days to somebody of these facts."""
        if self._every is None:
            known = self._changes()
            if known.sold is None:
                known.sold = self.scope.noting(self._sold_plans)
            self._every, stops = known.sold
            self.scope.stopped |= stops
        return self._every

    def _sold_plans(self) -> frozenset[int]:
        always = self.program.always_sold
        return always | {to for to in self.program.plans if to not in always and self.on_sale(to)}

    def _fits(self, to: int) -> bool:
        for rule, residue, fit in self.program.fits_taken[to]:
            if residue is True and self._always(rule) and self._fails(rule, fit):
                self.scope.stop((rule,))
                return False
        return True

    def _fails(self, rule: int, fit: Fit) -> bool:
        found = self._failing.get(rule)
        if found is None:
            found = self._failing[rule] = self.doors.facts.fails(fit.tests)
        return found

    def _counts(self, to: int, kind: Act) -> bool:
        """Whether the acts before the line leave room for an act on one of the days: a change to a plan, or an addition."""
        for rule, quota, of, after in self.program.quotas_on(kind, to):
            if (
                after is not None
                or quota.after is not None
                or (of is not None and of.get(to) is not True)
                or not self._always(rule)
            ):
                continue
            days = [day for day, act, item in self.first.past if act == kind and (of is None or item < 0 or of.get(item) is True)]
            if sum(self._counts_still(quota, day) for day in days) >= quota.at_most:
                self.scope.stop((rule,))
                return False
        return True

    def _counts_still(self, quota: Quota, day: int) -> bool:
        """Whether an act is counted on all of the days."""
        return period_end(quota.period, date.fromordinal(day)).toordinal() >= self.window.last

    def _always(self, rule: int) -> bool:
        """Whether a rule acts on every day and looks at nothing that a path can change."""
        guards = self.program.rules[rule].guards
        if not self.doors.always(rule, new=True) or (guards.holding is not None and not self._surely_held(rule)):
            return False
        return self.doors.facts.passes(guards.facts)

    def _surely_held(self, rule: int) -> bool:
        """Whether the guard `holding` of a rule is met by a first holding, be it held still or cancelled on the path."""
        wanted = self.program.guard_sets[rule]
        if wanted is None or self.program.first_resolves(rule):
            return False
        found = [item for item in self.had if item in wanted and self._lasts(item)]
        self.doors.keep(frozenset(found))
        return any(self.doors.sure(wanted[item], item) for item in found)

    def _lets(self, plan: Plan, to: int) -> bool:
        if plan is None:
            return True
        for rule, allowed, targets in self._passages(plan):
            if (to in targets) is not allowed:
                self.scope.stop((rule,))
                return False
        return True

    def _passages(self, plan: int) -> tuple[tuple[int, bool, frozenset[int]], ...]:
        """The move rules that surely speak of leaving a plan: whether their targets are allowed or forbidden, and which."""
        found = self._moves.get(plan)
        if found is None:
            asked: dict[int, bool] = {}
            targets: dict[int, set[int]] = {}
            for rule, residue, passage, members in self.program.passages[plan]:
                if self._always(rule):
                    asked[rule] = asked.get(rule, False) or residue is True
                    if passage.allowed or residue is True:
                        meets = {to for to, asks in members.items() if asks is True or (passage.allowed and asks is not False)}
                        targets.setdefault(rule, set()).update(meets)
            moves = {rule: passage.allowed for rule, _, passage, _ in self.program.passages[plan]}
            found = tuple((rule, moves[rule], frozenset(targets.get(rule, ()))) for rule in sorted(asked) if asked[rule])
            self._moves[plan] = found
        return found

    def _has_channel(self, act: Act, plan: Plan, to: int) -> bool:
        """Whether a channel is left for an act about an item beside a plan, or beside any if it is None."""
        left = set(self.channels)
        rules = []
        for rule, channels, of, leaving in self._narrowing(act):
            if of is not None and of.get(to) is not True:
                continue
            if leaving is not None and (plan is None or leaving.get(plan) is not True):
                continue
            left &= channels
            rules.append(rule)
        if not left:
            self.scope.stop(rules)
        return bool(left)

    def _narrowing(self, act: Act) -> list[tuple[int, frozenset[str], Set | None, Set | None]]:
        """The channel rules on an act that surely act and leave out some channel of the line."""
        found = self._gates.get(act)
        if found is None:
            line = frozenset(self.channels)
            found = self._gates[act] = [
                (rule, gate.channels, of, leaving)
                for rule, gate, of, leaving in self.program.gates
                if gate.act == act and line - gate.channels and self._always(rule)
            ]
        return found
