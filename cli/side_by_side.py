"""Two versions of a catalogue, studied and compared, with progress shown."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date

from cli.progress import Progress
from model.catalogue import Catalogue
from model.comparison import Comparison
from model.language import Language
from solver.checks.compare import compare
from solver.clock import countdown
from solver.findings.base import Finder, Study


def side_by_side(
    before: Catalogue,
    after: Catalogue,
    finders: Mapping[str, Finder],
    *,
    on: date,
    budget_ms: int | None,
    language: Language,
    progress: str,
) -> tuple[Comparison, Study, Study]:
    """The comparison, and the study of either version. Shape: `progress` is its message. Units: `budget_ms` is for all of it."""
    left_ms = countdown(budget_ms)
    with Progress(2 * len(finders), language, sys.stderr, key=progress) as shown:
        old, new = (Study(one, on=on, left_ms=left_ms) for one in (before, after))
        return compare(old, new, finders=finders, progress=shown.step), old, new
