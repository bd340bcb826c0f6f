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
    """One change of a catalogue's text, or of a draft's.

    Shape: `do` is what happens to the rule or item `subject`: it is taken away (`remove`), stands as it stood before the draft
    (`revert`), is not taken away by the draft (`restore`), no longer has some of its values (`drop`), or keeps those that the
    draft took away (`keep`). The last two, and a `revert` of one field, name the `field` as the file does, and the values in
    `without`, each as it stands there; a field of one value is dropped without naming it.
    """

    do: Literal["remove", "revert", "restore", "drop", "keep"]
    subject: str
    without: tuple[str, ...] = ()
    field: str = ""


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
    catalogue has the same `key`; `mark` tells it from others about the same subjects; `because` is irreducible, as in an answer;
    `figures` are what its sentence needs besides.
    """

    code: str
    level: Level
    subjects: tuple[str, ...]
    place: Place = NOWHERE
    because: tuple[Reason, ...] = ()
    figures: Mapping[str, str | int] = field(default_factory=dict)
    proved: bool = True
    repairs: tuple[Repair, ...] = ()
    mark: str = ""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What makes two findings the same one."""
        return self.code, (*self.subjects, self.mark) if self.mark else self.subjects
