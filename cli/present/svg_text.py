"""How wide text is, as far as that can be told without the font, and how it is broken to fit a width."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

WIDEST, CAPITAL, OTHER = 1.0, 0.8, 0.64
WIDE_LETTERS = frozenset("mwMW@%&")
ELLIPSIS = "…"


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """The pixels that a text takes at most at a font size, in any usual sans-serif font.

    >>> measure("套餐A", 10)
    28.0
    """
    return sum(map(_ems, text)) * size * (1.1 if bold else 1)


def _ems(character: str) -> float:
    if combining(character):
        return 0
    if east_asian_width(character) in "WFA" or character in WIDE_LETTERS:
        return WIDEST
    return CAPITAL if character.isupper() else OTHER


def fit(text: str, room: float, size: float, *, lines: int = 1, bold: bool = False) -> tuple[str, ...]:
    """A text in at most so many lines of at most `room` pixels; what does not fit becomes an ellipsis.

    >>> fit("动感地带音乐套餐会员", 50, 10, lines=2)
    ('动感地带音', '乐套餐会员')
    >>> fit("动感地带音乐套餐会员", 60, 10)
    ('动感地带音…',)
    """
    rest = " ".join(text.split())
    found: list[str] = []
    while rest:
        if measure(rest, size, bold=bold) <= room:
            return (*found, rest)
        if len(found) == lines - 1:
            kept = _fitting(rest, room - measure(ELLIPSIS, size, bold=bold), size, bold)
            return (*found, rest[:kept].rstrip() + ELLIPSIS)
        kept = _fitting(rest, room, size, bold)
        space = rest.rfind(" ", 0, kept + 1)
        kept = space if space > kept // 2 else kept
        found.append(rest[:kept].rstrip())
        rest = rest[kept:].lstrip()
    return tuple(found)


def _fitting(text: str, room: float, size: float, bold: bool) -> int:
    """How many characters fit, at least one."""
    used = 0.0
    for place, character in enumerate(text):
        used += measure(character, size, bold=bold)
        if used > room:
            return max(1, place)
    return len(text)
