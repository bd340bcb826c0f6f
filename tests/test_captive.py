"""Of what nothing may cancel by choice one is always held: to reckon with that leaves out no path, and spares long searches."""

from __future__ import annotations

import os
from random import Random
from unittest.mock import patch

from build import build
from captive_cases import draw_captive
from compare import hurried_keys, lines_of, longest, unlike_brute_force
from test_breaking import awake_looks
from test_carrying import wrongly_proved

from solver.ordering.path import CHANGES

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 3
CAPTIVES = "solver.relaxed.walk.captives"


def test_cases_of_captives_are_answered_as_brute_force_does() -> None:
    for number in range(EXAMPLES):
        assert list(unlike_brute_force(build(draw_captive(Random(number))))) == [], f"case {number}"


def test_to_reckon_with_captives_leaves_out_no_path() -> None:
    for number in range(EXAMPLES):
        built = build(draw_captive(Random(number)))
        reckoned = hurried_keys(built)
        with patch(CAPTIVES, lambda _: ()):
            assert reckoned == hurried_keys(built), f"case {number}"


def test_one_of_them_is_held_in_each_state_of_a_path() -> None:
    met = {"one of several": 0, "alone": 0, "closed": 0}
    for number in range(EXAMPLES):
        data = draw_captive(Random(number))
        for corridor, path in awake_looks(data, Random(-number).randint(0, 50)):
            held = corridor.walk.all.doors.captives
            met["one of several"] += any(len(one.items) > 1 for one in held)
            met["alone"] += any(len(one.items) == 1 for one in held)
            met["closed"] += bool(held) and not path
            for node in path:
                items = {hold.item for hold in node.world.holds}
                assert all(not one.items.isdisjoint(items) for one in held), f"case {number}"
                changes = corridor.changes(node.world.plan_item, node.world.booked, met=corridor.is_met(node.world))
                assert changes is not None, f"case {number}"
                assert changes <= path[-1].cost[CHANGES] - node.cost[CHANGES], f"case {number}"
    assert all(met.values()), met


def test_what_is_proved_with_captives_is_so() -> None:
    for number in range(EXAMPLES // 2):
        assert list(wrongly_proved(build(draw_captive(Random(number))))) == [], f"case {number}"


def test_a_goal_beside_which_none_of_them_can_be_is_not_searched_for() -> None:
    told = 0
    for number in range(EXAMPLES):
        lines = lines_of(build(draw_captive(Random(number))))
        with patch("solver.ground.arrivals.Arrivals.awake", True):
            closed = not lines._hunt(longest(lines)).may_be()
            with patch(CAPTIVES, lambda _: ()):
                told += closed and lines_of(build(draw_captive(Random(number))))._hunt(longest(lines)).may_be()
    assert told
