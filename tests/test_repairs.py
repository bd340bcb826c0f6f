"""Repairs of what drafts make: minimal by brute force over all subsets, tried for real, and what else they change.

`TAOCAN_EXAMPLES` sets how many drafts are drawn.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from build import to_yaml
from jsonschema import Draft202012Validator
from random_cases import ON
from random_doors import draw_doors
from test_cli import run
from test_compare import Redrawn
from test_findings_paths import PATHS, Near

from cli.schema import read_schema
from model.catalogue import Catalogue
from model.draft import Drafted
from model.edits import changes_of, undone
from model.finding import Change, Finding
from model.load.catalogue import parse_catalogue
from model.load.drafts import parse_drafts
from solver.checks.clashes import clashes
from solver.checks.compare import drafted as between
from solver.checks.repairs import MOST_REPAIRS, MOST_SIZE, Repairs, Trouble, clash_trouble, finding_trouble, pair_trouble, sound
from solver.findings.base import Finder

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "24"))
START = int(os.environ.get("TAOCAN_SEED", "0"))
SHARES = 4
MOST = 6
FINDERS = {finder.CODE: finder for finder in PATHS}
MET: Counter[str] = Counter()
BASE = """
catalogue: 例
channels: {hall: 营业厅}
brands: [一]
plans:
  - {name: 甲, brand: 一}
  - {name: 乙, brand: 一, waives: 来显, tags: 老}
offers: [{name: 会员}, {name: 管家, discounts: 来显}]
rules:
  - {rule: 不同, conflict: [会员, {tag: 重}]}
  - {rule: 不出, move: {from: {tag: 困}, only_to: {tag: 困}}}
"""
DRAFT = """
extends: 例
plans:
  - {name: 丙, brand: 一, tags: [困, 重, 新], waives: 彩铃, brings: 管家}
rules:
  - {rule: 不进, move: {from: 甲, not_to: 丙}}
"""


def parsed(text: str) -> Catalogue:
    return parse_catalogue({"catalogue.yaml": text.encode()})


def drafted(draft: str, base: str = BASE) -> Drafted:
    return parse_drafts({"base.yaml": base.encode()}, [{"draft.yaml": draft.encode()}])


def repairs(of: Drafted, **options: Any) -> Repairs:
    return Repairs(of, Near, finders=FINDERS, **options)


def found_in(catalogue: Catalogue, code: str) -> list[Finding]:
    return list(FINDERS[code].find(Near(catalogue)))


# -- what is undone ---------------------------------------------------------------------------------------------------------
def test_each_thing_that_a_draft_does_can_be_undone() -> None:
    draft = """
extends: 例
remove: [不同]
plans:
  - {name: 乙, brand: 一, waives: [来显, 彩铃], withdrawn: true}
  - {name: 丙, brand: 一, tags: 新, brings: [{item: 会员, removable: true}], term: month-end}
rules:
  - {rule: 不出, move: {from: 丙, not_to: 甲}}
  - {rule: 不进, move: {from: 甲, not_to: 丙}}
"""
    assert changes_of(drafted(draft)) == (
        Change("remove", "不进"),
        Change("revert", "不出"),
        Change("restore", "不同"),
        Change("drop", "乙", ("彩铃",), "waives"),
        Change("keep", "乙", ("老",), "tags"),
        Change("revert", "乙", (), "withdrawn"),
        Change("drop", "丙", ("会员 (removable)",), "brings"),
        Change("drop", "丙", ("新",), "tags"),
        Change("drop", "丙", (), "term"),
    )


def test_where_all_is_undone_but_new_items_the_old_catalogue_stands() -> None:
    draft = """
