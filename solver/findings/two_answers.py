"""The finding `two-answers` (一事两办)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.clock import NotDecided
from solver.findings.base import Study
from solver.matters.twice import broken_twice


class TwoAnswers:
    """`two-answers` (一事两办): two rules answer one clash, and with a different `resolve`.

    That is: there is a set of two or more items, a day and a channel on which both rules act, and a situation in which the
    items break both; one rule lets a holding go by `auto`, `consent` or `first`, and the other by another of these. The
    stricter one is followed.

    Why it matters: the milder rule is never followed in this clash, and who reads it alone promises what does not happen.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 二}]
        vnets: [{name: 网}]
        rules:
          - {rule: R1, only_with: {items: 网, allow: {brand: 一}}, resolve: first}
          - {rule: R2, conflict: [网, {kind: plan, brand: 二}], resolve: auto}
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 二}]
        vnets: [{name: 网}]
        rules:
          - {rule: R1, only_with: {items: 网, allow: {brand: 一}}, resolve: first}
          - {rule: R2, conflict: [网, {kind: plan, brand: 一}], resolve: auto}
    """

    CODE: ClassVar[str] = "T303"
    NAME: ClassVar[str] = "two-answers"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        for rule in study.matters.breaks.rules:
            try:
                found = None if study.expired else list(broken_twice(study.matters, rule))
            except NotDecided:
                found = None
            if found is None:
                yield Finding(self.CODE, self.LEVEL, (rule.id,), rule.place, proved=False)
            for other, clash in found or ():
                figures = {"items": ", ".join(clash), "resolve": rule.resolve, "other": other.resolve}
                yield Finding(self.CODE, self.LEVEL, (rule.id, other.id), other.place, (rule.id, other.id), figures)

    def words(self, finding: Finding, language: Language) -> str:
        if not finding.proved:
            (rule,) = finding.subjects
            return f"规则 `{rule}` 与别的规则是否说法不同" if language == "zh" else f"whether `{rule}` and others differ"
        (rule, other), figures = finding.subjects, finding.figures
        items = [f"`{name}`" for name in str(figures["items"]).split(", ")]
        if language == "zh":
            return f"{'、'.join(items)} 相冲突，规则 `{rule}` 说 {figures['resolve']}，`{other}` 说 {figures['other']}"
        return f"{', '.join(items)} clash; the rule `{rule}` says {figures['resolve']} and `{other}` {figures['other']}"


FINDER = TwoAnswers()
