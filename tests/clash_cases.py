"""For the tests of clashes: random catalogues with drafts, and what clashes in them by the interpreter, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

from model.catalogue import Catalogue
from model.clash import Clash, Clashes, Terms
from model.draft import Drafted
from model.replay.broken import Matching, broken, unmet
from model.rules.at_most import AtMostRule
from model.rules.base import Rule
from model.rules.conflict import Conflict
from model.rules.needs import Needs
from model.rules.only_with import OnlyWith
from model.selectors import holds
from model.state import Holding, State
from solver.checks.clashes import clashes
from solver.findings.base import Study


def between(got: Drafted) -> Clashes:
    return clashes(got, Study(got.old), Study(got.new))


ON = date(2026, 11, 23)
ORIGINS = ("own", "campaign", "O0", "P0")
Table = frozenset[tuple[tuple[bool, str], ...]]
"""The holdings, bound or not and of which origin, for which an instance is broken."""


def drawn(random: Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """A random catalogue and a draft over it."""
    items, rules = _items(random), [_rule(random, f"R{n}") for n in range(random.randint(2, 5))]
    base = {"catalogue": "c", "brands": ["X", "Y"], **items, "rules": rules}
    more = {key: [one for one in many if random.random() < 0.3] for key, many in _items(random, extra=2).items()}
    names = [rule["rule"] for rule in rules]
    written = [_rule(random, random.choice([*names, "D0", "D1"])) for _ in range(random.randint(0, 2))]
    unique = {rule["rule"]: rule for rule in written}
    gone = [one for one in [*names, *(item["name"] for many in items.values() for item in many)] if random.random() < 0.08]
    gone = [one for one in gone if one not in unique and not any(one == item["name"] for many in more.values() for item in many)]
    return base, {"extends": "c", **more, "rules": list(unique.values()), "remove": gone}


def _items(r: Random, extra: int = 0) -> dict[str, list[dict[str, Any]]]:
    def some(item: dict[str, Any]) -> dict[str, Any]:
        chances = {"family": ["F", "G"], "tags": ["t", "u"], "waives": ["f1", "f2"], "discounts": ["f1", "f2"]}
        item.update({key: r.choice(values) for key, values in chances.items() if r.random() < 0.4})
        return (
            item | ({"withdrawn": True} if r.random() < 0.25 else {}) | ({"fee": r.choice([1, 2, 3])} if r.random() < 0.5 else {})
        )

    plans = [some({"name": f"P{n}", "brand": r.choice("XY")}) for n in range(3 + extra)]
    offers = [some({"name": f"O{n}"}) for n in range(4 + extra)]
    for offer in offers[1:3]:
        if r.random() < 0.2:
            offer["brings"] = ["O0"]
    return {"plans": plans, "offers": offers, "vnets": [some({"name": f"V{n}"}) for n in range(1 + extra)]}


def _set(r: Random, joined: str = "") -> Any:
    plain = [{"kind": "offer"}, {"family": "F"}, {"tag": "t"}, {"kind": "plan"}, {"brand": "X"}, {"item": "O0"}, {"item": "P0"}]
    chosen = dict(r.choice([*plain, {"kind": ["offer", "vnet"]}, {"fee": {"min": 2}}]))
    if joined == "value":
        chosen = {"kind": r.choice(["plan", "offer"]), r.choice(["waives", "discounts", "family"]): "?x"}
    if joined == "number":
        chosen = {"fee": r.choice(["?x", {"min": "?x"}, {"below": "?x"}])}
    if r.random() < 0.15:
        chosen["not"] = {"tag": "?x"} if joined == "value" and r.random() < 0.5 else {"family": "G"}
    if r.random() < 0.3:
        chosen["bound"] = r.random() < 0.5
    if r.random() < 0.15:
        chosen["origin"] = r.choice(["own", "campaign", "O0"])
    return [chosen, _set(r)] if not joined and r.random() < 0.25 else chosen


def _rule(r: Random, id_: str) -> dict[str, Any]:
    kind = r.choice(["conflict", "conflict", "only_with", "only_with", "needs", "at_most"])
    joined = r.choice(["", "", "value", "number"])
    a, b = _set(r, joined), _set(r, joined)
    bodies = {"conflict": [a, b], "only_with": {"items": a, "allow": b}, "needs": {"items": a, "any_of": b}}
    body = {"n": r.randint(0, 2), "of": _set(r)} if kind == "at_most" else bodies[kind]
    return {"rule": id_, kind: body} | ({"resolve": r.choice(["auto", "first"])} if r.random() < 0.4 else {})


def holdings(item: str) -> Iterator[tuple[tuple[bool, str], Holding]]:
    for bound in (False, True):
        for origin in ORIGINS:
            yield (bound, origin), Holding(item, origin, until=ON + timedelta(days=9) if bound else None)


def state(catalogue: Catalogue, *held: Holding) -> State:
    plans = [one for one in held if catalogue.items[one.item].kind == "plan"]
    others = {one.item: one for one in held if one not in plans}
    return State(ON, plans[0] if plans else None, others, None, {}, ())


@cache
def matching(catalogue_id: int) -> Matching:
    return Matching(CATALOGUES[catalogue_id])


CATALOGUES: dict[int, Catalogue] = {}


def broken_when(catalogue: Catalogue, rule: Rule, items: tuple[str, ...]) -> Table:
    """For which holdings of exactly these items the rule is broken by all of them."""
    CATALOGUES[id(catalogue)] = catalogue
    kinds = [catalogue.items[name].kind for name in items]
    if kinds.count("plan") > 1:
        return frozenset()
    found = set()
    options = [list(holdings(name)) for name in items]
    for one in options[0]:
        for second in options[1] if len(items) > 1 else [None]:
            chosen = [one] if second is None else [one, second]
            now = state(catalogue, *(holding for _, holding in chosen))
            instances = broken(matching(id(catalogue)), now, [rule])
            if any(instance.items == frozenset(items) for instance in instances):
                found.add(tuple(key for key, _ in chosen))
    return frozenset(found)


def demand_when(catalogue: Catalogue, rule: Rule, name: str, had: frozenset[str]) -> Table:
    """For which holdings of an item its demand is made, and nothing that can be had meets it."""
    CATALOGUES[id(catalogue)] = catalogue
    assert isinstance(rule.body, Needs)
    sets, many = (rule.body.items, rule.body.any_of), matching(id(catalogue))
    is_plan = catalogue.items[name].kind == "plan"
    others = [n for n in had if n != name and not (is_plan and catalogue.items[n].kind == "plan")]
    found = set()
    for key, mine in holdings(name):
        beside = (state(catalogue, mine, other) for one in others for _, other in holdings(one))
        if unmet(many, state(catalogue, mine), *sets, mine) and all(unmet(many, now, *sets, mine) for now in beside):
            found.add((key,))
    return frozenset(found)


def can_be_had(catalogue: Catalogue) -> frozenset[str]:
    had = {name for name, item in catalogue.items.items() if not item.withdrawn}
    return frozenset(had | {part.item for name in had for part in catalogue.items[name].brings})


Instances = dict[tuple[str, tuple[str, ...]], Table]


def instances(catalogue: Catalogue) -> Instances:
    """Every pair that a rule keeps apart, and every demand that nothing meets, each with the holdings for which it does."""
    found: Instances = {}
    had = can_be_had(catalogue)
    for rule in catalogue.rules.values():
        match rule.body:
            case Conflict() | OnlyWith():
                singles = [(name,) for name in catalogue.items] if isinstance(rule.body, OnlyWith) else []
                for items in [*singles, *combinations(catalogue.items, 2)]:
                    alone = len(items) == 1 and catalogue.items[items[0]].kind != "plan"
                    if not alone and (table := broken_when(catalogue, rule, items)):
                        found[rule.id, items] = table
            case Needs(when="held"):
                found.update({(rule.id, (n,)): t for n in catalogue.items if (t := demand_when(catalogue, rule, n, had))})
            case _:
                pass
    return found


def expanded(got: Drafted, many: tuple[Clash, ...]) -> dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], Terms]]:
    """The instances of some clashes by rule and items, each once, with the items as the terms speak of them."""
    found: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], Terms]] = {}
    for one in many:
        pairs: list[tuple[str, ...]] = [(name,) for name in one.items]
        if one.relation in ("conflict", "only_with") and one.others:
            within = one.items == one.others
            pairs = list(combinations(one.items, 2)) if within else [(a, b) for a in one.items for b in one.others]
        assert one.count == len(pairs)
        for pair in pairs if one.relation != "at_most" else ():
            key = one.rule, tuple(sorted(pair, key=got.new.sequence.__getitem__))
            assert key not in found
            found[key] = pair, one.terms
    return found


def told_when(catalogue: Catalogue, pair: tuple[str, ...], terms: Terms) -> Table:
    """For which holdings the terms say that the items are apart, in the order of the catalogue."""
    plan = next((name for name in pair if catalogue.items[name].kind == "plan"), None)
    ways = terms.when or ((True, True),)
    found = set()
    for one, _ in holdings(pair[0]):
        for other, _ in holdings(pair[1]) if len(pair) > 1 else [(one, None)]:
            asked = [list(zip(way, (one, other), strict=True)) for way in ways]
            if any(all(holds(r, bound=bound, origin=origin, plan=plan) for r, (bound, origin) in way) for way in asked):
                keys = dict(zip(pair, (one, other), strict=False))
                found.add(tuple(keys[name] for name in sorted(keys, key=catalogue.sequence.__getitem__)))
    return frozenset(found)


def envelope(rule: Rule) -> tuple[Any, ...]:
    return type(rule.body), rule.resolve, rule.at, rule.valid


def check_pairs(got: Drafted, made: Clashes) -> int:
    """Compares with brute force all but the groups; how many instances there were."""
    here, there = instances(got.new), instances(got.old)
    same = {id_ for id_, rule in got.new.rules.items() if id_ in got.old.rules and envelope(rule) == envelope(got.old.rules[id_])}
    kinds = {id_ for id_, rule in got.new.rules.items() if type(rule.body) is type(got.old.rules.get(id_, rule).body)}
    known = {key for key in there if key[0] in kinds}
    new, changed, cured = (expanded(got, many) for many in (made.new, made.changed, made.cured))
    assert set(new) == {key for key in here if key not in known}
    assert set(changed) == {key for key in here if key in known and not (key[0] in same and here[key] == there[key])}
    assert set(cured) == {
        key for key in there if not (key in known and key in here) and all(name in got.new.items for name in key[1])
    }
    for expected, catalogue, many in ((here, got.new, new), (here, got.new, changed), (there, got.old, cured)):
        for key, (pair, terms) in many.items():
            assert told_when(catalogue, pair, terms) == expected[key], (key, pair, terms)
    return len(new) + len(changed) + len(cured)


def check_groups(got: Drafted, made: Clashes) -> int:
    """Every instance that a group has more or less has an item that is told of, and every item told of has one."""
    told = 0
    for here, there, many in ((got.new, got.old, made.new + made.changed), (got.old, got.new, made.cured)):
        for rule in here.rules.values():
            other = there.rules.get(rule.id)
            if not isinstance(rule.body, AtMostRule):
                continue
            mine = _subsets(here, rule, got.new)
            if other is not None and envelope(rule) == envelope(other):
                mine -= _subsets(there, other, got.new)
            named = {name for one in many if one.rule == rule.id and one.relation == "at_most" for name in one.items}
            if here is got.new:
                assert all(any(name in named for name, _ in one) for one in mine)
            assert named <= {name for one in mine for name, _ in one}
            told += len(named)
    return told


def _subsets(catalogue: Catalogue, rule: Rule, universe: Catalogue) -> set[frozenset[tuple[str, Any]]]:
    assert isinstance(rule.body, AtMostRule)
    members = Study(catalogue).extents.of(rule.body.among)
    present = [(name, residue) for name, residue in members.items() if name in universe.items]
    return {frozenset(one) for one in combinations(present, rule.body.n + 1)}
