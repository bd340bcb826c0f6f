"""`taocan verify` does not take for proved, or for right, that there is no way where time or one order opens one."""

from __future__ import annotations

from typing import Any

import pytest
from verify_cases import build, checked, told, written

from cli.verify import sentences_of

MARKET: dict[str, Any] = {
    "catalogue": "市",
    "channels": {"hall": "厅"},
    "brands": ["一"],
    "plans": [
        {"name": "甲", "brand": "一", "brings": ["寅"]},
        {"name": "乙", "brand": "一"},
        {"name": "丙", "brand": "一", "ends": {"months": 1}},
    ],
    "offers": [{"name": "子"}, {"name": "丑"}, {"name": "寅"}],
    "rules": [{"rule": "L", "needs": {"items": "子", "any_of": "丑"}}],
}
FAST = {"item": "甲", "until": "2027-12-31"}
"""A plan that is not left at all."""


def asked(plan: Any, args: str, *rules: dict[str, Any], **more: Any) -> Any:
    """A case over the market with some rules more."""
    named = [{"rule": f"M{number}", "move": move} for number, move in enumerate(rules)]
    options = f"--on 2026-11-23 --horizon 2 {args}".split()
    case = {"name": "x", "args": options, "subscriber": {"id": "1", "plan": plan, **more}}
    return build({"catalogue": {**MARKET, "rules": [*MARKET["rules"], *named]}, "case": case})


def blocked(args: str, *rules: dict[str, Any]) -> dict[str, Any]:
    """The answer to one who can't leave the plan."""
    document = written(asked(FAST, args, *rules))
    assert document["answers"][0]["verdict"] == "blocked"
    return document


SHUT = {"from": "甲", "not_to": "plan"}
ONE_WAY, DEAD_END = {"from": "甲", "only_to": "丙"}, {"from": "丙", "not_to": "乙"}
ENDING: dict[str, tuple[Any, tuple[dict[str, Any], ...]]] = {
    "the plan that is held": ({"item": "甲", "ends": "2026-12-31"}, (SHUT,)),
    "a plan on the way": ("甲", (ONE_WAY, DEAD_END)),
}


@pytest.mark.parametrize("name", ENDING)
def test_a_plan_that_may_end_is_left_without_a_change(name: str) -> None:
    plan, rules = ENDING[name]
    built = asked(plan, "--to 乙", *rules)
    document, says = blocked("--to 乙", *rules), sentences_of(built.catalogue)
    reasons = [{"rule": rule, "says": min(says(rule)), "cite": ""} for rule in (f"M{number}" for number in range(len(rules)))]
    document["answers"][0]["blocked"].update(because=reasons, items=[])
    (found,) = [one for one in checked(document, built) if one.path != "answers"]
    assert [one.path for one in found.differences] == []
    assert [one.matter for one in found.unproved] == ["block"]


def test_the_plan_booked_is_there_already() -> None:
    booked = {"plan": "乙", "starts": "2026-12-10"}
    assert told(checked(blocked("--to 乙", SHUT), asked("甲", "--to 乙", SHUT, booked=booked)))


ONE_ORDER: dict[str, tuple[str, dict[str, Any]]] = {
    "beside the plan that is booked": ("--to 乙 --add 丑", {"booked": {"plan": "乙", "starts": "2026-12-10"}}),
    "of what leaves with the old plan": ("--to 乙 --add 寅", {}),
    "with what is needed": ("--to 乙 --add 子", {}),
}


@pytest.mark.parametrize("name", ONE_ORDER)
def test_one_order_refutes_that_there_is_no_way(name: str) -> None:
    args, more = ONE_ORDER[name]
    document = blocked(args)
    assert told(checked(document, asked(FAST, args))) == []
    assert any("one order" in one for one in told(checked(document, asked("甲", args, **more))))
