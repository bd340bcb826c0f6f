"""The lines of a question, one after another: at once, through another channel, later; and what each further point saves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, takewhile
from typing import Protocol

from model.answer import Verdict
from model.days import add_months
from model.request import Query
from model.state import State
from solver.backend import Backend, NotDecided
from solver.orders import Items
from solver.program import Program
from solver.scope import Scope
from solver.search import FEE, LOSSES, NO_COST, Aim, Cost, Guide, Line, Node, OutOfTime, Search
from solver.world import Course, World, begin

BIG = 10**9
NOTHING: Items = frozenset()


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
    """What was found of one question. Shape: `timed_out` if the limit came before all was decided."""

    first: World
    points: list[Point] = field(default_factory=list)
    refuted: list[Refuted] = field(default_factory=list)
    timed_out: bool = False


class Lines:
    """The lines of one question, over one first state."""

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
        self.left_ms = left_ms
        self.known = dict(state.facts)
        self.first = begin(program, state)
        goal = query.goal
        index = program.index
        self.aim = Aim(
            None if goal.to is None else index[goal.to],
            *(frozenset(index[name] for name in names) for names in (goal.add, goal.drop, goal.keep)),
        )
        self.on = query.on.toordinal()
        self.last = add_months(query.on, query.horizon_months).toordinal()
        self.fee_first = query.minimise == "fee"

    def expired(self) -> bool:
        """Whether the time is over."""
        left = self.left_ms()
        return left is not None and left <= 0

    def decide(self, *, brief: bool = False) -> Result:
        """The first line that has a path, and unless `brief` the frontier behind it."""
        result = Result(self.first)
        try:
            self._decide(result, brief=brief)
        except (OutOfTime, NotDecided):
            result.timed_out = True
        return result

    def _decide(self, result: Result, *, brief: bool) -> None:
        every = self.program.channels
        asked = every if self.query.channel is None else (self.query.channel,)
        lines: list[tuple[Verdict, Line]] = [("reachable", Line(asked, self.on, self.on))]
        if self.query.channel is not None:
            others = tuple(channel for channel in every if channel != self.query.channel)
            lines.append(("elsewhere", Line((*asked, *others), self.on, self.on)))
        for verdict, line in lines:
            if self._saves(result) and not (brief and result.points):
                self._settle(result, verdict, line)
        while self._saves(result) and not (brief and result.points):
            after = result.points[-1].best.day if result.points and result.points[-1].verdict == "later" else self.on
            if not self._later(result, after):
                return

    def _saves(self, result: Result) -> bool:
        """Whether a further point could have fewer losses than all before."""
        return not result.points or head(result.points[-1].best) > (0, 0)

    def _limit(self, result: Result) -> Cost | None:
        """The most that a further point may cost to be worth naming."""
        if not result.points:
            return None
        fee, losses = head(result.points[-1].best)
        return (fee, losses - 1, *(BIG,) * (len(NO_COST) - 2))

    def _settle(self, result: Result, verdict: Verdict, line: Line) -> bool:
        """Adds the point of a line if it has one that saves something, else its refutation where nothing was found yet."""
        search = self._search_on(line)
        ends = search.run(self.first, self._limit(result))
        best = self._first_of(ends, search, result, verdict)
        if best is None:
            if not result.points:
                result.refuted.append(Refuted(verdict, line, frozenset(search.scope.stopped)))
            return False
        point = Point(verdict, line, best, head(best), True)
        try:
            ties = tuple(islice(self._ties(search, line, best, ends), self.ties))
            told = self._time(line, best, alone=not ties) if line.waits else best
        except (OutOfTime, NotDecided):
            result.points.append(point)
            raise
        guide = search.guide
        proved = guide.losses(NOTHING) == head(best)
        result.points.append(replace(point, best=told, ties=ties, cores=guide.cores(), by_cores=proved))
        return True

    def _first_of(self, ends: Iterator[Node], search: Search, result: Result, verdict: Verdict) -> Node | None:
        """The least end; where the time comes before it, the best path so far is the point, as not proved."""
        try:
            return next(ends, None)
        except (OutOfTime, NotDecided):
            if search.incumbent is not None:
                self._unproved(result, verdict, search, search.incumbent)
            raise

    def _unproved(self, result: Result, verdict: Verdict, search: Search, node: Node) -> None:
        bound = (search.lower[FEE], search.lower[LOSSES])
        result.points.append(Point(verdict, search.line, node, min(bound, head(node)), False))

    def _search_on(
        self,
        line: Line,
        *,
        timed: bool = False,
        guide: Guide | None = None,
        within: Items | None = None,
        only: frozenset[str] | None = None,
        protected: Items = NOTHING,
    ) -> Search:
        scope = Scope(self.program, self.known, only=self.only if only is None else only)
        guide = guide or self.make_guide(
            scope, self.first, self.aim, line, fee_first=self.fee_first, backend=self.backend, protected=protected
        )
        return Search(
            scope, self.course, self.aim, line, guide,
            fee_first=self.fee_first, timed=timed, within=within, expired=self.expired,
        )  # fmt: skip

    def _ties(self, search: Search, line: Line, best: Node, ends: Iterator[Node]) -> Iterator[Items]:
        """The other loss sets of the least number.

        Where cores proved the number, each other least hitting set is tried by a search of its own; else the search goes on.
        """
        if not best.world.lost or not self.ties:
            return
        guide = search.guide
        if guide.losses(frozenset()) != head(best):
            yield from (node.world.lost for node in takewhile(lambda node: head(node) == head(best), ends))
            return
        known = [best.world.lost]
        while (other := guide.other(known)) is not None:
            if next(self._search_on(line, guide=guide, within=other).run(self.first), None) is None:
                guide.refuted(other)
            else:
                known.append(other)
                yield other

    @property
    def had(self) -> Items:
        """What counts as a loss when it is cancelled: the first holdings and the booked plan."""
        booked = frozenset() if self.first.booked is None else frozenset((self.first.booked[0],))
        return frozenset(hold.item for hold in self.first.holds) | booked

    def refutes(self, line: Line, protected: Items = NOTHING) -> Callable[[frozenset[str] | None], frozenset[str] | None]:
        """Whether a set of premises alone (None: all), with `protected` never cancelled, leaves a line without a path.

        Shape: those of the premises that stopped something, or None if there is a path.
        """

        def refute(only: frozenset[str] | None) -> frozenset[str] | None:
            within = self.had - protected if protected else None
            search = self._search_on(line, only=only, protected=protected, within=within)
            return frozenset(search.scope.stopped) if next(search.run(self.first), None) is None else None

        return refute

    def _time(self, line: Line, best: Node, *, alone: bool) -> Node:
        """The least path with its cancellations as late and its other orders as early as they can be."""
        search = self._search_on(line, timed=True, within=best.world.lost if alone else None)
        return next(search.run(self.first, (*best.cost[:-2], BIG, BIG)), best)

    def _first_end(self, line: Line, limit: Cost | None) -> int | None:
        """The day on which some path of the line ends, None if there is none."""
        found = next(self._search_on(line).run(self.first, limit), None)
        return None if found is None else found.day

    def _later(self, result: Result, after: int) -> bool:
        """Adds the point of the earliest day behind `after` that saves something; False if there is none."""
        every = self.program.channels
        limit = self._limit(result)
        if self.last <= after:
            return self._nothing_later(result, Line(every, self.on, self.last), frozenset())
        search = self._search_on(Line(every, self.on, self.last))
        known = self._first_of(search.run(self.first, limit), search, result, "later")
        if known is None:
            return self._nothing_later(result, search.line, frozenset(search.scope.stopped))
        try:
            day = self._earliest(search, known, after, limit)
        except (OutOfTime, NotDecided):
            self._unproved(result, "later", search, known)
            raise
        return self._settle(result, "later", Line(every, self.on, day))

    def _earliest(self, search: Search, known: Node, after: int, limit: Cost | None) -> int:
        """The earliest day behind `after` on which a path can end, by bisection over the days on which something changes."""
        low, high = after, known.day
        while low + 1 < high:
            days = [day for day in self._days(search) if low < day < high]
            middle = days[len(days) // 2] if days else high - 1
            earlier = self._first_end(Line(search.line.channels, self.on, middle), limit)
            if earlier is not None:
                high = earlier
            elif not days:
                break
            else:
                low = middle
        return high

    def _nothing_later(self, result: Result, line: Line, stopped: frozenset[str]) -> bool:
        if not result.points:
            result.refuted.append(Refuted("later", line, stopped))
        return False

    def _days(self, search: Search) -> list[int]:
        """The days within the horizon on which something can change for the first state, months among them."""
        days = search.changing_days(self.first)
        if self.program.monthly:
            month = self.query.on.year * 12 + self.query.on.month - 1
            for count in range(1, self.query.horizon_months + 1):
                days.add(date((month + count) // 12, (month + count) % 12 + 1, 1).toordinal())
        return sorted(day for day in days if self.on < day <= self.last)


def head(node: Node) -> tuple[int, int]:
    """The losses of a path, as points are compared: their fee where that is minimised, and their number."""
    return node.cost[FEE], node.cost[LOSSES]
