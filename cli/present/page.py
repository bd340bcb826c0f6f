"""Plain lines for a terminal: columns as wide as East Asian characters are, hanging indents, nothing drawn."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, east_asian_width

from cli.output import Look

INDENT = "  "
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
NEVER_FIRST = set("，。；：、）」』！？,.;:)!?%*")


def width(text: str) -> int:
    """The columns that a text takes.

    >>> width("套餐A")
    5
    """
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text with spaces up to a width."""
    blank = " " * max(0, columns - width(text))
    return blank + text if right else text + blank


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns`, broken at spaces and between East Asian characters.

    >>> wrap("一二三四，five six", 8)
    ['一二三', '四，five', 'six']
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line) + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
        while width(line.rstrip()) > columns:
            cut = _fitting(line, columns)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _fitting(text: str, columns: int) -> int:
    """How many characters fit, at least one."""
    used = 0
    for place, character in enumerate(text):
        used += width(character)
        if used > columns:
            return max(1, place)
    return len(text)


def _pieces(text: str) -> list[str]:
    """The smallest parts between which a line may break."""
    pieces: list[str] = []
    for character in text:
        wide = east_asian_width(character) in "WF"
        previous = pieces[-1] if pieces else ""
        opened = previous[-1:] in ("（", "「", "《", "(")
        joins = character in NEVER_FIRST or character == " " or opened
        if previous and (joins or not (wide or previous[-1] == " " or east_asian_width(previous[-1]) in "WF")):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


class Page:
    """Lines that are written one after another in one look."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._lines: list[str] = []

    def heading(self, text: str) -> None:
        """A line that stands out, after an empty one."""
        if self._lines:
            self._lines.append("")
        for line in self._fit(text, 0):
            self._lines.append(f"{BOLD}{line}{PLAIN}" if self.look.bold else line)

    def line(self, text: str, depth: int = 1, *, mark: str = "") -> None:
        """A sentence at an indent; `mark` stands before it, and what follows hangs below its first character."""
        start = INDENT * depth + mark
        hang = " " * width(start)
        for place, line in enumerate(self._fit(text, width(start))):
            self._lines.append((hang if place else start) + line)

    def raw(self, lines: Sequence[str]) -> None:
        """Lines that are laid out already."""
        self._lines.extend(line.rstrip() for line in lines)

    def gap(self) -> None:
        """An empty line."""
        self._lines.append("")

    def text(self) -> str:
        """All lines, ended by a line break."""
        return "\n".join(self._lines) + "\n"

    def _fit(self, text: str, used: int) -> list[str]:
        return wrap(text, max(20, self.look.width - used)) if self.look.wraps else [text]
