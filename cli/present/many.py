"""Several answers: a table of all, least loss first, and the rules that it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.present.changes import fee_known
from cli.present.headline import last_day, other_channels
from cli.present.page import Page
from cli.present.table import table
from cli.present.voice import Voice
from model.answer import Answer, has_path

if TYPE_CHECKING:
    from cli.ask import Asked

COLUMNS = ("from", "to", "verdict", "losses", "fee", "note")


def put_table(page: Page, answers: Sequence[Answer], asked: Asked, voice: Voice) -> None:
    """The table. Shape: the plan left has a column only if it differs, the fee only if one is known."""
    several = len({answer.leaving for answer in answers}) > 1
    rows = [_row(answer, asked, voice) for answer in answers]
    left_out = {*(() if several else ("from",)), *(() if any(row["fee"] for row in rows) else ("fee",))}
    names = [name for name in COLUMNS if name not in left_out]
    heads = [voice.say(f"column.{name}") for name in names]
    numbers = frozenset(place for place, name in enumerate(names) if name in ("losses", "fee"))
    page.raw(table(heads, [[row[name] for name in names] for row in rows], columns=page.look.width, numbers=numbers))


def _row(answer: Answer, asked: Asked, voice: Voice) -> dict[str, str]:
    """The cells by column. Shape: no fee where the catalogue tells none of the plan."""
    arrives = has_path(answer.verdict)
    target = answer.to if answer.to is not None else answer.leaving
    return {
        "from": voice.item(answer.leaving),
        "to": voice.item(target),
        "verdict": voice.say(f"short.{answer.verdict}"),
        "losses": str(len(answer.cancel)) if arrives else "",
        "fee": voice.amount(answer.after.fee_fen) if arrives and fee_known(target, asked.catalogue) else "",
        "note": _note(answer, asked, voice),
    }


def _note(answer: Answer, asked: Asked, voice: Voice) -> str:
    notes = []
    if answer.verdict == "elsewhere":
        notes.append(voice.say("note.through", channels=voice.channels(other_channels(answer, asked))))
    if answer.verdict == "later":
        notes.append(voice.say("note.day", day=last_day(answer)))
    if answer.cancel:
        notes.append(voice.say("note.lost", items=voice.items(loss.item for loss in answer.cancel)))
    if answer.blocked is not None:
        notes.append(voice.short(reason.rule for reason in answer.blocked.because))
    return voice.say("semicolon").join(notes)


def put_legend(page: Page, answers: Sequence[Answer], voice: Voice) -> None:
    """What the rules say that the table names."""
    blocks = [answer.blocked for answer in answers if answer.blocked is not None]
    named = {reason.rule for block in blocks for reason in block.because}
    rules = [rule for rule in voice.catalogue.rules if rule in named]
    if rules:
        page.heading(voice.say("head.legend"))
        for rule in rules:
            page.line(voice.reason(rule), mark="- ")
