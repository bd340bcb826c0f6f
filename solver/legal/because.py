"""Why no legal state holds something: elements of which each is needed, found in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from solver.backend import Backend
from solver.legal.clauses import Clauses
from solver.legal.law import Law
from solver.legal.reach import Slice, closure
from solver.legal.twins import Twins

Elements: TypeAlias = tuple[int, ...]
MANY = 64


class Trial:
    """Whether some elements of a slice suffice for no state to hold all of `hold` and none of `lack`."""

    def __init__(
        self,
        law: Law,
        backend: Backend,
        part: Slice,
        hold: Iterable[int],
        lack: Iterable[int],
        only: frozenset[int] | None = None,
    ) -> None:
        clauses = Clauses(law, part, switches=True, only=only)
        self.elements: Elements = tuple(sorted(clauses.switch))
        self._switch = clauses.switch
        self._session = backend.session("because", clauses.clauses, clauses.at_most)
        self._asked = [*map(clauses.held, hold), *(-clauses.held(item) for item in lack)]

    def enough(self, elements: Elements) -> bool:
        """Whether these elements suffice. Errors: NotDecided."""
        return not self._session.possible([*self._asked, *(self._switch[element] for element in elements)])

    def needed(self) -> Elements | None:
        """Elements that suffice, each needed, earlier ones preferred; None if all of them do not suffice. Errors: NotDecided.

        Shape: of more than MANY elements those are the start that Z3 blames.
        Cost: some |found| x log(elements) questions.
        """
        elements = self.elements
        if not self.enough(elements):
            return None
        if len(elements) > MANY:
            blamed = self._session.core(self._switch.values())
            elements = tuple(element for element in elements if self._switch[element] in blamed)
        return tuple(sorted(preferred(self.enough, elements)))


def because(law: Law, backend: Backend, hold: Sequence[int], lack: Sequence[int] = ()) -> Elements | None:
    """Elements by which alone no state holds all of `hold` and none of `lack`, each needed; None if some legal state does.

    Shape: found in the first slice around `hold` that suffices, so that it is near; an element may say more further off, so
    that not each is needed: that is seen where all that those of the slice say is looked at. Errors: NotDecided.
    """
    part = Slice(law, hold)
    rounds = 1
    while True:
        for _ in range(rounds):
            part.widen()
        found = Trial(law, backend, part, hold, lack).needed()
        if found is not None:
            return within(law, backend, found, hold, lack) if part.border else found
        if not part.border:
            return None
        rounds *= 2


def within(law: Law, backend: Backend, elements: Elements, hold: Sequence[int], lack: Sequence[int] = ()) -> Elements | None:
    """Those of some elements that are needed for no state to hold `hold` and none of `lack`; None if they do not suffice."""
    only = frozenset(elements)
    return Trial(law, backend, closure(law, hold, only), hold, lack, only).needed()


def preferred(enough: Callable[[Elements], bool], elements: Elements) -> Elements:
    """The elements that suffice of some that do, each needed, earlier ones preferred. Source: Junker, QuickXplain, AAAI 2004."""

    def needed(base: Elements, added: Elements, among: Elements) -> Elements:
        if added and enough(base):
            return ()
        if len(among) == 1:
            return among
        first, second = among[: len(among) // 2], among[len(among) // 2 :]
        later = needed(base + first, first, second)
        return needed(base + later, later, first) + later

    return needed((), (), elements) if elements else ()


class Deaths:
    """Why each dead item is dead: by those that it asks for, where they are dead; else by what is near it."""

    def __init__(self, law: Law, backend: Backend, dead: Sequence[int], twins: Twins) -> None:
        self.law = law
        self.backend = backend
        self.dead = dead
        self.twins = twins
        self._none = frozenset(dead)
        self._known: dict[int, Elements] = {}
        self._kin: dict[tuple[object, ...], Elements] = {}

    def all(self) -> Iterator[tuple[int, Elements]]:
        """Each dead item with its elements, as they become known. Errors: NotDecided."""
        waiting = list(self.dead)
        while waiting:
            left = [item for item in waiting if item not in self._known and not self._by_others(item)]
            if len(left) == len(waiting):
                base = [item for item in left if not any(True for _ in self._hopeless(item))]
                for item in base or left[:1]:
                    if item not in self._known:
                        self._learn(item, self._by_kin(item))
                left = [item for item in left if item not in self._known]
            yield from ((item, self._known[item]) for item in waiting if item in self._known)
            waiting = left

    def _hopeless(self, item: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """What an item always asks for in vain: the element, and the dead items that would answer it."""
        for part in self.law.firm[item]:
            if part in self._none:
                yield self.law.part_element(part), (part,)
        for demand in self.law.demands[item]:
            if demand.element not in self.law.windows and len(demand.groups) == 1:
                residue, answers = demand.groups[0]
                others = tuple(answer for answer in answers if demand.plan or answer != item)
                if residue is True and self._none.issuperset(others):
                    yield demand.element, others

    def _by_others(self, item: int) -> bool:
        for element, others in self._hopeless(item):
            if all(other in self._known for other in others):
                reasons = [one for other in others for one in self._known[other]]
                found = within(self.law, self.backend, (element, *reasons), (item,))
                assert found is not None, "what would answer it is dead"
                self._learn(item, found)
                return True
        return False

    def _learn(self, item: int, found: Elements) -> None:
        """Remembers why an item is dead, and its twins."""
        for twin in self.twins.of[self.twins.first[item]]:
            self._known[twin] = self.twins.exchanged(found, (item, twin))

    def _by_kin(self, item: int) -> Elements:
        """By the elements that make an item dead of which the law says the same, if they do; else by what is near."""
        law = self.law
        asked = tuple(demand.element for demand in law.demands[item])
        kin = (asked, *law.pairings_on[item], None, *law.crowds_on[item], None, *law.firm[item])
        found = within(law, self.backend, self._kin[kin], (item,)) if kin in self._kin else None
        if found is None:
            found = because(law, self.backend, (item,))
            assert found is not None, "a dead item has a reason"
            self._kin.setdefault(kin, found)
        return found
