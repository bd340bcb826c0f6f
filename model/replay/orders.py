"""The orders that there are: a change of plan and additions, one cancellation, a settlement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Take:
    """A change of plan (`plan`) and additions; `asked` are those of the goal, `extra` those that meet a need."""

    plan: str | None = None
    asked: frozenset[str] = frozenset()
    extra: frozenset[str] = frozenset()
    cancels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cancel:
    """The cancellation of `item`, a holding or the booked plan; `cancels` are those that fall with it."""

    item: str
    cancels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Settle:
    """A fact is put right."""

    fact: str


Order: TypeAlias = Take | Cancel | Settle
