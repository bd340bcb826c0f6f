"""What a path can come near to: the items that it may ever hold, and the rules that speak of them."""

from __future__ import annotations

from collections.abc import Iterable

from solver.program import NEVER, Program
from solver.world import World

Items = frozenset[int]


class Near:
    """The items that may be held on some path that changes to `plans` and adds `adds`, and the days of the rules about them.

    Shape: `items` holds what is held at first, the plans, what is added, with all that these bring and all that may be ordered
    for their needs; `offers` are those of them that can be ordered; `rule_days` the days on which such a rule begins or is over.
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
            more = {carrier.part for carrier in program.brings[item]}
            for asking in (*program.needs[item], *program.needs_taken[item]):
                answers = {other for _, of_group in asking.groups for other in of_group if not program.is_plan[other]}
                orders |= answers
                more |= answers
            border += more - found
            found |= more
        return frozenset(found)

    def _speaks(self, rule: int) -> bool:
        """Whether a rule may speak of what the path comes near to."""
        program = self.program
        if program.rules[rule].body.NAME == "tell":
            return False
        about = program.abouts(rule)
        return about is None or not self.items.isdisjoint(about)
