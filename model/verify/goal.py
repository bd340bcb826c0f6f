"""Whether a replayed path ends where it should: the goal is met, what is kept was kept, the horizon is not passed."""

from __future__ import annotations

from collections.abc import Iterator

from model.days import add_months
from model.replay.orders import Settle
from model.request import Query
from model.state import State
from model.verify.difference import Difference
from model.verify.path import Story, Told


def unmet_goal(query: Query, story: Story, told: tuple[Told, ...], path: str) -> Iterator[Difference]:
    """What is missing at the end of a path."""
    goal, end = query.goal, story.end
    booked = None if end.booked is None else end.booked.plan
    out = {*end.all, *([] if booked is None else [booked])}
    if goal.to is not None and (booked or end.plan_name) != goal.to:
        yield Difference(f"{path}.steps", f"ends on {goal.to}", booked or end.plan_name)
    if missing := sorted(goal.add - set(end.all)):
        yield Difference(f"{path}.steps", "all of request.add held at the end", f"without {', '.join(missing)}")
    if left := sorted(goal.drop & out):
        yield Difference(f"{path}.steps", "nothing of request.drop held at the end", f"with {', '.join(left)}")
    if gone := sorted(goal.keep - out):
        yield Difference(f"{path}.steps", "all of request.keep held at the end", f"without {', '.join(gone)}")
    for leg in story.legs:
        cancelled = frozenset() if isinstance(leg.order, Settle) else leg.order.cancels
        if cancelled & goal.keep:
            yield Difference(leg.told.path, "nothing of request.keep cancelled", sorted(cancelled & goal.keep))
    if told and told[-1].on > add_months(query.on, query.horizon_months):
        yield Difference(f"{path}.steps", f"within {query.horizon_months} months", told[-1].on)


def met(query: Query, state: State) -> bool:
    """Whether the goal holds in a state."""
    return not [*unmet_goal(query, Story(state, (), (state,)), (), "")]
