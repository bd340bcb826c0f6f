"""What of a new version can take a path away: what is told to be harmless keeps every path of random catalogues."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from build import build, to_yaml
from random_cases import Case, draw_case
from versions import arrives, market, one_by_one, versions

from model.additions import same_paths, takes_away
from model.load.catalogue import parse_catalogue
from solver.answers.decide import Engine


class Addition(Case):
    """More items, and rules that mostly need them."""

    def __init__(self, random: Random, data: Mapping[str, Any]) -> None:
        super().__init__(random)
        self.plans, self.offers, self.vnets = ["P9", "P1"], ["O9", "O1"], []
        self.addons, self.rules = self.offers, []
        self.channels = list(data["channels"])
        self.channel = None
        self.target, self.held_plan, self.held, self.added = "P9", None, ["O9"], []

    def over(self, data: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = deepcopy(dict(data))
        for _ in range(self.r.randint(1, 3)):
            self.rule()
        found["plans"].append({"name": "P9", "brand": self.r.choice(["X", "Y"]), "fee": 20})
        found["offers"].append({"name": "O9", "family": "H"})
        names = {one["name"] for kind in ("plans", "offers", "vnets") for one in found.get(kind, [])}
        more = [{**rule, "rule": f"A{n}"} for n, rule in enumerate(self.rules) if "O1" in names or "O1" not in json.dumps(rule)]
        found["rules"] = [*found["rules"], *more]
        return found


def test_a_version_that_is_told_to_be_harmless_keeps_every_path():
    harmless = kept = harmful = lost = 0
    for n in range(150):
        data = draw_case(Random(f"additions {n}"))
        built = build(data)
        more = Addition(Random(f"more {n}"), data["catalogue"]).over(data["catalogue"])
        new = parse_catalogue({"catalogue.yaml": to_yaml(more)})
        innocent = not takes_away(built.catalogue, new)
        harmless, harmful = harmless + innocent, harmful + (not innocent)
        before, after = Engine(built.catalogue), Engine(new)
        for to, item in built.catalogue.items.items():
            if item.kind == "plan" and arrives(before, built.subscriber, to):
                still = arrives(after, built.subscriber, to)
                assert still or not innocent, (n, to)
                kept, lost = kept + (innocent and still), lost + (not still)
    assert harmless > 30 and kept > 60 and harmful > 30 and lost > 5


def rules(text: str) -> tuple[str, ...]:
    return takes_away(
        market(), market(("rules:\n", f"rules:\n  - {{rule: X, {text}}}\n"), ("offers: [", "offers: [{name: 新}, "))
    )


@pytest.mark.parametrize(
    "text",
    [
        "conflict: [新, plan]",
        "only_with: {items: 新, allow: 甲1}",
        "needs: {items: 新, any_of: 铃}",
        "at_most: {n: 1, of: [新, 铃]}",
        "brings: {items: 新, with: 铃}",
        "locked: {items: 新, through: always}",
        "channel: {act: add, of: 新, only: []}",
        "eligible: {items: 新, facts: {vip: true}}",
        "limit: {act: add, of: 新, at_most: 0, per: month}",
        "tell: {act: change, of: plan, say: 好}",
    ],
)
def test_rules_about_new_items_alone_take_nothing_away(text: str):
    assert rules(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "conflict: [网, plan]",
        "only_with: {items: 铃, allow: 甲1}",
        "needs: {items: 铃, any_of: 新}",
        "at_most: {n: 1, of: [网, 铃]}",
        "brings: {items: 甲2, with: 新}",
        "locked: {items: 铃, through: always}",
        "move: {from: 甲1, only_to: 乙1}",
        "channel: {act: change, of: 甲1, only: []}",
        "starts: {of: 甲1, day: next-month}",
        "eligible: {items: 乙1, facts: {vip: true}}",
        "limit: {act: change, at_most: 0, per: month}",
        # an act before whose item is not known counts as one about any
        "limit: {act: change, of: 乙1, at_most: 0, per: month, after: {act: cancel, of: 新}}",
    ],
)
def test_rules_about_old_items_are_named(text: str):
    assert rules(text) == ("X",)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("name: 甲2, brand: 甲, fee: 20", "name: 甲2, brand: 甲, fee: 25, note: 涨价"), ()),
        (("name: 甲2, brand: 甲, fee: 20", "name: 甲2, brand: 甲, withdrawn: true"), ("甲2",)),
        (("resolve: first", "resolve: auto"), ("R1",)),
        (("  - {rule: R1, conflict: [铃, 乙1], resolve: first}\n", "  []\n"), ("R1",)),
        (("{hall: 厅}", "{hall: 厅, web: 网厅}"), ("甲1", "甲2", "乙1", "铃", "网")),
    ],
)
def test_other_changes_are_named_where_they_may_matter(change: tuple[str, str], named: tuple[str, ...]):
    assert takes_away(market(), market(change)) == named


BOUND = "  - {rule: X, move: {from: {item: 甲1, bound: true}, not_to: {tag: 特}}}\n"
CARRIED = ("  - {rule: X, brings: {items: 甲1, with: 铃, ends: month-end}}\n", "  - {rule: Y, brings: {items: 甲1, with: 铃}}\n")


def test_a_rule_that_lets_a_bound_plan_be_left_is_named():
    assert takes_away(market(("rules:\n", f"rules:\n{BOUND}")), market()) == ("X",)


def test_of_two_rules_that_bring_the_same_the_first_counts():
    versions = [market(("rules:\n", f"rules:\n{''.join(rules)}")) for rules in (CARRIED, CARRIED[::-1])]
    assert takes_away(*versions) == ("Y", "X")
    assert takes_away(versions[0], versions[0]) == ()


def test_versions_with_the_same_paths_have_the_same_outcomes():
    same = 0
    for _, old, new, held in versions(160):
        if same_paths(old, new):
            same += 1
            engines = Engine(old), Engine(new)
            for to in old.items:
                if old.items[to].kind == "plan":
                    assert one_by_one(engines[0], held, to) == one_by_one(engines[1], held, to)
    assert same > 5
