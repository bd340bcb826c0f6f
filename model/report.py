"""What a check reports of a catalogue, and what a change of plan comes to. Worded by the presenters, not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from model.answer import Verdict
from model.catalogue import Catalogue
from model.finding import LEVELS, Finding
from model.rules.base import Resolve


@dataclass(frozen=True, slots=True)
class Version:
    """Which catalogue a report is about. Shape: `sha256` is of the files' bytes."""

    name: str
    version: str
    sha256: str

    @classmethod
    def of(cls, catalogue: Catalogue) -> Version:
        """The version of a catalogue that was read."""
        return cls(catalogue.name, catalogue.version, catalogue.sha256)


@dataclass(frozen=True, slots=True)
class DoorOutcome:
    """What a door comes to, in short.

    Shape: `cancel` are the losses, each with its how; `losses` None without a path; `day` of what can be had later alone.
    """

    verdict: Verdict
    losses: int | None
    cancel: tuple[tuple[str, Resolve], ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of plan that comes to something else in the draft.

    Shape: `before` or `after` is None where the plan is in one of the catalogues alone.
    """

    leaving: str | None
    to: str
    before: DoorOutcome | None
    after: DoorOutcome | None


@dataclass(frozen=True, slots=True)
class Report:
    """All that a check found.

    Shape: findings are in the order of their codes, then in the catalogue's sequence; those that are not `proved` were not
    decided in time and count for nothing; `on` is the day on which what is asked for a day was asked.
    """

    catalogue: Version
    findings: tuple[Finding, ...] = ()
    on: date | None = None

    @property
    def found(self) -> tuple[Finding, ...]:
        """The findings that are proved."""
        return tuple(one for one in self.findings if one.proved)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """What was not decided in time."""
        return tuple(one for one in self.findings if not one.proved)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are of each level, the worst first."""
        return {level: sum(one.level == level for one in self.found) for level in LEVELS}
