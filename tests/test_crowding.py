"""What a group can force out of an order is counted: the same orders are grown as if any group could force any of its own out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest
from build import build
from compare import lines_of
from crowded_cases import draw_crowded
from random_cases import draw_case
from test_growth import contents_of

from solver.exact.lines import Lines
from solver.ground.entries import Crowd
from solver.ground.items import Items
from solver.ground.scope import Scope
from solver.ordering.crowding import Crowding
from solver.ordering.echo import Echo
from solver.ordering.growth import Growth
from solver.ordering.order import Content
from solver.ordering.orders import Orders, Terms

EXAMPLES = 6 * int(os.environ.get("TAOCAN_EXAMPLES", "300"))
SHARES = 4
MANY = 3000
"""So much is asked of one growth, at most: one that has not told all then is not compared."""

Told = set[tuple[Items, Items]]


def any_of_it(self: Crowding, crowd: Crowd) -> Items:
    """Every holding of a group."""
    return frozenset(item for item in self.growth.held if item in crowd.of)


def growths(lines: Lines, only: frozenset[str] | None) -> Iterator[Growth]:
    """The searches for the orders of the first state with each content, an order that only swaps among them."""
    program, first = lines.program, lines.first
    scope = Scope(program, lines.known, only=only, asked=lines.asked)
    terms = Terms(touched=frozenset(program.index.values()))
    orders = Orders(scope, lines.course, first, tuple(program.channels)[:1], terms)
    for content in (Content(None), *contents_of(lines)):
        growth = orders.growth(content)
        if growth is not None:
            yield growth


def told(growth: Growth) -> Told | None:
    """The orders of a growth; None where it tells too much."""
    found = list(islice(growth.outcomes(), MANY))
    return None if len(found) == MANY else {(one.falls, one.extras) for _, one in found if one is not None}


@pytest.mark.parametrize("share", range(SHARES))
def test_no_order_is_lost_by_counting_what_a_group_can_force_out(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    met: Counter[str] = Counter()
    forced = Crowding.forced_by

    def noted(self: Crowding, crowd: Crowd) -> Items:
        found = forced(self, crowd)
        met["less than all"] += found < any_of_it(self, crowd)
        met["some"] += bool(found)
        met["counted"] += bool(found) and not self.program.origin_rules and crowd.n > 1
        return found

    for number in range(share, EXAMPLES, SHARES):
        random = Random(number)
        data = draw_crowded(random, wide=number % 2 == 0) if number % 3 else draw_case(random)
        lines = lines_of(build(data))
        rules = list(lines.program.rule_index)
        only = frozenset(random.sample(rules, random.randint(0, len(rules)))) if number % 4 > 1 else None
        with monkeypatch.context() as patched:
            patched.setattr(Crowding, "forced_by", any_of_it)
            patched.setattr(Echo, "_acts", lambda self, rule: True)
            plain = [told(growth) for growth in growths(lines, only)]
        with monkeypatch.context() as patched:
            patched.setattr(Crowding, "forced_by", noted)
            counted = [told(growth) for growth in growths(lines, only)]
        for before, now in zip(plain, counted, strict=True):
            assert before is None or before == now, f"case {number}"
            met["orders"] += len(before or ())
            met["falls and extras"] += any(falls and extras for falls, extras in before or ())
    assert all(met[what] for what in ("less than all", "some", "counted", "orders", "falls and extras")), met
