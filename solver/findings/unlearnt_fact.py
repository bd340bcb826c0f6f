"""The finding `unlearnt-fact` (无从得知的客户资料)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.findings.base import Study
from solver.matters.breaks import tests_of_eligible


class UnlearntFact:
    """`unlearnt-fact` (无从得知的客户资料): a rule asks for a fact, and nothing tells how it is learnt.

    That is: a guard of some rule, or an `eligible`, tests the fact, and its declaration has no `default` to assume, no `settle`
    to put it right, and no `title` to ask the customer by.

    Why it matters: a fact that is not known leaves every guard unmet and every `eligible` failed, and nobody knows what to ask.
    Fires:
        catalogue: 例
        facts: {grade: {type: int}}
        plans: [{name: 甲, brand: 一}]
        rules:
          - {rule: R1, channel: {act: change, of: 甲, only: [], facts: {grade: {max: 2}}}}
    Does not fire:
        catalogue: 例
        facts: {grade: {type: int, title: 信用等级}}
        plans: [{name: 甲, brand: 一}]
        rules:
          - {rule: R1, channel: {act: change, of: 甲, only: [], facts: {grade: {max: 2}}}}
    """

    CODE: ClassVar[str] = "T407"
    NAME: ClassVar[str] = "unlearnt-fact"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        asking: dict[str, list[str]] = {}
        for rule in study.catalogue.rules.values():
            study.look()
            for fact in dict.fromkeys((*rule.guards.facts, *(tests_of_eligible(rule) or ()))):
                asking.setdefault(fact, []).append(rule.id)
        for name, fact in study.catalogue.facts.items():
            if name in asking and fact.default is None and fact.settle is None and not fact.title:
                figures = {"rules": ", ".join(asking[name])}
                yield Finding(self.CODE, self.LEVEL, (name,), fact.place, tuple(asking[name][:1]), figures)

    def words(self, finding: Finding, language: Language) -> str:
        (fact,) = finding.subjects
        rules = [f"`{rule}`" for rule in str(finding.figures["rules"]).split(", ")]
        if language == "zh":
            return f"规则 {'、'.join(rules)} 要看客户资料 `{fact}`，而目录没有说怎样得知：无 `title`、`settle`、`default`"
        ask = "ask" if len(rules) > 1 else "asks"
        return f"{', '.join(rules)} {ask} for the fact `{fact}`, which nothing tells how to get: no `title`, `settle`, `default`"


FINDER = UnlearntFact()
