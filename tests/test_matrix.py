"""The command `matrix`: its answers as text, table, HTML and JSON; what it takes, and its exit status."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import find_browser, new_tab, opened
from jsonschema import Draft202012Validator
from random_cases import ON
from test_cli import run

from cli.present.heat_map import heat_map
from cli.present.page import width
from cli.schema import read_schema
from model.load.catalogue import parse_catalogue
from model.matrix import Matrix
from solver.between.doors import Survey

DAY = ON.isoformat()
SHEET = """
catalogue: 例
title: 样例
channels: {hall: 营业厅}
brands: [一, 二]
facts: {age: {type: int, title: 年龄}}
plans:
  - {name: 甲, brand: 一, brings: [{item: 会员, removable: true}]}
  - {name: 乙, brand: 一, withdrawn: true}
  - {name: '<丙>', brand: 二}
  - {name: 丁, brand: 二}
offers: [{name: 会员}]
rules:
  - {rule: 先退, move: {from: 甲, not_to: '<丙>', holding: 会员}, resolve: first}
  - {rule: 过年, move: {from: plan, not_to: 丁}, valid: {until: 2026-12-31}}
  - {rule: 不回, move: {from: 丁, not_to: plan}}
  - {rule: 成年, eligible: {items: '<丙>', facts: {age: {min: 18}}}}
"""


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    path = tmp_path / "sheet.yaml"
    path.write_text(SHEET, encoding="utf-8")
    return str(path)


def matrix_of(text: str = SHEET) -> Matrix:
    survey = Survey(parse_catalogue({"sheet.yaml": text.encode()}), on=ON)
    return survey.matrix(survey.plans, survey.on_sale)


def matrix(*arguments: str) -> tuple[int, str, str]:
    done = run("matrix", *arguments, script="main")
    return done.returncode, done.stdout, done.stderr


def test_the_text_has_a_number_for_each_plan_and_a_sign_for_each_change(sheet: str) -> None:
    status, out, _ = matrix(sheet, "--on", DAY)
    rows = [line.split() for line in out.splitlines() if line[:2] in ("1 ", "2 ", "3 ", "4 ")]
    assert status == 0
    assert rows == [
        ["1", "甲", "-", "1", "0+"],
        ["2", "乙", ".", ".", "0+"],
        ["3", "<丙>", ".", "-", "0+"],
        ["4", "丁", "x", "x", "-"],
    ]
    assert "甲 变更到 <丙>：可办理，失去 会员（须先取消）" in out
    assert "1-3 变更到 丁：到期后可办，最早 2027-01-01" in out
    assert "9 种变更：可办理且不失去什么 3，可办理但有损失 1，到期后可办 3，不可办理 2" in out


def test_columns_stand_below_their_numbers_and_no_line_is_wider_than_the_page(tmp_path: Path) -> None:
    plans = ", ".join(f"{{name: 一个名称很长的套餐{n}号, brand: 一}}" for n in range(30))
    path = tmp_path / "wide.yaml"
    path.write_text(f"catalogue: 例\nchannels: {{hall: 营业厅}}\nbrands: [一]\nplans: [{plans}]\n", encoding="utf-8")
    _, out, _ = matrix(str(path), "--on", DAY)
    lines = out.splitlines()
    tables = lines[3 : lines.index("", 3 + 31)]
    assert all(width(line) <= 80 for line in tables)
    assert {width(line) for line in tables[:31]} == {width(tables[0])}
    assert [int(number) for line in lines if line.startswith("     ") for number in line.split()] == list(range(1, 31))


def test_columns_that_are_no_rows_have_a_key(sheet: str) -> None:
    _, out, _ = matrix(sheet, "--on", DAY, "--from", "甲", "--to", "丁")
    assert "列：\n  2 丁\n" in out


def test_of_a_set_only_what_is_on_sale_is_entered_but_a_plan_that_is_named_is(sheet: str) -> None:
    assert json.loads(matrix(sheet, "--on", DAY, "--to", "一", "--json")[1])["to"] == ["甲"]
    named = json.loads(matrix(sheet, "--on", DAY, "--from", "甲", "--to", "乙", "--json")[1])
    assert [door["verdict"] for door in named["doors"]] == ["blocked"]


def test_json_has_every_door_and_meets_its_schema(sheet: str) -> None:
    status, out, _ = matrix(sheet, "--on", DAY, "--json")
    document = json.loads(out)
    Draft202012Validator(json.loads(read_schema("matrix"))).validate(document)
    assert status == 0 and len(document["doors"]) == 9
    lossy = next(door for door in document["doors"] if door["losses"])
    assert lossy == {
        "from": "甲", "to": "<丙>", "verdict": "reachable", "day": DAY, "losses": 1, "fewest": 1,
        "cancel": [{"item": "会员", "how": "first"}], "facts": {"age": 18}, "proved": True,
    }  # fmt: skip


def test_facts_that_are_given_are_kept(sheet: str) -> None:
    document = json.loads(matrix(sheet, "--on", DAY, "--from", "乙", "--to", "<丙>", "--fact", "age=17", "--json")[1])
    assert document["given"] == {"age": 17} and document["doors"][0]["verdict"] == "blocked"
    assert "年龄（age）=17；未给的取最有利的" in matrix(sheet, "--on", DAY, "--fact", "年龄=17")[1]


def test_the_table_is_one_that_spreadsheets_read(sheet: str, tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    matrix(sheet, "--on", DAY, "--csv", str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["现套餐", "甲", "<丙>", "丁"]
    assert rows[1] == ["甲", "", "1 可办理，失去 会员（须先取消）", "0 到期后可办，最早 2027-01-01"]
    assert rows[4] == ["丁", "不可办理", "不可办理", ""]


def test_a_table_on_stdout_stands_alone_and_has_no_mark(sheet: str) -> None:
    _, out, _ = matrix(sheet, "--on", DAY, "--csv", "-", "--lang", "en")
    assert out.splitlines()[0] == "from,甲,<丙>,丁"


class Tags(HTMLParser):
    """The elements of a fragment, each with its attributes, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_heat_map_has_a_sign_beside_each_colour_and_brings_no_style_of_its_own() -> None:
    tags = Tags()
    tags.feed(heat_map(matrix_of(), "zh"))
    looks = [(attrs.get("class") or "").split() for tag, attrs in tags.tags if tag == "td"]
    assert sum("lossy" in look for look in looks) == 1 and sum("later" in look for look in looks) == 3
    assert "<丙>" in tags.text
    assert not any("style" in attrs or tag in ("script", "style") for tag, attrs in tags.tags)
    assert any(attrs.get("title") == "甲 变更到 <丙>：可办理，失去 会员" for _, attrs in tags.tags)


