"""The check of a catalogue: every finder over one study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from time import monotonic

from model.catalogue import Catalogue
from model.finding import Finding
from model.report import Report, Version
from solver.clock import countdown
from solver.findings.base import SOME_DAY, Finder, Study, found_by
from solver.findings.finders import FINDERS

TURNS = (("T4",), ("T101",), ("T3",), ("T103",), ("T2",), ("",))
"""The beginnings of codes in the order in which they are looked for."""


def begin(
    catalogue: Catalogue, *, on: date = SOME_DAY, budget_ms: int | None = None, clock: Callable[[], float] = monotonic
) -> Study:
    """The study of a catalogue on a day. Units: `budget_ms` is for all that is asked of it, from now on."""
    return Study(catalogue, on=on, left_ms=countdown(budget_ms, clock))


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
    return check_study(begin(catalogue, on=on, budget_ms=budget_ms, clock=clock), finders=finders, progress=progress)


def check_study(study: Study, *, finders: Mapping[str, Finder], progress: Callable[[], None] = lambda: None) -> Report:
    """What `finders` find in a catalogue under study; as of `check_studies`."""
    (report,) = check_studies((study,), finders=finders, progress=progress)
    return report


def check_studies(
    studies: Sequence[Study], *, finders: Mapping[str, Finder], progress: Callable[[], None] = lambda: None
) -> tuple[Report, ...]:
    """What `finders` find in each of some catalogues under study, in the time that they have left.

    Shape: what costs little is looked for first, in one catalogue after the other, so that where the time is short little is
    left open; `progress` is called once a finder and catalogue.
    """
    found: dict[str, list[list[Finding]]] = {}
    for code in sorted(finders, key=_turn):
        found[code] = []
        for study in studies:
            found[code].append(list(found_by(finders[code], study)))
            progress()
    return tuple(
        Report(Version.of(study.catalogue), tuple(one for code in sorted(found) for one in found[code][place]), on=study.on)
        for place, study in enumerate(studies)
    )


def _turn(code: str) -> tuple[int, str]:
    """When a code is looked for: what is written, dead items, rules, what is always held, paths; dead pairs, which are many."""
    return next(turn for turn, begins in enumerate(TURNS) if code.startswith(begins)), code
