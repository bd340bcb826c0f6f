"""Items in files: first every name, then every item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from model.days import Span
from model.items import AttributeValue, Item, Kind, Part
from model.load import values
from model.load.names import NEVER_NAMES
from model.load.nodes import Mapping, Node, Scalar
from model.load.problems import Problems
from model.load.selectors import attribute_value

KEYS = (
    "name", "aliases", "title", "brand", "family", "tags", "fee", "waives", "discounts", "benefits", "brings", "term", "ends",
    "withdrawn", "sold", "attrs", "assumed", "note",
)  # fmt: skip
SECTIONS: Map[str, Kind] = {"plans": "plan", "offers": "offer", "vnets": "vnet"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Declared:
    """An item of which the name is read and the rest is not."""

    name: str
    kind: Kind
    at: Scalar
    fields: Map[str, Node]
    node: Mapping


class ItemReader:
    """Reads the items of one catalogue. Shape: `known` gives for each name and alias the canonical name and its place."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.known: dict[str, tuple[str, Scalar]] = {}
        self.plans: set[str] = set()
        self.declared: list[Declared] = []
        self._aliased = 0

    def declare(self, kind: Kind, node: Node) -> None:
        """Take note of an item's name and aliases."""
        keys = KEYS if kind == "plan" else tuple(key for key in KEYS if key != "brand")
        if kind != "plan" and isinstance(node, Mapping) and "brand" in node.pairs:
            self.problems.error(node.pairs["brand"][0], "`brand` 只用于主套餐", "删去 `brand`，或把它放到 `plans` 下")
            keys = KEYS
        fields = values.mapping(node, self.problems, keys, required=("name",), what="产品")
        if fields is None or "name" not in fields or not isinstance(node, Mapping):
            return
        name = self._register(fields["name"], None)
        if name is None:
            return
        if kind == "plan":
            self.plans.add(name)
        self.declared.append(Declared(name, kind, _scalar(fields["name"]), fields, node))

    def declare_aliases(self) -> None:
        """Take note of the aliases of the items declared since the last call, once all their names are known."""
        for item in self.declared[self._aliased :]:
            if "aliases" in item.fields:
                for alias in values.nodes_of(item.fields["aliases"]):
                    self._register(alias, item.name)
        self._aliased = len(self.declared)

    def put_in_sequence(self, nodes: Iterable[Node]) -> None:
        """Put what was declared into the sequence of `nodes`."""
        places = {id(node): place for place, node in enumerate(nodes)}
        self.declared.sort(key=lambda one: places[id(one.node)])

    def _register(self, node: Node, canonical: str | None) -> str | None:
        name = values.name(node, self.problems)
        if name is None or not isinstance(node, Scalar):
            return None
        if name in NEVER_NAMES or name.startswith("?"):
            self.problems.error(node, f"`{name}` 是保留词，不能作产品名", "换一个名称")
            return name
        first = self.known.get(name)
        if first is None:
            self.known[name] = (canonical or name, node)
        elif canonical is None or first[0] != canonical:
            self.problems.error(node, f"名称 `{name}` 重复（首见于 {first[1].place}）", "名称与别名在全部产品中唯一")
        return name

    def read_all(self, brands: Callable[[Node], str | None]) -> Iterator[Item]:
        """Every declared item; `brands` reads a declared brand."""
        for item in self.declared:
            yield self._read(item, brands)

    def _read(self, item: Declared, brands: Callable[[Node], str | None]) -> Item:
        fields, problems = item.fields, self.problems

        def one(key: str, read: Callable[[Node, Problems], T | None]) -> T | None:
            return read(fields[key], problems) if key in fields else None

        def many(key: str) -> tuple[str, ...]:
            return values.texts(fields[key], problems) if key in fields else ()

        if item.kind == "plan" and "brand" not in fields:
            problems.error(item.at, f"主套餐 `{item.name}` 缺少 `brand`", "补上 `brand: 品牌`")
        sold_from, sold_until = self._sold(fields["sold"]) if "sold" in fields else (None, None)
        return Item(
            name=item.name,
            kind=item.kind,
            brand=(brands(fields["brand"]) or "") if "brand" in fields else "",
            aliases=tuple(alias for alias in many_aliases(fields.get("aliases")) if alias != item.name),
            title=one("title", values.text) or "",
            families=many("family"),
            tags=many("tags"),
            monthly_fen=one("fee", values.fen),
            waives=many("waives"),
            discounts=many("discounts"),
            benefits=self._benefits(fields["benefits"]) if "benefits" in fields else {},
            brings=self._brings(item.name, fields["brings"]) if "brings" in fields else (),
            term=self._span(fields.get("term")),
            ends=self._span(fields.get("ends")),
            withdrawn=one("withdrawn", values.boolean) is True,
            sold_from=sold_from,
            sold_until=sold_until,
            attributes=self._attributes(fields["attrs"]) if "attrs" in fields else {},
            assumed=one("assumed", values.boolean) is True,
            note=one("note", values.text) or "",
            place=item.at.place,
        )

    def _span(self, node: Node | None) -> Span | None:
        return None if node is None else values.span(node, self.problems)

    def _sold(self, node: Node) -> tuple[date | None, date | None]:
        fields = values.mapping(node, self.problems, ("from", "until"))
        if not fields:
            if isinstance(node, Mapping) and not node.pairs:
                self.problems.error(node, "`sold` 是空的", "写 `{from: 日期, until: 日期}`")
            return None, None
        since, until = (values.day(fields[key], self.problems) if key in fields else None for key in ("from", "until"))
        if since and until and until < since:
            self.problems.error(fields["until"], f"`until` `{until}` 早于 `from` `{since}`", "`from` 应不晚于 `until`")
        return since, until

    def _benefits(self, node: Node) -> Map[str, Decimal]:
        if not isinstance(node, Mapping):
            self.problems.error(node, f"{values.show(node)} 不是内容的映射", "写成 `{内容名: 数量}`")
            return {}
        got = {name: values.amount(value, self.problems) for name, (_, value) in node.pairs.items()}
        return {name: value for name, value in got.items() if value is not None}

    def _attributes(self, node: Node) -> Map[str, tuple[AttributeValue, ...]]:
        if not isinstance(node, Mapping):
            self.problems.error(node, f"{values.show(node)} 不是属性的映射", "写成 `{属性名: 值}`")
            return {}
        return {name: values.several(value, self.problems, attribute_value) for name, (_, value) in node.pairs.items()}

    def _brings(self, owner: str, node: Node) -> tuple[Part, ...]:
        parts: dict[str, Part] = {}
        for one in values.nodes_of(node):
            part = self._part(owner, one)
            if part is not None and part.item in parts:
                self.problems.error(one, f"`{owner}` 重复带来 `{part.item}`", "只写一次")
            elif part is not None:
                parts[part.item] = part
        return tuple(parts.values())

    def _part(self, owner: str, node: Node) -> Part | None:
        if not isinstance(node, Mapping):
            name = self._brought(owner, node)
            return None if name is None else Part(name)
        fields = values.mapping(node, self.problems, ("item", "removable", "ends"), required=("item",), what="`brings` ")
        if fields is None or "item" not in fields:
            return None
        removable = "removable" in fields and values.boolean(fields["removable"], self.problems) is True
        ends = values.span(fields["ends"], self.problems) if "ends" in fields else None
        name = self._brought(owner, fields["item"])
        return None if name is None else Part(name, removable, ends)

    def _brought(self, owner: str, node: Node) -> str | None:
        name = values.name(node, self.problems)
        if name is None:
            return None
        if name not in self.known:
            self.problems.unknown_word(node, name, "不是目录中的产品", self.known)
            return None
        canonical = self.known[name][0]
        if canonical in self.plans:
            self.problems.error(node, f"主套餐 `{name}` 不能由别的产品带来", "`brings` 只写优惠与V网")
            return None
        if canonical == owner:
            self.problems.error(node, f"`{name}` 不能带来自己", "删去它")
            return None
        return canonical


def many_aliases(node: Node | None) -> tuple[str, ...]:
    """The aliases as written; what is wrong with them was noted when they were declared."""
    return () if node is None else values.texts(node, Problems())


def _scalar(node: Node) -> Scalar:
    assert isinstance(node, Scalar), "a name is a scalar"
    return node
