"""Two versions of a catalogue: what differs field by field, which changes between plans come to something else."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from bare_plans import HORIZON, Expected, expected_doors
from build import to_yaml
from random_cases import ON
from random_doors import DOORS, Doors, draw_doors

from cli.files import packaged_catalogue
from model.catalogue import Catalogue
from model.comparison import FieldChange
from model.contrast import contrast_declared, contrast_items, contrast_rules, item_fields, rule_fields
from model.days import MonthEnd
from model.items import Item, Part
from model.load.catalogue import load_catalogue, parse_catalogue
from model.rules.base import Guards, Rule, Valid
from model.selectors import EVERY
from solver.between.doors import Survey
from solver.checks.compare import compare, drafted, pairs_changed
from solver.findings.base import Study

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "40"))
START = int(os.environ.get("TAOCAN_SEED", "0"))
SHARES = 4
MET: Counter[str] = Counter()
SHEET = """
catalogue: 例
version: '1'
channels: {hall: 营业厅, online: 网上}
facts: {age: {type: int}}
brands: [一]
plans:
  - {name: 甲, brand: 一, fee: 58, brings: [会员], waives: 彩铃}
  - {name: 乙, brand: 一, benefits: {分钟: 120}}
offers: [{name: 会员, term: {months: 3}}]
rules:
  - {rule: 互斥, conflict: [会员, 乙], cite: 第1条}
  - {rule: 方向, move: {from: 甲, not_to: 乙, facts: {age: {min: 18}}}}
