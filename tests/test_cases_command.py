"""The command `test`: cases that pass and fail, what is told of each difference, JUnit, and defective files of cases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result
from load_marks import marked
from typer.testing import CliRunner

from cli.main import application
from model.case import LOOKS
from model.errors import BadFile
from model.load.cases import CASE_KEYS, read_cases

CATALOGUE = """\
catalogue:
  catalogue: 例
  channels: {hotline: 人工台, hall: 营业厅}
  plans: [{name: 甲, brand: 一, brings: [随带]}, {name: 乙, brand: 二}]
  offers: [{name: 随带}, {name: 流量包}, {name: 短信包}]
  rules:
    - {rule: R1, conflict: [乙, 流量包], resolve: first, tell: 请先取消流量包}
    - {rule: R2, channel: {act: change, of: 乙, only: [hall]}}
"""
ASKED = "args: [--from, 甲, --with, 流量包, --with, 短信包, --to, 乙, --on, 2026-11-23]"
GOOD = (
    "{to: 乙, from: 甲, verdict: reachable, cancel: {流量包: first}, because: {流量包: [R1]}, leaves: 随带, keeps: [短信包], "
    "gains: [], ended: [], regain: {流量包: []}, bound: 1, proved: true, steps: [cancel, change], changes: 乙, channels: hall, "
    '"on": 2026-11-23, starts: null, settles: [], assuming: [], warned: [], ties: [], instead: [], says: 请先取消流量包}'
)


def written(folder: Path, *cases: str, catalogue: str = CATALOGUE, name: str = "cases.yaml") -> str:
    path = folder / name
    path.write_text(catalogue + "cases:\n" + "".join(f"  - {case}\n" for case in cases), encoding="utf-8")
    return str(path)


def case(expect: str, *, name: str = "换", more: str = "") -> str:
    return f"{{name: {name}, {ASKED}, expect: {expect}{more}}}"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(application(), ["test", *arguments])


def test_cases_that_come_out_as_expected_pass(tmp_path: Path) -> None:
    path = written(tmp_path, case(GOOD, more=", exit: 0, only: true"), case("[{to: 乙}]", name="二"))
    got = run(path)
    assert (got.exit_code, got.stderr) == (0, "")
    assert got.stdout.splitlines() == [f"{path}：2 项，0 项不符", "1 个文件，2 项用例：2 项符合，0 项不符"]
    assert run(path, "--lang", "en").stdout.splitlines()[-1] == "1 file(s), 2 case(s): 2 passed, 0 failed"


def test_the_case_above_expects_every_key_but_those_of_a_block() -> None:
    assert [key for key in LOOKS if f"{key}:" not in GOOD and f'"{key}":' not in GOOD] == ["blocked_by"]


WRONG: Mapping[str, tuple[str, ...]] = {
    "{to: 乙, verdict: blocked}": ("甲 -> 乙：verdict", "- 应为：blocked", "+ 得到：reachable"),
    "{to: 乙, cancel: {流量包: auto}}": ("- 应为：流量包: auto", "+ 得到：流量包: first"),
    "{to: 乙, cancel: {}}": ("- 应为：（无）", "+ 得到：流量包: first"),
    "{to: 乙, cancel: [短信包, 流量包]}": ("- 应为：流量包、短信包", "+ 得到：流量包", "缺少：短信包"),
    "{to: 乙, keeps: []}": ("- 应为：（无）", "+ 得到：短信包"),
    "{to: 乙, because: {流量包: [R2]}}": ("- 应为：流量包: R2", "+ 得到：流量包: R1"),
    "{to: 乙, because: {短信包: [R2]}}": ("+ 得到：短信包: （无）",),
    "{to: 乙, regain: {流量包: [hall]}}": ("+ 得到：流量包: （无）",),
    "{to: 乙, steps: [change]}": ("+ 得到：cancel、change",),
    "{to: 乙, on: 2027-01-01}": ("- 应为：2027-01-01", "+ 得到：2026-11-23"),
    "{to: 乙, starts: 2027-01-01}": ("+ 得到：（无）",),
    "{to: 乙, bound: 0, proved: false}": ("：bound", "：proved", "+ 得到：true"),
    "{to: 乙, ties: [[流量包], [短信包, 随带]]}": ("- 应为：{流量包}、{短信包、随带}", "+ 得到：（无）"),
    "{to: 乙, blocked_by: [R1]}": ("：blocked_by",),
    "{to: 乙, says: [请先取消流量包, 别的话]}": ("- 应有而没有：别的话",),
    "{to: 乙, instead: [{verdict: later, on: 2027-01-01}]}": ("：instead.答案个数", "- 应为：1", "+ 得到：0"),
    "{to: 丙}": ("（任何） -> 丙：答案个数", "- 应为：1", "+ 得到：0"),
    "{to: null}": ("（主套餐不变）",),
    "{to: 乙, from: 乙}": ("乙 -> 乙：答案个数",),
}


@pytest.mark.parametrize("expect", WRONG)
def test_a_difference_is_told_with_what_was_expected_and_what_came(expect: str, tmp_path: Path) -> None:
    path = written(tmp_path, case(expect))
    got = run(path)
    assert got.exit_code == 1 and f"  不符  换  ({path}:10:5)" in got.stdout
    assert [word for word in WRONG[expect] if word not in got.stdout] == []


def test_the_status_the_messages_and_the_number_of_answers_are_compared(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "{name: 无此名, args: [--from, 丙, --to, 乙], exit: 2, stderr: ['`丙`', 没有这句], expect: []}",
        "{name: 无此选项, args: [--form, 甲], exit: 0}",
        "{name: 多答, args: [--from, 甲, --on, 2026-11-23], only: true, expect: []}",
        "{name: 拒绝, args: [--from, 丙, --to, 乙], expect: {to: 乙}}",
    )
    got = run(path)
    assert got.exit_code == 1 and "4 项，4 项不符" in got.stdout
    assert "没有这句" in got.stdout and "No such option: --form" in got.stdout and "solve 说：错误：" in got.stdout
    assert got.stdout.index("- 应为：0") < got.stdout.index("+ 得到：2")


def test_a_case_has_a_subscriber_of_its_own_in_the_file_or_beside_it(tmp_path: Path) -> None:
    (tmp_path / "number.yaml").write_text("plan: 甲\nholds: [流量包]\n", encoding="utf-8")
    ask = "args: [--to, 乙, --on, 2026-11-23], expect: {to: 乙, cancel: {流量包: first}}"
    path = written(
        tmp_path,
        f"{{name: 内, subscriber: {{plan: 甲, holds: [流量包]}}, {ask}}}",
        f"{{name: 外, subscriber: number.yaml, {ask}}}",
        f"{{name: 参, {ask.replace('[--to', '[--subscriber, number.yaml, --to')}}}",
        "{name: 坏, subscriber: {plan: 丙}, args: [--to, 乙], exit: 3, stderr: ['`丙`', '13:34']}",
    )
    got = run(path)
    assert got.exit_code == 0, got.stdout


def test_the_catalogue_is_that_of_the_command_line_else_the_files_else_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "base.yaml").write_text("catalogue: 外\nplans: [{name: 丁, brand: 一}, {name: 戊, brand: 一}]\n")
    ask = "args: [--from, 丁, --to, 戊, --on, 2026-11-23], expect: {to: 戊, verdict: reachable}"
    beside = written(tmp_path, f"{{name: 旁, {ask}}}", catalogue="catalogue: own/base.yaml\n")
    folder = written(tmp_path, f"{{name: 夹, {ask}}}", catalogue="catalogue: own\n", name="folder.yaml")
    given = written(tmp_path, f"{{name: 给, {ask}}}", name="given.yaml")
    packaged = written(
        tmp_path,
        "{name: 带, args: [--from, 音乐套餐A, --to, 音乐套餐B, --on, 2026-11-23], expect: {to: 音乐套餐B}}",
        catalogue="",
        name="packaged.yaml",
    )
    assert run(beside, folder, packaged).exit_code == 0
    assert run(given).exit_code == 1 and run(given, "--catalogue", str(tmp_path / "own")).exit_code == 0


def test_drafts_are_laid_over_whatever_catalogue_there_is(tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("extends: 例\nremove: [R1]\n", encoding="utf-8")
    path = written(tmp_path, case("{to: 乙, cancel: {}}"))
    assert run(path).exit_code == 1 and run(path, "--draft", str(draft)).exit_code == 0


def test_the_junit_document_is_well_formed_whatever_stands_in_the_names(tmp_path: Path) -> None:
    odd = "'<&> \"引\" ]]>'"
    path = written(tmp_path, case("{to: 乙, verdict: blocked}", name=odd), case(GOOD, name='"控\\x07制"'))
    out = tmp_path / "junit.xml"
    assert run(path, "--junit", str(out)).exit_code == 1
    root = ElementTree.fromstring(out.read_text(encoding="utf-8"))
    (suite,) = root
    assert (root.get("tests"), root.get("failures"), suite.get("name")) == ("2", "1", path)
    failed, passed = suite
    assert (failed.get("name"), failed.get("file"), failed.get("line")) == ('<&> "引" ]]>', path, "10")
    assert passed.get("name") == "控\\u0007制" and len(passed) == 0
    (failure,) = failed
    assert failure.get("message") == "甲 -> 乙：verdict - 应为：blocked + 得到：reachable"
    assert (failure.text or "").startswith(f"{path}:10:5\n")
    before = out.read_bytes()
    run(path, "--junit", str(out))
    assert out.read_bytes() == before


def test_a_junit_file_that_can_not_be_written_is_a_usage_error(tmp_path: Path) -> None:
    path = written(tmp_path, case(GOOD))
    got = run(path, "--junit", str(tmp_path / "none" / "out.xml"))
    assert got.exit_code == 2 and "out.xml" in got.stderr


def test_no_such_file_and_no_file_at_all_are_usage_errors(tmp_path: Path) -> None:
    assert run(str(tmp_path / "none.yaml")).exit_code == 2 and run().exit_code == 2
    assert run(written(tmp_path, case(GOOD)), "--catalogue", str(tmp_path / "none")).exit_code == 2


DEFECTS: Mapping[str, tuple[str, ...]] = {
    "cases:\n  - {name: 一, ¦agrs: [--from, 甲], args: [], exit: 0}\n": ("`agrs`", "`args`"),
    "cases:\n  - ¦{args: [--from, 甲], exit: 0}\n": ("`name`",),
    "cases:\n  - ¦{name: 一, exit: 0}\n": ("`args`",),
    "cases:\n  - ¦{name: 一, args: [--from, 甲]}\n": ("什么也不核对", "`expect`"),
    "cases:\n  - ¦一\n": ("映射",),
    "¦catalog: x\ncases: [{name: 一, args: [], exit: 2}]\n": ("`catalog`", "`catalogue`"),
    "¦catalogue: {catalogue: x}\n": ("`cases`",),
    "cases: ¦[]\n": ("没有用例",),
    "cases:¦\n": ("没有用例",),
    "catalogue: ¦none.yaml\ncases: [{name: 一, args: [], exit: 2}]\n": ("`none.yaml`",),
    "catalogue: ¦[x]\ncases: [{name: 一, args: [], exit: 2}]\n": ("列表",),
    "cases: [{name: 一, args: [¦--catalogue, x], exit: 0}]\n": ("`--catalogue`", "taocan test"),
    "cases: [{name: 一, args: ['¦--json'], exit: 0}]\n".replace("'¦", "¦'"): ("`--json`",),
    "cases: [{name: 一, args: [¦[--from]], exit: 0}]\n": ("参数",),
    "cases: [{name: 一, args: [--subscriber, x], subscriber: ¦{plan: 甲}, exit: 0}]\n": ("`subscriber`",),
    "cases: [{name: 一, args: [], subscriber: ¦none.yaml, exit: 0}]\n": ("`none.yaml`",),
    "cases: [{name: 一, args: [], exit: ¦no}]\n": ("整数",),
    "cases: [{name: 一, args: [], exit: ¦-1}]\n": ("负数",),
    "cases: [{name: 一, args: [], exit: 0, only: ¦true}]\n": ("`only`",),
    "cases: [{name: 一, args: [], exit: 0, expect: [], only: ¦yes}]\n": ("`yes`",),
    "cases: [{name: 一, args: [], expect: [{¦verdikt: blocked}]}]\n": ("`verdikt`", "`verdict`"),
    "cases: [{name: 一, args: [], expect: [{verdict: ¦possible}]}]\n": ("`possible`", "`reachable`"),
    "cases: [{name: 一, args: [], expect: [{cancel: {甲: ¦never}}]}]\n": ("`never`", "`first`"),
    "cases: [{name: 一, args: [], expect: [{because: ¦[R1]}]}]\n": ("映射",),
    "cases: [{name: 一, args: [], expect: [{on: ¦2026-13-01}]}]\n": ("`2026-13-01`",),
    "cases: [{name: 一, args: [], expect: [{bound: ¦one}]}]\n": ("整数",),
    "cases: [{name: 一, args: [], expect: [{proved: ¦1}]}]\n": ("真假值",),
    "cases: [{name: 一, args: [], expect: [{keeps: [¦{item: x}]}]}]\n": ("文字",),
    "cases: [{name: 一, args: [], expect: [{ties: [[¦[x]]]}]}]\n": ("文字",),
    "cases: [{name: 一, args: [], expect: [{instead: [{verdict: ¦never}]}]}]\n": ("`never`",),
    "cases: [{name: 一, args: [], expect: [¦x]}]\n": ("映射",),
    "cases: [{name: 一, args: ¦&a [], expect: []}]\n": ("锚点",),
    "¦[1, 2]\n": ("映射",),
}


@pytest.mark.parametrize("text", DEFECTS)
def test_a_defective_file_of_cases_is_one_problem_at_its_place(text: str, tmp_path: Path) -> None:
    bare, at = marked(text)
    path = tmp_path / "c.yaml"
    path.write_text(bare, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        read_cases(path)
    found = [str(one) for one in caught.value.problems]
    assert len(found) == 1, found
    assert found[0].startswith(f"{path}:{at}: "), (found[0], at)
    assert [word for word in DEFECTS[text] if word not in found[0]] == []


def test_all_problems_of_all_files_are_told_and_nothing_is_run(tmp_path: Path) -> None:
    one = written(tmp_path, "{name: 一, exit: 0}", case("{to: 乙, verdict: x}"))
    two = written(tmp_path, "{name: 二}", name="two.yaml")
    got = run(one, two, written(tmp_path, case(GOOD), name="good.yaml"))
    assert got.exit_code == 3 and got.stdout == ""
    assert [f"{one}:10:5" in got.stderr, f"{one}:11:" in got.stderr, f"{two}:10:5" in got.stderr] == [True] * 3


def test_a_defective_catalogue_in_the_file_is_told_at_its_place_unless_the_cases_expect_it(tmp_path: Path) -> None:
    bad = CATALOGUE.replace("[乙, 流量包]", "[乙, 流量报]")
    got = run(written(tmp_path, case(GOOD), "{name: 坏, args: [--from, 甲], exit: 3}", catalogue=bad))
    assert got.exit_code == 3 and "cases.yaml:7:32" in got.stderr and "`流量报`" in got.stderr
    expected = written(tmp_path, "{name: 坏, args: [--from, 甲], exit: 3, stderr: [流量报, '7:32']}", catalogue=bad)
    assert run(expected).exit_code == 0


def test_the_cases_of_the_page_on_cases_pass_on_the_packaged_catalogue(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "test.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.M | re.S)
    path = tmp_path / "page.yaml"
    path.write_text(text.split("\n", 1)[1], encoding="utf-8")
    assert run(str(path)).exit_code == 0
    assert [
        key for key in (*LOOKS, *CASE_KEYS, "instead", "catalogue") if f"`{key}`" not in page and f"`{key}:" not in page
    ] == []
