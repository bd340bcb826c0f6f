"""Findings about what is written, against their definitions taken word by word, on random small catalogues.

`TAOCAN_EXAMPLES` sets how many catalogues are drawn; from 2000 on it is a full run, of at least a thousand.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from build import to_yaml
from random_slips import Data, draw_slips

from model.carry import Carriage, bound_until
from model.catalogue import Catalogue
from model.errors import BadFile
from model.load.catalogue import parse_catalogue
from model.replay.broken import Matching
from model.rules.base import Rule
from model.rules.needs import Needs
from model.selectors import AnyOf, Bindings, Selector, bindings_of, match
from model.state import Holding
from solver.checks.check import check
from solver.findings.finders import FINDERS

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300"))
FULL = EXAMPLES >= 2000
START = int(os.environ.get("TAOCAN_SEED", "0"))
SHARES, SHARE = 5, EXAMPLES // 5
ONE = timedelta(days=1)
FIRED: Counter[str] = Counter()
Subjects = set[tuple[Any, ...]]


def shared_words(catalogue: Catalogue, data: Data) -> Subjects:
    """T401: each word and what it is besides what it means, where that is another set."""
    kinds: dict[str, dict[str, list[str]]] = {kind: {} for kind in ("item", "family", "brand", "tag")}
    for item in [*data["plans"], *data["offers"]]:
        for kind, words in (
            ("item", [item["name"], *item.get("aliases", [])]), ("family", item.get("family", [])),
            ("brand", [item["brand"]] if "brand" in item else []), ("tag", item.get("tags", [])),
        ):  # fmt: skip
            for word in words:
                kinds[kind].setdefault(word, []).append(item["name"])
    found: Subjects = set()
    for word in {word for words in kinds.values() for word in words}:
        meant, *others = [kind for kind, words in kinds.items() if word in words]
        assert catalogue.words()[word][1] == tuple(kinds[meant][word])
        found |= {(word, kind) for kind in others if kinds[kind][word] != kinds[meant][word]}
    return found


def days_of(catalogue: Catalogue) -> list[date]:
    edges = {d for item in catalogue.items.values() for d in (item.sold_from, item.sold_until) if d}
    edges |= {d for rule in catalogue.rules.values() for d in (rule.valid.since, rule.valid.until) if d}
    return sorted({date(2026, 1, 15)} | {edge + n * ONE for edge in edges for n in (-1, 0, 1)})


def had(catalogue: Catalogue, carriage: Carriage, day: date) -> set[Holding]:
    """All that can be had on a day, however."""
    found = {Holding(n, "own", bound_until(item, day)) for n, item in catalogue.items.items() if item.on_sale(day)}
    while True:
        parts = {
            Holding(part.item, one.item, bound_until(catalogue.items[part.item], day))
            for one in found
            for part in carriage.parts(one.item, day)
        }
        if parts <= found:
            return found
        found |= parts


def lacking(catalogue: Catalogue, _: Data) -> Subjects:
    """T402: each needs rule with the items that can be had some day and not what they need."""
    carriage, matching = Carriage(catalogue), Matching(catalogue)
    plans = [None, *(name for name, item in catalogue.items.items() if item.kind == "plan")]
    found: Subjects = set()
    for day in days_of(catalogue):
        can_be_had = had(catalogue, carriage, day)
        for rule in catalogue.rules.values():
            body = rule.body
            if not isinstance(body, Needs) or not rule.valid.on(day):
                continue
            bindings = matching.bindings(body.items, body.any_of)
            for one in can_be_had:
                if body.when == "taken" and one.origin != "own":
                    continue
                for plan in plans:
                    asking = [b for b in bindings if matching.has(body.items, one, day, plan, b)]
                    others = [other for other in can_be_had if other.item != one.item]
                    answered = any(
                        matching.has(body.any_of, other, day, beside, b) for b in asking for other in others for beside in plans
                    )
                    if asking and not answered:
                        found.add((rule.id, one.item))
    return found


def lone(catalogue: Catalogue, data: Data) -> Subjects:
    """T404: each item of which nothing speaks in particular."""
    spoken = {part for item in [*data["plans"], *data["offers"]] for part in item.get("brings", [])}
    spoken |= {item["name"] for item in [*data["plans"], *data["offers"]] if "brings" in item}
    for rule in catalogue.rules.values():
        for selector, bindings in selectors(catalogue, rule):
            for entry in selector.parts if isinstance(selector, AnyOf) else (selector,):
                if not any(
                    f"key='{key}'" in str(entry) for key in ("item", "brand", "family", "tag", "waives", "discounts", "fee")
                ):
                    continue
                spoken |= {n for n, item in catalogue.items.items() for b in bindings if match(entry, item, b) is not False}
    return {(name,) for name in catalogue.items if name not in spoken}


def selectors(catalogue: Catalogue, rule: Rule) -> Iterator[tuple[Selector, tuple[Bindings, ...]]]:
    """The selectors of a rule with the assignments of its join variables."""
    body: Any = rule.body
    sides = [getattr(body, name) for name in ("items", "any_of", "left", "right", "among", "parts") if hasattr(body, name)]
    sides = [side for side in sides if side is not None]
    after = getattr(body, "after", None)
    others = [rule.guards.holding, after[1] if after else None]
    joined = bindings_of(sides, catalogue.items.values())
    yield from ((side, joined) for side in sides)
    yield from ((other, ({},)) for other in others if other is not None)


def circles(catalogue: Catalogue, _: Data) -> Subjects:
    """T405: each largest set of items that on some day all bring each other."""
    carriage = Carriage(catalogue)
    found: Subjects = set()
    for day in days_of(catalogue):
        reached = {name: set[str]() for name in catalogue.items}
        for _turn in catalogue.items:
            for name, seen in reached.items():
                parts = {part.item for part in carriage.parts(name, day)}
                seen |= parts | set().union(*(reached[part] for part in parts))
        for name in catalogue.items:
            circle = tuple(other for other in catalogue.items if other in reached[name] and name in reached[other])
            found |= {circle} if len(circle) > 1 else set()
    return found


def empty(catalogue: Catalogue, _: Data) -> Subjects:
    """T406: each rule with how many of its selectors, or entries of their lists, select nothing."""
    found: Subjects = set()
    for rule in catalogue.rules.values():
        count = 0
        for selector, bindings in selectors(catalogue, rule):

            def selects(one: Selector, bindings: tuple[Bindings, ...] = bindings) -> bool:
                return any(match(one, item, b) is not False for item in catalogue.items.values() for b in bindings)

            if not selects(selector):
                count += 1
            elif isinstance(selector, AnyOf):
                count += sum(not selects(part) for part in selector.parts)
        found |= {(rule.id, count)} if count else set()
    return found


def unlearnt(_: Catalogue, data: Data) -> Subjects:
    """T407: each fact that a rule reads and that is declared by its type alone."""
    bodies = [
        next(body for kind, body in rule.items() if kind in ("eligible", "tell"))
        for rule in data["rules"]
        if {"eligible", "tell"} & set(rule)
    ]
    read = {fact for body in bodies for fact in body.get("facts", {})}
    return {(fact,) for fact in read if set(data["facts"][fact]) == {"type"}}


def unlisted(_: Catalogue, data: Data) -> Subjects:
    """T408: each rule whose cite begins with no source, where there are sources."""
    begins = {rule["rule"]: rule["cite"].split(" ")[0].strip(":") for rule in data["rules"] if "cite" in rule}
    return {(rule,) for rule, word in begins.items() if "sources" in data and word not in data["sources"]}


DEFINITIONS: dict[str, Callable[[Catalogue, Data], Subjects]] = {
    "T401": shared_words, "T402": lacking, "T404": lone, "T405": circles, "T406": empty, "T407": unlearnt, "T408": unlisted,
}  # fmt: skip


def found(catalogue: Catalogue, code: str) -> Subjects:
    """What is found, in the terms of its definition."""
    findings = check(catalogue, finders={code: FINDERS[code]}).found
    match code:
        case "T401":
            return {(one.figures["word"], one.figures["hidden"]) for one in findings}
        case "T406":
            return {(*one.subjects, len(str(one.figures["keys"]).split(", "))) for one in findings}
        case _:
            return {one.subjects for one in findings}


@pytest.mark.parametrize("share", range(SHARES))
def test_slips_are_found_as_their_definitions_say(share: int) -> None:
    for seed in range(START + share * SHARE, START + (share + 1) * SHARE):
        data = draw_slips(Random(seed))
        try:
            catalogue = parse_catalogue({"drawn.yaml": to_yaml(data)})
        except BadFile:
            FIRED["no catalogue"] += 1
            continue
        FIRED["catalogues"] += 1
        for code, definition in DEFINITIONS.items():
            got = found(catalogue, code)
            assert got == definition(catalogue, data), f"seed {seed}: {code}"
            FIRED[code] += len(got)


def test_each_code_fired() -> None:
    print(dict(FIRED))
    assert [code for code in DEFINITIONS if not FIRED[code]] == []
    assert FIRED["no catalogue"] < FIRED["catalogues"] / 3
    assert not FULL or FIRED["catalogues"] >= 1000
