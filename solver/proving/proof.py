"""Proofs: cores with what closes them, cuts, and blocks. Source: docs/semantics.md."""

from __future__ import annotations

from functools import partial

from model.answer import Block, Core, Minimal, Reason, Verdict
from solver.clock import NotDecided
from solver.exact.lines import Lines, Point, Refuted
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ordering.path import Line, Weight
from solver.proving.bearing import farness
from solver.proving.block import block_of, irreducible, premise_order
from solver.relaxed.master import Master
from solver.relaxed.walk import Walk


class Proof:
    """The proofs of one question's lines."""

    def __init__(self, program: Program, lines: Lines) -> None:
        self.program, self.lines = program, lines
        self._order = premise_order(program)
        self._minimal: list[tuple[Point, Minimal]] = []

    def minimal(self, point: Point) -> Minimal:
        """Why the losses of a point can't be fewer; looked for once."""
        for known, minimal in self._minimal:
            if known is point:
                return minimal
        self._minimal.append((point, self._why(point)))
        return self._minimal[-1][1]

    def _why(self, point: Point) -> Minimal:
        losses = len(point.best.world.lost)
        if not point.exact:
            return Minimal(losses, min(point.bound[1], losses) if not self.lines.fee_first else 0, False, "search")
        cores = self._needed(point) if point.by_cores else None
        told = None if cores is None else self._told(point.line, cores)
        return Minimal(losses, losses, True, "search") if told is None else Minimal(losses, losses, True, "cores", told)

    def _told(self, line: Line, cores: tuple[Items, ...]) -> tuple[Core, ...] | None:
        """Some cores, each with what closes it; None if the time came for one, for there is none left for the others then."""
        found = []
        for items in cores:
            core = self._core(line, items)
            if core is None:
                return None
            found.append(core)
        return tuple(found)

    def _needed(self, point: Point) -> tuple[Items, ...] | None:
        """The cores without which the least hitting set would be smaller; None if the time came."""
        try:
            return self._all_needed(point)
        except NotDecided:
            return None

    def _all_needed(self, point: Point) -> tuple[Items, ...]:
        left = list(point.cores)
        weight = self._weight(left)
        for core in reversed(point.cores):
            rest = [one for one in left if one != core]
            if self._weight(rest) == weight:
                left = rest
        return tuple(left)

    def _weight(self, cores: list[Items]) -> Weight:
        items = self.program.items
        fee = (lambda item: items[item].monthly_fen or 0) if self.lines.fee_first else None
        master = Master(self.lines.backend, fee)
        master.cores = list(cores)
        chosen = master.least(NOTHING)
        assert chosen is not None, "a point has no empty core"
        return master.weigh(chosen)

    def _core(self, line: Line, items: Items) -> Core | None:
        """A core with what stops every way while it is kept; None if the time came."""
        try:
            stopped = self.lines.refutes(line, items)(None)
            if stopped is None:
                return None
            premises = self._irreducible(stopped, line, items)
            return Core(self.program.item_names(items), premises, self.cut(line, items, premises))
        except NotDecided:
            return None

    def _irreducible(self, stopped: frozenset[str], line: Line, items: Items) -> tuple[Reason, ...]:
        lines, program = self.lines, self.program
        plans = (plan for plan in (lines.aim.to, lines.first.plan_item) if plan is not None)
        had = (hold.item for hold in lines.first.holds)
        bound = (item for item in had if program.bonds[item] or f"until:{program.names[item]}" in stopped)
        far = farness(program, items.union(plans, bound, lines.aim.add, lines.aim.drop))
        refute, cheaply = lines.refutes(line, items), lines.refutes(line, items, cheaply=True)
        return irreducible(stopped, refute, self._order, far=far, cheaply=cheaply)

    def cut(
        self, line: Line, protected: Items, premises: tuple[Reason, ...]
    ) -> tuple[tuple[str | None, tuple[Reason, ...]], ...]:
        """The plans that can be reached while `protected` is kept, each with what stops the changes that leave them."""
        lines = self.lines
        if lines.aim.to is None:
            return ()
        scope = Scope(self.program, lines.known, only=frozenset(premises), asked=lines.asked)
        walk = Walk(scope, lines.first, lines.aim, line, lines.backend, protected, whole=True)
        if walk.reaches(NOTHING):
            return ()
        reached = walk.reached(NOTHING)
        outside = sorted(set(self.program.plans).difference(reached))
        scope = Scope(self.program, lines.known, only=frozenset(premises), memory=scope.memory, asked=lines.asked)
        walk = Walk(scope, lines.first, lines.aim, line, lines.backend, protected, whole=True)
        closed = {like: scope.stops(partial(walk.may_enter, like, NOTHING)) for like in sorted(set(map(scope.like, outside)))}
        to_all = frozenset().union(*closed.values())
        others = [to for to in outside if not closed[scope.like(to)]]
        names = [None if plan is None else self.program.names[plan] for plan in reached]
        in_order = {to_all: tuple(sorted(to_all, key=self._order))}
        if not others:
            return tuple((name, in_order[to_all]) for name in names)
        found = []
        for name, plan in zip(names, reached, strict=True):
            stops = to_all.union(*(scope.stops(partial(walk.may_go, plan, to)) for to in others))
            if stops not in in_order:
                in_order[stops] = tuple(sorted(stops, key=self._order))
            found.append((name, in_order[stops]))
        return tuple(found)

    def closes(self, line: Line, premises: frozenset[str]) -> bool:
        """Whether premises alone let no path of a line change to the plan asked for, as far as one walk over all days tells."""
        lines = self.lines
        if lines.aim.to is None:
            return False
        scope = Scope(self.program, lines.known, only=premises, asked=lines.asked)
        return not Walk(scope, lines.first, lines.aim, line, lines.backend, NOTHING, whole=True).reaches(NOTHING)

    def block(self, refuted: Refuted) -> Block:
        """Why a line has no path; not shortened where the time came."""
        try:
            premises = self._irreducible(refuted.stopped, refuted.line, NOTHING)
        except NotDecided:
            premises = tuple(sorted(refuted.stopped, key=self._order))
        verdict: Verdict = refuted.verdict
        return block_of(self.program, premises, verdict)
