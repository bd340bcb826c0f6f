"""The days that are tried are enough: small cases against a brute force that may wait for any day at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from build import Built, build, worked
from compare import differences, solved, untimely
from oracle import ONE, Oracle
from random_cases import draw_case

from model.state import State

EXAMPLES = int(os.environ.get("TAOCAN_DAYS", "8"))
START = int(os.environ.get("TAOCAN_SEED", "0"))
FEW, MANY = (100, 4000), (1000, 6000)
"""So many states may a case have with the days that the oracle picks, and with every day: a random one, one worked by hand."""
WORKED = ("daily", "freeing", "just", "lasting", "lapsed", "monthly", "starting")


class EveryDay(Oracle):
    """The brute force that waits from each day to the next."""

    def days(self, state: State, last: date) -> Iterator[date]:
        if state.day < last:
            yield state.day + ONE


def wrong(built: Built, states: tuple[int, int]) -> list[str] | None:
    """What the solver says otherwise than one who tries every day; None where it is much the same or there is too much to try."""
    picked = Oracle(built.catalogue, built.first, built.query, states=states[0])
    every = EveryDay(built.catalogue, built.first, built.query, states=states[1])
    try:
        if [point.verdict for point in picked.points()] == ["reachable"]:
            return None
        points = every.points()
    except MemoryError:
        return None
    found = solved(built)
    return [*differences(built, points, *found), *untimely(built, points, *found, every)]


def shorter(data: dict[str, Any]) -> dict[str, Any]:
    args = list(data["case"]["args"])
    args[args.index("--horizon") + 1] = "1"
    return {**data, "case": {**data["case"], "args": args}}


def test_random_cases_are_answered_as_one_who_tries_every_day_does() -> None:
    looked = 0
    for number in range(START, START + 100 * EXAMPLES):
        found = wrong(build(shorter(draw_case(Random(number)))), FEW)
        assert not found, f"case {number}: {found}"
        looked += found is not None
        if looked == EXAMPLES:
            return
    pytest.fail("too few cases that are small enough")


@pytest.mark.parametrize("name", WORKED)
def test_worked_cases_are_answered_as_one_who_tries_every_day_does(name: str) -> None:
    looked = 0
    for data in worked(Path(__file__).parent / "scenarios" / f"{name}.yaml"):
        found = wrong(build(data), MANY)
        assert not found, data["case"]["name"]
        looked += found is not None
    assert looked
