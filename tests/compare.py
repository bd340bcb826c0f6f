"""The solver held against the brute force: what differs in the answers to one case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from unittest.mock import patch

from build import Built
from oracle import Oracle, Point
from told import Teller, Told
from translate import replayed

from model.answer import ActStep, Answer, SettleStep
from model.catalogue import Catalogue
from model.replay.order import Interpreter
from model.rules.base import Guards, Rule, Valid
from solver.answers.decide import Engine
from solver.exact.guide import guide_for, no_guide
from solver.exact.lines import Lines, Result
from solver.ground.program import Program
from solver.ground.world import Course
from solver.ordering.path import Line

STATES = 1000
_LAST: list[tuple[Built, Oracle]] = []
Key = tuple[str, date, tuple[int, ...], frozenset[frozenset[str]]]


def oracle_points(built: Built) -> list[Point] | None:
    """The frontier by exhaustion; None where it would take too long."""
    try:
        return oracle_of(built).points()
    except MemoryError:
        return None


def oracle_of(built: Built) -> Oracle:
    """The brute force of a case; the last is kept with all that it has found out."""
    if not _LAST or _LAST[0][0] is not built:
        _LAST[:] = [(built, Oracle(built.catalogue, built.first, built.query, states=STATES))]
    return _LAST[0][1]


def solved(built: Built, *, plain: bool = False) -> tuple[Program, Result]:
    """The solver's result, with its bounds or (`plain`) without any."""
    lines = lines_of(built, plain=plain)
    return lines.program, lines.decide()


def lines_of(built: Built, *, plain: bool = False) -> Lines:
    """The lines of a case, with bounds or (`plain`) without any."""
    program = Program(built.catalogue)
    return Lines(program, Course(program), built.first, built.query, no_guide if plain else guide_for, ties=10**6)


def longest(lines: Lines) -> Line:
    """The line of all days, through all channels that the question allows."""
    asked = lines.query.channel
    return Line(tuple(lines.program.channels) if asked is None else (asked,), lines.on, lines.last)


def solved_hurriedly(built: Built) -> tuple[Program, Result]:
    """The solver's result, with what it does once a search has become long done at once."""
    with hurry():
        return solved(built)


@contextmanager
def hurry() -> Iterator[None]:
    """Has done at once what the solver does once a search has become long."""
    guided = patch.multiple("solver.exact.guided", BRIEFLY=0, LIGHTLY=1, SHORTLY=1, LONG=1, TURN=1, MANY=0)
    with guided, patch.multiple("solver.exact.search", FEW=0, LATELY=0):
        yield


def unlike_brute_force(built: Built) -> Iterator[str]:
    """What the solver says otherwise than the brute force, in the time it takes and hurriedly; cases too large aside."""
    points = oracle_points(built)
    for result in () if points is None else (solved(built), solved_hurriedly(built)):
        yield from differences(built, points or [], *result)


def hurried_keys(built: Built) -> list[Key]:
    """The points of the solver's hurried result."""
    return keys_of(*solved_hurriedly(built), fee=built.query.minimise == "fee")


def keys_of(program: Program, result: Result, *, fee: bool) -> list[Key]:
    """The points of a result: verdict, day, cost, and the loss sets, the answer's own first."""

    def names(items: frozenset[int]) -> frozenset[str]:
        return frozenset(program.names[item] for item in items)

    return [
        (
            point.verdict,
            date.fromordinal(point.best.day),
            point.best.cost[:6] if fee else point.best.cost[1:6],
            frozenset((names(point.best.world.lost), *map(names, point.ties))),
        )
        for point in result.points
    ]


def differences(built: Built, points: list[Point], program: Program, result: Result, *, plain: bool = False) -> Iterator[str]:
    """What the solver says otherwise than the brute force, of verdicts, days, costs, losses, ties and the frontier."""
    if result.timed_out:
        yield "timed out"
    fee = built.query.minimise == "fee"
    got = keys_of(program, result, fee=fee)
    if len(got) != len(points):
        yield f"points: solver {got}, oracle {points}"
        return
    for one, key, want in zip(result.points, got, points, strict=True):
        if key[:3] != (want.verdict, want.day, want.cost):
            yield f"point: solver {key[:3]}, oracle {want}"
        lost = frozenset(program.names[item] for item in one.best.world.lost)
        if lost not in want.least:
            yield f"losses: solver {set(lost)}, oracle {want.least}"
        if not plain and key[3] != want.sets:
            yield f"ties: solver {key[3]}, oracle {want.sets}"


