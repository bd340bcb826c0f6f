"""Why something comes on a path, and why something falls: the demands for which it may be ordered along, and its clashes.

docs/search.md has the argument.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from model.selectors import Residue, asks_origin, holds
from solver.ground.entries import Asking, Crowd
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.world import World

Demands = frozenset[tuple[int, tuple[int, ...]]]
"""Demands by the rule that makes them, and what meets them (`Want.key`): who makes them aside."""


@dataclass(frozen=True, slots=True)
class Want:
    """A demand of an item, and what may be ordered along for it.

    Shape: `answers` may meet it, `meeting` surely do, whatever state they are in; `along` are no plans and meet it, or bring
    what does, `bringing` those of them that bring something; `come` all that may come with these. `lasting` if it is made as
    long as the item is held; `plain` if no condition on a holding bears on it, and what is ordered along for it meets it itself;
    `hangs` if what a holding has come with does.
    """

    item: int
    asking: Asking
    lasting: bool
    key: tuple[int, ...]
    answers: Items
    meeting: Items
    along: Items
    come: Items
    bringing: Items
    plain: bool
    hangs: bool

    @property
    def made(self) -> tuple[int, tuple[int, ...]]:
        """The demand, who makes it aside."""
        return self.asking.rule, self.key


@dataclass(frozen=True, slots=True)
class Fall:
    """By what a holding may fall with an order, or leave.

    Shape: `clashing` are the items it clashes with, `crowds` the groups it is in, `beside` its demands for other plans than some,
    `wants` those for other items, and `bringers` what it may have come with, and leave with; `freely` if it may fall for more
    reasons than these.
    """

    freely: bool
    beside: tuple[Asking, ...]
    clashing: Items
    crowds: tuple[Crowd, ...]
    wants: tuple[Want, ...]
    bringers: Items


class Reasons:
    """Why something comes, and why something falls, on the paths of one question while some rules act (None: all)."""

    def __init__(self, program: Program, first: World, *, changes: bool, add: Items) -> None:
        self.program = program
        self.acting: frozenset[int] | None = None
        self.had = {hold.item: hold for hold in first.holds}
        self._bound = {hold.item for hold in first.with_plan if hold.until}
        self.changes = changes or first.booked is not None
        booked = NOTHING if first.booked is None else frozenset((first.booked[0],))
        plans = booked | (frozenset(program.plans) if changes else NOTHING)
        self.outright = program.with_parts(plans | add)
        """What comes by itself, by a change, or as it is asked for, and with these."""
        self._asking = [item for item in sorted(self.outright) if program.has_needs(item)]
        self.there = self.outright.union(self.had, () if first.plan is None else (first.plan.item,))
        self._forget()

    def while_acting(self, rules: frozenset[int]) -> Reasons:
        """The same where no other rules act than these."""
        found = copy(self)
        found.acting = rules
        found._forget()
        return found

    def _forget(self) -> None:
        self._wants: dict[int, tuple[Want, ...]] = {}
        self._falls: dict[tuple[int, bool], Fall] = {}
        self.at_first = tuple(want for item in sorted(self.had) for want in self.wants(item) if want.lasting)
        """The demands of what is held at first."""
        self.of_outright = tuple(want for item in self._asking for want in self.wants(item))
        self.telling = self._all_telling()
        """What may meet one of these, or what such a thing needs in turn: what else is kept makes little difference."""

    def _all_telling(self) -> Items:
        program = self.program
        meeting = NOTHING.union(*(want.answers for want in (*self.at_first, *self.of_outright)))
        askings = (asking for item in meeting for asking in program.needs[item])
        groups = {id(group): group for asking in askings if self._lets_fall(asking.rule) for _, group in asking.groups}
        return meeting.union(*groups.values())

    def _acts(self, rule: int) -> bool:
        return self.acting is None or rule in self.acting

    def wants(self, item: int) -> tuple[Want, ...]:
        """The demands of an item."""
        found = self._wants.get(item)
        if found is None:
            program, acts = self.program, self._acts
            lasting = [self._want(item, asking, lasting=True) for asking in program.needs[item] if acts(asking.rule)]
            taken = [self._want(item, asking, lasting=False) for asking in program.needs_taken[item] if acts(asking.rule)]
            found = self._wants[item] = (*lasting, *taken)
        return found

    def _want(self, item: int, asking: Asking, *, lasting: bool) -> Want:
        groups = [(residue, group) for residue, group in asking.groups if self._may_be(residue, item)]
        residues = [one for residue, group in groups for one in (residue, *group.values())]
        answers = {one: asked for _, group in groups for one, asked in group.items() if one != item and self._may_be(asked, one)}
        sure = [group for residue, group in groups if residue is True]
        meeting = frozenset(one for group in sure for one, asked in group.items() if asked is True and one != item)
        along = frozenset(one for one in self.program.with_bringers(answers) if not self.program.is_plan[one])
        plain = all(residue is True for residue in residues) and along <= answers.keys()
        hangs = any(map(asks_origin, residues))
        key = tuple(id(group) for _, group in groups)
        come = self.program.with_parts(along)
        bringing = frozenset(one for one in along if self.program.brings[one])
        return Want(item, asking, lasting, key, frozenset(answers), meeting, along, come, bringing, plain, hangs)

    def fall(self, item: int, *, free: bool = False) -> Fall:
        """By what an item may fall with an order: one that cancels it by choice orders nothing along.

        Shape: while it is `free`, not bound by any contract, or at any time.
        """
        found = self._falls.get((item, free))
        if found is None:
            found = self._falls[item, free] = self._fall(item, free=free)
        return found

    def _fall(self, item: int, *, free: bool) -> Fall:
        program, held, lets_fall = self.program, self.had.get(item), self._lets_fall
        pairs = [pair for pair in program.pairs[item] if lets_fall(pair.rule) and self._may_be(pair.mine, item, free=free)]
        crowds = [one for one in program.crowds[item] if lets_fall(one.rule) and self._may_be(one.of[item], item, free=free)]
        others = [pair.other for pair in pairs] + [crowd.of for crowd in crowds]
        freely = (
            program.is_plan[item]
            or any(lets_fall(rule) and asks_origin(residue) for rule, residue, _ in program.fits[item])
            or any(asks_origin(pair.mine) for pair in pairs)
            or any(asks_origin(asked) for of in others for asked in of.values())
        )
        clashing = (one for pair in pairs for one, asked in pair.other.items() if one != item and self._may_be(asked, one))
        beside = tuple(asking for asking in program.beside[item] if lets_fall(asking.rule)) if self.changes else ()
        wants = tuple(want for want in self.wants(item) if want.lasting and lets_fall(want.asking.rule))
        bringers = {carrier.bringer for carrier in program.carriers[item]}
        bringers |= {held.origin} if held is not None and held.origin >= 0 else set()
        return Fall(freely, beside, frozenset(clashing), tuple(crowds), wants, frozenset(bringers))

    def _may_be(self, residue: Residue, item: int, *, free: bool = False) -> bool:
        """Whether a holding of an item may be in a set. Shape: while it is `free`, or at any time."""
        if isinstance(residue, bool) or asks_origin(residue):
            return residue is not False
        bound = not free and (self.program.items[item].term is not None or item in self._bound)
        return any(holds(residue, bound=one, origin="own", plan=None) for one in {False, bound})

    def _lets_fall(self, rule: int) -> bool:
        return self.program.lets_fall(rule) and self._acts(rule)
