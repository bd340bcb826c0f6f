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
        self.growth, self.program, self.scope = growth, growth.program, growth.scope
        self._known: dict[int, Items] = {}
        plan = growth.before.plan
        self.ordered = frozenset(hold.item for hold in growth.ordered)
        self.come = growth.compose(NOTHING, NOTHING)[2] | self.ordered
        self.plan = None if plan is None or growth.content.plan is not None else plan.item
        """The plan held, where it stays."""

    def acts(self, rule: int) -> bool:
        """Whether a rule may have a say in the order, on its own day or on that on which it takes effect."""
        growth = self.growth
        return growth.standing.acts(rule, growth.start) or growth.orders.gates.acts(rule)

    def forced_by(self, crowd: Crowd) -> Items:
        """The holdings of a group that it may force out: as many others of it as it lets may be there in their stead."""
        found = self._known.get(id(crowd))
        if found is None:
            found = self._known[id(crowd)] = self._asked(crowd)
        return found

    def _asked(self, crowd: Crowd) -> Items:
        growth, program = self.growth, self.program
        if not self.acts(crowd.rule):
            return NOTHING
        members = frozenset(item for item in growth.held if item in crowd.of)
        coming = sum(item in crowd.of and item not in growth.held for item in self.come)
        # one of them gone, and no room for it beside those that come anyway
        if not members or program.origin_rules or crowd.rule in program.conditional or len(members) - 1 + coming >= crowd.n:
            return members
        if growth.content.cancel is not None:
            return NOTHING
        bearing = self.scope.memory.bearing.get(id(crowd))
        if bearing is None:
            bearing = self.scope.memory.bearing[id(crowd)] = _bearing(growth, crowd)
        held = tuple((item, growth.held[item].origin < 0) for item in sorted(bearing.intersection(growth.held)))
        new = (bearing & self.come, bearing & self.ordered, coming)
        when = (growth.start, growth.orders.world.day, growth.standing.channel)
        key = (id(crowd), when, held, new, self.plan if self.plan in bearing else None)
        known = self.scope.memory.forced.get((key, self.scope.only))
        if known is None:
            found = self.scope.noting(lambda: self._forced_by(crowd, members, coming))
            known = self.scope.memory.forced[key, self.scope.only] = found
        self.scope.stopped |= known[1]
        return known[0]

    def _forced_by(self, crowd: Crowd, members: Items, coming: int) -> Items:
        count = _Count(self, crowd)
        bearing = sorted({*members, *count.answering()})
        if len(bearing) > MOST:
            return members
        found: set[int] = set()
        for gone in chain.from_iterable(combinations(bearing, size) for size in range(1, len(bearing) + 1)):
            out = members.intersection(gone)
            if not out <= found:
                left = len(members) - len(out) + coming
                if left + count.extras(frozenset(gone), crowd.n - left) >= crowd.n:
                    found |= out
        return frozenset(found)


class _Count:
    """How many of one group can be ordered along with an order, at most."""

    def __init__(self, crowding: Crowding, crowd: Crowd) -> None:
        self.growth, self.program, self.crowd, self.acts = crowding.growth, crowding.program, crowd, crowding.acts
        growth, plan = self.growth, crowding.plan
        own = {item for item, hold in growth.held.items() if hold.origin < 0}
        self.sure = frozenset(own if plan is None else own | {plan}) | crowding.come
        users = [*growth.held, *(() if plan is None else (plan,))]
        self._held = [(user, a) for user in users for a in self._asked_by(user, taken=False) if self._leads_there(a)]
        asked = ((item, a) for item in sorted(crowding.come) for a in self._asked_by(item, taken=item in crowding.ordered))
        self._new = [(item, a) for item, a in asked if self._leads_there(a)]
        self._known: dict[int, int] = {}

    def answering(self) -> Iterator[int]:
        """The holdings that meet a demand for which something of the group may be ordered along."""
        for _, asking in chain(self._held, self._new):
            yield from (item for item in self.growth.held if any(item in answers for _, answers in asking.groups))

    def extras(self, gone: Items, enough: int) -> int:
        """How many come at most where `gone` is cancelled, as far as it is less than `enough`."""
        self._known.clear()
        asked = [one for one in self._held if one[0] not in gone]
        total = 0
        for user, asking in chain(asked, self._new):
            if total < enough and not self._is_met(user, asking, gone):
                total += self._for_demand(asking, gone, enough)
        return min(total, enough)

    def _asked_by(self, item: int, *, taken: bool) -> Iterator[Asking]:
        """The demands of an item, if it is ordered those as well that it makes when it is taken."""
        asked = (*self.program.needs[item], *self.program.needs_taken[item]) if taken else self.program.needs[item]
        return (a for a in asked if self.acts(a.rule))

    def _is_met(self, user: int, asking: Asking, gone: Items) -> bool:
        """Whether a demand is surely met by something else that stays or comes with the order itself."""
        if asking.rule in self.program.conditional:
            return False
        return any(item in answers for _, answers in asking.groups for item in self.sure - gone if item != user)

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
        known = self._known.get(item)
        if known is None:
            if self.program.is_plan[item] or self._crowds_itself(item):
                known = self._known[item] = 0
                return known
            self._known[item] = enough
            known = 0
            for part in self._with_parts(item):
                known += part in self.crowd.of and (part in gone or part not in self.growth.held)
                for asking in self._asked_by(part, taken=part == item):
                    if known < enough and not self._is_met(part, asking, gone):
                        known += self._for_demand(asking, gone, enough)
            self._known[item] = known = min(known, enough)
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

    def _leads_there(self, asking: Asking) -> bool:
        """Whether something of the group may be ordered along for a demand, or for what is ordered along for it."""
        leading = self.growth.scope.memory.leading[id(self.crowd)]
        return any(not leading.isdisjoint(answers) for _, answers in asking.groups)


def _bearing(growth: Growth, crowd: Crowd) -> Items:
    """All that may bear on how many of a group come: the group, what leads there, all that asks for that and all that answers."""
    program = growth.program
    leading = set(program.with_bringers(crowd.of))
    border = list(leading)
    asking_for_it: set[int] = set()
    while border:
        item = border.pop()
        users = {*program.needed_by[item], *program.takers.get(item, ())}
        asking_for_it |= users
        more = program.with_bringers(users) - leading
        leading |= more
        border += more
    growth.scope.memory.leading[id(crowd)] = frozenset(leading)
    found = leading | asking_for_it
    for item in asking_for_it:
        for asking in (*program.needs[item], *program.needs_taken[item]):
            for _, answers in asking.groups:
                found |= answers.keys()
    return frozenset(found)
