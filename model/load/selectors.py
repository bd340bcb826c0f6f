"""Selectors in files: words, lists and mappings into the selector tree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from model.catalogue import RESERVED
from model.load.matching import Matching
from model.load.names import ORIGINS, Names
from model.load.nodes import Mapping, Node, Scalar, Sequence
from model.load.problems import Problems
from model.load.values import NUMBER, boolean, nodes_of, number, show, text, unknown_keys
from model.rules.base import Key
from model.selectors import AllOf, Among, AnyOf, Bound, InRange, Not, Origin, Selector, Value, Variable

ITEM_KEYS = ("item", "kind", "brand", "family", "tag", "waives", "discounts", "fee", "attrs", "not")
HOLDING_KEYS = ("bound", "origin")
ORDERED = (("min", "max", False), ("min", "below", True), ("above", "max", True), ("above", "below", True))
RANGE_KEYS = {"min": "least", "max": "most", "above": "above", "below": "below"}
OF_HOLDINGS = Key("holdings")


@dataclass(frozen=True, slots=True)
class Use:
    """A place at which a join variable stands; in a range it only compares."""

    name: str
    node: Scalar
    compares: bool


def attribute_value(node: Node, problems: Problems) -> Value | None:
    """A value of an attribute: a number where it is plainly one (no quotes, no leading zero), else a text."""
    got = text(node, problems)
    if got is not None and isinstance(node, Scalar) and node.plain and NUMBER.fullmatch(got):
        return Decimal(got)
    return got


class SelectorReader:
    """Reads the selectors of one rule. Shape: `uses` are the join variables met so far."""

    def __init__(self, names: Names, matching: Matching, problems: Problems) -> None:
        self.names, self.matching, self.problems = names, matching, problems
        self.uses: list[Use] = []

    def read(self, node: Node, key: Key) -> Selector | None:
        """The selector, None if it is wrong."""
        match node:
            case Scalar():
                return self._word(node)
            case Sequence(items=items):
                if not items:
                    self.problems.warn(node, "空列表不选中任何产品", "写出至少一个，或删去此规则")
                parts = [self.read(one, key) for one in items]
                good = tuple(part for part in parts if part is not None)
                if len(good) < len(parts):
                    return None
                return good[0] if len(good) == 1 else AnyOf(good)
            case Mapping():
                before = len(self.problems.errors)
                selector = self._mapping(node, key)
                if selector is not None and len(self.problems.errors) == before and not self.matching.any_item(selector):
                    self.problems.warn(node, f"`{show_keys(node)}` 不选中任何产品", "核对各键的值")
                return selector

    def _word(self, node: Scalar) -> Selector | None:
        if text(node, self.problems) is None:
            return None
        if node.text.startswith("?"):
            self.problems.error(node, f"变量 `{node.text}` 不能单独作选择器", f'写成键的值，如 `{{waives: "{node.text}"}}`')
            return None
        return self.names.word(node, self.problems)

    def _mapping(self, node: Mapping, key: Key) -> Selector | None:
        if not node.pairs:
            self.problems.error(node, "选择器 `{}` 是空的", "写出条件，如 `{brand: …}`，或写一个词")
            return None
        keys = ITEM_KEYS + HOLDING_KEYS if key.type == "holdings" else ITEM_KEYS
        if key.type != "holdings":
            for name in HOLDING_KEYS:
                if name in node.pairs:
                    self.problems.error(node.pairs[name][0], f"此处选的是产品，不能问 `{name}`", f"删去 `{name}`")
        unknown_keys(node, self.problems, ITEM_KEYS + HOLDING_KEYS)
        parts = [self._part(name, value, key) for name, (_, value) in node.pairs.items() if name in keys]
        flat = tuple(part for group in parts for part in (group or ()))
        if not flat or any(group is None for group in parts):
            return None
        return flat[0] if len(flat) == 1 else AllOf(flat)

    def _part(self, name: str, node: Node, key: Key) -> tuple[Selector, ...] | None:
        """The conditions of one key, None if it is wrong."""
        match name:
            case "not":
                inner = self.read(node, key)
                return None if inner is None else (Not(inner),)
            case "bound":
                wanted = boolean(node, self.problems)
                return None if wanted is None else (Bound(wanted),)
            case "origin":
                origins = [self._origin(one) for one in nodes_of(node)]
                good = tuple(one for one in origins if one is not None)
                return None if len(good) < len(origins) else (Origin(good),)
            case "attrs":
                return self._attributes(node, key)
            case "fee" if isinstance(node, Mapping):
                return self._range("fee", node, key)
            case _:
                return self._among(name, node, key)

    def _origin(self, node: Node) -> str | None:
        got = text(node, self.problems)
        if got is None or got in ORIGINS:
            return got
        origin = self.names.canonical.get(got)
        if origin is None:
            self.problems.unknown_word(node, got, "不是来源（`own`、`campaign`、`plan` 或产品）", self.names.origins)
        return origin

    def _attributes(self, node: Node, key: Key) -> tuple[Selector, ...] | None:
        if not isinstance(node, Mapping) or not node.pairs:
            self.problems.error(node, f"{show(node)} 不是属性的映射", "写成 `{属性名: 值}`")
            return None
        parts: list[Selector] = []
        wrong = False
        for name, (_, value) in node.pairs.items():
            at = f"attrs.{name}"
            got = self._range(at, value, key) if isinstance(value, Mapping) else self._among(at, value, key)
            wrong = wrong or got is None
            parts.extend(got or ())
        return None if wrong else tuple(parts)

    def _among(self, key: str, node: Node, form: Key) -> tuple[Selector, ...] | None:
        values = [self._value(key, one, form) for one in nodes_of(node)]
        good = tuple(one for one in values if one is not None)
        return None if len(good) < len(values) else (Among(key, good),)

    def _value(self, key: str, node: Node, form: Key) -> Value | Variable | None:
        """One value of a key that compares for equality."""
        if key == "fee" and not self._is_variable(node):
            return number(node, self.problems)
        got = text(node, self.problems)
        if got is None or not isinstance(node, Scalar):
            return None
        if self._is_variable(node):
            return self._variable(node, form, compares=False)
        if key.startswith("attrs."):
            return attribute_value(node, self.problems)
        return self._known(key, node)

    def _known(self, key: str, node: Scalar) -> str | None:
        """The name a mapping gives; of what exists by its use alone, one that nothing uses is named in a warning."""
        names, word = self.names, node.text
        if key == "item":
            return names.item(node, word, self.problems)
        known, what = {
            "kind": (RESERVED, "不是产品类别"),
            "brand": (names.brands, "不是声明过的品牌"),
            "family": (names.families, "不是任何产品的系列"),
            "tag": (names.tags, "不是任何产品的标签"),
            "waives": (names.fees, "不是任何产品减免或优惠的费用"),
            "discounts": (names.fees, "不是任何产品减免或优惠的费用"),
        }[key]
        if word in known:
            return word
        if key in ("kind", "brand"):
            self.problems.unknown(node, word, what, known)
            return None
        self.problems.warn(node, f"`{word}` {what}", self.problems.nearest(word, known))
        return word

    @staticmethod
    def _is_variable(node: Node) -> bool:
        return isinstance(node, Scalar) and node.text.startswith("?")

    def _variable(self, node: Scalar, form: Key, *, compares: bool) -> Variable | None:
        name = node.text[1:]
        if not name or name != name.strip():
            self.problems.error(node, f"变量 `{node.text}` 没有名字", "写如 `?x`")
            return None
        if not form.joins:
            self.problems.error(node, f"此处不能用变量 `{node.text}`", "变量只用于 conflict、only_with、needs、move 的两边")
            return None
        self.uses.append(Use(name, node, compares))
        return Variable(name)

    def _range(self, key: str, node: Mapping, form: Key) -> tuple[Selector, ...] | None:
        if not node.pairs:
            self.problems.error(node, "范围是空的", "写 `{min: …, max: …}`")
            return None
        if unknown_keys(node, self.problems, RANGE_KEYS):
            return None
        limits: dict[str, Decimal | Variable] = {}
        for name, (_, value) in node.pairs.items():
            got: Decimal | Variable | None
            if isinstance(value, Scalar) and self._is_variable(value):
                got = self._variable(value, form, compares=True)
            else:
                got = number(value, self.problems)
            if got is None:
                return None
            limits[RANGE_KEYS[name]] = got
        if self._empty(node, limits):
            return None
        return (InRange(key, limits.get("least"), limits.get("most"), limits.get("above"), limits.get("below")),)

    def _empty(self, node: Mapping, limits: dict[str, Decimal | Variable]) -> bool:
        """Whether the bounds leave no number, which is reported."""
        for low, high, strict in ORDERED:
            a, b = limits.get(RANGE_KEYS[low]), limits.get(RANGE_KEYS[high])
            if isinstance(a, Decimal) and isinstance(b, Decimal) and (a > b or (strict and a == b)):
                at = node.pairs[high][1]
                self.problems.error(at, f"`{low}` `{a}` 与 `{high}` `{b}` 之间没有数", f"`{low}` 应小于 `{high}`")
                return True
        return False


def show_keys(node: Mapping) -> str:
    """A mapping selector in short."""
    shown = (f"{key}: {value.text if isinstance(value, Scalar) else '…'}" for key, (_, value) in node.pairs.items())
    return "{" + ", ".join(shown) + "}"
