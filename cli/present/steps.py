"""The steps of a path, order by order."""

from __future__ import annotations

from itertools import groupby

from cli.present.page import Page
from cli.present.reasons import channel_title
from cli.present.voice import Voice
from model.answer import ActStep, Answer, SettleStep, Step, WaitStep

UNDER_STEP = 2


def put_steps(page: Page, answer: Answer, voice: Voice) -> None:
    """The section of the steps, with channels and what must be said."""
    if not answer.steps:
        return
    page.heading(voice.say("head.steps"))
    for _, group in groupby(answer.steps, key=_number):
        steps = list(group)
        first = steps[0]
        if isinstance(first, WaitStep):
            page.line(voice.say("act.wait", day=first.on), mark="-  ")
            continue
        page.line(voice.say("step", day=first.on, acts=acts_of(steps, voice)), mark=f"{first.order}. ")
        page.line(voice.channels(first.channels), UNDER_STEP, mark=" " + voice.say("label.channels"))
        for text in dict.fromkeys(text for step in steps if not isinstance(step, WaitStep) for text in step.say):
            page.line(text, UNDER_STEP, mark=" " + voice.say("label.say"))
        _put_settlement(page, first, voice)


def _put_settlement(page: Page, step: Step, voice: Voice) -> None:
    if not isinstance(step, SettleStep):
        return
    fact = voice.catalogue.facts.get(step.fact)
    if fact is not None and fact.settle is not None and fact.settle.do:
        page.line(fact.settle.do, UNDER_STEP, mark=" " + voice.say("label.do"))


def _number(step: Step) -> tuple[int, str]:
    return (-1, step.on.isoformat()) if isinstance(step, WaitStep) else (step.order, "")


def acts_of(steps: list[Step], voice: Voice) -> str:
    """The acts of one order in words."""
    return voice.say("semicolon").join(_act(step, voice) for step in steps)


def _act(step: Step, voice: Voice) -> str:
    match step:
        case WaitStep(on=on):
            return voice.say("act.wait", day=on)
        case SettleStep(fact=fact, value=value):
            return voice.say("act.settle", fact=voice.fact(fact), value=voice.value(value))
        case ActStep(do="cancel", item=item):
            return voice.say("act.cancel", item=voice.item(item))
        case ActStep(do="add", item=item):
            return voice.say("act.add", item=voice.item(item))
        case ActStep(item=item, leaving=None):
            words = voice.say("act.first", item=voice.item(item))
        case ActStep(item=item, leaving=leaving):
            words = voice.say("act.change", leaving=voice.item(leaving), item=voice.item(item))
    return words if step.starts is None else voice.say("act.starts", words=words, day=step.starts)


def briefly(answer: Answer, voice: Voice) -> str:
    """All steps in one sentence, with the channels where not all serve."""
    told = []
    for _, group in groupby(answer.steps, key=_number):
        steps = list(group)
        words = acts_of(steps, voice)
        first = steps[0]
        if not isinstance(first, WaitStep) and set(first.channels) != set(voice.catalogue.channels):
            titles = "/".join(channel_title(channel, voice.catalogue) for channel in first.channels)
            words = voice.say("act.through", words=words, channels=titles)
        told.append(words)
    return voice.say("then").join(told)
