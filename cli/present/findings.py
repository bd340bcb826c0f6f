"""The report of a check as text: findings by code, each with its place, its sentence, its reason and its repairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from cli.output import Look
from cli.present.fields import field_name
from cli.present.page import Page
from cli.present.places import shown
from cli.present.reasons import built_in, built_ins, cited, grouped, sentence
from cli.present.wording import join, say
from model.answer import Reason
from model.catalogue import Catalogue
from model.finding import Change, Finding, Repair
from model.language import Language
from model.report import Report
from solver.findings.base import Finder, words_of
from solver.findings.manual import manual

MOST_ALIKE = 20
"""How many findings of the same reasons and repairs are told one by one."""
MOST_GROUPS = 100
"""How many groups of findings of one code, each with reasons of its own, are told."""
MOST_OTHERS = 2
"""How many other findings of one code a repair names."""


def present_text(report: Report, catalogue: Catalogue, finders: Mapping[str, Finder], language: Language, look: Look) -> str:
    """The whole text. Shape: the count line stands last; what was not decided stands with its code, named so."""
    page = Page(look)
    put_findings(page, report.findings, catalogue, finders, language)
    if report.findings:
        page.gap()
    page.line(_counts(report, language), 0)
    return page.text()


def put_findings(
    page: Page, findings: Sequence[Finding], catalogue: Catalogue, finders: Mapping[str, Finder], language: Language
) -> None:
    """Findings under the names of their codes, those with the same reasons and repairs together."""
    for code, ones in groupby(findings, key=lambda one: one.code):
        page.heading(_title(finders[code], language))
        groups = list(alike_findings(ones))
        for alike in groups[:MOST_GROUPS]:
            for finding in alike[:MOST_ALIKE]:
                _finding(page, finding, finders[code], language)
            if len(alike) > MOST_ALIKE:
                page.line(say(language, more(alike), count=len(alike) - MOST_ALIKE), 2)
            _reasons(page, alike[0], catalogue, language)
        if len(groups) > MOST_GROUPS:
            page.line(say(language, "check.more_all", count=sum(map(len, groups[MOST_GROUPS:]))), 2)


def alike_findings(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """The findings in groups of the same reasons, and repaired by the same changes; those without a reason one by one.

    Shape: what was not decided is one group.
    """
    groups: dict[object, list[Finding]] = {}
    for one in findings:
        key = (one.because, tuple(repair.changes for repair in one.repairs)) if one.because else one.key
        groups.setdefault(key if one.proved else one.proved, []).append(one)
    yield from groups.values()


def more(alike: Sequence[Finding]) -> str:
    """The word for those of a group that are not told one by one."""
    return "check.more" if alike[0].proved else "check.more_open"


def _title(finder: Finder, language: Language) -> str:
    chinese = f" {manual(finder).chinese}" if language == "zh" else ""
    return f"{finder.CODE}{chinese} {finder.NAME}"


def _finding(page: Page, finding: Finding, finder: Finder, language: Language) -> None:
    level = say(language, f"check.{finding.level if finding.proved else 'undecided'}")
    page.line(f"{level}  {shown(finding.place)}")
    page.line(words_of(finder, finding, language), 2)


def _reasons(page: Page, finding: Finding, catalogue: Catalogue, language: Language) -> None:
    for some in grouped(finding.because, catalogue):
        words = built_ins(some, catalogue, language) or reason_words(some[0], catalogue, language)
        page.line(f"{say(language, 'check.because')} {words}", 3)
    for number, repair in enumerate(finding.repairs):
        word = say(language, "check.or" if number else "check.repair")
        page.line(f"{word} {repair_words(repair, language)}", 3)


def reason_words(reason: Reason, catalogue: Catalogue, language: Language) -> str:
    """A reason with its own words and where it stands.

    Shape: of a rule with a join variable what it tells the customer, if it tells anything: `?x` is no word of a sheet.
    """
    rule = catalogue.rules.get(reason)
    if rule is None:
        return built_in(reason, catalogue, language) or f"`{reason}`"
    where = "，" if language == "zh" else ", "
    places = where.join(part for part in (cited(rule, catalogue), shown(rule.place)) if part)
    exact = sentence(rule, catalogue, language)
    words = f"`{rule.id}` {rule.tell if '?' in exact and rule.tell and language == 'zh' else exact}"
    return words + ((f"（{places}）" if language == "zh" else f" ({places})") if places else "")


def repair_words(repair: Repair, language: Language) -> str:
    """The changes of a repair, and what else they change."""
    words = [join(language, [change_words(change, language) for change in repair.changes])]
    for key, others in (("check.cures", repair.cures), ("check.causes", repair.causes)):
        if others:
            words.append(say(language, key, findings=_others(others, language)))
    return ("；" if language == "zh" else "; ").join(words)


def change_words(change: Change, language: Language) -> str:
    """One change, names in backticks."""
    if not change.field:
        return say(language, f"repair.{change.do}", subject=change.subject)
    values = join(language, [f"`{value}`" for value in change.without])
    named = {"subject": change.subject, "field": field_name(change.field, language), "values": values}
    return say(language, f"repair.values.{change.do}" if values else f"repair.field.{change.do}", **named)


def _others(others: Sequence[tuple[str, tuple[str, ...]]], language: Language) -> str:
    """Other findings by code, a few of one code by what they are about, more by their number."""
    told = []
    for code, group in groupby(others, key=lambda one: one[0]):
        ones = [join(language, [f"`{name}`" for name in subjects]) for _, subjects in group]
        few = [f"{code} {one}" for one in ones]
        told += few if len(few) <= MOST_OTHERS else [say(language, "repair.several", code=code, count=len(few))]
    return join(language, told)


def _counts(report: Report, language: Language) -> str:
    catalogue = f"{report.catalogue.name} {report.catalogue.version}".strip()
    text = say(language, "check.counts" if report.found else "check.clean", catalogue=catalogue, **report.counts)
    return text + (say(language, "check.open", count=len(report.undecided)) if report.undecided else "")
