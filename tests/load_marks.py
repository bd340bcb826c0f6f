"""For the tests of the loader: a small catalogue, and files in which `¦` marks the place that a problem must name."""

from __future__ import annotations

import pytest

from model.catalogue import Catalogue
from model.errors import BadFile
from model.load.catalogue import parse_catalogue
from model.load.subscriber import parse_subscriber
from model.request import Subscriber
from model.rules.base import Rule

MARK = "¦"
HEAD = """\
catalogue: small
version: "1"
sources: {notes: 注意事项}
channels: {hotline: 人工台, online: 电子渠道, hall: 营业厅}
facts:
  registered: {type: bool, title: 已录入, settle: {at: hall, do: 补录, to: true}}
  age: {type: int}
  level: {type: text, default: "010"}
  score: {type: number}
  since: {type: date}
brands: [全球通, 动感地带, 神州行]
"""
ITEMS = """\
plans:
  - {name: 奥运88, brand: 全球通, family: 奥运系列, fee: 88, aliases: [奥运], waives: [彩铃费, 来电显示费], brings: [体验包]}
  - {name: 音乐A, brand: 动感地带, family: [音乐套餐], fee: 58.5, tags: 学生}
  - {name: 音乐B, brand: 动感地带, family: 音乐套餐, attrs: {时段: 12:30, 档: [1, "02", 3.5]}}
offers:
  - {name: 来电管家, discounts: [来电显示费], fee: 5, tags: [学生]}
  - {name: 彩铃, aliases: [铃, 炫铃], discounts: 彩铃费, term: {months: 12}}
  - {name: 体验包, ends: month-end}
  - {name: 老短信包, withdrawn: true}
vnets:
  - {name: 校园V网, benefits: {本地主叫分钟: 120}}
"""
SMALL = HEAD + ITEMS


def marked(text: str) -> tuple[str, str]:
    """The text without its mark, and `line:column` of the mark."""
    before, _, after = text.partition(MARK)
    return before + after, f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def problems(text: str) -> tuple[str, ...]:
    """What is wrong with the catalogue `c.yaml` of this text."""
    with pytest.raises(BadFile) as caught:
        parse_catalogue({"c.yaml": text.encode()})
    return tuple(map(str, caught.value.problems))


def check(text: str, *words: str) -> None:
    """The catalogue has one problem alone: at the mark, and it says all of `words`."""
    bare, at = marked(text)
    found = problems(bare)
    assert len(found) == 1, found
    assert found[0].startswith(f"c.yaml:{at}: "), (found[0], at)
    for word in words:
        assert word in found[0], found[0]


def small(*rules: str) -> Catalogue:
    """The small catalogue with some rules."""
    return parse_catalogue({"c.yaml": (SMALL + "rules:\n" + "".join(f"  - {rule}\n" for rule in rules)).encode()})


def one_rule(text: str) -> Rule:
    """A rule beside the small catalogue."""
    (rule,) = small(text).rules.values()
    return rule


def subscriber(text: str) -> Subscriber:
    """A subscriber of the small catalogue."""
    return parse_subscriber("s.yaml", text.encode(), small("{rule: T, tell: {act: change, say: 好}}"))


def check_subscriber(text: str, *words: str) -> None:
    """The subscriber file has one problem alone: at the mark, and it says all of `words`."""
    bare, at = marked(text)
    with pytest.raises(BadFile) as caught:
        subscriber(bare)
    found = tuple(map(str, caught.value.problems))
    assert len(found) == 1, found
    assert found[0].startswith(f"s.yaml:{at}: "), (found[0], at)
    for word in words:
        assert word in found[0], found[0]
