"""The selectors that stand in a rule, each with its key in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from model.rules.base import Rule
from model.rules.conflict import Conflict
from model.rules.move import Move
from model.selectors import AllOf, Among, AnyOf, Bound, InRange, Not, Origin, Selector

SELECTORS = (Among, InRange, Bound, Origin, Not, AllOf, AnyOf)
KEYS: Mapping[str, str] = {"among": "of", "leaving": "from", "parts": "with"}


def body_selectors(rule: Rule) -> Iterator[tuple[str, Selector]]:
    """The selectors of a rule's body but those of `after`, in the order of its fields."""
    for one in fields(rule.body):  # type: ignore[arg-type]
        value = getattr(rule.body, one.name)
        if isinstance(value, SELECTORS):
            yield _key(rule, one.name), value


def other_selectors(rule: Rule) -> Iterator[tuple[str, Selector]]:
    """The selectors of `after` and of the guard `holding`."""
    after = getattr(rule.body, "after", None)
    if after is not None and after[1] is not None:
        yield "after", after[1]
    if rule.guards.holding is not None:
        yield "holding", rule.guards.holding


def keyed_selectors(rule: Rule) -> Iterator[tuple[str, Selector]]:
    """All selectors of a rule, each with its key in the file."""
    yield from body_selectors(rule)
    yield from other_selectors(rule)


def _key(rule: Rule, name: str) -> str:
    match rule.body:
        case Conflict():
            return {"left": "conflict[1]", "right": "conflict[2]"}[name]
        case Move(allowed=allowed) if name == "to":
            return "only_to" if allowed else "not_to"
        case _:
            return KEYS.get(name, name)
