"""Further holdings that make no difference to an answer, told from the rules alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from solver.ground.entries import Set
from solver.ground.items import Items
from solver.ground.program import Program


class Bystanders:
    """Holdings beside an answer that could neither help nor be in its way. docs/search.md gives the argument.

    Shape: `near` are all that is held, booked, asked for or ordered on the path of the answer; what comes with these is added.
    `best` says that no answer is better than this one, `blocked` that none is worse. `shut` are premises by which alone the
    relaxed walk tells that there is no better one; None where it does not.
    """

    def __init__(
        self, program: Program, near: Iterable[int], *, best: bool, blocked: bool, shut: frozenset[str] | None = None
    ) -> None:
        self.program, self.best, self.blocked, self.shut = program, best, blocked, shut
        self.near = program.with_parts(near)

    def is_one(self, item: int) -> bool:
        """Whether an item, held freely besides, surely leaves the verdict and the number of losses as they are."""
        if item in self.near:
            return False
        if not (self.best or self._is_beside_the_point(item) or self._only_hinders(item)):
            return False
        return self.blocked or self._is_out_of_the_way(item)

    def _is_beside_the_point(self, item: int) -> bool:
        """Whether what leaves no better answer, and what may let a bound plan be left, speak neither of it nor of its parts."""
        return self.shut is not None and self._spoken_of.isdisjoint(self.program.with_parts((item,)))

    @cached_property
    def _spoken_of(self) -> Items:
        program = self.program
        rules = {program.rule_index[name] for name in self.shut or () if name in program.rule_index}
        rules |= {rule for passages in program.passages for rule, _, passage, _ in passages if passage.speaks_of_bound}
        return frozenset().union(*program.sets_of(rules | program.always_act))

    def _only_hinders(self, item: int) -> bool:
        """Whether every path with the item held is one without it: nothing is let, met, brought or falls because of it."""
        program = self.program
        asks = (program.needs, program.crowds, program.brings, program.carriers)
        if item in self._guarding or item in program.supplying or any(entries[item] for entries in asks):
            return False
        return program.conditional.isdisjoint(program.touching(item))

    def _is_out_of_the_way(self, item: int) -> bool:
        """Whether the path is one with the item held as well, which no order on it then touches."""
        program, near = self.program, self.near
        if item in self._guarding or item in self._meeting or program.fits[item] or program.brings[item]:
            return False
        if item in self._against or any(not near.isdisjoint(crowd.of) for crowd in program.crowds[item]):
            return False
        if not all(self._all_along(a.rule, group) for a in program.beside[item] for _, group in a.groups):
            return False
        asked = ((a.rule, group) for a in program.needs[item] for _, group in a.groups)
        return all(near.isdisjoint(group) or self._all_along(rule, group) for rule, group in asked)

    def _all_along(self, rule: int, group: Set) -> bool:
        """Whether every plan on the path meets a demand of a rule that acts on all days and in all orders."""
        program = self.program
        if rule in program.conditional or rule in program.dated_rules or program.rules[rule].at is not None:
            return False
        plans = [item for item in self.near if program.is_plan[item]]
        return bool(plans) and all(plan in group for plan in plans)

    @cached_property
    def _guarding(self) -> Items:
        """What the guards of rules look for."""
        return frozenset().union(*self.program.guards_given)

    @cached_property
    def _against(self) -> Items:
        """What may not stand with something near."""
        return frozenset().union(*(pair.other for item in self.near for pair in self.program.pairs[item]))

    @cached_property
    def _meeting(self) -> Items:
        """What may meet a demand of something near."""
        program = self.program
        asked = (a for item in self.near for a in (*program.needs[item], *program.needs_taken[item]))
        return frozenset().union(*(group for asking in asked for _, group in asking.groups))
