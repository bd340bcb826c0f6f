"""Of what nothing on a line may cancel by choice: of such a set one is always held, whatever takes the place of another.

What can't be ordered off falls only where something newly comes with which it can't be, and leaves only so. Where all that may
make it fall is of that kind as well one of these is held from the first day to the last. docs/search.md has the argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from solver.ground.arrivals import Spread
from solver.ground.entries import Asking, Hold
from solver.ground.items import NOTHING, Items
from solver.relaxed.layer import Layer


class Captive(NamedTuple):
    """Items of which one is always held, as a demand that they meet, and the premises that keep them from being cancelled."""

    items: Items
    asking: Asking
    premises: frozenset[str]


def captives(layer: Layer) -> tuple[Captive, ...]:
    """The sets of items of which one is always held on the line of which a layer is the whole.

    Shape: none until it is asked what may come.
    """
    arrivals = layer.scope.arrivals
    if arrivals is None or not arrivals.awake:
        return ()
    spread = arrivals.spread(NOTHING)
    return tuple(_captives(layer, spread))


def _captives(layer: Layer, spread: Spread) -> Iterator[Captive]:
    seen: set[int] = set()
    for hold in layer.first.holds:
        if hold.item not in seen and _stays(layer, hold):
            items, premises = layer.scope.noting(partial(_all_in_its_place, layer, spread, hold.item))
            if items and premises:
                seen |= items
                rule = layer.program.rule_index[min(premises)]
                yield Captive(items, Asking(rule, ((True, dict.fromkeys(sorted(items), True)),)), premises)


def _stays(layer: Layer, hold: Hold) -> bool:
    """Whether a holding of the first state is over with no time, and leaves with nothing that it has come with."""
    return hold.origin < 0 and not hold.ends


def _all_in_its_place(layer: Layer, spread: Spread, first: int) -> Items:
    """A holding and all that may make it fall, and so on; none where one of these can be cancelled by choice, or goes else.

    Shape: notes what keeps them from being cancelled.
    """
    program, found, border = layer.program, {first}, [first]
    while border:
        item = border.pop()
        fall = spread.reasons.fall(item)
        if fall.freely or fall.beside or fall.wants or fall.bringers or item in program.fleeting:
            return NOTHING
        if program.is_plan[item] or layer.may_be_cancelled(item):
            return NOTHING
        full = (crowd.of for crowd in fall.crowds if spread.may_be_full(crowd, item))
        more = (fall.clashing.union(*full) & spread.come) - found
        found |= more
        border += more
    return frozenset(found)
