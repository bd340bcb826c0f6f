"""Z3, given its constraints as text (SMT-LIB2, or DIMACS for a session): the only file that imports it, when first asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from solver.clock import NotDecided, is_up

Clause: TypeAlias = tuple[int, ...]
"""A disjunction. Shape: `n` is variable n (from 1), `-n` its negation."""
AtMost: TypeAlias = tuple[int, tuple[int, ...]]
"""No more than so many of these variables."""


class Backend:
    """Questions to Z3. Shape: `asked` counts them by the job they were asked for; `left_ms` is the time that is left."""

    def __init__(self, left_ms: Callable[[], int | None] = lambda: None) -> None:
        self.asked: dict[str, int] = {}
        self.left_ms = left_ms
        self._known: dict[tuple[str, tuple[Clause, ...], tuple[AtMost, ...]], bool] = {}

    def possible(self, job: str, clauses: Iterable[Clause], at_most: Iterable[AtMost] = ()) -> bool:
        """Whether there is a solution. Errors: NotDecided. Cost: the same question is asked once."""
        question = (job, tuple(clauses), tuple(at_most))
        known = self._known.get(question)
        if known is None:
            self.look_at_the_clock()
            known = self._known[question] = self.session(*question).possible(())
        return known

    def least(self, job: str, clauses: Sequence[Clause], levels: Sequence[dict[int, int]]) -> frozenset[int] | None:
        """A solution with the least sum of weights, level before level; None if there is none. Errors: NotDecided.

        Shape: a level maps variables to weights above 0; each is hardened before the next.
        Cost: one question for each improvement and one for the proof, at each level.
        """
        hard: list[tuple[dict[int, int], int]] = []
        best = self._check(job, _text(clauses, hard))
        if best is None:
            return None
        for weights in filter(None, levels):
            while (cost := sum(weights.get(v, 0) for v in best)) > 0:
                better = self._check(job, _text(clauses, [*hard, (weights, cost - 1)]))
                if better is None:
                    break
                best = better
            hard.append((weights, cost))
        return best

    def session(self, job: str, clauses: Iterable[Clause], at_most: Iterable[AtMost] = ()) -> Session:
        """Constraints loaded once, to be asked about under assumptions. Shape: each question counts."""
        return Session(self, job, clauses, at_most)

    def count(self, job: str) -> None:
        """Counts a question."""
        self.asked[job] = self.asked.get(job, 0) + 1

    def look_at_the_clock(self) -> None:
        """Gives up where no time is left. Errors: NotDecided."""
        if is_up(self.left_ms):
            raise NotDecided

    def _check(self, job: str, text: str) -> frozenset[int] | None:
        import z3

        self.count(job)
        backend = z3.SolverFor("QF_FD")
        backend.set("random_seed", 0)
        left = self.left_ms()
        if left is not None:
            backend.set("timeout", max(left, 1))
        backend.from_string(text)
        outcome = backend.check()
        if outcome == z3.unknown:
            raise NotDecided
        if outcome == z3.unsat:
            return None
        witness = backend.model()
        return frozenset(int(d.name()[1:]) for d in witness.decls() if z3.is_true(witness[d]))


class Session:
    """Constraints that Z3 holds, and questions about them.

    Shape: variables are those of the constraints, and any others. Solutions are unlike each other, and the same each time.
    """

    def __init__(self, backend: Backend, job: str, clauses: Iterable[Clause], at_most: Iterable[AtMost]) -> None:
        import z3

        self._z3 = z3
        self._backend = backend
        self._job = job
        self._solver = z3.SolverFor("QF_FD")
        self._solver.set("random_seed", 0)
        self._solver.set("phase", "random")
        self._names: dict[int, Any] = {}
        self._declared: dict[int, Any] = {}
        self._ids: dict[int, int] = {}
        self._solver.from_string(_dimacs(clauses))
        for most, names in at_most:
            self._solver.add(z3.AtMost(*map(self._literal, names), most))

    def add(self, clause: Clause) -> None:
        """One more clause."""
        self._solver.add(self._z3.Or([self._literal(number) for number in clause]))

    def witness(self, assume: Iterable[int], among: Iterable[int]) -> frozenset[int] | None:
        """Which of `among` are true in a solution where all of `assume` are; None if there is none. Errors: NotDecided.

        Cost: 2 us a variable, where a model asked for one by one takes 20.
        """
        if not self.possible(assume):
            return None
        z3 = self._z3
        context, values = self._solver.ctx.ref(), self._solver.model()
        found = []
        for number in among:
            if number not in self._declared:
                self._declared[number] = self._literal(number).decl()
            value = z3.Z3_model_get_const_interp(context, values.model, self._declared[number].ast)
            if value.value is not None and z3.Z3_get_bool_value(context, value) == z3.Z3_L_TRUE:
                found.append(number)
        return frozenset(found)

    def possible(self, assume: Iterable[int]) -> bool:
        """Whether there is a solution where all of `assume` are true. Errors: NotDecided."""
        self._backend.count(self._job)
        left = self._backend.left_ms()
        if left is not None:
            self._solver.set("timeout", max(left, 1))
        z3 = self._z3
        literals = [self._literal(number).ast for number in assume]
        context = self._solver.ctx.ref()
        # what the wrapper does around each assumption takes ten times as long as most questions
        outcome = z3.Z3_solver_check_assumptions(context, self._solver.solver, len(literals), (z3.Ast * len(literals))(*literals))
        if outcome == z3.Z3_L_UNDEF:
            raise NotDecided
        return bool(outcome == z3.Z3_L_TRUE)

    def core(self, assume: Iterable[int]) -> frozenset[int]:
        """Those of `assume` with which the last question had no solution; enough, but not each needed."""
        blamed = {literal.get_id() for literal in self._solver.unsat_core()}
        for number in assume:
            if number not in self._ids:
                self._ids[number] = self._literal(number).get_id()
        return frozenset(number for number in assume if self._ids[number] in blamed)

    def _literal(self, number: int) -> Any:
        found = self._names.get(number)
        if found is None:
            name = self._z3.Bool(abs(number))
            found = self._names[number] = name if number > 0 else self._z3.Not(name)
        return found


def _dimacs(clauses: Iterable[Clause]) -> str:
    """Clauses as z3 reads them four times as fast as SMT-LIB2; variable n is `Bool(n)`, with a number for a name."""
    lines = [" ".join(map(str, clause)) for clause in clauses]
    return f"p cnf 0 {len(lines)}\n" + "".join(f"{line} 0\n" for line in lines)


def _text(clauses: Iterable[Clause], bounds: Iterable[tuple[dict[int, int], int]]) -> str:
    lines: list[str] = []
    used: set[int] = set()

    def literal(number: int) -> str:
        used.add(abs(number))
        return f"v{number}" if number > 0 else f"(not v{-number})"

    for clause in clauses:
        lines.append(f"(assert (or {' '.join(map(literal, clause))} false))")
    for weights, most in bounds:
        weighed = sorted(weights)
        numbers = " ".join(str(weights[name]) for name in weighed)
        lines.append(f"(assert ((_ pble {most} {numbers}) {' '.join(map(literal, weighed))}))")
    return "\n".join([*(f"(declare-const v{n} Bool)" for n in sorted(used)), *lines])
