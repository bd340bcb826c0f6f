"""Items that the law does not tell apart: what it says of one it says of the other.

Let x and y be two of them: both plans or neither, in every set of every element on the same condition, asking for the same,
bringing and brought alike, and named by no condition as an origin. Exchange them in a legal state: every element is mapped to
itself, but that of the one as a firm part to that of the other, so the state stays legal. Hence what is true of x and any other
item is true of y and that item; of two items of a kind, what is true of one pair is true of each.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from solver.legal.law import Law, Set
from solver.legal.modes import origins_named


class Twins:
    """The kinds of items. Shape: `first` gives of each item the first of its kind, `of` of a first one all of its kind.

    Cost: linear in the sets.
    """

    def __init__(self, law: Law) -> None:
        self.law = law
        signs = _signs(law)
        by_sign: dict[Hashable, int] = {}
        self.first = tuple(by_sign.setdefault(tuple(sign), item) for item, sign in enumerate(signs))
        kinds: dict[int, list[int]] = {}
        for item, first in enumerate(self.first):
            kinds.setdefault(first, []).append(item)
        self.of = {first: tuple(members) for first, members in kinds.items()}

    def exchanged(self, elements: Iterable[int], *pairs: tuple[int, int]) -> tuple[int, ...]:
        """Elements with twins exchanged, pair after pair."""
        base = len(self.law.rules)
        found = []
        for element in elements:
            item = element - base
            for one, other in pairs if item >= 0 else ():
                item = exchange(item, one, other)
            found.append(item + base)
        return tuple(sorted(found))


def exchange(item: int, one: int, other: int) -> int:
    """The item, the other for the one and the one for the other."""
    return other if item == one else one if item == other else item


def _signs(law: Law) -> list[list[Hashable]]:
    """What the law says of each item."""
    signs: list[list[Hashable]] = [[plan] for plan in law.is_plan]
    for place, pairing in enumerate(law.pairings):
        for side, members in (("left", pairing.left), ("right", pairing.right)):
            for item, residue in members.items():
                signs[item].append((side, place, residue))
    for place, crowd in enumerate(law.crowds):
        for item, residue in crowd.of.items():
            signs[item].append(("crowd", place, residue))
    _add_demands(law, signs)
    for item, fits in enumerate(law.fits):
        signs[item] += [("fit", fit.element, fit.residue, fit.tests) for fit in fits]
        for part in law.firm[item]:
            signs[item].append(("brings", part))
            signs[part].append(("part", item))
    named = {name for residues in law.conditions.values() for residue in residues for name in origins_named(residue)}
    for name in sorted(named & law.index.keys()):
        signs[law.index[name]].append(("origin", name))
    return signs


def _add_demands(law: Law, signs: list[list[Hashable]]) -> None:
    """Adds what each item asks for, and what it answers; a set is known by its place among all."""
    places: dict[int, int] = {}

    def place(answers: Set) -> int:
        found = places.get(id(answers))
        if found is None:
            found = places[id(answers)] = len(places)
            for item, residue in answers.items():
                signs[item].append(("answers", found, residue))
        return found

    asked: list[tuple[int, Hashable]] = []
    for item, demands in enumerate(law.demands):
        for demand in demands:
            groups = tuple((residue, place(answers)) for residue, answers in demand.groups)
            asked.append((item, ("asks", demand.element, demand.plan, groups)))
    for item, sign in asked:
        signs[item].append(sign)
