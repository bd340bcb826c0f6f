"""Selectors in catalogue files: words, lists, mappings, join variables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from load_marks import SMALL, check, one_rule, small

from model.load.catalogue import parse_catalogue
from model.rules.at_most import AtMostRule
from model.rules.conflict import Conflict
from model.selectors import AllOf, Among, AnyOf, Bound, InRange, Not, Origin, Selector, Variable

GOOD: tuple[tuple[str, Selector], ...] = (
    ("plan", Among("kind", ("plan",))),
    ("奥运88", Among("item", ("奥运88",))),
    ("奥运", Among("item", ("奥运88",))),
    ("音乐套餐", Among("family", ("音乐套餐",))),
    ("动感地带", Among("brand", ("动感地带",))),
    ("学生", Among("tag", ("学生",))),
    ("[彩铃, offer]", AnyOf((Among("item", ("彩铃",)), Among("kind", ("offer",))))),
    ("[彩铃]", Among("item", ("彩铃",))),
    ("{item: [铃, 奥运]}", Among("item", ("彩铃", "奥运88"))),
    ("{kind: [plan, vnet], not: 全球通}", AllOf((Among("kind", ("plan", "vnet")), Not(Among("brand", ("全球通",)))))),
    ("{brand: 动感地带, tag: 学生}", AllOf((Among("brand", ("动感地带",)), Among("tag", ("学生",))))),
    ("{waives: 彩铃费}", Among("waives", ("彩铃费",))),
    ("{discounts: [彩铃费]}", Among("discounts", ("彩铃费",))),
    ("{fee: 88}", Among("fee", (Decimal(88),))),
    ("{fee: [5, 58.50]}", Among("fee", (Decimal(5), Decimal("58.5")))),
    ("{fee: {min: 5, max: 88}}", InRange("fee", Decimal(5), Decimal(88))),
    ("{fee: {above: 5, below: 88.5}}", InRange("fee", None, None, Decimal(5), Decimal("88.5"))),
    ("{attrs: {时段: 12:30}}", Among("attrs.时段", ("12:30",))),
    ('{attrs: {档: [1, "02"]}}', Among("attrs.档", (Decimal(1), "02"))),
    ("{attrs: {档: {above: 3}}, kind: plan}", AllOf((InRange("attrs.档", above=Decimal(3)), Among("kind", ("plan",))))),
    ("{item: 彩铃, bound: false}", AllOf((Among("item", ("彩铃",)), Bound(False)))),
    ("{origin: [own, plan, 奥运]}", Origin(("own", "plan", "奥运88"))),
    ("{not: {bound: true}}", Not(Bound(True))),
)
DEFECTS = (
    ("¦没有的词", ("`没有的词`",)),
    ("¦奥运99", ("`奥运99`", "`奥运88`")),
    ("[彩铃, ¦彩玲]", ("`彩玲`", "`彩铃`")),
    ("¦''", ("空的",)),
    ("¦{}", ("空的",)),
    ("{¦brands: 全球通}", ("`brands`", "`brand`")),
    ("{item: ¦彩玲}", ("`彩玲`", "`彩铃`")),
    ("{item: [彩铃, ¦全球通]}", ("`全球通`",)),
    ("{kind: ¦plans}", ("`plans`", "`plan`")),
    ("{brand: ¦全球捅}", ("`全球捅`", "`全球通`")),
    ("{bound: ¦yes}", ("`yes`", "`true`")),
    ("{origin: ¦活动}", ("`活动`",)),
    ("{origin: ¦{item: 彩铃}}", ("不是文字",)),
    ("{fee: ¦八十八}", ("`八十八`",)),
    ("{fee: {min: ¦'5'}}", ("`5`",)),
    ("{fee: {¦minimum: 5}}", ("`minimum`", "`min`")),
    ("{fee: ¦{}}", ("空的",)),
    ("{fee: {min: 88, max: ¦5}}", ("`88`", "`5`")),
    ("{fee: {above: 5, below: ¦5}}", ("`5`", "没有数")),
    ("{attrs: ¦档}", ("属性",)),
    ("{attrs: {档: {min: ¦高}}}", ("`高`",)),
    ("{attrs: {档: ¦''}}", ("空的",)),
    ("{not: ¦没有的词}", ("`没有的词`",)),
    ("{brand: ¦{item: 彩铃}}", ("不是文字",)),
    ('{waives: ¦"?x"}', ("`?x`", "不能用变量")),
    ('¦"?x"', ("`?x`",)),
)
JOIN_DEFECTS = (
    ('conflict: [{discounts: ¦"?x"}, plan]', ("`?x`", "只在一边")),
    ('conflict: [{discounts: ¦"?x"}, {waives: 彩铃费}]', ("`?x`", "只在一边")),
    ('move: {from: {fee: {min: ¦"?f"}}, only_to: {fee: {min: "?f"}}}', ("`?f`", "只用于比较")),
    ('conflict: [{discounts: ¦"?"}, plan]', ("`?`", "没有名字")),
    ('channel: {act: change, from: {fee: ¦"?x"}, of: plan, only: [hall]}', ("`?x`", "不能用变量")),
    ('move: {from: {fee: "?f"}, only_to: {fee: {min: "?f"}}, holding: {fee: ¦"?f"}}', ("`?f`", "不能用变量")),
)


@pytest.mark.parametrize(("text", "selector"), GOOD)
def test_selectors_are_read(text: str, selector: Selector) -> None:
    body = one_rule(f"{{rule: R, at_most: {{n: 1, of: {text}}}}}").body
    assert isinstance(body, AtMostRule) and body.among == selector


@pytest.mark.parametrize(("text", "words"), DEFECTS)
def test_a_wrong_selector_is_a_problem_at_its_place(text: str, words: tuple[str, ...]) -> None:
    check(f"{SMALL}rules:\n  - {{rule: R, at_most: {{n: 1, of: {text}}}}}\n", *words)


@pytest.mark.parametrize(("text", "words"), JOIN_DEFECTS)
def test_a_wrong_join_variable_is_a_problem_at_its_place(text: str, words: tuple[str, ...]) -> None:
    check(f"{SMALL}rules:\n  - {{rule: R, {text}}}\n", *words)


def test_join_variables_stand_on_both_sides() -> None:
    body = one_rule('{rule: R, conflict: [{discounts: "?费", bound: true}, {kind: plan, waives: "?费"}]}').body
    variable = Variable("费")
    assert body == Conflict(
        AllOf((Among("discounts", (variable,)), Bound(True))), AllOf((Among("kind", ("plan",)), Among("waives", (variable,))))
    )


def test_one_word_names_an_item_before_a_family_a_brand_and_a_tag() -> None:
    items = "plans: [{name: 甲, brand: 丙, family: 乙, tags: [甲, 乙, 丙, plan]}]\n"
    for word, key in (("甲", "item"), ("乙", "family"), ("丙", "brand"), ("plan", "kind"), ("{tag: 甲}", "tag")):
        text = f"catalogue: a\n{items}rules: [{{rule: R, at_most: {{n: 1, of: {word}}}}}]\n"
        body = parse_catalogue({"c.yaml": text.encode()}).rules["R"].body
        assert isinstance(body, AtMostRule) and isinstance(body.among, Among) and body.among.key == key


@pytest.mark.parametrize(
    "text",
    [
        "{brand: 神州行}",
        "{kind: vnet, tag: 学生}",
        "{fee: {min: 1000}}",
        "{attrs: {无此属性: 1}}",
        "{discounts: 彩铃费, not: offer}",
        "{waives: 彩铃费, brand: 动感地带}",
        "[]",
    ],
)
def test_a_mapping_that_matches_nothing_is_a_warning_at_its_place(text: str) -> None:
    (warning,) = small(f"{{rule: R, at_most: {{n: 1, of: {text}}}}}").warnings
    assert str(warning).startswith("c.yaml:24:35: ") and "不选中任何产品" in str(warning)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{family: 音乐系列}", ("`音乐系列`", "系列")),
        ("{tag: 学生们}", ("`学生们`", "`学生`")),
        ("{waives: 彩铃贵}", ("`彩铃贵`", "`彩铃费`")),
    ],
)
def test_a_family_tag_or_fee_that_nothing_has_is_named_in_a_warning_with_the_nearest(text: str, said: tuple[str, ...]) -> None:
    warnings = "\n".join(map(str, small(f"{{rule: R, at_most: {{n: 1, of: {text}}}}}").warnings))
    assert all(one in warnings for one in said)


def test_a_mapping_of_holdings_or_join_variables_that_may_match_gives_no_warning() -> None:
    rules = (
        "{rule: A, at_most: {n: 1, of: {bound: true, item: 彩铃}}}",
        '{rule: B, move: {from: {fee: "?f"}, only_to: {not: {fee: "?f"}, fee: {min: "?f"}}}}',
    )
    assert not small(*rules).warnings
