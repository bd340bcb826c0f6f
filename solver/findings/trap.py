"""The finding `trap` (无路可出)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.findings.base import Study
from solver.findings.shut_plans import Door, is_shut, shut


class Trap:
    """`trap` (无路可出): a plan, on sale or not, from which, held with its parts alone, there is a path to no other plan on sale,
    through any channels, with any facts, on any day up to the horizon (24 months).

    There must be another plan on sale. The reason is a smallest set of rules that alone leaves no path to any of them.

    Why it matters: who has it can never change, and will leave instead.
    Fires:
        catalogue: 例
        channels: {hall: 营业厅}
        brands: [一]
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 一, withdrawn: true}]
        rules: [{rule: 一, move: {from: 乙, only_to: 乙}}]
    Does not fire:
        catalogue: 例
        channels: {hall: 营业厅}
        brands: [一]
        facts: {age: {type: int}}
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 一}]
        rules: [{rule: 一, move: {from: 乙, not_to: 甲, facts: {age: {max: 17}}}}]
    """

    CODE: ClassVar[str] = "T202"
    NAME: ClassVar[str] = "trap"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        return shut(self, study, study.survey.plans, self._doors)

    def stands(self, study: Study, subjects: tuple[str, ...]) -> bool | None:
        """Whether the plan is there and leads to nothing."""
        (leaving,) = subjects
        return leaving in study.survey.plans and is_shut(study, self._doors(study, leaving))

    def _doors(self, study: Study, leaving: str) -> list[Door]:
        return [(leaving, to) for to in study.survey.on_sale if to != leaving]

    def words(self, finding: Finding, language: Language) -> str:
        leaving = finding.subjects[0]
        if not finding.proved:
            count = finding.figures["undecided"]
            if language == "zh":
                return f"`{leaving}` 能否变更到别的主套餐未定：{count} 种变更没有算完"
            return f"whether `{leaving}` leads to any other plan is not decided: {count} changes were not settled"
        if language == "zh":
            return f"`{leaving}` 不能变更到任何别的在售主套餐，任何渠道、任何客户资料都不行"
        return f"`{leaving}` leads to no other plan on sale, through any channel, whatever the facts"


FINDER = Trap()
