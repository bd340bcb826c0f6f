"""The scripts as they are run: exit statuses, what goes to stdout and what to stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from test_present_samples import BLOCKED, LATER, NOW, SHEET, UNDECIDED

from cli.main import guarded
from cli.solve import status

SOLVES = pytest.mark.skipif(find_spec("solver.answers.decide") is None, reason="no solver yet")
ASIDE = ("--on", "2026-11-23")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.yaml"
    path.write_text(SHEET, encoding="utf-8")
    return path


def run(*arguments: object, script: str = "solve_command", **environment: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; from cli.main import {script}; sys.argv[0] = 'taocan'; {script}()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    )


@pytest.mark.parametrize(
    ("answers", "expected"),
    [([NOW, BLOCKED], 0), ([LATER, UNDECIDED], 0), ([UNDECIDED, BLOCKED], 4), ([BLOCKED], 1), ([], 1)],
)
def test_the_exit_status_tells_yes_no_or_undecided(answers, expected):
    assert status(answers) == expected


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--from", "音乐A", "--to", "奥运99"), ("奥运99", "奥运88")),
        (("--from", "音乐A", "--add", "GPRS套餐"), ("GPRS5元", "GPRS20元")),
        (("--nope",), ("--nope",)),
        (("--horizon", "x"), ("--horizon",)),
        (("--subscriber", "no-such-file.yaml"), ("no-such-file.yaml",)),
        ((), ("--from",)),
    ],
)
def test_wrong_usage_exits_2_with_an_empty_stdout(sheet, arguments, named):
    done = run("--catalogue", sheet, *ASIDE, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert all(name in done.stderr for name in named) and "Traceback" not in done.stderr
    assert not set("│╭─") & set(done.stderr)


def test_a_catalogue_that_is_not_there_is_wrong_usage():
    assert run("--catalogue", "nowhere", "--from", "a").returncode == 2


def test_a_bad_file_exits_3_with_its_place(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("catalogue: c\nplans: [{name: a}]\nnope: 1\n", encoding="utf-8")
    done = run("--catalogue", path, "--from", "a")
    assert (done.returncode, done.stdout) == (3, "") and "bad.yaml:3:1" in done.stderr


def test_usage_errors_speak_the_language_asked_for(sheet):
    done = run("--catalogue", sheet, "--lang", "en", "--from", "奥运99")
    assert "error: `奥运99` is not an item, family, brand or tag (--from)\ndid you mean: 奥运, 奥运88" in done.stderr


def test_help_is_in_both_languages_and_plain():
    zh, en = run("--help"), run("--lang", "en", "--help")
    assert zh.returncode == en.returncode == 0
    assert "现有主套餐" in zh.stdout and "Plan held" in en.stdout and "help." not in zh.stdout + en.stdout
    assert "Plan held" in run("--help", TAOCAN_LANG="en").stdout


def test_help_and_names_load_nothing_slow():
    code = "import sys, cli.main; sys.exit(any(m in sys.modules for m in ('model', 'solver', 'z3', 'networkx', 'rich', 'yaml')))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_defect_exits_70_and_asks_for_a_report(capsys, monkeypatch):
    def broken() -> int:
        raise ZeroDivisionError("oh")

    for debug in ("", "1"):
        monkeypatch.setenv("TAOCAN_DEBUG", debug)
        with pytest.raises(BaseException) as caught:
            guarded(broken)()
        assert getattr(caught.value, "exit_code", None) == 70
        out, err = capsys.readouterr()
        assert out == "" and "ZeroDivisionError" in err and ("Traceback" in err) is bool(debug)


def test_ctrl_c_exits_130():
    def stopped() -> int:
        raise KeyboardInterrupt

    with pytest.raises(BaseException) as caught:
        guarded(stopped)()
    assert getattr(caught.value, "exit_code", None) == 130


def test_a_reader_that_leaves_is_no_error(sheet):
    code = "from cli.main import main; main()"
    command = [sys.executable, "-c", code, "graph", "--catalogue", str(sheet)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 141 and err == b""


@pytest.mark.parametrize("which", ["answer", "catalogue", "subscriber"])
def test_schemas_are_printed_as_json(which):
    done = run("schema", which, script="main")
    assert done.returncode == 0 and json.loads(done.stdout)["$schema"]


def test_an_unknown_schema_is_wrong_usage():
    assert run("schema", "nope", script="main").returncode == 2


@pytest.mark.parametrize(("format_", "begins"), [("mermaid", "graph LR"), ("dot", 'digraph "sample"'), ("graphml", "<graphml")])
def test_the_graph_is_printed_in_each_format(sheet, format_, begins):
    done = run("graph", "--catalogue", sheet, "--format", format_, script="main")
    assert done.returncode == 0 and done.stdout.startswith(begins)


def test_the_graph_of_a_word_is_its_neighbourhood(sheet):
    done = run("graph", "校园V网", "--catalogue", sheet, "--lang", "en", script="main")
    assert "only with S11" in done.stdout and "GPRS" not in done.stdout
    everything = run("graph", "--all", "--catalogue", sheet, script="main").stdout
    assert "畅聊" in everything
    assert run("graph", "校园", "--catalogue", sheet, script="main").returncode == 2


def solved(sheet: Path, *arguments: str) -> tuple[int, Sequence[dict[str, object]]]:
    done = run("--catalogue", sheet, *ASIDE, "--json", *arguments)
    return done.returncode, json.loads(done.stdout)["answers"]


@SOLVES
def test_solve_answers_in_json_that_meets_the_schema(sheet):
    from jsonschema import Draft202012Validator

    from cli.schema import read_schema

    done = run("--catalogue", sheet, *ASIDE, "--json", "--from", "音乐A", "--with", "校园V网")
    assert done.returncode == 0 and done.stderr == ""
    document = json.loads(done.stdout)
    Draft202012Validator(json.loads(read_schema("answer"))).validate(document)
    assert {answer["to"] for answer in document["answers"]} == {"奥运88", "畅聊", "音乐B"}


@SOLVES
def test_solve_and_taocan_solve_are_the_same_command_with_the_same_bytes(sheet):
    arguments = ("--catalogue", sheet, *ASIDE, "--from", "音乐A", "--with", "GPRS5元", "--to", "奥运88", "--json")
    one, two = run(*arguments), run("solve", *arguments, script="main")
    assert (one.returncode, one.stdout) == (two.returncode, two.stdout)
    assert json.loads(one.stdout)["answers"][0]["cancel"][0]["item"] == "GPRS5元"


@SOLVES
def test_no_exits_1_and_says_why(sheet):
    code, answers = solved(sheet, "--from", "音乐A", "--to", "老套餐")
    assert code == 1 and answers[0]["verdict"] == "blocked"


@SOLVES
def test_text_is_read_out_with_the_verdict_first(sheet):
    done = run("--catalogue", sheet, *ASIDE, "--from", "音乐A", "--with", "校园V网", "--to", "奥运88")
    assert done.stdout.splitlines()[0] == "音乐A 变更到 奥运88：可办理，须取消 1 项在用产品" and done.returncode == 0


@SOLVES
def test_conditions_are_told_only_where_no_holdings_were_given(sheet):
    assert solved(sheet, "--from", "音乐A", "--to", "奥运88")[1][0]["conditions"]
    assert not solved(sheet, "--from", "音乐A", "--with", "GPRS5元", "--to", "奥运88")[1][0]["conditions"]


@SOLVES
def test_a_subscribers_file_is_solved(sheet, tmp_path):
    path = tmp_path / "subscriber.json"
    path.write_text(json.dumps({"id": "138", "plan": "音乐A", "holds": ["校园V网"]}), encoding="utf-8")
    code, answers = solved(sheet, "--subscriber", str(path), "--to", "畅聊")
    assert code == 0 and answers[0]["cancel"][0]["how"] == "first"
    path.write_text('{"plan": "没有的套餐"}', encoding="utf-8")
    assert run("--catalogue", sheet, "--subscriber", path).returncode == 3
