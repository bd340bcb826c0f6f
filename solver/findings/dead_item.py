"""The finding `dead-item` (死产品)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.findings.base import Study


class DeadItem:
    """`dead-item` (死产品): no legal state holds the item, whatever the day, the facts, the plan and whatever else is held.

    A legal state is a day, a value of every fact, at most one plan, a set of offers and V-nets, and for each holding whether
    it is bound and its origin (of a plan own; of others own, campaign, or another item held), such that every standing rule
    (`conflict`, `only_with`, `at_most`, `needs` and `eligible` when held) is satisfied that is valid that day and has no `at`
    or one of all channels, and every firm part of what is held is held: brought by the item itself, or by a `brings` rule
    with no `valid`, not removable, with no `ends` on the bringing and none on the part. Sale, contracts and acts play no part.

    The reason names rules and `part:X` (X is a firm part): by these alone no state holds the item, and without any one of
    them some state does.

    Why it matters: it can be in the catalogue and on sale, and nobody can ever have it without breaking a rule.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 二}]
        vnets: [{name: 网}]
        offers: [{name: 网内优惠}]
        rules:
          - {rule: R1, only_with: {items: 网, allow: 甲}}
          - {rule: R2, only_with: {items: 网内优惠, allow: 乙}}
          - {rule: R3, needs: {items: 网内优惠, any_of: 网}}
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 二}]
        vnets: [{name: 网}]
        offers: [{name: 网内优惠}]
        rules:
          - {rule: R1, only_with: {items: 网, allow: [甲, 乙]}}
          - {rule: R2, only_with: {items: 网内优惠, allow: 乙}}
          - {rule: R3, needs: {items: 网内优惠, any_of: 网}}
    """

    CODE: ClassVar[str] = "T101"
    NAME: ClassVar[str] = "dead-item"
    LEVEL: ClassVar[Level] = "error"

    def find(self, study: Study) -> Iterator[Finding]:
        legal = study.legal
        for item, elements in legal.deaths:
            name = legal.law.names[item]
            place = study.catalogue.items[name].place
            yield Finding(self.CODE, self.LEVEL, (name,), place, legal.reasons(elements))
        for item in legal.dead[1]:
            name = legal.law.names[item]
            yield Finding(self.CODE, self.LEVEL, (name,), study.catalogue.items[name].place, proved=False)

    def words(self, finding: Finding, language: Language) -> str:
        (item,) = finding.subjects
        if language == "zh":
            return f"`{item}` 在任何合规状态里都不能在用"
        return f"no legal state holds `{item}`"


FINDER = DeadItem()
