"""What a draft touches, as marks of items and rules, and the compatibility graph around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from model.draft import Drafted, Touched

if TYPE_CHECKING:
    from solver.graph import Graph

Mark: TypeAlias = Literal["new", "changed", "removed"]
"""What a draft does to an item or a rule."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a draft does. Shape: by the name of an item and by the id of a rule; what it does not touch has none."""

    items: Mapping[str, Mark]
    rules: Mapping[str, Mark]


UNTOUCHED = Marks({}, {})


def marks(drafted: Drafted) -> Marks:
    """What the drafts do to each item and each rule that they touch."""
    return Marks(_marks(drafted.items), _marks(drafted.rules))


def _marks(touched: Touched) -> dict[str, Mark]:
    named: tuple[tuple[Mark, tuple[str, ...]], ...] = (
        ("new", touched.added),
        ("changed", touched.replaced),
        ("removed", touched.removed),
    )
    return {name: mark for mark, names in named for name in names}


def around(drafted: Drafted) -> tuple[Graph, tuple[str, ...]]:
    """The graph around what drafts touch, and the items that it is about.

    Shape: these are the items touched, then those from which the relations go out of rules touched that relate none of
    them. What is gone is in the graph as it was. Cost: that of the whole graph, of two where something is gone.
    """
    from solver.graph import build, neighbourhood

    graph = build(drafted.new)
    if drafted.items.removed or drafted.rules.removed:
        _put_back(graph, build(drafted.old), frozenset(drafted.items.removed), frozenset(drafted.rules.removed))
    touched = (*drafted.items.written, *drafted.items.removed)
    core = (*touched, *_spoken_of(graph, drafted.rules, frozenset(touched)))
    return neighbourhood(graph, core), core


def _put_back(graph: Graph, before: Graph, items: frozenset[str], rules: frozenset[str]) -> None:
    """Puts items and the relations of rules that are gone into a graph, as they were before."""
    graph.add_nodes_from((node, data) for node, data in before.nodes(data=True) if node in items)
    for one, other, data in before.edges(data=True):
        if data["rule"] in rules or one in items or other in items:
            graph.add_nodes_from((node, before.nodes[node]) for node in (one, other) if node not in graph)
            graph.add_edge(one, other, **data)


def _spoken_of(graph: Graph, rules: Touched, items: frozenset[str]) -> tuple[str, ...]:
    """The items from which the relations go out of the rules touched that relate none of `items`, in the graph's sequence."""
    edges = [(one, other, data["rule"]) for one, other, data in graph.edges(data=True)]
    told = {rule for one, other, rule in edges if one in items or other in items}
    rest = {*rules.written, *rules.removed} - told
    found = {one for one, _, rule in edges if rule in rest}
    return tuple(node for node, data in graph.nodes(data=True) if node in found and data["kind"] != "rule")
