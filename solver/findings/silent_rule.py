"""The finding `silent-rule` (从不起作用的规则)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.clock import NotDecided
from solver.findings.base import Study


class SilentRule:
    """`silent-rule` (从不起作用的规则): in no situation whatever does the rule say anything.

    That is: on no day of its `valid`, through no channel of its `at`, for no facts, earlier acts and holdings, whatever the
    items' origin and whether they are bound, beside no plan and none, is there an order, legal by the other rules or not,
    in which the rule newly breaks a set of items, forbids or puts off an act, lets a bound plan be left, keeps a holding
    from being cancelled, brings a part, or tells the customer something. Two plans are never held at once, and a plan's
    origin is own; no act is impossible because an item is not sold.

    Why it matters: who wrote the rule relies on it, and it does nothing.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 一}]
        rules:
          - {rule: R1, conflict: [甲, 乙]}
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 一}]
        offers: [{name: 丙, withdrawn: true}]
        rules:
          - {rule: R1, conflict: [甲, 丙]}
    """

    CODE: ClassVar[str] = "T302"
    NAME: ClassVar[str] = "silent-rule"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        for rule in study.catalogue.rules.values():
            try:
                acts = None if study.expired else study.matters.ever_acts(rule)
            except NotDecided:
                acts = None
            if not acts:
                yield Finding(self.CODE, self.LEVEL, (rule.id,), rule.place, proved=acts is not None)

    def words(self, finding: Finding, language: Language) -> str:
        (rule,) = finding.subjects
        if not finding.proved:
            return f"规则 `{rule}` 是否起作用" if language == "zh" else f"whether the rule `{rule}` ever acts"
        return f"规则 `{rule}` 在任何情况下都不起作用" if language == "zh" else f"the rule `{rule}` never acts"


FINDER = SilentRule()
