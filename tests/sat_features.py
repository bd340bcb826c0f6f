"""Dead features and features of every configuration by a SAT solver alone, encoded from the model and from no code of ours."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from pysat.card import CardEnc, EncType
from pysat.solvers import Solver
from uvl_reader import Formula, Model


class Features:
    """The configurations of a model, in a SAT solver."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.number = {name: n for n, name in enumerate(model.features, 1)}
        self.top = len(self.number)
        self.solver = Solver(name="glucose4")
        self._add([self.number[model.root]])
        for group in model.groups:
            self._group(self.number[group.parent], [self.number[child] for child in group.children], group.least, group.most)
        for constraint in model.constraints:
            self._add([self._holds(constraint.formula)])
        self.dead, self.core = self._settle()

    def _add(self, clause: list[int]) -> None:
        self.solver.add_clause(clause)

    def _group(self, parent: int, children: list[int], least: int, most: int) -> None:
        for child in children:
            self._add([-child, parent])
        for some in combinations(children, len(children) - least + 1) if least else ():
            self._add([-parent, *some])
        if most < len(children):
            inner = CardEnc.atmost(children, most, top_id=self.top, encoding=EncType.seqcounter)
            self.top = max(self.top, inner.nv)
            for clause in inner.clauses:
                self._add(clause)

    def _holds(self, formula: Formula) -> int:
        """A variable that is true if and only if a formula is."""
        if formula.operator == "is":
            return self.number[formula.name]
        of = [self._holds(one) for one in formula.of]
        if formula.operator == "!":
            return -of[0]
        self.top += 1
        found, (a, b) = self.top, of
        if formula.operator == "<=>":
            table: Iterable[list[int]] = ([-found, -a, b], [-found, a, -b], [found, a, b], [found, -a, -b])
        elif formula.operator == "&":
            table = ([-found, a], [-found, b], [found, -a, -b])
        else:
            a = -a if formula.operator == "=>" else a
            table = ([found, -a], [found, -b], [-found, a, b])
        for clause in table:
            self._add(clause)
        return found

    def _settle(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The features of no configuration, and those of every one.

        Cost: at most two questions a feature; far fewer, as features not yet seen are tried first.
        """
        self.solver.set_phases([*self.number.values()])
        assert self.solver.solve(), "the model has a configuration"
        seen_with, seen_without = set[int](), set[int]()

        def note() -> None:
            witness = self.solver.get_model()[: len(self.number)]
            seen_with.update(n for n in witness if n > 0)
            seen_without.update(-n for n in witness if n < 0)
            self.solver.set_phases([n if n not in seen_with else -n for n in self.number.values()])

        note()
        for n in self.number.values():
            for wanted, seen in ((n, seen_with), (-n, seen_without)):
                if n not in seen and self.solver.solve([wanted]):
                    note()
        names = tuple(self.number)
        dead = tuple(name for name in names if self.number[name] not in seen_with)
        return dead, tuple(name for name in names if self.number[name] not in seen_without)
