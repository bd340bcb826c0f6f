"""The finding `dead-pair` (死组合)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.findings.base import Study, of_pairs


class DeadPair:
    """`dead-pair` (死组合): each of two items is held in some legal state, no legal state holds both, and no one rule says so.

    A legal state is as for `dead-item`. One rule says so if no state that satisfies this rule, whatever it does with all
    others and with firm parts, holds both; nor is it news that a number has one plan.

    The reason names rules and `part:X` (X is a firm part): by these alone no state holds both, and without any one of them
    some state does. In a very large catalogue not all pairs are looked at: then one finding says how many were not.

    Why it matters: no line of the rule sheet says that the two exclude each other, so nobody will expect it.
    Fires:
        catalogue: 例
        offers: [{name: 甲包}, {name: 乙包}, {name: 流量}, {name: 流量王}]
        rules:
          - {rule: R1, needs: {items: 甲包, any_of: 流量}}
          - {rule: R2, needs: {items: 乙包, any_of: 流量王}}
          - {rule: R3, conflict: [流量, 流量王]}
    Does not fire:
        catalogue: 例
        offers: [{name: 甲包}, {name: 流量}, {name: 流量王}]
        rules:
          - {rule: R1, needs: {items: 甲包, any_of: [流量, 流量王]}}
          - {rule: R3, conflict: [流量, 流量王]}
    """

    CODE: ClassVar[str] = "T102"
    NAME: ClassVar[str] = "dead-pair"
    LEVEL: ClassVar[Level] = "note"

    def find(self, study: Study) -> Iterator[Finding]:
        return of_pairs(self, study, *study.together.pairs, placed_at=1, unit="pairs")

    def words(self, finding: Finding, language: Language) -> str:
        if not finding.proved:
            left = finding.figures["pairs"]
            return f"还有 {left} 对产品没有看" if language == "zh" else f"{left} pairs of items were not looked at"
        a, b = finding.subjects
        if language == "zh":
            return f"`{a}` 与 `{b}` 在任何合规状态里都不能同用，而没有哪一条规则这样说"
        return f"no legal state holds `{a}` and `{b}`, and no one rule says so"


FINDER = DeadPair()
