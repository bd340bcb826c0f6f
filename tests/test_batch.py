"""Many questions at once: the outcomes are those of one answer after another, in order, each decided once, and resumable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from build import Built, build
from random_cases import draw_case

from cli.checkpoint import HEAD, Checkpoint
from cli.misuse import Misuse
from model.catalogue import Catalogue
from model.load.catalogue import parse_catalogue
from model.profiles import Lens, digest
from model.request import Goal, Listed, Query, Subscriber
from solver.answers.batch import FEW, Forgetful, decide_all
from solver.answers.decide import Engine
from solver.answers.outcome import Asked, Outcome

ON = date(2026, 11, 23)
MARKET = """\
catalogue: 市
channels: {hall: 厅}
brands: [甲, 乙]
plans:
""" + "".join(f"  - {{name: 甲{n}, brand: 甲, fee: {n}}}\n  - {{name: 乙{n}, brand: 乙, fee: {n}}}\n" for n in range(6))
MARKET = MARKET.replace("name: 乙5,", "name: 乙5, withdrawn: true,")
MARKET += "offers: [{name: 铃}, {name: 网}]\nrules:\n  - {rule: R1, only_with: {items: 铃, allow: {brand: 甲}}}\n"
MARKET += "  - {rule: R2, conflict: [网, 乙3], resolve: first}\n  - {rule: R3, move: {from: {brand: 甲}, not_to: 乙4}}\n"


class Kept(Forgetful):
    """A memory in a dictionary, with all that was put there."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, tuple[str, ...]], Outcome] = {}
        self.puts: list[tuple[str, tuple[str, ...]]] = []

    def get(self, profile: str, to: tuple[str, ...]) -> Outcome | None:
        return self.kept.get((profile, to))

    def put(self, profile: str, to: tuple[str, ...], outcome: Outcome) -> None:
        self.puts.append((profile, to))
        self.kept[profile, to] = outcome


def questions() -> tuple[Asked, ...]:
    lens = Lens(market(), ON)
    asked = []
    for plan in ("甲0", "乙0"):
        for holds in ((), ("铃",), ("铃", "网")):
            state, _ = lens.state(Subscriber("1", Listed(plan), holds=tuple(map(Listed, holds))))
            assert state is not None
            key = digest(lens.key(state))
            asked += [Asked(key, state, (name,)) for name, item in market().items.items() if item.kind == "plan" and name != plan]
    return tuple(asked)


def market() -> Catalogue:
    return parse_catalogue({"m": MARKET.encode()})


def cases(count: int) -> Iterator[Built]:
    for number in range(count):
        yield build(draw_case(Random(f"batch {number}")))


def test_outcomes_are_those_of_one_answer_after_another() -> None:
    compared = fees = 0
    for built in cases(60):
        plans = [name for name, item in built.catalogue.items.items() if item.kind == "plan" and name != built.first.plan_name]
        query = replace(built.query, goal=Goal(), minimise="losses")
        found = decide_all(built.catalogue, [Asked("p", built.first, (plan,)) for plan in plans], query)
        engine = Engine(built.catalogue)
        for plan, outcome in zip(plans, found, strict=True):
            answer = engine.answer_state(built.first, replace(query, goal=Goal(plan)))
            assert outcome.verdict == answer.verdict
            if outcome.arrives:
                compared += bool(outcome.losses)
                assert outcome.day == max((step.on for step in answer.steps), default=query.on)
                assert {item for item, _ in outcome.losses} == {loss.item for loss in answer.cancel}
                assert outcome.fee_fen in (None, answer.after.fee_fen)
                fees += outcome.fee_fen is not None
    assert compared > 20 and fees > 60


def test_two_processes_give_what_one_does_in_the_same_order() -> None:
    asked = questions()
    assert len(asked) > FEW
    alone = decide_all(market(), asked, Query(Goal(), ON), workers=1)
    assert decide_all(market(), asked, Query(Goal(), ON), workers=2) == alone
    assert {outcome.verdict for outcome in alone} == {"reachable", "blocked"}


def test_a_question_that_is_asked_twice_is_decided_once() -> None:
    memory, asked, steps = Kept(), questions(), list[int]()
    found = decide_all(market(), [*asked, *asked], Query(Goal(), ON), memory=memory, workers=1, step=steps.append)
    assert found[: len(asked)] == found[len(asked) :]
    assert len(memory.puts) == len(set(memory.puts)) == sum(steps) == len(asked)


