"""What time may break of demands, as far as something that ends can be there until it does.

Time breaks a demand only where something that meets it has been there, and is over. Until time has broken the first one of what
is kept all of these are met, so what ends must stand beside all that is kept and what meets the others; and so on for the next
one. docs/search.md has the argument.
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from solver.ground.entries import Asking
from solver.ground.items import Items
from solver.relaxed.extras import Extras

if TYPE_CHECKING:
    from solver.relaxed.enter import Doors

Demand = tuple[int, int]
"""Who makes a demand, and the number of the rule."""


def may_break(doors: Doors, item: int, asking: Asking) -> bool:
    """Whether time may break a demand that was met while what is kept is; notes what keeps it from that."""
    if not doors.looks_close:
        return _some_may_end(doors, asking)
    scope, kept = doors.scope, doors.kept_now
    if item in kept:
        if not (doors.is_made(item, asking) and doors.met_at_first(item, asking)):
            return True
        return (item, asking.rule) in _known_breakable(doors, kept)
    key = (doors.sign, kept, scope.only, item, id(asking))
    known = scope.memory.breaking.get(key)
    if known is None:
        known = scope.memory.breaking[key] = scope.noting(lambda: _breaks_beside(doors, kept, item, asking))
    scope.stopped |= known[1]
    return known[0]


def _some_may_end(doors: Doors, asking: Asking) -> bool:
    """Whether something that meets a demand may be there, and be over or turn; notes what keeps such things away."""
    return any(doors.program.is_plan[one] or doors.can_be_there(one) for one in doors.lapses.ending(asking))


def _breaks_beside(doors: Doors, kept: Items, item: int, asking: Asking) -> bool:
    """Whether time may break a demand of something that is not kept."""
    if not _some_may_end(doors, asking):
        return False
    broken, whole = _known_breakable(doors, kept), doors.whole()
    whole.keep(kept)
    return _may_break(whole, item, asking, kept, broken)


def _known_breakable(doors: Doors, kept: Items) -> frozenset[Demand]:
    scope = doors.scope
    key = (doors.sign, kept, scope.only)
    known = scope.memory.breakable.get(key)
    if known is None:
        known = scope.memory.breakable[key] = scope.noting(lambda: _breakable(doors.whole(), kept))
    scope.stopped |= known[1]
    return known[0]


def _breakable(doors: Doors, kept: Items) -> frozenset[Demand]:
    """The demands of what is kept, met at first, that time may break; notes what keeps others from being broken.

    Shape: `doors` are those of all days from the first of the line on.
    """
    doors.keep(kept)
    found: set[Demand] = set()
    left = [(item, asking) for item in sorted(kept) for asking in doors.program.needs[item]]
    left = [one for one in left if doors.is_made(*one) and doors.met_at_first(*one) and doors.lapses.may_break(*one)]
    while True:
        doors.backend.look_at_the_clock()
        more = {(item, asking.rule) for item, asking in left if _may_break(doors, item, asking, kept, found)}
        if not more:
            return frozenset(found)
        found |= more
        left = [(item, asking) for item, asking in left if (item, asking.rule) not in found]


def _may_break(doors: Doors, item: int, asking: Asking, kept: Items, broken: Set[Demand]) -> bool:
    """Whether something that meets a demand, and may be over, may be there while all but the `broken` demands are met."""
    there = kept | {item}
    return any(one != item and _may_be_beside(doors, one, kept, there, broken) for one in doors.lapses.ending(asking))


def _may_be_beside(doors: Doors, one: int, kept: Items, there: Items, broken: Set[Demand]) -> bool:
    if doors.program.is_plan[one] or one in doors.old:
        return True
    rules: set[int] = set()
    if not Extras(doors, None, there).may_join(one, rules):
        doors.scope.stop(sorted(rules))
        return False

    def may_break(item: int, asking: Asking) -> bool:
        return (item, asking.rule) in broken if item in kept else doors.may_break(item, asking)

    fixed = there | {one}
    return Extras(doors, None, fixed).some_set(doors.open_among(fixed, may_break))
