"""Plan by plan: what each change from one bare plan to another comes to. Data only, worded by the presenters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from model.answer import Verdict, has_path
from model.facts import FactValue
from model.rules.base import Resolve


@dataclass(frozen=True, slots=True)
class Door:
    """What a change from a plan held with its parts alone to another plan comes to, with the best facts, by any channel.

    Shape: the best facts are those whose answer has the first verdict, of these the earliest day, of these the fewest
    losses; `facts` are such, as few as were tried. `losses` and `cancel` (each loss with its how) are those of that answer,
    `fewest` the losses of the path that loses least, whatever the facts and the day up to the horizon; None without a path.
    Not `proved`: the time came before something better was refuted.
    """

    leaving: str
    to: str
    verdict: Verdict
    day: date | None = None
    losses: int | None = None
    fewest: int | None = None
    cancel: tuple[tuple[str, Resolve], ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    proved: bool = True

    @property
    def opens(self) -> bool | None:
        """Whether there is a path; None where that is not decided."""
        return None if self.verdict == "undecided" else has_path(self.verdict)

    @property
    def free(self) -> bool | None:
        """Whether some path loses nothing; None where that is not decided."""
        if self.fewest == 0:
            return True
        return False if self.proved else None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The doors from some plans to others.

    Shape: `leaving` and `to` are in the catalogue's sequence; `doors` has every pair of two different plans. `given` are the
    facts that were told; the best are taken of the others.
    """

    leaving: tuple[str, ...]
    to: tuple[str, ...]
    doors: Mapping[tuple[str, str], Door]
    on: date
    horizon_months: int
    given: Mapping[str, FactValue] = field(default_factory=dict)

    @property
    def undecided(self) -> int:
        """How many doors were not decided, or not proved to be the best, in time."""
        return sum(door.verdict == "undecided" or not door.proved for door in self.doors.values())
