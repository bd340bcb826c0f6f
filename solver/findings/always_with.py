"""The finding `always-with` (必然同用)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.findings.base import Study, of_pairs


class AlwaysWith:
    """`always-with` (必然同用): some legal state holds the first item, each that does holds the second, and no one rule says so.

    A legal state is as for `dead-item`. One rule says so if every state that satisfies this rule and holds the first item
    holds the second, whatever it does with all other rules and with firm parts. Nor is it news if firm parts by themselves
    say so: the first item brings the second, or what it brings does.

    The reason names rules and `part:X` (X is a firm part): by these alone every state with the first item holds the second,
    and without any one of them some state does not. In a large catalogue not all items are looked at: then one finding says
    how many were not.

    Why it matters: who takes the first takes the second, and pays for it, though no line of the rule sheet says so.
    Fires:
        catalogue: 例
        offers: [{name: 会员}, {name: 流量}, {name: 流量王}]
        rules:
          - {rule: R1, needs: {items: 会员, any_of: [流量, 流量王]}}
          - {rule: R2, conflict: [会员, 流量]}
    Does not fire:
        catalogue: 例
        offers: [{name: 会员}, {name: 流量}, {name: 流量王}]
        rules:
          - {rule: R1, needs: {items: 会员, any_of: [流量, 流量王]}}
          - {rule: R2, conflict: [流量, 流量王]}
    """

    CODE: ClassVar[str] = "T103"
    NAME: ClassVar[str] = "always-with"
    LEVEL: ClassVar[Level] = "note"

    def find(self, study: Study) -> Iterator[Finding]:
        return of_pairs(self, study, *study.together.always, placed_at=0, unit="items")

    def words(self, finding: Finding, language: Language) -> str:
        if not finding.proved:
            left = finding.figures["items"]
            return f"还有 {left} 个产品没有看" if language == "zh" else f"{left} items were not looked at"
        a, b = finding.subjects
        if language == "zh":
            return f"有 `{a}` 就必有 `{b}`，而没有哪一条规则这样说"
        return f"every legal state with `{a}` holds `{b}`, and no one rule says so"


FINDER = AlwaysWith()
