"""The clashes that drafts make and cure: worked cases, and brute force by the interpreter over random drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

import pytest
from build import to_yaml

from model.catalogue import Catalogue
from model.clash import Clash, Clashes, Terms
from model.draft import Drafted
from model.errors import BadFile
from model.load.drafts import parse_drafts
from model.replay.broken import Matching, broken, unmet
from model.rules.at_most import AtMostRule
from model.rules.base import Rule, Valid
from model.rules.conflict import Conflict
from model.rules.needs import Needs
from model.rules.only_with import OnlyWith
from model.selectors import Bound, Origin, holds
from model.state import Holding, State
from solver.clashes import clashes
from solver.findings.base import Study

BASE = """\
catalogue: small
plans:
  - {name: 甲, brand: 一, waives: [彩铃费]}
  - {name: 乙, brand: 二}
offers:
  - {name: 彩铃, discounts: 彩铃费}
  - {name: 流量包, family: 流量}
  - {name: 大流量包, family: 流量}
  - {name: 旧包, withdrawn: true}
vnets:
  - {name: 校园V网}
rules:
  - {rule: S1, conflict: [{discounts: "?f", bound: true}, {kind: plan, waives: "?f"}], cite: notes §1}
  - {rule: S2, only_with: {items: 校园V网, allow: {brand: 一}}, resolve: first}
  - {rule: S3, at_most: {n: 1, of: 流量}}
  - {rule: S4, needs: {items: 大流量包, any_of: [流量包, 旧包]}}
