"""The drawing of relations: what is tied to what, where it stands, and what is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from report_samples import HOSTILE, SCRIPT, draft, drafted, hostile, many
from test_present_samples import CATALOGUE

from cli.present.html_summary import Checked
from cli.present.svg_graph import Drawing, draw, legible
from cli.present.svg_layout import GAP, Layout, lay_out
from cli.present.svg_text import ELLIPSIS, fit, measure
from cli.present.ties import MUTUAL, Tie, ties
from cli.present.touched import UNTOUCHED, Marks, around, marks
from model.draft import Drafted
from model.load.catalogue import parse_catalogue
from solver.graph import build, neighbourhood

if TYPE_CHECKING:
    from model.language import Language
    from solver.graph import Graph

SVG = "{http://www.w3.org/2000/svg}"


def near(graph: Graph, *core: str) -> tuple[Tie, ...]:
    return ties(neighbourhood(graph, core), core)


def drawn(*core: str, language: Language = "zh") -> Element:
    part = neighbourhood(build(CATALOGUE), core)
    return fromstring(draw(Drawing(part, core, ties(part, core), language)))


def drawn_draft(given: Drafted | Checked) -> str:
    both = given.drafts.drafted if isinstance(given, Checked) and given.drafts else given
    assert isinstance(both, Drafted)
    graph, core = around(both)
    return draw(Drawing(graph, core, ties(graph, core), "zh", marks(both)))


def texts(svg: Element) -> list[str]:
    return [one.text or "" for one in svg.iter("text")]


def test_ties_of_one_rule_with_the_same_others_are_one() -> None:
    (tie,) = near(build(CATALOGUE), "GPRS5元", "GPRS20元")[:1]
    assert (tie.relation, tie.rule) == ("conflict", "S6")
    assert tie.near == (("GPRS5元", "both"), ("GPRS20元", "both")) and tie.far == (("奥运88", "both"),)


def test_a_relation_leads_from_what_it_speaks_of() -> None:
    (tie,) = near(build(CATALOGUE), "校园V网")
    assert tie.relation == "only_with" and tie.group and tie.near == (("校园V网", "from"),)
    assert {way for _, way in tie.far} == {"to"}
    (back, *_) = [tie for tie in near(build(CATALOGUE), "音乐A") if tie.relation == "only_with"]
    assert back.near == (("音乐A", "to"),) and back.far == (("校园V网", "from"),)


def test_what_brings_itself_is_told_once_and_drawn() -> None:
    graph = graph_of([])
    graph.add_edge("甲", "甲", rule="", relation="brings", conditional=False)
    part = neighbourhood(graph, ["甲"])
    assert [(tie.near, tie.far) for tie in ties(part, ["甲"])] == [((("甲", "from"),), (("甲", "to"),))]
    svg = fromstring(draw(Drawing(part, ("甲",), ties(part, ["甲"]), "zh")))
    assert texts(svg)[:3] == ["甲", "主套餐 · 一", "随带"]


def test_what_forbids_stands_before_what_demands_and_brings() -> None:
    relations = [tie.relation for tie in near(build(CATALOGUE), "奥运88", "校园V网", "GPRS5元")]
    assert relations == ["conflict", "at_most", "only_with", "brings"]


ITEMS = ("甲", "乙", "丙", "丁", "戊", "己")
RULES = some.lists(
    some.tuples(
        some.sampled_from(("conflict", "needs", "only_with", "brings", "at_most", "move")),
        some.lists(some.sampled_from(ITEMS), min_size=1, max_size=4, unique=True),
        some.lists(some.sampled_from(ITEMS), min_size=1, max_size=4, unique=True),
    ),
    max_size=6,
)


def graph_of(rules: list[tuple[str, list[str], list[str]]], more: Sequence[str] = ()) -> Graph:
    """A graph with edges of every relation, as rules of two sets would give it."""
    graph = build(parse_catalogue({"c.yaml": "catalogue: c\nbrands: [一]\nplans: [{name: 甲, brand: 一}]\n".encode()}))
    graph.add_nodes_from((name, {"kind": "offer", "brand": "", "label": name}) for name in (*ITEMS[1:], *more))
    for number, (relation, left, right) in enumerate(rules):
        data = {"rule": f"R{number}", "relation": relation.replace("move", "not_to"), "conditional": number % 2 == 1}
        if relation in ("needs", "only_with", "at_most"):
            node = f"rule:R{number}#0"
            graph.add_node(node, kind="rule", brand="", label=f"R{number}")
            graph.add_edges_from((one, node, data) for one in left)
            graph.add_edges_from((node, one, data) for one in right if relation != "at_most" and one not in left)
        else:
            graph.add_edges_from((one, other, data) for one in left for other in right if one != other)
    return graph


def edges_of(graph: Graph) -> set[tuple[str, str, str, bool]]:
    """What relates two items directly: rule, from, to; a conflict both ways."""
    found = set()
    for one, other, data in graph.edges(data=True):
        if "rule" not in (graph.nodes[one]["kind"], graph.nodes[other]["kind"]):
            found.add((data["rule"], one, other, data["conditional"]))
            if data["relation"] in MUTUAL:
                found.add((data["rule"], other, one, data["conditional"]))
    return found


def edges_told(told: tuple[Tie, ...]) -> set[tuple[str, str, str, bool]]:
    found = set()
    for tie in told:
        for one, _ in tie.near if not tie.group else ():
            for other, way in tie.far:
                found |= {(tie.rule, one, other, tie.conditional)} if way in ("to", "both") else set()
                found |= {(tie.rule, other, one, tie.conditional)} if way in ("from", "both") else set()
    return found


@given(RULES, some.lists(some.sampled_from(ITEMS), min_size=1, max_size=3, unique=True))
@settings(max_examples=150, deadline=None)
def test_ties_tell_every_relation_of_the_neighbourhood_and_no_other(rules, core) -> None:
    part = neighbourhood(graph_of(rules), core)
    told = ties(part, core)
    assert edges_told(told) == edges_of(part)
    groups = {tie.rule: {name for name, _ in (*tie.near, *tie.far)} for tie in told if tie.group}
    nodes = {node: data for node, data in part.nodes(data=True) if data["kind"] == "rule"}
    assert groups == {data["label"]: set(part.pred[node]) | set(part.succ[node]) for node, data in nodes.items()}


@given(RULES, some.lists(some.sampled_from(ITEMS), min_size=1, max_size=3, unique=True), some.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_nothing_drawn_covers_anything(rules, core, shown) -> None:
    told = ties(neighbourhood(graph_of(rules), core), core)
    layout = lay_out(core, told, shown=shown, height=lambda node: 40 if isinstance(node, str) else 30)
    assert_apart(layout)


def assert_apart(layout: Layout) -> None:
    """Boxes stand apart and inside, and every line ends at the side of its item, at a place of its own."""
    for one, other in combinations(layout.boxes.values(), 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        upper, lower = sorted((one, other), key=lambda box: box.y)
        assert beside or upper.y + upper.height + GAP <= lower.y + 0.11
    for box in layout.boxes.values():
        assert box.x >= 0 and box.y >= 0 and box.x + box.width <= layout.width and box.y + box.height <= layout.height
    for line, height in layout.ports.items():
        box = layout.boxes[line.item]
        assert box.y <= height <= box.y + box.height
    assert max(Counter((line.item, height) for line, height in layout.ports.items()).values(), default=1) == 1


def test_a_name_is_whole_or_ends_with_an_ellipsis_and_always_fits() -> None:
    for name in HOSTILE:
        for lines in (1, 2):
            got = fit(name, 150, 13, lines=lines, bold=True)
            assert len(got) <= lines and all(measure(line, 13, bold=True) <= 150 for line in got)
            whole = "".join(name.split())
            assert "".join("".join(got).split()) == whole or (got[-1][-1] == ELLIPSIS and len("".join(got)) <= len(name))
    assert fit("", 150, 13) == () and fit("套餐A", 150, 13) == ("套餐A",)


def test_words_are_broken_at_spaces_where_they_can_be() -> None:
    assert fit("unlimited data abroad", 100, 13, lines=2) == ("unlimited", "data abroad")


def test_every_relation_has_its_word_its_rule_and_a_place_in_the_legend() -> None:
    written = texts(drawn("奥运88", "校园V网"))
    assert {"互斥", "S6", "随带", "产品自带", "限定", "S11"} <= set(written)
    assert {"互斥：不可同时在用", "随带", "限定主套餐，其一即可"} <= set(written)
    assert not any(text.startswith("限量：") for text in written)


def test_what_does_not_fit_is_counted() -> None:
    svg = fromstring(drawn_draft(many()))
    assert [text for text in texts(svg) if "另有" in text] == ["另有 53 项，见下表"] * 2
    assert "优惠6" in texts(svg) and "优惠7" not in texts(svg)
    assert "另有" not in "".join(texts(drawn("校园V网")))


def test_a_crowded_drawing_keeps_to_one_page_and_shows_what_a_draft_touches() -> None:
    rules = [("needs", [ITEMS[0]], [f"件{n}{m}" for m in range(5)]) for n in range(30)]
    part = neighbourhood(graph_of(rules, more=[f"件{n}{m}" for n in range(30) for m in range(5)]), ITEMS[:1])
    told = ties(part, ITEMS[:1])
    few = legible(told, Marks({}, {"R29": "new", "R17": "changed"}))
    assert len(told) == 30 and [tie.rule for tie in few] == [*(f"R{n}" for n in range(10)), "R17", "R29"]
    written = texts(fromstring(draw(Drawing(part, ITEMS[:1], few, "zh"))))
    assert [text for text in written if "另有" in text] == ["另有 4 项，见下表"] * 12 and "件00" in written
    assert legible(told[:5], UNTOUCHED) == told[:5]


def test_only_what_arrives_has_an_arrow() -> None:
    svg = drawn("校园V网")
    arrows = [one for one in svg.iter("path") if "arrow" in one.attrib["class"]]
    assert len(arrows) == 3 + 1  # one for each plan that serves, one in the legend


def test_a_drawing_says_in_words_what_it_is() -> None:
    svg = drawn("校园V网")
    told = {one.attrib["id"]: one.text for one in svg if "id" in one.attrib}
    assert svg.attrib["role"] == "img" and set(svg.attrib["aria-labelledby"].split()) == set(told)
    assert told["ties-text"] == "1 项产品及其 1 条关系，下表逐条列出"


def test_names_are_text_and_never_markup() -> None:
    svg = fromstring(drawn_draft(hostile()))
    assert {one.tag for one in svg.iter()} <= {"svg", "g", "title", "desc", "text", "path", "rect", "polygon", "circle"}
    assert any((one.text or "").startswith(SCRIPT) for one in svg.iter("title"))
    assert {name for one in svg.iter() for name in one.attrib} <= {
        *("class", "role", "aria-labelledby", "id", "viewBox", "width", "height", "x", "y", "rx", "d", "points", "cx", "cy", "r"),
    }  # fmt: skip


def test_the_same_drawing_has_the_same_bytes() -> None:
    for sample in (draft, many, hostile):
        assert drawn_draft(sample()) == drawn_draft(sample())


def test_the_neighbourhood_of_a_draft_is_that_of_what_it_touches() -> None:
    graph, core = around(drafted())
    assert core[:2] == ("全球通畅享128套餐", "畅享流量包")
    told = {(tie.relation, tie.rule) for tie in ties(graph, core)}
    assert {("conflict", "S10"), ("needs", "D1"), ("not_to", "D2"), ("brings", ""), ("at_most", "G1")} <= told


def test_a_rule_taken_away_is_drawn_as_it_was() -> None:
    both = drafted(draft="extends: 10086\nremove: [S6]\n")
    assert around(both)[1] == ("新GPRS套餐", "老GPRS套餐")
    svg = fromstring(drawn_draft(both))
    assert {"互斥", "S6", "已删去", "全球通奥运88套餐"} <= set(texts(svg))


def test_an_item_taken_away_is_drawn_as_it_was() -> None:
    both = drafted(draft="extends: 10086\nremove: [集团V网, S11a]\n")
    _, core = around(both)
    assert core == ("集团V网",) and marks(both).items == {"集团V网": "removed"}
    assert {"限定", "S11a", "全球通奥运88套餐"} <= set(texts(fromstring(drawn_draft(both))))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_item_without_relations_stands_alone(language) -> None:
    svg = drawn("畅聊", language=language)
    assert next(one.text for one in svg.iter("text")) == "畅聊" and not list(svg.iter("path"))
