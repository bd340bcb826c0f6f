"""The compatibility graph: what is related to what, and how it is written."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import networkx
import pytest
from test_present_samples import CATALOGUE

from cli.present.graph import present_dot, present_graphml, present_mermaid
from model.load.catalogue import parse_catalogue
from solver.graph import build, connected, neighbourhood

GRAPH = build(CATALOGUE)


def edges(graph):
    return {(one, other, data["rule"], data["relation"]) for one, other, data in graph.edges(data=True)}


def test_rules_become_edges_with_their_ids_and_relations():
    got = edges(GRAPH)
    assert ("GPRS5元", "奥运88", "S6", "conflict") in got and ("GPRS20元", "奥运88", "S6", "conflict") in got
    assert ("奥运88", "体验包", "", "brings") in got
    assert ("GPRS5元", "rule:G1#0", "G1", "at_most") in got
    assert GRAPH.nodes["校园V网"]["kind"] == "vnet" and GRAPH.nodes["奥运88"]["brand"] == "全球通"


def test_what_any_of_several_satisfies_runs_through_a_node_of_the_rule():
    got = edges(GRAPH)
    assert ("校园V网", "rule:S11#0", "S11", "only_with") in got and ("rule:S11#0", "音乐A", "S11", "only_with") in got
    assert ("校园V网", "音乐A", "S11", "only_with") not in got


def test_large_sets_make_no_product_of_edges():
    offers = "".join(f"  - {{name: o{n}, family: F}}\n" for n in range(60))
    plans = "".join(f"  - {{name: p{n}, brand: B}}\n" for n in range(50))
    sheet = f"catalogue: big\nbrands: [B]\nplans:\n{plans}offers:\n{offers}rules:\n  - {{rule: R, conflict: [F, B]}}\n"
    graph = build(parse_catalogue({"big.yaml": sheet.encode()}))
    assert graph.number_of_edges() == 110


def test_a_conflict_inside_one_set_is_drawn_once_a_pair():
    sheet = "catalogue: c\nbrands: [B]\nplans: [{name: p, brand: B}]\noffers:\n"
    sheet += "".join(f"  - {{name: {name}, tags: T}}\n" for name in "abc")
    rules = "rules: [{rule: R, conflict: [T, T]}, {rule: Q, conflict: [{item: a, bound: true}, p]}]\n"
    graph = build(parse_catalogue({"c.yaml": (sheet + rules).encode()}))
    assert edges(graph) == {
        ("a", "b", "R", "conflict"),
        ("a", "c", "R", "conflict"),
        ("b", "c", "R", "conflict"),
        ("a", "p", "Q", "conflict"),
    }
    assert [data["conditional"] for *_, data in graph.edges(data=True)].count(True) == 1


def test_the_neighbourhood_is_what_a_relation_ties_to_the_items():
    near = neighbourhood(GRAPH, ["校园V网"])
    assert set(near) == {"校园V网", "rule:S11#0", "音乐A", "音乐B", "老套餐"}
    near = neighbourhood(GRAPH, ["GPRS5元"])
    assert set(near) == {"GPRS5元", "奥运88", "rule:G1#0", "GPRS20元"}
    assert edges(near) == {e for e in edges(GRAPH) if "GPRS5元" in e or e[2] == "G1"}
    assert set(neighbourhood(GRAPH, ["畅聊"])) == {"畅聊"}


def test_items_without_relations_are_left_out_unless_asked_for():
    assert "畅聊" in GRAPH and "畅聊" not in connected(GRAPH)


def test_labels_are_escaped():
    graph = networkx.MultiDiGraph(name='a"b')
    graph.add_node("x", kind="offer", brand="", label='he said "<b>#1</b>" \\ `c`')
    graph.add_node("y", kind="plan", brand="", label="y")
    graph.add_edge("x", "y", rule='R"1', relation="needs", conditional=True)
    mermaid, dot = present_mermaid(graph, "en"), present_dot(graph, "en")
    assert '  n0("he said #quot;#lt;b#gt;#35;1#lt;/b#gt;#quot; \\ #96;c#96;")' in mermaid
    assert '  n0 -.->|"needs R#quot;1"| n1' in mermaid
    assert 'digraph "a\\"b" {' in dot and 'label="he said \\"<b>#1</b>\\" \\\\ `c`"' in dot and "style=dashed" in dot


@pytest.mark.parametrize("present", [present_mermaid, present_dot, present_graphml])
def test_the_same_catalogue_is_the_same_bytes(present):
    assert present(GRAPH, "zh") == present(build(CATALOGUE), "zh")


def test_graphml_can_be_read_again():
    text = present_graphml(GRAPH, "zh")
    ElementTree.fromstring(text)
    assert set(networkx.parse_graphml(text).nodes) == set(GRAPH.nodes)
