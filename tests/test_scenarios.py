"""The worked cases of `tests/scenarios`, each solved as on the command line and held against what was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cli.cases.judge import Judge
from cli.cases.run import Setting, compared, outcome, said_in
from model.load.cases import Case, read_cases

FOLDER = Path(__file__).parent / "scenarios"


@cache
def setting_of(path: Path) -> Setting:
    (setting,) = Judge(None, (), today=date(2026, 11, 23), language="zh").settings([read_cases(path)])
    assert isinstance(setting, Setting)
    return setting


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in read_cases(path).cases:
            yield pytest.param(path, case, id=f"{path.stem}: {case.name}")


@pytest.mark.parametrize(("path", "case"), list(cases()))
def test_the_case_comes_out_as_worked_by_hand(path: Path, case: Case) -> None:
    setting = setting_of(path)
    strict = replace(case, status=0 if case.status is None else case.status)
    assert list(compared(strict, outcome(strict, setting), said_in(setting))) == []
