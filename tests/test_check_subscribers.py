"""`taocan check --subscribers` as it is run: what it tells of a base, where bad rows go, what it exits with."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from test_cli import run

from cli.base import Based, Options, over_one, over_two
from cli.output import Look
from cli.present.base import SEGMENTS_MOST, present_base
from cli.present.base_json import base_data
from model.catalogue import Catalogue
from model.load.catalogue import parse_catalogue

ON = date(2026, 11, 23)
SHEET = """\
catalogue: 市
channels: {hall: 厅}
facts: {vip: {type: bool}}
brands: [甲, 乙]
plans:
  - {name: 甲1, brand: 甲, fee: 10}
  - {name: 甲2, brand: 甲, fee: 20}
  - {name: 乙1, brand: 乙, fee: 30}
offers: [{name: 铃}, {name: 网}]
rules:
  - {rule: R1, conflict: [铃, 乙1], resolve: first, tell: 先取消铃}
  - {rule: R2, conflict: [铃, 网], tell: 铃与网只能有一个}
  - {rule: M1, move: {from: 乙1, only_to: 乙1}, tell: 乙1 不能变更}
"""
BASE = """\
id,plan,holds,fact.vip
1,甲1,铃,true
2,甲1,铃,false
3,甲2,铃;网,
4,乙1,,
5,甲9,铃,
6,甲1,铃;铃,maybe
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "base.csv").write_text(BASE, encoding="utf-8")
    return tmp_path


def check(folder: Path, *options: object):
    aside = ("--only", "T401", "--on", ON)
    return run("check", folder / "sheet.yaml", "--subscribers", folder / "base.csv", *aside, *options, script="main")


def test_who_is_stuck_is_told_with_numbers_and_examples_and_exits_1(folder: Path):
    done = check(folder)
    assert done.returncode == 1, done.stderr
    assert "读入 6 行 = 接受 4 + 退回 2" in done.stdout and "3 类" in done.stdout
    assert "哪个在售套餐都换不了  1" in done.stdout and "在用的不合规（老数据）  1" in done.stdout
    assert "`甲9`" in done.stdout and "base.csv:6" in done.stdout


def test_the_data_has_every_segment_and_adds_up(folder: Path):
    found = json.loads(check(folder, "--json", "--to", "乙1", "--to", "甲").stdout)["subscribers"]
    assert found["rows"] == {"read": 6, "accepted": 4, "rejected": 2} and found["targets"] == ["甲1", "甲2", "乙1"]
    to_b = {one["plan"]: (one["people"], one["after"]["verdict"]) for one in found["segments"] if one["to"] == "乙1"}
    assert to_b == {"甲1": (2, "reachable"), "甲2": (1, "reachable")}
    (first,) = [one for one in found["segments"] if one["to"] == "乙1" and one["plan"] == "甲1"]
    assert first["after"]["losses"] == [{"item": "铃", "how": "first"}] and first["example"] == "1" and first["profiles"] == 1


@pytest.mark.parametrize("name", ["bad.csv", "bad.ndjson"])
def test_bad_rows_go_to_the_reject_file_with_reasons(folder: Path, name: str):
    done = check(folder, "--reject", folder / name)
    text = (folder / name).read_text(encoding="utf-8")
    assert name in done.stdout and "甲9" not in done.stdout
    if name.endswith("csv"):
        rows = list(csv.DictReader(StringIO(text)))
        assert [(row["line"], row["field"], row["row"]) for row in rows] == [
            ("6", "plan", "5,甲9,铃,"),
            ("7", "fact.vip | holds", "6,甲1,铃;铃,maybe"),
        ]
    else:
        one, two = map(json.loads, text.splitlines())
        assert (one["line"], one["problems"][0]["field"]) == (6, "plan") and len(two["problems"]) == 2


def test_the_same_command_goes_on_from_its_checkpoint(folder: Path):
    first = check(folder, "--checkpoint", folder / "run")
    noted = (folder / "run").read_bytes()
    again = check(folder, "--checkpoint", folder / "run")
    assert again.stdout == first.stdout and (folder / "run").read_bytes() == noted
    assert len(noted.splitlines()) == 1 + 3


