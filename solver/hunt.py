"""The least paths of one line: the least sets of losses one after another, each with an exact search of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from solver.guide import Corridor, Cuts
from solver.items import NOTHING, Items
from solver.manner import ANY, CLEARING, LEAST, TIMED, Manner, heading
from solver.path import CHANGES, EARLY, EXTRAS, FEE, LOSSES, ORDERS, Aim, Cost, Guide, Line, Node, TooMany, ceiling
from solver.program import Program
from solver.scope import Scope
from solver.search import STATE, Search
from solver.tapes import Tapes
from solver.tour import FAR
from solver.world import Course, World

BRIEFLY, LIGHTLY, SHORTLY, LONG = 8 * STATE, 80 * STATE, 300 * STATE, 1500 * STATE
"""The effort of a search before it is asked what may come, of a light one, of one for a least path before it is asked whether
there is any, and of that for any."""
SETS = 40
"""How many sets of losses are searched one after another, before any losses are let."""
LONGER = 2
"""How many times as much effort a search has taken after its next turn, of some that take turns."""
AFTER = 2 * STATE
"""The effort for each thing that is lost or asked for, on the way to an end that is headed for."""
MANY = 8
"""From so many losses or additions on some path is looked for before the least one, so that one is known when the time comes."""


class Hunt:
    """The paths of one line from one first state.

    Shape: `limit` is the most that a path may cost; `incumbent` the best path met so far, `bound` the fee and number of losses
    that every path is known to have at least, `effort` what all searches have taken, `took` the most that one
    of chosen losses took in vain.
    """

    def __init__(
        self,
        program: Program,
        course: Course,
        first: World,
        aim: Aim,
        line: Line,
        scope: Scope,
        guide: Guide,
        *,
        fee_first: bool,
        expired: Callable[[], bool],
        within: Items | None = None,
        limit: Cost | None = None,
        met: Callable[[Node], None] = lambda _: None,
        tapes: Tapes | None = None,
    ) -> None:
        self.program, self.course, self.first, self.aim, self.line = program, course, first, aim, line
        self.scope, self.guide, self.fee_first, self.expired = scope, guide, fee_first, expired
        self.within, self.limit, self.met = within, limit, met
        self.tapes = tapes or Tapes()
        self.incumbent: Node | None = None
        self.bound = (0, 0)
        self.effort = 0
        self.took = 0
        self._is_there: bool | None = None
        self._looks_closer = False

    def search(
        self,
        guide: Guide,
        manner: Manner = LEAST,
        *,
        within: Items | None = None,
    ) -> Search:
        """A search on the line."""
        return Search(
            self.scope, self.course, self.aim, self.line, guide, manner,
            fee_first=self.fee_first, within=within, expired=self.expired, tapes=self.tapes,
        )  # fmt: skip

    def exists(self, *, lightly: bool = False, patience: int = 0) -> Node | None:
        """Some path of the line, None if there is none; `lightly` where there mostly is one of few changes.

        Shape: the search for a path of the least losses may take `patience` before others take turns with it.
        """
        if not isinstance(self.guide, Cuts):
            return self._first(self.search(self.guide, within=self.within))
        if not self.may_be():
            return None
        if lightly:
            with suppress(TooMany):
                return self._first(self.search(self.guide.freely(), ANY, within=self.within), LIGHTLY)
        self._recall(self.guide)
        return self._race(self.guide, self._choose(self.guide, []), max(LIGHTLY, patience))

    def may_be(self) -> bool:
        """Whether there may be a path, as far as is known without a search."""
        return not isinstance(self.guide, Cuts) or self.guide.walk.reaches(NOTHING)

    def is_open(self) -> bool:
        """Whether there may be a path within the limit, as far as is known without a search."""
        if not isinstance(self.guide, Cuts):
            return True
        self._recall(self.guide)
        return self._choose(self.guide, []) is not None

    def earliest(self) -> int | None:
        """A day before which no path can end; None if it is known that there is no path."""
        if not isinstance(self.guide, Cuts):
            return self.line.first
        if self.limit is not None and not self.is_open():
            return None
        return self.guide.walk.earliest()

    def ends(self) -> Iterator[Node]:
        """The least path for each set of losses of the least fee and number."""
        if not isinstance(self.guide, Cuts):
            yield from self._plainly()
            return
        self._recall(self.guide)
        known: list[Items] = []
        while (chosen := self._choose(self.guide, known)) is not None:
            try:
                found = self._along(self.guide, chosen)
            except TooMany:
                continue
            if found is not None:
                known.append(chosen)
                yield found
                continue
            self._refuted(self.guide, chosen)
            if not known and not self._has_any(self.guide):
                return

    def timed(self, ends: list[Node]) -> Node:
        """The least of `ends`, with its cancellations as late and its other orders as early as can be."""
        least = min(node.cost[:EARLY] for node in ends)
        found = []
        for node in ends:
            if node.cost[:EARLY] == least:
                guide: Guide = self.guide
                if isinstance(self.guide, Cuts):
                    guide = self.guide.corridor(node.world.lost)
                    guide.floor = (least[EXTRAS], least[CHANGES], least[ORDERS])
                search = self.search(guide, TIMED, within=node.world.lost)
                found.append(next(search.run(self.first, ceiling(*least)), node))
        return least_of(found)

    def _refuted(self, guide: Cuts, chosen: Items) -> None:
        """Notes that no path loses a chosen set alone."""
        core = guide.refuted(chosen, self.first)
        self.scope.in_vain(self.line.channels, self.line.day, core | self._protected)

    def _recall(self, guide: Cuts) -> None:
        """Takes over what has been found on other lines that bears on this one."""
        for one in self.scope.memory.in_vain:
            if one.holds(self.line.channels, self.line.day, self.scope.only):
                guide.master.add((one.kept & guide.walk.losable) - self._protected)
                self.scope.stopped |= one.premises

    @property
    def _protected(self) -> Items:
        """What may not be lost at all of the first holdings and the plan booked."""
        return NOTHING if self.within is None else self.first.at_stake - self.within

    def _plainly(self) -> Iterator[Node]:
        least: tuple[int, ...] | None = None
        search = self._begun(self.search(self.guide, within=self.within), self.limit)
        while (node := self._next(search)) is not None:
            if least is not None and node.cost[FEE : LOSSES + 1] > least:
                return
            least = node.cost[FEE : LOSSES + 1]
            yield node

    def _choose(self, guide: Cuts, known: list[Items]) -> Items | None:
        """The next set of losses to try, None where no other can be as little, or none is within the limit."""
        chosen = guide.choose(known)
        if chosen is None:
            return None
        weight = guide.master.weigh(chosen)
        if self.limit is not None and weight > self.limit[: len(weight)]:
            return None
        self.bound = weight[:2]
        return chosen

    def _along(self, guide: Cuts, chosen: Items) -> Node | None:
        """The least path that loses a chosen set alone.

        Shape: where it is long in coming some path is looked for in turns with it, and what such paths cost at least.
        Errors: `TooMany` where the guide has changed meanwhile, so that another set may be chosen.
        """
        corridor: Corridor = guide.corridor(chosen)
        if self._looks_closer and not self._look_closer(guide, corridor):
            return None
        many = max(len(chosen), len(self.aim.add)) > MANY and not self._sleeps
        if many and self._eagerly(corridor, chosen) is None:
            return None
        exact = self._begun(self.search(corridor, within=chosen), self.limit)
        try:
            return self._next(exact, BRIEFLY if self._sleeps else SHORTLY)
        except TooMany:
            if self._sleeps:
                self._wake(guide)
                raise
            if not self._look_closer(guide, corridor):
                return None
            self._know_one(guide)
        best = self._met(chosen) or self._headed(corridor, chosen)
        if best is None:
            eager = self._begun(self.search(corridor, ANY, within=chosen), None)
            best, search = self._in_turns((eager, 1), (exact, LONGER))
            if best is None or search is exact:
                return best
        return self._least(corridor, chosen, self._floored(corridor, chosen, best))

    @property
    def _sleeps(self) -> bool:
        """Whether it is not yet asked what may come."""
        return self.scope.arrivals is not None and not self.scope.arrivals.awake

    def _wake(self, guide: Cuts) -> Cuts:
        """The guide from now on, where it is asked what may come: other losses may be the least to try."""
        assert self.scope.arrivals is not None
        self.scope.arrivals.wake()
        self.guide = again = guide.anew()
        return again

    def _look_closer(self, guide: Cuts, corridor: Corridor) -> bool:
        """Looks at how what meets demands is carried to the goal; whether there may be a path. What helps is done at once."""
        changes = corridor.changes(self.first.plan_item, self.first.booked) or 0
        is_open = corridor.look_closer(self.first)
        self._looks_closer = self._looks_closer or corridor.carried(self.first) > changes
        if not is_open:
            guide.closed[corridor.lost] = corridor.stuck(self.first)
        return is_open

    def _floored(self, corridor: Corridor, chosen: Items, best: Node) -> Node:
        """The better of `best` and a path with fewer items ordered for needs, or fewer changes; what is least is the floor then.

        Shape: nothing else than `chosen` is lost, and it is all lost on every path, so that it costs no more to cancel early
        what is only in the way; but for orders, which are not counted here.
        """
        search = self.search(corridor, CLEARING, within=chosen)
        fewer = self._next(self._begun(search, ceiling(*best.cost[:CHANGES], best.cost[CHANGES] - 1)))
        found = fewer or best
        corridor.floor = (found.cost[EXTRAS], found.cost[CHANGES], 0)
        return min(found, best, key=lambda node: node.cost)

    def _least(self, corridor: Corridor, chosen: Items, best: Node) -> Node | None:
        """The least path that loses a chosen set, of which `best` is one.

        Shape: where times are settled later any of the same cost will do, so that only cheaper ones are looked for.
        """
        exact = self.search(corridor, within=chosen)
        if not self.line.waits:
            return self._first(exact)
        self._begun(exact, ceiling(*best.cost[:ORDERS], best.cost[ORDERS] - 1))
        return self._next(exact) or best

    def _race(self, guide: Cuts, chosen: Items | None, patience: int) -> Node | None:
        """Some path, of those that lose a chosen set alone or of any: both are looked for, in turns that grow longer.

        Shape: a set that is searched in vain is followed by the next, of `SETS` at most, unless it is soon known of any. To know
        that there is no path alone takes less than by cost, for each state is looked at once.
        """
        wide: Search | None = None
        for _ in range(SETS):
            if chosen is None:
                return None
            corridor = guide.corridor(chosen)
            if self._looks_closer:
                self._look_closer(guide, corridor)
            eager = self._begun(self.search(corridor, ANY, within=chosen), None)
            try:
                found = self._next(eager, BRIEFLY if self._sleeps else patience)
            except TooMany:
                if self._sleeps:
                    guide = self._wake(guide)
                    chosen = self._choose(guide, [])
                    continue
                found = self._headed(corridor, chosen) if self._look_closer(guide, corridor) else None
                if found is None and corridor.carried(self.first) < FAR:
                    wide = wide or self._begun(self._widely(guide), self.limit)
                    exact = self._begun(self.search(corridor, within=chosen), self.limit)
                    found, search = self._in_turns((eager, LONGER), (wide, 1), (exact, 1))
                    if search is wide:
                        return found
            if found is not None:
                return found
            self.took = max(self.took, eager.effort)
            self._refuted(guide, chosen)
            if wide is None:
                wide = self._begun(self._widely(guide), self.limit)
                with suppress(TooMany):
                    return self._next(wide, LIGHTLY)
            chosen = self._choose(guide, [])
        return self._next(wide or self._begun(self._widely(guide), self.limit))

    def _in_turns(self, *turns: tuple[Search, int]) -> tuple[Node | None, Search]:
        """What the first search comes to that comes to an end, and which it is: each goes on where it stopped, ever longer.

        Shape: each with how many times as much effort as the others it may have taken after its turn: the exact one, which has
        had a turn before, is one ahead.
        """
        most = SHORTLY
        while True:
            for search, times in turns:
                with suppress(TooMany):
                    return self._next(search, most * times), search
            most *= LONGER

    def _eagerly(self, corridor: Corridor, chosen: Items) -> Node | None:
        """Some path that loses a chosen set alone, whatever it costs else."""
        found = self._headed(corridor, chosen)
        return found or self._first(self.search(corridor, ANY, within=chosen), limited=False)

    def _headed(self, corridor: Corridor, chosen: Items) -> Node | None:
        """Some path that loses a chosen set alone and heads for an end, where one is known; None where it was not met soon."""
        toward = corridor.end()
        if toward is None:
            return None
        asked = len(chosen) + len(self.aim.add) + len(self.aim.drop)
        with suppress(TooMany):
            search = self.search(corridor, heading(toward), within=chosen)
            return self._first(search, AFTER * asked + LIGHTLY, limited=False)
        return None

    def _met(self, chosen: Items) -> Node | None:
        """A path that loses a chosen set alone, where the best that was met does."""
        best = self.incumbent
        return best if best is not None and best.world.lost == chosen else None

    def _know_one(self, guide: Cuts) -> None:
        """Looks for some path shortly where none was met yet, so that one is known when the time comes."""
        if self.incumbent is None and self._is_there is None:
            with suppress(TooMany):
                self._is_there = self._first(self._widely(guide), LONG) is not None

    def _has_any(self, guide: Cuts) -> bool:
        """Whether there is a path at all: to know it saves the proof set by set where there is none."""
        if self._is_there is None:
            self._is_there = self._first(self._widely(guide)) is not None
        return self._is_there

    def _widely(self, guide: Cuts) -> Search:
        """The search for any path within the limit."""
        return self.search(guide if self.limit is not None else guide.freely(), ANY, within=self.within)

    def _first(self, search: Search, most: int | None = None, *, limited: bool = True) -> Node | None:
        """The first end of a search; `TooMany` where it takes more effort than `most`."""
        return self._next(self._begun(search, self.limit if limited else None), most)

    def _begun(self, search: Search, limit: Cost | None) -> Search:
        search.begin(self.first, limit)
        return search

    def _next(self, search: Search, most: int | None = None) -> Node | None:
        """The next end of a search; keeps the best path met, also where the time comes."""
        before = search.effort
        try:
            return search.next(most)
        finally:
            self.effort += search.effort - before
            self._keep(search.incumbent)

    def meet(self, node: Node) -> None:
        """Takes note of some path of the line."""
        self._is_there = True
        self._keep(node)

    def _keep(self, node: Node | None) -> None:
        if node is not None and (self.incumbent is None or node.cost < self.incumbent.cost):
            self.incumbent = node
            self.met(node)


def least_of(ends: list[Node]) -> Node:
    """The least of some ends of paths."""
    return min(ends, key=lambda node: (node.cost, node.trace))