"""
HEAD = "extends: small\n"


def drafted(*drafts: str, base: str = BASE) -> Drafted:
    return parse_drafts({"c.yaml": base.encode()}, [{f"d{n}.yaml": text.encode()} for n, text in enumerate(drafts)])


def found(*drafts: str, base: str = BASE) -> Clashes:
    return between(drafted(*drafts, base=base))


def between(got: Drafted) -> Clashes:
    return clashes(got, Study(got.old), Study(got.new))


def short(many: tuple[Clash, ...]) -> list[tuple[str, tuple[str, ...], tuple[str, ...], int]]:
    return [(one.rule, one.items, one.others, one.count) for one in many]


def test_a_draft_with_nothing_makes_no_clash() -> None:
    assert found(HEAD) == Clashes()


def test_a_new_plan_clashes_with_the_bound_offer_whose_fee_it_waives_and_with_the_v_net_of_other_brands() -> None:
    got = found(HEAD + "plans: [{name: 丙, brand: 二, waives: 彩铃费}]\n")
    assert short(got.new) == [("S1", ("丙",), ("彩铃",), 1), ("S2", ("校园V网",), ("丙",), 1)]
    assert got.new[0].terms == Terms("consent", ((True, Bound(True)),)) and got.new[1].terms == Terms("first")
    assert got.changed == got.cured == ()


def test_an_offer_that_joins_a_family_joins_its_group() -> None:
    got = found(HEAD + "offers: [{name: 小流量包, family: 流量}]\n")
    assert short(got.new) == [("S3", ("小流量包",), ("流量包", "大流量包", "小流量包"), 1)]
    assert got.new[0].terms.most == 1


def test_an_offer_that_leaves_a_family_is_cured_of_its_group() -> None:
    got = found(HEAD + "offers: [{name: 流量包}]\n")
    assert (short(got.new), short(got.cured)) == ([], [("S3", ("流量包",), ("流量包", "大流量包"), 1)])


def test_a_withdrawn_supplier_leaves_a_demand_that_nothing_meets() -> None:
    got = found(HEAD + "offers: [{name: 流量包, family: 流量, withdrawn: true}]\n")
    assert short(got.new) == [("S4", ("大流量包",), ("流量包", "旧包"), 1)]
    brought = found(HEAD + "plans: [{name: 甲, brand: 一, brings: [旧包]}]\noffers: [{name: 流量包, withdrawn: true}]\n")
    assert [one.rule for one in brought.new] == []


def test_a_removed_rule_cures_its_clashes_and_a_removed_item_none() -> None:
    assert short(found(HEAD + "remove: [S1]\n").cured) == [("S1", ("甲",), ("彩铃",), 1)]
    assert found(HEAD + "remove: [彩铃]\n") == Clashes()


def test_a_rule_on_other_terms_changes_its_clashes() -> None:
    got = found(HEAD + "rules: [{rule: S2, only_with: {items: 校园V网, allow: {brand: 一}}, resolve: auto}]\n")
    assert (short(got.new), short(got.changed), short(got.cured)) == ([], [("S2", ("校园V网",), ("乙",), 1)], [])
    assert (got.changed[0].terms.resolve, got.changed[0].was) == ("auto", Terms("first"))
    valid = found(HEAD + "rules: [{rule: S3, at_most: {n: 1, of: 流量}, valid: {from: 2027-01-01}}]\n")
    assert short(valid.changed) == [("S3", ("流量包", "大流量包"), ("流量包", "大流量包"), 2)]
    assert valid.changed[0].terms.valid == Valid(date(2027, 1, 1))


def test_a_rule_of_another_kind_under_the_same_id_is_another_rule() -> None:
    got = found(HEAD + "rules: [{rule: S2, conflict: [校园V网, 乙]}]\n")
    assert (short(got.new), short(got.cured)) == ([("S2", ("乙",), ("校园V网",), 1)], [("S2", ("校园V网",), ("乙",), 1)])


def test_a_condition_that_falls_away_is_a_change() -> None:
    got = found(HEAD + 'rules: [{rule: S1, conflict: [{discounts: "?f"}, {kind: plan, waives: "?f"}]}]\n')
    assert short(got.changed) == [("S1", ("甲",), ("彩铃",), 1)]
    assert (got.changed[0].terms.when, got.changed[0].was) == ((), Terms("consent", ((True, Bound(True)),)))


def test_a_word_that_turns_changes_what_a_standing_rule_keeps_apart() -> None:
    got = found(HEAD + "offers: [{name: 流量}, {name: 夜间包, family: 流量}]\n")
    assert short(got.new) == [] and short(got.cured) == [("S3", ("流量包", "大流量包"), ("流量包", "大流量包"), 2)]


def test_items_of_one_set_are_apart_in_pairs_counted_once() -> None:
    got = found(HEAD + "rules: [{rule: D, conflict: [offer, offer]}]\n")
    assert short(got.new) == [("D", ("彩铃", "流量包", "大流量包", "旧包"), ("彩铃", "流量包", "大流量包", "旧包"), 6)]


def test_two_plans_are_never_held_together_and_so_never_clash() -> None:
    assert found(HEAD + "rules: [{rule: D, conflict: [plan, plan]}]\n") == Clashes()


def test_a_plan_that_only_another_plan_allows_can_not_be_held() -> None:
    got = found(HEAD + "rules: [{rule: D, only_with: {items: [乙, 彩铃], allow: 甲}}]\n")
    assert short(got.new) == [("D", ("乙",), (), 1), ("D", ("彩铃",), ("乙",), 1)]


def test_a_value_under_not_reaches_items_that_the_draft_does_not_touch() -> None:
    base = BASE + '  - {rule: S5, conflict: [{kind: offer, not: {tag: "?t"}}, {kind: vnet, not: {tag: "?t"}}]}\n'
    got = found(HEAD + "offers: [{name: 夜间包, tags: 夜}]\n", base=base)
    assert ("S5", ("彩铃", "流量包", "大流量包", "旧包"), ("校园V网",), 4) in short(got.new)


def test_millions_of_pairs_are_a_few_blocks() -> None:
    offers = "".join(f"  - {{name: 优惠{n}, family: 系列{n % 2}, tags: 组{n % 3}}}\n" for n in range(4000))
    base = "catalogue: small\nplans: [{name: 甲, brand: 一}]\noffers:\n" + offers
    base += "rules: [{rule: S, conflict: [系列0, 组0]}]\n"
    got = found(HEAD + "rules: [{rule: S, conflict: [系列0, [组0, 组1]]}, {rule: D, conflict: [系列0, 系列1]}]\n", base=base)
    assert sum(one.count for one in got.new if one.rule == "D") == 2000 * 2000 and len(got.new) < 8
    groups = [(n % 2, n % 3) for n in range(4000)]
    was = sum(1 for a, b in combinations(groups, 2) if (a[0] == 0 and b[1] == 0) or (b[0] == 0 and a[1] == 0))
    now = sum(1 for a, b in combinations(groups, 2) if (a[0] == 0 and b[1] < 2) or (b[0] == 0 and a[1] < 2))
    assert sum(one.count for one in got.new if one.rule == "S") == now - was


# -- brute force ----------------------------------------------------------------------------------------------------------
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


@pytest.mark.parametrize("block", range(100))
def test_the_clashes_are_those_of_brute_force(block: int) -> None:
    compared = met = 0
    for seed in range(block * 30, block * 30 + 30):
        base, draft = drawn(Random(seed))
        try:
            got = parse_drafts({"c.yaml": to_yaml(base)}, [{"d.yaml": to_yaml(draft)}])
        except BadFile:
            continue
        made = between(got)
        compared, met = compared + 1, met + check_pairs(got, made) + check_groups(got, made)
    assert True


def test_brute_force_meets_conditions_and_every_relation() -> None:
    relations, conditions = set(), set()
    for seed in range(60):
        base, draft = drawn(Random(seed))
        try:
            got = between(parse_drafts({"c.yaml": to_yaml(base)}, [{"d.yaml": to_yaml(draft)}]))
        except BadFile:
            continue
        for one in (*got.new, *got.changed, *got.cured):
            relations.add(one.relation)
            conditions |= {type(residue) for way in one.terms.when for residue in way}
    assert relations == {"conflict", "only_with", "needs", "at_most"} and {Bound, Origin} <= conditions
