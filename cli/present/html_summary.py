"""The head of the HTML report: of what it is, the whole in one sentence, and in a few numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cli.base import Based
from cli.present.html_findings import LevelView
from cli.present.voice import Voice
from cli.present.wording import join
from model.catalogue import Catalogue
from model.draft import Drafted
from model.finding import LEVELS
from model.matrix import Matrix
from model.report import DraftReport, Report
from solver.findings.base import Finder

SHORT = 12


@dataclass(frozen=True, slots=True)
class Checked:
    """What a report is of.

    Shape: `catalogue` has the drafts over it, and `drafted` is of the same drafts, None where there are none; `finders` are
    those that were asked; `based` is what a base of subscribers came to, `matrix` plan by plan, None where there are too many
    plans for a page.
    """

    report: Report
    catalogue: Catalogue
    finders: Mapping[str, Finder]
    on: date
    drafted: Drafted | None = None
    based: Based | None = None
    matrix: Matrix | None = None


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
    lines = [
        ("catalogue", f"{version.name} {version.version}".strip()),
        ("sha256", version.sha256[:SHORT]),
        ("on", checked.on.isoformat()),
        ("size", voice.say("report.sizes", **sizes)),
    ]
    return tuple((voice.say(f"report.{key}"), text) for key, text in lines if text)


def lead(checked: Checked, found: Sequence[LevelView], voice: Voice) -> str:
    """The report in one sentence."""
    draft = checked.report.draft
    if draft is None:
        counts = [_counted(f"report.some.{level.level}", level.count, voice) for level in found]
        return voice.say("report.lead", counts=join(voice.language, counts)) if counts else voice.say("report.clean")
    told = [_counted(f"report.draft.{name}", count, voice) for name, count in _counts(draft, checked.based).items() if count]
    return voice.say("report.draft_lead", changes=join(voice.language, told)) if told else voice.say("report.draft_clean")


def tiles(checked: Checked, found: Sequence[LevelView], voice: Voice) -> tuple[TileView, ...]:
    """The report in numbers: of findings by level, or of what the draft changes; and of subscribers."""
    draft, based = checked.report.draft, checked.based
    if draft is not None:
        sections = {"new": "findings"}
        return tuple(
            TileView(name, count, voice.say(f"report.tile.{name}"), sections.get(name, name))
            for name, count in _counts(draft, based).items()
        )
    counts = {level.level: level.count for level in found}
    wanted = [*LEVELS, *(["undecided"] if "undecided" in counts else [])]
    by_level = [TileView(level, counts.get(level, 0), voice.say(f"report.level.{level}"), level) for level in wanted]
    stuck = (
        [] if based is None else [TileView("subscribers", based.impact.touched, voice.say("report.tile.stuck"), "subscribers")]
    )
    return (*by_level, *stuck)


def _counted(key: str, count: int, voice: Voice) -> str:
    return voice.say(f"{key}.one" if count == 1 else key, count=f"{count:,}")


def _counts(draft: DraftReport, based: Based | None) -> Mapping[str, int]:
    """How much a draft changes, by section."""
    new = sum(one.proved for one in draft.new)
    counts = {"new": new, "cured": len(draft.cured), "clashes": len(draft.clashes), "pairs": len(draft.pairs)}
    counts |= {} if based is None else {"subscribers": based.impact.touched}
    return counts | ({} if new == len(draft.new) else {"undecided": len(draft.new) - new})
