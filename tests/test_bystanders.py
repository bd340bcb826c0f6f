"""Holdings that would not change an answer are told from the rules: the same conditions as when each is asked about."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from build import build
from random_cases import draw_case

from model.generate.catalogue import Size, generate
from model.generate.market import TODAY
from model.load.catalogue import parse_catalogue
from model.request import Goal, Listed, Query, Subscriber
from solver.answers.bystanders import Bystanders
from solver.answers.decide import Engine

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "300")) // 3
SHARES = 4


def compared(engine: Engine, subscriber: Subscriber, query: Query, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many conditions there are, how many holdings were not asked about, and what the answer was."""
    answer = engine.answer(subscriber, query)
    seen: list[bool] = []
    is_one = Bystanders.is_one

    def noted(self: Bystanders, item: int) -> bool:
        seen.append(is_one(self, item))
        return seen[-1]

    with monkeypatch.context() as patched:
        patched.setattr(Bystanders, "is_one", noted)
        told = engine.with_conditions(answer, subscriber, query)
        patched.setattr(Bystanders, "is_one", lambda self, item: False)
        assert told == engine.with_conditions(answer, subscriber, query)
    return Counter({answer.verdict: 1, "passed over": sum(seen), "changing": len(told.conditions)})


@pytest.mark.parametrize("share", range(SHARES))
def test_no_condition_is_passed_over(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    met: Counter[str] = Counter()
    for number in range(share, EXAMPLES, SHARES):
        built = build(draw_case(Random(number)))
        goal, held = built.query.goal, {one.item for one in built.subscriber.holds}
        for subscriber in (built.subscriber, replace(built.subscriber, holds=())):
            if not (goal.keep | goal.drop) - held or subscriber.holds:
                met += compared(Engine(built.catalogue), subscriber, built.query, monkeypatch)
    assert all(met[what] for what in ("blocked", "reachable", "later", "passed over", "changing")), met


def test_in_a_market_few_are_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    files = generate(1, Size(plans=12, offers=150, subscribers=0))
    catalogue = parse_catalogue({name: text.encode() for name, text in files.items()})
    plans = [item.name for item in catalogue.items.values() if item.kind == "plan"]
    engine, met = Engine(catalogue), Counter[str]()
    for to in plans[1:6]:
        query = Query(Goal(to), TODAY)
        met += compared(engine, Subscriber(plan=Listed(plans[0])), query, monkeypatch)
    assert met["passed over"] > len(engine.program.mentioned) * 2, "of five times as many"
