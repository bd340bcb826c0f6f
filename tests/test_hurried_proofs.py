"""Cores and blocks by their definition, where what a long search does is done at once: what lines tell each other, proofs."""

from __future__ import annotations

import os
from random import Random

import pytest
from build import build
from compare import answers_of, differences, hurry, misreported, oracle_points, solved
from crowded_cases import draw_crowded
from proofs import unfounded
from random_cases import draw_case
from verify_cases import refused

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 15
DRAWS = (draw_case, draw_crowded)
KEPT_TO_THE_END = (201625, 200752)
"""Cases in which something can't be kept to the end where the plan stays."""


@pytest.mark.parametrize("number", [*range(EXAMPLES), *KEPT_TO_THE_END])
def test_hurried_answers_are_right_and_their_proofs_founded(number: int) -> None:
    for draw in DRAWS:
        built = build(draw(Random(number)))
        points = oracle_points(built)
        if points is None:
            continue
        with hurry():
            found, answers = solved(built), answers_of(built)
        wrong = [*differences(built, points, *found), *misreported(built, answers, *found)]
        wrong += [*unfounded(built, answers, found[1]), *refused(built, answers[0])]
        assert not wrong, f"{draw.__name__} {number}"
