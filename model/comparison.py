"""What differs between two versions of a catalogue, in customer terms. Data only, worded by the presenters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from model.clash import Clash, Clashes
from model.finding import Finding, Repair
from model.report import Changed, Version
from model.rules.base import Rule

Fate: TypeAlias = Literal["added", "removed", "changed"]
EDITORIAL = frozenset(("aliases", "assumed", "cite", "note", "title"))
"""The fields of items and rules that no customer meets."""
NO_CLASHES = Clashes()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field says no more, and what it says now, each as it would stand in the file. Shape: lists value by value."""

    field: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that came, went or changed. Shape: `fields` are those that differ, of one that changed alone."""

    name: str
    fate: Fate
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that came, went or changed.

    Shape: `before` and `after` are None where a version does not have it; `fields` are those that differ, of one that changed
    alone; where what its kind says differs, `says` is among them, without values: these are the rules' own words.
    """

    rule: str
    fate: Fate
    before: Rule | None
    after: Rule | None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Remedy:
    """The smallest changes of drafts that cure a clash, or open changes of plan that are newly blocked.

    Shape: `doors` are all that have just these repairs, empty where it is of a `clash`; `complete` if no others were left out.
    """

    clash: Clash | None
    doors: tuple[tuple[str, str], ...]
    repairs: tuple[Repair, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a catalogue side by side.

    Shape: what was added or changed is in the sequence of the new version, what was removed comes after it in that of the
    old; `declared` are changes of channels, brands and facts. `pairs` are changes between bare plans that come to something
    else, row by row; `unsure` counts what was not compared, since a version was not decided in time;
    `remedies` are there where they were asked for.
    """

    old: Version
    new: Version
    declared: tuple[FieldChange, ...] = ()
    items: tuple[ItemChange, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    found: tuple[Finding, ...] = ()
    cured: tuple[Finding, ...] = ()
    clashes: Clashes = NO_CLASHES
    pairs: tuple[Changed, ...] = ()
    unsure: int = 0
    remedies: tuple[Remedy, ...] = ()

    @property
    def touches(self) -> bool:
        """Whether something changes for some customer: more than how the catalogue is written."""
        items, rules = map(_meets, self.items), map(_meets, self.rules)
        clash = self.clashes.new or self.clashes.changed or self.clashes.cured
        return bool(any(items) or any(rules) or self.declared or self.found or self.cured or clash or self.pairs)


def _meets(one: ItemChange | RuleChange) -> bool:
    """Whether some customer may meet a change of an item or a rule."""
    return one.fate != "changed" or any(change.field not in EDITORIAL for change in one.fields)
