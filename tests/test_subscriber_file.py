"""Subscriber files, YAML and JSON."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from load_marks import check_subscriber, small, subscriber

from model.errors import BadFile, BadRequest
from model.load.subscriber import load_subscriber, parse_subscriber
from model.request import Listed, Subscriber
from model.state import Booked, PastAct

FULL = """\
id: 010086
plan: {item: 音乐A, until: 2027-02-28}
booked: {plan: 奥运, starts: 2026-12-01}
holds:
  - 校园V网
  - {item: 来电管家, origin: campaign, since: 2026-03-01, until: 2027-02-28}
  - {item: 体验包, origin: plan}
  - {item: 铃, origin: 来电管家}
  - {item: 老短信包, ends: 2026-12-31, cancelled: 2026-11-02}
lacks: [体验包]
facts: {registered: true, age: 18, level: 010, score: 1.5, since: 2026-01-01}
last: {change: 2026-10-03, add: [2026-09-01, 2026-08-01]}
past: [{act: cancel, item: 铃, day: 2026-09-01}]
"""
DEFECTS = (
    ("¦plans: 音乐A\n", ("`plans`", "`plan`")),
    ("plan: ¦音乐D\n", ("`音乐D`", "`音乐A`")),
    ("plan: ¦来电管家\n", ("`来电管家` 不是主套餐", "`holds`")),
    ("plan: ¦全球通\n", ("`全球通`",)),
    ("plan: ¦[音乐A]\n", ("不是文字",)),
    ("plan: ¦{until: 2026-01-01}\n", ("缺少键 `item`",)),
    ("plan: {item: 音乐A, ¦origin: own}\n", ("`origin`",)),
    ("plan: {item: 音乐A, until: ¦2026-02-30}\n", ("`2026-02-30`", "YYYY-MM-DD")),
    ("plan: {item: 音乐A, until: ¦明天}\n", ("`明天`", "YYYY-MM-DD")),
    ("plan: {item: 音乐A, since: 2026-02-02, until: ¦2026-02-01}\n", ("早于",)),
    ("holds: [¦彩玲]\n", ("`彩玲`", "`彩铃`")),
    ("holds: [彩铃, ¦彩铃]\n", ("`彩铃` 列了两次", "s.yaml:1:9")),
    ("holds: [彩铃, {item: ¦铃}]\n", ("`彩铃` 列了两次",)),
    ("holds: [¦音乐B]\n", ("`音乐B` 是主套餐",)),
    ("holds: ¦{彩铃: 1}\n", ()),
    ("holds: [¦{origin: own}]\n", ("缺少键 `item`",)),
    ("holds: [{item: 彩铃, ¦util: 2026-01-01}]\n", ("`util`", "`until`")),
    ("holds: [{item: 彩铃, origin: ¦活动}]\n", ("`活动`", "来源")),
    ("holds: [{item: 彩铃, origin: ¦campain}]\n", ("`campain`", "`campaign`")),
    ("holds: [{item: 彩铃, origin: ¦plan}]\n", ("没有在用的主套餐",)),
    ("holds: [{item: 彩铃, origin: ¦铃}]\n", ("它自己",)),
    ("holds: [{item: 彩铃, since: 2026-02-02, ends: ¦2026-01-02}]\n", ("早于",)),
    ("holds: [{item: 彩铃, cancelled: ¦true}]\n", ("`true`", "日期")),
    ("booked: {plan: ¦彩铃, starts: 2026-12-01}\n", ("不是主套餐",)),
    ("booked: ¦{plan: 奥运88}\n", ("缺少键 `starts`",)),
    ("booked: ¦{starts: 2026-12-01}\n", ("缺少键 `plan`",)),
    ("booked: ¦奥运88\n", ("不是映射",)),
    ("plan: 奥运88\nbooked: {plan: ¦奥运, starts: 2026-12-01}\n", ("就是在用的主套餐",)),
    ("lacks: [¦体验]\n", ("`体验`", "`体验包`")),
    ("facts: {¦registred: true}\n", ("`registred`", "`registered`")),
    ("facts: {registered: ¦'true'}\n", ("`true`", "不加引号")),
    ("facts: {age: ¦十八}\n", ("`十八`", "整数")),
    ("facts: {since: ¦2026-02-29}\n", ("`2026-02-29`",)),
    ("facts: ¦[registered]\n", ("不是映射",)),
    ("last: {¦changed: 2026-01-01}\n", ("`changed`", "`change`")),
    ("last: {change: [2026-01-01, ¦2026-01-32]}\n", ("`2026-01-32`",)),
    ("last: ¦2026-01-01\n", ("不是映射",)),
    ("past: [{act: ¦drop, item: 彩铃, day: 2026-01-01}]\n", ("`drop`", "`cancel`")),
    ("past: [{act: add, item: ¦彩玲, day: 2026-01-01}]\n", ("`彩玲`",)),
    ("past: [¦{act: add, item: 彩铃}]\n", ("缺少键 `day`",)),
    ("id: 1\n¦id: 2\n", ("重复",)),
    ("id: ¦[1]\n", ("不是文字",)),
    ("¦- 1\n", ("顶层",)),
    ("¦", ("空的",)),
    ("plan: ¦[", ("YAML 语法错误",)),
)


@pytest.mark.parametrize(("text", "words"), DEFECTS)
def test_a_wrong_subscriber_file_is_one_problem_at_its_place(text: str, words: tuple[str, ...]) -> None:
    if not words:
        with pytest.raises(BadFile):
            subscriber(text.replace("¦", ""))
        return
    check_subscriber(text, *words)


def test_a_subscriber_file_is_read() -> None:
    got = subscriber(FULL)
    assert got.id == "010086"
    assert got.plan == Listed("音乐A", until=date(2027, 2, 28))
    assert got.booked == Booked("奥运88", date(2026, 12, 1))
    assert got.holds == (
        Listed("校园V网"),
        Listed("来电管家", "campaign", date(2026, 3, 1), date(2027, 2, 28)),
        Listed("体验包", "音乐A"),
        Listed("彩铃", "来电管家"),
        Listed("老短信包", ends=date(2026, 12, 31), cancelled=date(2026, 11, 2)),
    )
    assert got.lacks == ("体验包",)
    assert got.facts == {"registered": True, "age": 18, "level": "010", "score": Decimal("1.5"), "since": date(2026, 1, 1)}
    assert got.past == (
        PastAct(date(2026, 8, 1), "add", None),
        PastAct(date(2026, 9, 1), "add", None),
        PastAct(date(2026, 9, 1), "cancel", "彩铃"),
        PastAct(date(2026, 10, 3), "change", None),
    )


def test_a_json_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    data = {
        "id": 13800000000,
        "plan": None,
        "holds": [{"item": "彩铃", "until": "2027-01-01"}],
        "facts": {"level": "\U0001f600/"},
    }
    path.write_text(json.dumps(data, indent="\t"), encoding="utf-8")
    got = load_subscriber(path, small("{rule: T, tell: {act: change, say: 好}}"))
    assert got.plan is None and got.id == "13800000000"
    assert got.holds == (Listed("彩铃", until=date(2027, 1, 1)),)
    assert got.facts == {"level": "\U0001f600/"}


def test_one_line_of_json_is_read() -> None:
    text = b'{"id":"1","plan":"\\u97f3\\u4e50A","holds":[],"facts":{"registered":true}}'
    got = parse_subscriber("s.json", text, small("{rule: T, tell: {act: change, say: 好}}"))
    assert got.plan == Listed("音乐A") and got.facts == {"registered": True}


def test_an_empty_mapping_is_a_subscriber_with_nothing() -> None:
    got = subscriber("{}")
    assert got == Subscriber(place=got.place)


def test_all_problems_of_a_subscriber_are_told_at_once() -> None:
    with pytest.raises(BadFile) as caught:
        subscriber("plan: 音乐D\nholds: [彩玲, 彩铃, 铃]\nfacts: {age: x}\nbooked: {plan: 奥运88}\n")
    assert [one.place.line for one in caught.value.problems] == [1, 2, 2, 3, 4]


def test_a_folder_is_no_subscriber_and_a_missing_file_is_a_request_gone_wrong(tmp_path: Path) -> None:
    catalogue = small("{rule: T, tell: {act: change, say: 好}}")
    with pytest.raises(BadFile, match="文件夹"):
        load_subscriber(tmp_path, catalogue)
    with pytest.raises(BadRequest, match="没有文件"):
        load_subscriber(tmp_path / "none.yaml", catalogue)
