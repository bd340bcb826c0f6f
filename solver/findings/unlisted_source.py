"""The finding `unlisted-source` (出处未列)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.findings.base import Study

AROUND = ":：,，"


class UnlistedSource:
    """`unlisted-source` (出处未列): the catalogue declares sources, and a rule's `cite` begins with a word that is none of them.

    The word is what stands before the first space, less a colon or comma; it may be in any script.

    Why it matters: whoever doubts the rule can't look it up, and an answer shows a source that nobody knows.
    Fires:
        catalogue: 例
        sources: {notes: 注意事项}
        plans: [{name: 甲, brand: 一}]
        offers: [{name: 丙}]
        rules:
          - {rule: R1, conflict: [甲, 丙], cite: note §1}
    Does not fire:
        catalogue: 例
        sources: {notes: 注意事项}
        plans: [{name: 甲, brand: 一}]
        offers: [{name: 丙}]
        rules:
          - {rule: R1, conflict: [甲, 丙], cite: notes §1}
    """

    CODE: ClassVar[str] = "T408"
    NAME: ClassVar[str] = "unlisted-source"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        sources = study.catalogue.sources
        for rule in study.catalogue.rules.values():
            study.look()
            words = rule.cite.split()
            source = words[0].rstrip(AROUND) if words else ""
            if sources and words and source not in sources:
                yield Finding(self.CODE, self.LEVEL, (rule.id,), rule.place, figures={"source": source, "cite": rule.cite})

    def words(self, finding: Finding, language: Language) -> str:
        (rule,), source = finding.subjects, finding.figures["source"]
        if language == "zh":
            return f"规则 `{rule}` 的出处 `{source}` 没有在 `sources` 中列出"
        return f"the source `{source}` of the rule `{rule}` is not listed under `sources`"


FINDER = UnlistedSource()
