"""The findings about paths: against brute force by their definitions, and their reasons.

`TAOCAN_EXAMPLES` sets how many catalogues are drawn.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from random import Random

import pytest
from bare_plans import HORIZON, Expected, expected_doors
from build import to_yaml
from random_cases import ON
from random_doors import draw_doors

from model.catalogue import Catalogue
from model.finding import Finding
from model.load.catalogue import parse_catalogue
from solver.between.doors import Survey
from solver.findings.base import Finder, Study
from solver.findings.costly_door import CostlyDoor
from solver.findings.manual import manual
from solver.findings.one_way import OneWay
from solver.findings.trap import Trap
from solver.findings.unreachable_plan import UnreachablePlan

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "60"))
FULL = EXAMPLES >= 1000
DRAWN = EXAMPLES * 5 // 4 if FULL else EXAMPLES
"""In a full run so many that EXAMPLES are left besides those that are too large for brute force."""
START = int(os.environ.get("TAOCAN_SEED", "0"))
SHARES = 6
REASONS_OF = 2 if FULL else 4
"""Of one in so many catalogues the reasons are looked at, premise by premise."""
PATHS: tuple[Finder, ...] = (UnreachablePlan(), Trap(), OneWay(), CostlyDoor())
FIRED: Counter[str] = Counter()
Doors = dict[tuple[str, str], Expected]
Key = tuple[str, tuple[str, ...]]


class Near(Study):
    """A study that looks no further ahead than the brute force."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue, on=ON)
        self._survey = Survey(catalogue, on=ON, horizon_months=HORIZON)


def defined(catalogue: Catalogue, doors: Doors) -> Iterator[Key]:
    """The findings, word by word as they are defined."""
    plans = [name for name, item in catalogue.items.items() if item.kind == "plan"]
    sold = [name for name in plans if catalogue.items[name].on_sale(ON)]
    for plan in plans:
        others = [other for other in sold if other != plan]
        if others and plan in sold and all(doors[other, plan].best is None for other in others):
            yield "T201", (plan,)
        if others and all(doors[plan, other].best is None for other in others):
            yield "T202", (plan,)
    for one, other in permutations(sold, 2):
        if doors[one, other].fewest == 0:
            back = doors[other, one]
            if back.best is None:
                yield "T203", (one, other)
            elif back.fewest != 0:
                yield "T204", (one, other)


def closed(finding: Finding, catalogue: Catalogue, doors: Doors) -> bool:
    """Whether what a finding says is stopped is stopped."""
    sold = [name for name, item in catalogue.items.items() if item.kind == "plan" and item.on_sale(ON)]
    match finding.code, finding.subjects:
        case "T201", (plan,):
            return all(doors[other, plan].best is None for other in sold if other != plan)
        case "T202", (plan,):
            return all(doors[plan, other].best is None for other in sold if other != plan)
        case "T203", (one, other):
            return doors[other, one].best is None
        case _, (one, other):
            return doors[other, one].fewest != 0
    raise AssertionError(finding)


def premises(catalogue: Catalogue) -> frozenset[str]:
    """Everything that can be a reason; rules on what comes along, and on when, are given and never one."""
    built = [f"{kind}:{name}" for kind in ("sold", "until", "part") for name in catalogue.items]
    return frozenset([*(r.id for r in catalogue.rules.values() if r.body.NAME not in ("brings", "starts", "tell")), *built])


def wrong_reason(finding: Finding, catalogue: Catalogue) -> Iterator[str]:
    """What is wrong with a reason: too little to stop all ways, or more than is needed."""
    every, because = premises(catalogue), frozenset(finding.because)
    if not closed(finding, catalogue, expected_doors(catalogue, ON, every - because)):
        yield f"{finding.key}: {finding.because} is not enough"
    for one in sorted(because):
        if closed(finding, catalogue, expected_doors(catalogue, ON, every - because | {one})):
            yield f"{finding.key}: {finding.because} needs no {one}"


@pytest.mark.parametrize("share", range(SHARES))
def test_findings_are_those_of_the_definitions(share: int) -> None:
    for number in range(START + share, START + DRAWN, SHARES):
        catalogue = parse_catalogue({"catalogue.yaml": to_yaml(draw_doors(Random(number)))})
        try:
            wanted = set(defined(catalogue, expected_doors(catalogue, ON)))
        except MemoryError:
            continue
        study = Near(catalogue)
        found = [finding for finder in PATHS for finding in finder.find(study)]
        assert all(finding.proved for finding in found)
        assert sorted(finding.key for finding in found) == sorted(wanted), f"catalogue {number}"
        FIRED["catalogues"] += 1
        FIRED.update(finding.code for finding in found)
        if number // SHARES % REASONS_OF == 0:
            look_at_reasons(found, catalogue, number)


def look_at_reasons(found: list[Finding], catalogue: Catalogue, number: int) -> None:
    for finding in found:
        try:
            assert list(wrong_reason(finding, catalogue)) == [], f"catalogue {number}"
        except MemoryError:
            continue
        FIRED["reasons"] += 1


def test_each_finding_fired() -> None:
    print(dict(FIRED))
    assert [finder.CODE for finder in PATHS if not FIRED[finder.CODE]] == []
    assert FIRED["reasons"]
    assert not FULL or FIRED["catalogues"] >= 1000


def test_a_reason_names_each_of_the_plans_that_no_rule_tells_apart() -> None:
    gone = ", ".join(f"{{name: {name}, brand: X, withdrawn: true}}" for name in ("P1", "P1b"))
    plans = f"[{{name: P0, brand: X}}, {gone}, {{name: P2, brand: X}}]"
    rules = "[{rule: R1, move: {from: P0, only_to: [P1, P1b]}}]"
    text = f"catalogue: c\nchannels: {{hall: h}}\nbrands: [X]\nplans: {plans}\nrules: {rules}\n"
    catalogue = parse_catalogue({"c.yaml": text.encode()})
    found = list(UnreachablePlan().find(Near(catalogue)))
    assert [list(wrong_reason(one, catalogue)) for one in found] == [[]]
    assert [one.because for one in found] == [("R1", "sold:P1", "sold:P1b")]


@pytest.mark.parametrize("finder", PATHS, ids=lambda finder: finder.NAME)
def test_the_manual_page_says_when_it_fires(finder: Finder) -> None:
    page = manual(finder)
    fires, silent = (parse_catalogue({"c.yaml": text.encode()}) for text in (page.fires, page.silent))
    found = list(finder.find(Study(fires)))
    assert found and all(finding.because and finding.proved for finding in found)
    assert list(finder.find(Study(silent))) == []


@pytest.mark.parametrize("finder", PATHS, ids=lambda finder: finder.NAME)
def test_what_is_not_decided_in_time_is_said_to_be_undecided(finder: Finder) -> None:
    catalogue = parse_catalogue({"c.yaml": manual(finder).fires.encode()})
    found = list(finder.find(Study(catalogue, left_ms=lambda: 0)))
    assert found and not any(finding.proved for finding in found)
    assert all(finding.figures["undecided"] for finding in found)
    assert all(finder.words(finding, language) for finding in found for language in ("zh", "en"))
