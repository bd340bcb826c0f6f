"""The items of which something may hang on whether they are held: to cancel any other changes nothing."""

from __future__ import annotations

from solver.ground.items import Items
from solver.ground.scope import Scope
from solver.ground.world import World, circular
from solver.ordering.path import Aim


def telling(scope: Scope, aim: Aim, first: World) -> Items:
    """The items on which something hangs, as far as rules act: they, or what they bring, are spoken of or asked for.

    Shape: all that is held where some of it has come from each other in a circle, and leaves with the first order.
    """
    program = scope.program
    asked = {*aim.drop, *aim.add, *aim.keep}
    if circular(program, first):
        return frozenset(hold.item for hold in first.holds)
    found = scope.telling
    more = program.with_bringers(asked)
    while True:
        if not more <= found:
            found |= more
        origins = {hold.origin for hold in first.holds if hold.item in found and hold.origin >= 0} - found
        if not origins:
            return found
        more = program.with_bringers(origins)
