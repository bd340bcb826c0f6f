"""What a catalogue in integers is made of: holdings, and what the rules say of each item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from model.days import Span
from model.ground import Gate, Quota, Say
from model.rules.base import Rule
from model.selectors import AllOf, Among, AnyOf, Bound, InRange, Not, Origin, Residue, Selector

OWN, CAMPAIGN = -1, -2
NEVER = 10**7
"""A day after all days. Units: days are proleptic Gregorian ordinals; 0 stands for no day."""


class Hold(NamedTuple):
    """A holding: `origin` is an item, OWN or CAMPAIGN; 0 where it has no `until` or `ends`."""

    item: int
    origin: int
    until: int
    ends: int


Set: TypeAlias = dict[int, Residue]


@dataclass(frozen=True, slots=True)
class Asking:
    """An item's demand under one rule: groups of (condition on the item, what answers it)."""

    rule: int
    groups: tuple[tuple[Residue, Set], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One side of an `Apart` that an item is on: its own condition there and the other side."""

    rule: int
    mine: Residue
    other: Set


@dataclass(frozen=True, slots=True)
class Crowd:
    """An at-most group."""

    rule: int
    n: int
    of: Set


@dataclass(frozen=True, slots=True)
class Carrier:
    """Something that is brought: by whom, by which rule (-1: the item itself), whether it may be cancelled alone."""

    bringer: int
    part: int
    rule: int
    removable: bool
    ends: Span | None


class Gated(NamedTuple):
    """A channel rule: the items it is about and the plans held beside which it speaks; None for any."""

    rule: int
    gate: Gate
    of: Set | None
    leaving: Set | None


class Deferred(NamedTuple):
    """A rule by which a change to some plans starts next month, beside some plans held; None for any."""

    rule: int
    of: Set | None
    leaving: Set | None


class Counted(NamedTuple):
    """A limit: the items whose acts it counts (None: any), and those after whose acts alone it does (None: always)."""

    rule: int
    quota: Quota
    of: Set | None
    after: Set | None


class Said(NamedTuple):
    """What is to be told of acts about some items; None for any."""

    rule: int
    say: Say
    of: Set | None


def selectors_of(rule: Rule) -> Iterator[tuple[str, Selector]]:
    """The selectors of a rule with the names of their places, its guard among them."""
    if rule.guards.holding is not None:
        yield "holding", rule.guards.holding
    for place in getattr(rule.body, "__slots__", ()):
        value = getattr(rule.body, place)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Among | InRange | Bound | Origin | Not | AllOf | AnyOf):
                yield place, one
