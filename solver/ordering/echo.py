"""What the going of a holding brings about in an order, and whether it comes back to the holding itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.ground.items import NOTHING, Items
from solver.ordering.crowding import Crowding

if TYPE_CHECKING:
    from solver.ordering.growth import Growth


class Echo:
    """What the going of one holding can bring about in an order, as far as demands and clashes carry it."""

    def __init__(self, growth: Growth, item: int, clashing: dict[int, Items], crowding: Crowding) -> None:
        self.growth, self.program, self.item = growth, growth.program, item
        self.crowding, self.clashing = crowding, clashing
        """What is held that an item may clash with, of those that were looked at."""
        self.removed: set[int] = set()
        self.extras: set[int] = set()
        self.takers: set[int] = set()
        self.answered: set[int] = set()
        self.come = growth.compose(NOTHING, NOTHING)[2].union(hold.item for hold in growth.ordered)
        self.wanted: set[int] = set()
        self.removals: list[int] = []
        self.arrivals: list[int] = []

    def returns(self) -> bool:
        """Whether it can come back to the holding: something it needs goes too, or what replaces it clashes with it.

        Shape: or it would stay by another that brings it: as it was it may break a rule then that it does not where it stays.
        """
        program = self.program
        if program.origin_rules and program.carriers[self.item] and self.growth.held[self.item].origin >= 0:
            return True
        self._remove(self.item)
        while self.removals or self.arrivals:
            if self.removals:
                item = self.removals.pop()
                if self._may_turn(item):
                    self.arrivals.append(item)
                if self._of_removed(item):
                    return True
            elif self._of_extra(self.arrivals.pop()):
                return True
        return False

    def _may_turn(self, item: int) -> bool:
        """Whether what goes with another may stay by a third, and clash as what has come with that."""
        return item != self.item and bool(self.program.origin_rules and self.program.carriers[item])

    def _remove(self, item: int) -> None:
        below = [item]
        while below:
            gone = below.pop()
            if gone in self.removed:
                continue
            self.removed.add(gone)
            self.removals.append(gone)
            if gone in self.wanted:
                self._add(gone)
            below += self.growth.came_with(gone)
            below += [carrier.part for carrier in self.program.brings[gone] if carrier.part in self.growth.held]

    def _add(self, item: int) -> None:
        """What is ordered or brought, also anew where it goes else."""
        self.wanted.add(item)
        stays = item in self.growth.held and item not in self.removed
        if item not in self.extras and not stays and not self.program.is_plan[item] and item != self.item:
            self.extras.add(item)
            self.arrivals.append(item)
            if self.program.needs_taken[item]:
                self.takers.add(item)

    def _of_removed(self, item: int) -> bool:
        growth, program = self.growth, self.program
        ordered = [hold.item for hold in growth.ordered]
        for user in program.needed_by[item]:
            if not (user in growth.held or user in self.extras or user in self.come or self._is_plan_held(user)):
                continue
            if self._asks_for(user, item):
                if user == self.item:
                    return True
                self._answer(user)
                if user in growth.held and growth.is_free(user):
                    self._remove(user)
        for user in (*ordered, *sorted(self.takers)):
            if any(item in answers for asking in program.needs_taken[user] for _, answers in asking.groups):
                self._answer(user)
        return False

    def _asks_for(self, user: int, item: int) -> bool:
        """Whether an item needs another to be held, by a rule that acts."""
        asked = (a for a in self.program.needs[user] if self._acts(a.rule))
        return any(item in answers for asking in asked for _, answers in asking.groups)

    def _acts(self, rule: int) -> bool:
        return self.crowding.acts(rule)

    def _is_plan_held(self, user: int) -> bool:
        plan = self.growth.before.plan
        return plan is not None and plan.item == user

    def _answer(self, user: int) -> None:
        if self.growth.content.cancel is not None or user in self.answered:
            return
        self.answered.add(user)
        for asking in (*self.program.needs[user], *self.program.needs_taken[user]):
            if not self._acts(asking.rule):
                continue
            for _, answers in asking.groups:
                for other in answers:
                    self._add(other)

    def _of_extra(self, item: int) -> bool:
        growth, program = self.growth, self.program
        for carrier in program.brings[item]:
            self._add(carrier.part)
        self._answer(item)
        clashing = self.clashing.get(item)
        if clashing is None:
            clashing = self.clashing[item] = self._all_clashing(item)
        if self.item in clashing:
            return True
        for held in sorted(clashing - self.removed):
            if growth.is_free(held):
                self._remove(held)
        return False

    def _all_clashing(self, item: int) -> Items:
        held = self.growth.held.keys()
        sides = (pair.other.keys() for pair in self.program.pairs[item] if self._acts(pair.rule))
        found = {other for side in sides if not side.isdisjoint(held) for other in side & held}
        return frozenset(found.union(*map(self.crowding.forced_by, self.program.crowds[item])))
