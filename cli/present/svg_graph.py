"""The relations around some items, drawn as SVG that stands in an HTML page: no script, no font, no other file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from cli.present.svg_layout import WIDTHS, Box, Layout, Line, Node, lay_out
from cli.present.svg_marks import put_curve, put_end, put_frame, put_legend
from cli.present.svg_text import fit
from cli.present.ties import Tie
from cli.present.touched import UNTOUCHED, Marks
from cli.present.wording import say
from model.language import Language

if TYPE_CHECKING:
    from solver.graph import Graph

NAME, SMALL = 13, 11
NAME_LINE, SMALL_LINE = 18, 15
PAD_X, PAD_Y = 12, 7
BASELINE = 0.78
MOST_FAR, MOST_ROWS, MOST_TIES = 7, 18, 12
DOT = " · "


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn. Shape: `ties` are of `core` in `graph`; `marks` are what a draft does."""

    graph: Graph
    core: tuple[str, ...]
    ties: tuple[Tie, ...]
    language: Language
    marks: Marks = UNTOUCHED


@dataclass(frozen=True, slots=True)
class _Label:
    """What is written in a node. Shape: `full` is all of it, for what shortens it; `classes` tell how the node looks."""

    kind: str
    name: tuple[str, ...]
    below: tuple[str, ...]
    full: str
    classes: str

    @property
    def height(self) -> float:
        return len(self.name) * NAME_LINE + len(self.below) * SMALL_LINE + 2 * PAD_Y


def legible(told: Sequence[Tie], marks: Marks) -> tuple[Tie, ...]:
    """As many ties as can be drawn legibly, in their order: those of rules that a draft touches before others."""
    if len(told) <= MOST_TIES:
        return tuple(told)
    wanted = sorted(range(len(told)), key=lambda place: (told[place].rule not in marks.rules, place))
    return tuple(told[place] for place in sorted(wanted[:MOST_TIES]))


def _shown(told: Sequence[Tie], core: Collection[str]) -> int:
    """How many far items of each tie are drawn: as many as keep the drawing on one page, at least one."""

    def drawn(shown: int) -> int:
        far = [[name for name, _ in tie.far if name not in core] for tie in told]
        short = [names for names in far if len(names) > shown + 1]
        return len({name for names in far for name in (names[:shown] if names in short else names)}) + len(short)

    return next((shown for shown in range(MOST_FAR, 1, -1) if drawn(shown) <= MOST_ROWS), 1)


def draw(drawing: Drawing) -> str:
    """The SVG element. Shape: same drawing, same bytes; looks are classes, which the page's style sheet gives."""
    told, core = drawing.ties, drawing.core
    shown = _shown(told, core)
    labels: dict[Node, _Label] = {}

    def height(node: Node) -> float:
        labels[node] = _label(node, told, drawing, shown)
        return labels[node].height

    layout = lay_out(core, told, shown=shown, height=height)
    svg = Element("svg", {"class": "ties", "role": "img", "aria-labelledby": "ties-title ties-text"})
    SubElement(svg, "title", {"id": "ties-title"}).text = say(drawing.language, "drawing.title")
    counts = {"core": len(core), "ties": len(told)}
    SubElement(svg, "desc", {"id": "ties-text"}).text = say(drawing.language, "drawing.text", **counts)
    for line in layout.ports:
        tie = told[line.tie]
        gone = {"class": "removed"} if drawing.marks.rules.get(tie.rule) == "removed" else {}
        _put_line(SubElement(svg, "g", gone), line, tie, layout)
    for node, box in layout.boxes.items():
        _put_node(svg, labels[node], box)
    relations = tuple(dict.fromkeys(tie.relation for tie in told))
    bottom = put_legend(svg, relations, layout.height, layout.width, drawing.language)
    svg.attrib |= {"viewBox": f"0 0 {layout.width} {bottom:.0f}", "width": f"{layout.width}", "height": f"{bottom:.0f}"}
    return tostring(svg, encoding="unicode")


def _put_line(svg: Element, line: Line, tie: Tie, layout: Layout) -> None:
    """A line from an item to a tie, with the relation's sign where it ends at the item."""
    item, middle = layout.boxes[line.item], layout.boxes[line.tie]
    port = layout.ports[line]
    start, end = (item.x + item.width, port), (middle.x, middle.middle)
    if not line.near:
        start, end = (middle.x + middle.width, middle.middle), (item.x, port)
    put_curve(svg, tie.relation, start, end)
    if line.way != "from":
        put_end(svg, tie.relation, start if line.near else end, right=not line.near)


def _put_node(svg: Element, label: _Label, box: Box) -> None:
    group = SubElement(svg, "g", {"class": label.classes})
    SubElement(group, "title").text = label.full
    put_frame(group, label.kind, box)
    x, y = box.x + PAD_X, box.middle - label.height / 2 + PAD_Y
    if label.kind == "tie":
        x = box.x + box.width / 2
    for texts, look, step, size in ((label.name, "name", NAME_LINE, NAME), (label.below, "small", SMALL_LINE, SMALL)):
        for text in texts:
            baseline = y + (step - size) / 2 + size * BASELINE + 1
            SubElement(group, "text", {"class": look, "x": f"{x:g}", "y": f"{baseline:.1f}"}).text = text
            y += step


def _label(node: Node, told: Sequence[Tie], drawing: Drawing, shown: int) -> _Label:
    if isinstance(node, str):
        return _item_label(node, drawing)
    if node < 0:
        hidden = len([name for name, _ in told[-1 - node].far if name not in drawing.core]) - shown
        text = say(drawing.language, "drawing.rest", count=hidden)
        return _Label("rest", (), fit(text, _room(2), SMALL), text, "node rest")
    return _tie_label(told[node], drawing)


def _item_label(name: str, drawing: Drawing) -> _Label:
    data = drawing.graph.nodes[name]
    mark = drawing.marks.items.get(name)
    parts = [say(drawing.language, f"drawing.{mark}")] if mark else []
    parts += [say(drawing.language, f"drawing.{data['kind']}"), data["brand"]]
    below, core = DOT.join(part for part in parts if part), name in drawing.core
    room = _room(0 if core else 2)
    classes = " ".join(["node", data["kind"], *(["core"] if core else []), *([mark] if mark else [])])
    shown_name = fit(name, room, NAME, lines=2, bold=core)
    return _Label(data["kind"], shown_name, fit(below, room, SMALL), f"{name} ({below})", classes)


def _tie_label(tie: Tie, drawing: Drawing) -> _Label:
    relation = say(drawing.language, f"relation.{tie.relation}")
    mark = drawing.marks.rules.get(tie.rule)
    parts = [say(drawing.language, f"drawing.{mark}")] if mark else []
    parts += [say(drawing.language, "drawing.if")] if tie.conditional else []
    below = [tie.label or say(drawing.language, "drawing.own"), *([DOT.join(parts)] if parts else [])]
    classes = " ".join(["node", "tie", tie.relation, *(["if"] if tie.conditional else []), *([mark] if mark else [])])
    shown = tuple(line for text in below for line in fit(text, _room(1), SMALL))
    return _Label("tie", fit(relation, _room(1), NAME, bold=True), shown, DOT.join((relation, *below)), classes)


def _room(column: int) -> float:
    return WIDTHS[column] - 2 * PAD_X
