"""Why a holding is cancelled of the customer's choice: what it would have broken, or stopped, had it stayed."""

from __future__ import annotations

from dataclasses import replace

from model.replay.broken import broken
from model.replay.entry import entry_reasons
from model.replay.order import Interpreter
from model.replay.orders import Cancel, Settle
from model.state import Holding, State
from model.verify.path import Leg


def later_causes(law: Interpreter, legs: tuple[Leg, ...], place: int) -> tuple[str, ...]:
    """The rules of the first later order that the holding cancelled by the order at `place` would break, in sequence."""
    order, before = legs[place].order, legs[place].before
    if not isinstance(order, Cancel) or order.item not in before.holds:
        return ()
    holding = before.holds[order.item]
    for leg in legs[place + 1 :]:
        if holding.ends is not None and holding.ends < leg.before.day:
            return ()
        rules = _stopping(law, leg, holding)
        if rules:
            return tuple(rule for rule in law.catalogue.rules if rule in rules)
    return ()


def _stopping(law: Interpreter, leg: Leg, holding: Holding) -> set[str]:
    after = leg.done.state
    if isinstance(leg.order, Settle):
        return set()
    before = _with(law.wait(leg.before, leg.done.starts), holding)
    standing = law.standing(after.day, leg.channel)
    rules: set[str] = set()
    if holding.ends is None or holding.ends >= after.day:
        rules.update(law.would_break(after, holding, standing, broken(law.matching, before, standing)))
    for reason in entry_reasons(law, _with(leg.before, holding), after, leg.order, leg.channel):
        rule = law.catalogue.rules.get(reason)
        if rule is not None and rule.guards.holding is not None and rule.resolve_given and rule.resolve == "first":
            rules.add(reason)
    return rules


def _with(state: State, holding: Holding) -> State:
    return replace(state, holds={**state.holds, holding.item: holding})
