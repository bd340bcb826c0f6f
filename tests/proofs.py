"""Cores and blocks held against their definition, by brute force over the plain interpreter.

What stops every way must do so by itself, with every other rule and built-in taken out; and each of it must be needed for
that. What is brought, and the day on which a change starts, are given and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

import tally
from build import Built
from oracle import Oracle

from model.answer import Answer
from model.catalogue import Catalogue
from model.days import add_months
from solver.exact.lines import Result

GIVEN = ("brings", "starts")
STATES = 3000


def unfounded(built: Built, answers: list[Answer], result: Result) -> Iterator[str]:
    """What is wrong with the cores and blocks of a case's answers."""
    lasts = add_months(built.query.on, built.query.horizon_months)
    days = [date.fromordinal(point.best.day) for point in result.points] or [lasts]
    for number, (answer, last) in enumerate(zip(answers, days, strict=True)):
        for core in answer.minimal.cores if answer.minimal else ():
            for wrong in _wrong(built, answer.verdict, last, core.because, frozenset(core.items)):
                yield f"answer {number}, core {core.items}: {wrong}"
        for block in (*answer.above, *((answer.blocked,) if answer.blocked else ())):
            for wrong in _wrong(built, block.line, lasts, tuple(one.rule for one in block.because), frozenset()):
                yield f"answer {number}, block of {block.line}: {wrong}"


def _wrong(built: Built, line: str, last: date, because: tuple[str, ...], kept: frozenset[str]) -> Iterator[str]:
    tally.TALLY["cores" if kept else "blocks"] += 1
    try:
        if _reaches(built, line, last, because, kept):
            yield f"a way is left beside {because}"
            return
        for one in because:
            if not _reaches(built, line, last, [other for other in because if other != one], kept):
                yield f"{one} is not needed"
    except MemoryError:
        tally.TALLY["too large to prove again"] += 1


def _reaches(built: Built, line: str, last: date, because: Iterable[str], kept: frozenset[str]) -> bool:
    """Whether a way is left on a line if nothing but `because` stops one."""
    without = every_reason(built.catalogue) - frozenset(because)
    oracle = Oracle(built.catalogue, built.first, built.query, without=without, states=STATES)
    asked = line == "reachable" and built.query.channel is not None
    channels = (built.query.channel,) if asked and built.query.channel else tuple(built.catalogue.channels)
    return oracle.reaches(channels=channels, waits=line in ("later", "blocked"), last=last, kept=kept)


def every_reason(catalogue: Catalogue) -> frozenset[str]:
    """The rules that can stop something, and the built-ins."""
    rules = (rule.id for rule in catalogue.rules.values() if rule.body.NAME not in GIVEN)
    built_in = (f"{kind}:{name}" for kind in ("sold", "until", "part", "keep", "drop") for name in catalogue.items)
    return frozenset(chain(rules, built_in))
