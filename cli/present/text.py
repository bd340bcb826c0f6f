"""Answers as text that can be read out with a customer on the line: the verdict first, then the steps, then why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.output import Look
from cli.present.changes import put_costs, put_losses, put_moves
from cli.present.headline import goal_of, verdict_of
from cli.present.many import put_legend, put_table
from cli.present.page import Page
from cli.present.steps import put_steps
from cli.present.voice import ASSUMED, Voice
from cli.present.why import put_blocks, put_minimum, put_notes, put_others
from model.answer import Answer, has_path
from model.language import Language

if TYPE_CHECKING:
    from cli.ask import Asked


def present_text(asked: Asked, answers: Sequence[Answer], language: Language, look: Look) -> str:
    """The text of the answers, which are sorted already: one in full, or a table of all and the first in full."""
    voice, page = Voice(asked.catalogue, language), Page(look)
    if not answers:
        page.heading(voice.say("no_target"))
    elif len(answers) == 1:
        put_answer(page, answers[0], asked, voice)
    else:
        page.heading(voice.say("many", count=len(answers), **_asked_for(asked, voice)))
        page.gap()
        put_table(page, answers, asked, voice)
        put_legend(page, answers, voice)
        if has_path(answers[0].verdict):
            page.heading(voice.say("best"))
            put_answer(page, answers[0], asked, voice)
    _put_footnote(page, asked, voice)
    return page.text()


def put_answer(page: Page, answer: Answer, asked: Asked, voice: Voice) -> None:
    """One answer in full."""
    goal, verdict = goal_of(answer, asked, voice), verdict_of(answer, asked, voice)
    page.heading(voice.say("headline", goal=goal, verdict=verdict))
    page.line(voice.say("asked", **_asked_for(asked, voice)), 0)
    put_steps(page, answer, voice)
    put_losses(page, answer, voice)
    put_moves(page, answer, voice)
    put_costs(page, answer, voice)
    put_blocks(page, answer, asked, voice)
    put_others(page, answer, asked, voice)
    put_minimum(page, answer, voice)
    put_notes(page, answer, voice)


def _asked_for(asked: Asked, voice: Voice) -> dict[str, object]:
    channel = voice.say("channel.any") if asked.channel is None else voice.channel(asked.channel)
    return {"day": asked.on, "channel": channel}


def _put_footnote(page: Page, asked: Asked, voice: Voice) -> None:
    """What the mark means, if it stands on the page."""
    text = page.text()
    catalogue = asked.catalogue
    assumed = [name for things in (catalogue.items, catalogue.rules) for name, thing in things.items() if thing.assumed]
    if any(name + ASSUMED in text for name in assumed):
        page.gap()
        page.line(voice.say("footnote"), 0)
