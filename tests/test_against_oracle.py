"""The solver against brute force over the plain interpreter, on random small catalogues.

`TAOCAN_EXAMPLES` sets how many cases are drawn; `TAOCAN_SEED` another start than the fixed one. Cases are drawn evenly,
which meets what is rare; some more are drawn by Hypothesis, which looks at the edges.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import tally
from build import Built, build, to_yaml, worked
from compare import answers_of, deciding, differences, misreported, oracle_points, solved, solved_hurriedly, untimely
from drawn import Drawn
from hypothesis import HealthCheck, assume, given, seed, settings
from hypothesis import strategies as st
from oracle import Point
from proofs import unfounded
from random_cases import draw_case
from random_snares import snared
from random_tilts import tilted
from random_twins import with_twins
from shrink import shrink
from verify_cases import refused

from model.errors import CompatError

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300"))
FULL = EXAMPLES >= 2000
START = int(os.environ.get("TAOCAN_SEED", "0"))
SHARES = 10
SCENARIOS = Path(__file__).parent / "scenarios"


def wrong(built: Built, points: list[Point], *, plain: bool, hurried: bool = False) -> Iterator[str]:
    """What the solver gets wrong in one case; `plain` also without any bounds, `hurried` as if each search were a long one."""
    found = solved(built)
    yield from differences(built, points, *found)
    if plain:
        yield from differences(built, points, *solved(built, plain=True), plain=True)
    if hurried:
        yield from (f"hurried: {one}" for one in differences(built, points, *solved_hurriedly(built)))
    answers = answers_of(built)
    yield from misreported(built, answers, *found)
    yield from unfounded(built, answers, found[1])
    yield from refused(built, answers[0])
    yield from untimely(built, points, *found)


def still_wrong(data: dict[str, Any]) -> bool:
    try:
        built = build(data)
    except (CompatError, LookupError, ValueError, TypeError):
        return False
    goal = built.query.goal
    named = {*([goal.to] if goal.to else ()), *goal.add, *goal.drop, *goal.keep}
    if not named <= set(built.catalogue.items) or built.query.channel not in (None, *built.catalogue.channels):
        return False
    points = oracle_points(built)
    return points is not None and any(wrong(built, points, plain=True, hurried=True))


def look(built: Built, points: list[Point], number: int) -> None:
    """Counts a case, some also rule by rule."""
    tally.count(built, points)
    if number % (3 if EXAMPLES <= 20_000 else 30) == 0:
        tally.TALLY["looked at rule by rule"] += 1
        tally.TALLY.update(f"decided by {name}" for name in set(deciding(built)))


def check(data: dict[str, Any], number: int, *, plain: bool = False) -> tuple[Built, list[Point]] | None:
    """Fails where the solver gets a case wrong, with a smaller one; None where it is too large for the brute force."""
    built = build(data)
    points = oracle_points(built)
    if points is None:
        tally.TALLY["too large for the oracle"] += 1
        return None
    found = list(wrong(built, points, plain=plain, hurried=number % 3 == 0))
    if found:
        pytest.fail(f"case {number}: {found}\n{to_yaml(shrink(data, still_wrong)).decode()}")
    return built, points


@pytest.mark.parametrize("share", range(SHARES))
def test_random_cases_are_answered_as_brute_force_does(share: int) -> None:
    for number in range(START + share, START + EXAMPLES, SHARES):
        checked = check(draw_case(Random(number)), number, plain=number % 11 == 0)
        if checked is not None:
            look(*checked, number)


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_worked_cases_are_answered_as_brute_force_does(path: Path) -> None:
    """Their proofs too, of which the cases themselves say little."""
    for data in worked(path):
        case = data["case"]
        if "subscriber" not in case or "--from" in case["args"] or "--json" in case["args"]:
            continue
        built = build(data)
        points = oracle_points(built)
        if points is not None:
            assert list(wrong(built, points, plain=False, hurried=True)) == [], case["name"]
            tally.TALLY["worked by hand"] += 1


def test_random_cases_with_twins_are_answered_as_brute_force_does() -> None:
    for number in range(START, START + EXAMPLES // 5):
        if check(with_twins(draw_case(Random(number)), Random(-number)), number) is not None:
            tally.TALLY["with twins"] += 1


def test_random_cases_tilted_to_a_side_are_answered_as_brute_force_does() -> None:
    for number in range(START, START + EXAMPLES // 5):
        if check(tilted(draw_case(Random(number)), Random(-1 - number)), number) is not None:
            tally.TALLY["tilted"] += 1


def test_random_cases_with_snares_are_answered_as_brute_force_does() -> None:
    for number in range(START, START + EXAMPLES // 5):
        if check(snared(draw_case(Random(number)), Random(-number)), number) is not None:
            tally.TALLY["with snares"] += 1


@settings(max_examples=EXAMPLES // 4, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@seed(START)
@given(st.data())
def test_cases_at_the_edges_are_answered_as_brute_force_does(data: st.DataObject) -> None:
    built = build(draw_case(Drawn(data.draw)))
    points = oracle_points(built)
    assume(points is not None)
    assert points is not None
    assert list(wrong(built, points, plain=False, hurried=True)) == []


def test_the_random_cases_met_what_they_are_for() -> None:
    wanted = [*tally.FEATURES, *tally.VERDICTS, *tally.DECIDERS] if FULL else tally.COMMON
    assert [name for name in wanted if not (tally.TALLY[name] or tally.TALLY[f"decided by {name}"])] == []
