"""Answers as JSON. Source: docs/answer.md; the keys and their order are those of its example."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, assert_never

from cli.present.reasons import block_sentence, warning_sentence
from model.answer import FORMAT, ActStep, Answer, Block, Condition, Core, Minimal, SettleStep, Step, WaitStep
from model.catalogue import Catalogue
from model.facts import FactValue
from model.language import Language
from model.request import Listed, Subscriber

if TYPE_CHECKING:
    from cli.ask import Asked

Json: TypeAlias = str | int | float | bool | Mapping[str, "Json"] | Sequence["Json"] | None


def present_json(asked: Asked, answers: Sequence[Answer], language: Language) -> str:
    """The document. Shape: same answers, same bytes; ends with a line break."""
    catalogue = asked.catalogue
    document = {
        "format": FORMAT,
        "catalogue": {"name": catalogue.name, "version": catalogue.version, "sha256": catalogue.sha256},
        "request": _request(asked),
        "answers": [answer_json(answer, catalogue, language) for answer in answers],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _request(asked: Asked) -> Json:
    first = asked.subscribers[0]
    plans = [subscriber.plan.item for subscriber in asked.subscribers if subscriber.plan is not None]
    return {
        "from": plans,
        "to": list(asked.targets),
        "with": [_listed(one) for one in first.holds if one.cancelled is None],
        "add": list(asked.add),
        "drop": list(asked.drop),
        "keep": list(asked.keep),
        "on": asked.on.isoformat(),
        "channel": asked.channel,
        "facts": {name: value_of(value) for name, value in first.facts.items()},
        "subscriber": first.id or None,
        "number": _number(first) if first.place.file else None,
        "minimise": asked.minimise,
        "horizon": asked.horizon_months,
    }


def _number(number: Subscriber) -> Json:
    """The subscriber as its file could tell it, so that the answer can be checked without the file."""
    booked, plan = number.booked, number.plan
    past = [{"act": act.act, "item": act.item, "day": act.day.isoformat()} for act in number.past if act.item is not None]
    last: dict[str, list[str]] = {}
    for act in number.past:
        if act.item is None:
            last.setdefault(act.act, []).append(act.day.isoformat())
    told = {
        "id": number.id,
        "plan": None if plan is None else _holding(plan),
        "booked": None if booked is None else {"plan": booked.plan, "starts": booked.starts.isoformat()},
        "holds": [_holding(one) for one in number.holds],
        "lacks": list(number.lacks),
        "facts": {name: value_of(value) for name, value in number.facts.items()},
        "past": past,
        "last": last,
    }
    return {key: value for key, value in told.items() if value}


def _holding(one: Listed) -> Json:
    days = {"since": one.since, "until": one.until, "ends": one.ends, "cancelled": one.cancelled}
    told = {"item": one.item} | ({} if one.origin == "own" else {"origin": one.origin})
    return told | {key: day.isoformat() for key, day in days.items() if day is not None}


def _listed(one: Listed) -> str:
    return one.item if one.until is None else f"{one.item}@{one.until.isoformat()}"


def answer_json(answer: Answer, catalogue: Catalogue, language: Language) -> Json:
    """One answer. Source: docs/answer.md."""
    before, after = answer.before, answer.after
    return {
        "from": answer.leaving,
        "to": answer.to,
        "verdict": answer.verdict,
        "cancel": [
            {"item": loss.item, "how": loss.how, "because": list(loss.because), "regain": list(loss.regain)}
            for loss in answer.cancel
        ],
        "leaves": list(answer.leaves),
        "ended": list(answer.ended),
        "gains": [{"item": gain.item, "because": list(gain.because)} for gain in answer.gains],
        "keeps": list(answer.keeps),
        "fee": {"before": yuan(before.fee_fen), "after": yuan(after.fee_fen)},
        "benefits": {"before": _amounts(before.benefits), "after": _amounts(after.benefits)},
        "steps": [_step(step) for step in answer.steps],
        "minimal": None if answer.minimal is None else _minimal(answer.minimal),
        "ties": [list(tie) for tie in answer.ties],
        "instead": [answer_json(other, catalogue, language) for other in answer.instead],
        "blocked": None if answer.blocked is None else _block(answer.blocked, catalogue, language),
        "above": [{"line": block.line, **_block(block, catalogue, language)} for block in answer.above],
        "assuming": [{"fact": one.fact, "because": list(one.because)} for one in answer.assuming],
        "warnings": [
            {"rule": one.rule, "items": list(one.items), "says": warning_sentence(one, catalogue, language)}
            for one in answer.warnings
        ],
        "conditions": [_condition(one) for one in answer.conditions],
        "conditions_unsettled": answer.unsettled,
    }


def _step(step: Step) -> Json:
    match step:
        case ActStep():
            act: dict[str, Json] = {"order": step.order, "do": step.do, "item": step.item}
            if step.do == "change":
                act["from"] = step.leaving
            act |= {"on": step.on.isoformat(), "channels": list(step.channels), "say": list(step.say)}
            if step.starts is not None:
                act["starts"] = step.starts.isoformat()
            return act
        case SettleStep():
            return {
                "order": step.order,
                "do": "settle",
                "fact": step.fact,
                "value": value_of(step.value),
                "on": step.on.isoformat(),
                "channels": list(step.channels),
                "say": list(step.say),
            }
        case WaitStep():
            return {"do": "wait", "on": step.on.isoformat()}
    assert_never(step)


def _minimal(minimal: Minimal) -> Json:
    return {
        "losses": minimal.losses,
        "bound": minimal.bound,
        "proved": minimal.proved,
        "by": minimal.by,
        "cores": [_core(core) for core in minimal.cores],
    }


def _core(core: Core) -> Json:
    cut: list[Json] = [{"plan": plan, "because": list(because)} for plan, because in core.cut]
    return {"items": list(core.items), "because": list(core.because), "cut": cut}


def _block(block: Block, catalogue: Catalogue, language: Language) -> dict[str, Json]:
    because: list[Json] = [
        {"rule": one.rule, "says": block_sentence(one, catalogue, language), "cite": one.cite or _cite(one.rule, catalogue)}
        for one in block.because
    ]
    return {"because": because, "items": list(block.items), "facts": list(block.facts)}


def _cite(reason: str, catalogue: Catalogue) -> str:
    rule = catalogue.rules.get(reason)
    return "" if rule is None else rule.cite


def _condition(one: Condition) -> Json:
    return {
        "holds": one.holds,
        "verdict": one.verdict,
        "losses": one.losses,
        "because": list(one.because),
    }


def yuan(fen: int) -> int | float:
    """Yuan from 1/100 yuan: a whole number where it is one."""
    return fen // 100 if fen % 100 == 0 else round(fen / 100, 2)


def _amounts(benefits: Mapping[str, Decimal]) -> Json:
    return {name: value_of(amount) for name, amount in benefits.items()}


def value_of(value: FactValue) -> Json:
    """A fact's or a benefit's value in JSON."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case _:
            return value
