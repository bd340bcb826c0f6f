"""A path of the solver, told to the plain interpreter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.replay.order import Done, Interpreter
from model.replay.orders import Cancel, Order, Settle, Take
from model.state import State
from solver.ground.program import Program
from solver.ordering.path import Node


@dataclass(frozen=True)
class Turn:
    """One step of a path as the interpreter takes it: a wait, or an order and what came of it."""

    before: State
    after: State
    order: Order | None = None
    channel: str | None = None
    done: Done | None = None


def replayed(program: Program, interpreter: Interpreter, first: State, end: Node) -> list[Turn]:
    """The steps of a path; fails where an order is refused."""
    turns: list[Turn] = []
    state = first
    for node in end.path()[1:]:
        step = node.step
        if step is None:
            later = interpreter.wait(state, date.fromordinal(node.world.day))
            turns.append(Turn(state, later))
        else:
            assert step.world.day == state.day.toordinal()
            order = _order(program, step)
            done = interpreter.order(state, order, step.channel)
            assert isinstance(done, Done), (order, step.channel, state, done)
            turns.append(Turn(state, done.state, order, step.channel, done))
            later = done.state
        state = later
    return turns


def _order(program: Program, step) -> Order:  # type: ignore[no-untyped-def]
    names = program.names
    if step.settle is not None:
        return Settle(program.facts[step.settle])
    content = step.outcome.content
    falls = frozenset(names[i] for i in step.outcome.falls)
    if content.cancel is not None:
        return Cancel(names[content.cancel], falls)
    plan = None if content.plan is None else names[content.plan]
    return Take(plan, frozenset(names[i] for i in content.adds), frozenset(names[i] for i in step.outcome.extras), falls)
