"""Paths found where some premises acted, gone again where others act: cheaper than to search for a path anew."""

from __future__ import annotations

from itertools import islice

from solver.exact.search import Search
from solver.ground.world import World
from solver.ordering.order import Outcome
from solver.ordering.path import NO_COST, Node

ASKED = 16
"""How much a growth is asked for the like of an order that was placed before."""


def leads_again(search: Search, path: Node, first: World) -> bool:
    """Whether the orders of a path, each on its day, come to a path of a search as well that begins in the same first state.

    Shape: of an order that comes to something else now, what comes first is taken, if it orders nothing more for needs.
    """
    search.begin(first)
    node = Node(search.past.forget(first), NO_COST, (), day=first.day)
    for was in path.path()[1:]:
        following = _following(search, node, was)
        if following is None:
            return False
        node = following
    return search.met(node.world)


def _following(search: Search, node: Node, was: Node) -> Node | None:
    """The state after one more step of a path; the same where there is nothing left of the step to do."""
    step, world = was.step, node.world
    if step is None:
        later = search.past.forget(search.course.advance(world, was.day)) if was.day > world.day else world
        return Node(later, node.cost, node.trace, node, None, later.day)
    if world.day > search.line.day:
        return None
    if step.outcome is None:
        after = search.steps.settlements(node, step.channel)
        return next((one for one in after if one.step is not None and one.step.settle == step.settle), node)
    return _ordered(search, node, step.outcome)


def _ordered(search: Search, node: Node, was: Outcome) -> Node | None:
    content, world = was.content, node.world
    if content.plan is not None and (world.booked is not None or content.plan == world.plan_item):
        return None
    if content.cancel is not None and content.cancel not in (world.booked or ())[:1] and content.cancel not in world.held():
        return node
    if content.cancel in search.keeps:
        return None
    for orders in search.orders(world):
        growth = orders.growth(content)
        for _, now in islice(growth.outcomes(), ASKED) if growth is not None else ():
            after = search.steps.after(node, now) if now is not None and now.extras <= was.extras else None
            if after is not None:
                return after
    return None
