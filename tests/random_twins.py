"""A random case with some item threefold: what no rule tells apart is tried for each other, which proofs must not hide."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

TWINS = "ab"
NAMED = {"items", "any_of", "allow", "from", "to", "only_to", "not_to", "of", "holding", "with", "not", "item", "on"}
"""The keys under which a rule names items."""


def with_twins(data: dict[str, Any], random: Random) -> dict[str, Any]:
    """The case with two more of one item that is neither asked for nor the plan held: in every set with it, and else alike.

    Shape: mostly one that may meet a demand; mostly none of the three is on sale, or each is bound; now and then the last is to
    be added.
    """
    data = deepcopy(data)
    catalogue, case = data["catalogue"], data["case"]
    taken = {*case["args"], case["subscriber"].get("plan") if isinstance(case["subscriber"].get("plan"), str) else ""}
    free = [(kind, one) for kind in ("plans", "offers") for one in catalogue[kind] if one["name"] not in taken]
    if not free:
        return data
    serving = [one for one in free if any(_serves(one[1]["name"], rule) for rule in catalogue["rules"])]
    kind, item = random.choice(serving if serving and random.random() < 0.7 else free)
    item.update(random.choice([{}, {"withdrawn": True}, {"withdrawn": True}, {"term": {"months": 2}}]))
    if item.get("withdrawn"):
        item.pop("sold", None)
    if kind == "offers" and random.random() < 0.3:
        case["args"] += ["--add", item["name"] + TWINS[-1]]
    return threefold(data, kind, item["name"])


def threefold(data: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """The case with two more of one item of a kind, in every set with it; changed in place."""
    catalogue = data["catalogue"]
    item = next(one for one in catalogue[kind] if one["name"] == name)
    names = [name, *(f"{name}{letter}" for letter in TWINS)]
    catalogue[kind] += [{**deepcopy(item), "name": twin} for twin in names[1:]]
    for one in (*catalogue["plans"], *catalogue["offers"], *catalogue.get("vnets", ())):
        if "brings" in one:
            one["brings"] = _brought(one["brings"], names)
    for rule in catalogue["rules"]:
        for key, body in rule.items():
            if key == "conflict" and isinstance(body, list):
                rule[key] = [names if side == name else _told(side, names) for side in body]
            elif isinstance(body, dict):
                rule[key] = _told(body, names)
    return data


def _serves(name: str, rule: dict[str, Any]) -> bool:
    """Whether a rule names an item as one that meets its demand."""
    asked = rule.get("needs", {}).get("any_of", [])
    return name in (asked if isinstance(asked, list) else [asked])


def _brought(parts: list[Any], names: list[str]) -> list[Any]:
    found: list[Any] = []
    for part in parts:
        if part == names[0]:
            found += names
        elif isinstance(part, dict) and part.get("item") == names[0]:
            found += [{**part, "item": name} for name in names]
        else:
            found.append(part)
    return found


def _told(node: Any, names: list[str]) -> Any:
    """What names an item names its twins too."""
    if isinstance(node, list):
        return [one for part in node for one in (names if part == names[0] else [_told(part, names)])]
    if isinstance(node, dict):
        return {key: names if key in NAMED and part == names[0] else _told(part, names) for key, part in node.items()}
    return node
