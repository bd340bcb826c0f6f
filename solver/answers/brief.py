"""A brief outcome by the short way: a path that comes up to every bound, which nothing can better.

The relaxed walk says without any search before which day no path ends, and with which losses, orders for needs and changes of
plan one does at the least. What is ordered on that very day alone, nothing before it, is a path too, and quickly found, for
there are no days to try. If it comes up to all three bounds, it is a least path; orders told apart by nothing but their number
and days are left aside. If it comes up to the losses alone, the verdict, the day and the losses are proved, and the fee is not
told. Everything else is left to the engine, also where other losses might be as few: these may ask for fewer orders for needs or
changes. Source: docs/subscribers.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from model.request import Query
from model.rules.base import Resolve
from model.state import State
from solver.answers.account import Account, Story
from solver.answers.decide import Engine
from solver.answers.outcome import Outcome
from solver.clock import NotDecided
from solver.exact.guide import Cuts, guide_for
from solver.exact.lines import Lines
from solver.exact.manner import ANY, LEAST, Manner
from solver.exact.search import STATE, Search
from solver.ground.items import NOTHING, Items
from solver.ground.scope import Scope
from solver.ground.world import World
from solver.ordering.path import Cost, Line, Node, TooMany, ceiling

LITTLE = 120 * STATE
"""The effort to find some path of the least losses."""


@dataclass(frozen=True, slots=True)
class Short:
    """What the short way came to.

    Shape: `end` ends a path on the earliest day with the least losses, None where it is proved that there is none; `least`
    where it is also one of the least by what is ordered for needs and by changes of plan.
    """

    end: Node | None
    least: bool = True


class ShortLines(Lines):
    """The lines of one question for one plan, as far as bounds and the orders of one day decide them."""

    def short(self) -> Short | None:
        """A least path, or that there is none; None where the bounds do not meet, or the time comes first."""
        if not self._simple():
            return None
        try:
            return self._decided()
        except NotDecided:
            return None

    def _simple(self) -> bool:
        """Whether the question is for one plan and nothing else, and nothing comes by time."""
        aim, query = self.aim, self.query
        asks_more = aim.add or aim.drop or aim.keep or query.channel is not None or self.fee_first
        return not asks_more and aim.to not in (None, self.first.plan_item) and self.first.booked is None

    def _decided(self) -> Short | None:
        at_once = self._walking(self.on)
        if at_once is not None:
            return self._meeting(at_once, self.first)
        whole = Line(self.program.channels, self.on, self.last)
        earliest = None if self.last <= self.on else self._guide(whole).walk.earliest()
        if earliest is None:
            return Short(None)
        guide = self._reaching(max(earliest, self.on + 1))
        return Short(None) if guide is None else self._meeting(guide, self.course.advance(self.first, guide.walk.line.day))

    def _reaching(self, least: int) -> Cuts | None:
        """The guide of a line up to a day by which the walk reaches the goal, and the day before it does not.

        Shape: `least` is that day where the walk reaches it by then, since no path ends before; None if no day is one.
        """
        low, high, stride = least - 1, least, 1
        while (found := self._walking(high)) is None:
            if high == self.last:
                return None
            low, high, stride = high, min(high + stride, self.last), 2 * stride
        while high - low > 1:
            middle = (low + high) // 2
            guide = self._walking(middle)
            if guide is None:
                low = middle
            else:
                high, found = middle, guide
        return found

    def _walking(self, day: int) -> Cuts | None:
        """The guide of the line up to a day, None where the walk does not reach the goal by then."""
        guide = self._guide(Line(self.program.channels, self.on, day))
        return guide if guide.walk.reaches(NOTHING) else None

    def _guide(self, line: Line) -> Cuts:
        guide = self._hunt(line).guide
        assert isinstance(guide, Cuts)
        return guide

    def _meeting(self, guide: Cuts, world: World) -> Short | None:
        """A path of orders on the day of `world` that comes up to the bounds of a line; None if none does.

        Cost: what may come, which may raise the bounds, is asked only where without it there is none.
        """
        found = self._meets(guide, world)
        if found is not None or self.arrivals.awake:
            return found
        self.arrivals.wake()
        return self._meets(guide.anew(), world)

    def _meets(self, guide: Cuts, world: World) -> Short | None:
        chosen = guide.choose([])
        if chosen is None or (chosen and guide.choose([chosen]) is not None):
            return None
        corridor = guide.corridor(chosen)
        changes = corridor.changes(self.first.plan_item, None)
        if changes is None:
            return None
        extras = corridor.extras(self.first.plan_item, None)
        most: Cost = ceiling(*corridor.weight, extras, changes)
        end = next(self._search(guide, chosen, world).run(world, most), None)
        return Short(end) if end is not None else self._some(guide, chosen, world)

    def _some(self, guide: Cuts, chosen: Items, world: World) -> Short | None:
        """Some path on the day of `world` of the losses chosen, if one of few changes is quickly found."""
        most: Cost = ceiling(*guide.master.weigh(chosen))
        try:
            search = self._search(guide, chosen, world, ANY)
            search.begin(world, most)
            end = search.next(LITTLE)
        except TooMany:
            return None
        return None if end is None else Short(end, least=False)

    def _search(self, guide: Cuts, chosen: Items, world: World, manner: Manner = LEAST) -> Search:
        """The search of one day for paths that lose nothing but what is chosen."""
        line = Line(self.program.channels, world.day, world.day)
        corridor = guide.corridor(chosen)
        return Search(guide.walk.scope, self.course, self.aim, line, corridor, manner, within=chosen, expired=self.expired)


class Losses(Account):
    """Tells of a path what it loses, and how."""

    def of(self, first: World, end: Node) -> tuple[tuple[str, Resolve], ...]:
        """The losses of a path, each with its how, in the catalogue's sequence."""
        nodes = end.path()
        story = Story(first, end.world, nodes, tuple(node.step for node in nodes if node.step is not None))
        hows = self._hows(story, [self._causes(story, place) for place in range(len(story.orders))])
        return tuple((self.program.names[item], hows[item][0]) for item in sorted(end.world.lost))


def short_outcome(engine: Engine, state: State, query: Query, *, left_ms: Callable[[], int | None]) -> Outcome | None:
    """What comes of a question for a plan, by the short way; None where that does not decide it.

    Cost: the relaxed walks of up to three lines, and a search of one day.
    """
    lines = ShortLines(engine.program, engine.course, state, query, guide_for, left_ms=left_ms, ties=0)
    found = lines.short()
    if found is None:
        return None
    if found.end is None:
        return Outcome("blocked")
    day = date.fromordinal(found.end.day)
    account = Losses(engine.program, engine.course, Scope(engine.program, lines.known), NOTHING)
    fee_fen = account.charge(found.end.world).fee_fen if found.least else None
    return Outcome("reachable" if day == query.on else "later", query.goal.to, day, account.of(lines.first, found.end), fee_fen)
