"""A random case tilted to some side: much of it withdrawn, bound, ending, bringing or needing, as is rarely drawn at once."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

RESOLVING = ("conflict", "only_with", "needs", "at_most", "eligible")
SPANS: tuple[Any, ...] = ({"months": 1}, {"months": 2}, "month-end")


def tilted(data: dict[str, Any], random: Random) -> dict[str, Any]:
    """The case with some of its sides tilted, each one time in four."""
    data = deepcopy(data)
    catalogue, case = data["catalogue"], data["case"]
    for tilt in (_resolving, _needing, _withdrawn, _bound, _ending, _bringing, _more_needs):
        if random.random() < 0.25:
            tilt(catalogue, random)
    if random.random() < 0.25:
        _coming_along(catalogue, case["subscriber"], random)
    if random.random() < 0.2:
        case["args"][case["args"].index("--horizon") + 1] = "3"
    return data


def _addons(catalogue: dict[str, Any]) -> list[dict[str, Any]]:
    return [*catalogue["offers"], *catalogue["vnets"]]


def _resolving(catalogue: dict[str, Any], random: Random) -> None:
    how = random.choice(["first", "auto", "consent"])
    for rule in catalogue["rules"]:
        if any(kind in rule for kind in RESOLVING):
            rule["resolve"] = how


def _needing(catalogue: dict[str, Any], random: Random) -> None:
    taken = random.random() < 0.5
    for rule in catalogue["rules"]:
        if "needs" in rule:
            rule["needs"]["when"] = "taken" if taken else "held"


def _withdrawn(catalogue: dict[str, Any], random: Random) -> None:
    for one in _addons(catalogue):
        if random.random() < 0.6:
            one["withdrawn"] = True
            one.pop("sold", None)


def _bound(catalogue: dict[str, Any], random: Random) -> None:
    for one in _addons(catalogue):
        if random.random() < 0.6:
            one["term"] = random.choice(SPANS)


def _ending(catalogue: dict[str, Any], random: Random) -> None:
    for one in (*catalogue["plans"], *_addons(catalogue)):
        if random.random() < 0.5:
            one["ends"] = random.choice(SPANS)


def _bringing(catalogue: dict[str, Any], random: Random) -> None:
    names = [one["name"] for one in _addons(catalogue)]
    for one in (*catalogue["plans"], *_addons(catalogue)):
        others = [name for name in names if name != one["name"]]
        if others and random.random() < 0.5:
            part: dict[str, Any] = {"item": random.choice(others)}
            if random.random() < 0.5:
                part["removable"] = True
            if random.random() < 0.2:
                part["ends"] = "month-end"
            one["brings"] = [part]


def _coming_along(catalogue: dict[str, Any], subscriber: dict[str, Any], random: Random) -> None:
    """Most holdings have come with something: with each other, the plan, or what is no longer held."""
    holds = subscriber.get("holds") or []
    names = [one["name"] for one in _addons(catalogue)]
    for place, hold in enumerate(holds):
        hold = dict(hold) if isinstance(hold, dict) else {"item": hold}
        origins = [name for name in names if name != hold["item"]] + ["plan"] * 2 * ("plan" in subscriber)
        if origins and random.random() < 0.6:
            holds[place] = {**hold, "origin": random.choice(origins)}


def _more_needs(catalogue: dict[str, Any], random: Random) -> None:
    names = [one["name"] for one in _addons(catalogue)]
    items = [one["name"] for one in catalogue["plans"]] + names
    for number in range(random.randint(1, 3)):
        item = random.choice(items)
        others = [name for name in names if name != item]
        if others:
            some = random.sample(others, min(len(others), random.randint(1, 3)))
            needs = {"items": item, "any_of": some, "when": random.choice(["held", "taken"])}
            catalogue["rules"].append(
                {"rule": f"N{number}", "needs": needs, "resolve": random.choice(["first", "auto", "consent"])}
            )
