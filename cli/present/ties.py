"""The relations around some items of the compatibility graph, told as ties: what they have, by which rule, with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from solver.graph import Graph, Relation

Way: TypeAlias = Literal["to", "from", "both"]
"""Whether a relation leads to an item, away from it, or neither or both."""
MUTUAL: frozenset[Relation] = frozenset(("conflict", "at_most"))
ORDER: tuple[Relation, ...] = ("conflict", "at_most", "not_to", "only_to", "needs", "only_with", "brings")


@dataclass(frozen=True, slots=True)
class Tie:
    """One relation of some `near` items with all of `far`.

    Shape: both are in the graph's sequence, each item with the way of the relation at it; `rule` is "" for what an item
    brings by itself; `label` names the rule, with its number where it counts; `group`: it is one relation with all of
    them, not one with each.
    """

    relation: Relation
    rule: str
    label: str
    conditional: bool
    near: tuple[tuple[str, Way], ...]
    far: tuple[tuple[str, Way], ...]
    group: bool = False


def ties(graph: Graph, core: Sequence[str]) -> tuple[Tie, ...]:
    """All relations of the items of `core` in a graph that is their neighbourhood, without repeats.

    Shape: those of one rule with the same other items are one; in the order of the relations, then of the graph.
    """
    places = {node: place for place, node in enumerate(graph)}
    near = [name for name in dict.fromkeys(core) if name in places]
    found = [*_grouped(graph, set(near), places), *_paired(graph, near, places)]
    rules = {rule: place for place, rule in enumerate(dict.fromkeys(data["rule"] for *_, data in graph.edges(data=True)))}
    return tuple(sorted(found, key=lambda tie: (ORDER.index(tie.relation), rules[tie.rule], _places(tie, places))))


def _places(tie: Tie, places: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(places[name] for name, _ in tie.near)


def _grouped(graph: Graph, near: set[str], places: Mapping[str, int]) -> list[Tie]:
    """The relations that run through the node of a rule."""
    found = []
    for node, data in graph.nodes(data=True):
        if data["kind"] != "rule":
            continue
        edges = [*graph.in_edges(node, data=True), *graph.out_edges(node, data=True)]
        if not edges:
            continue
        relation: Relation = edges[0][2]["relation"]
        ways = _ways([(one, "from") if other == node else (other, "to") for one, other, _ in edges], relation)
        conditional = any(edge["conditional"] for *_, edge in edges)
        label = data["label"].replace(" <=", " ≤ ") if relation == "at_most" else data["label"]
        sides = _sorted({name: way for name, way in ways.items() if name in near}, places)
        others = _sorted({name: way for name, way in ways.items() if name not in near}, places)
        if sides:
            found.append(Tie(relation, edges[0][2]["rule"], label, conditional, sides, others, group=True))
    return found


def _paired(graph: Graph, near: Sequence[str], places: Mapping[str, int]) -> list[Tie]:
    """The relations of two items, those of one rule with the same other items together."""
    sides: dict[tuple[Relation, str, bool, Way, tuple[tuple[str, Way], ...]], list[str]] = {}
    done: set[str] = set()
    for name in near:
        by_rule: dict[tuple[Relation, str, bool], list[tuple[str, Way]]] = {}
        for one, other, data in [*graph.out_edges(name, data=True), *graph.in_edges(name, data=True)]:
            end: Way = "to" if one == name else "from"
            far = other if one == name else one
            if graph.nodes[far]["kind"] == "rule" or far in done:
                continue
            by_rule.setdefault((data["relation"], data["rule"], data["conditional"]), []).append((far, end))
        for (relation, rule, conditional), others in by_rule.items():
            for near_way, of_way in _by_way(_ways(others, relation)).items():
                key = (relation, rule, conditional, near_way, _sorted(of_way, places))
                sides.setdefault(key, []).append(name)
        done.add(name)
    return [
        Tie(relation, rule, rule, conditional, tuple((name, way) for name in names), far)
        for (relation, rule, conditional, way, far), names in sides.items()
    ]


def _by_way(ways: Mapping[str, Way]) -> dict[Way, dict[str, Way]]:
    """The far items by the way of the relation at the near one."""
    opposite: Mapping[Way, Way] = {"to": "from", "from": "to", "both": "both"}
    found: dict[Way, dict[str, Way]] = {}
    for name, way in ways.items():
        found.setdefault(opposite[way], {})[name] = way
    return found


def _ways(ends: Sequence[tuple[str, Way]], relation: Relation) -> dict[str, Way]:
    """Each item once, with its way."""
    found: dict[str, Way] = {}
    for name, end in ends:
        found[name] = "both" if relation in MUTUAL or found.get(name, end) != end else end
    return found


def _sorted(ways: Mapping[str, Way], places: Mapping[str, int]) -> tuple[tuple[str, Way], ...]:
    return tuple(sorted(ways.items(), key=lambda one: places[one[0]]))
