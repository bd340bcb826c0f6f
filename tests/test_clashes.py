"""The clashes that drafts make and cure: worked cases, and brute force by the interpreter over random drafts.

`TAOCAN_EXAMPLES` sets how many drafts are drawn.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import combinations, product
from random import Random

import pytest
from build import to_yaml
from clash_cases import between, check_groups, check_pairs, drawn

from model.clash import Clash, Clashes, Terms
from model.draft import Drafted
from model.errors import BadFile
from model.load.drafts import parse_drafts
from model.rules.base import Valid
from model.selectors import Bound, Not, Origin, Residue, holds
from solver.checks.clash_pairs import unanswered

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "120"))
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


def test_a_number_that_only_compares_reaches_items_that_the_draft_does_not_touch() -> None:
    base = (
        "catalogue: small\nplans: [{name: 甲, brand: 一, fee: 9}, {name: 乙, brand: 一, fee: 5}]\noffers: [{name: 包, fee: 7}]\n"
    )
    base += 'rules: [{rule: S, only_with: {items: {fee: {below: "?f"}, kind: offer}, allow: {fee: "?f", bound: true}}}]\n'
    got = found(HEAD + "remove: [甲]\n", base=base)
    assert short(got.cured) == [("S", ("包",), ("乙",), 1)]


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


def random_drafts(seeds: range) -> Iterator[Drafted]:
    """Random catalogues with drafts; what does not load is left out."""
    for seed in seeds:
        base, draft = drawn(Random(seed))
        with suppress(BadFile):
            yield parse_drafts({"c.yaml": to_yaml(base)}, [{"d.yaml": to_yaml(draft)}])


@pytest.mark.parametrize("block", range(-(-EXAMPLES // 30)))
def test_the_clashes_are_those_of_brute_force(block: int) -> None:
    counts = []
    for got in random_drafts(range(block * 30, block * 30 + 30)):
        made = between(got)
        counts.append(check_pairs(got, made) + check_groups(got, made))
    assert len(counts) >= 10 and sum(counts) >= 30


def test_brute_force_meets_conditions_and_every_relation() -> None:
    relations, conditions = set(), set()
    for got in map(between, random_drafts(range(60))):
        for one in (*got.new, *got.changed, *got.cured):
            relations.add(one.relation)
            conditions |= {type(residue) for way in one.terms.when for residue in way}
    assert relations == {"conflict", "only_with", "needs", "at_most"} and {Bound, Origin} <= conditions


CONDITIONS: tuple[Residue, ...] = (True, False, Bound(True), Bound(False), Origin(("own",)), Not(Origin(("own",))))
HELD = tuple(product((True, False), ("own", "campaign")))


def is_in(residue: Residue, held: tuple[bool, str]) -> bool:
    return residue if isinstance(residue, bool) else holds(residue, bound=held[0], origin=held[1], plan=None)


def test_what_is_asked_and_not_answered_is_so_by_some_way_and_none_is_a_case_of_another() -> None:
    random, most = Random(1), 0
    for _ in range(600):
        asked = [(random.choice(CONDITIONS), random.choice(CONDITIONS)) for _ in range(random.randint(1, 4))]
        ways = unanswered(asked)
        most = max(most, len(ways))

        def told(one: tuple[bool, str], other: tuple[bool, str]) -> list[int]:
            return [n for n, (mine, yours) in enumerate(ways) if is_in(mine, one) and is_in(yours, other)]  # noqa: B023

        cases = {place: [told(one, other)] for place, (one, other) in enumerate(product(HELD, HELD))}
        for place, (one, other) in enumerate(product(HELD, HELD)):
            asks = any(is_in(residue, one) for residue, _ in asked)
            answered = any(is_in(residue, one) and is_in(answer, other) for residue, answer in asked)
            assert bool(cases[place][0]) is (asks and not answered), asked
        for n in range(len(ways)):
            mine = {place for place, (some,) in cases.items() if n in some}
            others = ({place for place, (some,) in cases.items() if m in some} for m in range(len(ways)) if m != n)
            assert not any(mine <= one for one in others), asked
    assert most > 2


def test_an_item_in_a_joined_set_more_than_once_is_told_apart_by_all_of_its_conditions() -> None:
    base = """\
catalogue: small
plans: [{name: 甲, brand: 一, tags: [红]}, {name: 乙, brand: 一, tags: [蓝]}]
offers: [{name: 子, attrs: {一色: 红, 二色: 蓝}}]
"""
    rule = """\
extends: small
rules:
  - rule: W
    only_with:
      items: [{attrs: {一色: "?x"}, bound: true}, {attrs: {二色: "?x"}, origin: own}]
      allow: {kind: plan, tag: "?x"}
"""
    found = between(parse_drafts({"b.yaml": base.encode()}, [{"d.yaml": rule.encode()}]))
    own, bound = Origin(("own",)), Bound(True)
    told = {one.others: one.terms.when for one in found.new}
    for plan, asks, lets in (("甲", own, bound), ("乙", bound, own)):
        for held in HELD:
            apart = any(is_in(mine, held) for mine, _ in told[(plan,)])
            assert apart is (is_in(asks, held) and not is_in(lets, held)), (plan, held)
