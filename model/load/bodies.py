"""The body of a rule in a file, read by the form of its kind."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Map
from typing import Any

from model.load import values
from model.load.facts import channels, fact_tests
from model.load.matching import Matching
from model.load.names import Names
from model.load.nodes import Mapping, Node, Sequence
from model.load.problems import Problems
from model.load.selectors import OF_HOLDINGS, SelectorReader, Use
from model.load.soundness import check_body
from model.rules.base import Act, Body, FieldType, Guards, Key
from model.selectors import Selector

ACTS: tuple[Act, ...] = ("change", "cancel", "add")
GUARDS: Map[str, Key] = {"holding": OF_HOLDINGS, "facts": Key("facts")}
NO_GUARDS = Guards()


class BodyReader:
    """Reads the body of one rule."""

    def __init__(self, names: Names, matching: Matching, problems: Problems) -> None:
        self.names, self.matching, self.problems = names, matching, problems
        self.selectors = SelectorReader(names, matching, problems)

    def read(self, kind: type[Body], node: Node) -> tuple[Body | None, Guards, frozenset[str]]:
        """The body (None if it is wrong), its guards, and the keys that were given."""
        before = len(self.problems.errors)
        nodes = self._fields(kind, node)
        if nodes is None:
            return None, NO_GUARDS, frozenset()
        keys = {**kind.FORM.keys, **GUARDS} if kind.FORM.guards else kind.FORM.keys
        got: dict[str, Any] = {}
        uses: dict[str, list[Use]] = {}
        for name, one in nodes.items():
            got[name] = self._value(keys[name], one)
            if self.selectors.uses:
                uses[name], self.selectors.uses = self.selectors.uses, []
        if uses and len(self.problems.errors) == before:
            self._check_variables(uses)
        if len(self.problems.errors) > before or any(value is None for value in got.values()):
            return None, NO_GUARDS, frozenset(nodes)
        guards = NO_GUARDS
        if kind.FORM.guards:
            guards = Guards(got.pop("holding", None), got.pop("facts", {}))
        check_body(kind.NAME, nodes, got, self.matching, self.problems)
        return kind.of(got), guards, frozenset(nodes)

    def _fields(self, kind: type[Body], node: Node) -> dict[str, Node] | None:
        form, problems = kind.FORM, self.problems
        if form.pair is not None:
            if isinstance(node, Sequence) and len(node.items) == 2:
                return dict(zip(form.pair, node.items, strict=True))
            found = f"{len(node.items)} 项" if isinstance(node, Sequence) else values.show(node)
            problems.error(node, f"`{kind.NAME}` 是 {found}，不是一对选择器", f"写成两项：`{kind.NAME}: [A, B]`")
            return None
        keys = {**form.keys, **GUARDS} if form.guards else form.keys
        required = [name for name, one in form.keys.items() if one.required]
        fields = values.mapping(node, problems, tuple(keys), required=required, what=f"`{kind.NAME}` ")
        if fields is None or not isinstance(node, Mapping):
            return None
        for group in form.one_of:
            given = [name for name in fields if name in group]
            for extra in given[1:]:
                problems.error(node.pairs[extra][0], f"`{given[0]}` 与 `{extra}` 不能同时写", f"只留 `{given[0]}` 或 `{extra}`")
        for group in (*form.one_of, *form.some_of):
            if not any(name in fields for name in group):
                listed = "、".join(f"`{name}`" for name in group)
                problems.error(node, f"`{kind.NAME}` 缺少 {listed} 之一", f"补上 {listed} 之一")
        return fields

    def _value(self, key: Key, node: Node) -> object:
        match key.type:
            case "items" | "holdings":
                return self.selectors.read(node, key)
            case "facts":
                return fact_tests(node, self.names, self.problems)
            case "channels":
                return channels(node, self.names, self.problems)
            case "after":
                return self._after(node)
            case _:
                return PLAIN[key.type](node, self.problems)

    def _after(self, node: Node) -> tuple[Act, Selector | None] | None:
        fields = values.mapping(node, self.problems, ("act", "of"), required=("act",), what="`after` ")
        if fields is None or "act" not in fields:
            return None
        act = _act(fields["act"], self.problems)
        of = self.selectors.read(fields["of"], OF_HOLDINGS) if "of" in fields else None
        return None if act is None else (act, of)

    def _check_variables(self, uses: Map[str, list[Use]]) -> None:
        """Every join variable stands on both sides, and somewhere takes a value."""
        met: dict[str, list[Use]] = {}
        for one in uses.values():
            for use in one:
                met.setdefault(use.name, []).append(use)
        for name, places in met.items():
            at = places[0].node
            if sum(any(use.name == name for use in one) for one in uses.values()) < 2:
                self.problems.error(at, f"变量 `?{name}` 只在一边", "在另一边也写它，或写一个值")
            elif all(use.compares for use in places):
                right = f'在一边写成值，如 `fee: "?{name}"`'
                self.problems.error(at, f"变量 `?{name}` 只用于比较，没有取值处", right)


def _act(node: Node, problems: Problems) -> Act | None:
    chosen = values.choice(node, problems, ACTS)
    return next((act for act in ACTS if act == chosen), None)


PLAIN: Map[FieldType, Callable[[Node, Problems], object]] = {
    "act": _act,
    "when": lambda node, problems: values.choice(node, problems, ("held", "taken")),
    "span": values.span,
    "period": values.period,
    "count": values.count,
    "bool": values.boolean,
    "text": values.text,
    "through": lambda node, problems: values.choice(node, problems, ("month-end", "always")),
    "start_day": lambda node, problems: values.choice(node, problems, ("next-month",)),
}
