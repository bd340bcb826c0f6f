"""What is known from elsewhere, told again: paths found where other premises act, and sets of losses refuted together."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from build import build
from carrying_cases import draw_carrying
from compare import hurried_keys, lines_of, longest
from crowded_cases import draw_crowded
from lapsing_cases import draw_lapsing
from proofs import every_reason
from random_cases import draw_case

from solver.exact.guided import Guided
from solver.ground.items import Items
from solver.relaxed.walk import Walk

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300"))
SHARE, TRIED = 0.8, 6
"""How many of the premises act, and how often others are drawn for one case."""


@pytest.mark.parametrize("draw", [draw_case, draw_lapsing])
def test_a_path_that_leads_again_is_a_path(draw: Callable[[Random], dict[str, Any]]) -> None:
    met = {"leads again": 0, "leads no more": 0, "there is none": 0}
    for number in range(EXAMPLES // 3):
        built, random = build(draw(Random(number))), Random(-number)
        lines, plain = lines_of(built), lines_of(built, plain=True)
        line = longest(lines)
        reasons = sorted(every_reason(built.catalogue))
        path = None
        for _ in range(TRIED):
            only = frozenset(reason for reason in reasons if random.random() < SHARE)
            hunt = lines._hunt(line, only=only)
            leads = path is not None and hunt.leads_again(path)
            there = plain._hunt(line, only=only).exists() is not None
            assert there or not leads, f"case {number}"
            if path is not None:
                met["leads again" if leads else "leads no more" if there else "there is none"] += 1
            path = hunt.exists() or path
    assert all(met.values()), met


def test_of_what_is_refuted_together_every_path_loses_one() -> None:
    met = {"refuted": 0, "not": 0}
    drawn = [draw(Random(number)) for draw in (draw_case, draw_crowded, draw_carrying) for number in range(EXAMPLES)]
    for number, data in enumerate(drawn):
        built = build(data)
        lines = lines_of(built)
        line = longest(lines)
        hunt = lines._hunt(line)
        ends = [node.world.lost for node in hunt.ends()]
        assert isinstance(hunt, Guided)
        for chosen in others(hunt.guide.walk.losable, ends[:1]):
            if not hunt._is_other(chosen, ends[:1]):
                met["not"] += 1
                continue
            met["refuted"] += 1
            core = hunt.guide.closed[chosen]
            plain = lines_of(built, plain=True)
            assert core.isdisjoint(chosen) and core & ends[0]
            assert plain._hunt(line, protected=core).exists() is None, f"case {number}"
    assert all(met.values()), met


def others(losable: Items, known: list[Items]) -> list[Items]:
    """Some sets of losses of the size of a known one, which are not known."""
    sized = map(frozenset, combinations(sorted(losable), len(known[0]))) if known else ()
    return [one for one in sized if one not in known][:4]


@pytest.mark.parametrize("draw", [draw_case, draw_carrying, draw_lapsing])
def test_where_the_walk_is_known_to_reach_changes_no_answer(draw: Callable[[Random], dict[str, Any]]) -> None:
    for number in range(EXAMPLES // 3):
        built = build(draw(Random(number)))
        remembered = hurried_keys(built)
        with patch.object(Walk, "_reaching", lambda _: []):
            assert remembered == hurried_keys(built), f"case {number}"
