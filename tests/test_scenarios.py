"""The worked cases of `tests/scenarios`, each solved by the command line and held against what was worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from expectations import differs
from typer.testing import CliRunner

from cli.main import application

FOLDER = Path(__file__).parent / "scenarios"


def plain(value: Any) -> Any:
    """The value as JSON has it: days as text."""
    return json.loads(json.dumps(value, default=str))


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        data = plain(yaml.safe_load(path.read_text(encoding="utf-8")))
        for case in data["cases"]:
            yield pytest.param(data["catalogue"], case, id=f"{path.stem}: {case['name']}")


@pytest.mark.parametrize(("catalogue", "case"), list(cases()))
def test_the_case_comes_out_as_worked_by_hand(catalogue: dict[str, Any], case: dict[str, Any], tmp_path: Path) -> None:
    assert list(wrong(catalogue, case, tmp_path)) == []


def wrong(catalogue: dict[str, Any], case: dict[str, Any], folder: Path) -> Iterator[str]:
    """What comes out otherwise than expected."""
    arguments = ["solve", *map(str, case["args"]), "--json", "--catalogue", str(written(folder / "catalogue.yaml", catalogue))]
    if "subscriber" in case:
        arguments += ["--subscriber", str(written(folder / "subscriber.yaml", case["subscriber"]))]
    result = CliRunner().invoke(application(), arguments)
    if result.exit_code != case.get("exit", 0):
        yield f"exit {result.exit_code}: {result.stderr}"
    yield from (f"stderr lacks {text}: {result.stderr}" for text in case.get("stderr", ()) if text not in result.stderr)
    if "expect" not in case or not result.stdout:
        return
    answers = json.loads(result.stdout)["answers"]
    for want in case["expect"]:
        asked = [a for a in answers if a["to"] == want["to"] and want.get("from", a["from"]) == a["from"]]
        if len(asked) != 1:
            yield f"{want['to']}: {len(asked)} answers"
        else:
            yield from (f"{want['to']}: {difference}" for difference in differs(want, asked[0]))
    if case.get("only") and len(answers) != len(case["expect"]):
        yield f"{len(answers)} answers"


def written(path: Path, data: Any) -> Path:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
