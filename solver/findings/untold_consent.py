"""The finding `untold-consent` (征求同意而无话可说)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.clock import NotDecided
from solver.findings.base import Study
from solver.matters.breaks import stands


class UntoldConsent:
    """`untold-consent` (征求同意而无话可说): a rule can make a holding be cancelled once the customer agrees, and has no `tell`.

    That is: the rule's `resolve` is `consent`, by itself or by default, and there is a situation in which it breaks a set of
    items one of which is not a plan; it has no text to tell.

    Why it matters: the clerk must ask the customer, and has no sentence to ask with.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一}]
        offers: [{name: 丙}]
        rules:
          - {rule: R1, conflict: [甲, 丙], resolve: consent}
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一}]
        offers: [{name: 丙}]
        rules:
          - {rule: R1, conflict: [甲, 丙], resolve: consent, tell: 办理后丙将取消，您同意吗}
          - {rule: R2, conflict: [甲, 丙], resolve: first}
          - {rule: R3, needs: {items: 甲, any_of: 丙}}
    """

    CODE: ClassVar[str] = "T403"
    NAME: ClassVar[str] = "untold-consent"
    LEVEL: ClassVar[Level] = "note"

    def find(self, study: Study) -> Iterator[Finding]:
        for rule in study.catalogue.rules.values():
            asks = rule.resolve == "consent" and stands(rule) and not rule.tell
            try:
                cancels = asks and study.matters.breaks_some(rule, losable=True)
            except NotDecided:
                yield Finding(self.CODE, self.LEVEL, (rule.id,), rule.place, proved=False)
                continue
            if cancels:
                yield Finding(self.CODE, self.LEVEL, (rule.id,), rule.place)

    def words(self, finding: Finding, language: Language) -> str:
        (rule,) = finding.subjects
        if not finding.proved:
            return f"规则 `{rule}` 是否要征得同意" if language == "zh" else f"whether the rule `{rule}` asks for consent"
        if language == "zh":
            return f"规则 `{rule}` 要征得客户同意才取消，却没有写要告知的话（`tell`）"
        return f"the rule `{rule}` cancels with the customer's consent, and has no text to `tell`"


FINDER = UntoldConsent()
