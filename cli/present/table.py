"""A table without borders, as wide as the page at most; its last column wraps within itself."""

from __future__ import annotations

from collections.abc import Sequence

from cli.present.page import pad, width, wrap

GAP = "  "
LEAST_LAST = 16


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, columns: int, numbers: frozenset[int] = frozenset()
) -> list[str]:
    """The lines of a table. Shape: `numbers` are the columns set to the right; a long cell goes on below itself."""
    widths = [max(width(cell) for cell in cells) for cells in zip(heads, *rows, strict=True)]
    rest = columns - len(GAP) * (len(heads) - 1)
    room = rest - sum(widths[:-1])
    if room < LEAST_LAST:
        longest = max(range(len(heads) - 1), key=lambda place: widths[place])
        widths[longest] = max(8, widths[longest] - (LEAST_LAST - room))
        room = rest - sum(widths[:-1])
    widths[-1] = max(8, min(widths[-1], room))
    rule = ["-" * columns_of for columns_of in widths]
    return [line for row in (heads, rule, *rows) for line in _row(row, widths, numbers)]


def _row(cells: Sequence[str], widths: Sequence[int], numbers: frozenset[int]) -> list[str]:
    wrapped = [wrap(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
    lines = []
    for place in range(max(map(len, wrapped))):
        parts = [lines_of[place] if place < len(lines_of) else "" for lines_of in wrapped]
        lines.append(GAP.join(pad(part, widths[n], right=n in numbers) for n, part in enumerate(parts)).rstrip())
    return lines
