"""One easy try at something better than an answer says: nothing to do, or one order that cancels nothing."""

from __future__ import annotations

from collections.abc import Iterator

from model.answer import Answer
from model.replay.orders import Take
from model.verify.claims import ORDER, Question
from model.verify.difference import Difference
from model.verify.goal import met
from model.verify.regain import legal

TRIES_MOST = 60
"""So many sets of items that meet the needs of one order are tried, at most."""


def easier(question: Question, answer: Answer, path: str) -> Iterator[Difference]:
    """What refutes the verdict or the number of losses: a path without losses that takes at most one order."""
    query, law = question.query, question.law
    if met(query, question.first):
        if answer.steps or answer.verdict != "reachable":
            yield Difference(f"{path}.verdict", "reachable with no steps", answer.verdict)
        return
    goal, booked = query.goal, question.first.booked
    plan = goal.to if goal.to != question.first.plan_name and (booked is None or booked.plan != goal.to) else None
    if plan not in {None, *law.catalogue.items}:
        return
    # what is held may leave with the old plan, and then be ordered anew
    orders = tuple({asked: Take(plan, asked) for asked in (goal.add - set(question.first.all), goal.add)}.values())
    for channel in law.catalogue.channels:
        ends = (done.state for order in orders for done in legal(law, question.first, order, channel, most=TRIES_MOST))
        if not any(met(query, end) for end in ends):
            continue
        line = "reachable" if query.channel in (None, channel) else "elsewhere"
        if answer.verdict not in ORDER or ORDER.index(answer.verdict) > ORDER.index(line):
            yield Difference(f"{path}.verdict", f"{line}: one order through {channel} cancels nothing", answer.verdict)
        elif answer.verdict == line and answer.cancel:
            yield Difference(f"{path}.cancel", f"(): one order through {channel} cancels nothing", answer.cancel)
