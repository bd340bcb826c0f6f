"""The finding `shared-alias` (一词多指)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.findings.base import Study

RANKS = ("item", "family", "brand", "tag")
KINDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {"item": "产品（或别名）", "family": "系列", "brand": "品牌", "tag": "标签"},
    "en": {"item": "item (or alias)", "family": "family", "brand": "brand", "tag": "tag"},
}


class SharedAlias:
    """`shared-alias` (一词多指): one word names two different sets of items.

    That is: the word is at least two of these, and not of the same items: the name or an alias of an item, a family, a
    brand, a tag. The first of them that it is, in this order, is what it means in a selector or on the command line; for
    each other that differs from that there is a finding.

    Why it matters: whoever means the other set gets the first one, and nothing says so.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 音乐}, {name: 乙, brand: 音乐}]
        offers: [{name: 丙, aliases: [音乐]}]
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 音乐, family: 音乐}, {name: 乙, brand: 音乐, family: 音乐}]
        offers: [{name: 丙, aliases: [音乐包]}]
    """

    CODE: ClassVar[str] = "T401"
    NAME: ClassVar[str] = "shared-alias"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        for word, sets in _sets(study).items():
            meant, *hidden = (kind for kind in RANKS if kind in sets)
            for kind in hidden:
                if sets[kind] != sets[meant]:
                    place = study.catalogue.items[sets[meant][0]].place
                    figures = {"word": word, "meant": meant, "hidden": kind}
                    yield Finding(self.CODE, self.LEVEL, tuple(sets[kind]), place, figures=figures, mark=word)

    def words(self, finding: Finding, language: Language) -> str:
        word, kinds = finding.figures["word"], KINDS[language]
        meant, hidden = kinds[str(finding.figures["meant"])], kinds[str(finding.figures["hidden"])]
        if language == "zh":
            return f"`{word}` 既是{meant}又是{hidden}，写这个词只指前者"
        return f"`{word}` is the name of one {meant} and of one {hidden}; the word means the former alone"


def _sets(study: Study) -> Mapping[str, dict[str, list[str]]]:
    """The items of each word by what the word is, words in the order in which they stand with the items."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, item in study.catalogue.items.items():
        study.look()
        brands = (item.brand,) if item.brand else ()
        said = {"item": (name, *item.aliases), "family": item.families, "brand": brands, "tag": item.tags}
        for kind, words in said.items():
            for word in words:
                found.setdefault(word, {}).setdefault(kind, []).append(name)
    return found


FINDER = SharedAlias()
