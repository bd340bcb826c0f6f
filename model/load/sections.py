"""The sections of a catalogue's files, put together: single values, merged mappings, joined lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.load import values
from model.load.nodes import Mapping, Node, Scalar
from model.load.problems import Problems

KEYS = ("catalogue", "title", "version", "sources", "channels", "facts", "brands", "plans", "offers", "vnets", "rules")
DRAFT_KEYS = ("extends", "remove")


def single(roots: Iterable[Mapping], key: str, problems: Problems) -> str | None:
    """A text that stands in one file, or is the same in all."""
    first: Scalar | None = None
    for root in roots:
        node = root.value(key)
        if node is None or values.text(node, problems) is None or not isinstance(node, Scalar):
            continue
        if first is None:
            first = node
        elif node.text != first.text:
            problems.error(node, f"`{key}` 是 `{node.text}`，而 {first.place} 是 `{first.text}`", "各文件写成一样，或只写一处")
    return None if first is None else first.text


def merged(roots: Iterable[Mapping], key: str, problems: Problems) -> dict[str, tuple[Scalar, Node]]:
    """The pairs of a mapping over all files; a key declared twice is an error."""
    found: dict[str, tuple[Scalar, Node]] = {}
    for root in roots:
        node = root.value(key)
        if node is None or (isinstance(node, Scalar) and node.absent):
            continue
        if not isinstance(node, Mapping):
            problems.error(node, f"`{key}` 的值 {values.show(node)} 不是映射", f"写成 `{key}: {{名称: …}}`")
            continue
        for name, (at, value) in node.pairs.items():
            if name in found:
                problems.error(at, f"`{key}` 中 `{name}` 重复（首见于 {found[name][0].place}）", "只声明一次")
            else:
                found[name] = (at, value)
    return found


def listed(roots: Iterable[Mapping], key: str) -> Iterator[Node]:
    """The entries of a list over all files; one entry stands for a list of one."""
    for root in roots:
        node = root.value(key)
        if node is not None and not (isinstance(node, Scalar) and node.absent):
            yield from values.nodes_of(node)
