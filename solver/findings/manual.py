"""The manual page of a finder, read from its docstring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import getdoc
from textwrap import dedent

from solver.findings.base import Finder

LABELS = ("Why it matters", "Fires", "Does not fire")
HEAD = re.compile(r"`(?P<name>[\w-]+)` \((?P<chinese>.+?)\): (?P<definition>.+)", re.DOTALL)
LABEL = re.compile(rf"^({'|'.join(LABELS)}):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Manual:
    """What a finder says of itself.

    Shape: `fires` and `silent` are catalogues in YAML; `definition` has a sentence, and more paragraphs and lists may follow.
    """

    name: str
    chinese: str
    definition: str
    why: str
    fires: str
    silent: str

    @property
    def sentence(self) -> str:
        """The definition in one sentence."""
        return self.definition.split("\n\n", 1)[0]


def manual(finder: Finder) -> Manual:
    """The manual page of a finder."""
    head, *parts = LABEL.split(getdoc(type(finder)) or "")
    matched = HEAD.match(head)
    sections: Mapping[str, str] = dict(zip(parts[::2], parts[1::2], strict=True))
    assert matched and set(sections) == set(LABELS), f"{finder.NAME}: the docstring has not the form of a manual page"
    definition = "\n\n".join(_flow(paragraph) for paragraph in matched["definition"].strip().split("\n\n"))
    fires, silent = (dedent(sections[label].strip("\n")).strip() + "\n" for label in LABELS[1:])
    return Manual(matched["name"], matched["chinese"], definition, " ".join(sections[LABELS[0]].split()), fires, silent)


def _flow(paragraph: str) -> str:
    """A paragraph in one line, a list in one line an entry."""
    return "\n".join(" ".join(entry.split()) for entry in re.split(r"\n(?=- )", paragraph))
