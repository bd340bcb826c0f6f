"""The lines of a question, one after another: at once, through another channel, later; and what each further point saves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Literal, Protocol, TypeAlias

from model.answer import Verdict
from model.days import add_months
from model.request import Query
from model.state import State
from solver.backend import Backend
from solver.clock import NotDecided, is_up
from solver.exact.calendar import Calendar
from solver.exact.guide import Cuts
from solver.exact.guided import Guided
from solver.exact.hunt import Hunt, least_of
from solver.exact.past import Past
from solver.ground.arrivals import Arrivals
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.scope import Memory, Scope
from solver.ground.wants import Reasons
from solver.ground.world import Course, World, begin
from solver.ordering.path import EARLY, FEE, LOSSES, Aim, Cost, Guide, Line, Node, ceiling
from solver.ordering.tapes import Tapes

Depth: TypeAlias = Literal["all", "first", "number"]
"""How much is decided: all points, the first point alone, or of that no more than its number of losses."""
HARD = 1000
"""Where it took so much effort to refute a line, the next one is tried, not one far on, where even more might be."""
PATIENT = 2
"""How many times the effort that refuted the losses chosen on a line those of the next line are searched before all else."""


class GuideMaker(Protocol):
    """Makes the guide of a line. Shape: `protected` are holdings that no order may cancel."""

    def __call__(
        self, scope: Scope, world: World, aim: Aim, line: Line, *, fee_first: bool, backend: Backend, protected: Items
    ) -> Guide: ...


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the frontier.

    Shape: `best` ends the least path; `ties` are the other loss sets of the same number; `bound` is the fee and number of
    losses that every path of the line has at least; `exact` is whether the path was proved to be the least, on the earliest
    day; `cores` are those found, `by_cores` whether the least set that hits them all has the number of losses.
    """

    verdict: Verdict
    line: Line
    best: Node
    bound: tuple[int, int]
    exact: bool
    ties: tuple[Items, ...] = ()
    cores: tuple[Items, ...] = ()
    by_cores: bool = False


@dataclass(frozen=True, slots=True)
class Refuted:
    """A line that was proved to have no path. Shape: `stopped` are the premises that stopped something on the way."""

    verdict: Verdict
    line: Line
    stopped: frozenset[str]


@dataclass(slots=True)
class Result:
    """What was found of one question.

    Shape: `timed_out` if the limit came before all was decided; `settled` is told of each point proved to be the least.
    """

    first: World
    settled: Callable[[Point], object] = lambda _: None
    points: list[Point] = field(default_factory=list)
    refuted: list[Refuted] = field(default_factory=list)
    timed_out: bool = False


