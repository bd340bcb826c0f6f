"""Items, channels, facts and brands in catalogue files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from load_marks import HEAD, ITEMS, SMALL, check

from model.days import MonthEnd, Months
from model.facts import Fact, Settlement
from model.items import Part
from model.load.catalogue import parse_catalogue

ITEM_DEFECTS = (
    ("offers: [{name: 甲, ¦fees: 8}]", ("未知的键 `fees`", "`fee`")),
    ("offers: [{name: 甲, 'fee': ¦-1}]", ("`-1`", "负数")),
    ("offers: [{name: 甲, fee: ¦8.005}]", ("`8.005`", "两位")),
    ("offers: [{name: 甲, fee: ¦'8'}]", ("`8`", "不是数")),
    ("offers: [{name: 甲, fee: ¦1e3}]", ("`1e3`", "不是数")),
    ("offers: [{name: 甲, fee: ¦08}]", ("`08`", "不是数")),
    ("offers: [{name: 甲, fee: ¦十元}]", ("`十元`",)),
    ("offers: [{name: 甲, fee: ¦[8]}]", ("列表",)),
    ("offers: [{name: 甲, fee: ¦.inf}]", ("`.inf`",)),
    ("offers: [¦{fee: 8}]", ("缺少键 `name`",)),
    ("offers: [{name: ¦''}]", ("空的",)),
    ("offers: [{name: ¦[甲]}]", ("不是文字",)),
    ("offers: [¦甲]", ("不是映射",)),
    ("offers: [{name: 甲}, {name: ¦甲}]", ("`甲` 重复", "首见于 c.yaml")),
    ("offers: [{name: 甲}]\nvnets: [{name: ¦甲}]", ("`甲` 重复", "首见于 c.yaml:12:17")),
    ("offers: [{name: 甲, aliases: [丙]}, {name: 乙, aliases: ¦丙}]", ("`丙` 重复", "首见于 c.yaml:12:30")),
    ("offers: [{name: 甲, aliases: [¦乙]}, {name: 乙}]", ("`乙` 重复",)),
    ("offers: [{name: ¦plan}]", ("`plan` 是保留词",)),
    ("offers: [{name: 甲, aliases: ¦campaign}]", ("`campaign` 是保留词",)),
    ('offers: [{name: ¦"?x"}]', ("`?x` 是保留词",)),
    ("offers: [{name: ¦' 甲'}]", ("空白",)),
    ("offers: [{name: 甲, ¦brand: 全球通}]", ("`brand` 只用于主套餐",)),
    ("offers: [{name: 甲, withdrawn: ¦yes}]", ("`yes`", "`true`")),
    ("offers: [{name: 甲, withdrawn: ¦'true'}]", ("`true`", "不加引号")),
    ("offers: [{name: 甲, sold: {from: ¦2026-02-30}}]", ("`2026-02-30`", "YYYY-MM-DD")),
    ("offers: [{name: 甲, sold: {from: ¦2026/02/03}}]", ("`2026/02/03`",)),
    ("offers: [{name: 甲, sold: {from: 2026-02-03, until: ¦2026-02-02}}]", ("`2026-02-02` 早于",)),
    ("offers: [{name: 甲, sold: {¦form: 2026-02-03}}]", ("`form`", "`from`")),
    ("offers: [{name: 甲, sold: ¦{}}]", ("空的",)),
    ("offers: [{name: 甲, term: ¦year}]", ("`year`", "`month-end`")),
    ("offers: [{name: 甲, term: {months: ¦0}}]", ("`0`", "正整数")),
    ("offers: [{name: 甲, ends: {months: ¦1.5}}]", ("`1.5`", "整数")),
    ("offers: [{name: 甲, ends: {¦month: 1, months: 1}}]", ("`month`", "`months`")),
    ("offers: [{name: 甲, ends: ¦{}}]", ("缺少键 `months`",)),
    ("offers: [{name: 甲, brings: [¦乙乙]}, {name: 乙乙包}]", ("`乙乙`", "`乙乙包`")),
    ("offers: [{name: 甲, brings: ¦甲}]", ("不能带来自己",)),
    ("offers: [{name: 甲, aliases: 丙, brings: [{item: ¦丙}]}]", ("不能带来自己",)),
    ("plans: [{name: 乙, brand: 全球通}]\noffers: [{name: 甲, brings: [¦乙]}]", ("套餐 `乙`",)),
    ("offers: [{name: 甲, brings: [乙, ¦乙]}, {name: 乙}]", ("重复带来",)),
    ("offers: [{name: 甲, brings: [¦{removable: true}]}]", ("缺少键 `item`",)),
    ("offers: [{name: 甲, brings: [{item: 乙, ¦removeable: true}]}, {name: 乙}]", ("`removeable`", "`removable`")),
    ("offers: [{name: 甲, benefits: ¦[分钟]}]", ("内容",)),
    ("offers: [{name: 甲, benefits: {分钟: ¦-1}}]", ("负数",)),
    ("offers: [{name: 甲, benefits: {分钟: ¦一百}}]", ("`一百`",)),
    ("offers: [{name: 甲, attrs: ¦快}]", ("属性",)),
    ("offers: [{name: 甲, attrs: {速度: ¦{a: b}}}]", ("不是文字",)),
    ("offers: [{name: 甲, tags: [a, ¦'']}]", ("空的",)),
    ("offers: [{name: 甲, family: ¦{a: b}}]", ("不是文字",)),
    ("offers: [{name: 甲, title: ¦}]", ("空的",)),
    ("plans: [{name: ¦甲}]", ("缺少 `brand`",)),
    ("plans: [{name: 甲, brand: ¦全球捅}]", ("`全球捅`", "`全球通`")),
    ("plans: [{name: 甲, brand: ¦[全球通, 神州行]}]", ("不是文字",)),
    ("¦offer: [{name: 甲}]", ("`offer`", "`offers`")),
)
HEAD_DEFECTS = (
    ("¦title: x\n", ("缺少键 `catalogue`",)),
    ("catalogue:¦\n", ("空的",)),
    ("catalogue: ¦[a]\n", ("不是文字",)),
    ("catalogue: a\n¦extends: b\n", ("`extends`", "`--draft`")),
    ("catalogue: a\n¦remove: [b]\n", ("`remove`", "`--draft`")),
    ("catalogue: a\nbrands: [b, ¦b]\n", ("品牌 `b` 重复",)),
    ("catalogue: a\nbrands: ¦{b: c}\n", ("不是文字",)),
    ("catalogue: a\nchannels: ¦[hall]\n", ("`channels`", "映射")),
    ("catalogue: a\nchannels: {hall: ¦[a]}\n", ("不是文字",)),
    ("catalogue: a\nsources: ¦x\n", ("`sources`", "映射")),
    ("catalogue: a\nfacts: {x: ¦bool}\n", ("不是映射",)),
    ("catalogue: a\nfacts: {x: ¦{title: y}}\n", ("缺少键 `type`",)),
    ("catalogue: a\nfacts: {x: {type: ¦boolean}}\n", ("`boolean`", "`bool`")),
    ("catalogue: a\nfacts: {x: {type: int, default: ¦'3'}}\n", ("`3`", "整数")),
    ("catalogue: a\nfacts: {x: {type: bool, default: ¦1}}\n", ("`1`", "`true`")),
    ("catalogue: a\nfacts: {x: {type: date, default: ¦2026-13-01}}\n", ("`2026-13-01`",)),
    ("catalogue: a\nfacts: {x: {type: bool, ¦defualt: true}}\n", ("`defualt`", "`default`")),
    ("catalogue: a\nchannels: {hall: 厅}\nfacts: {x: {type: bool, settle: {at: ¦hal, to: true}}}\n", ("`hal`", "`hall`")),
    ("catalogue: a\nchannels: {hall: 厅}\nfacts: {x: {type: bool, settle: {at: hall, to: ¦yes}}}\n", ("`yes`",)),
    ("catalogue: a\nchannels: {hall: 厅}\nfacts: {x: {type: bool, settle: ¦{at: hall}}}\n", ("缺少键 `to`",)),
    ("catalogue: a\nchannels: {hall: 厅}\nfacts: {x: {type: bool, settle: {at: ¦[], to: true}}}\n", ("空的",)),
)


@pytest.mark.parametrize(("text", "words"), ITEM_DEFECTS)
def test_a_wrong_item_is_one_problem_at_its_place(text: str, words: tuple[str, ...]) -> None:
    check(HEAD + text + "\n", *words)


@pytest.mark.parametrize(("text", "words"), HEAD_DEFECTS)
def test_a_wrong_head_is_one_problem_at_its_place(text: str, words: tuple[str, ...]) -> None:
    check(text, *words)


def test_items_are_read_with_all_their_keys() -> None:
    text = HEAD + (
        "plans:\n  - {name: 甲, brand: 全球通, aliases: [a, A], title: 甲套餐, family: [f, g], tags: t, fee: 58.5, waives: w,\n"
        "     discounts: [d], benefits: {分钟: 120}, brings: [乙, {item: 丙, removable: true, ends: {months: 3}}],\n"
        "     term: {months: 12}, ends: month-end, sold: {from: 2009-01-01, until: 2009-06-30}, assumed: true, note: n,\n"
        "     attrs: {网: NO, 号: 010086, 时: 12:30, 量: [1, -2.5], 引: '7'}}\n"
        "offers: [{name: 乙, withdrawn: true}, {name: 丙}]\n"
    )
    got = parse_catalogue({"c.yaml": text.encode()})
    item = got.items["甲"]
    assert list(got.items) == ["甲", "乙", "丙"]
    assert (item.kind, item.brand, item.aliases, item.title) == ("plan", "全球通", ("a", "A"), "甲套餐")
    assert (item.families, item.tags, item.monthly_fen, item.waives, item.discounts) == (("f", "g"), ("t",), 5850, ("w",), ("d",))
    assert item.brings == (Part("乙"), Part("丙", True, Months(3)))
    assert (item.term, item.ends, item.sold_from, item.sold_until) == (
        Months(12),
        MonthEnd(),
        date(2009, 1, 1),
        date(2009, 6, 30),
    )
    assert item.attributes == {
        "网": ("NO",), "号": ("010086",), "时": ("12:30",), "量": (Decimal(1), Decimal("-2.5")), "引": ("7",),
    }  # fmt: skip
    assert item.assumed and item.note == "n" and str(item.place) == "c.yaml:13:12"
    assert got.items["乙"].withdrawn and not got.items["丙"].withdrawn


def test_the_head_is_read() -> None:
    got = parse_catalogue({"c.yaml": SMALL.encode()})
    assert (got.name, got.version, got.brands) == ("small", "1", ("全球通", "动感地带", "神州行"))
    assert got.channels == {"hotline": "人工台", "online": "电子渠道", "hall": "营业厅"}
    assert got.facts["registered"].settle == Settlement(("hall",), "补录", True)
    assert got.facts["level"].default == "010"
    assert isinstance(got.facts["age"], Fact) and got.warnings == ()


def test_without_channels_and_brands_there_is_one_channel_and_the_brands_of_the_plans() -> None:
    text = "catalogue: a\n" + ITEMS
    got = parse_catalogue({"c.yaml": text.encode()})
    assert got.channels == {"any": "任意渠道"} and got.brands == ("全球通", "动感地带")


def test_sections_may_be_empty() -> None:
    got = parse_catalogue({"c.yaml": b"catalogue: a\nplans:\noffers: []\nrules:\nfacts: {}\n"})
    assert not got.items and not got.rules
