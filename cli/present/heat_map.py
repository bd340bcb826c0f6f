"""Plan by plan as a heat map: a table in HTML in which each door has a colour and a sign. No style or script of its own."""

from __future__ import annotations

from html import escape

from cli.present.matrix import kind, numbers, sign
from cli.present.wording import say
from model.language import Language
from model.matrix import Door, Matrix

MOST_SHADES = 3
LEGEND = (
    ("free", "0", "zero"),
    ("lossy shade1", "1", "some"),
    ("later", "0+", "wait"),
    ("blocked", "x", "closed"),
    ("undecided", "?", "open"),
    ("same", "-", "same"),
)


def heat_map(matrix: Matrix, language: Language) -> str:
    """The table and its legend, as a fragment of a page. Shape: same matrix, same bytes; all names are escaped."""
    number = numbers(matrix)
    heads = "".join(
        f'<th scope="col" title="{escape(to)}"><abbr title="{escape(to)}">{number[to]}</abbr></th>' for to in matrix.to
    )
    corner = f'<td class="corner">{escape(say(language, "matrix.from"))} \\ {escape(say(language, "matrix.to"))}</td>'
    rows = "\n".join(_row(matrix, leaving, number, language) for leaving in matrix.leaving)
    return (
        f'<table class="heat">\n<thead><tr>{corner}{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n'
        f"{_columns(matrix, number, language)}{_legend(language)}"
    )


def _row(matrix: Matrix, leaving: str, number: dict[str, int], language: Language) -> str:
    head = f'<th scope="row"><span class="count">{number[leaving]}</span> <bdi>{escape(leaving)}</bdi></th>'
    cells = "".join(_cell(leaving, to, matrix.doors.get((leaving, to)), language) for to in matrix.to)
    return f"<tr>{head}{cells}</tr>"


def _cell(leaving: str, to: str, door: Door | None, language: Language) -> str:
    if door is None:
        return '<td class="same">-</td>'
    shade = f" shade{min(door.losses, MOST_SHADES)}" if door.losses else ""
    parts = [say(language, f"short.{door.verdict}")]
    if door.day is not None and door.verdict == "later":
        parts.append(say(language, "matrix.day", day=door.day))
    if door.cancel:
        parts.append(say(language, "matrix.lost", items=say(language, "comma").join(item for item, _ in door.cancel)))
    words = say(language, "matrix.detail", leaving=leaving, to=to, outcome=say(language, "comma").join(parts))
    return f'<td class="{kind(door)}{shade}" title="{escape(words)}">{escape(sign(door))}</td>'


def _columns(matrix: Matrix, number: dict[str, int], language: Language) -> str:
    """The names of the columns that are no rows."""
    others = [to for to in matrix.to if to not in matrix.leaving]
    if not others:
        return ""
    names = "".join(f'<li><span class="count">{number[to]}</span> <bdi>{escape(to)}</bdi></li>' for to in others)
    return f'<p class="columns">{escape(say(language, "matrix.columns"))}</p>\n<ul class="columns">{names}</ul>\n'


def _legend(language: Language) -> str:
    marks = "".join(
        f'<li><span class="{look}">{mark}</span> {escape(say(language, f"matrix.{key}"))}</li>' for look, mark, key in LEGEND
    )
    return f'<ul class="heat-legend" aria-label="{escape(say(language, "matrix.scale"))}">{marks}</ul>\n'
