"""`taocan check`: its report, as text, JSON and SARIF, and its exit status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby, repeat
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sarif import SARIF
from test_cli import run

from cli.check_one import status
from cli.misuse import Misuse
from cli.options import chosen
from cli.output import Look
from cli.present.findings import present_text
from cli.present.findings_json import present_json
from cli.present.findings_sarif import present_sarif
from cli.present.html_findings import levels
from cli.present.page import width
from cli.schema import read_schema
from model.catalogue import Catalogue
from model.finding import Change, Finding, Repair
from model.load.catalogue import parse_catalogue
from model.report import Report, Version
from solver.checks.check import check
from solver.findings.base import Study
from solver.findings.finders import FINDERS

ON = date(2026, 11, 23)
RULES = {code: finder for code, finder in FINDERS.items() if code[:2] in ("T3", "T4")}
SLIPS = """\
catalogue: 样例
version: 2026-11
sources: {notes: 注意事项}
channels: {hotline: 人工台, hall: 营业厅}
facts: {grade: {type: int}}
plans:
  - {name: 甲, brand: 一, fee: 88}
  - {name: 乙, brand: 二, fee: 58}
offers: [{name: 丙}, {name: 丁}, {name: 戊}]
vnets: [{name: 网}]
rules:
  - {rule: S1, only_with: {items: 网, allow: {brand: 二}}, resolve: first, cite: notes §1, tell: 请先取消}
  - {rule: S2, conflict: [网, {brand: 一}], resolve: consent, cite: note §2, tell: 将取消}
  - {rule: S3, conflict: [网, 甲], resolve: first, tell: 请先取消}
  - {rule: S4, channel: {act: change, only: [hall], facts: {grade: {min: 3}}}}
  - {rule: S5, only_with: {items: 丙, allow: 丁}, resolve: first}
