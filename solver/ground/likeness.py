"""Which items no rule tells apart: to swap two of them changes no rule, sale or bringing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from model.selectors import Origin, parts_of
from solver.ground.adjacency import Adjacency
from solver.ground.entries import selectors_of


class Likeness:
    """The items of a program that no rule tells apart. Cost: all items, once, when it is first asked."""

    def __init__(self, program: Adjacency) -> None:
        self.program = program

    @cached_property
    def first(self) -> tuple[int, ...]:
        """For each item the first that is like it."""
        program = self.program
        marks: list[list[object]] = [[] for _ in program.items]
        for number, wanted in enumerate((*program.sets, *program.guard_sets)):
            for item, residue in (wanted or {}).items():
                marks[item].append((number, residue))
        first: dict[object, int] = {}
        return tuple(first.setdefault((self.traits(n), tuple(marks[n])), n) for n in range(len(program.items)))

    def all(self, item: int) -> tuple[int, ...]:
        """All items that are like this one, itself among them."""
        return self._classes[self.first[item]]

    @cached_property
    def _classes(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for item, first in enumerate(self.first):
            found.setdefault(first, []).append(item)
        return {first: tuple(some) for first, some in found.items()}

    def traits(
        self, item: int, *, sold: bool = True, bound: bool = True, brings: Callable[[int], bool] = lambda part: True
    ) -> tuple[object, ...]:
        """What of an item bears on orders besides the sets that it is in.

        Shape: its sale only if `sold`, its term only if `bound`, of what it brings that for which `brings` says so.
        """
        program = self.program
        one = program.items[item]
        sale = (one.withdrawn, one.sold_from, one.sold_until) if sold else ()
        parts = tuple((c.part, c.rule, c.removable, c.ends) for c in program.brings[item] if brings(c.part))
        comes = tuple((c.bringer, c.rule, c.removable, c.ends) for c in program.carriers[item])
        named = item if item in self._named else -1
        return one.kind, sale, one.term if bound else None, one.ends, named, parts, comes

    @cached_property
    def _named(self) -> set[int]:
        """The items that a condition on holdings names as an origin."""
        program = self.program
        residues = (residue for one in program.sets for residue in set(one.values()))
        asked = [*(r for r in residues if not isinstance(r, bool)), *(s for rule in program.rules for _, s in selectors_of(rule))]
        names = {name for one in asked for part in parts_of(one) if isinstance(part, Origin) for name in part.names}
        return {program.index[name] for name in names if name in program.index}
