"""States that exchange items for others, against brute force: whatever was taken, dropped or given back, they are legal."""

from __future__ import annotations

from random import Random

import pytest
from legal_states import Enumeration
from test_findings_states import EXAMPLES, drawn

from model.load.catalogue import parse_catalogue
from solver.findings.base import Study
from solver.legal.exchange import Exchange

ENOUGH = 10_000


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_a_state_that_takes_drops_and_gives_back_is_legal_all_the_time(seed: int) -> None:
    catalogue, random = drawn(seed), Random(seed)
    legal = Study(catalogue).legal
    lawful = {one.held for one in Enumeration(catalogue).seen if not one.violates}
    for cell in range(len(legal.law.days)):
        state = Exchange(legal.soil, cell)
        for _ in range(3):
            state.start(random.sample(range(legal.law.size), random.randint(0, legal.law.size)))
            for _ in range(6):
                change(state, random, legal.law.size)
                assert frozenset(legal.names(state.held)) in lawful


def change(state: Exchange, random: Random, size: int) -> None:
    """Takes or drops a random item beside another; then keeps what came of it, or takes it back."""
    before, item = set(state.held), random.randrange(size)
    beside = [random.choice(sorted(before))] if before and random.random() < 0.5 else []
    if item not in state.held:
        done = state.take(item, ENOUGH, beside=beside)
        assert (item in state.held) is done
    else:
        done = item not in beside and state.drop(item, ENOUGH, beside=beside)
        assert (item in state.held) is not done
    assert before.issuperset(beside) and state.held.keys() >= set(beside)
    if not done:
        assert set(state.held) == before
    elif random.random() < 0.5:
        assert set(state.came) <= set(state.held)
        assert set(state.came) | before >= set(state.held)
        state.undo()
        assert set(state.held) == before
    else:
        state.keep()


def test_an_item_comes_in_place_of_the_one_of_its_kind_and_what_needed_that() -> None:
    text = """
catalogue: 例
offers: [{name: 宽带}, {name: 百兆}, {name: 千兆}, {name: 百兆路由}]
rules:
  - {rule: R1, needs: {items: 宽带, any_of: [百兆, 千兆]}}
  - {rule: R2, at_most: {n: 1, of: [百兆, 千兆]}}
  - {rule: R3, needs: {items: 百兆路由, any_of: 百兆}}
"""
    legal = Study(parse_catalogue({"例.yaml": text.encode()})).legal
    broadband, slow, fast, router = range(4)
    state = Exchange(legal.soil, 0)
    assert state.take(broadband, ENOUGH) and state.take(router, ENOUGH)
    state.keep()
    assert set(state.held) == {broadband, slow, router}
    assert state.take(fast, ENOUGH)
    assert set(state.held) == {broadband, fast}
    state.undo()
    assert set(state.held) == {broadband, slow, router}
    assert not state.take(fast, ENOUGH, beside=[router])
    assert state.drop(slow, ENOUGH, beside=[broadband])
    assert set(state.held) == {broadband, fast}


def test_what_came_and_made_room_again_did_not_come() -> None:
    text = """
catalogue: 例
plans: [{name: 甲, brand: 一, brings: 包}, {name: 乙, brand: 二}]
offers: [{name: 包}, {name: 流量}]
rules:
  - {rule: R1, only_with: {items: 包, allow: [甲, 乙]}}
  - {rule: R2, needs: {items: 包, any_of: 流量}}
  - {rule: R3, only_with: {items: 流量, allow: 乙}}
"""
    legal = Study(parse_catalogue({"例.yaml": text.encode()})).legal
    state = Exchange(legal.soil, 0)
    assert state.take(2, ENOUGH)
    assert sorted(legal.names(state.came)) == sorted(["乙", "包", "流量"])
    assert legal.names(legal.dead[0]) == ("甲",)
