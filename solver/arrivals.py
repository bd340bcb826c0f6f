"""What may come on a path: by a change, as what is asked for, with these, or ordered along for a demand that an order breaks.

What meets a demand is ordered along only where the order would break the demand else, and so, where it was met before, only
where all that met it leaves with the order. docs/search.md has the argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from model.selectors import Residue, asks_origin, holds
from solver.entries import Asking, Crowd
from solver.items import NOTHING, Items
from solver.program import Program
from solver.world import World

ANY_NUMBER = 10**6
FEW = 6
"""For so many demands at most it is looked at which of them can be met together."""


Room: TypeAlias = dict[tuple[int, int], int]
"""How many of a group may be there together, by the group and the first holding that is not (-1: none)."""


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


@dataclass(frozen=True, slots=True)
class Fall:
    """By what a holding may fall with an order.

    Shape: `freely` for more reasons than what it clashes with; `beside` are demands for other plans than some.
    """

    freely: bool
    beside: tuple[Asking, ...]
    clashing: Items
    crowds: tuple[Crowd, ...]


class Reasons:
    """Why something comes, and why something falls, on the paths of one question while some rules act (None: all)."""

    def __init__(self, program: Program, first: World, *, changes: bool, add: Items) -> None:
        self.program = program
        self.acting: frozenset[int] | None = None
        self.had = {hold.item: hold for hold in first.holds}
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
        self._falls: dict[int, Fall] = {}
        self.at_first = tuple(want for item in sorted(self.had) for want in self.wants(item) if want.lasting)
        """The demands of what is held at first."""
        self.of_outright = tuple(want for item in self._asking for want in self.wants(item))
        self.telling = NOTHING.union(*(want.answers for want in (*self.at_first, *self.of_outright)))
        """What may meet one of these: what else is kept makes little difference."""

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

    def fall(self, item: int) -> Fall:
        """By what an item may fall with an order: one that cancels it by choice orders nothing along."""
        found = self._falls.get(item)
        if found is None:
            found = self._falls[item] = self._fall(item)
        return found

    def _fall(self, item: int) -> Fall:
        program, held = self.program, self.had.get(item)
        pairs = [pair for pair in program.pairs[item] if self._lets_fall(pair.rule) and self._may_be(pair.mine, item)]
        crowds = [one for one in program.crowds[item] if self._lets_fall(one.rule) and self._may_be(one.of[item], item)]
        others = [pair.other for pair in pairs] + [crowd.of for crowd in crowds]
        freely = (
            program.is_plan[item]
            or bool(program.carriers[item])
            or (held is not None and held.origin >= 0)
            or any(self._lets_fall(asking.rule) for asking in program.needs[item])
            or any(self._lets_fall(rule) and asks_origin(residue) for rule, residue, _ in program.fits[item])
            or any(asks_origin(pair.mine) for pair in pairs)
            or any(asks_origin(asked) for of in others for asked in of.values())
        )
        clashing = (one for pair in pairs for one, asked in pair.other.items() if one != item and self._may_be(asked, one))
        beside = tuple(asking for asking in program.beside[item] if self._lets_fall(asking.rule))
        return Fall(freely, beside if self.changes else (), frozenset(clashing), tuple(crowds))

    def _may_be(self, residue: Residue, item: int) -> bool:
        """Whether a holding of an item may be in a set."""
        if isinstance(residue, bool) or asks_origin(residue):
            return residue is not False
        held = self.had.get(item)
        bound = self.program.items[item].term is not None or (held is not None and held.until > 0)
        return any(holds(residue, bound=one, origin="own", plan=None) for one in {False, bound})

    def _lets_fall(self, rule: int) -> bool:
        return self.program.lets_fall(rule) and self._acts(rule)


class Spread:
    """What may come, found from what comes outright: what may be ordered along for it, or for what is held, and so on.

    Shape: no more than `beside` may come with any order (None: anything), so that something falls; `most` is how many of groups
    may be there together, as far as it is known; `crowds` are those in which something might have to give way; nothing comes
    for the demand `without`.
    """

    def __init__(self, reasons: Reasons, kept: Items, beside: Set[int] | None, most: Room, without: Want | None = None) -> None:
        self.reasons, self.kept, self.beside, self.most, self.without = reasons, kept, beside, most, without
        self.items = set(reasons.outright)
        self.crowds: dict[tuple[int, int], Crowd] = {}
        self._made: dict[tuple[int, ...], tuple[bool, Items, Items, set[int]]] = {}
        self._full: dict[tuple[int, int], bool] = {}
        self._border: list[int] = []
        for want in reasons.of_outright:
            if self._is_open(want):
                self._come(want, want.along)
        held = [want for want in reasons.at_first if self._is_open(want)]
        more = True
        while more:
            self._spread()
            came = [self._come(want, self._along(want)) for want in held]
            more = any(came)

    def _spread(self) -> None:
        """Takes in what may be ordered along for what may come."""
        while self._border:
            for want in self.reasons.wants(self._border.pop()):
                if self._is_open(want):
                    self._come(want, want.along)

    def _is_open(self, want: Want) -> bool:
        """Whether something may be ordered along for a demand, and not only where it is for the one that is left out as well."""
        if not self.kept.isdisjoint(want.meeting):
            return False
        out = self.without
        return out is None or want.key != out.key or want.item in out.answers

    def _come(self, want: Want, along: Items) -> bool:
        """Takes in what may be ordered along for a demand; whether there is anything new."""
        if self.beside is not None and not along <= self.beside:
            along = along & self.beside
        if not along:
            return False
        come = along if not want.bringing else want.come if along is want.along else self.reasons.program.with_parts(along)
        plain, known, bringing, asking = self._made.get(want.key, (True, NOTHING, NOTHING, set[int]()))
        self._made[want.key] = (plain and want.plain, known | along, bringing | (want.bringing & along), asking | {want.item})
        more = come - self.items
        if self.beside is not None:
            more &= self.beside
        self.items |= more
        self._border += [one for one in sorted(more) if self.reasons.program.has_needs(one)]
        return bool(more)

    def _along(self, want: Want) -> Items:
        """What may be ordered along for the demand of a holding, once all that meets it falls with an order."""
        there = [one for one in want.answers if one in self.reasons.there or one in self.items]
        if want.hangs or any(self._may_fall(one, want.meeting) for one in there):
            return want.along
        return frozenset(one for other in there if other not in self.kept for one in self._ousting(other, want.along))

    def _may_fall(self, item: int, meeting: Items) -> bool:
        """Whether something may leave with an order in which nothing comes that meets a demand in its stead."""
        if item in self.kept:
            return False
        fall = self.reasons.fall(item)
        if fall.freely or fall.beside:
            return True
        clashing = self._clashing(item) - meeting
        return bool(clashing) if self.beside is None else not clashing.isdisjoint(self.beside)

    def _clashing(self, item: int) -> Items:
        """What may make something fall as it comes."""
        return self.reasons.fall(item).clashing.union(*(crowd.of for crowd in self.tight(item))) - {item}

    def _ousting(self, item: int, among: Items) -> Iterable[int]:
        """Those by which, or by what comes with which, an item may fall."""
        clashing = self._clashing(item)
        brings = self.reasons.program.brings
        return [one for one in among if one in clashing or (brings[one] and not self._parts(one).isdisjoint(clashing))]

    @cached_property
    def come(self) -> Items:
        """All that may come, as a set that stays as it is."""
        return frozenset(self.items)

    def _parts(self, item: int) -> Items:
        return self.reasons.program.with_parts((item,))

    @property
    def along(self) -> Items:
        """What may be ordered along, and what comes with it."""
        return self.reasons.program.with_parts(item for _, along, _, _ in self._made.values() for item in along)

    def but_for(self, want: Want) -> Items:
        """What may come for other reasons than a demand."""
        return frozenset(Spread(self.reasons, self.kept, self.beside, self.most, want).items)

    def may_be_full(self, crowd: Crowd, but_for: int) -> bool:
        """Whether a group may be full without an item that is in it, so that it may have to give way."""
        key = self._place(crowd, but_for)
        if key not in self._full:
            self._full[key] = self.most_in(crowd, key[1]) >= crowd.n
        return self._full[key]

    def _place(self, crowd: Crowd, but_for: int) -> tuple[int, int]:
        return id(crowd), but_for if but_for in self.reasons.had else -1

    def for_these(self, items: Items) -> Items:
        """What may come for demands of some of these that come, and so on."""
        found: set[int] = set()
        border = sorted(items)
        while border:
            wants = [want for want in self.reasons.wants(border.pop()) if self.kept.isdisjoint(want.meeting)]
            more = NOTHING.union(*(want.come for want in wants)) - found
            found |= more
            border += sorted(more)
        return frozenset(found)

    def tight(self, item: int) -> list[Crowd]:
        """The groups of an item that may be so full that it must give way to what comes."""
        found = []
        for crowd in self.reasons.fall(item).crowds:
            key = self._place(crowd, item)
            self.crowds[key] = crowd
            if self.most.get(key, ANY_NUMBER) >= crowd.n:
                found.append(crowd)
        return found

    def most_in(self, crowd: Crowd, out: int) -> int:
        """How many of a group are held together at most while `out` is not: what is held at first, what comes outright, and
        one for each demand.

        Shape: of what is ordered along for demands that the same meets no two are held together, unless one makes such a
        demand itself; nor is one with something that was held at first and meets the demand, unless that has come again.
        """
        of, outright = crowd.of.keys(), self.reasons.outright
        had = frozenset(of & self.reasons.had.keys()) - {out}
        places: list[tuple[int, Items]] = []
        for plain, along, bringing, asking in self._made.values():
            brought = any(not of.isdisjoint(self._parts(one) - {one}) for one in bringing)
            if of.isdisjoint(along) and not brought:
                continue
            if not plain or brought:
                return ANY_NUMBER
            places.append((1 if along.isdisjoint(asking) else 2, (had & along) - asking - outright))
        most = len(had | (of & outright - {out}))
        if len(places) > FEW:
            return most + sum(number for number, _ in places)
        some = (one for size in range(len(places) + 1) for one in combinations(places, size))
        return most + max(sum(n for n, _ in one) - len(NOTHING.union(*(gone for _, gone in one))) for one in some)


class Arrivals:
    """What may come on the paths of one question. Shape: the fewer rules act, the less may come.

    Cost: `make` is called when first something is asked; it is for a search to say from when on that pays (`wake`).
    """

    def __init__(self, make: Callable[[], Reasons], question: Arrivals | None = None) -> None:
        self._make, self._question = make, question
        self._awake = False
        self._spreads: dict[Items, Spread] = {}

    def while_acting(self, rules: frozenset[int]) -> Arrivals:
        """The same where no other rules act than these."""
        return Arrivals(lambda: self.reasons.while_acting(rules), self._question or self)

    @property
    def awake(self) -> bool:
        """Whether it is asked what may come when a plan is entered."""
        return self._awake if self._question is None else self._question.awake

    def wake(self) -> None:
        """From now on it is asked, for all of the question: a search was long."""
        if self._question is None:
            self._awake = True
        else:
            self._question.wake()

    @cached_property
    def reasons(self) -> Reasons:
        """Why something comes, and why something falls."""
        return self._make()

    def beside(self, kept: Items) -> Items:
        """What may come while some of the first holdings are kept all along, plans among it."""
        return self.spread(kept).come

    def spread(self, kept: Items) -> Spread:
        """The same with what bears on it."""
        kept &= self.reasons.telling
        found = self._spreads.get(kept)
        if found is None:
            found = self._spreads[kept] = self._least(kept)
        return found

    def _least(self, kept: Items) -> Spread:
        """What may come beside no more than that: the less comes, the less falls for which more comes.

        Shape: at first anything may come beside it, and any number of a group be there.
        """
        spread = Spread(self.reasons, kept, None, {})
        while True:
            most = dict(spread.most)
            for key, crowd in spread.crowds.items():
                most[key] = min(most.get(key, ANY_NUMBER), spread.most_in(crowd, key[1]))
            after = Spread(self.reasons, kept, spread.items, most)
            if after.items == spread.items and most == spread.most:
                return after
            spread = after
