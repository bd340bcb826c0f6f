"""Two versions of a catalogue side by side as text: what a customer meets, and which rule makes it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from cli.output import Look
from cli.present.fields import field_name
from cli.present.findings import MOST_ALIKE, alike_findings, reason_words
from cli.present.page import Page
from cli.present.reasons import sentence
from cli.present.versions import Compared, Sides, put_clashes, put_pairs, put_section
from cli.present.voice import Voice
from cli.present.wording import Language, join, say
from model.comparison import FieldChange, ItemChange, RuleChange
from model.contrast import item_fields
from model.finding import Finding
from model.items import Item
from model.report import Version
from solver.findings.base import Finder

SHORT = 12
FLAGS = ("withdrawn", "assumed")
LISTS = ("aliases", "family", "tags", "waives", "discounts", "brings", "benefits", "at", "channels", "brands", "facts")
"""The fields whose values come and go one by one."""


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


def field_words(change: FieldChange, language: Language) -> str:
    """What one field says no more, and what it says now."""
    field = field_name(change.field, language)
    if change.field in FLAGS:
        words = say(language, "fact.true" if change.added else "fact.false")
        return say(language, "diff.field", field=field, change=words)
    removed, added = (_values(change.field, values, language) for values in (change.removed, change.added))
    if (change.field not in LISTS and not change.field.startswith("attrs.")) or (removed and added):
        nothing = say(language, "diff.nothing")
        words = say(language, "diff.into", before=removed or nothing, after=added or nothing)
    else:
        words = say(language, "diff.plus" if added else "diff.minus", values=added or removed)
    return say(language, "diff.field", field=field, change=words)


def _values(field: str, values: Sequence[str], language: Language) -> str:
    return join(language, [say(language, f"how.{value}") if field == "resolve" else value for value in values])


def rule_lines(change: RuleChange, sides: Sides) -> Iterator[str]:
    """A rule that came, went or changed, in its own words; then what its kind says before and now, and its other fields."""
    language, voice = sides.new.language, sides.old if change.after is None else sides.new
    yield say(language, f"diff.{change.fate}", what=voice.reason(change.rule))
    for field in change.fields:
        if field.field != "says":
            yield field_words(field, language)
        elif change.before is not None and change.after is not None:
            yield say(language, "diff.before", text=sentence(change.before, sides.old.catalogue, language))
            yield say(language, "diff.after", text=sentence(change.after, sides.new.catalogue, language))


def _findings(findings: Sequence[Finding], finders: Mapping[str, Finder], voice: Voice) -> Iterator[list[str]]:
    """Findings with their reasons, those with the same reasons together, of many the first."""
    for code, ones in groupby(findings, key=lambda one: one.code):
        for alike in alike_findings(ones):
            said = [finders[code].words(one, voice.language) for one in alike[:MOST_ALIKE]]
            if len(alike) > MOST_ALIKE:
                said.append(voice.say("check.more", count=len(alike) - MOST_ALIKE))
            reasons = [reason_words(one, voice.catalogue, voice.language) for one in alike[0].because]
            yield [f"{code} {said[0]}", *said[1:], *(f"{voice.say('check.because')} {one}" for one in reasons)]
