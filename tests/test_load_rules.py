"""Rules in catalogue files: every kind, the envelope, the guards, and what is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from load_marks import SMALL, check, one_rule, small

from model.days import Months
from model.facts import Between, OneOf
from model.rules.at_most import AtMostRule
from model.rules.base import Body, Guards, Valid
from model.rules.brings import BringsRule
from model.rules.channel import Channel
from model.rules.conflict import Conflict
from model.rules.eligible import Eligible
from model.rules.limit import Limit
from model.rules.locked import Locked
from model.rules.move import Move
from model.rules.needs import Needs
from model.rules.only_with import OnlyWith
from model.rules.starts import Starts
from model.rules.tell import Tell
from model.selectors import AllOf, Among, Bound, InRange, Variable

RING, MANAGER, CAMPUS = Among("item", ("彩铃",)), Among("item", ("来电管家",)), Among("item", ("校园V网",))
PLAN, GLOBAL = Among("kind", ("plan",)), Among("brand", ("全球通",))
BODIES: tuple[tuple[str, Body], ...] = (
    ("conflict: [彩铃, 来电管家]", Conflict(RING, MANAGER)),
    ("only_with: {items: 校园V网, allow: {brand: 动感地带}}", OnlyWith(CAMPUS, Among("brand", ("动感地带",)))),
    ("needs: {items: 铃, any_of: 来电管家}", Needs(RING, MANAGER)),
    ("needs: {items: 彩铃, any_of: 来电管家, when: taken}", Needs(RING, MANAGER, "taken")),
    ("at_most: {n: 0, of: offer}", AtMostRule(0, Among("kind", ("offer",)))),
    ("brings: {items: 全球通, with: 彩铃, ends: {months: 2}, removable: true}", BringsRule(GLOBAL, RING, Months(2), True)),
    ("brings: {items: 全球通, with: 彩铃}", BringsRule(GLOBAL, RING)),
    ("locked: {items: 彩铃, through: month-end}", Locked(RING, False)),
    ("locked: {items: 彩铃, through: always}", Locked(RING, True)),
    ("move: {from: {brand: 全球通, bound: true}, not_to: plan}", Move(AllOf((GLOBAL, Bound(True))), PLAN, False)),
    (
        'move: {from: {fee: "?f"}, only_to: {fee: {min: "?f"}}}',
        Move(Among("fee", (Variable("f"),)), InRange("fee", Variable("f")), True),
    ),
    ("channel: {act: change, of: plan, only: [hall]}", Channel("change", PLAN, None, ("hall",), ())),
    ("channel: {act: add, of: 彩铃, not: hotline}", Channel("add", RING, None, None, ("hotline",))),
    (
        "channel: {act: cancel, from: 全球通, only: [], not: [hall, online]}",
        Channel("cancel", None, GLOBAL, (), ("hall", "online")),
    ),
    ("starts: {of: 全球通, from: 动感地带, day: next-month}", Starts(GLOBAL, Among("brand", ("动感地带",)))),
    ("starts: {day: next-month}", Starts(None, None)),
    ("eligible: {items: 校园V网, facts: {age: {min: 18}}}", Eligible(CAMPUS, {"age": Between(18)})),
    (
        "eligible: {items: 校园V网, facts: {level: 010, score: 1.5, since: 2026-01-02}, when: held}",
        Eligible(
            CAMPUS,
            {"level": OneOf(("010",)), "score": OneOf((Decimal("1.5"),)), "since": OneOf((date(2026, 1, 2),))},
            "held",
        ),
    ),
    ("limit: {act: change, of: plan, at_most: 1, per: month}", Limit("change", PLAN, 1, "month", None)),
    (
        "limit: {act: add, of: 彩铃, at_most: 0, per: {months: 6}, after: {act: cancel, of: 彩铃}}",
        Limit("add", RING, 0, Months(6), ("cancel", RING)),
    ),
    ("limit: {act: cancel, at_most: 2, per: year, after: {act: add}}", Limit("cancel", None, 2, "year", ("add", None))),
    ("tell: {act: change, of: plan, say: 请告知}", Tell("change", PLAN, "请告知")),
)
DEFECTS = (
    ("¦{conflict: [彩铃, 来电管家]}", ("编号",)),
    ("¦{rule: R}", ("没有种类",)),
    ("¦R1", ("不是规则",)),
    ("{rule: ¦'', conflict: [彩铃, 来电管家]}", ("空的",)),
    ("{rule: ¦[a], conflict: [彩铃, 来电管家]}", ("不是文字",)),
    ("{rule: R, ¦conflicts: [彩铃, 来电管家]}", ("`conflicts`", "`conflict`")),
    (
        "{rule: R, conflict: [彩铃, 来电管家], ¦needs: {items: 彩铃, any_of: 来电管家}}",
        ("只能有一个种类", "`conflict`", "`needs`"),
    ),
    ("{rule: R, conflict: [彩铃, 来电管家], ¦sight: x}", ("`sight`", "未知的键")),
    ("{rule: R, conflict: ¦[彩铃]}", ("`conflict`", "两项")),
    ("{rule: R, conflict: ¦[彩铃, 来电管家, 老短信包]}", ("3 项",)),
    ("{rule: R, conflict: ¦彩铃}", ("`彩铃`", "两项")),
    ("{rule: R, conflict: [彩铃, ¦彩铃]}", ("与自己互斥",)),
    ("{rule: R, conflict: [彩铃, ¦炫铃]}", ("与自己互斥",)),
    ("{rule: R, conflict: [彩铃, ¦奥运98]}", ("`奥运98`", "`奥运88`")),
    ("{rule: R, only_with: ¦{items: 校园V网}}", ("缺少键 `allow`",)),
    ("{rule: R, only_with: {items: 校园V网, ¦alow: 全球通, allow: 全球通}}", ("`alow`", "`allow`")),
    ("{rule: R, only_with: ¦[校园V网, 全球通]}", ("不是映射",)),
    ("{rule: R, needs: {items: 彩铃, any_of: 来电管家, when: ¦hold}}", ("`hold`", "`held`")),
    ("{rule: R, at_most: {n: ¦-1, of: offer}}", ("`-1`", "负数")),
    ("{rule: R, at_most: {n: ¦1.5, of: offer}}", ("`1.5`", "整数")),
    ("{rule: R, at_most: ¦{of: offer}}", ("缺少键 `n`",)),
    ("{rule: R, brings: {items: 全球通, with: ¦音乐A}}", ("套餐", "带来")),
    ("{rule: R, brings: {items: 全球通, with: ¦[彩铃, 动感地带]}}", ("套餐", "带来")),
    ("{rule: R, brings: {items: 彩铃, with: ¦彩铃}}", ("带来自己",)),
    ("{rule: R, brings: {items: 全球通, with: 彩铃}, ¦at: hall}", ("`at`",)),
    ("{rule: R, brings: {items: 全球通, with: 彩铃, ¦facts: {age: 1}}}", ("`facts`",)),
    ("{rule: R, brings: {items: {brand: 全球通, ¦bound: true}, with: 彩铃}}", ("`bound`",)),
    ("{rule: R, brings: {items: 全球通, with: 彩铃, ends: ¦2026-12-31}}", ("`2026-12-31`", "`month-end`")),
    ("{rule: R, locked: {items: 彩铃, through: ¦month}}", ("`month`", "`month-end`")),
    ("{rule: R, move: {from: 全球通, only_to: 奥运88, ¦not_to: 音乐A}}", ("`only_to`", "`not_to`")),
    ("{rule: R, move: ¦{from: 全球通}}", ("`not_to`", "`only_to`")),
    ("{rule: R, move: ¦{only_to: 全球通}}", ("缺少键 `from`",)),
    ("{rule: R, channel: {act: ¦chnage, of: plan, only: [hall]}}", ("`chnage`", "`change`")),
    ("{rule: R, channel: ¦{act: change, of: plan}}", ("`only`", "`not`")),
    ("{rule: R, channel: {act: change, only: [¦hal]}}", ("`hal`", "`hall`")),
    ("{rule: R, channel: {act: change, not: ¦web}}", ("`web`", "渠道")),
    ("{rule: R, channel: {act: change, only: [hall], holding: ¦彩玲}}", ("`彩玲`", "`彩铃`")),
    ("{rule: R, channel: {act: change, only: [hall], facts: {¦registred: false}}}", ("`registred`", "`registered`")),
    ("{rule: R, channel: {act: change, only: [hall], facts: {registered: ¦no}}}", ("`no`", "`true`")),
    ("{rule: R, channel: {act: change, only: [hall], facts: {registered: ¦{min: true}}}}", ("不能比较",)),
    ("{rule: R, channel: {act: change, only: [hall], facts: ¦[registered]}}", ("不是映射",)),
    ("{rule: R, channel: {act: change, only: [hall]}, ¦holding: 彩铃}", ("未知的键 `holding`",)),
    ("{rule: R, channel: {act: change, only: [hall]}, ¦resolve: first}", ("`resolve`", "`holding`")),
    ("{rule: R, channel: {act: change, only: [hall], holding: 彩铃}, resolve: ¦consent}", ("`consent`", "`first`")),
    ("{rule: R, starts: {of: 全球通, day: ¦tomorrow}}", ("`tomorrow`", "`next-month`")),
    ("{rule: R, starts: {day: next-month}, ¦resolve: first}", ("`resolve`",)),
    ("{rule: R, locked: {items: 彩铃, through: always}, ¦resolve: auto}", ("`resolve`",)),
    ("{rule: R, tell: {act: add, say: 好}, ¦resolve: auto}", ("`resolve`",)),
    ("{rule: R, conflict: [彩铃, 来电管家], resolve: ¦ask}", ("`ask`", "`consent`")),
    ("{rule: R, eligible: {items: 彩铃, facts: {age: {min: 18, max: ¦17}}}}", ("`17`", "`18`")),
    ("{rule: R, eligible: {items: 彩铃, facts: {age: {¦mini: 18}}}}", ("`mini`", "`min`")),
    ("{rule: R, eligible: {items: 彩铃, facts: {age: ¦'18'}}}", ("`18`", "整数")),
    ("{rule: R, eligible: {items: 彩铃, facts: {age: ¦[]}}}", ("空列表",)),
    ("{rule: R, eligible: {items: 彩铃, facts: {since: [2026-01-01, ¦2026-02-29]}}}", ("`2026-02-29`",)),
    ("{rule: R, eligible: {items: 彩铃, facts: ¦{}}}", ("没有写客户资料",)),
    ("{rule: R, eligible: ¦{items: 彩铃}}", ("缺少键 `facts`",)),
    ("{rule: R, limit: {act: change, at_most: ¦-1, per: month}}", ("负数",)),
    ("{rule: R, limit: {act: change, at_most: 1, per: ¦week}}", ("`week`", "`month`")),
    ("{rule: R, limit: {act: change, at_most: 1, per: {months: ¦0}}}", ("正整数",)),
    ("{rule: R, limit: {act: change, at_most: 1, per: month, after: ¦{of: 彩铃}}}", ("缺少键 `act`",)),
    ("{rule: R, limit: {act: change, at_most: 1, per: month, after: {act: cancel, ¦off: 彩铃}}}", ("`off`", "`of`")),
    ("{rule: R, tell: ¦{act: change}}", ("缺少键 `say`",)),
    ("{rule: R, tell: ¦[a]}", ("不是映射",)),
    ("{rule: R, conflict: [彩铃, 来电管家], tell: ¦''}", ("空的",)),
    ("{rule: R, conflict: [彩铃, 来电管家], valid: {from: 2026-01-02, until: ¦2026-01-01}}", ("早于",)),
    ("{rule: R, conflict: [彩铃, 来电管家], valid: {from: ¦2026-1-2}}", ("`2026-1-2`", "YYYY-MM-DD")),
    ("{rule: R, conflict: [彩铃, 来电管家], valid: {¦to: 2026-01-02, from: 2026-01-01}}", ("`to`",)),
    ("{rule: R, conflict: [彩铃, 来电管家], at: [hall, ¦shop]}", ("`shop`",)),
    ("{rule: R, conflict: [彩铃, 来电管家], at: ¦[]}", ("空的",)),
    ("{rule: R, conflict: [彩铃, 来电管家], assumed: ¦1}", ("`1`", "`true`")),
    ("{rule: R, conflict: [彩铃, 来电管家], cite: ¦[a]}", ("不是文字",)),
)


@pytest.mark.parametrize(("text", "body"), BODIES)
def test_each_kind_of_rule_is_read(text: str, body: Body) -> None:
    assert one_rule(f"{{rule: R, {text}}}").body == body


@pytest.mark.parametrize(("text", "words"), DEFECTS)
def test_a_wrong_rule_is_one_problem_at_its_place(text: str, words: tuple[str, ...]) -> None:
    check(f"{SMALL}rules:\n  - {text}\n", *words)


def test_the_envelope_of_a_rule_is_read() -> None:
    rule = one_rule(
        "{rule: 010, conflict: [彩铃, 来电管家], resolve: first, cite: notes §6, tell: 会取消, "
        "valid: {from: 2026-01-01, until: 2026-01-01}, at: hall, assumed: true, note: 记}"
    )
    assert (rule.id, rule.resolve, rule.resolve_given, rule.cite, rule.tell) == ("010", "first", True, "notes §6", "会取消")
    assert (rule.valid, rule.at) == (Valid(date(2026, 1, 1), date(2026, 1, 1)), frozenset({"hall"}))
    assert rule.assumed and rule.note == "记" and str(rule.place) == "c.yaml:24:12"


def test_a_rule_without_an_envelope_has_the_defaults() -> None:
    rule = one_rule("{rule: R, conflict: [彩铃, 来电管家]}")
    assert (rule.resolve, rule.resolve_given, rule.at, rule.valid, rule.guards) == ("consent", False, None, Valid(), Guards())


def test_guards_stand_inside_the_kind() -> None:
    rule = one_rule(
        "{rule: R, channel: {act: change, only: [hall], holding: {item: 铃, bound: true}, "
        "facts: {registered: [false, true], age: {max: 17}}}, resolve: first}"
    )
    assert rule.guards.holding == AllOf((RING, Bound(True)))
    assert rule.guards.facts == {"registered": OneOf((False, True)), "age": Between(None, 17)}
    assert (rule.resolve, rule.resolve_given) == ("first", True)


def test_a_citation_of_an_undeclared_source_is_a_warning() -> None:
    assert not small("{rule: R, conflict: [彩铃, 来电管家], cite: 凭 口头通知}").warnings
    (warning,) = small("{rule: R, conflict: [彩铃, 来电管家], cite: note §6}").warnings
    assert str(warning).startswith("c.yaml:24:43: ") and "`notes`" in str(warning)


@pytest.mark.parametrize(
    ("rule", "column"),
    [
        ("{rule: R, only_with: {items: 彩铃, allow: 来电管家}}", 45),
        ("{rule: R, move: {from: offer, not_to: 奥运88}}", 28),
        ("{rule: R, needs: {items: 彩铃, any_of: 铃}}", 42),
    ],
)
def test_a_rule_that_can_never_act_or_be_kept_is_a_warning(rule: str, column: int) -> None:
    (warning,) = small(rule).warnings
    assert str(warning).startswith(f"c.yaml:24:{column}: ")


def test_a_rule_id_that_comes_again_is_an_error_at_the_second() -> None:
    text = "{rule: R, conflict: [彩铃, 来电管家]}\n  - {rule: ¦R, conflict: [彩铃, 校园V网]}"
    check(f"{SMALL}rules:\n  - {text}\n", "`R` 重复", "首见于 c.yaml:24:12")