def test_what_is_remembered_is_not_decided_again() -> None:
    memory, asked = Kept(), questions()
    found = decide_all(market(), asked, Query(Goal(), ON), memory=memory, workers=1)
    memory.puts.clear()
    assert decide_all(market(), asked, Query(Goal(), ON), memory=memory, workers=1) == found
    assert memory.puts == []


def test_the_first_plan_that_can_be_got_to_is_the_outcome_of_a_question_with_several() -> None:
    state, _ = Lens(market(), ON).state(Subscriber("1", Listed("甲0"), holds=(Listed("铃"),)))
    assert state is not None
    (found,) = decide_all(market(), [Asked("p", state, ("乙5", "乙1", "甲1"))], Query(Goal(), ON))
    assert (found.verdict, found.to, found.losses) == ("reachable", "乙1", (("铃", "consent"),))
    (none,) = decide_all(market(), [Asked("p", state, ())], Query(Goal(), ON))
    assert none == Outcome("blocked")


def test_what_is_not_decided_in_time_is_undecided() -> None:
    ticks = iter(range(10**9))
    asked = questions()[:3]
    found = decide_all(market(), asked, Query(Goal(), ON, budget_ms=500), workers=1, clock=lambda: float(next(ticks)))
    assert [outcome.verdict for outcome in found] == ["undecided"] * 3


def test_an_interrupted_run_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    path, asked, query = tmp_path / "run", questions(), Query(Goal(), ON)
    done: list[int] = []

    def interrupt(count: int) -> None:
        done.append(count)
        if sum(done) >= 16:
            raise KeyboardInterrupt

    with Checkpoint(path) as checkpoint, pytest.raises(KeyboardInterrupt):
        decide_all(market(), asked, query, memory=checkpoint.of(market(), query), workers=2, step=interrupt)
    with path.open("ab") as stream:
        stream.write(b'{"of": "torn')
    kept = len(path.read_bytes().splitlines()) - 2
    assert 16 <= kept < len(asked)
    fresh: list[int] = []
    with Checkpoint(path) as checkpoint:
        found = decide_all(market(), asked, query, memory=checkpoint.of(market(), query), workers=1, step=fresh.append)
    assert fresh[0] == kept and sum(fresh) == len(asked)
    assert found == decide_all(market(), asked, query, workers=1)
    assert len(path.read_bytes().splitlines()) == 2 + len(asked)


def test_a_checkpoint_counts_only_for_the_same_catalogue_day_and_time(tmp_path: Path) -> None:
    query = Query(Goal(), ON, budget_ms=100)
    other = parse_catalogue({"m": MARKET.replace("fee: 0", "fee: 9").encode()})
    with Checkpoint(tmp_path / "run") as checkpoint:
        part = checkpoint.of(market(), query)
        part.put("p", ("甲1",), Outcome("reachable", "甲1", ON, (("铃", "first"),), 100))
        part.put("p", ("甲2",), Outcome("undecided"))
    with Checkpoint(tmp_path / "run") as again:
        assert again.of(market(), query).get("p", ("甲1",)) == Outcome("reachable", "甲1", ON, (("铃", "first"),), 100)
        assert again.of(market(), query).get("p", ("甲2",)) == Outcome("undecided")
        more = replace(query, budget_ms=200)
        assert again.of(market(), more).get("p", ("甲2",)) is None
        assert again.of(market(), more).get("p", ("甲1",)) is not None
        assert again.of(other, query).get("p", ("甲1",)) is None
        assert again.of(market(), replace(query, on=date(2026, 11, 24))).get("p", ("甲1",)) is None


@pytest.mark.parametrize("held", [b"", HEAD.encode()[:7], HEAD.encode()])
def test_a_checkpoint_that_had_hardly_begun_is_used(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "run").write_bytes(held)
    with Checkpoint(tmp_path / "run") as checkpoint:
        checkpoint.of(market(), Query(Goal(), ON)).put("p", ("甲1",), Outcome("blocked"))
    head, entry = (tmp_path / "run").read_text().splitlines()
    assert head + "\n" == HEAD and '"blocked"' in entry


def test_another_file_is_never_taken_for_a_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n")
    with pytest.raises(Misuse):
        Checkpoint(path)
    assert path.read_text() == "my notes\n"
