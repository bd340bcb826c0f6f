"""What is kept back of the time for an answer, and what a search on one line says of other lines."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import replace

import pytest
from bench.setting import draw

from model.collecting import no_collection
from model.request import Listed
from model.start import Start
from solver.answers.decide import Engine
from solver.clock import Allowance, NotDecided
from solver.exact.lines import Lines
from solver.ground.items import NOTHING, Items
from solver.ground.scope import InVain
from solver.ordering.path import Line
from solver.proving.proof import Proof


class Clock:
    """A clock that is set by hand. Units: seconds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_telling_took_once_is_kept_back_for_the_next_time() -> None:
    clock = Clock()
    allowance = Allowance(clock, 10_000)
    began, clock.now = clock.now, 102.0
    allowance.keep_back(began)
    assert allowance.left_ms() == 6_000
    began, clock.now = clock.now, 102.5
    allowance.keep_back(began)
    assert allowance.left_ms() == 5_500


def test_what_it_takes_to_put_away_what_was_kept_is_left_over() -> None:
    clock = Clock()
    allowance = Allowance(clock, 10_000, putting_away=0.25)
    clock.now = 104.0
    assert allowance.left_ms() == 5_000


def test_why_a_point_is_the_least_comes_before_further_points(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue, questions = draw(plans=40, offers=400, holdings=8, requests=30, seed=3, budget_ms=10_000)
    clock = Clock()
    engine = Engine(catalogue, clock=clock)
    whole = [(question, answer) for question in questions if (answer := engine.answer(*question)).minimal and answer.cancel]

    def out_of_time(*_: object, **__: object) -> None:
        clock.now += 1_000_000
        raise NotDecided

    proved = Counter[bool]()
    monkeypatch.setattr(Lines, "_later", out_of_time)
    for question, answer in whole:
        if answer.verdict == "reachable":
            assert engine.answer(*question).minimal == answer.minimal
            proved[answer.minimal is not None and answer.minimal.by == "cores"] += 1
    assert proved[True] >= 5


def test_where_the_time_comes_for_one_reason_no_other_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many cores even to begin each takes longer than the time limit may be overrun by."""
    catalogue, questions = draw(plans=40, offers=400, holdings=8, requests=30, seed=3, budget_ms=10_000)
    engine = Engine(catalogue)
    several = [one for one in questions if (minimal := engine.answer(*one).minimal) and len(minimal.cores) > 1]
    began = Counter[Line]()

    def out_of_time(_: Proof, line: Line, items: Items) -> None:
        began[line] += 1

    monkeypatch.setattr(Proof, "_core", out_of_time)
    for one in several:
        began.clear()
        minimal = engine.answer(*one).minimal
        assert minimal is not None and minimal.proved and (minimal.by, minimal.cores) == ("search", ())
        assert set(began.values()) == {1}
    assert several


def test_an_answer_leaves_nothing_for_the_garbage_collector() -> None:
    catalogue, (first, *others) = draw(plans=40, offers=400, holdings=8, requests=20, seed=3)
    engine = Engine(catalogue)
    engine.answer(*first)
    gc.collect()
    with no_collection():
        verdicts = Counter(engine.answer(*one).verdict for one in others)
        assert gc.collect() == 0
    assert len(verdicts) >= 3, "the questions are of several kinds"


def test_conditions_are_as_if_each_was_asked_and_keep_to_the_time_that_is_left() -> None:
    catalogue, questions = draw(plans=40, offers=400, holdings=8, requests=1, seed=3)
    clock = Clock()
    engine = Engine(catalogue, clock=clock)
    subscriber, query = questions[0]
    bare, free = replace(subscriber, holds=()), replace(query, budget_ms=None)
    answer = engine.answer(bare, free)
    least = None if answer.minimal is None else answer.minimal.losses
    told = engine.with_conditions(answer, bare, free)
    assert told.conditions and not told.unsettled
    for place, number in enumerate(engine.program.mentioned):
        if place % 7 == 0:
            name = engine.program.names[number]
            holding = replace(bare, holds=(Listed(name),))
            alone = engine.brief(Start(catalogue).state(holding, free.on), free)
            losses = None if alone.minimal is None else alone.minimal.losses
            changed = [(one.verdict, one.losses) for one in told.conditions if one.holds == name]
            assert changed == ([(alone.verdict, losses)] if (alone.verdict, losses) != (answer.verdict, least) else [])

    def ticking() -> float:
        clock.now += 0.001
        return clock.now

    engine.clock = ticking
    hurried = engine.with_conditions(answer, bare, replace(query, budget_ms=200))
    assert 0 < hurried.unsettled < len(engine.program.mentioned)
    assert set(hurried.conditions) <= set(told.conditions)


def test_where_there_is_no_limit_nothing_runs_out() -> None:
    clock = Clock()
    allowance = Allowance(clock, None)
    allowance.keep_back(0)
    assert allowance.left_ms() is None


@pytest.mark.parametrize(
    ("channels", "day", "only", "is_so"),
    [
        (("hall",), 10, None, True),
        (("hall", "online"), 10, None, True),
        (("hall",), 9, frozenset(("R1", "R2")), True),
        (("hall",), 9, frozenset(("R2",)), False),
        (("hall",), 11, None, False),
        (("hotline",), 10, None, False),
    ],
)
def test_what_is_in_vain_on_a_line_is_so_where_no_more_is_let(
    channels: tuple[str, ...], day: int, only: frozenset[str] | None, is_so: bool
) -> None:
    found = InVain(frozenset(("hall", "online")), 10, frozenset((1, 2)), frozenset(("R1",)), None)
    assert found.holds(channels, day, only) is is_so


def test_what_is_in_vain_where_few_premises_act_is_not_so_where_more_do() -> None:
    found = InVain(frozenset(("hall",)), 10, NOTHING, frozenset(("R1",)), frozenset(("R1", "R2")))
    assert found.holds(("hall",), 10, frozenset(("R1",)))
    assert not found.holds(("hall",), 10, frozenset(("R1", "R3")))
    assert not found.holds(("hall",), 10, None)
