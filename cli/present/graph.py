"""The compatibility graph as Mermaid, DOT or GraphML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cli.present.wording import say
from model.language import Language

if TYPE_CHECKING:
    from solver.graph import Graph

SHAPES: Mapping[str, tuple[str, str]] = {"plan": ("[", "]"), "offer": ("(", ")"), "vnet": ("([", "])"), "rule": ("{{", "}}")}
DOT_SHAPES: Mapping[str, str] = {"plan": "box", "offer": "ellipse", "vnet": "hexagon", "rule": "diamond"}


def present_mermaid(graph: Graph, language: Language) -> str:
    """A Mermaid flow chart. Shape: solid lines hold always, dotted ones under a condition; conflicts have no arrowhead."""
    ids = {node: f"n{place}" for place, node in enumerate(graph)}
    lines = ["graph LR"]
    for node, data in graph.nodes(data=True):
        opening, closing = SHAPES[data["kind"]]
        lines.append(f'  {ids[node]}{opening}"{_mermaid_text(data["label"])}"{closing}')
    for one, other, data in graph.edges(data=True):
        plain = data["relation"] in ("conflict", "at_most")
        line = ("-.-" if plain else "-.->") if data["conditional"] else "---" if plain else "-->"
        lines.append(f'  {ids[one]} {line}|"{_mermaid_text(_edge_text(data, language))}"| {ids[other]}')
    return "\n".join(lines) + "\n"


def present_dot(graph: Graph, language: Language) -> str:
    """A DOT graph for Graphviz."""
    ids = {node: f"n{place}" for place, node in enumerate(graph)}
    lines = [f"digraph {_dot_text(graph.graph.get('name', ''))} {{", "  rankdir=LR;"]
    for node, data in graph.nodes(data=True):
        lines.append(f"  {ids[node]} [label={_dot_text(data['label'])}, shape={DOT_SHAPES[data['kind']]}];")
    for one, other, data in graph.edges(data=True):
        plain = ", dir=none" if data["relation"] in ("conflict", "at_most") else ""
        style = ", style=dashed" if data["conditional"] else ""
        lines.append(f"  {ids[one]} -> {ids[other]} [label={_dot_text(_edge_text(data, language))}{plain}{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def present_graphml(graph: Graph, language: Language) -> str:
    """GraphML with all attributes, for other programs."""
    import networkx

    return "\n".join(networkx.generate_graphml(graph)) + "\n"


def _edge_text(data: Mapping[str, str], language: Language) -> str:
    relation = say(language, f"relation.{data['relation']}")
    return f"{relation} {data['rule']}" if data["rule"] else relation


def _mermaid_text(text: str) -> str:
    """Text inside quotes: what Mermaid would read as markup becomes an entity."""
    escaped = text.replace("#", "#35;").replace("&", "#38;").replace('"', "#quot;")
    return escaped.replace("<", "#lt;").replace(">", "#gt;").replace("`", "#96;").replace("\n", " ")


def _dot_text(text: str) -> str:
    """A quoted DOT string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


PRESENTERS: Mapping[str, Callable[[Graph, Language], str]] = {
    "mermaid": present_mermaid,
    "dot": present_dot,
    "graphml": present_graphml,
}
