"""Every rule kind: what it grounds to, a case that it decides, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from build import build

from model.answer import ActStep, Answer, WaitStep
from model.days import Months
from model.facts import OneOf
from model.ground import (
    Apart,
    AtMost,
    Beside,
    Bond,
    Carry,
    Defer,
    Extents,
    Fit,
    Gate,
    Ground,
    Passage,
    Quota,
    Say,
    Support,
)
from model.rules.base import Rule
from model.rules.kinds import KINDS
from model.selectors import Bound
from solver.answers.decide import Engine

CATALOGUE: dict[str, Any] = {
    "catalogue": "kinds",
    "version": "1",
    "channels": {"hotline": "热线", "hall": "营业厅"},
    "facts": {"student": {"type": "bool"}},
    "brands": ["甲", "乙"],
    "plans": [
        {"name": "旧卡", "brand": "甲", "fee": 10},
        {"name": "新卡", "brand": "乙", "fee": 30},
        {"name": "中卡", "brand": "乙", "fee": 20},
    ],
    "offers": [{"name": "彩铃"}, {"name": "短信包"}, {"name": "流量包"}],
    "vnets": [{"name": "校园网"}],
}


@dataclass(frozen=True)
class Sample:
    """One rule with what is to come of it. Shape: `solved` is (verdict, losses with their how, what is done, in order)."""

    kind: str
    body: Any
    ground: Any
    zh: str
    en: str
    solved: tuple[str, dict[str, str], list[str]]
    subscriber: dict[str, Any] = field(default_factory=lambda: {"plan": "旧卡"})
    args: tuple[str, ...] = ("--to", "新卡")
    envelope: dict[str, Any] = field(default_factory=dict)


def every(*names: str) -> dict[str, Any]:
    """A set with nothing left to ask of its holdings."""
    return dict.fromkeys(names, True)


SAMPLES = (
    Sample(
        "conflict",
        [{"item": "彩铃", "bound": True}, "新卡"],
        lambda rule: (Apart(rule, {"彩铃": Bound(True)}, every("新卡")),),
        "彩铃且在约的 与 新卡 互斥",
        "彩铃 and bound can't stand with 新卡",
        ("later", {}, ["wait", "change"]),
        {"plan": "旧卡", "holds": [{"item": "彩铃", "until": "2026-11-30"}]},
    ),
    Sample(
        "only_with",
        {"items": "校园网", "allow": {"brand": "甲"}},
        lambda rule: (Beside(rule, every("校园网"), every("旧卡")),),
        "校园网 只能与 甲 同用",
        "校园网 stands only beside 甲",
        ("reachable", {"校园网": "first"}, ["cancel", "change"]),
        {"plan": "旧卡", "holds": ["校园网"]},
        envelope={"resolve": "first"},
    ),
    Sample(
        "needs",
        {"items": "新卡", "any_of": ["短信包", "流量包"], "when": "taken"},
        lambda rule: (Support(rule, every("新卡"), every("短信包", "流量包"), taken=True),),
        "办理时新卡 须有 短信包、流量包",
        "新卡 needs 短信包, 流量包 when it is ordered",
        ("reachable", {}, ["change", "add 短信包"]),
    ),
    Sample(
        "at_most",
        {"n": 1, "of": "offer"},
        lambda rule: (AtMost(rule, 1, every("彩铃", "短信包", "流量包")),),
        "优惠 最多 1 项",
        "at most 1 of offers",
        ("reachable", {"彩铃": "consent"}, ["add 短信包"]),
        {"plan": "旧卡", "holds": ["彩铃"]},
        ("--add", "短信包"),
    ),
    Sample(
        "brings",
        {"items": "新卡", "with": "彩铃"},
        lambda rule: (Carry(rule, ("新卡",), ("彩铃",)),),
        "新卡 随带 彩铃",
        "新卡 brings 彩铃",
        ("reachable", {}, ["change"]),
        args=("--to", "新卡", "--add", "彩铃"),
    ),
    Sample(
        "locked",
        {"items": "彩铃", "through": "month-end"},
        lambda rule: (Bond(rule, every("彩铃"), always=False),),
        "彩铃 到期当月底前不可取消",
        "彩铃 can't be cancelled before the end of the month in which it ends",
        ("later", {"彩铃": "first"}, ["wait", "cancel"]),
        {"plan": "旧卡", "holds": [{"item": "彩铃", "until": "2026-11-10"}]},
        ("--drop", "彩铃"),
    ),
    Sample(
        "move",
        {"from": "旧卡", "not_to": "新卡"},
        lambda rule: (Passage(rule, every("旧卡"), every("新卡"), allowed=False, speaks_of_bound=False),),
        "旧卡 不可变更到 新卡",
        "from 旧卡 no change goes to 新卡",
        ("reachable", {}, ["change 中卡", "change"]),
    ),
    Sample(
        "channel",
        {"act": "change", "of": "新卡", "from": "plan", "not": "hotline"},
        lambda rule: (Gate(rule, "change", every("新卡"), every("旧卡", "新卡", "中卡"), frozenset({"hall"})),),
        "主套餐 变更 新卡：不经 hotline",
        "a change to 新卡 from plans: not through hotline",
        ("elsewhere", {}, ["change"]),
        args=("--to", "新卡", "--channel", "hotline"),
    ),
    Sample(
        "starts",
        {"of": "新卡", "day": "next-month"},
        lambda rule: (Defer(rule, every("新卡"), None),),
        "变更到 新卡 次月1日生效",
        "a change to 新卡 starts on the first of next month",
        ("reachable", {}, ["change from 2026-12-01"]),
    ),
    Sample(
        "eligible",
        {"items": "新卡", "facts": {"student": True}},
        lambda rule: (Fit(rule, every("新卡"), {"student": OneOf((True,))}, taken=True),),
        "新卡 要求 student=true",
        "新卡 asks for student=true",
        ("blocked", {}, []),
    ),
    Sample(
        "limit",
        {"act": "change", "of": "新卡", "at_most": 1, "per": {"months": 2}},
        lambda rule: (Quota(rule, "change", every("新卡"), 1, Months(2), None),),
        "变更 新卡：2个月内最多 1 次",
        "a change to 新卡: at most 1 within 2 months",
        ("later", {}, ["wait", "change"]),
        {"plan": "旧卡", "past": [{"act": "change", "item": "新卡", "day": "2026-10-05"}]},
    ),
    Sample(
        "tell",
        {"act": "change", "of": "新卡", "say": "次月出账"},
        lambda rule: (Say(rule, "change", every("新卡"), "次月出账"),),
        "变更 新卡 须告知：次月出账",
        "on a change to 新卡 say: 次月出账",
        ("reachable", {}, ["change saying 次月出账"]),
    ),
)


def rule_of(sample: Sample) -> dict[str, Any]:
    return {"rule": "R", sample.kind: sample.body, **sample.envelope}


def built(sample: Sample) -> Any:
    args = ["--on", "2026-11-23", *sample.args]
    return build(
        {"catalogue": {**CATALOGUE, "rules": [rule_of(sample)]}, "case": {"args": args, "subscriber": sample.subscriber}}
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_it_grounds_to_sets(sample: Sample) -> None:
    catalogue = built(sample).catalogue
    rule: Rule = catalogue.rules["R"]
    forms: tuple[Ground, ...] = rule.body.ground(rule, Extents(catalogue.items.values(), catalogue.channels))
    assert forms == sample.ground(rule)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_it_decides_a_case(sample: Sample) -> None:
    case = built(sample)
    answer = Engine(case.catalogue).answer_state(case.first, case.query)
    assert (answer.verdict, {loss.item: loss.how for loss in answer.cancel}, done(answer)) == sample.solved
    free = replace(case.catalogue, rules={})
    assert told(Engine(free).answer_state(case.first, case.query)) != told(answer)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_it_says_what_it_says(sample: Sample) -> None:
    body = built(sample).catalogue.rules["R"].body
    assert (body.words("zh"), body.words("en")) == (sample.zh, sample.en)


def test_every_kind_has_a_sample() -> None:
    assert sorted(sample.kind for sample in SAMPLES) == sorted(KINDS)


def told(answer: Answer) -> tuple[object, ...]:
    return answer.verdict, [loss.item for loss in answer.cancel], done(answer)


def done(answer: Answer) -> list[str]:
    """The steps in short: what is done, a target of its own only where it is not plain."""
    found = []
    for step in answer.steps:
        if isinstance(step, WaitStep):
            found.append("wait")
        elif isinstance(step, ActStep):
            plain = step.do == "cancel" or step.item == answer.to
            found.append(step.do if plain else f"{step.do} {step.item}")
            found[-1] += f" from {step.starts}" if step.starts else ""
            found[-1] += f" saying {' '.join(step.say)}" if step.say else ""
    return found
