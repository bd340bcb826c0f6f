"""The finding `redundant-rule` (多余规则)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from solver.clock import NotDecided
from solver.findings.base import Study
from solver.matters.covered import superfluous


class RedundantRule:
    """`redundant-rule` (多余规则): without the rule, which does act somewhere, no order comes to anything else.

    That is: for each matter of the rule, each day of its `valid` and each channel of its `at` there is another rule that
    says of this matter, in every situation, all that the rule says, as strictly, and tells the same text. A situation is
    two states, before and after an order, with any facts, earlier acts, plan or none, and holdings of any origin, bound or
    not, legal or not; so what is true of old data that breaks rules is true here. A matter and what is said of it are, by
    the kind of the rule,

    - `conflict`, `only_with`, `at_most`, `needs`, `eligible` when held: a set of items; whether the order, or a fact that is
      put right, newly breaks it, and what else held would mend that. Another rule of any of these kinds may say so;
    - `channel`, `move`, `starts`, `tell`, `needs` and `eligible` when taken: an act about an item, beside a plan or none;
      whether it is forbidden (and what would mend that), put off, told of, or a bound plan let go. Another rule of the same
      kind may say so;
    - `limit`: all acts that it counts, as one matter; whether the order is forbidden, or told of;
    - `locked`: an item; whether a holding of it that no contract binds can't be cancelled;
    - `brings`: an item and its part; whether the part comes, when it ends, whether it can be cancelled alone, whether a
      subscriber's file may leave it out. Here all other rules together, and the item's own entry, may say so.

    What a rule of `conflict` and the like tells is its `tell`, if it has one; `locked` and `needs` when taken tell nothing.

    Why it matters: two rules for one thing part company at the next change of either.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 二}]
        vnets: [{name: 网}]
        rules:
          - {rule: R1, only_with: {items: 网, allow: {brand: 一}}, resolve: first}
          - {rule: R2, conflict: [网, 乙]}
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一}, {name: 乙, brand: 二}]
        vnets: [{name: 网}]
        rules:
          - {rule: R1, only_with: {items: 网, allow: {brand: 一}}, resolve: consent}
          - {rule: R2, conflict: [网, 乙], resolve: first}
    """

    CODE: ClassVar[str] = "T301"
    NAME: ClassVar[str] = "redundant-rule"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        for rule in study.catalogue.rules.values():
            because: tuple[str, ...] | None = ()
            proved = not study.expired
            try:
                if proved:
                    because = superfluous(study.matters, rule) if study.matters.ever_acts(rule) else None
            except NotDecided:
                proved = False
            if because is not None:
                yield Finding(self.CODE, self.LEVEL, (rule.id,), rule.place, because, proved=proved)

    def words(self, finding: Finding, language: Language) -> str:
        (rule,) = finding.subjects
        if not finding.proved:
            return f"规则 `{rule}` 是否多余" if language == "zh" else f"whether the rule `{rule}` is redundant"
        if not finding.because:
            if language == "zh":
                return f"规则 `{rule}` 多余：产品自己的随带或合约已经如此"
            return f"the rule `{rule}` is redundant: an item's own parts or contracts already say so"
        others = [f"`{name}`" for name in finding.because]
        if language == "zh":
            return f"规则 `{rule}` 多余：它说的，{'、'.join(others)} 都说了"
        say = "say" if len(others) > 1 else "says"
        return f"the rule `{rule}` is redundant: {', '.join(others)} {say} all that it says"


FINDER = RedundantRule()
