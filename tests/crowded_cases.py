"""Random cases about what may be ordered along: chains of needs in crowded families, where what comes makes others go."""

from __future__ import annotations

from random import Random
from typing import Any

PLANS = ("A", "B", "C", "D")
BRANDS = ("X", "Y")
FAMILIES = {"流量": 3, "语音": 3, "终端": 2, "彩铃": 2}


def draw_crowded(r: Random, *, wide: bool = False) -> dict[str, Any]:
    """The plain data of a catalogue and a question, as in a scenario; `wide` ones are more than brute force can look at."""
    catalogue = _catalogue(r, wide=wide)
    case = _case(r, [offer["name"] for offer in catalogue["offers"]], 5 if wide else 4)
    if r.random() < 0.7:
        room = {"n": max(1, len(case["subscriber"]["holds"]) + r.choice([-1, 0, 0, 1, 2])), "of": {"tag": "附加"}}
        catalogue["rules"].append({"rule": "R", "at_most": room, "resolve": r.choice(["auto", "consent"])})
    return {"catalogue": catalogue, "case": case}


def _catalogue(r: Random, *, wide: bool) -> dict[str, Any]:
    families = r.sample(sorted(FAMILIES), r.randint(2, 4 if wide else 3))
    names = {family: [f"{family}{n}" for n in range(1, FAMILIES[family] + 1)] for family in families}
    plans: list[dict[str, Any]] = [{"name": name, "brand": r.choice(BRANDS)} for name in PLANS[: r.randint(2, 4 if wide else 3)]]
    offers = [_offer(r, name, family) for family in families for name in names[family]]
    for one in (*plans, *r.sample(offers, 2)):
        if r.random() < 0.12:
            part: Any = r.choice([offer["name"] for offer in offers if offer["name"] != one["name"]])
            one["brings"] = [r.choice([part, {"item": part, "removable": True}, {"item": part, "ends": "month-end"}])]
    return {
        "catalogue": "crowded",
        "version": "1",
        "channels": {"hotline": "热线", "hall": "营业厅"},
        "brands": list(BRANDS),
        "plans": plans,
        "offers": offers,
        "rules": [
            {"rule": f"R{n}", **body} for n, body in enumerate(_rules(r, families, names, [plan["name"] for plan in plans]))
        ],
    }


def _offer(r: Random, name: str, family: str) -> dict[str, Any]:
    offer: dict[str, Any] = {"name": name, "family": family, "tags": ["附加"]}
    if r.random() < 0.15:
        offer["ends"] = r.choice([{"months": 1}, "month-end"])
    if r.random() < 0.2:
        offer["term"] = {"months": 1}
    if r.random() < 0.1:
        offer["withdrawn"] = True
    return offer


def _rules(r: Random, families: list[str], names: dict[str, list[str]], plans: list[str]) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    for family in families:
        if r.random() < 0.6:
            rules.append({"at_most": {"n": 1, "of": {"family": family}}, "resolve": _resolve(r)})
        if r.random() < 0.6:
            items = {"family": family} if r.random() < 0.5 else names[family][0]
            needs: dict[str, Any] = {"items": items, "any_of": _some(r, families, names)}
            if r.random() < 0.25:
                needs["when"] = "taken"
            rules.append({"needs": needs, **({"resolve": _resolve(r)} if r.random() < 0.7 else {})})
        if r.random() < 0.5:
            allow: Any = r.choice([{"brand": r.choice(BRANDS)}, r.sample(plans, r.randint(1, len(plans)))])
            rules.append(
                {"only_with": {"items": r.choice([{"family": family}, names[family][0]]), "allow": allow}, "resolve": _resolve(r)}
            )
    for _ in range(r.randint(0, 3)):
        one, other = r.sample(families, 2)
        rules.append(
            {"conflict": [_some(r, [one], names), r.choice([_some(r, [other], names), r.choice(plans)])], "resolve": _resolve(r)}
        )
    if r.random() < 0.2:
        one, other = r.sample(families, 2)
        rules.append({"conflict": [{"family": one, "bound": True}, _some(r, [other], names)], "resolve": _resolve(r)})
    if r.random() < 0.2:
        rules.append({"needs": {"items": {"family": r.choice(families), "origin": "plan"}, "any_of": _some(r, families, names)}})
    if r.random() < 0.2:
        rules.append({"starts": {"of": r.choice(plans), "day": "next-month"}})
    if r.random() < 0.2:
        rules.append({"move": {"from": plans[0], "not_to": r.choice(plans[1:])}})
    return rules


def _some(r: Random, families: list[str], names: dict[str, list[str]]) -> Any:
    every = [name for family in families for name in names[family]]
    return r.choice([{"family": r.choice(families)}, r.choice(every), r.sample(every, 2)])


def _resolve(r: Random) -> str:
    return r.choice(["auto", "consent", "consent", "first"])


def _case(r: Random, offers: list[str], most: int) -> dict[str, Any]:
    holds: list[Any] = []
    for name in r.sample(offers, r.randint(2, min(most, len(offers)))):
        holds.append(r.choice([name, name, name, {"item": name, "until": "2026-12-14"}, {"item": name, "ends": "2026-12-20"}]))
    args = ["--on", "2026-11-23", "--horizon", "2"]
    args += ["--to", "B"] if r.random() < 0.8 else []
    if r.random() < 0.25 or "--to" not in args:
        args += ["--add", r.choice(offers)]
    if r.random() < 0.2:
        args += ["--channel", "hotline"]
    return {"name": "crowded", "args": args, "subscriber": {"id": "1", "plan": "A", "holds": holds}}
