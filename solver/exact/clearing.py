"""What can only be in the way, cancelled before all else. Why nothing is missed by that: docs/search.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from solver.exact.calendar import Calendar
from solver.exact.past import Past
from solver.ground.arrivals import Spread
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import World
from solver.ordering.path import Aim, Node

Cancelled = Callable[[Node, int, Items], Iterator[Node]]


class Clearing:
    """The states of one search after what is only in the way is cancelled."""

    def __init__(self, program: Program, aim: Aim, calendar: Calendar, past: Past, coming: Callable[[], Spread | None]) -> None:
        self.program, self.aim, self.calendar, self.past, self.coming = program, aim, calendar, past, coming
        self._burdens: tuple[Items, ...] | None = None

    def after(self, node: Node, is_kept: Callable[[int], bool], cancelled: Cancelled) -> Node | None:
        """The state after some set that is only in the way is cancelled, if that is let: no other order need be tried.

        Shape: `is_kept` tells what must not be cancelled; `cancelled` gives what comes of cancelling an item where nothing
        but of a set goes with it.
        """
        if self._burdens is None:
            self._burdens = self._all_burdens(node.path()[0].world)
        for burden in self._burdens:
            held = [hold.item for hold in node.world.holds if hold.item in burden]
            if held and not any(is_kept(item) for item in held):
                child = _without(node, held, burden, cancelled)
                if child is not None:
                    return child
        return None

    def _all_burdens(self, first: World) -> tuple[Items, ...]:
        """The sets of holdings that are of no use on any path, and the cancellation of which no limit counts for others.

        Shape: none with needs, or in a group, where a channel or a limit may bar a cancellation: what is ordered for them, or
        comes into the group, might make something fall that can't be cancelled by choice.
        """
        asked = frozenset({*self.aim.add, *self.aim.keep, *(hold.origin for hold in first.holds)})
        coming = self.coming()
        found = self.calendar.near().burdens((hold.item for hold in first.holds), asked, coming)
        if self.program.bars_cancelling:
            found = tuple(one for one in found if not any(self._tells_of_others(item, coming) for item in one))
        return tuple(one for one in found if not self.past.counts_for_others(one))

    def _tells_of_others(self, item: int, coming: Spread | None) -> bool:
        crowds = (crowd for crowd in self.program.crowds[item] if crowd.n > 1)
        return self.program.has_needs(item) or any(coming is None or coming.may_be_full(crowd, -1) for crowd in crowds)


def _without(node: Node, items: list[int], burden: Items, cancelled: Cancelled) -> Node | None:
    """The state after some items are cancelled, one after another, and nothing but of a burden with them; else None."""
    left = set(items)
    while left:
        after = next((child for item in sorted(left) for child in cancelled(node, item, burden)), None)
        if after is None:
            return None
        node = after
        left &= {hold.item for hold in node.world.holds}
    return node


def coming_beside(scope: Scope, within: Items | None, first: World) -> Spread | None:
    """What may come on a path that loses no more than what is `within`, as far as time keeps the rest too."""
    lasting = frozenset(hold.item for hold in first.holds if hold.origin < 0 and not hold.ends)
    kept = NOTHING if within is None else lasting - within
    return None if scope.arrivals is None else scope.arrivals.spread(kept)
