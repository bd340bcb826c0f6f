"""Random cases about what meets a demand on the way: a chain of plans, each of which lets other things meet it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

PLANS = ("A", "B", "C", "D", "E", "F")
SUPPLIERS = ("甲", "乙", "丙", "丁")
DAYS = ("2026-12-10", "2026-12-31", "2027-01-05", "2027-02-01", "2027-02-20")


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


def draw_timed(r: Random) -> dict[str, Any]:
    """The same where what meets a demand is bound or over after some months, rules end, and groups are full."""
    data = draw_brought(r) if r.random() < 0.4 else draw_carrying(r)
    catalogue, case = data["catalogue"], data["case"]
    suppliers = [offer["name"] for offer in catalogue["offers"][2:]]
    for offer in catalogue["offers"][1:]:
        span = r.choice([{"months": 1}, {"months": 1}, {"months": 2}, "month-end"])
        offer.update({key: span for key in ("ends", "term") if r.random() < 0.25})
        others = [name for name in ("彩铃", *suppliers) if name != offer["name"]]
        if r.random() < 0.15:
            part = r.choice(others)
            offer["brings"] = [r.choice([part, {"item": part, "removable": True}, {"item": part, "ends": "month-end"}])]
    for rule in catalogue["rules"]:
        if r.random() < 0.15:
            rule["valid"] = {r.choice(["from", "until"]): r.choice(DAYS)}
    for number, body in enumerate(_timed_rules(r, suppliers)):
        catalogue["rules"].append({"rule": f"T{number}", **body})
    if r.random() < 0.5:
        _end_before_the_goal(r, catalogue, case, suppliers)
    holds = case["subscriber"]["holds"] = [_bound(r, hold) for hold in case["subscriber"]["holds"]]
    if r.random() < 0.4:
        holds += [_bound(r, item) for item in suppliers if item not in _items(holds)][:1]
    case["args"][3] = "4"
    return data


def _end_before_the_goal(r: Random, catalogue: dict[str, Any], case: dict[str, Any], suppliers: list[str]) -> None:
    """Nothing that meets the demand stands beside the goal, and something that does is over after some months."""
    goal = case["args"][case["args"].index("--to") + 1]
    for rule in catalogue["rules"]:
        if "only_with" in rule:
            rule["only_with"]["allow"] = [plan for plan in rule["only_with"]["allow"] if plan != goal] or ["B"]
            rule.pop("valid", None)
    ending = r.choice(suppliers)
    next(offer for offer in catalogue["offers"] if offer["name"] == ending)["ends"] = {"months": r.randint(1, 2)}
    case["subscriber"]["holds"] = ["会员", next(item for item in suppliers if item != ending)]


def _timed_rules(r: Random, suppliers: list[str]) -> Iterator[dict[str, Any]]:
    groups = ["会员", "彩铃", *suppliers]
    if r.random() < 0.5:
        yield {"at_most": {"n": r.randint(2, 3), "of": r.sample(groups, r.randint(3, len(groups)))}, "resolve": _resolve(r)}
    if r.random() < 0.4:
        yield {"needs": {"items": r.choice(suppliers), "any_of": ["彩铃"]}, "resolve": _resolve(r)}
    if r.random() < 0.4:
        left = {"item": r.sample(suppliers, 2), "bound": True}
        yield {"conflict": [left, r.choice(PLANS[1:])], "resolve": _resolve(r)}
    if r.random() < 0.3:
        yield {"conflict": [r.choice(suppliers), r.choice(PLANS[1:])], "resolve": "first"}


def _bound(r: Random, hold: Any) -> Any:
    if not isinstance(hold, str) or hold == "会员" or r.random() < 0.4:
        return hold
    key = r.choice(["until", "until", "ends", "origin"])
    until = {"until": r.choice(DAYS)} if r.random() < 0.5 else {}
    return {"item": hold, "origin": "campaign", **until} if key == "origin" else {"item": hold, key: r.choice(DAYS)}


def draw_narrow(r: Random) -> dict[str, Any]:
    """The same along one chain of plans, with few ways for what meets the demand to give way to another."""
    suppliers = list(SUPPLIERS[: r.randint(2, 3)])
    first, ending = suppliers[0], suppliers[1]
    offers: list[dict[str, Any]] = [{"name": "会员"}, {"name": "彩铃"}, *({"name": name} for name in suppliers)]
    by_name = {offer["name"]: offer for offer in offers}
    by_name[ending]["ends"] = r.choice([{"months": 1}, {"months": 2}, "month-end"])
    for name in suppliers:
        if r.random() < 0.3:
            by_name[name]["term"] = {"months": r.randint(1, 2)}
        if r.random() < 0.25:
            by_name[name]["brings"] = [r.choice(["彩铃", *(other for other in suppliers if other != name)])]
    move = ({"move": {"from": a, "only_to": [b]}} for a, b in pairwise(PLANS))
    rules: list[dict[str, Any]] = [{"needs": {"items": "会员", "any_of": suppliers}}, *(one for one in move if r.random() < 0.8)]
    for name in suppliers:
        allow = r.sample(PLANS[:-1], 3) if r.random() < 0.85 else r.sample(PLANS, 4)
        allow += ["A"] if name == first and "A" not in allow else []
        rules.append({"only_with": {"items": name, "allow": allow}, "resolve": r.choice(["auto", "consent", "first"])})
    way = PLANS[1:-1]
    for share, body in (
        (0.5, {"at_most": {"n": r.randint(2, 4), "of": ["会员", "彩铃", *suppliers]}, "resolve": _resolve(r)}),
        (0.3, {"at_most": {"n": 1, "of": suppliers}, "resolve": _resolve(r)}),
        (0.5, {"needs": {"items": first, "any_of": ["彩铃"]}, "resolve": _resolve(r)}),
        (0.5, {"conflict": [{"item": first, "bound": True}, r.choice(way)], "resolve": _resolve(r)}),
        (0.3, {"conflict": [first, r.choice(way)], "resolve": r.choice(["first", "consent"])}),
        (0.2, {"conflict": [first, ending], "resolve": _resolve(r)}),
        (0.2, {"starts": {"of": r.choice(PLANS[1:]), "day": "next-month"}}),
        (0.3, {"needs": {"items": ending, "any_of": ["彩铃", *suppliers[2:]]}, "resolve": _resolve(r)}),
    ):
        if r.random() < share:
            rules.append(body)
    catalogue = {
        "catalogue": "carrying",
        "version": "1",
        "channels": {"hotline": "热线", "hall": "营业厅"},
        "brands": ["X"],
        "plans": [{"name": name, "brand": "X"} for name in PLANS],
        "offers": offers,
        "rules": [{"rule": f"R{n}", **body} for n, body in enumerate(rules)],
    }
    holds: list[Any] = [{"item": "会员", "until": "2027-12-31"}, _bound(r, first)]
    if r.random() < 0.7:
        holds.append({"item": "彩铃", "until": "2027-12-31"} if r.random() < 0.5 else "彩铃")
    args = ["--on", "2026-11-23", "--horizon", "4", "--to", r.choice("DEF")]
    return {
        "catalogue": catalogue,
        "case": {"name": "narrow", "args": args, "subscriber": {"id": "1", "plan": "A", "holds": holds}},
    }


def draw_opening(r: Random) -> dict[str, Any]:
    """The same where the goal is entered on some days alone, and what meets the demand stands beside it on some."""
    data = draw_timed(r) if r.random() < 0.3 else draw_narrow(r)
    catalogue, case = data["catalogue"], data["case"]
    goal = case["args"][case["args"].index("--to") + 1]
    suppliers = [offer["name"] for offer in catalogue["offers"][2:]]
    rules: list[dict[str, Any]] = []
    if r.random() < 0.8:
        catalogue["offers"].append({"name": "套机"})
        case["subscriber"]["holds"].append({"item": "套机", "ends": r.choice(DAYS)})
        rules.append({"conflict": ["套机", goal], "resolve": _resolve(r)})
    else:
        next(plan for plan in catalogue["plans"] if plan["name"] == goal)["sold"] = {r.choice(["from", "until"]): r.choice(DAYS)}
    for rule in catalogue["rules"]:
        if "only_with" in rule and r.random() < 0.5:
            rule["only_with"]["allow"] = sorted({goal, *rule["only_with"]["allow"]})
    for supplier in suppliers:
        if r.random() < 0.6:
            days = {r.choice(["from", "until"]): r.choice(DAYS)}
            rules.append({"conflict": [supplier, goal], "resolve": _resolve(r), "valid": days})
    if r.random() < 0.3:
        rules.append({"starts": {"of": goal, "day": "next-month"}})
    catalogue["rules"] += [{"rule": f"O{number}", **body} for number, body in enumerate(rules)]
    return data


def draw_crammed(r: Random) -> dict[str, Any]:
    """Narrow cases: two things make demands, in a group with little room, and the goal stands in the way of what meets them."""
    data = draw_narrow(r)
    catalogue, subscriber = data["catalogue"], data["case"]["subscriber"]
    args, offers = data["case"]["args"], catalogue["offers"]
    goal = args[args.index("--to") + 1]
    suppliers = [offer["name"] for offer in offers[2:]]
    offers.append({"name": "丁", **({"ends": {"months": r.randint(1, 2)}} if r.random() < 0.5 else {})})
    for offer in offers[3:]:
        if r.random() < 0.15:
            offer["withdrawn"] = True
    offers.append({"name": "贵宾"})
    every = [*suppliers, "丁"]
    rules: list[dict[str, Any]] = [
        {"needs": {"items": "贵宾", "any_of": r.sample(every, r.randint(1, 3))}, "resolve": _resolve(r)},
        {"at_most": {"n": r.randint(2, 4), "of": ["会员", "贵宾", *every]}, "resolve": _resolve(r)},
    ]
    for supplier in every:
        if r.random() < 0.6:
            rules.append({"conflict": [supplier, goal], "resolve": _resolve(r)})
    if r.random() < 0.3:
        rules.append({"needs": {"items": r.choice(every), "any_of": r.sample(["彩铃", *every], 2)}, "resolve": _resolve(r)})
    if r.random() < 0.3:
        rules.append({"starts": {"of": r.choice(PLANS), "day": "next-month"}})
    catalogue["rules"] += [{"rule": f"K{number}", **body} for number, body in enumerate(rules)]
    holds = subscriber["holds"]
    holds.append({"item": "贵宾", "until": r.choice([*DAYS, "2027-12-31"])} if r.random() < 0.6 else "贵宾")
    if r.random() < 0.5:
        holds.append(_bound(r, r.choice([name for name in every if name not in _items(holds)])))
    return data


def draw_founded(r: Random) -> dict[str, Any]:
    """Cases in which some of what meets the demand makes one demand itself, in a group with little room."""
    data = draw_timed(r) if r.random() < 0.3 else draw_narrow(r)
    catalogue, subscriber = data["catalogue"], data["case"]["subscriber"]
    args, offers = data["case"]["args"], catalogue["offers"]
    goal, args[3] = args[args.index("--to") + 1], "2"
    offers.append({"name": "戊", **({"brings": [r.choice(SUPPLIERS[:2])]} if r.random() < 0.5 else {})})
    every = [offer["name"] for offer in offers[2:]]
    bases = ["底包", "新底包", "旧底包"][: r.randint(1, 3)]
    offers += [{"name": name, **({"ends": {"months": 1}} if r.random() < 0.15 else {})} for name in bases]
    of = r.sample(every, r.randint(2, len(every)))
    rules: list[dict[str, Any]] = [
        *({"needs": {"items": one, "any_of": bases}, "resolve": _resolve(r)} for one in of if r.random() < 0.9),
        {"at_most": {"n": r.randint(2, 4), "of": ["会员", *bases, *every]}, "resolve": _resolve(r)},
    ]
    if r.random() < 0.5:
        rules[:-1] = [{"needs": {"items": of, "any_of": bases}, "resolve": _resolve(r)}]
    for base in bases:
        if r.random() < 0.7:
            rules.append({"conflict": [base, r.choice([goal, goal, *PLANS[1:]])], "resolve": _resolve(r)})
    for rule in catalogue["rules"]:
        if "only_with" in rule and r.random() < 0.6:
            rule["only_with"]["allow"] = sorted({*rule["only_with"]["allow"], *r.sample(PLANS, 3)})
        if "needs" in rule and rule["needs"]["items"] == "会员":
            rule["needs"]["any_of"] = every
    if len(bases) > 1 and r.random() < 0.4:
        rules.append({"at_most": {"n": 1, "of": bases}, "resolve": _resolve(r)})
    catalogue["rules"] += [{"rule": f"F{number}", **body} for number, body in enumerate(rules)]
    subscriber["holds"].append(_bound(r, bases[0]) if r.random() < 0.3 else bases[0])
    _unsettle(r, data, [*bases, *every])
    return data


def _unsettle(r: Random, data: dict[str, Any], items: list[str]) -> None:
    """Circles of needs, plans that need something, and parts of plans that may go again."""
    catalogue, subscriber = data["catalogue"], data["case"]["subscriber"]
    rules: list[dict[str, Any]] = []
    if r.random() < 0.3:
        asking, answer = r.sample(items, 2)
        rules.append({"needs": {"items": asking, "any_of": [answer]}, "resolve": _resolve(r)})
    if r.random() < 0.2:
        rules.append({"needs": {"items": r.choice(PLANS[:-1]), "any_of": r.sample(items, 2)}})
    if r.random() < 0.4:
        plan = r.choice(catalogue["plans"][:2])
        catalogue["offers"].append({"name": "赠送"})
        plan["brings"] = [r.choice(["赠送", {"item": "赠送", "removable": True}, {"item": "赠送", "ends": "month-end"}])]
        rules.append({"conflict": ["赠送", r.choice(items)], "resolve": _resolve(r)})
        if plan["name"] == subscriber["plan"] and r.random() < 0.5:
            subscriber["lacks"] = ["赠送"]
    catalogue["rules"] += [{"rule": f"U{number}", **body} for number, body in enumerate(rules)]


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
