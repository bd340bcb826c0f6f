"""Slices of the law: what a question can touch. Source: docs/search.md, 合规状态."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solver.legal.law import Law
from solver.legal.modes import modes


class Slice:
    """Some items with all that they ask for, as far as that was followed.

    Shape: `distance` says after how many rounds an item was met; nothing is asked yet of the items of `border`. Where the
    border is empty the slice decides: its legal states are those of the catalogue, cut down to its items. If `only` is given,
    those of what these elements say alone.
    """

    def __init__(self, law: Law, items: Iterable[int], only: frozenset[int] | None = None) -> None:
        self.law = law
        self.only = only
        self.distance = dict.fromkeys(items, 0)
        self.border = tuple(self.distance)
        self.rounds = 0

    @property
    def items(self) -> tuple[int, ...]:
        """All of its items, in the catalogue's sequence."""
        return tuple(sorted(self.distance))

    def widen(self) -> None:
        """Follows what the border asks for, one round."""
        self.rounds += 1
        met: list[int] = []
        for item in self.border:
            for other in asked(self.law, item, self.only):
                if other not in self.distance:
                    self.distance[other] = self.rounds
                    met.append(other)
        self.border = tuple(met)


def closure(law: Law, items: Iterable[int], only: frozenset[int] | None = None) -> Slice:
    """The least slice with these items that decides. Cost: linear in what they ask for."""
    found = Slice(law, items, only)
    while found.border:
        found.widen()
    return found


def asked(law: Law, item: int, only: frozenset[int] | None) -> Iterator[int]:
    """All that an item can ask for: its firm parts, what answers its demands, what it may have come with."""
    for part in law.firm[item]:
        if only is None or law.part_element(part) in only:
            yield part
    for demand in law.demands[item]:
        if only is None or demand.element in only:
            for _, answers in demand.groups:
                yield from answers
    if item in law.conditions:
        for mode in modes(law, item):
            yield from mode.through or ()
