"""Doors between bare plans: against brute force by definition; facts, plans that are alike, time.

`TAOCAN_EXAMPLES` sets how many catalogues are drawn.
"""

from __future__ import annotations

import os
from collections import Counter
from random import Random
from typing import Any

import pytest
from bare_plans import HORIZON, expected_doors
from build import to_yaml
from random_cases import ON
from random_doors import draw_doors, draw_letting, twinned

from cli.files import packaged_catalogue
from model.catalogue import Catalogue
from model.load.catalogue import load_catalogue, parse_catalogue
from model.matrix import Door
from solver.between.cells import Cases, cells_of
from solver.between.doors import Survey
from solver.between.doors import alike_plans as alike_in
from solver.ground.program import Program

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "60"))
FULL = EXAMPLES >= 1000
DRAWN = EXAMPLES * 5 // 4 if FULL else EXAMPLES
"""In a full run so many that EXAMPLES are left besides those that are too large for brute force."""
START = int(os.environ.get("TAOCAN_SEED", "0"))
SHARES = 6
MET: Counter[str] = Counter()


def parsed(data: dict[str, Any]) -> Catalogue:
    return parse_catalogue({"catalogue.yaml": to_yaml(data)})


def two(rules: list[dict[str, Any]], **keys: Any) -> Catalogue:
    plans = [{"name": name, "brand": "X"} for name in ("A", "B")]
    return parsed({"catalogue": "c", "channels": {"hall": "hall"}, "brands": ["X"], "plans": plans, "rules": rules, **keys})


def alike_plans(catalogue: Catalogue) -> dict[str, str]:
    return dict(alike_in(Program(catalogue)))


def note(door: Door) -> None:
    MET[door.verdict] += 1
    MET["loses"] += bool(door.losses)
    MET["loses less by waiting"] += door.fewest != door.losses
    MET["asks for facts"] += bool(door.facts)


@pytest.mark.parametrize("share", range(SHARES))
def test_doors_come_to_what_brute_force_finds(share: int) -> None:
    for number in range(START + share, START + DRAWN, SHARES):
        catalogue = parsed((draw_letting if number % 4 == 1 else draw_doors)(Random(number)))
        try:
            expected = expected_doors(catalogue, ON)
        except MemoryError:
            MET["too large"] += 1
            continue
        survey = Survey(catalogue, on=ON, horizon_months=HORIZON)
        for pair, want in expected.items():
            door = survey.door(*pair)
            note(door)
            MET["alike"] += survey.alike[pair[1]] != pair[1]
            best = None if door.verdict == "blocked" else (door.verdict == "later", door.day, door.losses)
            assert door.proved
            assert (best, door.fewest) == (want.best, want.fewest), f"catalogue {number}, {pair}"


LETTING: dict[str, dict[str, Any]] = {
    "who is known may leave a plan that binds": {
        "plans": [{"name": "A"}, {"name": "M", "term": {"months": 36}}, {"name": "B"}],
        "rules": [
            {"move": {"from": "A", "only_to": "M"}},
            {"move": {"from": {"item": "M", "bound": True}, "only_to": "B", "facts": {"registered": True}}},
        ],
    },
    "a change is put off, unless it is known of somebody that he is unknown": {
        "facts": {"registered": {"type": "bool", "default": True}},
        "plans": [{"name": "A"}, {"name": "B", "brings": ["h"]}],
        "offers": ["h"],
        "rules": [
            {"conflict": ["h", "B"], "valid": {"from": "2026-12-01"}},
            {"starts": {"of": "B", "day": "next-month", "facts": {"registered": True}}},
        ],
    },
}


@pytest.mark.parametrize("name", LETTING)
def test_a_rule_that_lets_something_to_some_opens_a_door(name: str) -> None:
    data = {"catalogue": "c", "channels": {"hall": "hall"}, "brands": ["X"], "facts": {"registered": {"type": "bool"}}}
    data |= LETTING[name]
    data["plans"] = [{"brand": "X", **plan} for plan in data["plans"]]
    data["offers"] = [{"name": offer} for offer in data.get("offers", ())]
    data["rules"] = [{"rule": f"R{n}", **rule} for n, rule in enumerate(data["rules"])]
    door = Survey(parsed(data), on=ON, horizon_months=HORIZON).door("A", "B")
    assert (door.verdict, door.day, door.losses) == ("reachable", ON, 0)


def test_of_facts_that_are_as_good_the_same_are_told_whatever_else_reads_them() -> None:
    shut = [
        {"rule": f"R{n}", "channel": {"act": "change", "of": "B", "only": [], "holding": part, "facts": {"known": n == 0}}}
        for n, part in enumerate(("甲", "乙"))
    ]
    rules = [{**rule, "resolve": "first"} for rule in shut]
    more = {"rule": "R2", "eligible": {"items": "B", "facts": {"known": [True, False]}}}
    brings = [{"item": part, "removable": True} for part in ("甲", "乙")]
    plans = [{"name": "A", "brand": "X", "brings": brings}, {"name": "B", "brand": "X"}]
    keys = {"facts": {"known": {"type": "bool"}}, "offers": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}], "plans": plans}
    besides = {"rule": "R3", "eligible": {"items": "丙", "facts": {"known": False}}}
    told = [
        Survey(two(some, **keys), on=ON, horizon_months=HORIZON).door("A", "B")
        for some in ([*rules, more], [*rules, more, besides])
    ]
    assert [door.cancel for door in told] == [(("甲", "first"),)] * 2


