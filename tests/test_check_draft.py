"""`taocan check --draft`: only what the draft changes, as text, JSON, SARIF and HTML, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator
from test_cli import run
from typer.testing import CliRunner

from cli.main import application
from cli.schema import read_schema

BASE = """\
catalogue: 例
version: 1
sources: {notes: 注意事项}
plans:
  - {name: 甲, brand: 一}
  - {name: 乙, brand: 二}
offers: [{name: 彩铃, discounts: 彩铃费}, {name: 流量包}]
vnets: [{name: 校园V网}]
rules:
  - {rule: S1, conflict: [{discounts: "?f", bound: true}, {kind: plan, waives: "?f"}], cite: notes §1, tell: 请等合约到期}
  - {rule: S2, only_with: {items: 校园V网, allow: {brand: 一}}, resolve: first, cite: notes §2, tell: 请先取消}
  - {rule: S3, conflict: [流量包, 乙], tell: 流量包将取消}
"""
SALE = "extends: 例\nplans: [{name: 丙, brand: 一, waives: 彩铃费}]\n"
ON = ("--on", "2026-11-23")


@pytest.fixture
def base(tmp_path: Path) -> str:
    path = tmp_path / "base.yaml"
    path.write_text(BASE, encoding="utf-8")
    return str(path)


def draft(base: str, text: str, name: str = "draft.yaml") -> str:
    path = Path(base).parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(application(), ["check", *arguments, *ON])


def document(*arguments: str) -> dict[str, Any]:
    got = json.loads(check(*arguments, "--json").stdout)
    Draft202012Validator(json.loads(read_schema("report"))).validate(got)
    return dict(got)


def test_a_draft_that_changes_nothing_says_so_and_old_findings_are_not_told(base: str) -> None:
    noisy = base.replace("base", "noisy")
    Path(noisy).write_text(BASE + "  - {rule: S4, conflict: [彩铃, 流量包]}\n", encoding="utf-8")
    assert check(noisy).exit_code == 1
    got = check(noisy, "--draft", draft(base, "extends: 例\n"))
    assert (got.exit_code, got.stderr) == (0, "")
    assert "草案没有改变什么" in got.stdout and "S4" not in got.stdout


def test_a_new_plan_is_told_with_its_clashes_their_rules_and_the_changes_of_plan(base: str) -> None:
    path = draft(base, SALE)
    got = check(base, "--draft", path)
    assert got.exit_code == 0, got.stdout
    lines = got.stdout.splitlines()
    assert lines[0] == f"草案 {path}，叠在 例 1 上（受理日 2026-11-23）"
    assert "  - `丙` 与 `彩铃` 不能同用" in lines and "      在约期内不能取消，到期才能办；只在 `彩铃` 是在约的时" in lines
    assert any("`S1` 请等合约到期" in line for line in lines) and "?f" not in got.stdout
    assert any("`S1`" in line and "注意事项 §1" in line and "base.yaml:10" in line for line in lines)
    assert "丙 变更到" in got.stdout and "新的不可同用 1 组" in lines[-1]
    found = document(base, "--draft", path)
    assert found["findings"] == [] and found["draft"]["drafts"] == [path] and found["draft"]["over"]["name"] == "例"
    (clash,) = found["draft"]["clashes"]["new"]
    assert (clash["rule"], clash["items"], clash["others"], clash["cite"]) == ("S1", ["丙"], ["彩铃"], "notes §1")
    assert clash["when"] == [{"item": None, "other": {"bound": True}}]
    assert {(one["from"], one["to"]) for one in found["draft"]["pairs"]} >= {("甲", "丙"), ("丙", "乙")}


def test_new_findings_are_told_in_full_and_decide_the_status(base: str) -> None:
    path = draft(base, SALE + "rules: [{rule: D1, conflict: [丙, {tag: 无此}], tell: x}]\n")
    got, found = check(base, "--draft", path), document(base, "--draft", path)
    assert got.exit_code == 1 and "T406 " in got.stdout and f"警告  {path}:3:16" in got.stdout
    assert {one["subjects"][0] for one in found["findings"] if one["level"] == "warning"} == {"D1"}
    assert found["counts"]["warning"] == sum(one["level"] == "warning" for one in found["findings"])
    back = check(base, "--draft", path, "--draft", draft(base, "extends: 例\nremove: [D1]\n", "back.yaml"))
    assert back.exit_code == 0 and "D1" not in back.stdout


def test_cured_findings_are_told_in_short(base: str) -> None:
    got, found = check(base, "--draft", draft(base, SALE)), document(base, "--draft", draft(base, SALE))
    assert "消除的问题" in got.stdout and "T406 规则 `S1`" in got.stdout
    assert ("T406", ["S1"]) in [(one["code"], one["subjects"]) for one in found["draft"]["cured"]]


def test_clashes_on_other_terms_and_cured_ones_have_sections_of_their_own(base: str) -> None:
    rules = "rules: [{rule: S2, only_with: {items: 校园V网, allow: {brand: 一}}, resolve: auto}]\nremove: [S3]\n"
    got = check(base, "--draft", draft(base, f"extends: 例\n{rules}"))
    assert "条件变了的不可同用" in got.stdout and "原来：须先单独取消" in got.stdout
    assert "不再有的不可同用" in got.stdout and "`流量包`" in got.stdout


def test_what_is_asked_for_is_written_and_the_same_bytes_each_time(base: str) -> None:
    path, folder = draft(base, SALE), Path(base).parent
    html, sarif = folder / "out.html", folder / "out.sarif"
    first = check(base, "--draft", path, "--html", str(html), "--sarif", str(sarif)).stdout
    before = html.read_bytes(), sarif.read_bytes()
    assert check(base, "--draft", path, "--html", str(html), "--sarif", str(sarif)).stdout == first
    assert (html.read_bytes(), sarif.read_bytes()) == before and "丙" in before[0].decode()
    assert json.loads(before[1])["version"] == "2.1.0"
    assert check(base, "--draft", path, "--html", "-").stdout.startswith("<!doctype html>")
    english = check(base, "--draft", path, "--lang", "en").stdout
    assert english.startswith("Draft ") and "only where `彩铃` is bound" in english


def test_a_draft_that_is_wrong_and_one_that_is_not_there_end_as_ever(base: str) -> None:
    wrong = check(base, "--draft", draft(base, "extends: 别的\noffers: [{name: x, fee: y}]\n"))
    assert wrong.exit_code == 3 and "draft.yaml:1:10" in wrong.stderr and "draft.yaml:2:25" in wrong.stderr
    missing = check(base, "--draft", str(Path(base).parent / "none.yaml"))
    assert missing.exit_code == 2 and "--draft" in missing.stderr


def test_what_a_draft_makes_the_reader_warn_of_is_told_and_what_stood_before_is_not(base: str) -> None:
    got = check(base, "--draft", draft(base, "extends: 例\nvnets: [{name: 流量包}]\n"))
    assert "注意：" in got.stderr and "draft.yaml:2:16" in got.stderr


def test_the_subscribers_of_a_base_are_asked_about_the_drafts_plans(base: str) -> None:
    people = Path(base).parent / "people.csv"
    people.write_text("id,plan,holds\n1,甲,彩铃@2039-01-31\n2,甲,流量包\n3,乙,\n", encoding="utf-8")
    asked = ("check", base, "--draft", draft(base, SALE), "--subscribers", people, *ON)
    text = run(*asked, script="main").stdout
    assert "客户（" in text and "换 `丙`" in text
    got = json.loads(run(*asked, "--json", script="main").stdout)
    Draft202012Validator(json.loads(read_schema("report"))).validate(got)
    assert got["subscribers"]


def test_a_second_word_for_the_same_items_is_a_finding_of_its_own(base: str) -> None:
    plans = "plans: [{name: 甲, brand: 一, family: [音乐, 视频]}]\n"
    Path(base).write_text(f"catalogue: 例\n{plans}offers: [{{name: 丙, aliases: [音乐]}}]\n", encoding="utf-8")
    more = draft(base, "extends: 例\noffers: [{name: 丁, aliases: [视频]}]\n")
    done = run("check", base, "--draft", more, *ON, "--only", "T401", script="main")
    assert (done.returncode, done.stdout.count("T401")) == (1, 1) and "`视频`" in done.stdout
