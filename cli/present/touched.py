"""What a draft touches: the items and rules that differ between two catalogues, and the graph around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from model.catalogue import Catalogue
from model.items import NOWHERE

if TYPE_CHECKING:
    from solver.graph import Graph

Mark: TypeAlias = Literal["new", "changed", "removed"]
"""What a draft does to an item or a rule."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What differs. Shape: by the name of an item and the id of a rule, what is there now first, in its sequence."""

    items: Mapping[str, Mark]
    rules: Mapping[str, Mark]


UNTOUCHED = Touched({}, {})


def touched(base: Catalogue, now: Catalogue) -> Touched:
    """The items and rules of `now` that `base` has not, or not so, and those that are gone. Where they stand is no difference."""
    items = _marks(
        {name: replace(item, place=NOWHERE) for name, item in base.items.items()},
        {name: replace(item, place=NOWHERE) for name, item in now.items.items()},
    )
    rules = _marks(
        {id_: replace(rule, place=NOWHERE) for id_, rule in base.rules.items()},
        {id_: replace(rule, place=NOWHERE) for id_, rule in now.rules.items()},
    )
    return Touched(items, rules)


def _marks(base: Mapping[str, object], now: Mapping[str, object]) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for name, one in now.items():
        if name not in base:
            found[name] = "new"
        elif one != base[name]:
            found[name] = "changed"
    return found | dict.fromkeys((name for name in base if name not in now), "removed")


def around(base: Catalogue, now: Catalogue, differs: Touched) -> tuple[Graph, tuple[str, ...]]:
    """The graph of both catalogues around what a draft touches, and the items that it is about.

    Shape: these are the items that differ; where none does, those of which the rules that differ speak first. What is gone
    is in the graph as it was.
    """
    from solver.graph import build, neighbourhood

    graph, before = build(now), build(base)
    for name, data in before.nodes(data=True):
        if name not in graph and differs.items.get(name) == "removed":
            graph.add_node(name, **data)
    for one, other, data in before.edges(data=True):
        if "removed" in (differs.rules.get(data["rule"]), differs.items.get(one), differs.items.get(other)):
            for node in (one, other):
                if node not in graph:
                    graph.add_node(node, **before.nodes[node])
            graph.add_edge(one, other, **data)
    core = tuple(differs.items) or _spoken_of(graph, differs)
    return neighbourhood(graph, core), core


def _spoken_of(graph: Graph, differs: Touched) -> tuple[str, ...]:
    found = [
        one for one, _, data in graph.edges(data=True) if data["rule"] in differs.rules and graph.nodes[one]["kind"] != "rule"
    ]
    return tuple(dict.fromkeys(found))
