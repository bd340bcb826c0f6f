"""Plan by plan as text: numbered columns in blocks as wide as the page, the rows as their key; what is not free in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cli.output import Look
from cli.present.grouped import grouped, named
from cli.present.page import Page, pad, width
from cli.present.voice import ASSUMED, Voice
from model.catalogue import Catalogue
from model.language import Language
from model.matrix import Door, Matrix

MOST_DETAILS = 20
FREE = "."
"""What stands in the text for a change at no loss, so that all others stand out."""


def present_text(matrix: Matrix, catalogue: Catalogue, language: Language, look: Look) -> str:
    """The whole text."""
    page, voice = Page(look), Voice(catalogue, language)
    page.heading(voice.say("matrix.head", title=voice.say("matrix.title"), asked=asked_for(matrix, voice)))
    page.line(voice.say("comma").join((voice.say("matrix.bare"), given_facts(matrix, voice))), 0)
    if not matrix.doors:
        page.gap()
        page.line(voice.say("matrix.none"), 0)
        return page.text()
    page.gap()
    page.raw(list(_blocks(matrix, voice, look.width)))
    page.gap()
    page.line(voice.say("matrix.legend"), 0)
    page.line(counts(matrix, voice), 0)
    _details(page, matrix, voice)
    if ASSUMED in page.text():
        page.gap()
        page.line(voice.say("footnote"), 0)
    return page.text()


def asked_for(matrix: Matrix, voice: Voice) -> str:
    """The day, the horizon and the channels."""
    return voice.say("matrix.asked", day=matrix.on, months=matrix.horizon_months)


def given_facts(matrix: Matrix, voice: Voice) -> str:
    """Of which facts the matrix is."""
    given = [f"{voice.fact(name)}={voice.value(value)}" for name, value in matrix.given.items()]
    return voice.say("matrix.facts", given=voice.say("comma").join(given)) if given else voice.say("matrix.best_facts")


def sign(door: Door | None) -> str:
    """A door in a character or two: `0` losses, `+` later, `x` blocked, `?` undecided or not proved, `-` the same plan."""
    if door is None:
        return "-"
    if door.losses is None:
        return "x" if door.verdict == "blocked" else "?"
    return f"{door.losses}{'+' if door.verdict == 'later' else ''}{'' if door.proved else '?'}"


def kind(door: Door) -> str:
    """The kind of a door: free, lossy, later, blocked or undecided."""
    if door.verdict == "reachable":
        return "lossy" if door.losses else "free"
    return str(door.verdict)


def counts(matrix: Matrix, voice: Voice) -> str:
    """How many doors there are of each kind."""
    found = Counter(map(kind, matrix.doors.values()))
    kinds = [one for one in ("free", "lossy", "later", "blocked", "undecided") if found[one]]
    parts = [voice.say("matrix.count", what=voice.say(f"matrix.{one}"), count=found[one]) for one in kinds]
    return voice.say("matrix.counts", count=len(matrix.doors), parts=voice.say("comma").join(parts))


def outcome(door: Door, voice: Voice) -> str:
    """What a door comes to, in words."""
    parts = [voice.say(f"short.{door.verdict}")]
    if door.verdict == "later":
        parts.append(voice.say("matrix.day", day=door.day))
    if door.cancel:
        lost = [voice.say("matrix.how", item=voice.item(item), how=voice.say(f"matrix.how.{how}")) for item, how in door.cancel]
        parts.append(voice.say("matrix.lost", items=voice.say("semicolon").join(lost)))
    if door.losses and door.fewest is not None and door.fewest < door.losses:
        parts.append(voice.say("matrix.fewest", count=door.fewest))
    if not door.proved and door.verdict != "undecided":
        parts.append(voice.say("matrix.unproved"))
    return voice.say("comma").join(parts)


def numbers(matrix: Matrix) -> dict[str, int]:
    """The number of each plan: the rows first, then the columns that are none of them."""
    return {name: n for n, name in enumerate(dict.fromkeys((*matrix.leaving, *matrix.to)), 1)}


def _blocks(matrix: Matrix, voice: Voice, columns: int) -> Iterator[str]:
    """The tables, one below the other, each of as many columns as fit, and the key of the columns that are no rows."""
    number = numbers(matrix)
    digits = len(str(max(number.values())))
    labels = {name: f"{number[name]:>{digits}} {voice.item(name)}" for name in number}
    label_width = max(width(labels[name]) for name in matrix.leaving)
    signs = {pair: FREE if sign(door) == "0" else sign(door) for pair, door in matrix.doors.items()}
    cell = max(digits, *(len(one) for one in signs.values()))
    fitting = max(1, (columns - label_width - 1) // (cell + 1))
    for start in range(0, len(matrix.to), fitting):
        shown = matrix.to[start : start + fitting]
        if start:
            yield ""
        yield pad("", label_width + 1) + _row([str(number[to]) for to in shown], cell)
        for leaving in matrix.leaving:
            yield pad(labels[leaving], label_width + 1) + _row([signs.get((leaving, to), "-") for to in shown], cell)
    others = [to for to in matrix.to if to not in matrix.leaving]
    if others:
        yield ""
        yield voice.say("matrix.columns")
        yield from (f"  {labels[to]}" for to in others)


def _row(cells: Sequence[str], columns: int) -> str:
    return "".join(" " + cell.rjust(columns) for cell in cells)


def _details(page: Page, matrix: Matrix, voice: Voice) -> None:
    """The doors that lose something or have to be waited for, in words."""
    doors = [door for door in matrix.doors.values() if kind(door) in ("lossy", "later")]
    if not doors:
        return
    page.heading(voice.say("matrix.details"))
    number = numbers(matrix)
    groups = grouped((door.leaving, door.to, outcome(door, voice)) for door in doors)
    for leaving, to, words in groups[:MOST_DETAILS]:
        names = {"leaving": named(leaving, number, voice), "to": named(to, number, voice)}
        page.line(voice.say("matrix.detail", outcome=words, **names), mark="- ")
    if len(groups) > MOST_DETAILS:
        page.line(voice.say("matrix.more", count=len(groups) - MOST_DETAILS))
