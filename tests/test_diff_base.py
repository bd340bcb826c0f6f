"""`taocan diff OLD NEW --subscribers FILE` from end to end: who is stranded, what costs more, interrupted and gone on with."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from test_cli import run

from cli.base import ALL_MS, LEAST_MS, MOST_MS, Options, over_two, question_ms
from cli.main import INTERRUPTED
from cli.output import Look
from cli.present.base import present_base
from model.load.catalogue import load_catalogue
from solver.answers.batch import FEW

DAY = "2026-11-23"
OLD = """\
catalogue: 市
version: '1'
channels: {hall: 厅}
brands: [甲, 乙]
plans:
  - {name: 甲1, brand: 甲, fee: 10}
  - {name: 甲2, brand: 甲, fee: 20}
  - {name: 乙1, brand: 乙, fee: 30}
offers: [{name: 铃}, {name: 网}, {name: 旧包}]
rules:
  - {rule: R1, conflict: [铃, 乙1], resolve: first, tell: 先取消铃}
"""
NEW = (
    OLD.replace("version: '1'", "version: '2'")
    .replace(", {name: 旧包}", "")
    .replace("conflict: [铃, 乙1]", "conflict: [[铃, 网], 乙1]")
    + "  - {rule: M1, move: {from: 甲2, only_to: 甲2}, tell: 甲2 不能变更}\n"
)
BASE = """\
id,plan,holds
1,甲1,铃
2,甲1,铃
3,甲1,网
4,甲1,铃;网
5,甲2,
6,甲2,铃
7,乙1,旧包
8,乙1,旧包;没有的
"""
SEGMENTS = [
    ("item-gone", "乙1", None, 1, "7"),
    ("no-exit", "甲2", None, 2, "5"),
    ("closed", "甲2", "甲1", 2, "5"),
    ("closed", "甲2", "乙1", 1, "5"),
    ("closed", "甲2", "乙1", 1, "6"),
    ("dearer", "甲1", "乙1", 1, "3"),
    ("dearer", "甲1", "乙1", 1, "4"),
]
Json = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("old.yaml", OLD), ("new.yaml", NEW), ("base.csv", BASE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def diff(folder: Path, *options: object) -> subprocess.CompletedProcess[str]:
    files = (folder / "old.yaml", folder / "new.yaml", "--subscribers", folder / "base.csv")
    return run("diff", *files, "--on", DAY, "--only", "T401", *options, script="main")


def test_who_is_stranded_and_whose_exits_cost_more_stand_in_segments_with_a_count_and_an_example(folder: Path) -> None:
    done = diff(folder, "--json")
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)["subscribers"]
    assert found["rows"] == {"read": 8, "accepted": 7, "rejected": 1}
    told = [(one["effect"], one["plan"], one["to"], one["people"], one["example"]) for one in found["segments"]]
    assert told == SEGMENTS
    dear = [one for one in found["segments"] if one["effect"] == "dearer"]
    assert [(len(one["before"]["losses"]), len(one["after"]["losses"])) for one in dear] == [(0, 1), (1, 2)]
    assert found["touched"] == 5 and found["people"]["no-exit"] == 2


def test_the_text_tells_the_same(folder: Path) -> None:
    text = diff(folder).stdout
    for words in (
        "读入 8 行 = 接受 7 + 退回 1",
        "受影响的客户 5 人",
        "换不了原来能换的套餐  2",
        "换 `乙1`：原可办理，现不可办理",
    ):
        assert words in text
    english = diff(folder, "--lang", "en").stdout
    assert "5 subscribers are touched" in english and "can no longer get to a plan" in english


def test_rejected_rows_go_into_a_file_and_all_rows_are_accounted_for(folder: Path) -> None:
    reject = folder / "bad.csv"
    assert diff(folder, "--reject", reject).returncode == 1
    rows = list(csv.DictReader(StringIO(reject.read_text(encoding="utf-8"))))
    assert [(row["line"], row["row"]) for row in rows] == [("9", "8,乙1,旧包;没有的")]


def many(folder: Path) -> None:
    """A base of so many profiles that a run takes some time, over versions of which the new one may take paths away."""
    offers = [f"包{n}" for n in range(9)]
    rules = "".join(f"  - {{rule: K{n}, conflict: [包{n}, 乙1]}}\n" for n in range(0, 9, 2))
    for name in ("old.yaml", "new.yaml"):
        text = (folder / name).read_text(encoding="utf-8")
        listed = ", ".join(f"{{name: {one}}}" for one in offers)
        (folder / name).write_text(text.replace("{name: 网}", f"{{name: 网}}, {listed}") + rules, encoding="utf-8")
    rows = ["id,plan,holds"]
    for number in range(2 ** len(offers)):
        held = ";".join(one for place, one in enumerate(offers) if number >> place & 1)
        rows.append(f"{number},{('甲1', '甲2')[number % 2]},{held}")
    (folder / "base.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


INTERRUPTING = f"""
import signal, sys
from cli.checkpoint import Checkpoint
from cli.main import main
add, noted = Checkpoint.add, []
def interrupted(self, *of):
    add(self, *of)
    noted.append(of)
    if len(noted) == {2 * FEW}:
        signal.raise_signal(signal.SIGINT)
Checkpoint.add = interrupted
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv[0] = "taocan"
main()
"""
"""The program, interrupted from the keyboard as soon as it has noted so many outcomes.

Shape: where the tests run in the background they are told to ignore that, and all that they start.
"""


def test_an_interrupted_run_goes_on_from_its_checkpoint_to_the_same_bytes(folder: Path) -> None:
    many(folder)
    whole = diff(folder, "--json")
    checkpoint = folder / "run"
    files = ("old.yaml", "new.yaml", "--subscribers", "base.csv", "--on", DAY, "--only", "T401", "--json")
    command = [sys.executable, "-c", INTERRUPTING, "diff", *files, "--checkpoint", "run"]
    path = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    child = subprocess.run(command, cwd=folder, capture_output=True, env={**os.environ, "PYTHONPATH": path})
    assert (child.returncode, child.stdout, child.stderr) == (INTERRUPTED, b"", b"")
    noted = checkpoint.read_bytes().count(b"\n")
    again = diff(folder, "--json", "--checkpoint", checkpoint)
    assert checkpoint.read_bytes().count(b"\n") > noted
    for one in (whole, again):
        assert one.returncode == 1 and json.loads(one.stdout)["subscribers"]["profiles"] == 512
    told, wanted = (one.stdout.replace(str(folder), "") for one in (again, whole))
    assert told == wanted


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_process_and_two_give_the_same_bytes(folder: Path, language: Any) -> None:
    many(folder)
    old, new = (load_catalogue(folder / name) for name in ("old.yaml", "new.yaml"))
    told = []
    for workers in (1, 2):
        options = Options(str(folder / "base.csv"), workers=workers)
        based = over_two(old, new, options, on=date.fromisoformat(DAY), default=(), language=language)
        told.append(present_base(based, language, Look()))
    assert told[0] == told[1] and "512" in told[0]


def test_many_questions_take_less_each_but_never_too_little() -> None:
    assert question_ms(0) == question_ms(1) == MOST_MS
    assert question_ms(100) == ALL_MS // 100
    assert question_ms(10_000) == question_ms(10**6) == LEAST_MS
