"""The check of a catalogue: every finder over one study."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from time import monotonic

from model.catalogue import Catalogue
from model.finding import Finding
from model.report import Report, Version
from solver.findings.base import SOME_DAY, Finder, Study
from solver.findings.finders import FINDERS


def check(
    catalogue: Catalogue,
    *,
    finders: Mapping[str, Finder] = FINDERS,
    on: date = SOME_DAY,
    budget_ms: int | None = None,
    progress: Callable[[], None] = lambda: None,
    clock: Callable[[], float] = monotonic,
) -> Report:
    """What `finders` find in a catalogue on a day.

    Shape: `progress` is called once a finder.
    Units: `budget_ms` is for all finders together; what is not decided by then is in the report as not proved.
    """
    until = None if budget_ms is None else clock() + budget_ms / 1000

    def left_ms() -> int | None:
        return None if until is None else round((until - clock()) * 1000)

    study = Study(catalogue, on=on, left_ms=left_ms)
    found: list[Finding] = []
    for code in sorted(finders):
        found += finders[code].find(study)
        progress()
    return Report(Version.of(catalogue), tuple(found))
