"""What a path can come near to: the items that it may ever hold, and the rules that speak of them."""

from __future__ import annotations

from collections.abc import Iterable

from solver.ground.arrivals import Spread
from solver.ground.entries import NEVER
from solver.ground.items import Items
from solver.ground.program import Program
from solver.ground.world import World


class Near:
    """The items that may be held on some path that changes to `plans` and adds `adds`, and the days of the rules about them.

    Shape: `items` holds what is held at first, the plans, what is added, with all that these bring and all that may be ordered
    for their needs; `offers` are those of them that can be ordered; `serves` tells of each whose needs it may meet; `rule_days`
    are the days on which such a rule begins or is over.
    """

    def __init__(self, program: Program, plans: Iterable[int], first: World | None, adds: Items) -> None:
        self.program = program
        self.plans = tuple(plans)
        held = () if first is None else first.holds
        roots = {*self.plans, *adds, *(hold.item for hold in held)}
        if first is not None and first.plan is not None:
            roots.add(first.plan.item)
        if first is not None and first.booked is not None:
            roots.add(first.booked[0])
        orders: set[int] = set(adds)
        self.serves: dict[int, set[int]] = {}
        self.items = self._closure(roots, orders)
        self.offers = tuple(sorted(orders))
        rules = [n for n in program.dated_rules if self._speaks(n)]
        days = {program.since[n] for n in rules} | {program.until[n] + 1 for n in rules if program.until[n] != NEVER}
        self.rule_days = tuple(sorted(day for day in days if day))

    def _closure(self, roots: set[int], orders: set[int]) -> Items:
        """All that may come with `roots`; adds to `orders` what may be ordered for needs."""
        program = self.program
        found, border = set(roots), list(roots)
        while border:
            item = border.pop()
            answers = self._answers(item)
            orders |= answers
            for other in answers:
                self.serves.setdefault(other, set()).add(item)
            more = answers.union(carrier.part for carrier in program.brings[item])
            border += more - found
            found |= more
        return frozenset(found)

    def burdens(self, held: Iterable[int], asked: Items, coming: Spread | None) -> tuple[Items, ...]:
        """Sets of items that can only be in the way: they meet needs of each other alone, and nothing else asks for them.

        Shape: those that hold some of `held` and none of `asked`, the smaller of two that have one in common first; the last
        one in a circle of needs, or all of it. None that may make something fall for which others come; `coming` is what may.
        """
        found: dict[Items, None] = {}
        for item in held:
            alone = frozenset((item,))
            if not self.serves.get(item) and all(self.serves.get(one, alone) <= alone for one in self._answers(item)):
                found[alone] = None
            found[self._linked(item)] = None
        return tuple(one for one in found if self._is_apart(one, asked) and not self._ousts(one, coming))

    def _is_apart(self, burden: Items, asked: Items) -> bool:
        """Whether nothing asks for some items, or for what may be ordered along for them."""
        items = burden.union(*map(self._answers, burden))
        return items.isdisjoint(asked) and not any(map(self._tells, items))

    def _ousts(self, burden: Items, coming: Spread | None) -> bool:
        """Whether something that meets needs of others may fall since one of some items is there: others may come for it then."""
        answers = {answer for item in burden for answer in self._answers(item)}
        come = answers if coming is None else answers & coming.items
        serving = {other for other, asking in self.serves.items() if other not in burden and not asking <= burden}
        for item in burden | come:
            for crowd in self.program.crowds[item]:
                # what is there makes way for what comes, which is in the group too: there is room for both
                if self.program.lets_fall(crowd.rule) and (crowd.n > 1 or item in come):
                    if any(coming is None or coming.may_be_full(crowd, other) for other in serving & crowd.of.keys()):
                        return True
        pairs = (pair for item in come for pair in self.program.pairs[item] if self.program.lets_fall(pair.rule))
        return any(not serving.isdisjoint(pair.other) for pair in pairs)

    def _linked(self, item: int) -> Items:
        """An item, all that may meet its needs or has needs that it may meet, and so on."""
        found, border = {item}, [item]
        while border:
            one = border.pop()
            more = (self._answers(one) | self.serves.get(one, set())) - found
            found |= more
            border += more
        return frozenset(found)

    def _tells(self, item: int) -> bool:
        """Whether a guard looks for an item, or it is a plan, brings something or is brought."""
        program = self.program
        if program.is_plan[item] or program.brings[item] or program.carriers[item]:
            return True
        return any(item in wanted for wanted in program.guards_given)

    def _answers(self, item: int) -> set[int]:
        asked = (*self.program.needs[item], *self.program.needs_taken[item])
        answers = {other for asking in asked for _, of_group in asking.groups for other in of_group}
        return {other for other in answers if not self.program.is_plan[other]}

    def _speaks(self, rule: int) -> bool:
        """Whether a rule may speak of what the path comes near to."""
        program = self.program
        if program.rules[rule].body.NAME == "tell":
            return False
        about = program.abouts_of_dated(rule)
        return about is None or not self.items.isdisjoint(about)
