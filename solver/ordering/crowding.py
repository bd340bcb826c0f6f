"""Which holdings a full group can force out of an order, counted: so many of the group must come with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from typing import TYPE_CHECKING

from solver.ground.entries import Asking, Crowd
from solver.ground.items import NOTHING, Items

if TYPE_CHECKING:
    from solver.ordering.growth import Growth

MOST = 7
"""Of more holdings that bear on a group not all sets are gone through: any may be forced out then."""


class Crowding:
    """The groups of one order's growth. docs/search.md gives the argument.

    Shape: what an order cancels of the holdings that bear on a group is any set of them; beside each it is counted how many of
    the group can come at most, for what is ordered and what is broken then.
    """

    def __init__(self, growth: Growth) -> None:
        self.growth, self.program = growth, growth.program
        self.come = growth.compose(NOTHING, NOTHING)[2].union(hold.item for hold in growth.ordered)
        self._out: dict[int, Items] = {}

    def forced_by(self, crowd: Crowd) -> Items:
        """The holdings of a group that it may force out: as many others of it as it lets may be there in their stead."""
        found = self._out.get(id(crowd))
        if found is None:
            found = self._out[id(crowd)] = frozenset(self._forced_by(crowd))
        return found

    def _forced_by(self, crowd: Crowd) -> Iterable[int]:
        growth, program = self.growth, self.program
        if not growth.standing.acts(crowd.rule, growth.start):
            return NOTHING
        members = [item for item in growth.held if item in crowd.of]
        coming = sum(item in crowd.of and item not in growth.held for item in self.come)
        # one of them gone, and no room for it beside those that come anyway
        if program.origin_rules or crowd.rule in program.conditional or len(members) - 1 + coming >= crowd.n:
            return members
        if growth.content.cancel is not None:
            return NOTHING
        count = _Count(self, crowd)
        bearing = sorted({*members, *count.answering()})
        if len(bearing) > MOST:
            return members
        found: set[int] = set()
        for gone in chain.from_iterable(combinations(bearing, size) for size in range(1, len(bearing) + 1)):
            out = [item for item in gone if item in crowd.of]
            if not found.issuperset(out):
                left = len(members) - len(out) + coming
                if left + count.extras(frozenset(gone), crowd.n - left) >= crowd.n:
                    found.update(out)
        return found


class _Count:
    """How many of one group can be ordered along with an order, at most."""

    def __init__(self, crowding: Crowding, crowd: Crowd) -> None:
        self.growth, self.program, self.crowd = crowding.growth, crowding.program, crowd
        growth = self.growth
        changes = growth.content.plan is not None
        plan = growth.before.plan
        stay = {item for item, hold in growth.held.items() if hold.origin < 0}
        if plan is not None and not changes:
            stay.add(plan.item)
        self.sure = frozenset(stay | crowding.come)
        self.come = crowding.come
        users = [*growth.held, *(() if plan is None or changes else (plan.item,))]
        self._held = [(user, a) for user in users for a in self._asked_by(user, taken=False) if self._leads_there(a, set())]
        ordered = {hold.item for hold in growth.ordered}
        asked = ((item, a) for item in crowding.come for a in self._asked_by(item, taken=item in ordered))
        self._new = [a for _, a in asked if self._leads_there(a, set())]
        self._known: dict[tuple[int, Items], int] = {}

    def answering(self) -> Iterator[int]:
        """The holdings that meet a demand for which something of the group may be ordered along."""
        for asking in chain((a for _, a in self._held), self._new):
            yield from (item for item in self.growth.held if any(item in answers for _, answers in asking.groups))

    def extras(self, gone: Items, enough: int) -> int:
        """How many come at most where `gone` is cancelled, as far as it is less than `enough`."""
        self._known.clear()
        total = 0
        for user, asking in self._held:
            if user not in gone and not self._is_met(asking, gone):
                total += self._for_demand(asking, gone, enough)
        for asking in self._new:
            if total < enough and not self._is_met(asking, gone):
                total += self._for_demand(asking, gone, enough)
        return min(total, enough)

    def _asked_by(self, item: int, *, taken: bool) -> Iterator[Asking]:
        """The demands of an item, if it is ordered those as well that it makes when it is taken."""
        asked = (*self.program.needs[item], *self.program.needs_taken[item]) if taken else self.program.needs[item]
        return (a for a in asked if self.growth.standing.acts(a.rule, self.growth.start))

    def _is_met(self, asking: Asking, gone: Items) -> bool:
        """Whether a demand is surely met by what stays or comes with the order itself."""
        if asking.rule in self.program.conditional:
            return False
        return any(item in answers for _, answers in asking.groups for item in self.sure - gone)

    def _for_demand(self, asking: Asking, gone: Items, enough: int) -> int:
        most = 0
        for _, answers in asking.groups:
            for item in answers:
                most = max(most, self._with(item, gone, enough))
                if most >= enough:
                    return enough
        return most

    def _with(self, item: int, gone: Items, enough: int) -> int:
        """How many come with an item that is ordered along, and with what is ordered along for that; `enough` in a circle."""
        if self.program.is_plan[item] or self._crowds_itself(item):
            return 0
        known = self._known.get((item, gone))
        if known is None:
            self._known[item, gone] = enough
            known = 0
            for part in self._with_parts(item):
                known += part in self.crowd.of and (part in gone or part not in self.growth.held)
                for asking in self._asked_by(part, taken=part == item):
                    if known < enough and not self._is_met(asking, gone):
                        known += self._for_demand(asking, gone, enough)
            self._known[item, gone] = known = min(known, enough)
        return known

    def _crowds_itself(self, item: int) -> bool:
        """Whether an item brings so many of a group that it can never be ordered; notes the rule that says so."""
        growth, program = self.growth, self.program
        if not program.brings[item]:
            return False
        parts = [carrier.part for carrier in program.brings[item] if program.stands(carrier.rule, growth.start)]
        for crowd in program.crowds[item]:
            if crowd.rule not in program.conditional and growth.standing.acts(crowd.rule, growth.start):
                if len({item, *parts} & crowd.of.keys()) > crowd.n:
                    growth.scope.stop((crowd.rule,))
                    return True
        return False

    def _with_parts(self, item: int) -> Iterable[int]:
        return self.program.with_parts((item,)) if self.program.brings[item] else (item,)

    def _leads_there(self, asking: Asking, seen: set[int]) -> bool:
        """Whether something of the group may be ordered along for a demand."""
        border = [asking]
        while border:
            for _, answers in border.pop().groups:
                for item in answers.keys() - seen:
                    seen.add(item)
                    for part in self._with_parts(item):
                        if part in self.crowd.of and not self.program.is_plan[item]:
                            return True
                        border += self._asked_by(part, taken=part == item)
        return False
