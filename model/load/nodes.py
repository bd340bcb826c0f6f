"""YAML as a tree of nodes with places: scalars stay text; aliases, anchors, tags and repeated keys are errors.

Works from the parser's events, so that nothing deep or endless is ever built.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias
from unicodedata import is_normalized, normalize

import yaml

from model.errors import Place, Problem
from model.load.problems import Problems

DEPTH_MOST = 40
TOO_DEEP = (f"嵌套超过 {DEPTH_MOST} 层", "减少嵌套；目录文件没有这么深的结构")
NODES_MOST = 6_000_000
NO_PLAIN_ANCHORS = "把内容照写一遍；本格式不用锚点、别名与标签"


class Scalar:
    """A text. Shape: `plain` where it is not quoted; `lost` where its place was already reported as wrong."""

    __slots__ = ("column", "file", "line", "lost", "plain", "text")

    def __init__(self, file: str, line: int, column: int, text: str, plain: bool = True) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.text = text
        self.plain = plain
        self.lost = False

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, self.line, self.column)

    @property
    def absent(self) -> bool:
        """Whether nothing is written (`key:`), or `null` or `~`."""
        return self.plain and self.text in ("", "~", "null")


class Sequence:
    """A list of nodes."""

    __slots__ = ("column", "file", "items", "line")
    lost = False

    def __init__(self, file: str, line: int, column: int) -> None:
        self.file, self.line, self.column = file, line, column
        self.items: list[Node] = []

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.file, self.line, self.column)


class Mapping:
    """Keys with their values. Shape: `pairs` by the key's text, in the order of the file."""

    __slots__ = ("column", "file", "line", "pairs")
    lost = False

    def __init__(self, file: str, line: int, column: int) -> None:
        self.file, self.line, self.column = file, line, column
        self.pairs: dict[str, tuple[Scalar, Node]] = {}

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.file, self.line, self.column)

    def value(self, key: str) -> Node | None:
        """The value of a key, None if the key is not there."""
        pair = self.pairs.get(key)
        return None if pair is None else pair[1]


Node: TypeAlias = Scalar | Sequence | Mapping


class TooMuch(Exception):
    """The tree is deeper or larger than any honest file. Shape: `at` is where."""

    def __init__(self, at: Scalar, wrong: str, right: str) -> None:
        self.at, self.wrong, self.right = at, wrong, right
        super().__init__(wrong)


def parse(file: str, text: str, problems: Problems) -> Mapping | None:
    """The top-level mapping of a file, None if it can't be read.

    Shape: text and keys are NFC; what is an alias stands as a `lost` scalar.
    Cost: one pass over the parser's events, 1 µs each.
    """
    builder = _Builder(file, problems, composed=is_normalized("NFC", text))
    try:
        root = builder.build(text)
    except yaml.YAMLError as error:
        problems.errors.append(_syntax(file, text, error, builder.innermost))
        problems.unread.append(normalize("NFC", text))
        return None
    except TooMuch as error:
        problems.error(error.at, error.wrong, error.right)
        if len(text) < 1_000_000:
            problems.unread.append(normalize("NFC", text))
        return None
    if isinstance(root, Mapping):
        return root
    at = Scalar(file, 1, 1, "") if root is None else root
    if root is None or (isinstance(root, Scalar) and root.absent):
        problems.error(at, "文件是空的", "写出一个映射，如 `catalogue: 10086`")
    else:
        problems.error(at, "顶层不是映射", "写成 `键: 值`")
    return None


def _syntax(file: str, text: str, error: yaml.YAMLError, innermost: Node | None) -> Problem:
    """The parser's error, at what was opened and never closed, else where the parser stopped."""
    right = "检查此处的缩进、引号、冒号与括号"
    mark = error.problem_mark or error.context_mark if isinstance(error, yaml.MarkedYAMLError) else None
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return Problem(Place(file, 1, 1), f"YAML 语法错误：`{error}`", right)
    place = Place(file, mark.line + 1, mark.column + 1)
    detail = " ".join(part for part in (error.context, error.problem) if part)
    if "maximum nesting depth" in detail:
        return Problem(place, *TOO_DEEP)
    opened = None
    if error.context_mark is not None:
        opened = Place(file, error.context_mark.line + 1, error.context_mark.column + 1)
    if "flow" in detail and innermost is not None:
        opened = innermost.place
    since = ""
    if opened is not None and (opened.line != place.line or "end of stream" in detail):
        since = f"（起于第 {opened.line} 行）"
        if "simple key" in detail:
            since, place = "", opened
        elif "end of stream" in detail or ("flow" in detail and _is_open(text, opened.line, place.line)):
            since, right = f"（到第 {place.line} 行仍未结束）", "补上收尾的引号或括号"
            place = opened
    return Problem(place, f"YAML 语法错误{since}：`{detail}`", right)


