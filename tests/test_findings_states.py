"""Findings about legal states against brute force by their definition, over random small catalogues.

`TAOCAN_EXAMPLES` says how many; the run reports how often each code fired.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random

import pytest
import tally
from build import to_yaml
from legal_states import Enumeration
from random_states import draw, twinned

from model.catalogue import Catalogue
from model.errors import BadFile
from model.finding import Finding
from model.load.catalogue import parse_catalogue
from solver.findings.base import Study
from solver.findings.finders import FINDERS

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "60"))
MOST_WITH_TWIN = 6
BY_DEFINITION: dict[str, Callable[[Enumeration], list[tuple[str, ...]]]] = {
    "T101": lambda states: states.dead,
    "T102": lambda states: states.dead_pairs,
    "T103": lambda states: states.always_with,
}


def drawn(seed: int) -> Catalogue:
    """The catalogue of a seed; one that the loader refuses is drawn anew."""
    for attempt in range(100):
        try:
            return parse_catalogue({"random.yaml": to_yaml(draw(Random(f"states {seed} {attempt}")))})
        except BadFile:
            continue
    raise AssertionError("no catalogue can be loaded")


def hold_and_lack(finding: Finding) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (finding.subjects[:1], finding.subjects[1:]) if finding.code == "T103" else (finding.subjects, ())


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_findings_about_states_are_those_of_their_definition(seed: int) -> None:
    compare(drawn(seed))
    tally.FIRED["catalogues"] += 1


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_findings_about_twins_are_those_of_their_definition(seed: int) -> None:
    study = compare(drawn_with_twin(seed))
    tally.FIRED["catalogues with twins"] += any(len(kind) > 1 for kind in study.together.twins.of.values())


def drawn_with_twin(seed: int) -> Catalogue:
    """A catalogue in which one item has a twin, small enough for brute force."""
    for attempt in range(1000):
        data = draw(Random(f"twins {seed} {attempt}"))
        names = [item["name"] for kind in ("plans", "offers", "vnets") for item in data[kind]]
        if len(names) > MOST_WITH_TWIN or any(word in str(data["rules"]) for word in ("origin", "bound")):
            continue
        try:
            return parse_catalogue({"random.yaml": to_yaml(twinned(data, names[seed % len(names)]))})
        except BadFile:
            continue
    raise AssertionError("no catalogue can be loaded")


def compare(catalogue: Catalogue) -> Study:
    """Looks whether what is found is what the definitions say, each with a reason that is irreducible."""
    states = Enumeration(catalogue)
    study = Study(catalogue)
    for code, by_definition in BY_DEFINITION.items():
        found = list(FINDERS[code].find(study))
        assert all(finding.proved for finding in found)
        assert [finding.subjects for finding in found] == by_definition(states), code
        for finding in found:
            assert states.wrong_reason(finding.because, *hold_and_lack(finding)) is None, finding
        tally.FIRED[f"{code} findings"] += len(found)
        tally.FIRED[f"{code} catalogues"] += bool(found)
    return study


@pytest.mark.parametrize("seed", range(EXAMPLES // 3))
def test_with_no_time_left_nothing_is_missed_and_nothing_is_wrong(seed: int) -> None:
    catalogue = drawn(seed)
    states = Enumeration(catalogue)
    left_ms: list[int | None] = [None]
    study = Study(catalogue, left_ms=lambda: left_ms[0])
    assert study.legal.law.size == len(catalogue.items)
    left_ms[0] = 0
    for code, by_definition in BY_DEFINITION.items():
        found = list(FINDERS[code].find(study))
        wanted, told = by_definition(states), [finding.subjects for finding in found]
        assert all(finding.subjects in wanted for finding in found if finding.proved), code
        left = sum(finding.figures.get("pairs", finding.figures.get("items", 0)) for finding in found if not finding.proved)
        assert left or set(wanted) <= set(told), code
