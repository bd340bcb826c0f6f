"""The HTML report in a real browser: what it asks for, what it shows at each width, in the dark, on paper and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Pipe, Tab, find_browser, new_tab, opened
from report_samples import SAMPLES

from cli.present.html_report import present_html
from solver.graph import Relation

PROGRAM = find_browser()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium found; CONTRIBUTING.md tells how to get one")
PAGES = [("plain", "zh"), ("draft", "zh"), ("draft", "en"), ("hostile", "zh"), ("many", "zh")]
A4 = (595, 842)
PAPER_PX = 688
"""The width of what is printed on A4 between its margins."""

SPILLED = """
[...document.body.querySelectorAll('*')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1) && !one.closest('.scroll, .skip');
}).map(one => one.outerHTML.slice(0, 80))
"""
CUT = """
[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => one.getAttribute('aria-labelledby'))
"""
SHOWN = """
[...document.querySelectorAll('main > section')].map(one => {
  const box = one.getBoundingClientRect();
  return [one.getAttribute('aria-labelledby'), box.width > 200 && box.height > 40];
})
"""
FAINT = """
(() => {
  const seen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const parts = colour => {
    seen.clearRect(0, 0, 1, 1); seen.fillStyle = colour; seen.fillRect(0, 0, 1, 1);
    return [...seen.getImageData(0, 0, 1, 1).data].map(part => part / 255);
  };
  const light = colour => {
    const [r, g, b] = parts(colour).map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paperOf = one => {
    const colour = getComputedStyle(one).backgroundColor;
    return parts(colour)[3] > 0.99 || !one.parentElement ? light(colour) : paperOf(one.parentElement);
  };
  const written = [...document.body.querySelectorAll('*')].filter(one =>
    [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && !['title', 'desc'].includes(one.tagName));
  return written.map(one => {
    const style = getComputedStyle(one), ink = light(one.tagName === 'text' ? style.fill : style.color), paper = paperOf(one);
    return [one.outerHTML.slice(0, 80), (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)];
  }).filter(([, contrast]) => contrast < 4.5);
})()
"""
COVERED = """
(() => {
  const boxes = [...document.querySelectorAll('svg.ties text')].map(one => [one.textContent, one.getBBox()]);
  const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y + 2 < b.y + b.height && b.y + 2 < a.y + a.height;
  return boxes.flatMap(([text, box], n) =>
    boxes.slice(n + 1).filter(([, other]) => meet(box, other)).map(([other]) => [text, other]));
})()
"""
OUTSIDE = """
[...document.querySelectorAll('svg.ties .node')].flatMap(node => {
  const frame = node.querySelector('.frame').getBBox(), right = frame.x + frame.width, bottom = frame.y + frame.height;
  return [...node.querySelectorAll('text')].filter(text => {
    const box = text.getBBox();
    return box.x < frame.x || box.x + box.width > right || box.y < frame.y || box.y + box.height > bottom;
  }).map(text => text.textContent);
})
"""
SIGNS = """
[...document.querySelectorAll('svg.ties .legend .line')].map(line => {
  const style = getComputedStyle(line), end = line.nextElementSibling.getAttribute('class').split(' ')[1];
  return [line.getAttribute('class').split(' ')[1], style.strokeDasharray + ' ' + style.strokeWidth + ' ' + end];
})
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Pipe]:
    assert PROGRAM is not None
    with opened(PROGRAM) as pipe:
        yield pipe


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("reports")
    found = {}
    for name, language in PAGES:
        found[name, language] = folder / f"{name}-{language}.html"
        found[name, language].write_text(present_html(SAMPLES[name](), language), encoding="utf-8")
    return found


@pytest.fixture(params=PAGES, ids=lambda page: "-".join(page))
def path(request: pytest.FixtureRequest, files: dict[tuple[str, str], Path]) -> Path:
    return files[request.param]


@pytest.fixture
def tab(browser: Pipe) -> Iterator[Tab]:
    found = new_tab(browser)
    yield found
    found.send("Page.close")


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_spills_over_nothing_is_asked_for_and_nothing_complains(tab: Tab, path: Path, width: int) -> None:
    tab.open(path, width=width)
    assert tab.value("document.documentElement.scrollWidth") == width == tab.value("innerWidth")
    assert tab.value(SPILLED) == []
    sections = tab.value(SHOWN)
    assert len(sections) >= 3 and all(shown for _, shown in sections)
    assert tab.requests == [path.resolve().as_uri()]
    assert tab.complaints == []


def test_wide_tables_and_the_drawing_scroll_within_themselves(tab: Tab, files: dict[tuple[str, str], Path]) -> None:
    tab.open(files["draft", "zh"], width=390)
    assert set(tab.value(CUT)) == {"pairs", "figure", "effect-broken", "effect-dearer", "effect-new"}
    tab.open(files["draft", "zh"], width=1280)
    assert tab.value(CUT) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_paper(tab: Tab, path: Path, scheme: str) -> None:
    tab.open(path, width=1280, scheme=scheme)
    dark = tab.value("getComputedStyle(document.documentElement).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    assert tab.value(FAINT) == []


def test_labels_of_the_drawing_stand_in_their_frames_and_apart(tab: Tab, path: Path) -> None:
    tab.open(path, width=1280)
    if "plain" in path.name:
        assert tab.value("document.querySelectorAll('svg').length") == 0
        return
    assert tab.value("document.querySelectorAll('svg.ties text').length") > 5
    assert tab.value(COVERED) == [] and tab.value(OUTSIDE) == []


def test_relations_differ_in_more_than_their_colour(tab: Tab, files: dict[tuple[str, str], Path]) -> None:
    tab.open(files["draft", "zh"], width=1280)
    signs: dict[Relation, str] = dict(tab.value(SIGNS))
    assert set(signs) == {"conflict", "at_most", "not_to", "needs", "only_with", "brings"}
    assert len(set(signs.values())) == len(signs)


def test_a_page_is_whole_on_paper(tab: Tab, path: Path) -> None:
    tab.open(path, width=PAPER_PX, media="print", scheme="dark")
    assert tab.value(CUT) == [] and tab.value(FAINT) == []
    assert tab.value("document.documentElement.scrollWidth") == PAPER_PX
    assert tab.value("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.value("document.querySelector('nav').offsetHeight") == 0
    paper = tab.paper()
    sizes = [tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[0 0 ([\d. ]+)\]", paper)]
    assert paper.startswith(b"%PDF") and sizes
    assert {(round(width), round(height)) for width, height in sizes} == {A4}


def test_the_keyboard_skips_to_the_report_and_reaches_what_scrolls(tab: Tab, files: dict[tuple[str, str], Path]) -> None:
    tab.open(files["draft", "zh"], width=1280)
    tabbed = []
    for _ in range(40):
        for kind in ("keyDown", "keyUp"):
            tab.send("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        tabbed.append(tab.value("document.activeElement.className || document.activeElement.tagName"))
        if tabbed[-1] == "BODY":
            break
    assert tabbed[0] == "skip" and tabbed.count("scroll") == tab.value("document.querySelectorAll('.scroll').length")


def test_assistive_technology_is_told_of_headings_tables_and_the_drawing(tab: Tab, files: dict[tuple[str, str], Path]) -> None:
    tab.open(files["draft", "zh"], width=1280)
    tab.send("Accessibility.enable")
    nodes = [one for one in tab.send("Accessibility.getFullAXTree")["nodes"] if not one.get("ignored")]
    named = [(one["role"]["value"], one.get("name", {}).get("value", "")) for one in nodes]
    assert ("heading", "新引出的问题") in named
    assert ("image", "相容关系图 4 项产品及其 7 条关系，下表逐条列出") in named
    assert {name for role, name in named if role == "columnheader"} >= {"现套餐", "变更到", "人数", "关系"}
    assert {name for role, name in named if role == "rowheader"} >= {"音乐套餐A"}
    assert not [role for role, name in named if role in ("link", "region", "table", "image", "heading") and not name]
    assert len({name for role, name in named if role == "region"}) == len([1 for role, _ in named if role == "region"])
