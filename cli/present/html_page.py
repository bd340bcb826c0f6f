"""What stands on the page of the HTML report, as data for its templates."""

from __future__ import annotations

from dataclasses import dataclass

from cli.present.heat_map import heat_map
from cli.present.html_base import BaseView, base
from cli.present.html_draft import ChangesView, ClashView, changes, clash
from cli.present.html_figure import FigureView, figure
from cli.present.html_findings import LevelView, levels, title
from cli.present.html_summary import Checked, TileView, about, lead, tiles
from cli.present.matrix import counts, given_facts
from cli.present.voice import Voice
from cli.present.wording import join
from model.finding import Finding
from model.matrix import Matrix
from model.report import DraftReport


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check that was made, and how often it found something."""

    code: str
    name: str
    level: str
    count: int


@dataclass(frozen=True, slots=True)
class MatrixView:
    """Plan by plan: what it is of, what is in it, and the table in HTML."""

    lines: tuple[str, ...]
    table: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """What the draft changes."""

    cured: tuple[LevelView, ...]
    clashes: tuple[ClashView, ...]
    pairs: ChangesView
    figure: FigureView | None


@dataclass(frozen=True, slots=True)
class PageView:
    """The page.

    Shape: `levels` are of all findings, or with drafts of the new ones; `drafts` is "" for none; `sections` are the ids of
    the sections that stand, each with its title.
    """

    title: str
    drafts: str
    about: tuple[tuple[str, str], ...]
    lead: str
    tiles: tuple[TileView, ...]
    levels: tuple[LevelView, ...]
    draft: DraftView | None
    base: BaseView | None
    matrix: MatrixView | None
    checks: tuple[CheckView, ...]
    sections: tuple[tuple[str, str], ...]


def page(checked: Checked, voice: Voice) -> PageView:
    """The page of a report."""
    told = checked.report.draft
    findings = checked.report.findings if told is None else told.new
    found = levels(findings, checked.catalogue, checked.finders, voice.language)
    draft = None if told is None else _draft(told, checked, voice)
    based = None if checked.based is None else base(checked.based, voice)
    matrix = _matrix(checked.matrix, voice)
    return PageView(
        title=checked.catalogue.title or checked.catalogue.name,
        drafts="" if told is None else join(voice.language, told.drafts),
        about=about(checked, voice),
        lead=lead(checked, found, voice),
        tiles=tiles(checked, found, voice),
        levels=found,
        draft=draft,
        base=based,
        matrix=matrix,
        checks=_checks(checked, findings, voice),
        sections=_sections(draft, based, matrix, voice),
    )


def _draft(draft: DraftReport, checked: Checked, voice: Voice) -> DraftView:
    drafted = checked.drafted
    old = checked.catalogue if drafted is None else drafted.old
    return DraftView(
        levels(draft.cured, old, checked.finders, voice.language),
        tuple(clash(one, voice) for one in draft.clashes),
        changes(draft.pairs, voice),
        None if drafted is None else figure(drafted, voice),
    )


def _matrix(matrix: Matrix | None, voice: Voice) -> MatrixView | None:
    if matrix is None or not matrix.doors:
        return None
    head = voice.say("report.matrix_of", day=matrix.on, months=matrix.horizon_months)
    lines = (voice.say("comma").join((head, voice.say("matrix.bare"), given_facts(matrix, voice))), counts(matrix, voice))
    return MatrixView(lines, heat_map(matrix, voice.language))


def _checks(checked: Checked, findings: tuple[Finding, ...], voice: Voice) -> tuple[CheckView, ...]:
    """All that was asked, found or not."""
    return tuple(
        CheckView(code, title(finder, voice.language), finder.LEVEL, sum(one.code == code and one.proved for one in findings))
        for code, finder in checked.finders.items()
    )


def _sections(
    draft: DraftView | None, based: BaseView | None, matrix: MatrixView | None, voice: Voice
) -> tuple[tuple[str, str], ...]:
    """The sections that stand on the page, as the template has them."""
    stands: dict[str, object] = {"findings": True}
    if draft is not None:
        stands = {"new": True, "clashes": draft.clashes, "pairs": draft.pairs.rows}
    stands |= {"subscribers": based}
    if draft is not None:
        stands |= {"cured": draft.cured, "figure": draft.figure}
    stands |= {"matrix": matrix, "checked": True}
    ids = {"new": "findings"}
    return tuple((ids.get(name, name), voice.say(f"report.{name}")) for name, there in stands.items() if there)