def test_the_random_doors_met_what_they_are_for() -> None:
    wanted = ["reachable", "blocked", "alike", "loses"]
    wanted += ["later", "loses less by waiting", "asks for facts"] if FULL else []
    assert [name for name in wanted if not MET[name]] == []


@pytest.mark.parametrize("number", range(12))
def test_a_twin_of_a_plan_shares_its_doors(number: int) -> None:
    data = draw_doors(Random(10_000 + number))
    name = data["plans"][0]["name"]
    catalogue = parsed(twinned(data, name))
    twin = f"{name}b"
    assert alike_plans(catalogue)[twin] == alike_plans(catalogue)[name]
    survey = Survey(catalogue, on=ON, horizon_months=HORIZON)
    alone = Survey(catalogue, on=ON, horizon_months=HORIZON)
    alone.alike = {plan: plan for plan in alone.plans}
    for other in (plan for plan in survey.plans if plan not in (name, twin)):
        for pair in ((name, other), (twin, other), (other, name), (other, twin)):
            one, same = survey.door(*pair), alone.door(*pair)
            assert (one.verdict, one.day, one.losses, one.fewest) == (same.verdict, same.day, same.losses, same.fewest)


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "r", "move": {"from": "A", "not_to": "B"}},
        {"rule": "r", "tell": {"act": "change", "of": "A", "say": "s"}},
        {"rule": "r", "channel": {"act": "change", "not": ["hall"], "holding": "A"}},
    ],
)
def test_a_rule_that_names_one_plan_tells_it_from_the_others(rule: dict[str, Any]) -> None:
    assert alike_plans(two([rule])) == {"A": "A", "B": "B"}


def test_plans_that_no_rule_tells_apart_are_alike() -> None:
    assert alike_plans(two([{"rule": "r", "move": {"from": "plan", "not_to": {"brand": "X"}}}])) == {"A": "A", "B": "A"}


def test_cells_have_a_value_on_each_side_of_every_bound() -> None:
    rules = [{"rule": "r", "eligible": {"items": "A", "facts": {"age": {"min": 18, "max": 60}}}}]
    cells = cells_of(two(rules, facts={"age": {"type": "int"}, "unread": {"type": "bool"}}), {})
    assert cells == {"age": (None, 18)}


@pytest.mark.parametrize(
    ("declared", "tests", "count"),
    [
        ({"type": "bool"}, [True, False], 3),
        ({"type": "text"}, ["a", ["b", "a"]], 3),
        ({"type": "number"}, [{"min": 1.5}, {"max": 2}], 4),
        ({"type": "date"}, [{"min": "2026-01-01"}, {"max": "2025-12-31"}], 3),
        ({"type": "int", "default": 3}, [{"min": 2}], 2),
    ],
)
def test_there_is_a_cell_for_each_way_in_which_the_tests_can_turn_out(declared: Any, tests: list[Any], count: int) -> None:
    rules = [{"rule": f"r{n}", "eligible": {"items": "A", "facts": {"f": test}}} for n, test in enumerate(tests)]
    assert len(cells_of(two(rules, facts={"f": declared}), {})["f"]) == count


def test_every_assignment_comes_once() -> None:
    rules = [{"rule": f"r{n}", "eligible": {"items": "A", "facts": {f: True}}} for n, f in enumerate("fgh")]
    catalogue = two(rules, facts={f: {"type": "bool"} for f in "fgh"})
    cases = Cases(cells_of(catalogue, {}), catalogue)
    told = []
    while (facts := cases.next()) is not None:
        told.append(tuple(sorted(facts.items())))
        cases.close(facts)
    assert told[0] == () and told[1] == (("f", True), ("g", True), ("h", True))
    assert len(told) == len(set(told)) == 2**3


def test_facts_that_a_refutation_did_not_read_are_not_tried() -> None:
    facts = {f"f{n}": {"type": "bool"} for n in range(40)}
    rules: list[dict[str, Any]] = [
        {"rule": f"r{n}", "channel": {"act": "cancel", "not": ["hall"], "facts": {f: True}}} for n, f in enumerate(facts)
    ]
    rules += [{"rule": f"only {v}", "eligible": {"items": "B", "facts": {"f7": v}}} for v in (True, False)]
    door = Survey(two(rules, facts=facts), on=ON).door("A", "B")
    assert (door.verdict, door.proved) == ("blocked", True)


def test_the_best_facts_are_told_and_given_ones_are_kept() -> None:
    rules = [{"rule": "r", "eligible": {"items": "B", "facts": {"age": {"min": 18}}}}]
    catalogue = two(rules, facts={"age": {"type": "int"}})
    assert Survey(catalogue, on=ON).door("A", "B").facts == {"age": 18}
    given = Survey(catalogue, on=ON, given={"age": 17}).door("A", "B")
    assert (given.verdict, given.proved) == ("blocked", True)


def test_without_time_a_door_is_undecided_and_counted() -> None:
    catalogue = two([{"rule": "r", "move": {"from": "A", "not_to": "B"}}])
    survey = Survey(catalogue, on=ON, left_ms=lambda: 0)
    matrix = survey.matrix(survey.plans, survey.on_sale)
    assert {door.verdict for door in matrix.doors.values()} == {"undecided"}
    assert matrix.undecided == 2


def test_every_plan_of_the_packaged_catalogue_leads_to_every_other() -> None:
    survey = Survey(load_catalogue(packaged_catalogue()), on=ON)
    matrix = survey.matrix(survey.plans, survey.on_sale)
    assert {(door.verdict, door.losses) for door in matrix.doors.values()} == {("reachable", 0)}
    assert len(matrix.doors) == 110
