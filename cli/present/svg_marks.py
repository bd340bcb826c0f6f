"""The signs of a drawing of ties: the frame of each kind of node, the line and the end of each relation, and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from cli.present.svg_layout import Box
from cli.present.svg_text import measure
from cli.present.wording import say
from model.language import Language

if TYPE_CHECKING:
    from solver.graph import Relation

ROUND: Mapping[str, float] = {"plan": 2, "offer": 10, "rest": 2}
CORNER = 9
ENDS: Mapping[Relation, str] = {
    "conflict": "bar",
    "at_most": "dot",
    "not_to": "bar",
    "only_to": "arrow",
    "needs": "arrow",
    "only_with": "arrow",
    "brings": "arrow",
}
SAMPLE, SAMPLE_GAP, ENTRY_GAP, ROW, SMALL = 40, 6, 22, 22, 11


def put_frame(parent: Element, kind: str, box: Box) -> None:
    """The outline of a node: plans square, offers rounded, V-nets with cut corners, ties with round ends."""
    if kind == "vnet":
        right, bottom, cut = box.x + box.width, box.y + box.height, CORNER
        points = [(box.x + cut, box.y), (right - cut, box.y), (right, box.y + cut), (right, bottom - cut)]
        points += [(right - cut, bottom), (box.x + cut, bottom), (box.x, bottom - cut), (box.x, box.y + cut)]
        SubElement(parent, "polygon", {"class": "frame", "points": " ".join(f"{_n(x)},{_n(y)}" for x, y in points)})
        return
    place = {"x": _n(box.x), "y": _n(box.y), "width": _n(box.width), "height": _n(box.height)}
    SubElement(parent, "rect", {"class": "frame", "rx": _n(ROUND.get(kind, box.height / 2)), **place})


def put_curve(parent: Element, relation: Relation, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A line that leaves and arrives level."""
    (x, y), (to_x, to_y) = start, end
    bend = (to_x - x) * 0.55
    path = f"M{_n(x)} {_n(y)}C{_n(x + bend)} {_n(y)} {_n(to_x - bend)} {_n(to_y)} {_n(to_x)} {_n(to_y)}"
    SubElement(parent, "path", {"class": f"line {relation}", "d": path})


def put_end(parent: Element, relation: Relation, at: tuple[float, float], *, right: bool) -> None:
    """The sign at the end of a line that arrives level, going to the right or to the left."""
    (x, y), sign = at, -1 if right else 1
    if ENDS[relation] == "dot":
        SubElement(parent, "circle", {"class": f"end dot {relation}", "cx": _n(x + sign * 4), "cy": _n(y), "r": "3.5"})
        return
    inner = f"{_n(x + sign * 3)} {_n(y - 5)}V{_n(y + 5)}"
    shape = f"M{inner}" if ENDS[relation] == "bar" else f"M{_n(x)} {_n(y)}l{_n(sign * 9)} -4v8z"
    SubElement(parent, "path", {"class": f"end {ENDS[relation]} {relation}", "d": shape})


def put_legend(svg: Element, relations: Sequence[Relation], top: float, width: float, language: Language) -> float:
    """A sample of each relation with its name, in rows below `top`. Gives the height at which it ends."""
    x, y = 0.0, top + ROW
    group = SubElement(svg, "g", {"class": "legend"})
    for relation in relations:
        name = say(language, f"drawing.{relation}")
        taken = SAMPLE + SAMPLE_GAP + measure(name, SMALL)
        if x and x + taken > width:
            x, y = 0.0, y + ROW
        put_curve(group, relation, (x + 2, y), (x + SAMPLE - 2, y))
        put_end(group, relation, (x + SAMPLE, y), right=True)
        label = {"class": "small", "x": _n(x + SAMPLE + SAMPLE_GAP), "y": _n(y + 4)}
        SubElement(group, "text", label).text = name
        x += taken + ENTRY_GAP
    return y + ROW if relations else top


def _n(number: float) -> str:
    """A number with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")
