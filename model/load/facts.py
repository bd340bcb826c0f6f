"""Facts in files: their declarations, and tests on them."""

from __future__ import annotations

from collections.abc import Mapping as Map

from model.facts import FACT_TYPES, Between, Fact, FactTest, FactType, FactValue, OneOf, Settlement
from model.load.names import Names
from model.load.nodes import Mapping, Node, Scalar
from model.load.problems import Problems
from model.load.values import choice, fact_value, mapping, nodes_of, several, show, text

ORDERED = ("int", "number", "date")


def fact(key: Scalar, node: Node, names: Names, problems: Problems) -> Fact | None:
    """One declaration `name: {type, title, settle, default}`."""
    fields = mapping(node, problems, ("type", "title", "settle", "default"), required=("type",), what=f"客户资料 `{key.text}` ")
    if fields is None or "type" not in fields:
        return None
    chosen = choice(fields["type"], problems, FACT_TYPES)
    type_ = next((one for one in FACT_TYPES if one == chosen), None)
    if type_ is None:
        return None
    title = (text(fields["title"], problems) or "") if "title" in fields else ""
    settle = _settlement(fields["settle"], type_, names, problems) if "settle" in fields else None
    default = fact_value(fields["default"], problems, type_) if "default" in fields else None
    return Fact(key.text, type_, title, settle, default, key.place)


def _settlement(node: Node, type_: FactType, names: Names, problems: Problems) -> Settlement | None:
    fields = mapping(node, problems, ("at", "do", "to"), required=("at", "to"), what="`settle` ")
    if fields is None or not {"at", "to"} <= fields.keys():
        return None
    at = channels(fields["at"], names, problems)
    if not nodes_of(fields["at"]):
        problems.error(fields["at"], "`at` 是空的", "写出至少一个渠道")
    do = (text(fields["do"], problems) or "") if "do" in fields else ""
    to = fact_value(fields["to"], problems, type_)
    return None if to is None else Settlement(at, do, to)


def channels(node: Node, names: Names, problems: Problems) -> tuple[str, ...]:
    """Declared channels, one or a list."""

    def channel(one: Node, problems: Problems) -> str | None:
        got = text(one, problems)
        return None if got is None else names.channel(one, got, problems)

    return several(node, problems, channel)


def fact_tests(node: Node, names: Names, problems: Problems) -> Map[str, FactTest]:
    """Tests on facts: `{name: value, [values] or {min, max}}`."""
    if not isinstance(node, Mapping):
        problems.error(node, f"{show(node)} 不是映射", "写成 `{资料名: 值}`")
        return {}
    if not node.pairs:
        problems.error(node, "没有写客户资料", "写成 `{资料名: 值}`")
    tests: dict[str, FactTest] = {}
    for key, value in node.pairs.values():
        declared = names.fact(key, problems)
        test = None if declared is None else _test(value, declared, problems)
        if test is not None:
            tests[key.text] = test
    return tests


def _test(node: Node, declared: Fact, problems: Problems) -> FactTest | None:
    if not isinstance(node, Mapping):
        if not nodes_of(node):
            problems.error(node, "空列表永远不成立", "写出至少一个值")
        return OneOf(several(node, problems, lambda one, log: fact_value(one, log, declared.type)))
    fields = mapping(node, problems, ("min", "max"))
    if not fields:
        if not node.pairs:
            problems.error(node, "范围是空的", "写 `{min: …, max: …}`")
        return None
    if declared.type not in ORDERED:
        problems.error(node, f"`{declared.name}` 的类型 `{declared.type}` 不能比较大小", "写一个值或值的列表")
        return None
    low, high = (fact_value(fields[k], problems, declared.type) if k in fields else None for k in ("min", "max"))
    if low is not None and high is not None and _greater(low, high):
        problems.error(fields["max"], f"`max` {show(fields['max'])} 小于 `min` {show(fields['min'])}", "`min` 应不大于 `max`")
        return None
    return Between(low, high)


def _greater(low: FactValue, high: FactValue) -> bool:
    return bool(low > high)  # type: ignore[operator]
