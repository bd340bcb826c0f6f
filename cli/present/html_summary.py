"""The head of the HTML report: of what it is, the whole in one sentence, and in a few numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cli.base import Based
from cli.present.html_findings import LevelView
from cli.present.voice import Voice
from cli.present.wording import join
from model.catalogue import Catalogue
from model.comparison import Comparison
from model.draft import Drafted
from model.finding import LEVELS
from model.matrix import Matrix
from model.report import Report, Version
from solver.findings.base import Finder

if TYPE_CHECKING:
    from solver.between.doors import Survey

SHORT = 12
MOST_PLANS = 40


@dataclass(frozen=True, slots=True)
class Drafts:
    """What drafts, or a new version, make of a catalogue.

    Shape: `names` are the drafts' files, none for a new version; `found` compares the two of `drafted`.
    """

    names: tuple[str, ...]
    drafted: Drafted
    found: Comparison


@dataclass(frozen=True, slots=True)
class Checked:
    """What a report is of.

    Shape: where there are `drafts`, `catalogue` is what they make of it, and `report` has the findings that are new in it;
    `finders` are those that were asked; `based` is what a base of subscribers came to, `matrix` plan by plan, None where there
    are too many plans for a page.
    """

    report: Report
    catalogue: Catalogue
    finders: Mapping[str, Finder]
    on: date
    drafts: Drafts | None = None
    based: Based | None = None
    matrix: Matrix | None = None

    @property
    def kind(self) -> Literal["check", "draft", "diff"]:
        """What the report is: of one catalogue, of drafts over it, or of two versions."""
        if self.drafts is None:
            return "check"
        return "draft" if self.drafts.names else "diff"


def fitting_matrix(survey: Survey) -> Matrix | None:
    """The matrix of a survey, None where it has too many plans for a page."""
    return survey.whole if len(survey.plans) <= MOST_PLANS else None


@dataclass(frozen=True, slots=True)
class TileView:
    """A number at the head of the page. Shape: `section` is where it is told of."""

    kind: str
    count: int
    label: str
    section: str


def about(checked: Checked, voice: Voice) -> tuple[tuple[str, str], ...]:
    """The lines that say of what, and of when, the report is."""
    version, catalogue = checked.report.catalogue, checked.catalogue
    sizes = {"items": len(catalogue.items), "rules": len(catalogue.rules), "checks": len(checked.finders)}
    old = checked.drafts.found.old if checked.drafts is not None and checked.kind == "diff" else None
    lines = [
        ("old", "" if old is None else f"{named(old)} {old.sha256[:SHORT]}"),
        ("catalogue", named(version)),
        ("sha256", version.sha256[:SHORT]),
        ("on", checked.on.isoformat()),
        ("size", voice.say("report.sizes", **sizes)),
    ]
    return tuple((voice.say(f"report.{key}"), text) for key, text in lines if text)


def named(version: Version) -> str:
    """A version by name and number."""
    return f"{version.name} {version.version}".strip()


def lead(checked: Checked, found: Sequence[LevelView], voice: Voice) -> str:
    """The report in one sentence."""
    if checked.drafts is None:
        counts = [_counted(f"report.some.{level.level}", level.count, voice) for level in found]
        return voice.say("report.lead.check" if counts else "report.clean.check", counts=join(voice.language, counts))
    changed = _counts(checked, checked.drafts.found)
    told = [_counted(f"report.change.{name}", count, voice) for name, count in changed.items() if count]
    key = f"report.lead.{checked.kind}" if told else f"report.clean.{checked.kind}"
    return voice.say(key, changes=join(voice.language, told))


def tiles(checked: Checked, found: Sequence[LevelView], voice: Voice) -> tuple[TileView, ...]:
    """The report in numbers: of findings by level, or of what the draft changes; and of subscribers."""
    if checked.drafts is not None:
        sections = {"new": "findings", "undecided": "findings"}
        return tuple(
            TileView(name, count, voice.say(f"report.tile.{name}"), sections.get(name, name))
            for name, count in _counts(checked, checked.drafts.found).items()
        )
    counts = {level.level: level.count for level in found}
    wanted = [*LEVELS, *(["undecided"] if "undecided" in counts else [])]
    by_level = [TileView(level, counts.get(level, 0), voice.say(f"report.level.{level}"), level) for level in wanted]
    if checked.based is None:
        return tuple(by_level)
    return (*by_level, TileView("subscribers", checked.based.impact.touched, voice.say("report.tile.stuck"), "subscribers"))


def _counted(key: str, count: int, voice: Voice) -> str:
    return voice.say(f"{key}.one" if count == 1 else key, count=f"{count:,}")


def _counts(checked: Checked, found: Comparison) -> Mapping[str, int]:
    """How much a draft changes, by section."""
    counts = {"new": len(checked.report.found), "cured": len(found.cured)}
    counts |= {"clashes": len(found.clashes.new) + len(found.clashes.changed), "pairs": len(found.pairs)}
    counts |= {} if checked.based is None else {"subscribers": checked.based.impact.touched}
    return counts | ({"undecided": found.unsure} if found.unsure else {})
