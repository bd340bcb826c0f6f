"""The English of what the readers of files say in Chinese: a sentence's template is found, and that has an English one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter

from model.errors import BadRequest, Problem
from model.language import Language

HAN = re.compile(r"[\u3400-\u9fff]")
DEEPEST = 3
"""How many sentences may stand in one another's holes: what the readers put together is no deeper, what users write may be."""
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Template:
    """A Chinese sentence with holes, and its English.

    Shape: `quoted` tells of each hole whether it is in backticks, as what the user wrote is; `marks` are the characters
    between the holes, `mark` the longest run of them. `pattern` is compiled only where the mark is there.
    """

    pattern: str
    quoted: tuple[bool, ...]
    english: str
    marks: int
    mark: str


def fault_text(fault: Problem | BadRequest, language: Language) -> str:
    """What is wrong and what would be right, with its place if it has one. Shape: what has no English stays Chinese."""
    if language == "zh":
        return str(fault)
    told = "; ".join(english(part) for part in (fault.wrong, fault.right) if part)
    return f"{fault.place}: {told}" if isinstance(fault, Problem) else told


def fault_part(sentence: str, language: Language) -> str:
    """One half of a fault: what is wrong, or what would be right."""
    return sentence if language == "zh" else english(sentence)


@lru_cache(REMEMBERED)
def english(sentence: str, *, depth: int = DEEPEST) -> str:
    """The English of a sentence, or the sentence where there is none.

    >>> english("没有文件 `甲.yaml`")
    'there is no file `甲.yaml`'
    """
    for template in _templates() if depth else ():
        found = _compiled(template.pattern).fullmatch(sentence) if template.mark in sentence else None
        if found is not None:
            holes = zip(found.groups(), template.quoted, strict=True)
            return template.english.format(*(text if quoted else _hole(text, depth) for text, quoted in holes))
    return sentence


def _hole(text: str, depth: int) -> str:
    """What stands in a hole: a sentence or noun of its own, a list, or a place, which stays as it is."""
    told = english(text, depth=depth - 1)
    if told == text:
        told = text.strip().replace("`、`", "`, `")
    return told if HAN.search(told) else told.replace("、", ", ")


@cache
def _templates() -> tuple[Template, ...]:
    """All templates, those that say most first; then all again, for what users wrote that has backticks in it.

    Cost: a few ms, at the first sentence that is asked for.
    """
    from cli.present.words_catalogue import CATALOGUE
    from cli.present.words_files import FILES
    from cli.present.words_subscribers import SUBSCRIBERS

    tables: tuple[Mapping[str, str], ...] = (FILES, CATALOGUE, SUBSCRIBERS)
    entries = [entry for table in tables for entry in table.items()]
    strict, lenient = ([_template(*entry, quotable=quotable) for entry in entries] for quotable in ("[^`]", "."))
    return tuple(one for found in (strict, lenient) for one in sorted(found, key=lambda one: (-one.marks, len(one.quoted))))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


def _template(chinese: str, told: str, *, quotable: str) -> Template:
    """The template of an entry, whose holes are `{}` and whose braces are doubled.

    Shape: `quotable` matches the characters that may stand in a hole in backticks.
    """
    pattern, quoted, ticks, runs = "", [], 0, [""]
    for run, hole, _, _ in Formatter().parse(chinese):
        pattern += re.escape(run)
        ticks += run.count("`")
        runs.append(run)
        if hole is not None:
            quoted.append(ticks % 2 == 1)
            pattern += f"({quotable if quoted[-1] else '.'}*?)"
    return Template(pattern, tuple(quoted), told, sum(map(len, runs)), max(runs, key=len))
