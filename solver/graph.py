"""The compatibility graph of a catalogue: items as nodes, rules as edges; a rule about large sets is a node of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypeAlias

from model.catalogue import Catalogue
from model.ground import Apart, AtMost, Beside, Carry, Extents, Ground, Members, Passage, Support
from model.rules.base import Rule

if TYPE_CHECKING:
    import networkx

    Graph: TypeAlias = networkx.MultiDiGraph[str]

Relation: TypeAlias = Literal["conflict", "only_with", "needs", "at_most", "brings", "not_to", "only_to"]
MOST_PAIRS = 16
RULE_NODE = "rule:"


def build(catalogue: Catalogue) -> Graph:
    """The graph of all items and of the rules that relate two of them.

    Shape: nodes are item names (`kind`, `brand`, `label`) and `rule:ID#N` (`kind` is `rule`); edges have `rule` ("" for
    what an item brings by itself), `relation` and `conditional` (the rule asks more of a holding than the item). Where a
    rule relates more than MOST_PAIRS pairs, where any of several items serves, or where a number is counted, its edges run
    through a node of the rule. Cost: O(items + sizes of the rules' sets); imports networkx.
    """
    import networkx

    graph: Graph = networkx.MultiDiGraph(name=catalogue.name)
    for name, item in catalogue.items.items():
        graph.add_node(name, kind=item.kind, brand=item.brand, label=name)
    for name, item in catalogue.items.items():
        for part in item.brings:
            graph.add_edge(name, part.item, rule="", relation="brings", conditional=False)
    extents = Extents(catalogue.items.values(), catalogue.channels)
    for rule in catalogue.rules.values():
        for place, ground in enumerate(rule.body.ground(rule, extents)):
            _relate(graph, ground, f"{RULE_NODE}{rule.id}#{place}")
    return graph


def _relate(graph: Graph, ground: Ground, node: str) -> None:
    """Adds the edges of one ground form; forms that relate no two items add none."""
    match ground:
        case Apart(rule=rule, left=left, right=right):
            _join(graph, rule, "conflict", left, right, node)
        case Beside(rule=rule, items=items, plans=plans):
            _join(graph, rule, "only_with", items, plans, node, any_of=True)
        case Support(rule=rule, items=items, any_of=any_of):
            _join(graph, rule, "needs", items, any_of, node, any_of=True)
        case AtMost(rule=rule, n=n, of=of):
            _through(graph, rule, "at_most", of, {}, node, f"{rule.id} <={n}")
        case Carry(rule=rule, items=brings, parts=parts):
            _join(graph, rule, "brings", dict.fromkeys(brings, True), dict.fromkeys(parts, True), node)
        case Passage(rule=rule, leaving=leaving, to=to, allowed=allowed):
            _join(graph, rule, "only_to" if allowed else "not_to", leaving, to, node)
        case _:
            return


def _join(
    graph: Graph, rule: Rule, relation: Relation, left: Members, right: Members, node: str, *, any_of: bool = False
) -> None:
    """Edges from each of `left` to each of `right`, through a node where they are many or where any one serves."""
    if len(left) * len(right) > MOST_PAIRS or (any_of and len(right) > 1) or not right:
        _through(graph, rule, relation, left, right, node, rule.id)
        return
    seen = set()
    for one, condition in left.items():
        for other, further in right.items():
            pair = frozenset((one, other))
            if one == other or (relation == "conflict" and pair in seen):
                continue
            seen.add(pair)
            conditional = condition is not True or further is not True
            graph.add_edge(one, other, rule=rule.id, relation=relation, conditional=conditional)


def _through(graph: Graph, rule: Rule, relation: Relation, left: Members, right: Members, node: str, label: str) -> None:
    graph.add_node(node, kind="rule", brand="", label=label)
    for name, condition in left.items():
        graph.add_edge(name, node, rule=rule.id, relation=relation, conditional=condition is not True)
    for name, condition in right.items():
        graph.add_edge(node, name, rule=rule.id, relation=relation, conditional=condition is not True)


def connected(graph: Graph) -> Graph:
    """The graph without the items that nothing relates."""
    return _of_nodes(graph, (node for node in graph if graph.degree(node)))


def neighbourhood(graph: Graph, names: Iterable[str]) -> Graph:
    """The items named, all that a relation ties to them, and those relations.

    Shape: through the node of a rule the items of its other side are near; of a counted group all members are.
    """
    core = [name for name in dict.fromkeys(names) if name in graph]
    edges = set()
    for name in core:
        for one, other, key in [*graph.out_edges(name, keys=True), *graph.in_edges(name, keys=True)]:
            edges.add((one, other, key))
            if other != name and graph.nodes[other]["kind"] == "rule":
                edges.update(graph.out_edges(other, keys=True) or graph.in_edges(other, keys=True))
            elif one != name and graph.nodes[one]["kind"] == "rule":
                edges.update(graph.in_edges(one, keys=True))
    near = {*core, *(node for one, other, _ in edges for node in (one, other))}
    found = _of_nodes(graph, near)
    found.remove_edges_from([edge for edge in found.edges(keys=True) if edge not in edges])
    return found


def _of_nodes(graph: Graph, nodes: Iterable[str]) -> Graph:
    """The part of the graph on some nodes, in the sequence of the whole."""
    wanted = set(nodes)
    found: Graph = graph.__class__(**graph.graph)
    found.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in wanted)
    for one, other, key, data in graph.edges(keys=True, data=True):
        if one in wanted and other in wanted:
            found.add_edge(one, other, key, **data)
    return found
