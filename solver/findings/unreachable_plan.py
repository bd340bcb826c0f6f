"""The finding `unreachable-plan` (无路可进)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.findings.base import Study
from solver.findings.shut_plans import Door, is_shut, shut


class UnreachablePlan:
    """`unreachable-plan` (无路可进): a plan on sale to which, from no other plan on sale, held with its parts alone, is there a
    path, through any channels, with any facts, on any day up to the horizon (24 months).

    There must be another plan on sale. Who has no plan may still take it. The reason is a smallest set of rules that alone
    leaves no path from any of the other plans.

    Why it matters: no customer can change to it, so it is sold to new numbers alone.
    Fires:
        catalogue: 例
        channels: {hall: 营业厅}
        brands: [一]
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 一}, {name: 丙, brand: 一}]
        rules: [{rule: 一, move: {from: [甲, 乙], not_to: 丙}}]
    Does not fire:
        catalogue: 例
        channels: {hall: 营业厅}
        brands: [一]
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 一}, {name: 丙, brand: 一}]
        rules: [{rule: 一, move: {from: 甲, not_to: 丙}}]
    """

    CODE: ClassVar[str] = "T201"
    NAME: ClassVar[str] = "unreachable-plan"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        return shut(self, study, study.survey.on_sale, self._doors)

    def stands(self, study: Study, subjects: tuple[str, ...]) -> bool | None:
        """Whether the plan is on sale and nothing leads to it."""
        (to,) = subjects
        return to in study.survey.on_sale and is_shut(study, self._doors(study, to))

    def _doors(self, study: Study, to: str) -> list[Door]:
        return [(leaving, to) for leaving in study.survey.on_sale if leaving != to]

    def words(self, finding: Finding, language: Language) -> str:
        to = finding.subjects[0]
        if not finding.proved:
            count = finding.figures["undecided"]
            if language == "zh":
                return f"能否由别的主套餐变更到 `{to}` 未定：{count} 种变更没有算完"
            return f"whether any other plan leads to `{to}` is not decided: {count} changes were not settled"
        if language == "zh":
            return f"没有一个别的在售主套餐能变更到 `{to}`，任何渠道、任何客户资料都不行"
        return f"no other plan on sale leads to `{to}`, through any channel, whatever the facts"


FINDER = UnreachablePlan()
