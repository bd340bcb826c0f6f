"""One easy try at something better than an answer says: nothing to do, or one order that cancels nothing."""

from __future__ import annotations

from collections.abc import Iterator

from model.answer import Answer
from model.replay.order import Done
from model.replay.orders import Take
from model.verify.claims import ORDER, Question
from model.verify.difference import Difference
from model.verify.goal import met


def easier(question: Question, answer: Answer, path: str) -> Iterator[Difference]:
    """What refutes the verdict or the number of losses: a path without losses that takes at most one order."""
    query, law = question.query, question.law
    if met(query, question.first):
        if answer.steps or answer.verdict != "reachable":
            yield Difference(f"{path}.verdict", "reachable with no steps", answer.verdict)
        return
    goal = query.goal
    plan = goal.to if goal.to != question.first.plan_name else None
    order = Take(plan, goal.add - set(question.first.all))
    if plan not in {None, *law.catalogue.items}:
        return
    for channel in law.catalogue.channels:
        done = law.order(question.first, order, channel)
        if not isinstance(done, Done) or not met(query, done.state):
            continue
        line = "reachable" if query.channel in (None, channel) else "elsewhere"
        if answer.verdict not in ORDER or ORDER.index(answer.verdict) > ORDER.index(line):
            yield Difference(f"{path}.verdict", f"{line}: one order through {channel} cancels nothing", answer.verdict)
        elif answer.verdict == line and answer.cancel:
            yield Difference(f"{path}.cancel", f"(): one order through {channel} cancels nothing", answer.cancel)