extends: 例
remove: [不同, 会员]
plans: [{name: 乙, brand: 一, fee: 3, attrs: {x: 1}}]
rules: [{rule: 不进, move: {from: 甲, not_to: 乙}}, {rule: 不出, move: {from: 甲, not_to: 乙}}]
"""
    both = drafted(draft)
    left = undone(both, changes_of(both))
    old, new = both.old, left
    assert list(new.items) == list(old.items) and list(new.rules) == list(old.rules)
    assert {n: r.body for n, r in new.rules.items()} == {n: r.body for n, r in old.rules.items()}
    assert new.items["乙"].waives == ("来显",) and new.items["乙"].tags == ("老",) and new.items["乙"].monthly_fen is None
    assert new.items["乙"].attributes == {} and new.items["会员"] == old.items["会员"]


def test_a_catalogue_that_could_not_be_read_is_no_repair() -> None:
    both = drafted("extends: 例\nplans: [{name: 丙, brand: 一, tags: 新}]\nrules: [{rule: 新, conflict: [新, 会员]}]\n")
    assert not sound(undone(both, [Change("drop", "丙", ("新",), "tags")]), both)
    assert sound(undone(both, [Change("remove", "新"), Change("drop", "丙", ("新",), "tags")]), both)


# -- examples ---------------------------------------------------------------------------------------------------------------
def test_what_is_put_back_may_not_have_the_name_of_something_else() -> None:
    base = "catalogue: 例\nplans: [{name: 甲, brand: 一}, {name: 丙, brand: 一}]\n"
    both = drafted("extends: 例\nplans: [{name: 丁, brand: 一, aliases: [丙]}]\nremove: [丙]\n", base)
    assert sound(both.new, both)
    assert not sound(undone(both, [Change("restore", "丙")]), both)


def test_a_rule_is_put_back_only_where_its_words_still_mean_the_same() -> None:
    base = (
        "catalogue: 例\nplans: [{name: 甲, brand: 一}]\noffers: [{name: 子, family: 音乐}]\n"
        "rules: [{rule: S, conflict: [音乐, 甲]}]\n"
    )
    rule = "rules: [{rule: S, conflict: [子, 甲], resolve: first}]\n"
    named, other = (drafted(f"extends: 例\noffers: [{{name: {name}}}]\n{rule}", base) for name in ("音乐", "丑"))
    assert not sound(undone(named, [Change("revert", "S")]), named)
    assert sound(undone(other, [Change("revert", "S")]), other)


def test_a_trap_that_a_tag_makes_is_cured_by_dropping_the_tag_alone() -> None:
    both = drafted(DRAFT)
    (trap,) = found_in(both.new, "T202")
    cures = repairs(both).of(finding_trouble(FINDERS["T202"], trap))
    assert [one.changes for one in cures.repairs] == [(Change("drop", "丙", ("困",), "tags"),)]
    assert cures.complete
    assert ("T203", ("乙", "丙")) in cures.repairs[0].cures


def test_a_blocked_change_of_plan_is_cured_by_what_opens_it() -> None:
    rules = "{rule: 不进, move: {from: plan, not_to: 甲}}, {rule: 又, channel: {act: change, of: 甲, only: []}}"
    both = drafted(f"extends: 例\nrules: [{rules}]\n")
    cures = repairs(both).of(pair_trouble("乙", "甲"))
    assert [one.changes for one in cures.repairs] == [(Change("remove", "不进"), Change("remove", "又"))]


def test_a_clash_is_cured_by_the_draft_s_own_values() -> None:
    both = drafted(DRAFT)
    old, new = Near(both.old), Near(both.new)
    clash = next(one for one in clashes(both, old, new).new if one.rule == "不同")
    cures = repairs(both).of(clash_trouble(old, clash))
    assert [one.changes for one in cures.repairs] == [(Change("drop", "丙", ("重",), "tags"),)]


def test_the_standing_catalogue_is_left_alone_unless_it_is_asked_for() -> None:
    both = drafted(
        "extends: 例\nplans: [{name: 丙, brand: 一, tags: 新}]\n", BASE + "  - {rule: 关, move: {from: 乙, not_to: plan}}\n"
    )
    trouble = pair_trouble("乙", "丙")
    assert repairs(both).of(trouble).repairs == ()
    assert [one.changes for one in repairs(both, standing=True).of(trouble).repairs] == [(Change("remove", "关"),)]


def test_rules_of_the_standing_catalogue_that_hide_behind_others_are_found() -> None:
    rules = "  - {rule: 关, move: {from: 乙, not_to: plan}}\n  - {rule: 又, channel: {act: change, from: 乙, only: []}}\n"
    both = drafted("extends: 例\nplans: [{name: 丙, brand: 一}]\n", BASE + rules)
    cures = repairs(both, standing=True).of(pair_trouble("乙", "丙"))
    assert [one.changes for one in cures.repairs] == [(Change("remove", "关"), Change("remove", "又"))]


def test_without_time_no_repair_is_told_and_more_are_not_ruled_out() -> None:
    both = drafted(DRAFT)
    (trap,) = found_in(both.new, "T202")
    cures = repairs(both, left_ms=lambda: 0).of(finding_trouble(FINDERS["T202"], trap))
    assert cures.repairs == () and not cures.complete


# -- against brute force ----------------------------------------------------------------------------------------------------
def subsets(changes: tuple[Change, ...]) -> Iterator[tuple[Change, ...]]:
    for size in range(len(changes) + 1):
        yield from combinations(changes, size)


def minimal(both: Drafted, cured: Callable[[Catalogue], bool]) -> set[frozenset[Change]]:
    """Every set of changes that cures and of which no part does."""
    curing = []
    for some in subsets(changes_of(both)):
        catalogue = undone(both, some)
        if sound(catalogue, both) and cured(catalogue):
            curing.append(frozenset(some))
    return {one for one in curing if not any(other < one for other in curing)}


def troubles(both: Drafted) -> Iterator[tuple[Trouble, Callable[[Catalogue], bool]]]:
    """What is wrong with the new version and not with the old, each with its definition."""
    for code, finder in FINDERS.items():
        known = {one.key for one in found_in(both.old, code)}
        for finding in found_in(both.new, code):
            if finding.key not in known:
                yield finding_trouble(finder, finding), _absent(finder, finding)
    old, new = Near(both.old).survey, Near(both.new).survey
    for pair in new.whole.doors:
        if new.door(*pair).opens is False and old.door(*pair).opens:
            yield pair_trouble(*pair), _open(*pair)


def _absent(finder: Finder, finding: Finding) -> Callable[[Catalogue], bool]:
    return lambda catalogue: all(one.key != finding.key for one in finder.find(Near(catalogue)))


def _open(leaving: str, to: str) -> Callable[[Catalogue], bool]:
    return lambda catalogue: bool(Near(catalogue).survey.door(leaving, to).opens)


@pytest.mark.parametrize("share", range(SHARES))
def test_repairs_are_the_minimal_sets_of_changes(share: int) -> None:
    for number in range(START + share, START + EXAMPLES, SHARES):
        random = Random(90_000 + number)
        data = draw_doors(random)
        old, new = (parse_catalogue({"c.yaml": to_yaml(one)}) for one in (data, Redrawn(random, data).version(data, motifs=3)))
        both = between(old, new)
        if len(changes_of(both)) > MOST:
            MET["too large"] += 1
            continue
        for trouble, cured in list(troubles(both))[:3]:
            wanted = {one for one in minimal(both, cured) if len(one) <= MOST_SIZE}
            cures = repairs(both).of(trouble)
            got = [frozenset(one.changes) for one in cures.repairs]
            if len(got) < MOST_REPAIRS:
                assert set(got) == wanted and cures.complete, f"draft {number}: {trouble.items}"
            assert set(got) <= wanted and [len(one) for one in got] == sorted(len(one) for one in got)
            MET["troubles"] += 1
            MET["repairs"] += len(got)
            MET["of two or more"] += sum(len(one) > 1 for one in got)


def test_the_random_drafts_met_what_they_are_for() -> None:
    assert MET["repairs"] and MET["of two or more"]


# -- on the command line ----------------------------------------------------------------------------------------------------
CLASHING = """
extends: 例
plans: [{name: 丙, brand: 一, tags: 重}]
rules:
  - {rule: 不进, move: {from: 甲, not_to: 丙}}
  - {rule: 不走, move: {from: 丙, not_to: [甲, 乙]}}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for name, text in (("base", BASE), ("draft", CLASHING)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return str(tmp_path / "base.yaml"), str(tmp_path / "draft.yaml")


def check(*arguments: str) -> tuple[int, str, str]:
    done = run("check", *arguments, "--on", ON.isoformat(), "--only", "T2", script="main")
    return done.returncode, done.stdout, done.stderr


def test_a_check_of_a_draft_tells_what_would_cure_what_it_causes(files: tuple[str, str]) -> None:
    base, draft = files
    status, out, _ = check(base, "--draft", draft, "--repair")
    lines = [line.strip() for line in out.splitlines()]
    assert status == 1
    assert any(line.startswith("可改 删去 `不走`；也消除 T203") for line in lines[: lines.index("新的不可同用")])
    cures = lines[lines.index("可以怎样改") :]
    assert cures[cures.index("- `丙` 与 `会员` 不能同用") + 1] == "可改 从 `丙` 的标签里去掉 `重`"
    assert "- 丙 变更到 甲、乙 不可办理" in cures


def test_repairs_stand_in_the_document_which_meets_its_schema(files: tuple[str, str]) -> None:
    base, draft = files
    document = json.loads(check(base, "--draft", draft, "--repair", "--json")[1])
    Draft202012Validator(json.loads(read_schema("report"))).validate(document)
    assert {"do": "drop", "subject": "丙", "field": "tags", "without": ["重"]} in [
        change for one in document["draft"]["remedies"] for repair in one["repairs"] for change in repair["changes"]
    ]


def test_without_being_asked_for_there_are_no_repairs(files: tuple[str, str]) -> None:
    base, draft = files
    assert "可改" not in check(base, "--draft", draft)[1]


def test_a_catalogue_alone_is_repaired_by_its_own_rules_if_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "base.yaml"
    path.write_text(BASE + "  - {rule: 关, move: {from: 乙, not_to: plan}}\n", encoding="utf-8")
    assert "可改 删去 `关`" in check(str(path), "--repair-standing")[1]
    assert check(str(path), "--repair")[0] == 2
