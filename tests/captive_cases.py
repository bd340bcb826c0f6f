"""Random cases about what no channel cancels by choice: one of a family takes the place of another, and none may be left out."""

from __future__ import annotations

from random import Random
from typing import Any

PLANS = ("A", "B", "C", "D")
FAMILY = ("甲一", "甲二", "甲三")
DAYS = ("2026-12-10", "2027-01-05")


def draw_captive(r: Random) -> dict[str, Any]:
    """The plain data of a catalogue and a question, as in a scenario."""
    offers: list[dict[str, Any]] = [{"name": name} for name in (*FAMILY, "会员", "彩铃")]
    for offer in offers:
        if r.random() < 0.1:
            part = "彩铃" if offer["name"] != "彩铃" else "会员"
            offer.update(r.choice([{"ends": {"months": 1}}, {"withdrawn": True}, {"term": {"months": 1}}, {"brings": [part]}]))
    plans: list[dict[str, Any]] = [{"name": name, "brand": "X"} for name in PLANS]
    if r.random() < 0.2:
        r.choice(plans)["brings"] = [r.choice([*FAMILY, "彩铃"])]
    closed = list(FAMILY) if r.random() < 0.8 else r.sample(FAMILY, 2)
    channels = r.choice([["hall"], ["hall"], []])
    rules: list[dict[str, Any]] = [
        {"channel": {"act": "cancel", "of": closed, "only": channels}},
        {"at_most": {"n": r.choice([1, 1, 1, 2]), "of": list(FAMILY)}, "resolve": _resolve(r)},
        {"needs": {"items": "会员", "any_of": list(FAMILY)}, "resolve": _resolve(r)},
    ]
    for name in FAMILY:
        if r.random() < 0.85:
            allow = r.sample(PLANS, r.randint(1, 3))
            first = "first" if r.random() < 0.7 else _resolve(r)
            rules.append({"only_with": {"items": name, "allow": allow}, "resolve": first})
    if r.random() < 0.4:
        rules.append({"conflict": [r.choice(FAMILY), r.choice(["彩铃", *PLANS[1:]])], "resolve": _resolve(r)})
    if r.random() < 0.5:
        rules.append({"move": {"from": "A", "not_to": r.sample(PLANS[1:], r.randint(1, 2))}})
    if r.random() < 0.3:
        rules.append({"channel": {"act": "change", "of": r.choice(PLANS[1:]), "not": ["hotline"], "holding": r.choice(FAMILY)}})
    for rule in rules:
        if r.random() < 0.1:
            rule["valid"] = {r.choice(["from", "until"]): r.choice(DAYS)}
    catalogue = {
        "catalogue": "captive",
        "version": "1",
        "channels": {"hotline": "热线", "hall": "营业厅"},
        "brands": ["X"],
        "plans": plans,
        "offers": offers,
        "rules": [{"rule": f"R{n}", **body} for n, body in enumerate(rules)],
    }
    holds: list[Any] = [r.choice(FAMILY)]
    holds += [name for name in ("会员", "彩铃") if r.random() < 0.6]
    if r.random() < 0.3:
        holds = [{"item": name, r.choice(["until", "ends"]): r.choice(DAYS)} if r.random() < 0.5 else name for name in holds]
    args = ["--on", "2026-11-23", "--horizon", "2", "--to", r.choice("BCD"), "--channel", "hotline"]
    return {
        "catalogue": catalogue,
        "case": {"name": "captive", "args": args, "subscriber": {"id": "1", "plan": "A", "holds": holds}},
    }


def _resolve(r: Random) -> str:
    return r.choice(["auto", "consent", "first"])
