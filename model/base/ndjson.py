"""A base in NDJSON: one subscriber a line, in the form of a subscriber's file."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from functools import partial
from typing import BinaryIO, TypeAlias
from unicodedata import normalize

from model.base.intake import Intake, Step, field_node, wrong_id
from model.base.lines import NotText, blocks_of, decoded, shown
from model.load import nodes
from model.load.nodes import DEPTH_MOST, TOO_DEEP, Node
from model.load.problems import Problems

HEAD = re.compile(rb'[ \t]*\{[ \t]*"id"[ \t]*:[ \t]*("[0-9A-Za-z_.+-]+"|[1-9][0-9]*)[ \t]*[,}]')
"""A line that begins with a plain id: what stands behind it is looked up as it is written."""
LITERALS = {True: "true", False: "false", None: "null"}


class _Number(str):
    """A number as written."""


class _Pairs(list[tuple[str, object]]):
    """An object, with the keys that it repeats."""


_Value: TypeAlias = object


def read_ndjson(intake: Intake, stream: BinaryIO, step: Step) -> None:
    """Reads all rows. Shape: `step` is told of the rows of each block. Cost: 1 µs a row that was met before, else 50 µs."""
    for number, lines, _ in blocks_of(intake.file, stream):
        known, quick, head = intake.known, 0, HEAD.match
        for line, data in enumerate(lines, number):
            found = head(data)
            counted = None if found is None else known.get(data[found.end() - 1 :])
            if counted is not None:
                counted.count += 1
                quick += 1
            else:
                _read(intake, line, data.removesuffix(b"\r"), data)
        intake.read += quick
        step(len(lines))


def _read(intake: Intake, line: int, data: bytes, written: bytes) -> None:
    try:
        text = decoded(data)
    except NotText as error:
        return intake.refuse(line, shown(data), "", error.wrong, error.right)
    if not text.strip():
        return None
    try:
        value = json.loads(text, object_pairs_hook=_Pairs, parse_int=_Number, parse_float=_Number, parse_constant=_Number)
    except RecursionError:
        return intake.refuse(line, text, "", *TOO_DEEP)
    except json.JSONDecodeError as error:
        return intake.refuse(line, text, "", f"不是 JSON：第 {error.colno} 个字符处 `{error.msg}`", "一行写一个 JSON 对象")
    if not isinstance(value, _Pairs):
        return intake.refuse(line, text, "", "不是一个客户", '写成 `{"id": "13800000000", "plan": "…"}`')
    id_, rest = _parted(value)
    wrong = ("号码不是文字", "写出客户的号码或编号") if id_ is None else wrong_id(id_) if id_ else None
    if wrong is not None:
        return intake.refuse(line, text, "id", *wrong)
    found = HEAD.match(written)
    key: Hashable = text if found is None else written[found.end() - 1 :]
    if found is None:
        key = json.dumps(rest, ensure_ascii=True)
    return intake.admit(key, partial(_root, rest), id_ or "", line, lambda: text)


def _parted(value: _Pairs) -> tuple[str | None, _Pairs]:
    """The id ("" if there is none, None if it is no text), and all else; an id that is repeated stays there."""
    ids = [one for key, one in value if key == "id"]
    rest = _Pairs(pair for pair in value if pair[0] != "id")
    if len(ids) > 1:
        rest.extend([("id", ids[0])] * 2)
    if not ids or ids[0] is None:
        return "", rest
    return (normalize("NFC", ids[0]).strip() or None if isinstance(ids[0], str) else None), rest


def _root(value: _Pairs, problems: Problems) -> nodes.Mapping | None:
    node = _node("", value, problems, 0)
    return node if isinstance(node, nodes.Mapping) else None


def _node(field: str, value: _Value, problems: Problems, depth: int) -> Node:
    """A value of JSON as a node. Shape: its place is its path, such as `holds[2].until`."""
    if depth > DEPTH_MOST:
        problems.error(field_node(field, ""), *TOO_DEEP)
        return field_node(field, "")
    match value:
        case _Pairs():
            return _mapping(field, value, problems, depth)
        case list():
            found = nodes.Sequence(field, 0, 0)
            found.items.extend(_node(f"{field}[{n}]", one, problems, depth + 1) for n, one in enumerate(value, 1))
            return found
        case _Number():
            return field_node(field, value, plain=True)
        case str():
            return field_node(field, _text(field, value, problems))
        case _:
            return field_node(field, LITERALS[value], plain=True)  # type: ignore[index]


def _mapping(field: str, pairs: _Pairs, problems: Problems, depth: int) -> nodes.Mapping:
    found = nodes.Mapping(field, 0, 0)
    for name, value in pairs:
        key = _text(field, name, problems)
        path = f"{field}.{key}" if field else key
        if key in found.pairs:
            problems.error(field_node(path, key), f"重复的键 `{key}`", "只保留一处")
        elif not key.strip():
            problems.error(field_node(field, ""), "空的键", "写出键名")
        else:
            found.pairs[key] = (field_node(path, key), _node(path, value, problems, depth + 1))
    return found


def _text(field: str, text: str, problems: Problems) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        problems.error(field_node(field, ""), "有半个字符（`\\uD800`–`\\uDFFF`）", "写出整个字符")
        return "?"
    return normalize("NFC", text)