def _is_open(text: str, opened: int, stopped: int) -> bool:
    """Whether the bracket of line `opened` is still open in line `stopped`, which is not indented below it, or past the end."""
    lines = text.splitlines()
    if stopped > len(lines) or not lines[stopped - 1].strip():
        return True
    indents = [len(line) - len(line.lstrip(" ")) for line in (lines[opened - 1], lines[stopped - 1])]
    return indents[1] <= indents[0] and lines[stopped - 1].strip()[0] not in "]}"


def _events(text: str) -> Iterator[Any]:
    """The parser's events; the C parser where there is one."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    next_event, end = loader.get_event, yaml.StreamEndEvent
    try:
        while type(event := next_event()) is not end:
            yield event
    finally:
        loader.dispose()


class _Builder:
    """Builds one document from events."""

    def __init__(self, file: str, problems: Problems, *, composed: bool) -> None:
        self.file, self.problems, self.composed = file, problems, composed
        self.stack: list[tuple[Sequence | Mapping, list[Scalar | None]]] = []
        self.root: Node | None = None
        self.documents = 0
        self.count = 0

    @property
    def innermost(self) -> Sequence | Mapping | None:
        """The list or mapping that the parser stands in."""
        return self.stack[-1][0] if self.stack else None

    def build(self, text: str) -> Node | None:
        """The root of the first document; a second one is an error."""
        scalar, mapping_start, sequence_start = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        file, composed, add = self.file, self.composed, self.add
        for event in _events(text):
            kind = type(event)
            if kind is scalar:
                mark = event.start_mark
                value = event.value if composed else normalize("NFC", event.value)
                add(Scalar(file, mark.line + 1, mark.column + 1, value, not event.style))
                if event.anchor is not None or event.tag is not None:
                    self.mark(event)
            elif kind is mapping_start or kind is sequence_start:
                self.open(event, Mapping if kind is mapping_start else Sequence)
            elif kind in ends:
                self.stack.pop()
            elif kind is yaml.AliasEvent:
                node = self.scalar_at(event)
                self.problems.error(node, f"不允许别名 `*{event.anchor}`", NO_PLAIN_ANCHORS)
                node.lost = True
                self.add(node)
            elif kind is yaml.DocumentStartEvent and self.another(event):
                break
        return self.root

    def scalar_at(self, event: Any) -> Scalar:
        mark = event.start_mark
        return Scalar(self.file, mark.line + 1, mark.column + 1, "")

    def another(self, event: Any) -> bool:
        self.documents += 1
        if event.tags or event.version:
            self.problems.error(self.scalar_at(event), "不允许 `%` 指令", "删去此行")
        if self.documents == 2:
            self.problems.error(self.scalar_at(event), "一个文件里有多个 YAML 文档", "删去 `---`，或拆成多个文件")
        return self.documents == 2

    def mark(self, event: Any) -> None:
        if event.anchor is not None:
            self.problems.error(self.scalar_at(event), f"不允许锚点 `&{event.anchor}`", NO_PLAIN_ANCHORS)
        if event.tag is not None:
            self.problems.error(self.scalar_at(event), f"不允许标签 `{event.tag}`", NO_PLAIN_ANCHORS)

    def open(self, event: Any, kind: type[Mapping] | type[Sequence]) -> None:
        mark = event.start_mark
        node = kind(self.file, mark.line + 1, mark.column + 1)
        if event.anchor is not None or event.tag is not None:
            self.mark(event)
        if len(self.stack) >= DEPTH_MOST:
            raise TooMuch(self.scalar_at(event), *TOO_DEEP)
        self.add(node)
        self.stack.append((node, []))

    def add(self, node: Node) -> None:
        """Put a node where the parser stands: a list's next item, a mapping's next key or its value."""
        self.count += 1
        if self.count > NODES_MOST:
            at = Scalar(self.file, node.line, node.column, "")
            raise TooMuch(at, f"文件超过 {NODES_MOST} 个值", "拆成较小的目录")
        if not self.stack:
            if self.root is None:
                self.root = node
            return
        parent, waiting = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif waiting:
            key = waiting.pop()
            if key is not None:
                parent.pairs[key.text] = (key, node)
        else:
            waiting.append(self.check_key(parent, node))

    def check_key(self, parent: Mapping, node: Node) -> Scalar | None:
        """The key, None if its pair must be dropped."""
        if not isinstance(node, Scalar):
            self.problems.error(node, "键不是文字", "键写成一个词")
            return None
        if node.text not in parent.pairs and node.text and not node.lost and not node.text.isspace():
            return node
        first = parent.pairs.get(node.text)
        if first is not None:
            self.problems.error(node, f"重复的键 `{node.text}`（首见于 {first[0].place}）", "只保留一处")
            return None
        self.problems.error(node, "空的键", "写出键名")
        return None
