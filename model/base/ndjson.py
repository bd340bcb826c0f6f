"""A base in NDJSON: one subscriber a line, in the form of a subscriber's file."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from typing import BinaryIO, TypeAlias
from unicodedata import normalize

from model.base.intake import Intake, Step, field_node, wrong_id
from model.base.lines import NotText, blocks_of, decoded, shown
from model.base.remembered import Parts
from model.load import nodes
from model.load.nodes import DEPTH_MOST, TOO_DEEP, Node
from model.load.problems import Problems
from model.load.subscriber import KEYS

HEAD = re.compile(rb'[ \t]*\{[ \t]*"id"[ \t]*:[ \t]*("[0-9A-Za-z_.+-]+"|[1-9][0-9]*)[ \t]*[,}]')
"""A line that begins with a plain id: what stands behind it is looked up as it is written."""
PARTS = frozenset(KEYS) - {"id", "booked"}
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
    if _deep(value):
        return intake.refuse(line, text, "", *TOO_DEEP)
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
    return intake.admit(key, _Row(rest), id_ or "", line, lambda: text)


def _deep(value: _Value) -> bool:
    """Whether lists and objects stand within each other deeper than in any honest row."""
    border = [value]
    for _ in range(DEPTH_MOST):
        border = [
            inner
            for one in border
            if isinstance(one, list)
            for inner in ([two for _, two in one] if isinstance(one, _Pairs) else one)
        ]
        if not border:
            return False
    return True


def _parted(value: _Pairs) -> tuple[str | None, _Pairs]:
    """The id ("" if there is none, None if it is no text), and all else; an id that is repeated stays there."""
    ids = [one for key, one in value if key == "id"]
    rest = _Pairs(pair for pair in value if pair[0] != "id")
    if len(ids) > 1:
        rest.extend([("id", ids[0])] * 2)
    if not ids or ids[0] is None:
        return "", rest
    return (normalize("NFC", ids[0]).strip() or None if isinstance(ids[0], str) else None), rest


class _Row:
    """A subscriber as JSON, less the id."""

    __slots__ = ("value",)

    def __init__(self, value: _Pairs) -> None:
        self.value = value

    def parts(self) -> Parts | None:
        """Its parts; None with a booked plan, or any key that is not known or there twice."""
        given = dict(self.value)
        if len(given) < len(self.value) or not given.keys() <= PARTS:
            return None
        holds = given.get("holds", ())
        past = given.get("last"), given.get("past")
        facts, one_by_one = given.get("facts"), holds if isinstance(holds, list) and not isinstance(holds, _Pairs) else [holds]
        holdings = tuple(map(_frozen, one_by_one)) if "holds" in given else ()
        return Parts(_frozen(given.get("plan")), holdings, _frozen(given.get("lacks")), _frozen(facts), tuple(map(_frozen, past)))

    def node(self, problems: Problems) -> nodes.Mapping:
        """The subscriber's mapping, less its id."""
        return _mapping("", self.value, problems)


def _frozen(value: _Value) -> Hashable:
    """A value of JSON that tells texts, numbers, lists and objects apart."""
    match value:
        case _Pairs():
            return "{", *((key, _frozen(one)) for key, one in value)
        case list():
            return "[", *map(_frozen, value)
        case _Number():
            return "0", str(value)
        case bool():
            return "?", value
        case _:
            return value


def _node(field: str, value: _Value, problems: Problems) -> Node:
    """A value of JSON as a node. Shape: its place is its path, such as `holds[2].until`."""
    match value:
        case _Pairs():
            return _mapping(field, value, problems)
        case list():
            found = nodes.Sequence(field, 0, 0)
            found.items.extend(_node(f"{field}[{n}]", one, problems) for n, one in enumerate(value, 1))
            return found
        case _Number():
            return field_node(field, value, plain=True)
        case str():
            return field_node(field, _text(field, value, problems))
        case _:
            return field_node(field, LITERALS[value], plain=True)  # type: ignore[index]


def _mapping(field: str, pairs: _Pairs, problems: Problems) -> nodes.Mapping:
    found = nodes.Mapping(field, 0, 0)
    for name, value in pairs:
        key = _text(field, name, problems)
        path = f"{field}.{key}" if field else key
        if key in found.pairs:
            problems.error(field_node(path, key), f"重复的键 `{key}`", "只保留一处")
        elif not key.strip():
            problems.error(field_node(field, ""), "空的键", "写出键名")
        else:
            found.pairs[key] = (field_node(path, key), _node(path, value, problems))
    return found


def _text(field: str, text: str, problems: Problems) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        problems.error(field_node(field, ""), "有半个字符（`\\uD800`–`\\uDFFF`）", "写出整个字符")
        return "?"
    return normalize("NFC", text)
