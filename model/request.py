"""What is asked: a subscriber, a goal, a day and, if it matters, a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from model.errors import Place
from model.facts import FactValue
from model.items import NOWHERE
from model.state import Booked, PastAct

Minimise: TypeAlias = Literal["losses", "fee"]
HORIZON_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Listed:
    """A holding as a subscriber file lists it.

    Shape: `origin` is own, campaign, plan or an item's name; `cancelled` is the day on which its cancellation was ordered.
    """

    item: str
    origin: str = "own"
    since: date | None = None
    until: date | None = None
    ends: date | None = None
    cancelled: date | None = None


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A number as its file tells it; what its plan brings need not be listed."""

    id: str = ""
    plan: Listed | None = None
    booked: Booked | None = None
    holds: tuple[Listed, ...] = ()
    lacks: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    past: tuple[PastAct, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a path must end. Shape: `to` is a plan, None where the plan stays; the others are sets of items."""

    to: str | None = None
    add: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """One question about one number.

    Units: `horizon_months` counts from `on`; `budget_ms` is the time that one answer may take, None for no limit.
    """

    goal: Goal
    on: date
    channel: str | None = None
    horizon_months: int = HORIZON_MONTHS
    minimise: Minimise = "losses"
    budget_ms: int | None = None