def untimely(built: Built, points: list[Point], program: Program, result: Result, oracle: Oracle | None = None) -> Iterator[str]:
    """Points whose cancellations could be later, or whose other orders earlier, at the same cost; cases too large aside."""
    oracle = oracle or oracle_of(built)
    for point, want in zip(result.points, points, strict=False):
        if point.verdict != "later":
            continue
        try:
            found = oracle.timely(date.fromordinal(point.best.day), want.cost)
        except MemoryError:
            continue
        cost = point.best.cost[0 if built.query.minimise == "fee" else 1 :]
        least = min((one.cost for one in found), default=None)
        if cost != least:
            lost = frozenset(program.names[item] for item in point.best.world.lost)
            same = min((one.cost for one in found if one.lost == lost), default=None)
            yield f"times: solver {cost} with {set(lost)}, oracle {least}, with the same losses {same}"


def misreported(built: Built, answers: list[Answer], program: Program, result: Result) -> Iterator[str]:
    """What the engine's answers say otherwise than the plain interpreter's account of the same paths."""
    if len(answers) != max(len(result.points), 1):
        yield f"answers: {len(answers)}, points: {len(result.points)}"
        return
    for one, point in zip(answers, result.points, strict=bool(result.points)):
        interpreter = Interpreter(built.catalogue)
        turns = replayed(program, interpreter, built.first, point.best)
        told = Teller(interpreter, built.first, turns, built.query.goal.keep).tell()
        said = account_of(one)
        for name in Told.__slots__ if hasattr(Told, "__slots__") else Told.__dataclass_fields__:
            if getattr(told, name) != getattr(said, name):
                yield f"{name}: engine {getattr(said, name)}, interpreter {getattr(told, name)}"


def answers_of(built: Built) -> list[Answer]:
    """The engine's answer, and those instead of it."""
    answer = Engine(built.catalogue).answer_state(built.first, built.query)
    return [answer, *answer.instead]


def account_of(answer: Answer) -> Told:
    """The engine's answer in the form of the interpreter's account."""
    orders: dict[int, ActStep | SettleStep] = {}
    for step in answer.steps:
        if isinstance(step, ActStep | SettleStep):
            orders.setdefault(step.order, step)
    return Told(
        how={loss.item: loss.how for loss in answer.cancel},
        because={loss.item: loss.because for loss in answer.cancel},
        regain={loss.item: loss.regain for loss in answer.cancel},
        leaves=frozenset(answer.leaves),
        ended=frozenset(answer.ended),
        gains={gain.item: gain.because for gain in answer.gains},
        keeps=frozenset(answer.keeps),
        said=[orders[n].say for n in sorted(orders)],
        channels=[orders[n].channels for n in sorted(orders)],
        assuming={one.fact: frozenset(one.because) for one in answer.assuming},
        warned=frozenset(one.rule for one in answer.warnings),
    )


# -- which rules decide -------------------------------------------------------------------------------------------------
Change = Callable[[Rule], Rule | None]


@dataclass(frozen=True)
class Weakening:
    """A way to take something out of a rule; None where the rule has no such thing."""

    name: str
    change: Change


def _guards(rule: Rule, **parts: Any) -> Rule:
    return replace(rule, guards=replace(rule.guards, **parts))


WEAKENINGS = (
    Weakening("guard holding", lambda rule: _guards(rule, holding=None) if rule.guards.holding is not None else None),
    Weakening("guard facts", lambda rule: _guards(rule, facts={}) if rule.guards.facts else None),
    Weakening("at", lambda rule: replace(rule, at=None) if rule.at is not None else None),
    Weakening("valid", lambda rule: replace(rule, valid=Valid()) if rule.valid != Valid() else None),
)
assert Guards() == Guards(None, {})


def without_rule(catalogue: Catalogue, name: str) -> Catalogue:
    """The catalogue less one rule."""
    return replace(catalogue, rules={rule: body for rule, body in catalogue.rules.items() if rule != name})


def with_rule(catalogue: Catalogue, rule: Rule) -> Catalogue:
    """The catalogue with another rule of the same id."""
    return replace(catalogue, rules={**catalogue.rules, rule.id: rule})


def deciding(built: Built) -> Iterator[str]:
    """The rule kinds, guards and limits of rules without which the answer would be another."""

    def answered(catalogue: Catalogue) -> list[Key]:
        program, result = solved(built._replace(catalogue=catalogue))
        return keys_of(program, result, fee=built.query.minimise == "fee")

    known = answered(built.catalogue)
    for rule in built.catalogue.rules.values():
        kind = rule.body.NAME
        if kind != "tell" and answered(without_rule(built.catalogue, rule.id)) != known:
            yield kind
        for weakening in WEAKENINGS:
            weak = weakening.change(rule)
            if weak is not None and kind != "tell" and answered(with_rule(built.catalogue, weak)) != known:
                yield weakening.name
    if any(rule.body.NAME == "tell" for rule in built.catalogue.rules.values()):
        told = Engine(built.catalogue).answer_state(built.first, built.query)
        texts = {text for step in told.steps if isinstance(step, ActStep) for text in step.say}
        if "说明" in texts:
            yield "tell"