@pytest.mark.parametrize(
    ("options", "status", "named"),
    [
        (("--to", "丙"), 2, "`丙`"),
        (("--to", "铃"), 2, "`铃`"),
        (("--reject", "base.csv"), 2, "base.csv"),
        (("--checkpoint", "sheet.yaml"), 2, "sheet.yaml"),
        (("--reject", "no/where.csv"), 2, "where.csv"),
        (("--subscribers", "none.csv"), 2, "none.csv"),
        (("--subscribers", "sheet.yaml"), 2, ".csv"),
        (("--subscribers", "bad.csv"), 3, "`plans`"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_spoilt(folder: Path, options: tuple[str, ...], status: int, named: str):
    (folder / "bad.csv").write_text("id,plans\n1,甲1\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = check(folder, *(folder / one if "." in one else one for one in options))
    assert (done.returncode, done.stdout) == (status, "") and named in done.stderr and "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("option", ["--reject", "--checkpoint", "--to"])
def test_options_of_a_base_need_one(folder: Path, option: str):
    done = run("check", folder / "sheet.yaml", option, "x", script="main")
    assert (done.returncode, done.stdout) == (2, "") and option in done.stderr


def market(*changes: tuple[str, str]) -> Catalogue:
    text = SHEET
    for before, after in changes:
        text = text.replace(before, after)
    return parse_catalogue({"m": text.encode()})


def two(folder: Path, new: Catalogue, *to: str) -> Based:
    return over_two(market(), new, Options(str(folder / "base.csv"), to=to), on=ON, default=(), language="zh")


def test_a_new_version_is_told_effect_by_effect_in_both_languages(folder: Path):
    found = two(
        folder, market(("fee: 20}", "fee: 20, withdrawn: true}"), ("M1, move: {from: 乙1", "M1, move: {from: [乙1, 甲1]"))
    )
    assert found.stranded and not found.undecided
    zh, en = (present_base(found, language, Look()) for language in ("zh", "en"))
    assert "受影响的客户 2 人" in zh and "换不了原来能换的套餐" in zh
    assert "2 subscribers are touched" in en and "can no longer get to a plan" in en
    assert "换不了原来能换的套餐  2" in zh and "换 `甲2`：原可办理，现不可办理" in zh


def test_where_nothing_can_be_lost_it_says_so(folder: Path):
    found = two(folder, market(("offers:", "  - {name: 乙2, brand: 乙}\noffers:")), "乙2")
    text = present_base(found, "zh", Look())
    assert not found.stranded and "没有客户受影响" in text and "只多不少" in text
    assert "`乙2`：马上可换、什么也不失去 3 人；换不了 1 人" in text


def test_without_a_word_the_plans_of_the_draft_are_asked_for_else_all_on_sale(folder: Path):
    base = Options(str(folder / "base.csv"))
    assert over_two(market(), market(), base, on=ON, default=("甲2",), language="zh").impact.targets == ("甲2",)
    assert over_two(market(), market(), base, on=ON, default=(), language="zh").impact.targets == ("甲1", "甲2", "乙1")


def test_many_segments_are_cut_in_the_text_and_whole_in_the_data(folder: Path):
    offers = ", ".join(f"{{name: 包{n}}}" for n in range(2 * SEGMENTS_MOST))
    rules = "".join(f"  - {{rule: K{n}, conflict: [包{n}, 乙1]}}\n" for n in range(2 * SEGMENTS_MOST))
    wide = parse_catalogue({"m": (SHEET.replace("{name: 网}", f"{{name: 网}}, {offers}") + rules).encode()})
    rows = "".join(f"{n},甲1,包{n}\n" for n in range(2 * SEGMENTS_MOST))
    (folder / "base.csv").write_text("id,plan,holds\n" + rows, encoding="utf-8")
    found = over_one(wide, Options(str(folder / "base.csv"), to=("乙1",)), on=ON, language="zh")
    assert f"另有 {SEGMENTS_MOST} 段，{SEGMENTS_MOST} 人次" in present_base(found, "zh", Look())
    assert len(base_data(found, "zh")["segments"]) == 2 * SEGMENTS_MOST  # type: ignore[arg-type]


def test_what_is_not_decided_in_time_leaves_the_status_open(folder: Path):
    found = over_one(market(), Options(str(folder / "base.csv")), on=ON, language="zh")
    assert found.stranded and not found.undecided
    assert not replace(found, impact=replace(found.impact, people={"broken": 1})).stranded
