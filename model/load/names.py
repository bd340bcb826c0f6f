"""The names that a catalogue declares: what a word in a file names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from model.catalogue import RESERVED, Catalogue
from model.facts import Fact
from model.items import Item
from model.load.nodes import Scalar
from model.load.problems import Placed, Problems
from model.selectors import Among

ORIGINS = ("own", "campaign", "plan")
NEVER_NAMES = (*RESERVED, "own", "campaign")
_LAST: list[tuple[Catalogue, Names]] = []


class Names:
    """What words name, by lookup in dictionaries."""

    def __init__(
        self, items: Mapping[str, Item], brands: Iterable[str], channels: Iterable[str], facts: Mapping[str, Fact]
    ) -> None:
        self.items = items
        self.channels = tuple(channels)
        self.facts = facts
        self.canonical = {name: name for name in items}
        self.brands, self.families = dict.fromkeys(brands, True), dict[str, bool]()
        self.tags, self.fees, self.attributes = dict[str, bool](), dict[str, bool](), dict[str, bool]()
        for item in items.values():
            self.canonical.update(dict.fromkeys(item.aliases, item.name))
            self.families.update(dict.fromkeys(item.families, True))
            self.tags.update(dict.fromkeys(item.tags, True))
            self.fees.update(dict.fromkeys((*item.waives, *item.discounts), True))
            self.attributes.update(dict.fromkeys(item.attributes, True))
        self._words: dict[str, bool] | None = None
        self._origins: dict[str, bool] | None = None
        self._items_named: dict[str, Among] = {}

    @property
    def words(self) -> Mapping[str, bool]:
        """Every word that a selector may be."""
        if self._words is None:
            self._words = {**dict.fromkeys((*self.canonical, *RESERVED), True), **self.families, **self.brands, **self.tags}
        return self._words

    @property
    def origins(self) -> Mapping[str, bool]:
        """Every word that an origin may be."""
        if self._origins is None:
            self._origins = dict.fromkeys((*ORIGINS, *self.canonical), True)
        return self._origins

    @classmethod
    def of(cls, catalogue: Catalogue) -> Names:
        """The names of a catalogue that was read. Cost: remembers the last catalogue asked for."""
        if not _LAST or _LAST[0][0] is not catalogue:
            names = cls(catalogue.items, catalogue.brands, catalogue.channels, catalogue.facts)
            _LAST[:] = [(catalogue, names)]
        return _LAST[0][1]

    def word(self, node: Scalar, problems: Problems) -> Among | None:
        """The set that a word names. Source: docs/catalogue.md, selectors."""
        word = node.text
        if word in RESERVED:
            return Among("kind", (RESERVED[word],))
        if word in self.canonical:
            return self._item_named(self.canonical[word])
        for key, known in (("family", self.families), ("brand", self.brands), ("tag", self.tags)):
            if word in known:
                return Among(key, (word,))
        problems.unknown_word(node, word, "不是任何产品、系列、品牌或标签", self.words)
        return None

    def _item_named(self, name: str) -> Among:
        """The set of one item; lists of thousands of items name the same few over and over."""
        found = self._items_named.get(name)
        if found is None:
            found = self._items_named[name] = Among("item", (name,))
        return found

    def item(self, node: Placed, name: str, problems: Problems) -> str | None:
        """The canonical name of an item, given by its name or an alias."""
        got = self.canonical.get(name)
        if got is None:
            problems.unknown_word(node, name, "不是目录中的产品", self.canonical)
        return got

    def fact(self, node: Scalar, problems: Problems) -> Fact | None:
        """A declared fact."""
        got = self.facts.get(node.text)
        if got is None:
            problems.unknown(node, node.text, "不是声明过的客户资料", self.facts)
        return got

    def channel(self, node: Placed, name: str, problems: Problems) -> str | None:
        """A declared channel."""
        if name in self.channels:
            return name
        problems.unknown(node, name, "不是声明过的渠道", self.channels)
        return None
