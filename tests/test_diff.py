"""The command `diff`: two versions side by side as text, JSON and HTML; its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from random_cases import ON
from test_cli import run

from cli.files import packaged_catalogue
from cli.schema import read_schema

DAY = ON.isoformat()
OLD = """
catalogue: 例
version: '1'
channels: {hall: 营业厅, online: 网上}
brands: [一]
plans:
  - {name: 甲, brand: 一, fee: 58, waives: 彩铃}
  - {name: 乙, brand: 一}
  - {name: 丙, brand: 一}
offers: [{name: 会员}]
rules:
  - {rule: 互斥, conflict: [会员, 乙], tell: 会员与乙不能同用, cite: 第1条}
"""
NEW = (
    OLD.replace("version: '1'", "version: '2'")
    .replace("fee: 58, waives: 彩铃", "fee: 68, waives: [彩铃, 来显], brings: [{item: 会员, removable: true}]")
    .replace("offers: [{name: 会员}]", "offers: [{name: 会员}, {name: 新包, fee: 3}]")
    .replace("cite: 第1条", "resolve: first, cite: 第1条")
    + "  - {rule: 先退, move: {from: 甲, not_to: [乙, 丙], holding: 会员}, resolve: first, tell: 请先退会}\n"
    + "  - {rule: 不出, move: {from: 丙, only_to: 丙}}\n"
)
SUBSCRIBERS = "id,plan,holds\n1,乙,会员\n2,丙,\n3,丙,\n"


CARRIED = (
    "  - {rule: B1, brings: {items: 甲, with: 会员, ends: month-end}}\n",
    "  - {rule: B2, brings: {items: 甲, with: 会员}}\n",
)  # fmt: skip
UNLIKE: dict[str, tuple[str, str, str]] = {
    "a guard": (
        OLD.replace("{name: 会员}", "{name: 会员, family: 热}")
        + "  - {rule: X, move: {from: 甲, not_to: 丙, holding: {family: 热}}}\n",
        OLD.replace("{name: 会员}", "{name: 会员, family: 热}")
        + "  - {rule: X, move: {from: 甲, not_to: 丙, holding: {tag: 热}}}\n",
        "条件（在用）：写法一样，意思不同",
    ),
    "an attribute": (
        OLD.replace("{name: 会员}", "{name: 会员, attrs: {级: '5'}}"),
        OLD.replace("{name: 会员}", "{name: 会员, attrs: {级: 5}}"),
        "属性 级：写法一样，意思不同",
    ),
    "what puts a fact right": (
        OLD + "facts: {a: {type: bool, settle: {at: online, do: 补, to: true}}}\n",
        OLD + "facts: {a: {type: bool, settle: {at: online, do: 补录, to: true}}}\n",
        "补录",
    ),
    "which brings it first": (OLD + "".join(CARRIED), OLD + "".join(CARRIED[::-1]), "次序：先后变了"),
    "items": (
        OLD,
        OLD.replace("  - {name: 丙, brand: 一}\n", "").replace("plans:\n", "plans:\n  - {name: 丙, brand: 一}\n"),
        "次序：先后变了",
    ),
}


@pytest.mark.parametrize("name", UNLIKE)
def test_what_differs_in_the_same_words_is_told(name: str, tmp_path: Path) -> None:
    old, new, line = UNLIKE[name]
    paths = []
    for place, text in enumerate((old, new)):
        (tmp_path / f"{place}.yaml").write_text(text, encoding="utf-8")
        paths.append(str(tmp_path / f"{place}.yaml"))
    _, out, err = diff(*paths, "--on", DAY)
    assert err == "" and line in out
    assert json.loads(diff(*paths, "--on", DAY, "--json")[1])


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for name, text in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")


def diff(*arguments: str) -> tuple[int, str, str]:
    done = run("diff", *arguments, script="main")
    return done.returncode, done.stdout, done.stderr


def test_the_text_tells_what_a_customer_meets(files: tuple[str, str]) -> None:
    status, out, err = diff(*files, "--on", DAY)
    assert (status, err) == (1, "")
    for line in (
        "  - 改动 甲",
        "      月费：58 改为 68",
        "      免收费用：增加 来显",
        "      随带：增加 会员 (removable)",
        "  - 新增 新包",
        "      优惠；月费：3",
        "  - 改动 互斥：会员与乙不能同用（第1条）",
        "      怎样取消：经客户同意后，办理时取消 改为 须先单独取消",
        "  - 新增 先退：请先退会",
        "  - T202 `丙` 不能变更到任何别的在售主套餐，任何渠道、任何客户资料都不行",
        "  - 甲 变更到 乙、丙：原可办理，不取消任何在用产品；现可办理，失去 会员（须先取消）",
        "  - 丙 变更到 甲、乙：原可办理，不取消任何在用产品；现不可办理",
    ):
        assert line in out.splitlines()


def test_the_other_way_round_what_was_added_is_removed_and_what_was_found_is_cured(files: tuple[str, str]) -> None:
    _, out, _ = diff(*reversed(files), "--on", DAY, "--only", "T2", "--lang", "en")
    lines = out.splitlines()
    assert "  - removed 新包" in lines and "Findings cured" in lines and "Findings caused" not in lines
    assert "      fee: 68 is now 58" in lines


def test_what_a_rule_says_is_told_even_where_its_words_for_the_customer_stay(files: tuple[str, str]) -> None:
    old, new = files
    Path(new).write_text(OLD.replace("[会员, 乙]", "[会员, 丙]"), encoding="utf-8")
    lines = diff(old, new, "--on", DAY)[1].splitlines()
    assert "      原：会员 与 乙 互斥" in lines and "      现：会员 与 丙 互斥" in lines


def test_json_meets_its_schema(files: tuple[str, str]) -> None:
    document = json.loads(diff(*files, "--on", DAY, "--json")[1])
    Draft202012Validator(json.loads(read_schema("diff"))).validate(document)
    assert document["touches"] and document["unsure"] == 0
    assert {(one["from"], one["to"]) for one in document["pairs"]} == {("甲", "乙"), ("甲", "丙"), ("丙", "甲"), ("丙", "乙")}
    assert [one["rule"] for one in document["clashes"]["changed"]] == ["互斥"]


def test_many_plans_are_told_by_number_with_a_key(tmp_path: Path) -> None:
    plans = "".join(f"  - {{name: 套餐{n}, brand: 一}}\n" for n in range(6))
    head = f"catalogue: 例\nchannels: {{hall: 厅}}\nbrands: [一]\nplans:\n{plans}"
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(head, encoding="utf-8")
    new.write_text(head + "rules: [{rule: 不回, move: {from: plan, not_to: 套餐0}}]\n", encoding="utf-8")
    _, out, _ = diff(str(old), str(new), "--on", DAY)
    assert "  - 2-6 变更到 套餐0：原可办理，不取消任何在用产品；现不可办理" in out.splitlines()
    assert "  编号：2 套餐1、3 套餐2、4 套餐3、5 套餐4、6 套餐5" in out.splitlines()


def test_the_subscribers_that_are_touched_are_told(files: tuple[str, str], tmp_path: Path) -> None:
    base = tmp_path / "base.csv"
    base.write_text(SUBSCRIBERS, encoding="utf-8")
    status, out, _ = diff(*files, "--on", DAY, "--subscribers", str(base))
    assert status == 1 and "受影响的客户 2 人" in out
    document = json.loads(diff(*files, "--on", DAY, "--subscribers", str(base), "--json")[1])
    assert document["subscribers"]["touched"] == 2


def test_the_html_file_tells_the_same_and_asks_for_nothing(files: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "diff.html"
    assert diff(*files, "--on", DAY, "--html", str(path))[0] == 1
    page = path.read_text(encoding="utf-8")
    assert "会员与乙不能同用" in page and "丙" in page and "<script" not in page
    status, out, _ = diff(*files, "--on", DAY, "--html", "-")
    assert (status, out) == (1, page)


def test_a_catalogue_beside_itself_is_the_same() -> None:
    path = str(packaged_catalogue())
    assert diff(path, path, "--on", DAY)[:2] == (0, diff(path, path, "--on", DAY)[1])
    assert "没有客户会遇到的不同。" in diff(path, path, "--on", DAY)[1]


def test_what_only_the_writer_sees_is_no_difference(files: tuple[str, str]) -> None:
    old, new = files
    Path(new).write_text(OLD.replace("第1条", "第2条"), encoding="utf-8")
    status, out, _ = diff(old, new, "--on", DAY)
    assert status == 0 and "下列不同只在写法，客户遇不到。" in out and "出处：第1条 改为 第2条" in out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("没有.yaml", "没有.yaml"), 2),
        (("{old}",), 2),
        (("{old}", "{new}", "--only", "没有"), 2),
        (("{old}", "{new}", "--reject", "x.csv"), 2),
        (("{old}", "{new}", "--json", "--html", "-"), 2),
        (("{old}", "{old}", "--time-limit", "0.000001"), 4),
    ],
)
def test_exit_statuses(files: tuple[str, str], arguments: tuple[str, ...], status: int) -> None:
    old, new = files
    got, _, err = diff(*(one.format(old=old, new=new) for one in arguments), "--on", DAY)
    assert got == status and "Traceback" not in err


def test_a_bad_catalogue_is_a_bad_file(files: tuple[str, str]) -> None:
    Path(files[1]).write_text("catalogue: [", encoding="utf-8")
    assert diff(*files)[0] == 3
