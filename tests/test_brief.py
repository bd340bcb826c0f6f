"""The short way to an outcome against the engine's own: where it decides, it says the same.

`TAOCAN_EXAMPLES` sets how many random cases are drawn.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

from build import build
from random_cases import draw_case

from model.load.catalogue import parse_catalogue
from model.request import Goal, Listed, Query, Subscriber
from model.start import first_state
from solver.answers.brief import short_outcome
from solver.answers.decide import Engine
from solver.answers.outcome import outcome_of

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300"))
START = int(os.environ.get("TAOCAN_SEED", "0"))
ON = date(2026, 11, 23)


def no_limit() -> int | None:
    return None


def test_the_short_way_says_what_the_engine_says() -> None:
    met: Counter[str] = Counter()
    for number in range(START, START + EXAMPLES):
        built = build(draw_case(Random(f"short {number}")))
        engine = Engine(built.catalogue)
        plans = [name for name, item in built.catalogue.items.items() if item.kind == "plan" and name != built.first.plan_name]
        for plan in plans:
            query = replace(built.query, goal=Goal(plan), minimise="losses", channel=None)
            short = short_outcome(engine, built.first, query, left_ms=no_limit)
            if short is None:
                met["left to the engine"] += 1
                continue
            whole = engine.answer_state(built.first, query)
            met[short.verdict] += 1
            if short.arrives and short.fee_fen is None:
                met["no fee"] += 1
                assert (short.verdict, short.day) == (whole.verdict, max(step.on for step in whole.steps)), (
                    f"case {number}, {plan}"
                )
                assert {item for item, _ in short.losses} == {loss.item for loss in whole.cancel}, f"case {number}, {plan}"
            else:
                assert short == outcome_of(engine.brief(built.first, query), query), f"case {number}, {plan}"
            met["losses"] += bool(short.losses)
    print(dict(met))
    assert all(met[kind] for kind in ("reachable", "later", "blocked", "losses", "no fee", "left to the engine"))


MARKET = """\
catalogue: 市
channels: {hall: 厅}
brands: [甲]
plans: [{name: 甲1, brand: 甲, fee: 10}, {name: 甲2, brand: 甲, fee: 20}, {name: 甲3, brand: 甲, fee: 30}]
offers: [{name: 铃}, {name: 网}, {name: 卡}, {name: 票, fee: 3}]
"""


def asked(rules: str, query: Query, subscriber: Subscriber) -> tuple[object, object]:
    """What the short way and the engine say."""
    catalogue = parse_catalogue({"m": (MARKET + rules).encode()})
    engine, state = Engine(catalogue), first_state(catalogue, subscriber, query.on)
    return short_outcome(engine, state, query, left_ms=no_limit), outcome_of(engine.brief(state, query), query)


def test_where_other_losses_are_as_few_the_least_path_tells_which() -> None:
    rules = (
        "rules: [{rule: R1, at_most: {n: 2, of: [铃, 网, 卡]}, resolve: auto}, {rule: R3, brings: {items: 甲2, with: 卡}},"
        " {rule: R2, needs: {items: 网, any_of: [甲1, 票]}, resolve: first}]"
    )
    person = Subscriber("1", Listed("甲1"), holds=(Listed("铃"), Listed("网")))
    short, engine = asked(rules, Query(Goal("甲2"), ON, horizon_months=0), person)
    assert short is None
    assert getattr(engine, "losses", None) == (("网", "first"),)


def test_what_bounds_do_not_prove_is_left_to_the_engine() -> None:
    rules = (
        "rules: [{rule: R1, conflict: [网, 甲2]}, {rule: R2, needs: {items: 铃, any_of: [网, 卡]}},"
        " {rule: R3, channel: {act: add, of: 卡, only: []}}]"
    )
    short, engine = asked(rules, Query(Goal("甲2"), ON), Subscriber("1", Listed("甲1"), holds=(Listed("铃"), Listed("网"))))
    assert short is None
    assert len(getattr(engine, "losses", ())) == 2


def test_what_can_not_come_proves_losses() -> None:
    first = "resolve: first"
    rules = f"rules: [{{rule: R1, conflict: [网, 甲2], {first}}}, {{rule: R2, needs: {{items: 铃, any_of: [网, 卡]}}, {first}}}]"
    short, engine = asked(rules, Query(Goal("甲2"), ON), Subscriber("1", Listed("甲1"), holds=(Listed("铃"), Listed("网"))))
    assert short == engine
    assert getattr(short, "losses", None) == (("铃", "first"), ("网", "first"))


def test_what_is_booked_or_asked_besides_is_left_to_the_engine() -> None:
    person = Subscriber("1", Listed("甲1"), holds=(Listed("铃"),))
    for query in (
        Query(Goal("甲2", keep=("铃",)), ON),
        Query(Goal("甲2", add=("网",)), ON),
        Query(Goal("甲2"), ON, "hall"),
        Query(Goal("甲1"), ON),
        Query(Goal("甲2"), ON, minimise="fee"),
    ):
        assert asked("", query, person)[0] is None


def test_a_plan_that_is_bound_is_left_the_day_after() -> None:
    person = Subscriber("1", Listed("甲1", until=date(2027, 2, 3)), holds=(Listed("铃"),))
    short, engine = asked("rules: [{rule: R1, conflict: [铃, 甲2]}]", Query(Goal("甲2"), ON), person)
    assert short == engine
    assert (getattr(short, "verdict", None), getattr(short, "day", None)) == ("later", date(2027, 2, 4))
    assert getattr(short, "losses", None) == (("铃", "consent"),)


def test_without_time_the_short_way_decides_nothing() -> None:
    catalogue = parse_catalogue({"m": MARKET.encode()})
    state = first_state(catalogue, Subscriber("1", Listed("甲1")), ON)
    assert short_outcome(Engine(catalogue), state, Query(Goal("甲2"), ON), left_ms=lambda: 0) is None