def test_the_html_file_has_the_heat_map_and_asks_for_nothing(sheet: str, tmp_path: Path) -> None:
    path = tmp_path / "matrix.html"
    matrix(sheet, "--on", DAY, "--html", str(path))
    page = path.read_text(encoding="utf-8")
    assert heat_map(matrix_of(), "zh") in page
    assert "http://" not in page and "https://" not in page and "<script" not in page


def test_the_same_input_gives_the_same_bytes() -> None:
    assert heat_map(matrix_of(), "zh") == heat_map(matrix_of(), "zh")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--from", "甲", "--to", "丁"), 0),
        (("--from", "丁", "--to", "甲"), 1),
        (("--from", "丁", "--to", "甲", "--time-limit", "0.000001"), 4),
        (("--from", "丁", "--to", "丁"), 1),
        (("--from", "没有"), 2),
        (("--to", "会员"), 2),
        (("--fact", "age=x"), 2),
        (("--on", "2026"), 2),
        (("--csv", "-", "--json"), 2),
        (("--csv", "/没有/这个/夹/a.csv"), 2),
    ],
)
def test_exit_statuses(sheet: str, arguments: tuple[str, ...], status: int) -> None:
    got, _, err = matrix(sheet, *(() if "--on" in arguments else ("--on", DAY)), *arguments)
    assert got == status
    assert "Traceback" not in err and (err or status != 2)


def test_no_such_catalogue_is_a_wrong_use_and_a_bad_one_a_bad_file(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("catalogue: [", encoding="utf-8")
    assert matrix(str(tmp_path / "none.yaml"))[0] == 2
    assert matrix(str(bad))[0] == 3


def test_a_catalogue_with_one_plan_has_nothing_to_compare(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("catalogue: 例\nchannels: {hall: 厅}\nbrands: [一]\nplans: [{name: 甲, brand: 一}]\n", encoding="utf-8")
    status, out, _ = matrix(str(path))
    assert status == 1 and "没有两个可比的主套餐。" in out


@pytest.mark.skipif(find_browser() is None, reason="no browser")
def test_in_a_browser_the_heat_map_scrolls_within_the_page_and_nothing_is_asked_for(tmp_path: Path, sheet: str) -> None:
    path = tmp_path / "matrix.html"
    matrix(sheet, "--on", DAY, "--html", str(path))
    with opened(find_browser() or "") as pipe:
        for scheme, wide in (("light", 1100), ("dark", 390)):
            tab = new_tab(pipe)
            tab.open(path, width=wide, scheme=scheme)
            assert tab.value("document.documentElement.scrollWidth") == wide
            assert tab.complaints == [] and tab.requests == [path.resolve().as_uri()]
            colours = "new Set([...document.querySelectorAll('.heat td')].map(d => getComputedStyle(d).backgroundColor)).size"
            assert tab.value(colours) >= 4
