"""Legal states in which what bars an item makes room for it: one state serves to see many items alive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from solver.legal.grow import NOBODY, Growth, Soil, Wish
from solver.legal.law import Set
from solver.legal.modes import free_and_own

ROOM = 4
"""For so many answers to one demand room is made, when none can be had without."""
SCANNED = 32
"""So many items that are looked at in passing are work for one."""


class Exchange(Growth):
    """A legal state that takes items in exchange for others, and gives them back.

    Shape: between `take` and `keep` or `undo` what came and what left is in the journal.
    Cost: an item costs as much as it makes come and leave, and no more than it may.
    """

    def __init__(self, soil: Soil, cell: int) -> None:
        super().__init__(soil, cell)
        self._journal: list[tuple[int, bool]] = []
        self._most = 0
        self._making_room = True
        self._changeable = NOBODY
        self._resting = defaultdict[int, set[int]](set)

    @property
    def dear(self) -> int:
        """How many came and left since the last `keep`."""
        return len(self._journal)

    @property
    def came(self) -> Iterator[int]:
        """What came since the last `keep`, and did not leave again."""
        return (item for item, came in self._journal if came and item in self.held)

    def take(self, item: int, most: int, *, beside: Sequence[int] = ()) -> bool:
        """Whether the state now holds an item, what bars it gone; else it is as it was.

        Shape: of what was held, `beside` stays. Units: `most` is work, as in `work`.
        """
        came, mark = self._begin(most, beside)
        if item in self.held or (self._drive(item, (), came) and self._mend(mark, came)):
            return True
        self._back(mark)
        return False

    def drop(self, item: int, most: int, *, beside: Sequence[int]) -> bool:
        """Whether the state holds an item no more, with others in its place; else it is as it was. Shape: as for `take`."""
        came, mark = self._begin(most, beside)
        self._refused.add(item)
        self._leave(item)
        if self._mend(mark, came):
            return True
        self._back(mark)
        return False

    def _begin(self, most: int, beside: Sequence[int]) -> tuple[list[int], int]:
        self._refused.clear()
        self._changeable = NOBODY
        self._most = self.work + most
        self._making_room = True
        return [*beside], len(self._journal)

    def start(self, items: Iterable[int]) -> None:
        """Takes as much of a legal state as can be held at once, own and not bound, on these days."""
        for item in items:
            if not self._barred(item):
                self._put(item)
        lacking = [item for item in self.held if not self._content(item)]
        for item in self.held:
            self._rest(item)
        while lacking:
            item = lacking.pop()
            if item in self.held:
                self._take_back([item])
                lacking += self._bereft(item)

    def _content(self, item: int) -> bool:
        return all(part in self.held for part in self.law.firm[item]) and all(map(self._granted, self.soil.wishes[item]))

    def keep(self) -> None:
        """What was taken stays for good."""
        self._journal.clear()

    def undo(self) -> None:
        """The state is again what it was after the last `keep`."""
        self._back(0)

    # -- an item comes -----------------------------------------------------------------------------------------------------------
    def _trial(self, item: int, wanted: Container[int], came: list[int]) -> Generator[int, bool | None, bool]:
        self.work += 1
        if item in self._refused or self.work > self._most:
            return False
        mark, before = len(self._journal), len(came)
        if not self._make_room(item, came):
            return self._give_up(item, mark, came, before)
        self._put(item)
        self._journal.append((item, True))
        came.append(item)
        for part in self.law.firm[item]:
            if part not in self.held and not (yield part):
                return self._give_up(item, mark, came, before)
        for wish in self.soil.wishes[item]:
            if self._granted(wish):
                continue
            for answer in self._offers(wish, came):
                if (yield answer):
                    self._changeable = answer if answer == self.plan else self._changeable
                    break
            else:
                return self._give_up(item, mark, came, before)
        self._rest(item)
        return True

    def _offers(self, wish: Wish, came: list[int]) -> Iterator[int]:
        """What may answer a wish: what can be had as it is, then some for which others must leave."""
        barred: list[int] = []
        for answer in self._plans(wish, came) if wish.plan else wish.answers:
            if answer == wish.but or answer in self._refused:
                continue
            if not self._barred(answer):
                yield answer
            elif len(barred) < ROOM:
                barred.append(answer)
                if wish.plan and self.plan != NOBODY and len(barred) == ROOM:
                    break
        yield from barred if self._making_room else ()

    def _plans(self, wish: Wish, came: list[int]) -> Iterator[int]:
        """The plans of a wish that all that came so far can do with."""
        wishes = (other for item in came for other in self.soil.wishes[item] if other.plan and other.element not in self.off)
        fit = wish.among.intersection(*(other.among for other in wishes))
        return (plan for plan in wish.answers if plan in fit)

    def _give_up(self, item: int, mark: int, came: list[int], before: int) -> Literal[False]:
        self._back(mark)
        del came[before:]
        self._refused.add(item)
        return False

    def _back(self, mark: int) -> None:
        self.work += len(self._journal) - mark
        while len(self._journal) > mark:
            item, came = self._journal.pop()
            if came:
                self._take_back([item])
            else:
                self._put(item)

    # -- others leave ------------------------------------------------------------------------------------------------------------
    def _make_room(self, item: int, came: list[int]) -> bool:
        """Whether nothing bars an item any more: none of what came, at least, was in its way."""
        if not self._barred(item):
            return True
        if not self._making_room:
            return False
        for other in self._opponents(item):
            if other == item or (other in came and other != self._changeable):
                return False
            self._leave(other)
        for place in self.soil.crowds[item]:
            crowd = self.law.crowds[place]
            over = self._members.get(place, 0) - crowd.n + 1
            if over > 0 and crowd.element not in self.off:
                spare = [other for other in self._held_of(crowd.of) if other not in came]
                if len(spare) < over:
                    return False
                for other in spare[-over:]:
                    self._leave(other)
        return not self._barred(item)

    def _opponents(self, item: int) -> list[int]:
        """The plan held and what is in conflict with an item."""
        found = [self.plan] if self.law.is_plan[item] and self.plan != NOBODY else []
        for place, element, left, right in self.soil.sides[item]:
            if element not in self.off:
                pairing = self.law.pairings[place]
                found += self._held_of(pairing.right) if left and self._right.get(place) else ()
                found += self._held_of(pairing.left) if right and self._left.get(place) else ()
        return list(dict.fromkeys(found))

    def _held_of(self, members: Set) -> list[int]:
        few: Mapping[int, object] = members if len(members) < len(self.held) else self.held
        self.work += len(few) // SCANNED
        return [item for item in few if item in members and item in self.held and free_and_own(members[item])]

    def _leave(self, item: int) -> None:
        self.work += 1
        self._take_back([item])
        self._journal.append((item, False))

    # -- those that needed them --------------------------------------------------------------------------------------------------
    def _mend(self, mark: int, came: list[int]) -> bool:
        """Whether all that is held has again what it asks for: with other answers, or gone too."""
        self._making_room = False
        for item in tuple(came):
            if item in self.held and not self._content(item) and not self._helped(item, came):
                return False
        place = mark
        while place < len(self._journal):
            item, taken = self._journal[place]
            place += 1
            if taken or item in self.held:
                continue
            for asker in self._bereft(item):
                if asker in self.held and not self._helped(asker, came):
                    if asker in came or self.work > self._most:
                        return False
                    self._leave(asker)
        return True

    def _rest(self, item: int) -> None:
        """Notes on what held an item rests: a part, or one answer to each wish. What was noted once is noted for good."""
        self.work += 1 + len(self.soil.wishes[item])
        for part in self.law.firm[item]:
            self._resting[part].add(item)
        for wish in self.soil.wishes[item]:
            if wish.element not in self.off:
                self._resting[self._support(wish)].add(item)

    def _support(self, wish: Wish) -> int:
        """Something held that answers a wish, if anything does."""
        if wish.plan:
            return self.plan
        few: Iterable[int] = wish.answers if len(wish.answers) <= len(self.held) else self.held
        return next((one for one in few if one in self.held and one in wish.among and one != wish.but), NOBODY)

    def _bereft(self, gone: int) -> list[int]:
        """What is held and lacks something because an item is gone."""
        found = []
        for asker in sorted(self._resting.get(gone, ())):
            if asker in self.held:
                self.work += 1
                if self._content(asker):
                    self._rest(asker)
                else:
                    found.append(asker)
        return found

    def _helped(self, asker: int, came: list[int]) -> bool:
        self.work += 1
        if not all(part in self.held for part in self.law.firm[asker]):
            return False
        for wish in self.soil.wishes[asker]:
            if not self._granted(wish) and not any(self._drive(answer, (), came) for answer in self._offers(wish, came)):
                return False
        self._rest(asker)
        return True
