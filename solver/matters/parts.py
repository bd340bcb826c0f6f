"""Which `brings` rules bring nothing that does not come anyway. Source: docs/semantics.md, 1 and 7."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from model.days import Span
from model.ground import Carry
from model.items import Part
from model.rules.base import Rule
from model.rules.brings import BringsRule
from solver.matters.rules import Matters


class Coming(NamedTuple):
    """How a part comes: through when, whether firmly, whether a subscriber's file may leave it out, what is told."""

    ends: Span | None
    firm: bool
    implied: bool
    told: frozenset[str]


def carried_anyway(matters: Matters, rule: Rule) -> tuple[str, ...] | None:
    """The other rules by which all that `rule` brings comes just so, each needed; None where something would not.

    Shape: in the sequence of the rules; none where the items' own parts are enough.
    """
    others = [other for other in matters.alike(rule) if _touch(matters, rule, other)]
    places = list(_places(matters, rule, others))

    def enough(some: Sequence[Rule]) -> bool:
        matters.forms.patience.look()
        return all(_coming(matters, *place, some) == _coming(matters, *place, [rule, *some]) for place in places)

    if not enough(others):
        return None
    while needless := next((one for one in reversed(others) if enough([o for o in others if o is not one])), None):
        others = [one for one in others if one is not needless]
    return tuple(other.id for other in others)


def _carry(matters: Matters, rule: Rule) -> Carry:
    (form,) = matters.ground(rule)
    assert isinstance(form, Carry)
    return form


def _touch(matters: Matters, rule: Rule, other: Rule) -> bool:
    mine, its = _carry(matters, rule), _carry(matters, other)
    return not set(mine.items).isdisjoint(its.items) and not set(mine.parts).isdisjoint(its.parts)


def _places(matters: Matters, rule: Rule, others: Sequence[Rule]) -> Iterator[tuple[str, str, date]]:
    """Every bringer and part of a rule, with a day of each time in which the same rules are valid."""
    carry = _carry(matters, rule)
    days = dict.fromkeys(setting.first for setting in matters.settings(rule, [other.id for other in others]))
    yield from ((item, part, day) for item in carry.items for part in carry.parts if item != part for day in days)


def _coming(matters: Matters, item: str, part: str, day: date, rules: Sequence[Rule]) -> Coming | None:
    """How a part comes with an item on a day by the item's own entry and by some rules, None where it does not."""
    acting = [one for one in sorted(rules, key=lambda one: matters.places[one.id]) if one.valid.on(day)]
    by_rule = [one for one in acting if item in _carry(matters, one).items and part in _carry(matters, one).parts]
    bodies = [one.body for one in by_rule if isinstance(one.body, BringsRule)]
    found = [one for one in matters.catalogue.items[item].brings if one.item == part]
    found += [Part(part, body.removable, body.ends) for body in bodies]
    if not found:
        return None
    own = matters.catalogue.items[part].ends
    told = frozenset(one.tell for one in by_rule if one.tell)
    return Coming(
        found[0].ends or own, any(not one.removable for one in found), any((one.ends or own) is None for one in found), told
    )
