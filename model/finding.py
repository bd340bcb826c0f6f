"""What a check of a catalogue finds. Data only: each finder words its own findings.

Shape: lists of items are in the catalogue's sequence, lists of rules in that of the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from model.answer import Reason
from model.errors import Place
from model.items import NOWHERE

Level: TypeAlias = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a catalogue's text: a rule or item taken away, or a rule narrowed.

    Shape: `do` is what happens to `subject`; `without` are the items that a narrowed rule no longer speaks of.
    """

    do: Literal["remove", "narrow"]
    subject: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """The smallest changes that cure a finding, each needed, with what else they change.

    Shape: `cures` and `causes` are other findings as (code, subjects): gone, and new, once the repair is made.
    """

    changes: tuple[Change, ...]
    cures: tuple[tuple[str, tuple[str, ...]], ...] = ()
    causes: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth knowing, of a catalogue.

    Shape: `subjects` are the items or the ids of rules it is about, the same finding in another version of the
    catalogue has the same `key`; `because` is irreducible, as in an answer; `figures` are what its sentence needs besides.
    """

    code: str
    level: Level
    subjects: tuple[str, ...]
    place: Place = NOWHERE
    because: tuple[Reason, ...] = ()
    figures: Mapping[str, str | int] = field(default_factory=dict)
    proved: bool = True
    repairs: tuple[Repair, ...] = ()

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What makes two findings the same one."""
        return self.code, self.subjects
