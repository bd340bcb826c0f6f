"""`verify` accepts the answers to the worked cases of `tests/scenarios`, those with losses and those without."""

from __future__ import annotations

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
        sheet = _plain(yaml.safe_load(path.read_text(encoding="utf-8")))
        for case in sheet["cases"]:
            if case.get("subscriber") and "--to" in case["args"]:
                yield pytest.param(sheet["catalogue"], case, id=f"{path.stem}: {case['name']}")


def _plain(data: Any) -> Any:
    """Days as they are written; the rest as it was read."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return data if isinstance(data, str | int | float | bool) or data is None else str(data)


@pytest.mark.parametrize(("sheet", "case"), list(cases()))
def test_the_answer_is_accepted(sheet: dict[str, Any], case: dict[str, Any]) -> None:
    args = [str(arg) for arg in case["args"]]
    catalogue = {"version": "1", "channels": {"hall": "营业厅"}, **sheet}
    subscriber = {"id": "1", **case["subscriber"]}
    built = build({"catalogue": catalogue, "case": {"name": case["name"], "args": args, "subscriber": subscriber}})
    if built.query.goal.to not in built.catalogue.items:
        pytest.skip("several plans are asked about at once")
    assert refused(built, answers_of(built)[0]) == []
