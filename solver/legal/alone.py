"""What a few elements say by themselves, whatever the rest of the law says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from solver.backend import Backend, Session
from solver.legal.clauses import Clauses
from solver.legal.law import Demand, Law, Set
from solver.legal.reach import Slice


class Alone:
    """Questions about a few elements, with nothing else but that a number has one plan.

    Shape: `made` counts the items that were written for Z3. Cost: one session each few elements.
    """

    def __init__(self, law: Law, backend: Backend) -> None:
        self.law = law
        self.backend = backend
        self.made = 0
        self._sessions: dict[tuple[int, ...], tuple[Clauses, Session]] = {}
        self._bits: dict[int, tuple[Set, int]] = {}

    def forbid(self, elements: Iterable[int], hold: Iterable[int], lack: Iterable[int] = ()) -> bool:
        """Whether by these elements no state holds all of `hold` and none of `lack`. Errors: NotDecided."""
        clauses, session = self._session(tuple(sorted(elements)))
        return not session.possible([*map(clauses.held, hold), *(-clauses.held(item) for item in lack)])

    def _session(self, elements: tuple[int, ...]) -> tuple[Clauses, Session]:
        found = self._sessions.get(elements)
        if found is None:
            spoken_of = {item for element in elements for item in self.law.spoken_of.get(element, ())}
            part = Slice(self.law, sorted(spoken_of.union(self.law.plans)))
            part.border = ()
            self.made += len(part.items)
            clauses = Clauses(self.law, part, only=frozenset(elements))
            session = self.backend.session("alone", clauses.clauses, clauses.at_most)
            found = self._sessions[elements] = (clauses, session)
        return found

    def tells_apart(self, a: int, b: int) -> bool:
        """Whether one element alone says that no state holds both. Errors: NotDecided."""
        law = self.law
        if law.is_plan[a] and law.is_plan[b]:
            return True
        elements = set(law.mentions[a] & law.mentions[b])
        for one, other in ((a, b), (b, a)):
            if law.is_plan[one]:
                elements |= law.mentions[other]
        return any(self.forbid((element,), (a, b)) for element in sorted(elements))

    def tells_with(self, a: int, b: int) -> bool:
        """Whether one element alone, or firm parts alone, say that every state with `a` holds `b`. Errors: NotDecided."""
        if b in self.carried(a):
            return True
        return any(self.forbid((element,), (a,), (b,)) for element in sorted(self.law.mentions[a]))

    def plainly_with(self, item: int) -> frozenset[int]:
        """What one demand, or firm parts alone, plainly make come with an item, whatever the day and however it is held."""
        found = set(self.carried(item))
        for demand in self.law.demands[item]:
            if demand.element not in self.law.windows and all(asks is True for asks, _ in demand.groups):
                answers = {other for _, answers in demand.groups for other in answers if demand.plan or other != item}
                if len(answers) == 1:
                    found |= answers
        return frozenset(found) - {item}

    def carried(self, item: int) -> frozenset[int]:
        """What firm parts alone make come with an item."""
        found, border = {item}, [item]
        while border:
            for part in self.law.firm[border.pop()]:
                if part not in found:
                    found.add(part)
                    border.append(part)
        return frozenset(found) - {item}

    def plainly_apart(self, item: int) -> int:
        """The items, as bits, that one element keeps from an item whatever the day and however they are held.

        Shape: most of what `tells_apart` says, found without Z3.
        """
        law = self.law
        found = self._plans if law.is_plan[item] else 0
        for place in law.pairings_on[item]:
            pairing = law.pairings[place]
            if pairing.element not in law.windows:
                for side, other in ((pairing.left, pairing.right), (pairing.right, pairing.left)):
                    if side.get(item) is True:
                        found |= self._always(other)
        for place in law.crowds_on[item]:
            crowd = law.crowds[place]
            if crowd.n == 1 and crowd.element not in law.windows and crowd.of[item] is True:
                found |= self._always(crowd.of)
        if law.is_plan[item]:
            for plans, items in self._closed.items():
                found |= 0 if plans >> item & 1 else items
        else:
            for plans in map(self._open_to, law.demands[item]):
                found |= self._plans & ~plans
        return found & ~(1 << item)

    def _always(self, members: Set) -> int:
        found = self._bits.get(id(members))
        if found is None:
            always = bits(item for item, residue in members.items() if residue is True)
            found = self._bits[id(members)] = (members, always)
        return found[1]

    def _open_to(self, demand: Demand) -> int:
        """The plans, as bits, beside which alone an item is held by one demand; all where it does not always ask."""
        always = demand.plan and demand.element not in self.law.windows and all(asks is True for asks, _ in demand.groups)
        return bits(plan for _, answers in demand.groups for plan in answers) if always else self._plans

    @cached_property
    def _plans(self) -> int:
        return bits(self.law.plans)

    @cached_property
    def _closed(self) -> dict[int, int]:
        """The offers and V-nets, as bits, by the plans that they are open to by one demand."""
        found: dict[int, list[int]] = {}
        for item in range(self.law.size):
            if not self.law.is_plan[item]:
                for demand in self.law.demands[item]:
                    if demand.plan:
                        found.setdefault(self._open_to(demand), []).append(item)
        return {plans: bits(items) for plans, items in found.items()}


def bits(items: Iterable[int]) -> int:
    """A set of items as bits."""
    found = bytearray()
    for item in items:
        place = item >> 3
        if place >= len(found):
            found.extend(bytes(place + 1 - len(found)))
        found[place] |= 1 << (item & 7)
    return int.from_bytes(found, "little")


def members(found: int) -> Iterator[int]:
    """The items of bits, in the catalogue's sequence."""
    for place, byte in enumerate(found.to_bytes((found.bit_length() + 7) // 8, "little")):
        if byte:
            yield from (place * 8 + n for n in range(8) if byte >> n & 1)
