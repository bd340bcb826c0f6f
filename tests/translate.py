"""A path of the solver, told to the plain interpreter."""

from __future__ import annotations

from datetime import date

from model.replay.order import Done, Interpreter
from model.replay.orders import Cancel, Order, Settle, Take
from model.state import State
from solver.program import Program
from solver.search import Node


def replayed(program: Program, interpreter: Interpreter, first: State, end: Node) -> tuple[State, list[Done], list[Order]]:
    """The state at the end of the path, what came of each order, and the orders; fails where one is refused."""
    names = program.names
    state, dones, orders = first, [], []
    for node in end.path()[1:]:
        step = node.step
        if step is None:
            state = interpreter.wait(state, date.fromordinal(node.world.day))
            continue
        if step.settle is not None:
            order: Order = Settle(program.facts[step.settle])
        else:
            content = step.outcome.content
            falls = frozenset(names[i] for i in step.outcome.falls)
            if content.cancel is not None:
                order = Cancel(names[content.cancel], falls)
            else:
                plan = None if content.plan is None else names[content.plan]
                adds = frozenset(names[i] for i in content.adds)
                order = Take(plan, adds, frozenset(names[i] for i in step.outcome.extras), falls)
        assert step.world.day == state.day.toordinal()
        done = interpreter.order(state, order, step.channel)
        assert isinstance(done, Done), (order, step.channel, state, done)
        state = done.state
        dones.append(done)
        orders.append(order)
    return state, dones, orders
