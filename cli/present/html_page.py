"""What stands on the page of the HTML report, as data for its templates."""

from __future__ import annotations

from dataclasses import dataclass

from cli.present.heat_map import heat_map
from cli.present.html_base import BaseView, base
from cli.present.html_draft import MOST_ROWS, ChangesView, ClashesView, WrittenView, changes, clashes, written
from cli.present.html_figure import FigureView, figure
from cli.present.html_findings import LevelView, levels, title
from cli.present.html_summary import Checked, Drafts, TileView, about, lead, tiles
from cli.present.matrix import counts, given_facts
from cli.present.versions import Sides, remedy_blocks
from cli.present.voice import Voice
from cli.present.wording import join
from model.matrix import Matrix


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
    """What the draft changes. Shape: of `repairs` each is a line with what is said of it; names stand in backticks."""

    cured: tuple[LevelView, ...]
    clashes: tuple[ClashesView, ...]
    pairs: ChangesView
    repairs: tuple[tuple[str, ...], ...]
    written: tuple[WrittenView, ...]
    written_more: int
    figure: FigureView | None


@dataclass(frozen=True, slots=True)
class PageView:
    """The page.

    Shape: `kind` is check, draft or diff; `levels` are of all findings, or of those that are new; `drafts` is "" for none;
    `sections` are the ids of the sections that stand, each with its title; `assumes`: some names are marked as assumed.
    """

    kind: str
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
    assumes: bool


def page(checked: Checked, voice: Voice) -> PageView:
    """The page of a report."""
    drafts = checked.drafts
    found = levels(checked.report.findings, checked.catalogue, checked.finders, voice.language)
    draft = None if drafts is None else _draft(drafts, checked, voice)
    based = None if checked.based is None else base(checked.based, voice)
    matrix = _matrix(checked.matrix, voice)
    return PageView(
        kind=checked.kind,
        title=checked.catalogue.title or checked.catalogue.name,
        drafts="" if drafts is None else join(voice.language, drafts.names),
        about=about(checked, voice),
        lead=lead(checked, found, voice),
        tiles=tiles(checked, found, voice),
        levels=found,
        draft=draft,
        base=based,
        matrix=matrix,
        checks=_checks(checked, voice),
        sections=_sections(draft, based, matrix, voice),
        assumes=any(item.assumed for item in checked.catalogue.items.values()),
    )


def _draft(drafts: Drafts, checked: Checked, voice: Voice) -> DraftView:
    old = Voice(drafts.drafted.old, voice.language)
    changed = tuple(written(drafts.found, voice, old))
    return DraftView(
        levels(drafts.found.cured, old.catalogue, checked.finders, voice.language),
        tuple(clashes(drafts.found.clashes, voice, old)),
        changes(drafts.found.pairs, voice),
        tuple(map(tuple, remedy_blocks(drafts.found.remedies, Sides(old, voice)))),
        changed[:MOST_ROWS],
        max(0, len(changed) - MOST_ROWS),
        figure(drafts.drafted, voice),
    )


def _matrix(matrix: Matrix | None, voice: Voice) -> MatrixView | None:
    if matrix is None or not matrix.doors:
        return None
    head = voice.say("report.matrix_of", day=matrix.on, months=matrix.horizon_months)
    lines = (voice.say("comma").join((head, voice.say("matrix.bare"), given_facts(matrix, voice))), counts(matrix, voice))
    return MatrixView(lines, heat_map(matrix, voice.language))


def _checks(checked: Checked, voice: Voice) -> tuple[CheckView, ...]:
    """All that was asked, found or not."""
    return tuple(
        CheckView(code, title(finder, voice.language), finder.LEVEL, sum(one.code == code for one in checked.report.found))
        for code, finder in checked.finders.items()
    )


def _sections(
    draft: DraftView | None, based: BaseView | None, matrix: MatrixView | None, voice: Voice
) -> tuple[tuple[str, str], ...]:
    """The sections that stand on the page, as the template has them."""
    stands: dict[str, object] = {"findings": True}
    if draft is not None:
        stands = {"new": True, "clashes": draft.clashes, "pairs": draft.pairs.rows, "repairs": draft.repairs}
    stands |= {"subscribers": based}
    if draft is not None:
        stands |= {"cured": draft.cured, "written": draft.written, "figure": draft.figure}
    stands |= {"matrix": matrix, "checked": True}
    ids, titles = {"new": "findings"}, {"repairs": "repair.head"}
    return tuple((ids.get(name, name), voice.say(titles.get(name, f"report.{name}"))) for name, there in stands.items() if there)
