"""JSON with the path of every value: typed values out of it, and all that is wrong with it at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias, TypeVar, get_args

from model.errors import BadFile, Place, Problem

Json: TypeAlias = str | int | Decimal | bool | list["Json"] | dict[str, "Json"] | None
T = TypeVar("T")
DOCUMENT_BYTES_MOST = 256 * 2**20
ANSWERS = "用 `solve … --json` 的输出"


@dataclass(slots=True)
class Faults:
    """What is wrong with a document."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, path: str, wrong: str, right: str) -> None:
        """Notes one thing that is wrong."""
        where = f"`{path}` " if path else ""
        self.found.append(Problem(Place(self.file), where + wrong, right))

    def stop(self) -> None:
        """Raises what was found. Errors: BadFile."""
        if self.found:
            raise BadFile(self.found)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document. Shape: what is wrong is noted in `faults`, and a neutral value given in its place."""

    value: Json
    path: str
    faults: Faults
    absent: bool = False

    def key(self, name: str, *, optional: bool = False) -> Node:
        """The value of a key; null where it is absent."""
        path = f"{self.path}.{name}" if self.path else name
        if not isinstance(self.value, dict):
            if not self.absent:
                self._wrong("不是对象", "写成 {…}")
            return Node(None, path, self.faults, absent=True)
        if name in self.value:
            return Node(self.value[name], path, self.faults)
        if not optional:
            self.faults.add(path, "没有写", "补上这个键")
        return Node(None, path, self.faults, absent=True)

    def nodes(self) -> Iterator[Node]:
        """The values of a list."""
        if isinstance(self.value, list):
            yield from (Node(one, f"{self.path}[{n}]", self.faults) for n, one in enumerate(self.value))
        elif not self.absent:
            self._wrong("不是列表", "写成 […]")

    def each(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        """The values of a list, each read."""
        return tuple(read(node) for node in self.nodes())

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """The keys and values of an object."""
        if isinstance(self.value, dict):
            yield from ((name, self.key(name)) for name in self.value)
        elif not self.absent:
            self._wrong("不是对象", "写成 {…}")

    def maybe(self, read: Callable[[Node], T]) -> T | None:
        """The value, read, or None where it is null."""
        return None if self.value is None else read(self)

    def text(self) -> str:
        """A text."""
        if isinstance(self.value, str):
            return self.value
        return self._neutral("不是文字", '写成 "…"', "")

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return self.each(Node.text)

    def day(self) -> date:
        """A day."""
        try:
            if isinstance(self.value, str) and len(self.value) == len("2026-11-23"):
                return date.fromisoformat(self.value)
        except ValueError:
            pass
        return self._neutral("不是日期", "写成 2026-11-23 这样", date.min)

    def whole(self) -> int:
        """A whole number that is not negative."""
        if isinstance(self.value, int) and not isinstance(self.value, bool) and self.value >= 0:
            return self.value
        return self._neutral("不是非负整数", "写成 0、1、2 这样", 0)

    def number(self) -> Decimal:
        """A number."""
        if isinstance(self.value, int | Decimal) and not isinstance(self.value, bool):
            return Decimal(self.value)
        return self._neutral("不是数", "写成 88 或 0.5 这样", Decimal(0))

    def truth(self) -> bool:
        """True or false."""
        if isinstance(self.value, bool):
            return self.value
        return self._neutral("不是 true 或 false", "写 true 或 false", False)

    def one_of(self, alias: object, neutral: T) -> T:
        """One of the texts of a Literal type."""
        known: Mapping[object, T] = {name: name for name in get_args(alias)}
        if isinstance(self.value, str) and self.value in known:
            return known[self.value]
        return self._neutral("写错了", f"应为 {'、'.join(map(str, known))} 之一", neutral)

    def _wrong(self, wrong: str, right: str) -> None:
        if not self.absent:
            self.faults.add(self.path, wrong, right)

    def _neutral(self, wrong: str, right: str, neutral: T) -> T:
        self._wrong(wrong, right)
        return neutral


def parse_json(file: str, text: bytes) -> Node:
    """The root of a document. Errors: BadFile if it is too large or not JSON in UTF-8, or a key is repeated."""
    if len(text) > DOCUMENT_BYTES_MOST:
        raise BadFile([Problem(Place(file), f"文件超过 {DOCUMENT_BYTES_MOST // 2**20} MiB", ANSWERS)])
    faults = Faults(file)

    def once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for name, value in pairs:
            if name in found:
                faults.add("", f"键 `{name}` 重复", "只写一次")
            found[name] = value
        return found

    def no_number(word: str) -> Json:
        raise ValueError(word)

    try:
        value: Json = json.loads(text.decode("utf-8-sig"), object_pairs_hook=once, parse_float=Decimal, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise BadFile([Problem(Place(file), f"不是 UTF-8 的 JSON（{error}）", ANSWERS)]) from error
    faults.stop()
    return Node(value, "", faults)
