"""Bare plans (held with their parts alone), as questions about them are put: states, lines, assignments of facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from model.answer import Reason
from model.catalogue import Catalogue
from model.days import add_months
from model.facts import FactValue
from model.request import Goal, Listed, Query, Subscriber
from model.rules.move import Move
from model.start import first_state
from model.state import State
from solver.answers.decide import Engine
from solver.backend import Backend
from solver.between.cells import Cases, Facts, cells_of, first_tries, tests_of
from solver.exact.guide import guide_for
from solver.exact.lines import Lines
from solver.ground.items import NOTHING
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import begin
from solver.ordering.path import Aim, Line
from solver.relaxed.walk import Walk


class Bare:
    """The questions about bare plans of one catalogue, on one day, by any channel."""

    def __init__(self, catalogue: Catalogue, on: date, horizon_months: int, given: Mapping[str, FactValue]) -> None:
        self.catalogue, self.on, self.horizon_months, self.given = catalogue, on, horizon_months, dict(given)
        self.last = add_months(on, horizon_months)
        self.engine = Engine(catalogue)
        self.program: Program = self.engine.program
        self.course = self.engine.course
        self.line = Line(self.program.channels, on.toordinal(), self.last.toordinal())
        self.cells = cells_of(catalogue, given)
        self.reads: dict[Reason, frozenset[str]] = {
            rule.id: frozenset(tests_of(rule)) for rule in catalogue.rules.values() if tests_of(rule)
        }
        self.unsure = frozenset(catalogue.facts).difference(given)
        self._states: dict[str, State] = {}

    def state(self, plan: str, facts: Mapping[str, FactValue]) -> State:
        """A number that holds the plan and what it brings."""
        found = self._states.get(plan)
        if found is None:
            found = self._states[plan] = first_state(self.catalogue, Subscriber(plan=Listed(plan)), self.on)
        return replace(found, facts=facts)

    def cases(self) -> Cases:
        """The assignments of facts."""
        return Cases(self.cells, self.catalogue)

    def first_facts(self) -> tuple[Facts, ...]:
        """The assignment that tells least, and the one that rules let most, if it is another."""
        return first_tries(self.cells, self.catalogue)

    def walk(self, leaving: str, scope: Scope, left_ms: Callable[[], int | None], *, keeping: bool = False) -> Walk:
        """The relaxed walk from a plan, up to the last day; `keeping` where nothing that the plan came with may be cancelled."""
        first = begin(self.program, self.state(leaving, scope.known))
        kept = frozenset(hold.item for hold in first.holds) if keeping else NOTHING
        aim = Aim(self.program.index[leaving], NOTHING, NOTHING, NOTHING)
        return Walk(scope, first, aim, self.line, Backend(left_ms), kept)

    def query(self, to: str, *, budget_ms: int | None = None) -> Query:
        """The question how to come to a plan."""
        return Query(Goal(to), self.on, horizon_months=self.horizon_months, budget_ms=budget_ms)

    def lines(self, leaving: str, to: str, facts: Facts, left_ms: Callable[[], int | None]) -> Lines:
        """The lines of the question how to come from a bare plan to another."""
        return Lines(
            self.program, self.course, self.state(leaving, facts), self.query(to), guide_for, left_ms=left_ms, ties=0
        )  # fmt: skip

    def read_by(self, premises: Iterable[Reason]) -> frozenset[str]:
        """The facts that some of these premises read, or rules by which something is let, whether or not they act."""
        return frozenset(fact for premise in (*premises, *self._letting) for fact in self.reads.get(premise, ()))

    @cached_property
    def _letting(self) -> tuple[Reason, ...]:
        """The rules by which something may be let that else is not.

        Shape: those on when a change starts, which are never left out; those that let a bound plan be left; and those by which
        something falls that comes to be another thing to the rule, as where it stays by what else brings it.
        """
        index, conditional = self.program.rule_index, self.program.conditional
        return tuple(
            rule.id
            for rule in self.catalogue.rules.values()
            if rule.body.NAME == "starts"
            or (isinstance(rule.body, Move) and rule.body.speaks_of_bound)
            or (rule.body.NAME == "eligible" and index[rule.id] in conditional)
        )
