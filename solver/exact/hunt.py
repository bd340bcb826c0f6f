"""The paths of one line: whether there are any, the least ones, and the times of the least."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from solver.exact.guide import NoGuide
from solver.exact.manner import LEAST, TIMED, Manner
from solver.exact.retrace import leads_again
from solver.exact.search import Search
from solver.ground.items import Items
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import Course, World
from solver.ordering.path import EARLY, FEE, LOSSES, Aim, Cost, Guide, Line, Node, Weight, ceiling
from solver.ordering.tapes import Tapes


class Hunt:
    """The paths of one line from one first state, by a search that is told nothing of it: what every other is tested against.

    Shape: `limit` is the most that a path may cost; `incumbent` the best path met so far, `bound` the fee and number of losses
    that every path is known to have at least, `effort` what all searches have taken, `took` the most that one of chosen losses
    took in vain.
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

    def search(self, guide: Guide, manner: Manner = LEAST, *, within: Items | None = None) -> Search:
        """A search on the line."""
        return Search(
            self.scope, self.course, self.aim, self.line, guide, manner,
            fee_first=self.fee_first, within=within, expired=self.expired, tapes=self.tapes,
        )  # fmt: skip

    # -- what is asked ---------------------------------------------------------------------------------------------------
    def may_be(self) -> bool:
        """Whether there may be a path, as far as is known without a search."""
        return True

    def is_open(self) -> bool:
        """Whether there may be a path within the limit, as far as is known without a search."""
        return True

    def earliest(self) -> int | None:
        """A day before which no path can end; None if it is known that there is no path."""
        return self.line.first

    def exists(self, *, lightly: bool = False, patience: int = 0) -> Node | None:
        """Some path of the line, None if there is none; `lightly` where there mostly is one of few changes.

        Shape: the search for a path of the least losses may take `patience` before others take turns with it.
        """
        return self._first(self.search(self.guide, within=self.within))

    def leads_again(self, path: Node) -> bool:
        """Whether the orders of a path found where other premises act make a path here too; if not, there may be others."""
        return leads_again(self.search(NoGuide(), within=self.within), path, self.first)

    def ends(self) -> Iterator[Node]:
        """The least path for each set of losses of the least fee and number."""
        least: tuple[int, ...] | None = None
        search = self._begun(self.search(self.guide, within=self.within), self.limit)
        while (node := self._next(search)) is not None:
            if least is not None and node.cost[FEE : LOSSES + 1] > least:
                return
            least = node.cost[FEE : LOSSES + 1]
            yield node

    def timed(self, ends: list[Node]) -> Node:
        """The least of `ends`, with its cancellations as late and its other orders as early as can be."""
        least = min(node.cost[:EARLY] for node in ends)
        found = []
        for node in ends:
            if node.cost[:EARLY] == least:
                search = self.search(self._along(node), TIMED, within=node.world.lost)
                found.append(next(search.run(self.first, ceiling(*least)), node))
        return least_of(found)

    def _along(self, node: Node) -> Guide:
        """The guide of paths that lose the same and cost no less."""
        return self.guide

    def cores(self) -> tuple[Items, ...]:
        """The cores found: of each, every path loses one."""
        return ()

    def least_losses(self) -> Weight | None:
        """The least losses that hit all cores; None where there are none."""
        return None

    # -- searching -------------------------------------------------------------------------------------------------------
    def meet(self, node: Node) -> None:
        """Takes note of some path of the line."""
        self._keep(node)

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

    def _keep(self, node: Node | None) -> None:
        if node is not None and (self.incumbent is None or node.cost < self.incumbent.cost):
            self.incumbent = node
            self.met(node)


def least_of(ends: list[Node]) -> Node:
    """The least of some ends of paths."""
    return min(ends, key=lambda node: (node.cost, node.trace))