"""


def parsed(data: dict[str, Any] | str) -> Catalogue:
    return parse_catalogue({"catalogue.yaml": data.encode() if isinstance(data, str) else to_yaml(data)})


def changed(*edits: tuple[str, str]) -> Catalogue:
    text = SHEET
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return parsed(text)


def fields_of(*edits: tuple[str, str]) -> dict[str, tuple[FieldChange, ...]]:
    old, new = parsed(SHEET), changed(*edits)
    items = {one.name: one.fields for one in contrast_items(old, new)}
    return items | {one.rule: one.fields for one in contrast_rules(old, new)}


@pytest.mark.parametrize(
    ("edit", "name", "change"),
    [
        (("fee: 58", "fee: 68.5"), "甲", FieldChange("fee", ("58",), ("68.5",))),
        (("[会员]", "[{item: 会员, removable: true}]"), "甲", FieldChange("brings", ("会员",), ("会员 (removable)",))),
        (("waives: 彩铃", "waives: [彩铃, 来显]"), "甲", FieldChange("waives", (), ("来显",))),
        (("分钟: 120", "分钟: 150"), "乙", FieldChange("benefits", ("分钟 120",), ("分钟 150",))),
        (("{months: 3}", "month-end"), "会员", FieldChange("term", ("3 months",), ("month-end",))),
        (("cite: 第1条", "resolve: first"), "互斥", FieldChange("resolve", ("consent",), ("first",))),
        (("cite: 第1条", "at: hall"), "互斥", FieldChange("at", (), ("hall",))),
        (("not_to: 乙", "only_to: 乙"), "方向", FieldChange("says")),
        (("{min: 18}", "{min: 20}"), "方向", FieldChange("facts", ("age>=18",), ("age>=20",))),
    ],
)  # fmt: skip
def test_a_field_that_differs_is_told_value_by_value(edit: tuple[str, str], name: str, change: FieldChange) -> None:
    assert change in fields_of(edit)[name]


def test_what_came_and_went_is_told_in_the_sequence_of_its_version() -> None:
    new = changed(("{name: 会员, term: {months: 3}}", "{name: 新包}"), ("[会员]", "[]"), ("[会员, 乙]", "[新包, 乙]"))
    assert [(one.name, one.fate) for one in contrast_items(parsed(SHEET), new)] == [
        ("甲", "changed"), ("新包", "added"), ("会员", "removed"),
    ]  # fmt: skip
    assert [(one.rule, one.fate) for one in contrast_rules(parsed(SHEET), new)] == [("互斥", "changed")]


def test_a_new_channel_and_another_fact_are_told() -> None:
    new = changed(("online: 网上", "web: 网上"), ("{type: int}", "{type: int, default: 3}"))
    assert contrast_declared(parsed(SHEET), new) == (
        FieldChange("channels", ("online",), ("web",)),
        FieldChange("facts", ("age: int",), ("age: int, default 3",)),
    )


def test_a_change_of_sequence_alone_is_told_whole() -> None:
    old = parsed(SHEET.replace("waives: 彩铃", "waives: [彩铃, 来显]"))
    new = parsed(SHEET.replace("waives: 彩铃", "waives: [来显, 彩铃]"))
    assert contrast_items(old, new)[0].fields == (FieldChange("waives", ("彩铃", "来显"), ("来显", "彩铃")),)


DAY = ON
OTHER_ITEM: dict[str, Any] = {
    "kind": "offer", "brand": "二", "aliases": ("x",), "title": "x", "families": ("x",), "tags": ("x",), "monthly_fen": 1,
    "waives": ("x",), "discounts": ("x",), "benefits": {"x": Decimal(1)}, "brings": (Part("x"),), "term": MonthEnd(),
    "ends": MonthEnd(), "withdrawn": True, "sold_from": DAY, "sold_until": DAY, "attributes": {"x": ("y",)}, "assumed": True,
    "note": "x",
}  # fmt: skip
OTHER_RULE: dict[str, Any] = {
    "resolve": "first", "cite": "x", "tell": "x", "valid": Valid(DAY), "at": frozenset(("hall",)),
    "guards": Guards(EVERY), "assumed": True, "note": "x",
}  # fmt: skip


@pytest.mark.parametrize("field", [name for name in Item.__slots__ if name not in ("name", "place")])
def test_every_field_of_an_item_is_looked_at(field: str) -> None:
    item = Item("甲", "plan")
    assert item_fields(item) != item_fields(replace(item, **{field: OTHER_ITEM[field]}))


@pytest.mark.parametrize("field", [f for f in Rule.__slots__ if f not in ("id", "body", "place", "resolve_given")])
def test_every_field_of_a_rule_is_looked_at(field: str) -> None:
    rule = next(iter(parsed(SHEET).rules.values()))
    assert rule_fields(rule) != rule_fields(replace(rule, **{field: OTHER_RULE[field]}))


def test_the_same_catalogue_differs_in_nothing() -> None:
    catalogue = load_catalogue(packaged_catalogue())
    found = compare(Study(catalogue, on=ON), Study(catalogue, on=ON))
    assert not found.touches and found.unsure == 0


def test_what_only_the_writer_sees_touches_no_customer() -> None:
    old, new = Study(parsed(SHEET), on=ON), Study(changed(("第1条", "第2条")), on=ON)
    found = compare(old, new, finders={})
    assert [one.rule for one in found.rules] == ["互斥"] and not found.touches


def test_a_version_is_as_if_it_were_drafted_over_the_other() -> None:
    new = changed(("fee: 58", "fee: 68"), ("offers: [", "offers: [{name: 新包}, "))
    touched = drafted(parsed(SHEET), new).items
    assert (touched.added, touched.replaced, touched.removed) == (("新包",), ("甲",), ())


# -- changes between plans, against brute force ------------------------------------------------------------------------------
class Redrawn(Doors):
    """A catalogue over the items of another, with some of its rules and new ones."""

    def __init__(self, random: Random, data: dict[str, Any]) -> None:
        super().__init__(random)
        for kind, names in (("plans", self.plans), ("offers", self.offers), ("vnets", self.vnets)):
            names[:] = [item["name"] for item in data[kind]]
        self.addons = self.offers + self.vnets
        self.channels = list(data["channels"])
        self.channel = None
        self.items = {item["name"]: dict(item) for kind in ("plans", "offers", "vnets") for item in data[kind]}
        self.rules = [rule for rule in data["rules"] if self.chance(0.8)]
        self.held_plan, self.target, self.held, self.added = self.plans[0], self.plans[-1], [], []

    def version(self, data: dict[str, Any], *, motifs: int = 1) -> dict[str, Any]:
        """The catalogue."""
        kept = len(self.rules)
        for _ in range(motifs):
            self.r.choice(DOORS)(self)
        if motifs > 1 and self.chance(0.6):
            self.shut_twice()
        self.rules = [*self.rules[:kept], *({**rule, "rule": f"N{n}"} for n, rule in enumerate(self.rules[kept:]))]
        kinds = {kind: [self.items[item["name"]] for item in data[kind]] for kind in ("plans", "offers", "vnets")}
        return {**data, **kinds, "rules": self.rules}

    def shut_twice(self) -> None:
        """A change is stopped by a rule that names the plan and by one that names a tag which the plan is given."""
        leaving, to = self.two_plans()
        tags = self.items[leaving].get("tags", [])
        self.items[leaving]["tags"] = [*([tags] if isinstance(tags, str) else tags), "shut"]
        self.put({"move": {"from": {"tag": "shut"}, "not_to": to}})
        self.put({"channel": {"act": "change", "of": to, "from": leaving, "only": []}})


def seen(door: Expected | None) -> tuple[object, ...] | None:
    """What brute force can tell of a door of what a change is told by."""
    if door is None:
        return None
    return ("blocked",) if door.best is None else (door.best[0], door.best[2], door.best[1] if door.best[0] else None)


@pytest.mark.parametrize("share", range(SHARES))
def test_changes_between_plans_are_those_that_brute_force_finds(share: int) -> None:
    for number in range(START + share, START + EXAMPLES, SHARES):
        random = Random(70_000 + number)
        data = draw_doors(random)
        old, new = parsed(data), parsed(Redrawn(random, data).version(data))
        try:
            before, after = expected_doors(old, ON), expected_doors(new, ON)
        except MemoryError:
            continue
        sold = {n for c in (old, new) for n, item in c.items.items() if item.kind == "plan" and item.on_sale(ON)}
        wanted = {p for p in before if p[1] in sold and seen(before[p]) != seen(after[p])}
        found = pairs_changed(*(Survey(c, on=ON, horizon_months=HORIZON) for c in (old, new)))
        got = {(one.leaving, one.to) for one in found.changed}
        assert wanted <= got and found.unsure == 0, f"catalogue {number}"
        for one in found.changed:
            assert one.before is not None and one.after is not None
            how = [sorted(how for _, how in side.cancel) for side in (one.before, one.after)]
            assert (one.leaving, one.to) in wanted or how[0] != how[1] or one.before.cancel != one.after.cancel
        MET["pairs"] += len(before)
        MET["changed"] += len(got)


def test_some_changes_between_plans_were_met() -> None:
    assert 0 < MET["changed"] < MET["pairs"]


def test_a_plan_that_is_new_has_no_outcome_before_and_one_that_went_none_after() -> None:
    old, new = parsed(SHEET), changed(("{name: 乙,", "{name: 丙,"), ("[会员, 乙]", "[会员, 丙]"), ("not_to: 乙", "not_to: 丙"))
    found = pairs_changed(Survey(old, on=ON), Survey(new, on=ON)).changed
    assert [(one.leaving, one.to, one.before is None, one.after is None) for one in found] == [
        ("甲", "丙", True, False), ("甲", "乙", False, True), ("丙", "甲", True, False), ("乙", "甲", False, True),
    ]  # fmt: skip


def test_a_plan_that_is_withdrawn_is_no_longer_reached() -> None:
    new = changed(("{name: 乙, brand: 一,", "{name: 乙, brand: 一, withdrawn: true,"))
    found = pairs_changed(Survey(parsed(SHEET), on=ON), Survey(new, on=ON)).changed
    assert [(one.leaving, one.to, one.after and one.after.verdict) for one in found] == [("甲", "乙", "blocked")]


def test_what_is_not_decided_in_time_is_counted_and_not_called_a_change() -> None:
    studies = [Study(changed(*edit), on=ON, left_ms=lambda: 0) for edit in ((), (("not_to: 乙", "not_to: 甲"),))]
    found = compare(*studies, finders={})
    assert found.pairs == () and found.unsure == 2
