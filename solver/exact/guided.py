"""The least paths of one line: the least sets of losses one after another, each with an exact search of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cached_property

from solver.exact.guide import Corridor, Cuts
from solver.exact.hunt import Hunt
from solver.exact.manner import ANY, CLEARING, heading
from solver.exact.search import STATE, Search
from solver.ground.items import NOTHING, Items
from solver.ordering.path import CHANGES, EXTRAS, ORDERS, Guide, Node, TooMany, Weight, ceiling

BRIEFLY, LIGHTLY, SHORTLY, LONG = 8 * STATE, 80 * STATE, 300 * STATE, 1500 * STATE
"""The effort of a search before it is asked what may come, of a light one, of one for a least path before it is asked whether
there is any, and of that for any."""
SETS = 40
"""How many sets of losses are searched one after another, before any losses are let."""
TURN = 150 * STATE
"""The effort that a search of the least share has taken after its first turn, of some that take turns."""
OTHERS = 600 * STATE
"""The effort to refute all other sets of losses together, once one has taken a long search."""
LONGER = 2
"""How many times as much effort a search has taken after its next turn, of some that take turns."""
AFTER = 2 * STATE
"""The effort for each thing that is lost or asked for, on the way to an end that is headed for."""
MANY = 8
"""From so many losses or additions on some path is looked for before the least one, so that one is known when the time comes."""


class Guided(Hunt):
    """The paths of one line from one first state, by cuts."""

    guide: Cuts
    _is_there: bool | None = None
    _looks_closer = False

    @cached_property
    def _wide_cores(self) -> set[Items]:
        """Cores that took a search over many losses."""
        return set()

    # -- what is asked ---------------------------------------------------------------------------------------------------
    def may_be(self) -> bool:
        """Whether there may be a path, as far as is known without a search."""
        return self.guide.walk.reaches(NOTHING)

    def is_open(self) -> bool:
        """Whether there may be a path within the limit, as far as is known without a search."""
        self._recall()
        return self._choose([]) is not None

    def earliest(self) -> int | None:
        """A day before which no path can end; None if it is known that there is no path."""
        if self.limit is not None and not self.is_open():
            return None
        return self.guide.walk.earliest()

    def exists(self, *, lightly: bool = False, patience: int = 0) -> Node | None:
        """Some path of the line, None if there is none; `lightly` where there mostly is one of few changes.

        Shape: the search for a path of the least losses may take `patience` before others take turns with it.
        """
        if not self.may_be():
            return None
        self._recall()
        wide: Search | None = None
        if lightly:
            if self._is_seen():
                return None
            wide = self._begun(self._widely(), self.limit)
            with suppress(TooMany):
                return self._next(wide, SHORTLY)
        return self._race(max(LIGHTLY, patience), wide)

    def ends(self) -> Iterator[Node]:
        """The least path for each set of losses of the least fee and number."""
        self._recall()
        known: list[Items] = []
        while (chosen := self._choose(known)) is not None:
            try:
                found = self._least_along(chosen, known)
            except TooMany:
                continue
            if found is not None:
                known.append(chosen)
                yield found
                continue
            self._refuted(chosen)
            if not known and not self._has_any():
                return

    def cores(self) -> tuple[Items, ...]:
        """The cores found: of each, every path loses one. Shape: those last that take long to prove."""
        return tuple(sorted(self.guide.cores(), key=self._wide_cores.__contains__))

    def least_losses(self) -> Weight | None:
        """The least losses that hit all cores; None where there are none."""
        return self.guide.losses(NOTHING)

    def _along(self, node: Node) -> Guide:
        """The guide of paths that lose the same and cost no less."""
        corridor = self.guide.corridor(node.world.lost)
        corridor.floor = (node.cost[EXTRAS], node.cost[CHANGES], node.cost[ORDERS])
        if self._looks_closer:
            corridor.look_closer(self.first)
        return corridor

    # -- sets of losses --------------------------------------------------------------------------------------------------
    def _choose(self, known: list[Items]) -> Items | None:
        """The next set of losses to try, None where no other can be as little, or none is within the limit."""
        chosen = self.guide.choose(known)
        if chosen is None:
            return None
        weight = self.guide.master.weigh(chosen)
        if self.limit is not None and weight > self.limit[: len(weight)]:
            return None
        self.bound = weight[:2]
        return chosen

    def _refuted(self, chosen: Items) -> None:
        """Notes that no path loses a chosen set alone."""
        core = self.guide.refuted(chosen)
        self.scope.in_vain(self.line.channels, self.line.day, core | self._protected)

    def _recall(self) -> None:
        """Takes over what has been found on other lines that bears on this one."""
        for one in self.scope.memory.in_vain:
            if one.holds(self.line.channels, self.line.day, self.scope.only):
                self.guide.master.add((one.kept & self.guide.walk.losable) - self._protected)
                self.scope.stopped |= one.premises

    @property
    def _protected(self) -> Items:
        """What may not be lost at all of the first holdings and the plan booked."""
        return NOTHING if self.within is None else self.first.at_stake - self.within

    @property
    def _sleeps(self) -> bool:
        """Whether it is not yet asked what may come."""
        return self.scope.arrivals is not None and not self.scope.arrivals.awake

    def _wake(self) -> None:
        """Asks from now on what may come: other losses may be the least to try."""
        assert self.scope.arrivals is not None
        self.scope.arrivals.wake()
        self.guide = self.guide.anew()

    @property
    def _looks_first(self) -> bool:
        """Whether it is looked closer before any search: it has told something on this line, or refuted losses on one before."""
        return self._looks_closer or self._is_proof in self.scope.memory.told_by_carrying

    @property
    def _is_proof(self) -> bool:
        return self.scope.only is not None

    def _look_closer(self, corridor: Corridor) -> bool:
        """Looks at how what meets demands is carried to the goal; whether there may be a path."""
        changes = corridor.changes(self.first.plan_item, self.first.booked) or 0
        is_open = corridor.look_closer(self.first)
        self._looks_closer = self._looks_closer or corridor.carried(self.first) > changes
        if not is_open:
            self.scope.memory.told_by_carrying.add(self._is_proof)
        return is_open

    def _shut(self, corridor: Corridor) -> None:
        """Notes that no path loses a chosen set alone, as it was seen by looking closer."""
        few = self.guide.closed[corridor.lost] = self.guide.shutting(corridor, self.first)
        self.scope.memory.shut = few | self._protected

    def _is_seen(self) -> bool:
        """Whether it is seen before any search that there is no path.

        Shape: in a proof what was enough for that when it was last seen is looked at alone; else all that is kept, where
        that has told something.
        """
        shut = self.scope.memory.shut
        if shut is None or not self._is_proof or not shut <= self.guide.walk.losable | self._protected:
            return self._looks_first and self._left() is None
        core = shut - self._protected
        if self.guide.keeping(core).look_closer(self.first):
            return False
        self.scope.memory.told_by_carrying.add(True)
        self.guide.master.add(core)
        self.scope.in_vain(self.line.channels, self.line.day, shut | self._protected)
        return self._choose([]) is None

    def _left(self) -> Corridor | None:
        """The next set of losses to search, None where none is left; of some it may be soon told that they leave no path."""
        for _ in range(SETS):
            chosen = self._choose([])
            if chosen is None:
                return None
            corridor = self.guide.corridor(chosen)
            if not self._looks_first or self._look_closer(corridor):
                break
            self._leaves_none(corridor)
        return corridor

    def _leaves_none(self, corridor: Corridor) -> None:
        """Notes that a set of losses leaves no path, as a closer look has told.

        Cost: what of all that is kept is enough for that is looked for only where there is another set.
        """
        self._refuted(corridor.lost)
        if self._choose([]) is not None:
            self._shut(corridor)
            self._refuted(corridor.lost)

    # -- the least path --------------------------------------------------------------------------------------------------
    def _least_along(self, chosen: Items, known: list[Items]) -> Node | None:
        """The least path that loses a chosen set alone.

        Shape: where it is long in coming some path is looked for in turns with it, and what such paths cost at least.
        Errors: `TooMany` where it is asked from now on what may come, so that another set may be chosen.
        """
        corridor = self.guide.corridor(chosen)
        if self._looks_closer and not self._look_closer(corridor):
            self._shut(corridor)
            return None
        many = max(len(chosen), len(self.aim.add)) > MANY and not self._sleeps
        if many and self._eagerly(corridor) is None:
            return None
        exact = self._begun(self.search(corridor, within=chosen), self.limit)
        try:
            return self._next(exact, BRIEFLY if self._sleeps else SHORTLY)
        except TooMany:
            if self._sleeps:
                self._wake()
                raise
            if not self._look_closer(corridor):
                self._shut(corridor)
                return None
            self._know_one()
        best = self._met(chosen) or self._headed(corridor)
        if best is None:
            if known and self._is_other(chosen, known):
                return None
            eager = self._begun(self.search(corridor, ANY, within=chosen), None)
            best, search = self._in_turns((eager, 2), (exact, 4))
            if best is None or search is exact:
                return best
        return self._cheapest(corridor, self._floored(corridor, best))

    def _is_other(self, chosen: Items, known: list[Items]) -> bool:
        """Whether it is soon known that what tells the known sets apart is lost on every path, or what no other set would lose.

        Shape: these are a core then, and all other sets of the same weight refuted with the chosen one.
        """
        losable = self.guide.walk.losable
        core = (losable - self.guide.candidates(chosen)) | hitting([one - chosen for one in known])
        search = self.search(self.guide.keeping(core), ANY, within=losable - core)
        with suppress(TooMany):
            if self._first(search, OTHERS, limited=False) is None:
                self.guide.closed[chosen] = core
                self._wide_cores.add(core)
                return True
        return False

    def _floored(self, corridor: Corridor, best: Node) -> Node:
        """The better of `best` and a path with fewer items ordered for needs, or fewer changes; what is least is the floor then.

        Shape: nothing else is lost than by the corridor, and it is all lost on every path, so that it costs no more to cancel
        early what is only in the way; but for orders, which are not counted here.
        """
        search = self.search(corridor, CLEARING, within=corridor.lost)
        fewer = self._next(self._begun(search, ceiling(*best.cost[:CHANGES], best.cost[CHANGES] - 1)))
        found = fewer or best
        corridor.floor = (found.cost[EXTRAS], found.cost[CHANGES], 0)
        return min(found, best, key=lambda node: node.cost)

    def _cheapest(self, corridor: Corridor, best: Node) -> Node | None:
        """The least path of a corridor, in which `best` is one.

        Shape: where times are settled later any of the same cost will do, so that only cheaper ones are looked for.
        """
        exact = self.search(corridor, within=corridor.lost)
        if not self.line.waits:
            return self._first(exact)
        self._begun(exact, ceiling(*best.cost[:ORDERS], best.cost[ORDERS] - 1))
        return self._next(exact) or best

    # -- some path -------------------------------------------------------------------------------------------------------
    def _race(self, patience: int, wide: Search | None) -> Node | None:
        """Some path, of those of the least losses or of any: both are looked for, in turns that grow longer.

        Shape: a set that is searched in vain is followed by the next, of `SETS` at most, unless it is soon known of any. To know
        that there is no path alone takes less than by cost, for each state is looked at once.
        """
        spent = 0
        for _ in range(SETS):
            corridor = self._left()
            if corridor is None:
                return None
            eager = self._begun(self.search(corridor, ANY, within=corridor.lost), None)
            try:
                found = self._next(eager, BRIEFLY if self._sleeps else LIGHTLY)
            except TooMany:
                if self._sleeps:
                    self._wake()
                    continue
                if not self._look_closer(corridor):
                    self._leaves_none(corridor)
                    continue
                wide = wide or self._begun(self._widely(), self.limit)
                found, search = self._patiently(corridor, eager, wide, patience)
                if search is wide:
                    return found
            if found is not None:
                return found
            self.took = max(self.took, eager.effort)
            spent += eager.effort
            self._refuted(corridor.lost)
            if self._choose([]) is None:
                return None
            wide = wide or self._begun(self._widely(), self.limit)
            with suppress(TooMany):
                return self._next(wide, LIGHTLY if self.limit is not None else max(LIGHTLY, spent))
        return self._next(wide or self._begun(self._widely(), self.limit))

    def _patiently(self, corridor: Corridor, eager: Search, wide: Search, patience: int) -> tuple[Node | None, Search]:
        """What the search for some path of a corridor comes to after `patience`, or the first of others; and which that is."""
        with suppress(TooMany):
            return self._next(eager, patience), eager
        headed = self._headed(corridor)
        if headed is not None:
            return headed, eager
        return self._in_turns((eager, 4), (wide, 1))

    def _in_turns(self, *turns: tuple[Search, int]) -> tuple[Node | None, Search]:
        """What the first search comes to that comes to an end, and which it is: each goes on where it stopped, ever longer.

        Shape: each with its share of the effort; one that has had a turn before has more.
        """
        most = TURN
        while True:
            for search, times in turns:
                with suppress(TooMany):
                    return self._next(search, most * times), search
            most *= LONGER

    def _eagerly(self, corridor: Corridor) -> Node | None:
        """Some path of a corridor, whatever it costs else."""
        found = self._headed(corridor)
        return found or self._first(self.search(corridor, ANY, within=corridor.lost), limited=False)

    def _headed(self, corridor: Corridor) -> Node | None:
        """Some path of a corridor that heads for an end, where one is known; None where it was not met soon."""
        toward = corridor.end()
        if toward is None:
            return None
        asked = len(corridor.lost) + len(self.aim.add) + len(self.aim.drop)
        with suppress(TooMany):
            search = self.search(corridor, heading(toward), within=corridor.lost)
            return self._first(search, AFTER * asked + LIGHTLY, limited=False)
        return None

    def _met(self, chosen: Items) -> Node | None:
        """A path that loses a chosen set alone, where the best that was met does."""
        best = self.incumbent
        return best if best is not None and best.world.lost == chosen else None

    def meet(self, node: Node) -> None:
        """Takes note of some path of the line."""
        self._is_there = True
        super().meet(node)

    def _know_one(self) -> None:
        """Looks for some path shortly where none was met yet, so that one is known when the time comes."""
        if self.incumbent is None and self._is_there is None:
            with suppress(TooMany):
                self._is_there = self._first(self._widely(), LONG) is not None

    def _has_any(self) -> bool:
        """Whether there is a path at all: to know it saves the proof set by set where there is none."""
        if self._is_there is None:
            self._is_there = self._first(self._widely()) is not None
        return self._is_there

    def _widely(self) -> Search:
        """The search for any path within the limit."""
        guide = self.guide if self.limit is not None else self.guide.freely()
        return self.search(guide, ANY, within=self.within)


def hitting(sets: Collection[Items]) -> Items:
    """Some few things of which each set has one: those first that most of them have."""
    found: set[int] = set()
    left = list(sets)
    while left:
        counted = Counter(item for one in left for item in one)
        found.add(min(counted, key=lambda item: (-counted[item], item)))
        left = [one for one in left if found.isdisjoint(one)]
    return frozenset(found)