"""
CLEAN = """\
catalogue: 样例
plans: [{name: 甲, brand: 一}]
offers: [{name: 丙}]
rules: [{rule: S1, conflict: [甲, 丙], tell: 将取消丙}]
"""
NOTES = """\
catalogue: 样例
plans: [{name: 甲, brand: 一}]
offers: [{name: 丙}, {name: 丁}]
rules: [{rule: S1, conflict: [甲, 丙], tell: 将取消丙}]
"""


@pytest.fixture
def slips(tmp_path: Path) -> Path:
    return written(tmp_path, "slips.yaml", SLIPS)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def catalogue_of(text: str) -> Catalogue:
    return parse_catalogue({"样例.yaml": text.encode()})


def checked(text: str) -> tuple[Report, Catalogue]:
    catalogue = catalogue_of(text)
    return check(catalogue, finders=RULES, on=ON), catalogue


def reported(*findings: Finding) -> Report:
    return Report(Version("样例", "1", "0" * 64), findings, on=ON)


def finding(code: str = "T404", *, proved: bool = True, repairs: tuple[Repair, ...] = ()) -> Finding:
    figures = {"word": "丙", "meant": "item", "hidden": "tag"}
    return Finding(code, RULES[code].LEVEL, ("丙",), figures=figures, proved=proved, repairs=repairs)


def text_of(report: Report, catalogue: Catalogue, language: str = "zh", width: int = 80) -> str:
    return present_text(report, catalogue, FINDERS, language, Look(width))


# -- the report ---------------------------------------------------------------------------------------------------------
def test_findings_are_in_the_order_of_codes_then_of_the_catalogue() -> None:
    report, catalogue = checked(SLIPS)
    codes = [one.code for one in report.findings]
    assert codes == sorted(codes) and {"T301", "T303", "T404", "T407", "T408"} <= set(codes)
    rules = [one.subjects[0] for one in report.findings if one.code == "T301"]
    assert rules == [rule for rule in catalogue.rules if rule in rules]


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    one, other = (present_json(*checked(SLIPS), FINDERS, "zh") for _ in range(2))
    assert one == other


def test_a_reason_is_irreducible() -> None:
    report, _ = checked(SLIPS)
    assert {one.subjects: one.because for one in report.findings if one.code == "T301"} == {("S3",): ("S1",)}


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ((), 0),
        ((finding("T404"),), 0),
        ((finding("T401"),), 1),
        ((finding("T401", proved=False),), 4),
        ((finding("T404"), finding("T401", proved=False)), 4),
        ((finding("T401"), finding("T402", proved=False)), 1),
    ],
)
def test_the_exit_status_tells_whether_something_was_found_or_left_undecided(findings, expected) -> None:
    assert status(reported(*findings)) == expected


def test_nothing_is_decided_without_time_and_nothing_counts() -> None:
    report = check(catalogue_of(SLIPS), budget_ms=0)
    assert [(one.code, one.subjects) for one in report.undecided] == [(code, ()) for code in FINDERS]
    assert report.found == () and sum(report.counts.values()) == 0
    told = text_of(report, catalogue_of(SLIPS), "en")
    assert told.count("not all was looked at") == len(FINDERS)


@pytest.mark.parametrize("code", FINDERS)
def test_what_is_found_before_the_time_comes_is_true_and_the_rest_is_said_to_be_open(code: str) -> None:
    catalogue, finders = catalogue_of(SLIPS), {code: FINDERS[code]}
    whole = {one.key for one in check(catalogue, finders=finders, on=ON).found}
    for looks in range(12):
        times = chain(repeat(0.0, looks), repeat(1.0))
        report = check(catalogue, finders=finders, on=ON, budget_ms=500, clock=times.__next__)
        found = {one.key for one in report.found}
        assert found <= whole and (found == whole or report.undecided)


@dataclass
class Noted:
    """A finder that notes when it is asked, and finds nothing."""

    CODE: str
    order: list[str]

    def find(self, study: Study) -> Iterator[Finding]:
        self.order.append(self.CODE)
        return iter(())


def test_what_costs_little_is_looked_for_first_and_all_is_looked_for() -> None:
    order: list[str] = []
    check(catalogue_of(SLIPS), finders={code: Noted(code, order) for code in FINDERS})
    assert sorted(order) == sorted(FINDERS)
    assert [kind for kind, _ in groupby(code[:2] for code in order)] == ["T4", "T1", "T3", "T1", "T2", "T1"]


@pytest.mark.parametrize("code", ["T301", "T302", "T303", "T403"])
def test_the_time_is_looked_at_within_a_rule_too(code: str) -> None:
    names = [f"{side}{n}" for side in "ab" for n in range(200)]
    offers = ", ".join(f"{{name: {name}, tags: [{name[0]}]}}" for name in names)
    plans = "[{name: p, brand: x}, {name: q, brand: x}]"
    rules = "[{rule: R1, conflict: [{tag: a}, {tag: b}]}, {rule: R2, conflict: [{tag: b}, {tag: a}], resolve: first}]"
    if code in ("T302", "T403"):
        plans = "[" + ", ".join(f"{{name: {name}, brand: x}}" for name in names) + "]"
        offers, rules = "{name: o}", "[{rule: R1, conflict: [plan, plan]}]"
    if code == "T303":
        by = "{{rule: {}, conflict: [{{tag: a, origin: {}}}, {{tag: b}}], resolve: {}}}"
        rules = f"[{by.format('R1', 'own', 'auto')}, {by.format('R2', 'campaign', 'first')}]"
    text = f"catalogue: c\nchannels: {{h: h}}\nbrands: [x]\nplans: {plans}\noffers: [{offers}]\nrules: {rules}\n"
    looks: list[int] = []

    def left_ms() -> int:
        looks.append(0)
        return 1 if len(looks) < 5 else 0

    found = list(FINDERS[code].find(Study(parse_catalogue({"c.yaml": text.encode()}), left_ms=left_ms)))
    assert next((one.subjects, one.proved) for one in found) == (("R1",), False)
    assert len(looks) < 10


# -- what is checked ----------------------------------------------------------------------------------------------------
def test_codes_their_beginnings_and_names_choose() -> None:
    assert list(chosen(FINDERS, ["T301"], [])) == ["T301"]
    assert list(chosen(FINDERS, ["T3", "shared-alias"], ["T302"])) == ["T301", "T303", "T401"]
    assert list(chosen(FINDERS, [], ["T4"])) == [code for code in FINDERS if not code.startswith("T4")]


@pytest.mark.parametrize(("only", "ignore"), [(["T9"], []), ([""], []), ([], ["alias"]), (["T301"], ["T3"])])
def test_a_word_that_chooses_nothing_is_a_misuse(only, ignore) -> None:
    with pytest.raises(Misuse):
        chosen(FINDERS, only, ignore)


# -- text ---------------------------------------------------------------------------------------------------------------
def test_the_text_has_code_level_place_sentence_and_reason() -> None:
    text = text_of(*checked(SLIPS))
    assert "T303 一事两办 two-answers\n  警告  样例.yaml:13:12\n    `甲`、`网` 相冲突" in text
    assert "因为 `S1` 网 只能与 二 同用（注意事项 §1，样例.yaml:12:12）" in text


def test_the_text_counts_what_it_lists() -> None:
    report, catalogue = checked(SLIPS)
    lines = text_of(report, catalogue).splitlines()
    for level, word in (("error", "错误"), ("warning", "警告"), ("note", "提示")):
        assert sum(line.startswith(f"  {word}  ") for line in lines) == report.counts[level]
        assert f"{word} {report.counts[level]}" in lines[-1]


def test_nothing_found_is_said_in_one_line() -> None:
    assert text_of(*checked(CLEAN)) == "样例：没有发现问题\n"
    assert text_of(*checked(CLEAN), language="en") == "样例: nothing found\n"


def test_what_was_not_decided_is_named_so_and_not_counted() -> None:
    text = text_of(reported(finding(proved=False)), catalogue_of(CLEAN))
    assert "  未定" in text and text.endswith("样例 1：没有发现问题，未定 1\n")


def test_of_very_many_findings_the_first_are_told_and_how_many_more() -> None:
    many = tuple(replace(finding("T404"), subjects=(str(number),)) for number in range(501))
    text = text_of(reported(*many), catalogue_of(CLEAN))
    assert text.count("没有规则专门说到") == 100 and "    另外还有 401 处，见 --json\n" in text and "提示 501" in text
    (level,) = levels(many, catalogue_of(CLEAN), FINDERS, "en")
    (group,) = level.groups
    assert (level.count, group.count, len(group.findings), group.more) == (501, 501, 500, "1 more, see --json")


def test_a_repair_is_told_with_what_else_it_changes() -> None:
    repair = Repair(
        (Change("remove", "S1"), Change("drop", "丙", ("彩铃",), "waives")), (("T301", ("S3",)),), (("T404", ("丁",)),)
    )
    text = text_of(reported(finding(repairs=(repair, Repair((Change("remove", "S3"),))))), catalogue_of(CLEAN))
    assert "可改 删去 `S1`、从 `丙` 的免收费用里去掉 `彩铃`；也消除 T301 `S3`；但引出 T404 `丁`" in text
    assert "或 删去 `S3`" in text


def test_of_many_findings_for_one_reason_the_first_are_told_and_the_others_counted() -> None:
    many = tuple(replace(finding(), subjects=(f"S{n}",), because=("S1",)) for n in range(30))
    text = text_of(reported(*many), catalogue_of(CLEAN))
    assert "原因相同的还有 10 处，见 --json" in text and text.count("因为") == 1


def test_the_text_wraps_on_a_terminal() -> None:
    report, catalogue = checked(SLIPS)
    lines = present_text(report, catalogue, FINDERS, "zh", Look(60, wraps=True)).splitlines()
    assert max(map(width, lines)) <= 60


def test_the_text_in_english_has_no_chinese_of_its_own() -> None:
    names = set(SLIPS)
    text = text_of(*checked(SLIPS), language="en")
    assert {letter for letter in text if letter > "\u2e80"} <= names


# -- JSON and SARIF -----------------------------------------------------------------------------------------------------
def test_the_json_meets_its_schema() -> None:
    report, catalogue = checked(SLIPS)
    repair = Repair((Change("remove", "S1"),), (("T301", ("S3",)),))
    more = replace(report, findings=(*report.findings, finding(repairs=(repair,)), finding("T401", proved=False)))
    for one in (report, more, reported()):
        document = json.loads(present_json(one, catalogue, FINDERS, "zh"))
        Draft202012Validator(json.loads(read_schema("report"))).validate(document)
        assert len(document["findings"]) == len(one.findings)
        assert sum(document["counts"].values()) == len(one.findings)


def test_the_schema_refuses_what_is_no_report() -> None:
    document = json.loads(present_json(*checked(SLIPS), FINDERS, "zh"))
    validator = Draft202012Validator(json.loads(read_schema("report")))
    for wrong in ({"format": "taocan.answer/2"}, {"counts": {}}, {"findings": [{}]}, {"checked": ["301"]}):
        assert not validator.is_valid({**document, **wrong})


def test_the_sarif_has_the_structure_that_its_standard_asks_for() -> None:
    report, catalogue = checked(SLIPS)
    document = json.loads(present_sarif(report, catalogue, FINDERS, "zh"))
    Draft202012Validator(SARIF).validate(document)
    (one,) = document["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(FINDERS)
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert len(one["results"]) == len(report.findings)
    assert len({json.dumps(result["partialFingerprints"]) for result in one["results"]}) == len(report.findings)


def test_what_was_not_decided_is_open_in_sarif() -> None:
    document = json.loads(present_sarif(reported(finding("T401", proved=False)), catalogue_of(CLEAN), FINDERS, "en"))
    Draft202012Validator(SARIF).validate(document)
    assert [(one["kind"], one["level"]) for one in document["runs"][0]["results"]] == [("open", "none")]


def test_a_path_in_sarif_is_a_uri() -> None:
    place = checked(SLIPS)[0].findings[0].place
    for file, uri in (("样 例.yaml", "%E6%A0%B7%20%E4%BE%8B.yaml"), ("/a b/c.yaml", "file:///a%20b/c.yaml")):
        report = reported(replace(finding(), place=replace(place, file=file)))
        (result,) = json.loads(present_sarif(report, catalogue_of(CLEAN), FINDERS, "zh"))["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


# -- the command --------------------------------------------------------------------------------------------------------
def test_the_command_exits_1_with_findings_and_tells_them(slips: Path) -> None:
    done = run("check", slips, "--only", "T3", script="main")
    assert done.returncode == 1 and "T301" in done.stdout and "T404" not in done.stdout
    assert f"{slips}:14:12" in done.stdout


def test_the_command_exits_0_where_there_are_notes_alone(tmp_path: Path) -> None:
    done = run("check", written(tmp_path, "notes.yaml", NOTES), "--only", "T4", script="main")
    assert (done.returncode, done.stderr) == (0, "") and "T404" in done.stdout


def test_a_warning_of_the_reader_is_told_once(slips: Path) -> None:
    done = run("check", slips, "--only", "T4", script="main")
    assert "note" in done.stdout and "没有在 `sources` 中声明" not in done.stderr
    assert "里没有主套餐" in done.stderr


def test_sarif_goes_to_a_file_beside_the_text_or_alone_to_stdout(slips: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.sarif"
    done = run("check", slips, "--only", "T3", "--sarif", file, script="main")
    assert "T301" in done.stdout and json.loads(file.read_text(encoding="utf-8"))["version"] == "2.1.0"
    alone = run("check", slips, "--only", "T3", "--sarif", "-", script="main")
    assert alone.returncode == 1 and json.loads(alone.stdout) == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--only", "T999"), "T999"),
        (("--only", "T301", "--ignore", "T3"), "--only"),
        (("--json", "--sarif", "-"), "--sarif"),
        (("--time-limit", "-1"), "--time-limit"),
        (("--on", "明天"), "--on"),
        (("--sarif", "/no/such/folder/x.sarif"), "/no/such/folder"),
    ],
)
def test_wrong_usage_exits_2(slips: Path, arguments, named) -> None:
    done = run("check", slips, *arguments, script="main")
    assert done.returncode == 2 and done.stdout == "" and named in done.stderr and "Traceback" not in done.stderr


def test_no_file_exits_2_and_a_bad_one_3(tmp_path: Path) -> None:
    none = run("check", tmp_path / "none.yaml", script="main")
    assert none.returncode == 2 and "CATALOGUE" in none.stderr
    bad = run("check", written(tmp_path, "bad.yaml", SLIPS.replace("rule: S2", "rule: S1")), script="main")
    assert bad.returncode == 3 and "bad.yaml:13:12" in bad.stderr


def test_the_packaged_catalogue_has_nothing_worse_than_notes() -> None:
    done = run("check", "--json", "--on", "2026-11-23", script="main")
    document = json.loads(done.stdout)
    assert done.returncode == 0
    assert document["counts"] == {"error": 0, "warning": 0, "note": 9, "undecided": 0}
    found = document["findings"]
    assert [tuple(one["subjects"]) for one in found if one["code"] == "T404"] == [("集团彩铃",)]
    assert [tuple(one["subjects"]) for one in found if one["code"] == "T103"] == [
        ("动感地带音乐套餐会员", "平台类业务"),
        ("音乐套餐可选包", "平台类业务"),
    ]
    parted = [one for one in found if one["code"] == "T102"]
    assert len(parted) == 6 and ["集团V网", "校园V网"] in [one["subjects"] for one in parted]
    assert all(one["place"]["file"].endswith("items.yaml") for one in found)
