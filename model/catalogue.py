"""The catalogue (产品目录): items and rules, with the words that name sets of items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from model.errors import Problem
from model.facts import Fact
from model.items import Item
from model.rules.base import Rule

WordKind: TypeAlias = Literal["item", "family", "brand", "tag", "kind"]
RESERVED: Mapping[str, str] = {"plan": "plan", "offer": "offer", "vnet": "vnet"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Items and rules, read and checked.

    Shape: `items` and `rules` are in the catalogue's sequence: plans, offers, V-nets, each as in the files (files of a
    folder by name); `sha256` is of the files' bytes; `warnings` are problems that do not stop its use.
    """

    name: str
    title: str = ""
    version: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    brands: tuple[str, ...] = ()
    items: Mapping[str, Item] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    sha256: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def sequence(self) -> Mapping[str, int]:
        """The place of each item in the catalogue's sequence."""
        return {name: place for place, name in enumerate(self.items)}

    def words(self) -> Mapping[str, tuple[WordKind, tuple[str, ...]]]:
        """What every word names: its kind and the items in the catalogue's sequence.

        Shape: where one word names several things, item or alias wins over family, family over brand, brand over tag.
        """
        sets: dict[WordKind, dict[str, list[str]]] = {"item": {}, "family": {}, "brand": {b: [] for b in self.brands}, "tag": {}}
        for name, item in self.items.items():
            for alias in (name, *item.aliases):
                sets["item"].setdefault(alias, []).append(name)
            for family in item.families:
                sets["family"].setdefault(family, []).append(name)
            if item.brand:
                sets["brand"].setdefault(item.brand, []).append(name)
            for tag in item.tags:
                sets["tag"].setdefault(tag, []).append(name)
        found: dict[str, tuple[WordKind, tuple[str, ...]]] = {}
        for kind in ("tag", "brand", "family", "item"):
            found.update({word: (kind, tuple(names)) for word, names in sets[kind].items()})
        for word, kind_name in RESERVED.items():
            found[word] = ("kind", tuple(n for n, item in self.items.items() if item.kind == kind_name))
        return found
