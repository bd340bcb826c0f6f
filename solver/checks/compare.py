"""Two versions of a catalogue side by side: findings, clashes, and changes between bare plans that come to something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from model.catalogue import Catalogue
from model.comparison import Comparison
from model.contrast import contrast_declared, contrast_items, contrast_rules
from model.draft import Drafted, Touched
from model.finding import Finding
from model.matrix import Door
from model.report import Changed, DoorOutcome, Version
from solver.between.doors import Survey
from solver.checks.check import check_studies
from solver.checks.clashes import clashes
from solver.findings.base import Finder, Study
from solver.findings.finders import FINDERS


class Pairs(NamedTuple):
    """Changes between bare plans that come to something else. Shape: `unsure` were not decided in one of the versions."""

    changed: tuple[Changed, ...]
    unsure: int


class Findings(NamedTuple):
    """The findings that one version has and the other has not. Shape: `unsure` may be such, and were not decided."""

    new: tuple[Finding, ...]
    cured: tuple[Finding, ...]
    unsure: int


def compare(
    old: Study, new: Study, *, finders: Mapping[str, Finder] = FINDERS, progress: Callable[[], None] = lambda: None
) -> Comparison:
    """What differs between two versions under study, on the day of the new one.

    Shape: `progress` is called once a finder and version.
    """
    before, after = old.catalogue, new.catalogue
    items, rules = contrast_items(before, after), contrast_rules(before, after)
    findings = findings_changed(old, new, finders, progress)
    pairs = pairs_changed(old.survey, new.survey)
    return Comparison(
        Version.of(before), Version.of(after), contrast_declared(before, after), items, rules,
        findings.new, findings.cured, clashes(drafted(before, after), old, new), pairs.changed, findings.unsure + pairs.unsure,
    )  # fmt: skip


def drafted(old: Catalogue, new: Catalogue) -> Drafted:
    """Two versions as if the new one had been drafted over the old."""
    items = [one.name for one in contrast_items(old, new)]
    rules = [one.rule for one in contrast_rules(old, new)]
    touched = (Touched.between(old.items, new.items, items), Touched.between(old.rules, new.rules, rules))
    return Drafted(old, new, *touched)


def findings_changed(
    old: Study, new: Study, finders: Mapping[str, Finder], progress: Callable[[], None] = lambda: None
) -> Findings:
    """The findings new and cured. Shape: in the order of a report; a finding is the same in both where its key is."""
    before, after = check_studies((old, new), finders=finders, progress=progress)
    known, now = ({one.key for one in report.found} for report in (before, after))
    open_then, open_now = ({one.code for one in report.undecided} for report in (before, after))
    added = [one for one in after.found if one.key not in known]
    gone = [one for one in before.found if one.key not in now]
    sure, cured = [one for one in added if one.code not in open_then], [one for one in gone if one.code not in open_now]
    unsure = len(added) + len(gone) - len(sure) - len(cured)
    undecided = {one.key for one in before.undecided} ^ {one.key for one in after.undecided}
    return Findings(tuple(sure), tuple(cured), unsure + len(undecided))


def pairs_changed(old: Survey, new: Survey) -> Pairs:
    """The changes between bare plans whose verdict, day, least losses or how differ; also those of plans that came or went.

    Shape: from every plan to every plan that is on sale in one of the versions, in the new one's sequence, then the old one's.
    """
    plans = tuple(dict.fromkeys((*new.plans, *old.plans)))
    sold = frozenset((*new.on_sale, *old.on_sale))
    sides = [_doors(survey, sold) for survey in (old, new)]
    changed, unsure = [], 0
    for leaving in plans:
        for to in plans:
            before, after = (side.get((leaving, to)) for side in sides)
            if before is None and after is None:
                continue
            if not (_settled(before) and _settled(after)):
                unsure += 1
            elif outcome(before) != outcome(after):
                changed.append(Changed(leaving, to, outcome(before), outcome(after)))
    return Pairs(tuple(changed), unsure)


def _doors(survey: Survey, sold: frozenset[str]) -> Mapping[tuple[str, str], Door]:
    """The doors to every plan that is on sale in some version, as far as this version has it."""
    doors = dict(survey.whole.doors)
    others = [to for to in survey.plans if to in sold and to not in survey.on_sale]
    return {**doors, **survey.matrix(survey.plans, others, share=2).doors} if others else doors


def _settled(door: Door | None) -> bool:
    return door is None or door.proved


def outcome(door: Door | None) -> DoorOutcome | None:
    """What a door comes to, in short."""
    if door is None:
        return None
    return DoorOutcome(door.verdict, door.losses, door.cancel, door.day if door.verdict == "later" else None)