class Lines:
    """The lines of one question, over one first state. Shape: `met` is told of each path that is better than those before."""

    def __init__(
        self,
        program: Program,
        course: Course,
        state: State,
        query: Query,
        guide: GuideMaker,
        *,
        left_ms: Callable[[], int | None] = lambda: None,
        only: frozenset[str] | None = None,
        ties: int = 10,
    ) -> None:
        self.program, self.course, self.query, self.make_guide = program, course, query, guide
        self.only, self.ties = only, ties
        self.backend = Backend(left_ms)
        self.left_ms, self.expired = left_ms, partial(is_up, left_ms)
        self.known = dict(state.facts)
        self.memory, self.tapes = Memory(), Tapes()
        self.met: Callable[[Node], None] = lambda _: None
        self.first = begin(program, state)
        goal = query.goal
        index = program.index
        self.aim = Aim(
            None if goal.to is None else index[goal.to],
            *(frozenset(index[name] for name in names) for names in (goal.add, goal.drop, goal.keep)),
        )
        plans = {plan for plan in (self.aim.to, self.first.plan_item) if plan is not None}
        origins = {hold.origin for hold in self.first.holds if hold.origin >= 0}
        self.asked = self.first.at_stake.union(plans, origins, self.aim.add, self.aim.drop, self.aim.keep)
        self.arrivals = Arrivals(partial(Reasons, program, self.first, changes=goal.to is not None, add=self.aim.add))
        self.on = query.on.toordinal()
        self.last = add_months(query.on, query.horizon_months).toordinal()
        self.fee_first = query.minimise == "fee"

    def decide(self, *, depth: Depth = "all", settled: Callable[[Point], object] = lambda _: None) -> Result:
        """The first line that has a path, and the frontier behind it, as far as the `depth` asks for.

        Shape: to the depth of the number the path is some path of the least losses. `settled` is told of each point that was
        proved to be the least, before further ones are looked for.
        """
        result = Result(self.first, settled)
        try:
            self._decide(result, depth)
        except NotDecided:
            result.timed_out = True
        return result

    def _decide(self, result: Result, depth: Depth) -> None:
        every = self._channels()
        asked = every if self.query.channel is None else (self.query.channel,)
        lines: list[tuple[Verdict, Line]] = [("reachable", Line(asked, self.on, self.on))]
        if self.query.channel is not None:
            lines.append(("elsewhere", Line(every, self.on, self.on)))
        for verdict, line in lines:
            if self._saves(result) and (depth == "all" or not result.points):
                self._settle(result, verdict, line, depth)
        while self._saves(result) and (depth == "all" or not result.points):
            after = result.points[-1].best.day if result.points and result.points[-1].verdict == "later" else self.on
            if not self._later(result, after, depth):
                return

    def _channels(self) -> tuple[str, ...]:
        """Every channel, that asked for first: an order that can be placed through it is told as placed there."""
        return tuple(sorted(self.program.channels, key=lambda channel: channel != self.query.channel))

    def better(self, verdict: Verdict, day: date | None) -> Line | None:
        """All that an answer must not have a path on to be of this verdict, or to be on this day; None where there is nothing."""
        every = self._channels()
        if verdict == "elsewhere":
            return Line(every if self.query.channel is None else (self.query.channel,), self.on, self.on)
        if verdict == "later" and day is not None:
            return Line(every, self.on, day.toordinal() - 1)
        return Line(every, self.on, self.last) if verdict == "blocked" else None

    def _saves(self, result: Result) -> bool:
        """Whether a further point could have fewer losses than all before."""
        return not result.points or head(result.points[-1].best) > (0, 0)

    def _limit(self, result: Result) -> Cost | None:
        """The most that a further point may cost to be worth naming."""
        if not result.points:
            return None
        fee, losses = head(result.points[-1].best)
        return ceiling(fee, losses - 1)

    def _settle(self, result: Result, verdict: Verdict, line: Line, depth: Depth, known: Node | None = None) -> bool:
        """Adds the point of a line if it has one that saves something, else its refutation where nothing was found yet.

        Shape: `known` is some path of the line that saves something, if one was met.
        """
        hunt = self._hunt(line, self._limit(result))
        if known is not None:
            hunt.meet(known)
        ends: list[Node] = []
        try:
            for node in hunt.ends():
                ends.append(node)
                if depth == "number":
                    break
        except NotDecided:
            self._unproved(result, verdict, hunt, ends)
            raise
        if not ends:
            if not result.points:
                result.refuted.append(Refuted(verdict, line, frozenset(hunt.scope.stopped)))
            return False
        try:
            times = line.waits and (depth == "all" or (depth == "first" and are_level(ends)))
            best = hunt.timed(ends) if times else least_of(ends)
        except NotDecided:
            self._unproved(result, verdict, hunt, ends)
            raise
        ties = sorted((node.world.lost for node in ends if node.world.lost != best.world.lost), key=sorted)[: self.ties]
        cores, weight = hunt.cores(), hunt.least_losses()
        by_cores = weight is not None and weight[:2] == head(best)
        result.points.append(Point(verdict, line, best, head(best), True, tuple(ties), cores, by_cores))
        result.settled(result.points[-1])
        return True

    def _unproved(self, result: Result, verdict: Verdict, hunt: Hunt, ends: list[Node]) -> None:
        """Adds what was found of a line when the time came: a least path, or some path and what is proved of the least."""
        if ends:
            best = least_of(ends)
            result.points.append(Point(verdict, hunt.line, best, head(best), True))
        elif hunt.incumbent is not None:
            bound = min(hunt.bound, head(hunt.incumbent))
            result.points.append(Point(verdict, hunt.line, hunt.incumbent, bound, False))

    def _hunt(
        self, line: Line, limit: Cost | None = None, *, only: frozenset[str] | None = None, protected: Items = NOTHING
    ) -> Hunt:
        acting = self.only if only is None else only
        scope = Scope(
            self.program, self.known, only=acting, memory=self.memory, asked=self.asked, arrivals=self.arrivals
        )  # fmt: skip
        guide = self.make_guide(
            scope, self.first, self.aim, line, fee_first=self.fee_first, backend=self.backend, protected=protected
        )
        within = self.first.at_stake - protected if protected else None
        paths = Guided if isinstance(guide, Cuts) else Hunt
        return paths(
            self.program,
            self.course,
            self.first,
            self.aim,
            line,
            scope,
            guide,
            fee_first=self.fee_first,
            expired=self.expired,
            within=within,
            limit=limit,
            met=self.met,
            tapes=self.tapes,
        )

    def refutes(
        self, line: Line, protected: Items = NOTHING, *, cheaply: bool = False
    ) -> Callable[[frozenset[str] | None], frozenset[str] | None]:
        """Whether a set of premises alone (None: all), with `protected` never cancelled, leaves a line without a path.

        Shape: those of the premises that stopped something, or None if there is a path; `cheaply` by the relaxed walk alone:
        None too where a search would have to tell. Paths that were found are gone again before others are looked for.
        """
        paths: list[Node] = []

        def refute(only: frozenset[str] | None) -> frozenset[str] | None:
            if cheaply and self.expired():
                raise NotDecided
            hunt = self._hunt(line, only=only, protected=protected)
            if cheaply:
                return None if hunt.may_be() else frozenset(hunt.scope.stopped)
            if any(map(hunt.leads_again, paths)):
                return None
            path = hunt.exists(lightly=True)
            if path is None:
                return frozenset(hunt.scope.stopped)
            paths.insert(0, path)
            return None

        return refute

    def _later(self, result: Result, after: int, depth: Depth) -> bool:
        """Adds the point of the earliest day behind `after` that saves something; False if there is none."""
        every = self._channels()
        limit = self._limit(result)
        if result.points and self._is_still():
            return False
        if self.last <= after:
            # the line of all channels has been refuted already, if any was
            stopped = result.refuted[-1].stopped if result.refuted else frozenset()
            return self._nothing_later(result, Line(every, self.on, self.last), stopped)
        whole = self._hunt(Line(every, self.on, self.last), limit)
        earliest = whole.earliest()
        if earliest is None:
            return self._nothing_later(result, whole.line, frozenset(whole.scope.stopped))
        found = self._earliest(result, whole, max(earliest, after + 1))
        return found is not None and self._settle(result, "later", Line(every, self.on, found.day), depth, found)

    def _is_still(self) -> bool:
        """Whether time changes nothing at all: what can be done later can be done at once."""
        first = self.first
        return self.program.still and first.booked is None and not any(hold.until or hold.ends for hold in first.with_plan)

    def _earliest(self, result: Result, whole: Hunt, least: int) -> Node | None:
        """A path that ends on the earliest day from `least` on that any can; None, and the line is refuted, if there is none.

        Shape: days on which something changes are tried from the first on that the guide does not rule out, ever further on
        until there is a path, then by bisection. On a day on which nothing changes nothing more can be done than on the day
        before.
        """
        changing, restless = self._days(whole)
        days = [*(day for day in changing if least <= day < self.last), self.last]
        if restless <= least < days[0]:
            days = [least, *days]
        place, stride = bisect_left(days, True, key=partial(self._is_open, whole)), 1
        low, took = days[place - 1] if place else least - 1, 0
        while True:
            hunt = self._hunt(Line(whole.line.channels, self.on, days[place]), whole.limit)
            known = self._exists(hunt, result, PATIENT * took)
            if known is not None:
                break
            if place == len(days) - 1:
                self._nothing_later(result, hunt.line, frozenset(hunt.scope.stopped))
                return None
            stride, took = (stride * 2 if hunt.effort < HARD else 1), hunt.took
            low, place = days[place], min(place + stride, len(days) - 1)
        try:
            return self._between(low, known, days, restless, whole, PATIENT * took)
        except NotDecided:
            whole.incumbent, whole.bound = known, (0, 0)
            self._unproved(result, "later", whole, [])
            raise

    def _is_open(self, whole: Hunt, day: int) -> bool:
        """Whether a path may end by a day, as far as is known without a search. Shape: by any later day as well."""
        return self._hunt(Line(whole.line.channels, self.on, day), whole.limit).is_open()

    def _exists(self, hunt: Hunt, result: Result, patience: int) -> Node | None:
        try:
            return hunt.exists(patience=patience)
        except NotDecided:
            self._unproved(result, "later", hunt, [])
            raise

    def _between(self, low: int, found: Node, changing: list[int], restless: int, whole: Hunt, patience: int) -> Node:
        """A path that ends on the earliest day behind `low` that any can, where `found` is one: by bisection.

        Shape: before `restless` what can be done on a day can be done on the last day of `changing` up to it. The search for
        the least losses may take `patience` before others take turns with it.
        """
        while low + 1 < found.day:
            days = [day for day in changing if low < day < found.day]
            if not days and found.day <= restless:
                break
            middle = days[len(days) // 2] if days else found.day - 1
            earlier = self._hunt(Line(whole.line.channels, self.on, middle), whole.limit).exists(patience=patience)
            if earlier is not None:
                found = earlier
            elif not days:
                break
            else:
                low = middle
        return found

    def _nothing_later(self, result: Result, line: Line, stopped: frozenset[str]) -> bool:
        if not result.points:
            result.refuted.append(Refuted("later", line, stopped))
        return False

    def _days(self, hunt: Hunt) -> tuple[list[int], int]:
        """The days within the horizon on which something can change for the first state, months among them.

        Shape: and the day from which on something may change on any day.
        """
        calendar = Calendar(self.program, hunt.line, hunt.guide, self.aim.add, Past(hunt.scope), timed=False)
        calendar.begin(self.first)
        days = calendar.changing_days(self.first)
        if calendar.counts_months():
            month = self.query.on.year * 12 + self.query.on.month - 1
            for count in range(1, self.query.horizon_months + 1):
                days.add(date((month + count) // 12, (month + count) % 12 + 1, 1).toordinal())
        return sorted(day for day in days if self.on < day <= self.last), calendar.restless()


def are_level(ends: list[Node]) -> bool:
    """Whether more than one of some paths is the least, times aside."""
    least = min(node.cost[:EARLY] for node in ends)
    return sum(node.cost[:EARLY] == least for node in ends) > 1


def head(node: Node) -> tuple[int, int]:
    """The losses of a path, as points are compared: their fee where that is minimised, and their number."""
    return node.cost[FEE], node.cost[LOSSES]
