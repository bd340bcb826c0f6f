"""What is not to be cancelled, or left. Source: docs/semantics.md, 7."""

from __future__ import annotations

from collections.abc import Iterator

from model.days import month_end
from model.replay.law import Law
from model.replay.orders import Cancel, Take
from model.rules.locked import Locked
from model.rules.move import Move
from model.state import CAMPAIGN, Holding, State


def locked_reasons(law: Law, state: State, before: State, after: State, order: Take | Cancel, channel: str) -> Iterator[str]:
    """What stops the order's cancellations, and its leaving the plan."""
    cancelled = [before.holds[name] for name in sorted(order.cancels) if name in before.holds]
    if isinstance(order, Cancel) and order.item in before.holds:
        cancelled.append(before.holds[order.item])
    for holding in cancelled:
        yield from _locks(law, before, after, holding, channel)
    if isinstance(order, Take) and order.plan is not None and before.plan is not None and before.plan.bound(after.day):
        if f"until:{before.plan.item}" not in law.without:
            yield from _bound_plan(law, state, before.plan, order.plan, channel)


def _locks(law: Law, before: State, after: State, holding: Holding, channel: str) -> Iterator[str]:
    name, day = holding.item, after.day
    campaign = holding.origin == CAMPAIGN and holding.until is None
    if (holding.bound(day) or campaign) and f"until:{name}" not in law.without:
        yield f"until:{name}"
    for rule in law.standing(day, channel):
        body = rule.body
        if isinstance(body, Locked) and law.matching.has(body.items, holding, day, before.plan_name):
            if body.always or (holding.until is not None and day <= month_end(holding.until)):
                yield rule.id
    if f"part:{name}" not in law.without and any(law.carriage.fixes(h, name, day) for h in after.all if h != name):
        yield f"part:{name}"


def _bound_plan(law: Law, state: State, plan: Holding, to: str, channel: str) -> Iterator[str]:
    """A bound plan is left only where a move rule speaks of bound plans like it, and all that do let it."""
    speaking = []
    for rule in law.standing(state.day, channel):
        body = rule.body
        if isinstance(body, Move) and body.speaks_of_bound and law.guarded(rule, state):
            if law.matching.asked(body.leaving, plan, body.to, state.day, state.plan_name):
                speaking.append(body)
    lets = [law.lets(body, plan, to, state) for body in speaking]
    if not speaking or not all(lets):
        yield f"until:{plan.item}"
