"""`taocan verify` accepts what the solver answers, says what it did not prove again, and needs no solver."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
import yaml
from random_cases import draw_case
from verify_cases import CASES, SHEET, build, checked, told, written

from cli.present.english import fault_text
from model.errors import BadFile, BadRequest

ROOT = Path(__file__).resolve().parent.parent
RANDOM_SEEDS = range(200, 420)


@pytest.mark.parametrize("name", CASES)
def test_an_answer_to_a_case_of_the_sheet_is_verified(name: str) -> None:
    built = build(CASES[name])
    assert told(checked(written(built), built)) == []


def test_the_cases_come_to_every_verdict_and_every_how() -> None:
    answers = [written(build(data))["answers"][0] for data in CASES.values()]
    assert {one["verdict"] for one in answers} == {"reachable", "elsewhere", "later", "blocked"}
    assert {loss["how"] for one in answers for loss in one["cancel"]} == {"auto", "consent", "first"}
    assert {step["do"] for one in answers for step in one["steps"]} == {"change", "cancel", "add", "settle", "wait"}
    for key in ("leaves", "ended", "gains", "keeps", "ties", "instead", "above", "assuming", "warnings"):
        assert any(one[key] for one in answers), key


@pytest.mark.parametrize("start", range(RANDOM_SEEDS.start, RANDOM_SEEDS.stop, 20))
def test_answers_to_random_cases_are_verified(start: int) -> None:
    for seed in range(start, start + 20):
        built = build(draw_case(Random(seed)))
        assert told(checked(written(built), built)) == [], f"seed {seed}"


def test_proofs_by_the_rules_alone_are_proved_again_and_the_others_are_named() -> None:
    def unproved(name: str) -> list[tuple[str, str]]:
        built = build(CASES[name])
        return [(one.path, one.matter) for finding in checked(written(built), built) for one in finding.unproved]

    assert unproved("campus") == unproved("sealed") == unproved("young") == unproved("drop") == []
    assert unproved("waits") == [("answers[0].verdict", "day")]
    assert ("answers[0].ties", "ties") in unproved("tie")


# -- which document ---------------------------------------------------------------------------------------------------------
def refused_file(text: bytes | dict, name: str = "campus") -> str:
    built = build(CASES[name])
    with pytest.raises(BadFile) as caught:
        checked(text, built)
    return str(caught.value)


@pytest.mark.parametrize("key", ["name", "version", "sha256"])
def test_another_catalogue_is_refused(key: str) -> None:
    document = written(build(CASES["campus"]))
    document["catalogue"][key] = "other"
    assert f"catalogue.{key}" in refused_file(document)


def test_an_unknown_format_is_refused() -> None:
    document = written(build(CASES["campus"]))
    document["format"] = "taocan.answer/9"
    assert "taocan.answer/9" in refused_file(document)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"\xff", b'{"format": 1}', b'{"a": NaN}', b'{"a": 1, "a": 2}'])
def test_what_is_no_document_is_refused(text: bytes) -> None:
    assert "answer.json" in refused_file(text)


def test_a_document_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.verify.nodes.DOCUMENT_BYTES_MOST", 2**20)
    with pytest.raises(BadFile) as caught:
        checked(b" " * (2**20 + 1), build(CASES["campus"]))
    (problem,) = caught.value.problems
    assert fault_text(problem, "zh") == "answer.json: 文件超过 1 MiB; 用 `solve … --json` 的输出"
    assert fault_text(problem, "en") == "answer.json: the file is larger than 1 MiB; use the output of `solve … --json`"


def test_all_that_is_malformed_is_told_at_once_with_its_path() -> None:
    document = written(build(CASES["campus"]))
    document["answers"][0]["steps"][0]["on"] = "soon"
    document["answers"][0]["cancel"][0]["how"] = "maybe"
    del document["answers"][0]["keeps"]
    document["request"]["channel"] = "moon"
    said = refused_file(document)
    for path in ("answers[0].steps[0].on", "answers[0].cancel[0].how", "answers[0].keeps", "moon"):
        assert path in said


def test_an_answer_about_a_subscribers_file_needs_the_file() -> None:
    built = build(CASES["origin"])
    document = written(built)
    document["request"].pop("number", None)
    with pytest.raises(BadRequest, match="--subscriber"):
        checked(document, built, alone=True)


def test_the_subscriber_may_stand_in_the_request() -> None:
    built = build(CASES["origin"])
    document = written(built)
    document["request"]["number"] = CASES["origin"]["case"]["subscriber"]
    assert told(checked(document, built, alone=True)) == []


def test_another_subscribers_file_is_refused() -> None:
    document = written(build(CASES["campus"]))
    with pytest.raises(BadFile, match="with"):
        checked(document, build(CASES["ring"]))


# -- the command ------------------------------------------------------------------------------------------------------------
def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; from cli.main import main\n"
        "sys.argv[0] = 'taocan'\n"
        "try: main()\n"
        "finally:\n"
        "    found = [m for m in sys.modules if m.split('.')[0] in ('z3', 'solver', 'networkx')]\n"
        "    assert not found, found\n"
    )
    command = [sys.executable, "-c", code, "verify", *map(str, arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    built = build(CASES["ring"])
    document = written(built)
    catalogue, answer, number = tmp_path / "catalogue.yaml", tmp_path / "answer.json", tmp_path / "number.yaml"
    catalogue.write_bytes(yaml.safe_dump(SHEET, allow_unicode=True, sort_keys=False).encode())
    answer.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    number.write_text(json.dumps(CASES["ring"]["case"]["subscriber"]), encoding="utf-8")
    return catalogue, answer, number


def test_the_command_verifies_without_z3_or_the_solver(files: tuple[Path, Path, Path]) -> None:
    catalogue, answer, number = files
    done = run(answer, "--catalogue", catalogue, "--subscriber", number, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "verified  answers[0]  Music -> Olympic  reachable" in done.stdout


def test_the_command_refuses_with_path_wanted_and_found(files: tuple[Path, Path, Path]) -> None:
    catalogue, answer, number = files
    text = answer.read_text(encoding="utf-8")
    answer.write_text(text.replace('"how": "auto"', '"how": "consent"'), encoding="utf-8")
    done = run(answer, "--catalogue", catalogue, "--subscriber", number, "--lang", "en")
    assert done.returncode == 1 and 'answers[0].cancel[0].how: wanted "auto", found "consent"' in done.stdout
    done = run(answer, "--catalogue", catalogue, "--subscriber", number, "--json")
    (finding,) = json.loads(done.stdout)["answers"]
    assert finding["differences"] == [{"path": "answers[0].cancel[0].how", "wanted": "auto", "found": "consent"}]


def test_wrong_usage_exits_2_and_a_bad_file_3(files: tuple[Path, Path, Path]) -> None:
    catalogue, answer, number = files
    assert run("nowhere.json").returncode == 2
    assert run().returncode == 2
    assert run(answer, "--subscriber", number).returncode == 3
    assert run(number, "--catalogue", catalogue).returncode == 3
    assert run(answer.parent, "--catalogue", catalogue).returncode == 3


def test_nothing_of_the_check_imports_the_solver() -> None:
    for path in [*(ROOT / "model").rglob("*.py"), ROOT / "cli" / "verify.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"solver", "z3"}, path
