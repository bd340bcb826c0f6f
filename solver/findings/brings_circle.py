"""The finding `brings-circle` (随带成环)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.findings.base import Study
from solver.matters.carrying import Bringing, bringings
from solver.matters.spans import ALWAYS, common

Edges = Mapping[str, Mapping[str, Bringing]]


class BringsCircle:
    """`brings-circle` (随带成环): items of which each brings, itself or through others of them, every other one on one same day.

    That is: a largest such set of two or more items, on some day; items bring by their own entry or by a `brings` rule that
    is valid that day.

    Why it matters: which of them came first decides what leaves with what, and a bundle that feeds itself has no price.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一}]
        offers: [{name: 丙, brings: [丁]}, {name: 丁}]
        rules:
          - {rule: R1, brings: {items: 丁, with: 丙}}
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一, brings: [丙]}]
        offers: [{name: 丙}, {name: 丁}]
        rules:
          - {rule: R1, brings: {items: 丙, with: 丁}}
    """

    CODE: ClassVar[str] = "T405"
    NAME: ClassVar[str] = "brings-circle"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        all_ = list(bringings(study.catalogue, study.ground, study.look))
        sequence = study.catalogue.sequence
        found: dict[tuple[str, ...], list[Bringing]] = {}
        for day in _days(all_):
            edges = _acting(all_, day)
            for circle, way in _circles(edges):
                found.setdefault(tuple(sorted(circle, key=sequence.__getitem__)), way)
        for items in sorted(found, key=lambda items: [sequence[name] for name in items]):
            way = found[items]
            because = tuple(rule for rule in study.catalogue.rules if rule in {one.rule for one in way})
            figures = {"way": " -> ".join([way[0].item, *(one.part for one in way)])}
            yield Finding(self.CODE, self.LEVEL, items, study.catalogue.items[items[0]].place, because, figures)

    def words(self, finding: Finding, language: Language) -> str:
        way = " -> ".join(f"`{name}`" for name in str(finding.figures["way"]).split(" -> "))
        more = len(finding.subjects) - way.count("->")
        if language == "zh":
            return f"随带成环：{way}" + (f"，连同另外 {more} 项" if more else "")
        return f"these bring each other in a circle: {way}" + (f", with {more} more" if more else "")


def _days(all_: Sequence[Bringing]) -> list[int]:
    """A day of each time in which the same bringings act."""
    starts = {day for one in all_ for start, end in one.days for day in (start, end + 1)}
    return sorted((starts | {1}) - {ALWAYS[0][1] + 1})


def _acting(all_: Sequence[Bringing], day: int) -> dict[str, dict[str, Bringing]]:
    """The bringings of a day, the item's own entry before rules; items that bring nothing themselves left out."""
    edges: dict[str, dict[str, Bringing]] = {}
    for one in all_:
        if common(one.days, ((day, day),)):
            edges.setdefault(one.item, {}).setdefault(one.part, one)
    while idle := {part for parts in edges.values() for part in parts} - edges.keys():
        edges = {item: left for item, parts in edges.items() if (left := {p: e for p, e in parts.items() if p not in idle})}
    return edges


def _circles(edges: Edges) -> Iterator[tuple[set[str], list[Bringing]]]:
    """The largest sets of items that bring each other, each with a shortest way round."""
    if not edges:
        return
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph([(item, part) for item, parts in edges.items() for part in parts])
    for circle in networkx.strongly_connected_components(graph):
        if len(circle) > 1:
            inner = graph.subgraph(circle)
            first = next(item for item in edges if item in circle)
            back = min((networkx.shortest_path(inner, part, first) for part in edges[first] if part in circle), key=len)
            yield circle, [edges[item][part] for item, part in pairwise((first, *back))]


FINDER = BringsCircle()
