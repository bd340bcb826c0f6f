"""What brings what, and on which days; and on which days an item can be had. Source: docs/semantics.md, 1 and 6."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from model.catalogue import Catalogue
from model.ground import Carry, Ground
from model.rules.base import Rule
from model.state import OWN
from solver.matters.forms import Form, fresh
from solver.matters.spans import ALWAYS, NEVER, Spans, common, span, union

Days: TypeAlias = Mapping[Form, Spans]
"""The days on which an item can be had in each form."""


class Bringing(NamedTuple):
    """That one item brings another, by its own entry (`rule` None) or by a rule, on some days."""

    item: str
    part: str
    rule: str | None
    days: Spans


def no_look() -> None:
    """There is all the time in the world."""


def bringings(
    catalogue: Catalogue, ground: Callable[[Rule], tuple[Ground, ...]], look: Callable[[], None] = no_look
) -> Iterator[Bringing]:
    """All that brings something, items in their sequence before rules in theirs. Shape: `look` is called again and again."""
    for name, item in catalogue.items.items():
        yield from (Bringing(name, part.item, None, ALWAYS) for part in item.brings)
    for rule in catalogue.rules.values():
        look()
        for form in ground(rule):
            if isinstance(form, Carry):
                days = span(rule.valid.since, rule.valid.until)
                yield from (Bringing(a, b, rule.id, days) for a in form.items for b in form.parts if a != b)


def obtainable(
    catalogue: Catalogue, ground: Callable[[Rule], tuple[Ground, ...]], look: Callable[[], None] = no_look
) -> Mapping[str, Days]:
    """On which days each item can be had: ordered, as it is on sale, or brought by another that can be had.

    Shape: whatever rules forbid; an item that can be had on no day has no form; `look` is called again and again.
    """
    brought: dict[str, list[Bringing]] = {}
    for one in bringings(catalogue, ground, look):
        brought.setdefault(one.item, []).append(one)
    found: dict[str, dict[Form, Spans]] = {name: {} for name in catalogue.items}
    for name, item in catalogue.items.items():
        sold = NEVER if item.withdrawn else span(item.sold_from, item.sold_until)
        if sold:
            found[name][fresh(item, OWN)] = sold
    waiting = [name for name in catalogue.items if found[name]]
    while waiting:
        look()
        name = waiting.pop()
        days = union(*found[name].values())
        for one in brought.get(name, ()):
            form, known = fresh(catalogue.items[one.part], name), found[one.part]
            more = union(known.get(form, NEVER), common(days, one.days))
            if more != known.get(form, NEVER):
                known[form] = more
                waiting.append(one.part)
    return found
