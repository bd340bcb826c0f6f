"""Why: what blocks, why the losses can't be fewer, what was assumed, what else would change the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cli.present.page import Page
from cli.present.steps import briefly
from cli.present.voice import Voice
from model.answer import Answer, Block, Condition, Core

if TYPE_CHECKING:
    from cli.ask import Asked


def put_blocks(page: Page, answer: Answer, asked: Asked, voice: Voice) -> None:
    """Why it is blocked, or why not on the lines above."""
    if answer.blocked is not None:
        _put_block(page, answer.blocked, voice.say("head.blocked"), voice)
    for block in answer.above:
        line = "channel" if block.line == "reachable" and asked.channel is not None else block.line
        channel = "" if asked.channel is None else voice.channel(asked.channel)
        _put_block(page, block, voice.say(f"head.above.{line}", day=asked.on, channel=channel), voice)


def _put_block(page: Page, block: Block, heading: str, voice: Voice) -> None:
    page.heading(heading)
    for reason, words in voice.reasons({one.rule: one.says for one in block.because}):
        page.line(words, mark="- ")
        rule = voice.catalogue.rules.get(reason)
        if rule is not None and rule.tell and voice.language == "en":
            page.line(rule.tell, 2, mark=voice.say("label.say"))
    if block.items:
        page.line(voice.items(block.items), mark=voice.say("label.items"))
    for fact in block.facts:
        page.line(voice.fact(fact), mark=voice.say("label.fact"))


def put_minimum(page: Page, answer: Answer, voice: Voice) -> None:
    """Why the losses can't be fewer, and other ways to lose as many."""
    minimal = answer.minimal
    if minimal is not None and answer.cancel:
        page.heading(voice.say("head.minimal"))
        key = "minimal.proved" if minimal.proved else "minimal.open"
        page.line(voice.say(key, bound=minimal.bound, losses=minimal.losses))
        told = {reason for loss in answer.cancel for reason in loss.because}
        for core in minimal.cores:
            _put_core(page, core, told, voice)
            told.update(core.because)
    if answer.ties:
        page.heading(voice.say("head.ties"))
        for tie in answer.ties:
            page.line(voice.items(tie), mark="- ")


def _put_core(page: Page, core: Core, told: set[str], voice: Voice) -> None:
    key = "core.one" if len(core.items) == 1 else "core.some"
    known = [reason for reason in core.because if reason in told]
    words = voice.say(key, items=voice.items(core.items))
    page.line(voice.say("core.because", words=words, because=voice.short(known)) if known else words, mark="- ")
    for _, sentence in voice.reasons({reason: "" for reason in core.because if reason not in told}):
        page.line(sentence, 2, mark=voice.say("label.because"))


def put_others(page: Page, answer: Answer, asked: Asked, voice: Voice) -> None:
    """What another channel or waiting would save."""
    if not answer.instead:
        return
    page.heading(voice.say("head.instead"))
    lost = {loss.item for loss in answer.cancel}
    for other in answer.instead:
        still = {loss.item for loss in other.cancel}
        saved = voice.items(name for name in asked.catalogue.items if name in lost - still)
        day = other.steps[-1].on if other.steps else asked.on
        losses = voice.losses(len(other.cancel))
        page.line(voice.say(f"instead.{other.verdict}", day=day, losses=losses, saved=saved), mark="- ")
        if other.cancel:
            page.line(voice.say("instead.lost", items=voice.items(loss.item for loss in other.cancel)), 2)
        page.line(briefly(other, voice), 2, mark=voice.say("label.steps"))


def put_notes(page: Page, answer: Answer, voice: Voice) -> None:
    """Old data that breaks rules, facts that were assumed, holdings that would change the answer."""
    if answer.warnings:
        page.heading(voice.say("head.warnings"))
        for warning in answer.warnings:
            reason = voice.reason(warning.rule, says=warning.says)
            page.line(voice.say("warning", items=voice.items(warning.items), reason=reason), mark="- ")
    if answer.assuming:
        page.heading(voice.say("head.assuming"))
        for one in answer.assuming:
            fact = voice.catalogue.facts.get(one.fact)
            default = None if fact is None else fact.default
            value = voice.say("fact.unknown") if default is None else voice.value(default)
            words = voice.say("assumed", fact=voice.fact(one.fact), value=value, because=voice.short(one.because))
            page.line(words, mark="- ")
    if answer.conditions or answer.unsettled:
        page.heading(voice.say("head.conditions"))
        alike: dict[Condition, list[str]] = {}
        for condition in answer.conditions:
            alike.setdefault(replace(condition, holds=""), []).append(condition.holds)
        for condition, held in alike.items():
            page.line(_condition(condition, held, voice), mark="- ")
        if answer.unsettled:
            page.line(voice.say("condition.unsettled", count=answer.unsettled), mark="- ")


def _condition(condition: Condition, held: Sequence[str], voice: Voice) -> str:
    """What the answer would be with any one of some holdings."""
    items = voice.items(held) if len(held) == 1 else voice.say("condition.any", items=voice.items(held))
    verdict = voice.say(f"short.{condition.verdict}")
    parts = [verdict]
    if condition.losses:
        parts.append(voice.losses(condition.losses))
    text = voice.say("condition", items=items, verdict=voice.say("comma").join(parts))
    return voice.say("core.because", words=text, because=voice.short(condition.because)) if condition.because else text
