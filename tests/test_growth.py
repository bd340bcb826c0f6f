"""An order is legal where it is one of all that can be grown, and only there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain, islice
from random import Random

from build import build
from compare import lines_of
from crowded_cases import draw_crowded
from random_cases import draw_case
from random_snares import draw_snared

from solver.exact.lines import Lines
from solver.ground.items import Items
from solver.ground.scope import Scope
from solver.ordering.growth import Growth
from solver.ordering.order import Content
from solver.ordering.orders import Orders, Terms

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 3
LOCKED = 400005451
"""A case in which something is locked through one channel alone."""
MANY = 60
"""So many orders with one content are looked at, at most."""


def test_an_order_is_legal_where_it_is_one_of_all_that_are_grown() -> None:
    met = {"legal": 0, "not legal": 0, "falls": 0, "comes along": 0, "cancelled": 0, "not through this channel": 0}
    for number in (*range(EXAMPLES), LOCKED):
        for draw in (draw_case, draw_crowded, draw_snared):
            for same in growths(lines_of(build(draw(Random(number))))):
                all_ = [[one for _, one in islice(growth.outcomes(), MANY) if one is not None] for growth in same]
                anywhere = {(one.falls, one.extras) for found in all_ for one in found}
                for growth, found in zip(same, all_, strict=True):
                    grown = {(one.falls, one.extras) for one in found}
                    for falls, extras in {*anywhere, *chain.from_iterable(near(growth, *one) for one in grown)}:
                        legal = growth.is_legal(falls, extras)
                        if len(found) < MANY // 2:
                            assert legal == ((falls, extras) in grown), f"case {number}"
                        assert legal or (falls, extras) not in grown, f"case {number}"
                        met["legal" if legal else "not legal"] += 1
                        met["falls"] += legal and bool(falls)
                        met["comes along"] += legal and bool(extras)
                        met["cancelled"] += legal and growth.content.cancel is not None
                        met["not through this channel"] += not legal and (falls, extras) in anywhere
    assert all(met.values()), met


def contents_of(lines: Lines) -> list[Content]:
    """What an order in the first state may be about, one thing each."""
    program, first = lines.program, lines.first
    contents = [Content(plan) for plan in program.plans if plan != first.plan_item and first.booked is None]
    contents += [Content(cancel=hold.item) for hold in first.holds]
    contents += [
        Content(adds=(item,)) for item in program.index.values() if not program.is_plan[item] and item not in first.held()
    ]
    return contents


def growths(lines: Lines) -> Iterator[list[Growth]]:
    """The searches for the orders of the first state with one content, through each channel; all items are tried one by one."""
    program, first = lines.program, lines.first
    terms = Terms(touched=frozenset(program.index.values()))
    scope = Scope(program, lines.known)
    every = [Orders(scope, lines.course, first, (channel,), terms) for channel in program.channels]
    for content in contents_of(lines):
        yield [growth for orders in every if (growth := orders.growth(content)) is not None]


def near(growth: Growth, falls: Items, extras: Items) -> Iterator[tuple[Items, Items]]:
    """The sets with one less or one more, or one less of each kind."""
    yield from ((falls - {one}, extras) for one in falls)
    yield from ((falls, extras - {one}) for one in extras)
    yield from ((falls - {one}, extras - {other}) for one in falls for other in extras)
    yield from ((falls | {one}, extras) for one in growth.held if one != growth.content.cancel)
    if growth.content.cancel is None:
        offers = (item for item in growth.program.index.values() if not growth.program.is_plan[item])
        yield from ((falls, extras | {item}) for item in offers if item not in growth.held and item not in growth.content.adds)
