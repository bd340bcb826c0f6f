"""Where the readers put what they find wrong, so that every problem of every file is reported at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from model.errors import BadFile, Place, Problem

SUGGESTIONS_MOST = 100
LONG = 500
REPLACE_USE = "在草案里替换用到它的这一处，或也写进 `remove`"
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Placed(Protocol):
    """Something with a place in a file. Shape: `lost` where an error at the place was told already."""

    @property
    def place(self) -> Place: ...

    @property
    def lost(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a word names nothing any more: a draft took away or declared anew, at `place`, the item that had it."""

    item: str
    place: Place
    removed: bool


class Problems:
    """The problems found so far.

    Shape: `unread` are texts of files that could not be parsed: a name that stands in one of them is not called unknown;
    `lost` are words that drafts took away.
    """

    def __init__(self, unread: Iterable[str] = (), lost: Mapping[str, Lost] | None = None) -> None:
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self.unread: list[str] = list(unread)
        self.lost: Mapping[str, Lost] = lost or {}
        self._hints: dict[tuple[str, int], tuple[Collection[str], str]] = {}

    def error(self, at: Placed, wrong: str, right: str = "") -> None:
        """Note an error, unless the node was already reported as unreadable."""
        if not at.lost:
            self.errors.append(Problem(at.place, visible(wrong), visible(right)))

    def warn(self, at: Placed, wrong: str, right: str = "") -> None:
        """Note something that does not stop the file's use."""
        self.warnings.append(Problem(at.place, visible(wrong), visible(right)))

    def unknown(self, at: Placed, name: str, what: str, known: Collection[str]) -> None:
        """Note a name that is not known, with the nearest that are."""
        if not at.lost and not any(name in text for text in self.unread):
            self.error(at, f"`{name}` {what}", self.nearest(name, known))

    def unknown_word(self, at: Placed, word: str, what: str, known: Collection[str]) -> None:
        """Note a word that names no item or set of items; if a draft took it away, that."""
        lost = self.lost.get(word)
        if lost is None:
            self.unknown(at, word, what, known)
        elif not lost.removed:
            wrong = f"`{word}` {what}：草案在 {lost.place} 另写了 `{lost.item}`，不再有它"
            self.error(at, wrong, self.nearest(word, known))
        elif word == lost.item:
            self.error(at, f"`{word}` 已被草案在 {lost.place} 去掉", REPLACE_USE)
        else:
            self.error(at, f"`{word}` {what}：草案在 {lost.place} 去掉了 `{lost.item}`", REPLACE_USE)

    def nearest(self, name: str, known: Collection[str]) -> str:
        """A hint with the nearest known names. Cost: a scan of `known`, for the first hundred names alone if it is long."""
        key = (name, id(known))
        found = self._hints.get(key)
        if found is None:
            if len(known) > LONG and len(self._hints) >= SUGGESTIONS_MOST:
                return "写出已有的名称"
            found = self._hints[key] = (known, _hint(name, known))
        return found[1]

    def stop(self) -> None:
        """Errors: BadFile with all problems, if there are any."""
        if self.errors:
            raise BadFile(self.errors)


def visible(message: str) -> str:
    """The message with control characters and line breaks written as escapes."""
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", message)


def _hint(name: str, known: Collection[str]) -> str:
    found = nearest_names(name, known)
    if found:
        return "最接近：" + "、".join(f"`{one}`" for one in found)
    if 0 < len(known) <= 12:
        return "可用：" + "、".join(f"`{one}`" for one in known)
    return "写出已有的名称" if known else "目录中没有这类名称"


def nearest_names(name: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """The known names most like `name`, best first; it suggests and never decides."""
    from rapidfuzz import fuzz, process

    ranked = process.extract(name, list(known), scorer=fuzz.ratio, limit=most, score_cutoff=40)
    return tuple(str(choice) for choice, score, _ in ranked if score > ranked[0][1] - 30)
