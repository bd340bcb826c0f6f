"""What the parts of a row were read as before: a row of known parts is a subscriber without being read again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple, TypeVar

from model.facts import FactValue
from model.request import Listed, Subscriber
from model.state import PastAct

PARTS_MOST = 1_000_000
T = TypeVar("T")


class Parts(NamedTuple):
    """A row in parts, as written.

    Shape: two parts that are equal say the same, whatever row they stand in; `holds` are the holdings one by one.
    """

    plan: Hashable
    holds: tuple[Hashable, ...]
    lacks: Hashable
    facts: Hashable
    past: Hashable


class Remembered:
    """The parts of rows that were read.

    Only what hangs on nothing else in its row is here: a holding that came with the plan of its row is not, nor is a row with a
    booked plan, which has no Parts.
    """

    def __init__(self) -> None:
        self._plans: dict[Hashable, Listed | None] = {}
        self._holds: dict[Hashable, Listed] = {}
        self._lacks: dict[Hashable, tuple[str, ...]] = {}
        self._facts: dict[Hashable, dict[str, FactValue]] = {}
        self._pasts: dict[Hashable, tuple[PastAct, ...]] = {}

    def find(self, parts: Parts) -> Subscriber | None:
        """The subscriber of a row, None where a part is new, or an item is listed twice."""
        try:
            plan = self._plans[parts.plan]
            known = self._holds
            holds = tuple([known[one] for one in parts.holds])
            lacks, facts, past = self._lacks[parts.lacks], self._facts[parts.facts], self._pasts[parts.past]
        except KeyError:
            return None
        if len({one.item for one in holds}) < len(holds):
            return None
        return Subscriber("", plan, None, holds, lacks, facts, past)

    def learn(self, parts: Parts, subscriber: Subscriber) -> None:
        """Remembers the parts of a row that was read without a problem."""
        if len(parts.holds) != len(subscriber.holds):
            return
        _put(self._plans, parts.plan, subscriber.plan)
        _put(self._lacks, parts.lacks, subscriber.lacks)
        _put(self._facts, parts.facts, dict(subscriber.facts))
        _put(self._pasts, parts.past, subscriber.past)
        held = None if subscriber.plan is None else subscriber.plan.item
        for written, one in zip(parts.holds, subscriber.holds, strict=True):
            if one.origin != held:
                _put(self._holds, written, one)


def _put(known: dict[Hashable, T], written: Hashable, read: T) -> None:
    if len(known) >= PARTS_MOST:
        known.clear()
    known[written] = read
