"""The relaxed walk over plans: what can be reached while some holdings are protected.

Every real path that cancels none of the protected holdings projects onto such a walk; docs/search.md has the argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from model.days import month_end, next_month
from solver.backend import Backend
from solver.enter import Doors, Window
from solver.program import CAMPAIGN, Hold, Program, Set
from solver.scope import Scope
from solver.search import Aim, Line
from solver.world import World

Items = frozenset[int]
Plan = int | None
FAR = 10**6
NOTHING: Items = frozenset()


class Walk:
    """The graph of plans of one line, from one first state."""

    def __init__(self, scope: Scope, world: World, aim: Aim, line: Line, backend: Backend, protected: Items) -> None:
        self.scope, self.first, self.aim, self.line = scope, world, aim, line
        self.program: Program = scope.program
        last = next_month(date.fromordinal(line.day)).toordinal() if self.program.defers else line.day
        self.window = Window(line.first, last, line.waits)
        self.doors = Doors(scope, world, self.window, backend)
        self._open: dict[Plan, frozenset[int]] = {}
        self._every: frozenset[int] | None = None
        self._moves: dict[int, tuple[tuple[int, bool, frozenset[int]], ...]] = {}
        self._gates: list[tuple[int, frozenset[str], Set | None, Set | None]] | None = None
        self._sold: dict[int, bool] = {}
        self.had = {hold.item: hold for hold in world.holds}
        self.fixed = frozenset(item for item, hold in self.had.items() if item in protected or self._never_cancelled(hold))
        booked = frozenset() if world.booked is None else frozenset((world.booked[0],))
        self.losable = (frozenset(self.had) | booked) - self.fixed
        if world.booked is not None and world.booked[0] in aim.keep and scope.built_in("keep", world.booked[0]):
            self.losable -= booked
        self.losable -= protected
        self.booked_fixed = bool(booked) and not booked <= self.losable

    def _never_cancelled(self, hold: Hold) -> bool:
        """Whether a holding can't be cancelled on any day of the line."""
        last = self.window.last
        if hold.item in self.aim.keep and self.scope.built_in("keep", hold.item):
            return True
        if (hold.until >= last or (hold.origin == CAMPAIGN and not hold.until)) and self.scope.built_in("until", hold.item):
            return True
        self.doors.keep(frozenset((hold.item,)))
        for rule, residue, bond in self.program.bonds[hold.item]:
            through = month_end(date.fromordinal(hold.until)).toordinal() if hold.until else 0
            if (bond.always or through >= last) and self.doors.always(rule) and self.doors.sure(residue, hold.item):
                self.scope.stop((rule,))
                return True
        return False

    def lasting(self, items: Items) -> Items:
        """Of the holdings of the first state those that, never cancelled, are held in every state of the line."""
        return frozenset(
            item
            for item in items
            if (hold := self.had.get(item)) is not None and hold.origin < 0 and not 0 < hold.ends <= self.window.last
        )

    # -- reaching --------------------------------------------------------------------------------------------------------
    def reaches(self, protected: Items) -> bool:
        """Whether the goal may be reached while `protected` (and what can never be cancelled) is kept."""
        kept = self.lasting(protected | self.fixed)
        self.doors.keep(kept)
        if not self._aim_stands(kept):
            return False
        if self.aim.to is None:
            return True
        return self._ends_booked(protected) or self.aim.to in self._walk(protected, until=self.aim.to)

    def _start(self) -> Plan:
        return self.first.plan_item

    def reached(self, protected: Items) -> tuple[Plan, ...]:
        """The plans that can be walked to while `protected` is kept, the first one first."""
        return tuple(self._walk(protected, until=None))

    def may_enter(self, to: int, protected: Items) -> bool:
        """Whether a plan is sold and can be entered while `protected` is kept."""
        return self._on_sale(to) and self.doors.enterable(to, self.lasting(protected | self.fixed))

    def may_go(self, plan: Plan, to: int) -> bool:
        """Whether a change from a plan to another is let, entering it aside."""
        return self._lets(plan, to) and self._lets_leave(plan) and self._has_channel(plan, to)

    def stops(self, asked: Callable[[], bool]) -> frozenset[str]:
        """The premises that stop something while `asked` is answered with no."""
        before = set(self.scope.stopped)
        self.scope.stopped.clear()
        let = asked()
        found = frozenset() if let else frozenset(self.scope.stopped)
        self.scope.stopped |= before
        return found

    def _ends_booked(self, protected: Items) -> bool:
        """Whether the goal is the plan that is booked already."""
        return self.first.booked is not None and self.first.booked[0] == self.aim.to

    def _walk(self, protected: Items, *, until: Plan) -> dict[Plan, None]:
        """The plans that can be walked to from the first, in the order in which they are; no further than `until`."""
        kept = self.lasting(protected | self.fixed)
        start = self._start()
        seen: dict[Plan, None] = {start: None}
        border: list[Plan] = [start]
        while border and (until is None or until not in seen):
            plan = border.pop(0)
            ahead: list[Plan] = list(self._by_time(plan))
            if not self._stays_booked(plan, protected):
                open_ = self._open_from(plan)
                if until in open_ and until is not None and self.doors.enterable(until, kept):
                    seen[until] = None
                    break
                ahead += [to for to in sorted(open_) if to not in seen and self.doors.enterable(to, kept)]
            for to in ahead:
                if to not in seen:
                    seen[to] = None
                    border.append(to)
        return seen

    def distances(self, protected: Items) -> dict[Plan, int]:
        """The least number of changes from each plan to the goal, over the plans that can be walked through."""
        kept = self.lasting(protected | self.fixed)
        to = self.aim.to
        assert to is not None
        booked = self.first.booked
        left: list[Plan] = [plan for plan in self.program.plans if plan != to and self._on_sale(plan)]
        left = [plan for plan in left if plan is not None and self.doors.enterable(plan, kept)]
        ends = [None, self._start(), *(() if booked is None else (booked[0],))]
        left += [plan for plan in dict.fromkeys(ends) if plan not in left and plan != to]
        found: dict[Plan, int] = {to: 0} if self.may_enter(to, protected) or to in ends else {}
        if self._ends_booked(protected):
            found[self._start()] = 0
        layer: set[Plan] = set(found)
        far = 0
        while layer:
            waiting = {plan for plan in left if plan not in found and any(later in layer for later in self._by_time(plan))}
            found.update(dict.fromkeys(waiting, far))
            if waiting:
                layer |= waiting
                continue
            far += 1
            ahead = {
                plan
                for plan in left
                if plan not in found and not self._stays_booked(plan, protected) and not layer.isdisjoint(self._open_from(plan))
            }
            found.update(dict.fromkeys(ahead, far))
            layer = ahead
        return found

    def _stays_booked(self, plan: Plan, protected: Items) -> bool:
        """Whether no change leaves the plan, since the booked plan that is in the way can't be cancelled."""
        booked = self.first.booked
        if booked is None or plan != self._start() or plan == booked[0]:
            return False
        return self.booked_fixed or booked[0] in protected

    def _by_time(self, plan: Plan) -> Iterator[Plan]:
        """What may follow a plan without a change: the booked plan, or none where it ends."""
        booked = self.first.booked
        if booked is not None and plan == self._start() and booked[1] <= self.window.last:
            yield booked[0]
        if plan is not None and self._may_end(plan):
            yield None

    def _may_end(self, plan: int) -> bool:
        held = self.first.plan
        listed = held is not None and held.item == plan and held.ends > 0
        return self.line.waits and (listed or self.program.items[plan].ends is not None)

    # -- changing ---------------------------------------------------------------------------------------------------------
    def _open_from(self, plan: Plan) -> frozenset[int]:
        """The plans to which a change from `plan` is let, entering them aside."""
        found = self._open.get(plan)
        if found is None:
            sold = self._all_sold()
            if not self._lets_leave(plan):
                found = frozenset()
            elif self._narrowing():
                found = frozenset(to for to in sold if to != plan and self.may_go(plan, to))
            else:
                found = sold - {plan} if plan is not None else sold
                for rule, allowed, targets in self._passages(plan) if plan is not None else ():
                    let = found & targets if allowed else found - targets
                    if let != found:
                        self.scope.stop((rule,))
                    found = let
            self._open[plan] = found
        return found

    def _all_sold(self) -> frozenset[int]:
        if self._every is None:
            self._every = frozenset(to for to in self.program.plans if self._on_sale(to))
        return self._every

    def _on_sale(self, to: int) -> bool:
        known = self._sold.get(to)
        if known is None:
            item = self.program.items[to]
            since = item.sold_from.toordinal() if item.sold_from else 0
            until = item.sold_until.toordinal() if item.sold_until else self.line.day
            sold = not item.withdrawn and since <= self.line.day and until >= self.line.first
            known = (sold or not self.scope.built_in("sold", to)) and self._fits(to)
            self._sold[to] = known
        return known

    def _fits(self, to: int) -> bool:
        for rule, residue, fit in self.program.fits_taken[to]:
            if self._always(rule) and residue is True and self.doors.steady(fit.tests) and not self.doors.passes(fit.tests):
                self.scope.stop((rule,))
                return False
        return True

    def _always(self, rule: int) -> bool:
        """Whether a rule acts on every day of the line and looks at nothing that a path can change."""
        guards = self.program.rules[rule].guards
        if not self.doors.always(rule) or guards.holding is not None:
            return False
        return not guards.facts or (self.doors.steady(guards.facts) and self.doors.passes(guards.facts))

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

    def _lets_leave(self, plan: Plan) -> bool:
        """Whether the first plan is not bound through the whole line, or some rule may let it be left."""
        held = self.first.plan
        if held is None or held.item != plan or held.until < self.window.last:
            return True
        if any(passage.speaks_of_bound and self.scope.on[rule] for rule, _, passage, _ in self.program.passages[held.item]):
            return True
        if 0 < held.ends <= self.window.last or self.first.booked is not None:
            return True
        return not self.scope.built_in("until", held.item)

    def _has_channel(self, plan: Plan, to: int) -> bool:
        left = set(self.line.channels)
        rules = []
        for rule, channels, of, leaving in self._narrowing():
            if of is not None and of.get(to) is not True:
                continue
            if leaving is not None and (plan is None or leaving.get(plan) is not True):
                continue
            left &= channels
            rules.append(rule)
        if not left:
            self.scope.stop(rules)
        return bool(left)

    def _narrowing(self) -> list[tuple[int, frozenset[str], Set | None, Set | None]]:
        """The channel rules on changes that surely act and leave out some channel of the line."""
        if self._gates is None:
            line = frozenset(self.line.channels)
            self._gates = [
                (rule, gate.channels, of, leaving)
                for rule, gate, of, leaving in self.program.gates
                if gate.act == "change" and line - gate.channels and self._always(rule)
            ]
        return self._gates

    # -- the goal besides the plan ------------------------------------------------------------------------------------------
    def _aim_stands(self, kept: Items) -> bool:
        """Whether what is to be added and dropped can stand with what is kept."""
        for item in sorted(self.aim.drop & kept):
            if self.scope.built_in("drop", item):
                return False
        plan = self.aim.to if self.aim.to is not None else self.first.plan_item if self.first.booked is None else None
        return all(self._joins(item, kept, plan) for item in sorted(self.aim.add - self.doors.old))

    def _joins(self, item: int, kept: Items, plan: Plan) -> bool:
        beside = kept | (frozenset((plan,)) if plan is not None and not self._plan_may_go() else frozenset())
        for pair in self.program.pairs[item]:
            if self.doors.always(pair.rule) and self.doors.sure(pair.mine, item):
                if any(other != item and self.doors.sure(pair.other.get(other), other) for other in beside):
                    self.scope.stop((pair.rule,))
                    return False
        return True

    def _plan_may_go(self) -> bool:
        return self.line.waits or self.program.monthly
