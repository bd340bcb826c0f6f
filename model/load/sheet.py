"""The nodes of a catalogue put together, file upon file and draft upon catalogue, before any of them is read."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import TypeAlias

from model.load import values
from model.load.items import SECTIONS
from model.load.layers import Layer
from model.load.nodes import Mapping, Node, Scalar
from model.load.problems import Lost, Problems
from model.load.sections import listed, merged, single

HEAD = ("catalogue", "title", "version")
MERGED = ("sources", "channels", "facts")
Pairs: TypeAlias = Map[str, tuple[Scalar, Node]]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item or rule as it is written. Shape: `layer` is 0 for the catalogue, N for the Nth draft over it."""

    node: Node
    layer: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written of one catalogue.

    Shape: `head` are its name, title and version; `brands` is None where no file declares any; `lost` are the words that
    drafts took away; `names` are all that it was called, the latest last.
    """

    head: Map[str, str]
    merged: Map[str, Pairs]
    brands: Map[str, Scalar] | None
    items: Map[str, tuple[Entry, ...]]
    rules: tuple[Entry, ...]
    names: tuple[str, ...] = ()
    data: tuple[bytes, ...] = ()
    lost: Map[str, Lost] = field(default_factory=dict)


def base_sheet(layer: Layer, problems: Problems) -> Sheet:
    """The sheet of a catalogue that stands alone."""
    head = head_of(layer, problems)
    return Sheet(
        head,
        {key: merged(layer.roots, key, problems) for key in MERGED},
        brands_of(layer, problems),
        {section: tuple(Entry(node) for node in listed(layer.roots, section)) for section in SECTIONS},
        tuple(Entry(node) for node in listed(layer.roots, "rules")),
        (head["catalogue"],) if "catalogue" in head else (),
        layer.data,
    )


def head_of(layer: Layer, problems: Problems) -> dict[str, str]:
    """The single values that a layer gives."""
    found = {key: single(layer.roots, key, problems) for key in HEAD}
    return {key: text for key, text in found.items() if text is not None}


def brands_of(layer: Layer, problems: Problems) -> dict[str, Scalar] | None:
    """The brands that a layer declares, None where no file declares any."""
    if not any("brands" in root.pairs for root in layer.roots):
        return None
    brands: dict[str, Scalar] = {}
    for node in listed(layer.roots, "brands"):
        brand = values.name(node, problems)
        if brand is None or not isinstance(node, Scalar):
            continue
        if brand in brands:
            problems.error(node, f"品牌 `{brand}` 重复（首见于 {brands[brand].place}）", "只写一次")
        brands.setdefault(brand, node)
    return brands


def name_of(node: Node, key: str) -> Scalar | None:
    """Where an entry is named: the `name` of an item, the `rule` of a rule; None where it is not."""
    value = node.value(key) if isinstance(node, Mapping) else None
    return value if isinstance(value, Scalar) and value.text and not value.lost else None
