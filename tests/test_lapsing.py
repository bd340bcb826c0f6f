"""What time takes away, and what must wait for it: the engine against brute force on random cases of that alone."""

from __future__ import annotations

import os
from random import Random
from unittest.mock import patch

import pytest
from build import build
from compare import differences, oracle_points, solved, solved_hurriedly
from lapsing_cases import draw_lapsing

from solver.awaited import Awaited
from solver.search import Search
from solver.world import World

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 2
SHARES = 5


@pytest.mark.parametrize("share", range(SHARES))
def test_cases_of_lapses_are_answered_as_brute_force_does(share: int) -> None:
    for number in range(share, EXAMPLES, SHARES):
        built = build(draw_lapsing(Random(number)))
        points = oracle_points(built)
        if points is None:
            continue
        for result in (solved(built), solved_hurriedly(built)):
            assert list(differences(built, points, *result)) == [], f"case {number}"


def test_the_cases_meet_what_they_are_for() -> None:
    met = {"dropped": 0, "grown before": 0}
    may_come, is_grown = Awaited.may_come, Search._is_grown

    def counting(self: Awaited, world: World) -> bool:
        found = may_come(self, world)
        met["dropped"] += not found
        return found

    def counting_grown(self: Search, *args: object) -> bool:
        found = is_grown(self, *args)  # type: ignore[arg-type]
        met["grown before"] += found
        return found

    with patch.object(Awaited, "may_come", counting), patch.object(Search, "_is_grown", counting_grown):
        for number in range(100):
            solved_hurriedly(build(draw_lapsing(Random(number))))
    assert all(met.values()), met
