"""The finding `shared-alias` (别名重复)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.rules.base import Language
from solver.findings.base import Study


class SharedAlias:
    """`shared-alias` (别名重复): one word is the name or an alias of two or more items.

    Why it matters: whoever asks by that word gets a list of candidates instead of an answer, and a rule can't use it.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一, aliases: [套餐]}, {name: 乙, brand: 一, aliases: [套餐]}]
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一, aliases: [套餐甲]}, {name: 乙, brand: 一, aliases: [套餐乙]}]
    """

    CODE: ClassVar[str] = "T401"
    NAME: ClassVar[str] = "shared-alias"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        for word, (kind, names) in study.catalogue.words().items():
            if kind == "item" and len(names) > 1:
                place = study.catalogue.items[names[-1]].place
                yield Finding(self.CODE, self.LEVEL, names, place, figures={"word": word})

    def words(self, finding: Finding, language: Language) -> str:
        word, items = finding.figures["word"], [f"`{name}`" for name in finding.subjects]
        if language == "zh":
            return f"{'、'.join(items)} 都叫 `{word}`"
        return f"{', '.join(items)} share the name `{word}`"


FINDER = SharedAlias()
