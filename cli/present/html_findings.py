"""Findings as the HTML report shows them: by level, then by code, each with its sentence, reasons, place and repairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from cli.present.findings import change_words
from cli.present.places import shown
from cli.present.reasons import built_in, built_ins, cited, grouped, sentence
from cli.present.wording import join, say
from model.answer import Reason
from model.catalogue import Catalogue
from model.finding import LEVELS, Finding, Repair
from model.language import Language
from solver.findings.base import Finder, words_of
from solver.findings.manual import manual

MOST_SHOWN = 500
"""How many findings of one code and level a page shows."""


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason in its own words. Shape: `rule` is "" for what is built in; `source` is where it stands, most exact last."""

    rule: str
    says: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RepairView:
    """A repair, and the other findings that it cures and causes. Shape: names stand in backticks."""

    changes: tuple[str, ...]
    cures: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding. Shape: names and ids in `says` stand in backticks."""

    says: str
    place: str
    reasons: tuple[ReasonView, ...]
    repairs: tuple[RepairView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """The findings of one code. Shape: `level` is the level of all, or undecided; `count` tells how many there are in all."""

    level: str
    code: str
    name: str
    count: int
    findings: tuple[FindingView, ...]
    more: str


@dataclass(frozen=True, slots=True)
class LevelView:
    """The findings of one level, or what was not decided. Shape: at least one."""

    level: str
    count: int
    groups: tuple[GroupView, ...]


def levels(
    findings: Iterable[Finding], catalogue: Catalogue, finders: Mapping[str, Finder], language: Language
) -> tuple[LevelView, ...]:
    """The findings by level, the worst first and what was not decided last; within a level by code, in the order given."""
    found = []
    given = tuple(findings)
    for level in (*LEVELS, "undecided"):
        here = [one for one in given if (one.level if one.proved else "undecided") == level]
        by_code = groupby(sorted(here, key=lambda one: one.code), key=lambda one: one.code)
        groups = [_group(level, finders[code], tuple(of_code), catalogue, language) for code, of_code in by_code]
        if here:
            found.append(LevelView(level, len(here), tuple(groups)))
    return tuple(found)


def title(finder: Finder, language: Language) -> str:
    """What a finding is called in a language."""
    return manual(finder).chinese if language == "zh" else finder.NAME.replace("-", " ")


def reason(named: Reason, catalogue: Catalogue, language: Language) -> ReasonView:
    """A reason in the rule's own words, with its citation and its place.

    Shape: what the sheet says to the customer comes first, if it does and the language is the sheet's; then, if there is no
    join variable in it, what the rule says exactly.
    """
    rule = catalogue.rules.get(named)
    if rule is None:
        return ReasonView("", built_in(named, catalogue, language) or f"`{named}`")
    exact = sentence(rule, catalogue, language)
    told = rule.tell if language == "zh" else ""
    source = (exact if told and "?" not in exact else "", cited(rule, catalogue), shown(rule.place))
    return ReasonView(rule.id, told or exact, tuple(part for part in source if part))


def _group(level: str, finder: Finder, findings: tuple[Finding, ...], catalogue: Catalogue, language: Language) -> GroupView:
    views = tuple(_finding(one, finder, catalogue, language) for one in findings[:MOST_SHOWN])
    more = say(language, "check.more_all", count=len(findings) - MOST_SHOWN) if len(findings) > MOST_SHOWN else ""
    return GroupView(level, finder.CODE, title(finder, language), len(findings), views, more)


def _finding(finding: Finding, finder: Finder, catalogue: Catalogue, language: Language) -> FindingView:
    reasons = tuple(
        ReasonView("", built_ins(some, catalogue, language)) if len(some) > 1 else reason(some[0], catalogue, language)
        for some in grouped(finding.because, catalogue)
    )
    repairs = tuple(_repair(one, language) for one in finding.repairs)
    return FindingView(words_of(finder, finding, language), shown(finding.place), reasons, repairs)


def _repair(repair: Repair, language: Language) -> RepairView:
    changes = tuple(change_words(one, language) for one in repair.changes)
    cures, causes = (tuple(_key(*one, language) for one in others) for others in (repair.cures, repair.causes))
    return RepairView(changes, cures, causes)


def _key(code: str, subjects: tuple[str, ...], language: Language) -> str:
    return f"{code} {join(language, [f'`{name}`' for name in subjects])}"
