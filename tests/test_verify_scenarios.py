"""`verify` accepts the answers to the worked cases of `tests/scenarios`, those with losses and those without."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from build import build
from compare import answers_of
from verify_cases import refused

FOLDER = Path(__file__).parent / "scenarios"


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        sheet = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
        for case in sheet["cases"]:
            if case.get("subscriber") and "--to" in case["args"]:
                yield pytest.param(sheet["catalogue"], case, id=f"{path.stem}: {case['name']}")


@pytest.mark.parametrize(("sheet", "case"), list(cases()))
def test_the_answer_is_accepted(sheet: dict[str, Any], case: dict[str, Any]) -> None:
    args = [str(arg) for arg in case["args"]]
    catalogue = {"version": "1", "channels": {"hall": "营业厅"}, **sheet}
    subscriber = {"id": "1", **case["subscriber"]}
    built = build({"catalogue": catalogue, "case": {"name": case["name"], "args": args, "subscriber": subscriber}})
    if built.query.goal.to not in built.catalogue.items:
        pytest.skip("several plans are asked about at once")
    assert refused(built, answers_of(built)[0]) == []
