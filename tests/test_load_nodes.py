"""Bytes and YAML: what is no catalogue at all."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from load_marks import SMALL, check, problems

from model.errors import BadFile, BadRequest
from model.load import nodes
from model.load.catalogue import load_catalogue, parse_catalogue
from model.load.nodes import Mapping, Scalar
from model.load.problems import Problems

BROKEN = (
    ("catalogue: a\n¦catalogue: b\n", ("`catalogue`", "c.yaml:1:1")),
    ("catalogue: a\nchannels: {hall: 厅, ¦hall: 厅}\n", ("`hall`", "重复")),
    ("catalogue: ¦&a a\n", ("锚点", "`&a`")),
    ("catalogue: a\ntitle: ¦*a\n", ("别名", "`*a`")),
    ("catalogue: ¦!!str a\n", ("标签", "str")),
    ("catalogue: a\nbrands: ¦!x [a]\n", ("标签", "`!x`")),
    ("catalogue: a\n¦---\ncatalogue: b\n", ("多个 YAML 文档",)),
    ("¦- a\n- b\n", ("顶层",)),
    ("¦hello\n", ("顶层",)),
    ("¦", ("文件是空的",)),
    ("¦# 只有注释\n", ("文件是空的",)),
    ("catalogue: a\n? ¦[x]\n: b\n", ("键不是文字",)),
    ('catalogue: a\n¦"": b\n', ("空的键",)),
    ("catalogue: a\nbrands: ¦[a, b\nrules: []\n", ("YAML 语法错误", "到第 3 行仍未结束")),
    ("catalogue: a\n  title¦: b\n", ("YAML 语法错误",)),
    ('catalogue: a\ntitle: ¦"b\n', ("YAML 语法错误", "仍未结束")),
    ("catalogue: a\nrules: [{a: b,\n c: [¦},\n d]\n", ("YAML 语法错误",)),
    ("catalogue: a\n¦\ttitle: b\n", ("YAML 语法错误",)),
    ("catalogue: a\ntitle: 好¦\x00\n", ("不是文本", "`U+0000`")),
    ("catalogue: a\ntitle: ¦\x1b[0m\n", ("不是文本", "`U+001B`")),
)


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_broken_yaml_is_one_problem_at_its_place(text: str, words: tuple[str, ...]) -> None:
    check(text, *words)


@pytest.mark.parametrize(
    ("data", "starts", "word"),
    [
        ("catalogue: 目录".encode("utf-16"), "c.yaml:1:1: ", "`UTF-16`"),
        ("catalogue: a\ntitle: 套餐\n".encode("gbk"), "c.yaml:2:8: ", "另存为 `UTF-8`"),
        ("catalogue: 好\ntitle: 好".encode() + b"\xff\n", "c.yaml:2:9: ", "`0xFF`"),
        (bytes(range(256)), "c.yaml:3:115: ", "不是 `UTF-8`"),
    ],
)
def test_other_encodings_are_refused_at_their_first_byte(data: bytes, starts: str, word: str) -> None:
    with pytest.raises(BadFile) as caught:
        parse_catalogue({"c.yaml": data})
    (problem,) = map(str, caught.value.problems)
    assert problem.startswith(starts) and word in problem


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    got = parse_catalogue({"c.yaml": b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()})
    assert got.name == "small"
    with pytest.raises(BadFile, match=r"^c\.yaml:1:1: "):
        parse_catalogue({"c.yaml": b"\xef\xbb\xbf" + b"cataloge: x\r\ncatalogue: a\r\n"})


def test_scalars_stay_text_and_are_composed() -> None:
    root = nodes.parse("c.yaml", "a: NO\nb: 010086\nc: 12:30\nd: '1'\ne: cafe\u0301\n<<: x\n", Problems())
    assert root is not None
    texts = {key: (value.text, value.plain) for key, (_, value) in root.pairs.items() if isinstance(value, Scalar)}
    assert texts == {
        "a": ("NO", True),
        "b": ("010086", True),
        "c": ("12:30", True),
        "d": ("1", False),
        "e": ("caf\u00e9", True),
        "<<": ("x", True),
    }


def test_the_pure_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = parse_catalogue({"c.yaml": SMALL.encode()})
    monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    assert parse_catalogue({"c.yaml": SMALL.encode()}) == fast
    check("catalogue: a\n¦catalogue: b\n", "重复")


@pytest.mark.parametrize("text", ["[" * 2000, "a: " + "{a: " * 2000, "- " * 5000, "[" * 1_000_000])
def test_deep_nesting_is_refused(text: str) -> None:
    assert "嵌套超过 40 层" in problems(text)[0]


def test_deep_nesting_that_is_allowed_is_read() -> None:
    root = nodes.parse("c.yaml", "a: " + "[" * 39 + "]" * 39, Problems())
    assert isinstance(root, Mapping)


def test_a_huge_file_is_refused_at_once_with_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        for _ in range(100):
            stream.write(b"[{a: [" * 174_000)
    tracemalloc.start()
    begin = time.perf_counter()
    with pytest.raises(BadFile, match="64 MiB"):
        load_catalogue(path)
    taken, peak = time.perf_counter() - begin, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < 2 and peak < 200_000_000


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    bomb = "catalogue: x\na: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert any("别名" in one for one in problems(bomb))


def test_files_and_folders_that_are_not_there_are_a_request_gone_wrong(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="没有文件"):
        load_catalogue(tmp_path / "none.yaml")
    with pytest.raises(BadFile, match="没有 `"):
        load_catalogue(tmp_path)
