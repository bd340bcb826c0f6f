"""The finding `costly-door` (回头有损)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.between.reasons import Reasons
from solver.findings.base import Study


class CostlyDoor:
    """`costly-door` (回头有损): two plans on sale, each held with its parts alone; some path leads from the first to the second
    and loses nothing; some path leads back, and each that does loses a part of the second plan, through any channels,
    with any facts, on any day up to the horizon (24 months).

    Each path may need facts of its own. What goes with the plan by itself is no loss, nor what was taken up on the way and is
    cancelled again. The reason is a smallest set of rules
    that alone leaves no path back on which nothing is lost.

    Why it matters: who tries the second plan pays for going back, and was told nothing on the way there.
    Fires:
        catalogue: 例
        channels: {hall: 营业厅}
        brands: [一]
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 一, brings: [{item: 会员, removable: true}]}]
        offers: [{name: 会员}]
        rules: [{rule: 先退会, move: {from: 乙, not_to: 甲, holding: 会员}, resolve: first}]
    Does not fire:
        catalogue: 例
        channels: {hall: 营业厅}
        brands: [一]
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 一, brings: [{item: 会员, removable: true}]}]
        offers: [{name: 会员}]
        rules: [{rule: 不同用, conflict: [会员, 甲], resolve: first}]
    """

    CODE: ClassVar[str] = "T204"
    NAME: ClassVar[str] = "costly-door"
    LEVEL: ClassVar[Level] = "note"

    def find(self, study: Study) -> Iterator[Finding]:
        survey = study.survey
        doors, reasons, unsure = survey.whole.doors, None, 0
        for leaving in survey.on_sale:
            for to in survey.on_sale:
                if leaving == to:
                    continue
                free, back = doors[leaving, to].free, doors[to, leaving]
                if free is False or back.free or back.opens is False:
                    continue
                if not (free and back.opens and back.free is False):
                    unsure += 1
                    continue
                reasons = reasons or Reasons(survey.bare, keeping=True, left_ms=study.left_ms)
                because = reasons.of(to, leaving)
                place, losses = study.catalogue.items[leaving].place, back.fewest or 0
                yield Finding(self.CODE, self.LEVEL, (leaving, to), place, because, {"losses": losses})
        if unsure:
            yield Finding(self.CODE, self.LEVEL, (), figures={"undecided": unsure}, proved=False)

    def stands(self, study: Study, subjects: tuple[str, ...]) -> bool | None:
        """Whether the plans are on sale, the first leads to the second at no loss, and back only at a loss."""
        survey, (leaving, to) = study.survey, subjects
        if not {leaving, to} <= set(survey.on_sale):
            return False
        back = survey.door(to, leaving)
        if back.free or back.opens is False:
            return False
        free = survey.door(leaving, to).free
        return False if free is False else None if None in (free, back.free, back.opens) else True

    def words(self, finding: Finding, language: Language) -> str:
        if not finding.proved:
            count = finding.figures["undecided"]
            return f"{count} 种变更是否回头有损未定" if language == "zh" else f"whether {count} changes are costly is not decided"
        (leaving, to), losses = finding.subjects, finding.figures["losses"]
        if language == "zh":
            return f"`{leaving}` 变更到 `{to}` 不失去什么，换回来至少失去 {losses} 项"
        return f"`{leaving}` leads to `{to}` at no loss, and going back loses at least {losses}"


FINDER = CostlyDoor()
