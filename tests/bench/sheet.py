"""A flat catalogue as other solvers take it: conflicts and needs by item, the parts of it, and two encodings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.catalogue import Catalogue
from model.ground import Extents
from model.rules.conflict import Conflict
from model.rules.needs import Needs

Names = frozenset[str]


class Sheet:
    """The conflicts and needs of a flat catalogue. Shape: a conflict is two sets, a need an item and what answers it."""

    def __init__(self, catalogue: Catalogue) -> None:
        extents = Extents(catalogue.items.values(), catalogue.channels)
        self.sides: dict[str, list[Names]] = {}
        self.needs: dict[str, list[Names]] = {}
        for rule in catalogue.rules.values():
            for form in rule.body.ground(rule, extents):
                if isinstance(rule.body, Conflict):
                    for mine, other in ((form.left, frozenset(form.right)), (form.right, frozenset(form.left))):
                        for item in mine:
                            self.sides.setdefault(item, []).append(other)
                elif isinstance(rule.body, Needs):
                    for item in form.items:
                        self.needs.setdefault(item, []).append(frozenset(form.any_of))

    def clashes(self, one: str, among: Iterable[str]) -> set[str]:
        """The items among some that can't stand with one."""
        sides = self.sides.get(one, ())
        return {other for other in among if other != one and any(other in side for side in sides)}

    def closure(self, held: Names, to: str) -> Names:
        """All that what is held and ordered may come to need."""
        return self._needed(held | {to})

    def slice(self, held: Names, to: str) -> Names:
        """The plan, the holdings that the change can touch and all that may be ordered in their stead.

        A holding is touched if it clashes with the plan, or with something that may be ordered, or if it needs a touched one.
        """
        touched: set[str] = set()
        border = self.clashes(to, held)
        ordered: Names = frozenset((to,))
        while border:
            touched |= border
            users = {item for item in held - touched for answers in self.needs.get(item, ()) if not answers & (held - touched)}
            ordered |= self._needed(frozenset(users)) - held
            border = users | {item for one in ordered for item in self.clashes(one, held - touched)}
            border -= touched
        near = {item for one in touched for answers in self.needs.get(one, ()) for item in answers & held}
        return ordered | touched | near

    def _needed(self, items: Names) -> Names:
        found, border = set(items), list(items)
        while border:
            for answers in self.needs.get(border.pop(), ()):
                new = answers - found
                found |= new
                border += new
        return frozenset(found)

    def hard(self, held: Names, to: str, universe: Names) -> Iterator[tuple[list[str], list[str]]]:
        """The clauses, as items of which one is held or one is not held; what was broken at first is tolerated."""
        yield [to], []
        ordered = sorted(universe)
        for one in ordered:
            for other in self.clashes(one, universe):
                if one < other and not (one in held and other in held):
                    yield [], [one, other]
            for answers in self.needs.get(one, ()):
                if one in held and not answers & universe:
                    continue
                yield sorted(answers & universe), [one]

    def least_by_rc2(self, held: Names, to: str, universe: Names) -> int | None:
        """The least number of losses, by RC2."""
        from pysat.examples.rc2 import RC2
        from pysat.formula import WCNF

        number = {item: n for n, item in enumerate(sorted(universe), 1)}
        formula = WCNF()
        for true, false in self.hard(held, to, universe):
            formula.append([number[item] for item in true] + [-number[item] for item in false])
        for item in sorted(held & universe):
            formula.append([number[item]], weight=1)
        with RC2(formula) as solver:
            return None if solver.compute() is None else solver.cost

    def least_by_optimize(self, held: Names, to: str, universe: Names) -> int | None:
        """The least number of losses, by z3.Optimize."""
        import z3

        has = {item: z3.Bool(item) for item in sorted(universe)}
        backend = z3.Optimize()
        for true, false in self.hard(held, to, universe):
            backend.add(z3.Or([has[item] for item in true] + [z3.Not(has[item]) for item in false]))
        soft = [backend.add_soft(has[item]) for item in sorted(held & universe)]
        if backend.check() != z3.sat:
            return None
        return backend.lower(soft[0]).as_long() if soft else 0
