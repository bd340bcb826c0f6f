"""The verdict in one sentence, first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, assert_never

from cli.present.voice import Voice
from model.answer import ActStep, Answer, SettleStep, Step

if TYPE_CHECKING:
    from cli.ask import Asked


def goal_of(answer: Answer, asked: Asked, voice: Voice) -> str:
    """What is asked, in words."""
    if answer.to is None and answer.leaving is None:
        parts = [voice.say("goal.none")]
    elif answer.to is None:
        parts = [voice.say("goal.stay", plan=voice.item(answer.leaving))]
    elif answer.leaving is None:
        parts = [voice.say("goal.first", to=voice.item(answer.to))]
    else:
        parts = [voice.say("goal.change", leaving=voice.item(answer.leaving), to=voice.item(answer.to))]
    for key, names in (("goal.add", asked.add), ("goal.drop", asked.drop), ("goal.keep", asked.keep)):
        if names:
            parts.append(voice.say(key, items=voice.items(names)))
    return voice.say("comma").join(parts)


def verdict_of(answer: Answer, asked: Asked, voice: Voice) -> str:
    """The verdict and what it costs."""
    losses = voice.losses(len(answer.cancel))
    match answer.verdict:
        case "reachable":
            return voice.say("verdict.reachable" if answer.steps else "verdict.already", losses=losses)
        case "elsewhere":
            return voice.say("verdict.elsewhere", channels=voice.channels(other_channels(answer, asked)), losses=losses)
        case "later":
            return voice.say("verdict.later", day=last_day(answer), losses=losses)
        case "blocked":
            return voice.say("verdict.blocked", months=asked.horizon_months)
        case "undecided":
            return voice.say("verdict.undecided")
    assert_never(answer.verdict)


def other_channels(answer: Answer, asked: Asked) -> tuple[str, ...]:
    """The channels of the orders that the channel asked for does not take, in the catalogue's sequence."""
    taken = {c for step in _orders(answer.steps) if asked.channel not in step.channels for c in step.channels}
    return tuple(channel for channel in asked.catalogue.channels if channel in taken)


def last_day(answer: Answer) -> date | str:
    """The day of the last step."""
    return answer.steps[-1].on if answer.steps else ""


def _orders(steps: tuple[Step, ...]) -> list[ActStep | SettleStep]:
    return [step for step in steps if isinstance(step, ActStep | SettleStep)]
