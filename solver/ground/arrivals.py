"""What may come on a path: by a change, as what is asked for, with these, or ordered along for a demand that an order breaks.

What meets a demand is ordered along only where the order would break the demand else, and so, where it was met before, only
where all that met it leaves with the order. docs/search.md has the argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import TypeAlias

from solver.ground.entries import Crowd
from solver.ground.items import NOTHING, Items
from solver.ground.wants import Reasons, Want

ANY_NUMBER = 10**6
FEW = 6
"""For so many demands at most it is looked at which of them can be met together."""


Along: TypeAlias = tuple[tuple[int, ...], int | None]
"""What comes along for a demand whose suppliers have all left: by what meets that (`Want.key`), and what comes, if anything."""
Place: TypeAlias = tuple[int, int, Along | None]
"""A group, the first holding of it that is not there (-1: none), and what has come along."""


class Spread:
    """What may come, found from what comes outright: what may be ordered along for it, or for what is held, and so on.

    Shape: no more than `beside` may come with any order (None: anything), so that something falls; `most` is how many of groups
    may be there together, as far as it is known; `crowds` are those in which something might have to give way; nothing comes
    for the demand `without`.
    """

    def __init__(
        self, reasons: Reasons, kept: Items, beside: Set[int] | None, most: dict[Place, int], without: Want | None = None
    ) -> None:
        self.reasons, self.kept, self.beside, self.most, self.without = reasons, kept, beside, most, without
        self.items = set(reasons.outright)
        self.crowds: dict[Place, Crowd] = {}
        self._made: dict[tuple[int, ...], tuple[bool, Items, Items, set[int]]] = {}
        self._full: dict[Place, bool] = {}
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
        if self.may_lack(want):
            return want.along
        left = (other for other in self._there(want) if other not in self.kept)
        return frozenset(one for other in left for one in self._ousting(other, want.along))

    def may_lack(self, want: Want) -> bool:
        """Whether all that meets a demand may fall with an order in which nothing comes that meets it."""
        if not self.kept.isdisjoint(want.meeting):
            return False
        return want.hangs or any(self._may_fall(one, want) for one in self._there(want))

    def _there(self, want: Want) -> list[int]:
        """What may be there to meet a demand."""
        return [one for one in want.answers if one in self.reasons.there or one in self.items]

    def _may_fall(self, item: int, want: Want) -> bool:
        """Whether something may leave with an order in which nothing comes that meets a demand in its stead.

        Shape: by itself, or for want of something else that may fall so, and so on; in a circle each for want of the next.
        """
        links: dict[tuple[int, tuple[int, ...]], list[tuple[int, tuple[int, ...]]]] = {}
        border = [(item, want)]
        while border:
            one, of = border.pop()
            if one in self.kept or (one, of.key) in links:
                continue
            if self._falls(one, of):
                return True
            found = links[one, of.key] = []
            for lacked in self.reasons.fall(one).wants:
                if self.kept.isdisjoint(lacked.meeting):
                    if lacked.hangs:
                        return True
                    there = self._there(lacked)
                    found += [(other, lacked.key) for other in there if other not in self.kept]
                    border += [(other, lacked) for other in there]
        try:
            TopologicalSorter(links).prepare()
        except CycleError:
            return True
        return False

    def _falls(self, item: int, want: Want) -> bool:
        """Whether something may leave by itself with an order in which nothing comes that meets a demand."""
        fall = self.reasons.fall(item)
        if fall.freely or fall.beside or not fall.bringers <= self.kept:
            return True
        left = want.meeting | {item}
        if self._comes(fall.clashing, left):
            return True
        return any(self._comes(crowd.of.keys(), left) and self._is_tight(crowd, item, (want.key, None)) for crowd in fall.crowds)

    def _comes(self, items: Set[int], but_for: Items) -> bool:
        """Whether one of some items may come, but for others."""
        others = items - but_for
        return bool(others) if self.beside is None else not others.isdisjoint(self.beside)

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

    def may_be_full(self, crowd: Crowd, but_for: int, along: Along | None = None) -> bool:
        """Whether a group may be full without an item that is in it, so that it may have to give way.

        Shape: to anything that comes, or to what comes `along`.
        """
        key = self._place(crowd, but_for, along)
        if key not in self._full:
            self._full[key] = self.most_in(crowd, key[1], along) >= crowd.n
        return self._full[key]

    def _place(self, crowd: Crowd, but_for: int, along: Along | None) -> Place:
        return id(crowd), but_for if but_for in self.reasons.had else -1, along

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
        return [crowd for crowd in self.reasons.fall(item).crowds if self._is_tight(crowd, item)]

    def _is_tight(self, crowd: Crowd, item: int, along: Along | None = None) -> bool:
        key = self._place(crowd, item, along)
        self.crowds[key] = crowd
        return self.most.get(key, ANY_NUMBER) >= crowd.n

    def most_in(self, crowd: Crowd, out: int, along: Along | None = None) -> int:
        """How many of a group are held together at most while `out` is not: what is held at first, what comes outright, and
        for each demand one thing that meets it, with what that brings.

        Shape: of what is ordered along for demands that the same meets no two are held together, unless one makes such a
        demand itself; nor is one with something that was held at first and meets the demand, unless that has come again.
        `along` has just come.
        """
        of, outright = crowd.of.keys(), self.reasons.outright
        had = frozenset(of & self.reasons.had.keys()) - {out}
        come = NOTHING if along is None or along[1] is None else of & self._parts(along[1])
        most, surely_gone = len(had | (of & outright - {out})) + len(come), NOTHING
        places: list[tuple[int, Items]] = []
        for key, (plain, ordered, bringing, asking) in self._made.items():
            number = max((len(of & self._parts(one)) for one in bringing), default=0)
            number = max(number, 0 if of.isdisjoint(ordered) else 1)
            if not number:
                continue
            if not plain:
                return ANY_NUMBER
            gone = (had & ordered) - asking - outright
            if not ordered.isdisjoint(asking):
                places.append((2 * number, gone))
            elif along is not None and along[0] == key:
                surely_gone = gone
            else:
                places.append((number, gone))
        if len(places) > FEW:
            return most + sum(number for number, _ in places)
        some = (one for size in range(len(places) + 1) for one in combinations(places, size))
        return most + max(sum(n for n, _ in one) - len(surely_gone.union(*(gone for _, gone in one))) for one in some)


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
                most[key] = min(most.get(key, ANY_NUMBER), spread.most_in(crowd, *key[1:]))
            after = Spread(self.reasons, kept, spread.items, most)
            if after.items == spread.items and most == spread.most:
                return after
            spread = after
