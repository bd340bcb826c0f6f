"""Random cases about what meets a demand on the way: a chain of plans, each of which lets other things meet it."""

from __future__ import annotations

from random import Random
from typing import Any

PLANS = ("A", "B", "C", "D", "E", "F")
SUPPLIERS = ("甲", "乙", "丙", "丁")


def draw_carrying(r: Random) -> dict[str, Any]:
    """The plain data of a catalogue and a question, as in a scenario."""
    suppliers = SUPPLIERS[: r.randint(2, 4)]
    return {"catalogue": _catalogue(r, suppliers), "case": _case(r, suppliers)}


def draw_brought(r: Random) -> dict[str, Any]:
    """The same where what meets a demand comes with plans, or with another such thing, and where plans start next month."""
    data = draw_carrying(r)
    catalogue, holds = data["catalogue"], data["case"]["subscriber"]["holds"]
    suppliers = [offer["name"] for offer in catalogue["offers"][2:]]
    bringing = [plan for plan in catalogue["plans"] if r.random() < 0.15] or [r.choice(catalogue["plans"])]
    for plan in bringing:
        plan["brings"] = r.sample(["彩铃", *suppliers], r.randint(1, 2))
        if plan["name"] == "A":
            holds += [{"item": item, "origin": "A"} for item in plan["brings"] if item not in _items(holds) and r.random() < 0.7]
    if r.random() < 0.3:
        offer = r.choice(catalogue["offers"][2:])
        offer["brings"] = [r.choice(["彩铃", *(name for name in suppliers if name != offer["name"])])]
    for number in range(r.randint(0, 3)):
        of = {"of": r.choice(PLANS[1:]), **({"from": r.choice(PLANS)} if r.random() < 0.7 else {})}
        catalogue["rules"].append({"rule": f"S{number}", "starts": {**of, "day": "next-month"}})
    return data


def _items(holds: list[Any]) -> set[str]:
    return {hold if isinstance(hold, str) else hold["item"] for hold in holds}


def _catalogue(r: Random, suppliers: tuple[str, ...]) -> dict[str, Any]:
    offers: list[dict[str, Any]] = [{"name": "会员"}, {"name": "彩铃"}]
    for name in suppliers:
        offers.append({"name": name, **({"ends": {"months": 1}} if r.random() < 0.2 else {})})
    plans: list[dict[str, Any]] = [{"name": name, "brand": "X"} for name in PLANS]
    if r.random() < 0.15:
        r.choice(plans)["brings"] = [r.choice(["彩铃", *suppliers])]
    return {
        "catalogue": "carrying",
        "version": "1",
        "channels": {"hotline": "热线", "hall": "营业厅"},
        "brands": ["X"],
        "plans": plans,
        "offers": offers,
        "rules": [{"rule": f"R{n}", **body} for n, body in enumerate(_rules(r, suppliers))],
    }


def _rules(r: Random, suppliers: tuple[str, ...]) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = [{"needs": {"items": "会员", "any_of": list(suppliers)}}]
    for plan in PLANS[:-1]:
        rules.append({"move": {"from": plan, "only_to": r.sample([one for one in PLANS if one != plan], r.randint(1, 3))}})
    for name in suppliers:
        rules.append({"only_with": {"items": name, "allow": r.sample(PLANS, r.randint(2, 3))}, "resolve": _resolve(r)})
    if r.random() < 0.3:
        rules.append({"conflict": [*r.sample(suppliers, 2)], "resolve": _resolve(r)})
    if r.random() < 0.3:
        rules.append({"at_most": {"n": 1, "of": list(suppliers)}, "resolve": _resolve(r)})
    if r.random() < 0.3:
        rules.append({"channel": {"act": "change", "of": "plan", "not": ["hotline"], "holding": r.choice(suppliers)}})
    if r.random() < 0.2:
        rules.append({"needs": {"items": r.choice(["彩铃", r.choice(suppliers)]), "any_of": [r.choice(suppliers), "彩铃"]}})
    if r.random() < 0.15:
        rules.append({"starts": {"of": r.choice(PLANS[1:]), "day": "next-month"}})
    return [rule for rule in rules if rule.get("needs", {}).get("items") not in rule.get("needs", {}).get("any_of", ())]


def _resolve(r: Random) -> str:
    return r.choice(["auto", "consent", "consent", "first"])


def _case(r: Random, suppliers: tuple[str, ...]) -> dict[str, Any]:
    bound = r.random() < 0.6
    holds: list[Any] = [{"item": "会员", "until": "2027-12-31"} if bound else "会员", r.choice(suppliers)]
    if r.random() < 0.3:
        holds.append("彩铃")
    args = ["--on", "2026-11-23", "--horizon", "2", "--to", r.choice("EF")]
    if r.random() < 0.4:
        args += ["--channel", "hotline"]
    return {"name": "carrying", "args": args, "subscriber": {"id": "1", "plan": "A", "holds": holds}}
