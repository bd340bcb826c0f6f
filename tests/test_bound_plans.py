"""Rules that ask whether a plan is bound by a contract: answers are those of brute force, and no path is left out."""

from __future__ import annotations

import os
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
from build import build, worked
from compare import unlike_brute_force
from random_cases import draw_case

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 3
SHARES = 3
SCENARIOS = Path(__file__).parent / "scenarios"
DAYS = ("2026-11-25", "2026-11-30", "2026-12-09", "2026-12-31", "2027-12-31")
FORMS = ("conflict", "only_with", "needs", "at_most")


def bound_plans(data: dict[str, Any], r: Random) -> dict[str, Any]:
    """The case with a plan that is bound, plans that come with a term, and rules that ask for one or the other."""
    data = deepcopy(data)
    catalogue, subscriber = data["catalogue"], data["case"]["subscriber"]
    names = [plan["name"] for plan in catalogue["plans"]]
    for plan in catalogue["plans"]:
        if r.random() < 0.3:
            plan["term"] = r.choice([{"months": 1}, "month-end"])
    held = subscriber.get("plan")
    if held is not None and r.random() < 0.8:
        subscriber["plan"] = {**(held if isinstance(held, dict) else {"item": held}), "until": r.choice(DAYS)}
    for rule in catalogue["rules"]:
        for form in FORMS:
            if form in rule and r.random() < 0.7:
                rule[form] = asking(rule[form], names, r)
    return data


def asking(body: Any, names: list[str], r: Random) -> Any:
    """What a rule says, where it names a plan by itself asking now and then whether that is bound."""
    if isinstance(body, dict) and not {"item", "not"} & body.keys():
        return {
            key: asking(value, names, r) if key in ("any_of", "allow", "items", "of") else value for key, value in body.items()
        }
    if isinstance(body, list):
        return [asking(one, names, r) for one in body]
    if isinstance(body, str) and body in names and r.random() < 0.6:
        return {"item": body, "bound": r.random() < 0.5}
    return body


@pytest.mark.parametrize("share", range(SHARES))
def test_cases_are_answered_as_brute_force_does(share: int) -> None:
    for number in range(share, EXAMPLES, SHARES):
        built = build(bound_plans(draw_case(Random(number)), Random(-number)))
        assert list(unlike_brute_force(built)) == [], f"case {number}"


def test_scenarios_are_answered_as_brute_force_does_hurriedly_too() -> None:
    for data in worked(SCENARIOS / "plan_bound.yaml"):
        assert list(unlike_brute_force(build(data))) == [], data["case"]["name"]


def test_the_cases_ask_for_what_is_bound() -> None:
    asked = [str(bound_plans(draw_case(Random(number)), Random(-number))["catalogue"]["rules"]) for number in range(EXAMPLES)]
    plain = [str(draw_case(Random(number))["catalogue"]["rules"]) for number in range(EXAMPLES)]
    assert sum(one != other for one, other in zip(asked, plain, strict=True)) > EXAMPLES // 8
