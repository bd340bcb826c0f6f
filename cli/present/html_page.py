"""What stands on the page of the HTML report, as data for its templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cli.present.heat_map import heat_map
from cli.present.html_draft import ChangesView, ClashView, changes, clash
from cli.present.html_figure import FigureView, figure
from cli.present.html_findings import LevelView, levels, title
from cli.present.matrix import counts, given_facts
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
    those that were asked; `matrix` is plan by plan, None where there are too many plans for a page.
    """

    report: Report
    catalogue: Catalogue
    finders: Mapping[str, Finder]
    on: date
    drafted: Drafted | None = None
    matrix: Matrix | None = None


@dataclass(frozen=True, slots=True)
class TileView:
    """A number at the head of the page. Shape: `section` is where it is told of."""

    kind: str
    count: int
    label: str
    section: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check that was made, and how often it found something."""

    code: str
    name: str
    level: str
    count: int


@dataclass(frozen=True, slots=True)
class DraftView:
    """What the draft changes. Shape: `profiles` is None where no subscribers were given."""

    cured: tuple[LevelView, ...]
    clashes: tuple[ClashView, ...]
    pairs: ChangesView
    profiles: ChangesView | None
    figure: FigureView | None


@dataclass(frozen=True, slots=True)
class PageView:
    """The page.

    Shape: `levels` are of all findings, or with drafts of the new ones; `drafts` is "" for none; `matrix` is a table in
    HTML, "" for none; `sections` are ids, each with its title.
    """

    title: str
    drafts: str
    about: tuple[tuple[str, str], ...]
    lead: str
    tiles: tuple[TileView, ...]
    levels: tuple[LevelView, ...]
    draft: DraftView | None
    matrix: str
    matrix_words: tuple[str, ...]
    checks: tuple[CheckView, ...]
    sections: tuple[tuple[str, str], ...]


def page(checked: Checked, voice: Voice) -> PageView:
    """The page of a report."""
    told = checked.report.draft
    findings = checked.report.findings if told is None else told.new
    found = levels(findings, checked.catalogue, checked.finders, voice.language)
    draft = None if told is None else _draft(told, checked, voice)
    matrix = heat_map(checked.matrix, voice.language) if checked.matrix and checked.matrix.doors else ""
    return PageView(
        title=checked.catalogue.title or checked.catalogue.name,
        drafts="" if told is None else join(voice.language, told.drafts),
        about=_about(checked, voice),
        lead=_lead(found, voice) if told is None else _draft_lead(told, voice),
        tiles=_tiles(found, voice) if told is None else _draft_tiles(told, voice),
        levels=found,
        draft=draft,
        matrix=matrix,
        matrix_words=_matrix_words(checked.matrix, voice),
        checks=_checks(checked, voice),
        sections=_sections(draft, matrix, voice),
    )


def _sections(draft: DraftView | None, matrix: str, voice: Voice) -> tuple[tuple[str, str], ...]:
    """The sections that stand on the page, as the template has them."""
    stands = {"findings": True}
    if draft is not None:
        stands = {"new": True, "clashes": bool(draft.clashes), "pairs": bool(draft.pairs.rows)}
        stands |= {"profiles": draft.profiles is not None and bool(draft.profiles.rows)}
        stands |= {"cured": bool(draft.cured), "figure": draft.figure is not None}
    stands |= {"matrix": bool(matrix), "checked": True}
    ids = {"new": "findings"}
    return tuple((ids.get(name, name), voice.say(f"report.{name}")) for name, there in stands.items() if there)


def _about(checked: Checked, voice: Voice) -> tuple[tuple[str, str], ...]:
    """The lines that say of what, and of when, the report is."""
    report, catalogue = checked.report, checked.catalogue
    version = report.catalogue
    sizes = {"items": len(catalogue.items), "rules": len(catalogue.rules), "checks": len(checked.finders)}
    lines = [
        ("catalogue", f"{version.name} {version.version}".strip()),
        ("sha256", version.sha256[:SHORT]),
        ("on", checked.on.isoformat()),
        ("size", voice.say("report.sizes", **sizes)),
    ]
    return tuple((voice.say(f"report.{key}"), text) for key, text in lines if text)


def _lead(found: Sequence[LevelView], voice: Voice) -> str:
    """The report in one sentence."""
    counts = [_counted(f"report.some.{level.level}", level.count, voice) for level in found]
    return voice.say("report.lead", counts=join(voice.language, counts)) if counts else voice.say("report.clean")


def _matrix_words(matrix: Matrix | None, voice: Voice) -> tuple[str, ...]:
    """What the matrix is of, and what is in it."""
    if matrix is None or not matrix.doors:
        return ()
    head = voice.say("report.matrix_of", day=matrix.on, months=matrix.horizon_months)
    return voice.say("comma").join((head, voice.say("matrix.bare"), given_facts(matrix, voice))), counts(matrix, voice)


def _counted(key: str, count: int, voice: Voice) -> str:
    return voice.say(f"{key}.one" if count == 1 else key, count=count)


def _tiles(found: Sequence[LevelView], voice: Voice) -> tuple[TileView, ...]:
    """A number for each level, of the findings that there are."""
    counts = {level.level: level.count for level in found}
    wanted = [*LEVELS, *(["undecided"] if "undecided" in counts else [])]
    return tuple(
        TileView(level, counts.get(level, 0), voice.say(f"report.level.{level}"), level if level in counts else "findings")
        for level in wanted
    )


def _counts(draft: DraftReport) -> Mapping[str, int]:
    """How much a draft changes, by section."""
    new = sum(one.proved for one in draft.new)
    counts = {"new": new, "cured": len(draft.cured), "clashes": len(draft.clashes), "pairs": len(draft.pairs)}
    counts |= {} if draft.profiles is None else {"profiles": _subscribers(draft)}
    return counts | ({} if new == len(draft.new) else {"undecided": len(draft.new) - new})


def _subscribers(draft: DraftReport) -> int:
    """How many subscribers some change of plan comes to something else for. Shape: each is counted once."""
    counts = {(one.leaving, one.profile): one.count for one in draft.profiles or ()}
    return sum(counts.values())


def _draft_lead(draft: DraftReport, voice: Voice) -> str:
    told = [_counted(f"report.draft.{name}", count, voice) for name, count in _counts(draft).items() if count]
    return voice.say("report.draft_lead", changes=join(voice.language, told)) if told else voice.say("report.draft_clean")


def _draft_tiles(draft: DraftReport, voice: Voice) -> tuple[TileView, ...]:
    sections = {"new": "findings"}
    return tuple(
        TileView(name, count, voice.say(f"report.tile.{name}"), sections.get(name, name) if count else "summary")
        for name, count in _counts(draft).items()
    )


def _draft(draft: DraftReport, checked: Checked, voice: Voice) -> DraftView:
    drafted = checked.drafted
    old = checked.catalogue if drafted is None else drafted.old
    return DraftView(
        levels(draft.cured, old, checked.finders, voice.language),
        tuple(clash(one, voice) for one in draft.clashes),
        changes(draft.pairs, voice),
        None if draft.profiles is None else changes(draft.profiles, voice),
        None if drafted is None else figure(drafted, voice),
    )


def _checks(checked: Checked, voice: Voice) -> tuple[CheckView, ...]:
    """All that was asked, found or not."""
    draft = checked.report.draft
    findings = checked.report.findings if draft is None else draft.new
    return tuple(
        CheckView(code, title(finder, voice.language), finder.LEVEL, sum(one.code == code and one.proved for one in findings))
        for code, finder in checked.finders.items()
    )
