"""Drafts over a catalogue: what they add, replace and take away, and what words come to mean by it."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from model.catalogue import Catalogue, WordKind
from model.collecting import no_collection
from model.draft import Drafted, Touched
from model.errors import Problem
from model.load.catalogue import read_sheet, standing_sheet
from model.load.layers import Layer, parse_layer, read_files
from model.load.overlay import draft_over
from model.load.problems import Lost, Problems, visible
from model.load.sheet import Entry, Sheet, name_of

KINDS: Map[WordKind, str] = {"item": "产品", "family": "系列", "brand": "品牌", "tag": "标签", "kind": "类别"}


def load_drafts(catalogue: Path, drafts: Sequence[Path]) -> Drafted:
    """The catalogue of a path, and what the drafts make of it, each applied over what the ones before it made.

    Errors: BadFile with all problems of all files; BadRequest if there is no such file or folder.
    Cost: the catalogue's files are parsed once and read twice.
    """
    return parse_drafts(read_files(catalogue), [read_files(one) for one in drafts])


def parse_drafts(catalogue: Map[str, bytes], drafts: Sequence[Map[str, bytes]]) -> Drafted:
    """As `load_drafts`, from the files' bytes by name. Errors: BadFile with all problems of all files."""
    problems = Problems()
    with no_collection():
        base = parse_layer(catalogue, problems)
        drafted = lay_drafts(base, [parse_layer(one, problems) for one in drafts], problems)
    problems.stop()
    return drafted


def drafts_over(base: Layer, drafts: Sequence[Path]) -> Drafted:
    """As `load_drafts`, over a catalogue that was parsed. Errors: BadFile; BadRequest."""
    problems = Problems()
    drafted = lay_drafts(base, [parse_layer(read_files(one), problems) for one in drafts], problems)
    problems.stop()
    return drafted


def lay_drafts(base: Layer, drafts: Sequence[Layer], problems: Problems) -> Drafted:
    """The catalogue of a layer, and with drafts over it, as far as they are right.

    Shape: what is wrong with the catalogue itself is told once, as it is without drafts.
    """
    sheet = standing_sheet(base, problems)
    reading = Problems(problems.unread)
    old = read_sheet(sheet, reading)
    told = {one.place for one in reading.errors}
    over = sheet
    for number, layer in enumerate(drafts, 1):
        over = draft_over(over, layer, number, problems)
    rereading = Problems(problems.unread, over.lost)
    rereading.warnings += problems.warnings
    new = read_sheet(over, rereading)
    problems.errors += reading.errors + [one for one in rereading.errors if one.place not in told]
    new = replace(new, warnings=tuple(sorted({*new.warnings, *_turned(old, new, over)})))
    return Drafted(
        old,
        new,
        Touched.between(old.items, new.items, _written([one for entries in over.items.values() for one in entries], "name")),
        Touched.between(old.rules, new.rules, _written(over.rules, "rule")),
    )


def _written(entries: Sequence[Entry], key: str) -> list[str]:
    """The names of what the drafts write."""
    named = (name_of(one.node, key) for one in entries if one.layer)
    return [one.text for one in named if one is not None]


def _turned(old: Catalogue, new: Catalogue, sheet: Sheet) -> list[Problem]:
    """Warnings of words that name something of another kind than before: what the standing rules say turns with them."""
    before, after = old.words(), new.words()
    written = frozenset(_written([one for entries in sheet.items.values() for one in entries], "name"))
    found = []
    for word, (kind, names) in after.items():
        was, _ = before.get(word, (kind, ()))
        if was == kind:
            continue
        lost = sheet.lost.get(word)
        by = next((name for name in names if name in written), None)
        place = new.items[by].place if by is not None else lost.place if isinstance(lost, Lost) else None
        if place is not None:
            wrong = f"`{word}` 原是{KINDS[was]}，草案之后指{KINDS[kind]}；原有规则里的这个词也随之改变"
            found.append(Problem(place, visible(wrong), "换一个名称，或在规则里写明是哪一种"))
    return found
