"""What several findings share: plans of which every door is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from model.finding import Finding
from solver.between.closing import because_of, closed
from solver.findings.base import Finder, Study

Door: TypeAlias = tuple[str, str]
"""The plan that is left and the plan that is changed to."""
DoorsOf: TypeAlias = Callable[[Study, str], Sequence[Door]]
"""The doors that count for a plan."""


def shut(finder: Finder, study: Study, plans: Iterable[str], doors_of: DoorsOf) -> Iterator[Finding]:
    """A finding about each plan that has doors and none that opens, with why; or with how many of them are not decided."""
    whole = study.survey.whole.doors
    for plan in plans:
        doors = doors_of(study, plan)
        opens = [whole[door].opens for door in doors]
        if not doors or True in opens:
            continue
        place, unsure = study.catalogue.items[plan].place, opens.count(None)
        if unsure:
            yield Finding(finder.CODE, finder.LEVEL, (plan,), place, figures={"undecided": unsure}, proved=False)
        else:
            because = because_of(study.survey.bare, doors, left_ms=study.left_ms)
            yield Finding(finder.CODE, finder.LEVEL, (plan,), place, because)


def is_shut(study: Study, doors: Sequence[Door]) -> bool | None:
    """Whether there are doors and none opens; None where that is not decided."""
    return bool(doors) and closed(study.survey.door(*door).opens for door in doors)
