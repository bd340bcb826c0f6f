"""Several answers: a table of all, least loss first, and the rules that it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.present.headline import last_day, other_channels
from cli.present.page import Page
from cli.present.table import table
from cli.present.voice import Voice
from model.answer import Answer

if TYPE_CHECKING:
    from cli.ask import Asked


def put_table(page: Page, answers: Sequence[Answer], asked: Asked, voice: Voice) -> None:
    """The table. Shape: the plan left has a column only if it differs."""
    several = len({answer.leaving for answer in answers}) > 1
    heads = [voice.say(f"column.{name}") for name in ("to", "verdict", "losses", "fee", "note")]
    rows = [_row(answer, asked, voice) for answer in answers]
    if several:
        heads.insert(0, voice.say("column.from"))
        rows = [[voice.item(answer.leaving), *row] for answer, row in zip(answers, rows, strict=True)]
    first_number = 3 if several else 2
    numbers = frozenset((first_number, first_number + 1))
    page.raw(table(heads, rows, columns=page.look.width, numbers=numbers))


def _row(answer: Answer, asked: Asked, voice: Voice) -> list[str]:
    blocked = answer.verdict in ("blocked", "undecided")
    target = voice.item(answer.to if answer.to is not None else answer.leaving)
    fee = answer.after.fee_fen
    yuan = "" if blocked else f"{fee // 100}" if fee % 100 == 0 else f"{fee / 100:.2f}"
    losses = "" if blocked else str(len(answer.cancel))
    return [target, voice.say(f"short.{answer.verdict}"), losses, yuan, _note(answer, asked, voice)]


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
