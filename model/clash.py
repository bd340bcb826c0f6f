"""What the standing rules keep apart in one version of a catalogue and not in the other. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from model.rules.base import ALWAYS, Resolve, Valid
from model.selectors import Residue

Relation: TypeAlias = Literal["conflict", "only_with", "needs", "at_most"]
Way: TypeAlias = tuple[Residue, Residue]
"""What is asked of the holding of the item, and of that of the other: True where nothing is."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a rule keeps items apart.

    Shape: `when` are the ways in which it can come about, empty where it always does; `most` is how many may be held, of an
    `at_most` alone; `at` and `valid` are the rule's.
    """

    resolve: Resolve
    when: tuple[Way, ...] = ()
    most: int | None = None
    at: frozenset[str] | None = None
    valid: Valid = ALWAYS


@dataclass(frozen=True, slots=True)
class Clash:
    """Instances of one standing rule, all on the same terms, that one version of a catalogue has and the other has not.

    Shape: `items` with `others`, both in the catalogue's sequence:
    `conflict`: each of the items with each other one of the others;
    `only_with`: each of the items beside each of the others, which are plans; without others the items are plans that
    can't be held;
    `needs`: each of the items, for none of the others, which would meet its demand, can be had;
    `at_most`: each of the items is one of the others, of which only so many are held.
    `count` is the number of pairs, or of items for `needs` and `at_most`. `was` are the terms in the other version, where
    the instances are there on other terms.
    """

    rule: str
    relation: Relation
    items: tuple[str, ...]
    others: tuple[str, ...]
    count: int
    terms: Terms
    was: Terms | None = None


@dataclass(frozen=True, slots=True)
class Clashes:
    """What drafts change of what the standing rules keep apart.

    Shape: each by rule, then by item, in the catalogue's sequence; `changed` has instances of both versions, on other terms.
    Every item is in the new catalogue: what is taken away clashes with nothing.
    """

    new: tuple[Clash, ...] = ()
    changed: tuple[Clash, ...] = ()
    cured: tuple[Clash, ...] = ()
