"""Answers as data: what can be done, by which steps, at what loss, and why not less. Worded by the presenters, not here.

Shape: lists of items are in the catalogue's sequence, lists of rules in that of the rules; days are `date`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from model.facts import FactValue
from model.rules.base import Act, Resolve

FORMAT = "taocan.answer/2"
"""The form of answer documents, as they name it."""
Verdict: TypeAlias = Literal["reachable", "elsewhere", "later", "blocked", "undecided"]
Reason: TypeAlias = str
"""A rule's id, or a built-in: `sold:X`, `until:X`, `part:X`, `keep:X`, `drop:X`."""
BUILT_IN = ("sold", "until", "part", "keep", "drop")


def has_path(verdict: Verdict) -> bool:
    """Whether a verdict says that there is a path."""
    return verdict in ("reachable", "elsewhere", "later")


@dataclass(frozen=True, slots=True)
class Loss:
    """A holding that the path cancels. Shape: `regain` are the channels through which it could be ordered back at the end."""

    item: str
    how: Resolve
    because: tuple[Reason, ...]
    regain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    """What comes along. Shape: `because` names the item that brought it."""

    item: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActStep:
    """Something that is ordered.

    Shape: acts of one order share `order` and `channels`; `leaving` is the plan left by a change.
    """

    order: int
    do: Act
    item: str
    on: date
    channels: tuple[str, ...]
    say: tuple[str, ...] = ()
    leaving: str | None = None
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class SettleStep:
    """A fact that is put right."""

    order: int
    fact: str
    value: FactValue
    on: date
    channels: tuple[str, ...]
    say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitStep:
    """A wait until a day."""

    on: date


Step: TypeAlias = ActStep | SettleStep | WaitStep


@dataclass(frozen=True, slots=True)
class Core:
    """Holdings that can't all escape, and what stops every way while all of them are kept.

    Shape: `cut` lists the plans that can be reached while they are kept, each with what stops the changes that leave them;
    empty where only search closed the core.
    """

    items: tuple[str, ...]
    because: tuple[Reason, ...]
    cut: tuple[tuple[str | None, tuple[Reason, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Minimal:
    """Why the losses can't be fewer. Shape: `by` is cores or search; `bound` is what was proved; `losses` what was found."""

    losses: int
    bound: int
    proved: bool
    by: Literal["cores", "search"]
    cores: tuple[Core, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockReason:
    """One premise of a block. Shape: `says` is the sentence that a document has for it; "" until it is worded."""

    rule: Reason
    says: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Why a line has no path, whatever is cancelled. Shape: `line` is the verdict of the line that is refuted."""

    because: tuple[BlockReason, ...]
    items: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    line: Verdict = "blocked"


@dataclass(frozen=True, slots=True)
class Assumed:
    """A fact that was not known, or known by default, and the rules that read it."""

    fact: str
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """A rule that was broken before and still is. Shape: `says` is the sentence that a document has for it, as of a premise."""

    rule: str
    items: tuple[str, ...]
    says: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A single holding, held freely, that would change the answer."""

    holds: str
    verdict: Verdict
    losses: int | None
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """Something before and after. Units: fees in 1/100 yuan a month; benefits in their own units."""

    fee_fen: int
    benefits: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question about one target.

    Shape: `minimal` is None and there are no steps where it is blocked, or undecided without a path; `blocked` is the
    block of a blocked answer; `above` has one block for each line refuted above an `elsewhere` or a `later`; `instead`
    has answers with none themselves; of so many holdings as `unsettled` it was not settled in time whether they would change
    the answer.
    """

    leaving: str | None
    to: str | None
    verdict: Verdict
    before: Before
    after: Before
    cancel: tuple[Loss, ...] = ()
    leaves: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    gains: tuple[Gain, ...] = ()
    keeps: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    minimal: Minimal | None = None
    ties: tuple[tuple[str, ...], ...] = ()
    instead: tuple[Answer, ...] = ()
    blocked: Block | None = None
    above: tuple[Block, ...] = ()
    assuming: tuple[Assumed, ...] = ()
    warnings: tuple[Warned, ...] = ()
    conditions: tuple[Condition, ...] = ()
    unsettled: int = 0
