"""The finding `one-way` (有去无回)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.between.reasons import Reasons
from solver.findings.base import Study


class OneWay:
    """`one-way` (有去无回): two plans on sale, each held with its parts alone; some path leads from the first to the second and
    loses nothing, and none leads back, through any channels, with any facts, on any day up to the horizon (24 months).

    What is taken up on the way and cancelled again is no loss. The path out may need some facts; that there is none back holds
    whatever the facts. The reason is a smallest set of rules that alone leaves no path back.

    Why it matters: the customer is not warned by a loss, and can't undo the change.
    Fires:
        catalogue: 例
        channels: {hall: 营业厅}
        brands: [一]
        plans: [{name: 甲, brand: 一, fee: 58}, {name: 乙, brand: 一, fee: 88}]
        rules: [{rule: 不降, move: {from: {fee: "?f"}, not_to: {fee: {below: "?f"}}}}]
    Does not fire:
        catalogue: 例
        channels: {hall: 营业厅}
        brands: [一]
        plans: [{name: 甲, brand: 一, fee: 58}, {name: 乙, brand: 一, fee: 88}, {name: 丙, brand: 一}]
        rules: [{rule: 不降, move: {from: {fee: "?f"}, not_to: {fee: {below: "?f"}}}}]
    """

    CODE: ClassVar[str] = "T203"
    NAME: ClassVar[str] = "one-way"
    LEVEL: ClassVar[Level] = "note"

    def find(self, study: Study) -> Iterator[Finding]:
        survey = study.survey
        doors, reasons, unsure = survey.whole.doors, None, 0
        for leaving in survey.on_sale:
            for to in survey.on_sale:
                if leaving == to:
                    continue
                free, back = doors[leaving, to].free, doors[to, leaving].opens
                if (free is None and not back) or (free and back is None):
                    unsure += 1
                elif free and back is False:
                    reasons = reasons or Reasons(survey.bare, keeping=False, left_ms=study.left_ms)
                    because = reasons.of(to, leaving)
                    yield Finding(self.CODE, self.LEVEL, (leaving, to), study.catalogue.items[leaving].place, because)
        if unsure:
            yield Finding(self.CODE, self.LEVEL, (), figures={"undecided": unsure}, proved=False)

    def stands(self, study: Study, subjects: tuple[str, ...]) -> bool | None:
        """Whether the plans are on sale, the first leads to the second at no loss, and nothing leads back."""
        survey, (leaving, to) = study.survey, subjects
        if not {leaving, to} <= set(survey.on_sale):
            return False
        opens = survey.door(to, leaving).opens
        free = False if opens else survey.door(leaving, to).free
        return False if free is False else None if None in (opens, free) else True

    def words(self, finding: Finding, language: Language) -> str:
        if not finding.proved:
            count = finding.figures["undecided"]
            return (
                f"{count} 种变更是否有去无回未定" if language == "zh" else f"whether {count} changes are one-way is not decided"
            )
        leaving, to = finding.subjects
        if language == "zh":
            return f"`{leaving}` 变更到 `{to}` 不失去什么，却再也换不回来"
        return f"`{leaving}` leads to `{to}` at no loss, and nothing leads back"


FINDER = OneWay()
