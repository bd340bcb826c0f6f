"""Orders that cancel nothing, with what meets their needs; through which channels an item could be ordered back at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from model.replay.broken import unmet
from model.replay.course import taken
from model.replay.order import Done, Interpreter
from model.replay.orders import Take
from model.rules.needs import Needs
from model.state import State

TRIES_MOST = 500
"""So many sets of items that meet needs are tried, at most."""


def regain(law: Interpreter, end: State, item: str) -> tuple[str, ...]:
    """The channels through which an order of `item` at the end is legal with no cancellation."""
    if item in end.all:
        return ()
    plan = law.catalogue.items[item].kind == "plan"
    order = Take(plan=item) if plan else Take(asked=frozenset((item,)))
    return tuple(channel for channel in law.catalogue.channels if any(True for _ in legal(law, end, order, channel)))


def legal(law: Interpreter, end: State, order: Take, channel: str, *, most: int = TRIES_MOST) -> Iterator[Done]:
    """What comes of the order where it is legal, by itself or with items that meet a need of it; nothing is cancelled."""
    waiting, seen = [order], {order}
    while waiting and len(seen) < most:
        tried = waiting.pop(0)
        done = law.order(end, tried, channel)
        if isinstance(done, Done):
            yield done
            continue
        for name in _supporters(law, end, tried, channel):
            more = replace(tried, extra=tried.extra | {name})
            if more not in seen:
                seen.add(more)
                waiting.append(more)


def _supporters(law: Interpreter, end: State, order: Take, channel: str) -> Iterator[str]:
    """The items that meet some need which is not met after the order."""
    day = end.day if order.plan is None else law.starts(end, order.plan, channel)
    before = law.wait(end, day)
    names = [*([order.plan] if order.plan else []), *sorted(order.asked | order.extra)]
    after = law.compose(before, order)
    for rule in law.rules:
        body = rule.body
        if not isinstance(body, Needs) or not rule.acts_at(channel):
            continue
        for holding in after.all.values():
            if body.when == "taken" and holding.item not in names:
                continue
            if unmet(law.matching, after, body.items, body.any_of, holding):
                for name, item in law.catalogue.items.items():
                    if item.kind != "plan" and name not in names and name != holding.item:
                        other = taken(law.catalogue, name, day)
                        if law.matching.paired(body.items, holding, body.any_of, other, after.day, after.plan_name):
                            yield name
