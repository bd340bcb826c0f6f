"""Clashes in words and as JSON."""

from __future__ import annotations

from datetime import date

import pytest

from cli.present.clashes import clash_data, clash_words, clashes_data, terms_words
from model.catalogue import Catalogue
from model.clash import Clash, Clashes, Terms
from model.load.catalogue import parse_catalogue
from model.rules.base import Valid
from model.selectors import AllOf, AnyOf, Bound, Not, Origin

SHEET = """\
catalogue: 例
channels: {hall: 营业厅, hotline: 人工台}
plans: [{name: 甲, brand: 一}]
offers: [{name: 包}]
rules: [{rule: R, conflict: [甲, 包], cite: 通知 §1}]
"""
MANY = tuple(f"包{n}" for n in range(9))
BOUND = ((True, Bound(True)),)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return parse_catalogue({"c.yaml": SHEET.encode()})


SENTENCES = (
    (Clash("R", "conflict", ("甲",), ("包",), 1, Terms("auto")), "`甲` 与 `包` 不能同用", "`甲` can't be held with `包`"),
    (
        Clash("R", "conflict", ("甲",), MANY, 9, Terms("auto")),
        "`甲` 与 `包0`、`包1`、`包2`、`包3`、`包4`等 9 项 不能同用（共 9 对）",
        "`甲` can't be held with `包0`, `包1`, `包2`, `包3`, `包4` and others, 9 in all (9 pairs)",
    ),
    (
        Clash("R", "conflict", ("包", "袋"), ("包", "袋"), 1, Terms("auto")),
        "`包`、`袋` 两两不能同用",
        "no two of `包`, `袋` can be held together",
    ),
    (
        Clash("R", "only_with", ("包",), ("甲",), 1, Terms("auto")),
        "`包` 不能与主套餐 `甲` 同用",
        "`包` can't be held beside `甲`",
    ),
    (Clash("R", "only_with", ("甲",), (), 1, Terms("auto")), "主套餐 `甲` 自身就不被允许", "`甲` can't be held at all"),
    (
        Clash("R", "needs", ("甲",), ("包",), 1, Terms("auto")),
        "`甲` 要有 `包` 之一，而都办不到了",
        "`甲` needs one of `包`, and none can be had",
    ),
    (
        Clash("R", "needs", ("甲",), (), 1, Terms("auto")),
        "`甲` 要有的产品，目录里一项也没有",
        "`甲` needs an item that the catalogue does not have",
    ),
    (
        Clash("R", "at_most", ("包",), ("包", "袋"), 1, Terms("auto", most=1)),
        "`包` 算在最多 1 项之内：`包`、`袋`",
        "`包` counts among `包`, `袋`, of which at most 1 are held",
    ),
)


@pytest.mark.parametrize(("clash", "zh", "en"), SENTENCES)
def test_what_is_kept_apart_is_one_sentence(clash: Clash, zh: str, en: str) -> None:
    assert (clash_words(clash, "zh"), clash_words(clash, "en")) == (zh, en)


def test_the_terms_tell_how_when_where_and_how_long(catalogue: Catalogue) -> None:
    terms = Terms("first", BOUND, None, frozenset({"hall"}), Valid(date(2027, 1, 1), date(2027, 6, 30)))
    clash = Clash("R", "conflict", ("甲",), ("包",), 1, terms)
    assert terms_words(clash, catalogue, "zh") == (
        *("在约期内不能取消，到期才能办", "只在 `包` 是在约的时", "只在营业厅受理时", "2027-01-01 起", "到 2027-06-30 止"),
    )  # fmt: skip
    assert terms_words(clash, catalogue, "en")[1:3] == ("only where `包` is bound", "only in orders placed at 营业厅")


def test_several_ways_and_conditions_on_both_sides_are_told(catalogue: Catalogue) -> None:
    ways = ((Bound(True), Origin(("own",))), (Not(Bound(True)), True))
    clash = Clash("R", "conflict", ("甲",), ("包",), 1, Terms("auto", ways))
    assert terms_words(clash, catalogue, "zh")[1] == "只在 `甲` 是在约的且 `包` 是来源为own，或 `甲` 是非在约的时"
    alone = Clash("R", "needs", ("甲",), ("包",), 1, Terms("auto", ((Bound(True), True),)))
    assert terms_words(alone, catalogue, "en")[1] == "only where it is bound"


def test_other_terms_are_told_beside_what_they_were(catalogue: Catalogue) -> None:
    clash = Clash("R", "at_most", ("包",), ("包", "袋"), 1, Terms("auto", most=1), Terms("first", most=2))
    assert terms_words(clash, catalogue, "zh")[-1] == "原来：须先单独取消；最多 2 项"
    assert (
        terms_words(clash, catalogue, "en")[-1].startswith("before: ")
        and "; at most 2" in terms_words(clash, catalogue, "en")[-1]
    )


def test_a_clash_as_data_has_its_conditions_as_a_file_would_ask_them(catalogue: Catalogue) -> None:
    asked = AllOf((Bound(False), AnyOf((Origin(("own",)), Not(Bound(True))))))
    clash = Clash("R", "conflict", ("甲",), ("包",), 1, Terms("consent", ((True, asked),)), Terms("first"))
    got = clash_data(clash, catalogue)
    assert got["when"] == [
        {"item": None, "other": {"all": [{"bound": False}, {"any": [{"origin": ["own"]}, {"not": {"bound": True}}]}]}}
    ]
    assert (got["rule"], got["relation"], got["cite"], got["resolve"]) == ("R", "conflict", "通知 §1", "consent")
    assert isinstance(got["was"], dict) and got["was"]["resolve"] == "first"
    all_of = clashes_data(Clashes((clash,), (), (clash,)), catalogue, catalogue)
    assert all_of == {"new": [got], "changed": [], "cured": [got]}
