"""The drawing of a draft's neighbourhood for the HTML report, with its relations in words."""

from __future__ import annotations

from dataclasses import dataclass

from cli.present.svg_graph import Drawing, draw, legible
from cli.present.ties import Tie, ties
from cli.present.touched import Marks, around, marks
from cli.present.voice import Voice
from model.draft import Drafted

MOST_CORE = 8
MOST_NAMES = 40
MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class NamesView:
    """Items by name. Shape: `count` of all, of which the first are told."""

    told: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class TieView:
    """A relation in words. Shape: `mark` is what the draft does to its rule, "" if nothing."""

    items: NamesView
    relation: str
    rule: str
    mark: str
    conditional: bool
    others: NamesView


@dataclass(frozen=True, slots=True)
class FigureView:
    """The drawing, an SVG element, and its relations.

    Shape: `ties` has the first of all relations; of them and of the items that the draft changes, some are not drawn.
    """

    svg: str
    ties: tuple[TieView, ...]
    more: int
    items_left_out: int
    ties_left_out: int


def figure(drafted: Drafted, voice: Voice) -> FigureView | None:
    """The drawing of what drafts touch; None where there is no relation to be drawn."""
    from solver.graph import neighbourhood

    done = marks(drafted)
    graph, core = around(drafted)
    drawn = core[:MOST_CORE]
    near = neighbourhood(graph, drawn)
    told = ties(near, drawn)
    if not told:
        return None
    few = legible(told, done)
    svg = draw(Drawing(near, drawn, few, voice.language, done))
    rows = tuple(_tie(tie, done, voice) for tie in told[:MOST_ROWS])
    return FigureView(svg, rows, len(told) - len(rows), len(core) - len(drawn), len(told) - len(few))


def _tie(tie: Tie, done: Marks, voice: Voice) -> TieView:
    mark = done.rules.get(tie.rule)
    return TieView(
        _names([name for name, _ in tie.near], voice),
        voice.say(f"relation.{tie.relation}"),
        tie.label or voice.say("drawing.own"),
        voice.say(f"drawing.{mark}") if mark else "",
        tie.conditional,
        _names([name for name, _ in tie.far], voice),
    )


def _names(names: list[str], voice: Voice) -> NamesView:
    return NamesView(tuple(voice.item(name) for name in names[:MOST_NAMES]), len(names))
