"""The state of a number (状态): a date, the plan, the other holdings, a booked plan, the facts, the acts of limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from model.facts import FactValue
from model.rules.base import Act

OWN, CAMPAIGN = "own", "campaign"


@dataclass(frozen=True, slots=True)
class Holding:
    """An item that a subscriber has.

    Shape: `origin` is OWN, CAMPAIGN or the name of the item that it came with; it is bound through `until`, and goes by
    itself after `ends`.
    """

    item: str
    origin: str = OWN
    until: date | None = None
    ends: date | None = None

    def bound(self, day: date) -> bool:
        """Whether its `until` has not passed on `day`."""
        return self.until is not None and day <= self.until


@dataclass(frozen=True, slots=True)
class Booked:
    """A change of plan that is ordered and not yet begun."""

    plan: str
    starts: date


@dataclass(frozen=True, slots=True, order=True)
class PastAct:
    """Something that happened: an act about an item (None where it is not known which) on a day."""

    day: date
    act: Act
    item: str | None


Holdings: TypeAlias = Mapping[str, Holding]


@dataclass(frozen=True, slots=True)
class State:
    """A number on a day.

    Shape: `holds` is keyed by item and never contains the plan; `gone` are the holdings that the path has cancelled so
    far; `past` is in the order in which it happened.
    """

    day: date
    plan: Holding | None = None
    holds: Holdings = field(default_factory=dict)
    booked: Booked | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    past: tuple[PastAct, ...] = ()
    gone: tuple[Holding, ...] = ()

    def holding(self, plan: Holding | None, holds: Holdings) -> State:
        """The state with another plan and other holdings."""
        return State(self.day, plan, holds, self.booked, self.facts, self.past, self.gone)

    @property
    def all(self) -> Mapping[str, Holding]:
        """Every holding, the plan among them."""
        return self.holds if self.plan is None else {self.plan.item: self.plan, **self.holds}

    @property
    def plan_name(self) -> str | None:
        """The plan held."""
        return None if self.plan is None else self.plan.item
