"""Two versions of a catalogue side by side as text: what a customer meets, and which rule makes it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from cli.output import Look
from cli.present.fields import FLAGS, field_name, field_words, rule_field_lines
from cli.present.findings import MOST_ALIKE, alike_findings, more, reason_words
from cli.present.page import Page
from cli.present.versions import Compared, Sides, put_clashes, put_pairs, put_section
from cli.present.voice import Voice
from cli.present.wording import join, say
from model.comparison import ItemChange, RuleChange
from model.contrast import item_fields
from model.finding import Finding
from model.items import Item
from model.language import Language
from model.report import Version
from solver.findings.base import Finder, words_of

SHORT = 12


def present_text(compared: Compared, language: Language, look: Look) -> str:
    """The whole text."""
    page, found = Page(look), compared.found
    sides = Sides(Voice(compared.old, language), Voice(compared.new, language))
    versions = {"old": _version(found.old, language), "new": _version(found.new, language)}
    page.heading(say(language, "diff.head", day=compared.on, **versions))
    if not found.touches:
        page.line(say(language, "diff.same"), 0)
        if found.items or found.rules:
            page.line(say(language, "diff.editorial"), 0)
    put_section(page, say(language, "diff.declared"), [[field_words(one, language)] for one in found.declared])
    put_section(page, say(language, "diff.items"), [list(item_lines(one, sides)) for one in found.items])
    put_section(page, say(language, "diff.rules"), [list(rule_lines(one, sides)) for one in found.rules])
    for key, findings, voice in (("diff.found", found.found, sides.new), ("diff.cured", found.cured, sides.old)):
        put_section(page, say(language, key), list(_findings(findings, compared.finders, voice)))
    put_clashes(page, found.clashes, sides)
    put_pairs(page, found.pairs, sides)
    if found.unsure:
        page.gap()
        page.line(say(language, "diff.unsure", count=found.unsure), 0)
    return page.text()


def _version(version: Version, language: Language) -> str:
    text = say(language, "diff.version", name=version.name, version=version.version, sha=version.sha256[:SHORT])
    return " ".join(text.split()).replace(" （", "（")


# -- items and rules -------------------------------------------------------------------------------------------------------------
def item_lines(change: ItemChange, sides: Sides) -> Iterator[str]:
    """An item that came, went or changed: then its fields."""
    yield say(sides.new.language, f"diff.{change.fate}", what=sides.name(change.name))
    yield from (field_words(one, sides.new.language) for one in change.fields)
    if change.fate != "changed":
        yield about((sides.new if change.fate == "added" else sides.old).catalogue.items[change.name], sides.new.language)


def about(item: Item, language: Language) -> str:
    """An item in a line."""
    told = [
        say(language, "diff.field", field=field_name(field, language), change=join(language, list(values)))
        for field, values in item_fields(item).items()
        if field not in (*FLAGS, "kind", "note")
    ]
    return say(language, "semicolon").join([say(language, f"kind.{item.kind}"), *told])


def rule_lines(change: RuleChange, sides: Sides) -> Iterator[str]:
    """A rule that came, went or changed, in its own words; then what its kind says before and now, and its other fields."""
    language, voice = sides.new.language, sides.old if change.after is None else sides.new
    yield say(language, f"diff.{change.fate}", what=voice.reason(change.rule))
    yield from rule_field_lines(change, sides.old, sides.new)


def _findings(findings: Sequence[Finding], finders: Mapping[str, Finder], voice: Voice) -> Iterator[list[str]]:
    """Findings with their reasons, those with the same reasons together, of many the first."""
    for code, ones in groupby(findings, key=lambda one: one.code):
        for alike in alike_findings(ones):
            said = [words_of(finders[code], one, voice.language) for one in alike[:MOST_ALIKE]]
            if len(alike) > MOST_ALIKE:
                said.append(voice.say(more(alike), count=len(alike) - MOST_ALIKE))
            reasons = [reason_words(one, voice.catalogue, voice.language) for one in alike[0].because]
            yield [f"{code} {said[0]}", *said[1:], *(f"{voice.say('check.because')} {one}" for one in reasons)]
