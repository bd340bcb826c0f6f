"""Random cases about what time takes away: needs met for some months, over walks through several plans, some with parts."""

from __future__ import annotations

from random import Random
from typing import Any

PLANS = ("A", "B", "C", "D")
SUPPLIERS = ("甲", "乙", "丙")
DAYS = ("2026-12-10", "2027-01-05", "2027-01-20")


def draw_lapsing(r: Random) -> dict[str, Any]:
    """The plain data of a catalogue and a question, as in a scenario."""
    data = {"catalogue": _catalogue(r), "case": _case(r)}
    for plan in data["catalogue"]["plans"]:
        if r.random() < 0.2:
            plan["term"] = {"months": 1}
    return data


def _catalogue(r: Random) -> dict[str, Any]:
    offers: list[dict[str, Any]] = [{"name": "会员"}, {"name": "彩铃"}, {"name": "礼包"}]
    for name in SUPPLIERS:
        offer: dict[str, Any] = {"name": name}
        if r.random() < 0.6:
            offer["ends"] = r.choice([{"months": 1}, {"months": 2}, "month-end"])
        if r.random() < 0.25:
            offer["sold"] = {r.choice(["from", "until"]): r.choice(DAYS)}
        if r.random() < 0.2:
            offer["term"] = {"months": 1}
        offers.append(offer)
    plans: list[dict[str, Any]] = [{"name": name, "brand": "X"} for name in PLANS]
    for plan in plans:
        if r.random() < 0.3:
            part: Any = r.choice(["礼包", "彩铃", *SUPPLIERS])
            plan["brings"] = [r.choice([part, {"item": part, "removable": True}, {"item": part, "ends": "month-end"}])]
        if r.random() < 0.15:
            plan["sold"] = {r.choice(["from", "until"]): r.choice(DAYS)}
    return {
        "catalogue": "lapsing",
        "version": "1",
        "channels": {"hotline": "热线", "hall": "营业厅"},
        "brands": ["X"],
        "plans": plans,
        "offers": offers,
        "rules": [{"rule": f"R{n}", **body} for n, body in enumerate(_rules(r))],
    }


def _rules(r: Random) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = [{"needs": {"items": "会员", "any_of": list(SUPPLIERS)}}]
    for name in SUPPLIERS:
        if r.random() < 0.85:
            rules.append({"only_with": {"items": name, "allow": r.sample(PLANS, r.randint(1, 3))}, "resolve": _resolve(r)})
    if r.random() < 0.7:
        rules.append({"move": {"from": "A", "not_to": r.sample(PLANS[1:], r.randint(1, 2))}})
    if r.random() < 0.5:
        rules.append({"move": {"from": r.choice("BC"), "only_to": r.sample(PLANS, 2)}})
    if r.random() < 0.35:
        rules.append({"starts": {"of": r.choice(PLANS), "day": "next-month"}})
    if r.random() < 0.35:
        rules.append({"limit": {"act": "change", "of": list(r.sample(PLANS, r.randint(1, 4))), "at_most": 1, "per": "month"}})
    if r.random() < 0.4:
        rules.append({"conflict": [r.choice(["彩铃", "礼包"]), r.choice([*SUPPLIERS, *PLANS[1:]])], "resolve": _resolve(r)})
    if r.random() < 0.3:
        rules.append({"at_most": {"n": 1, "of": list(SUPPLIERS)}, "resolve": _resolve(r)})
    if r.random() < 0.25:
        rules.append({"needs": {"items": r.choice(["彩铃", "礼包", "D"]), "any_of": r.sample(SUPPLIERS, 2), "when": "taken"}})
    if r.random() < 0.25:
        rules.append({"channel": {"act": r.choice(["cancel", "add"]), "from": r.choice(PLANS), "not": ["hotline"]}})
    if r.random() < 0.2:
        rules.append({"channel": {"act": "cancel", "only": []}})
    return rules


def _resolve(r: Random) -> str:
    return r.choice(["auto", "consent", "first"])


def _case(r: Random) -> dict[str, Any]:
    holds: list[Any] = [_held(r, "会员", bound=0.5), _held(r, r.choice(SUPPLIERS), bound=0.4)]
    if r.random() < 0.4:
        holds.append(_held(r, "彩铃", bound=0.2))
    args = ["--on", "2026-11-23", "--horizon", "3", "--to", r.choice("BCD")]
    if r.random() < 0.2:
        args += ["--add", "礼包"]
    if r.random() < 0.25:
        args += ["--keep", "会员"]
    if r.random() < 0.2:
        args += ["--channel", "hotline"]
    return {"name": "lapsing", "args": args, "subscriber": {"id": "1", "plan": "A", "holds": holds}}


def _held(r: Random, name: str, *, bound: float) -> Any:
    if r.random() < bound:
        return {"item": name, "until": r.choice(["2026-12-14", "2027-01-31", "2027-12-31"])}
    return {"item": name, "ends": "2026-12-20"} if r.random() < 0.15 else name
