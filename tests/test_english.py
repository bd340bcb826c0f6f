"""What is wrong with a file, in English: every Chinese sentence of the readers has one, and the command line says it."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from chinese_templates import templates
from test_cli import run
from typer.testing import CliRunner

from cli.main import application
from cli.present.english import HAN, english, fault_text
from cli.present.words_catalogue import CATALOGUE
from cli.present.words_files import FILES
from cli.present.words_subscribers import SUBSCRIBERS
from model.errors import BadRequest, Place, Problem

ROOT = Path(__file__).parent.parent
READERS = [
    *(path for name in ("load", "base", "verify") for path in (ROOT / "model" / name).rglob("*.py")),
    *(ROOT / "model").glob("*.py"),
    *(path for path in (ROOT / "cli").rglob("*.py") if "present" not in path.parts),
]
DATA = {"任意渠道", "是", "否"}
"""What is no message: the title of the channel that is always there, and two values that may be typed."""
COMPOSED = {"`{}` {}", "`{}`：{}", "缺少键 `{}`"}
"""What a template comes to whose holes hold a sentence, or nothing."""
SAID = {text: f"{path.relative_to(ROOT)}:{line}" for path in sorted(READERS) for line, text in templates(path)}
ENGLISH = {**FILES, **CATALOGUE, **SUBSCRIBERS}


def outside_backticks(text: str) -> str:
    """The text less what is quoted in it: what users wrote, and what they may write."""
    return re.sub(r"`[^`]*`", "``", text)


def holes(text: str) -> int:
    return sum(name is not None for _, name, _, _ in Formatter().parse(text))


def test_every_sentence_of_the_readers_has_an_english_one():
    assert {text: at for text, at in SAID.items() if text not in ENGLISH and text not in DATA} == {}


def test_no_english_is_kept_of_a_sentence_that_nobody_says():
    assert set(ENGLISH) - set(SAID) == COMPOSED and set(SAID) >= DATA
    assert len(ENGLISH) == len(FILES) + len(CATALOGUE) + len(SUBSCRIBERS), "a sentence stands in two tables"


@pytest.mark.parametrize("chinese", ENGLISH)
def test_a_sentence_is_told_in_its_own_english_with_all_that_is_filled_in(chinese):
    filled = [f"x{number}" for number in range(holes(chinese))]
    told = english(chinese.format(*filled))
    assert told == ENGLISH[chinese].format(*filled)
    assert holes(ENGLISH[chinese]) == len(filled) and all(one in told for one in filled)
    assert not HAN.search(outside_backticks(told)), told


@pytest.mark.parametrize(
    ("chinese", "told"),
    [
        ("`铃` 不是目录中的产品", "`铃` is not an item of the catalogue"),
        ("空值 不是整数", "an empty value is not a whole number"),
        ("列表 `[…]` 不是映射", "the list `[…]` is not a mapping"),
        ("最接近：`铃声`、`铃、二`", "nearest: `铃声`, `铃、二`"),
        ("应为 cores、search 之一", "it must be one of cores, search"),
        ("产品缺少键 `name`", "an item lacks the key `name`"),
        ("客户资料 `实名` 缺少键 `type`", "the fact `实名` lacks the key `type`"),
        ("`conflict` 缺少键 `of`", "`conflict` lacks the key `of`"),
        ("`request.on` 不是日期", "`request.on` is not a date"),
        ("`answers[0].saved` 不足一分", "`answers[0].saved` is less than a fen"),
        ("YAML 语法错误（起于第 3 行）：`x`", "YAML syntax error (it begins on line 3): `x`"),
        ("`铃` 不是目录中的产品：草案在 甲.yaml:3:5 去掉了 `铃声`",
         "`铃` is not an item of the catalogue: the draft removes `铃声` at 甲.yaml:3:5"),
        ("`铃` 原是产品，草案之后指系列；原有规则里的这个词也随之改变",
         "`铃` was an item and names a family after the draft; existing rules that use the word change with it"),
        ("`holds`：`铃` 列了两次（首见于 holds）", "`holds`: `铃` is listed twice (first at holds)"),
        ("`a`b` 不是日期", "`a`b` is not a date"),
        ("`booked`：预约的主套餐 `甲` 就是在用的主套餐", "`booked`: the booked plan `甲` is the plan held"),
        ("写出客户文件的路径，从 `目录` 起", "give the path of a subscriber's file, from `目录` on"),
    ],
)  # fmt: skip
def test_what_is_filled_in_is_told_in_english_where_it_is_no_users_text(chinese, told):
    assert english(chinese) == told


@pytest.mark.parametrize("text", ["没有谁说过的话", "`空值` 没有谁说过的话", "", "{}", "`产品`", "`" + "` `" * 2000])
def test_what_has_no_english_stays_as_it_is(text):
    assert english(text) == text


def test_chinese_is_told_as_it_always_was():
    problem = Problem(Place("甲.yaml", 3, 5), "空的键", "写出键名")
    assert fault_text(problem, "zh") == str(problem) == "甲.yaml:3:5: 空的键; 写出键名"
    assert fault_text(problem, "en") == "甲.yaml:3:5: the key is empty; write the key"
    assert fault_text(BadRequest("没有文件 `甲`"), "en") == "there is no file `甲`"


SHEET = """\
catalogue: 市
channels: {hall: 厅}
facts: {vip: {type: bool}}
brands: [甲]
plans: [{name: 甲一, brand: 甲, fee: 10}]
offers: [{name: 铃声}, {name: 流量}]
rules: [{rule: R1, conflict: [铃声, 流量]}]
"""


def changed(before: str, after: str) -> str:
    assert before in SHEET
    return SHEET.replace(before, after)


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (changed("fee: 10", "feee: 10"), "unknown key `feee`; nearest: `fee`"),
        (changed("fee: 10", "fee: 10, fee: 12"), "the key `fee` is repeated (first at "),
        (changed("fee: 10", "fee: 很多"), "`很多` is not a number; write it like `88`"),
        (changed("fee: 10", "fee: {}"), "the mapping `{…}` is not a number"),
        (changed("[铃声, 流量]", "[铃声, 流量包]"), "`流量包` is not an item, family, brand or tag; nearest: `流量`"),
        (changed("fee: 10", "sold: {from: 2026-02-30}"), "there is no such day as `2026-02-30`; write `YYYY-MM-DD`"),
        (changed("fee: 10", "sold: {from: 明天}"), "`明天` is not a date"),
        (changed("fee: 10", "fee: &ten 10"), "the anchor `&ten` is not allowed; write the content out again"),
        (changed(", brand: 甲", ""), "the plan `甲一` has no `brand`; add `brand: BRAND`"),
        (
            changed("conflict: [铃声, 流量]", "eligible: {items: 铃声, facts: {vipp: true}}"),
            "`vipp` is not a declared fact; nearest: `vip`",
        ),
        (changed("流量]}", "流量], resolve: auto, cite: [1]}"), "the list `[…]` is not text; write one value"),
        (
            changed("conflict: [铃声, 流量]", "channel: {act: add, only: 网厅}"),
            "`网厅` is not a declared channel; there are: `hall`",
        ),
        (changed("name: 流量", "name: 铃声"), "the name `铃声` is used twice (first at "),
        (changed("rule: R1, ", ""), "the rule lacks its id, `rule`; add `rule: ID`"),
        (changed("[铃声, 流量]", "[铃声]"), "`conflict` is a list of 1, not a pair of selectors"),
        (changed("plans: [", "plans: ["[:-1]), "YAML syntax error"),
        ("", "the file is empty; write a mapping, such as `catalogue: 10086`"),
    ],
)
def test_a_bad_catalogue_is_told_of_in_english(tmp_path, sheet, told):
    (tmp_path / "sheet.yaml").write_text(sheet, encoding="utf-8")
    said = refused(tmp_path, 3, "solve", "--catalogue", "sheet.yaml", "--from", "甲一")
    assert told in said


def refused(folder: Path, status: int, *arguments: str) -> str:
    """What a command says in English of a mistake. Shape: paths less their folder; the same in Chinese has Chinese in it."""
    for path in folder.iterdir():
        arguments = tuple(str(path) if one == path.name else one for one in arguments)
    runner, app = CliRunner(), application()
    done = runner.invoke(app, [*arguments, "--lang", "en"])
    assert (done.exit_code, done.stdout) == (status, ""), done.stderr
    assert not HAN.search(outside_backticks(done.stderr)), done.stderr
    assert HAN.search(outside_backticks(runner.invoke(app, arguments).stderr))
    return done.stderr


@pytest.mark.parametrize(
    ("subscriber", "told"),
    [
        ("plan: 甲二\n", "`甲二` is not an item of the catalogue; nearest: `甲一`"),
        ("plan: 铃声\n", "`铃声` is not a plan; write a plan; offers and V-nets go below `holds`"),
        ("plan: 甲一\nholds: [铃声, 铃声]\n", "`铃声` is listed twice (first at "),
        ("plan: 甲一\nfacts: {vipp: true}\n", "`vipp` is not a declared fact; nearest: `vip`"),
        ("plan: 甲一\nfacts: {vip: 也许}\n", "`也许` is neither true nor false; write `true` or `false` (not quoted)"),
        ("plan: 甲一\nholds: [{until: 2026-12-31}]\n", "a holding lacks the key `item`; add `item: …`"),
    ],
)
def test_a_bad_subscriber_is_told_of_in_english(tmp_path, subscriber, told):
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "number.yaml").write_text(subscriber, encoding="utf-8")
    said = refused(tmp_path, 3, "solve", "--catalogue", "sheet.yaml", "--subscriber", "number.yaml", "--to", "甲一")
    assert told in said


def test_a_file_that_is_not_there_or_of_no_known_form_is_told_of_in_english(tmp_path):
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "base.xlsx").write_text("", encoding="utf-8")
    assert "there is no file `没有.yaml`" in refused(tmp_path, 2, "solve", "--catalogue", "没有.yaml", "--from", "甲一")
    said = refused(tmp_path, 2, "check", "sheet.yaml", "--only", "T401", "--subscribers", "base.xlsx")
    assert "the suffix of the base `" in said and "is not known; use .csv, " in said


def test_bad_drafts_cases_and_answers_are_told_of_in_english(tmp_path):
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "draft.yaml").write_text("extends: 市\nremove: [铃]\n", encoding="utf-8")
    (tmp_path / "cases.yaml").write_text("cases: [{name: 一, args: [--from, 甲一]}]\n", encoding="utf-8")
    (tmp_path / "answer.json").write_text('{"format": "别的"}', encoding="utf-8")
    aside = ("--catalogue", "sheet.yaml")
    said = refused(tmp_path, 3, "solve", *aside, "--draft", "draft.yaml", "--from", "甲一")
    assert "`铃` is not an item or rule of the catalogue; nearest: `铃声`" in said
    assert "the case `一` checks nothing; write `expect`, `exit` or `stderr`" in refused(tmp_path, 3, "test", "cases.yaml")
    assert "`format` is `别的`; only `taocan.answer/" in refused(tmp_path, 3, "verify", "answer.json", *aside)


def test_rejected_rows_and_notices_are_told_of_in_english_but_a_file_of_them_stays_chinese(tmp_path):
    sheet, base = tmp_path / "sheet.yaml", tmp_path / "base.csv"
    sheet.write_text(changed("[铃声, 流量]", "[铃声, {tag: 无}]"), encoding="utf-8")
    base.write_text("id,plan,holds,fact.vip\n1,甲一,铃声,true\n2,甲二,,\n3,甲一,铃声;铃声,也许\n4,甲一\n", encoding="utf-8")
    rejects = tmp_path / "rejects.csv"
    options = ("check", sheet, "--only", "T401", "--subscribers", base, "--lang", "en")
    done = run(*options, script="main")
    assert "base.csv:3 plan: `甲二` is not an item of the catalogue; nearest: `甲一`" in done.stdout
    assert "base.csv:4 fact.vip: `也许` is neither true nor false; " in done.stdout
    assert "base.csv:5: the line has 2 cells, the header has 4 columns; align the cells" in done.stdout
    assert "notice: " in done.stderr and "`无` is not a tag of any item; " in done.stderr
    run(*options, "--reject", rejects, script="main")
    kept = rejects.read_text(encoding="utf-8")
    assert "此行有 2 格，表头有 4 列" in kept
