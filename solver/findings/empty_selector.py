"""The finding `empty-selector` (选不中任何产品)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.language import Language
from model.rules.base import Rule
from model.selectors import NO_BINDINGS, AnyOf, Bindings, Selector
from solver.findings.base import Study
from solver.matters.selectors import body_selectors, other_selectors


class EmptySelector:
    """`empty-selector` (选不中任何产品): a selector of a rule, or an entry of its list, is the set of no item.

    That is: for every assignment of the join variables, no item is in it, however it were held.

    Why it matters: the rule speaks of less than its author thought; mostly a tag or an amount is misspelt.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一, fee: 10}]
        offers: [{name: 丙}]
        rules:
          - {rule: R1, conflict: [丙, {kind: plan, fee: {min: 20}}]}
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一, fee: 10}]
        offers: [{name: 丙}]
        rules:
          - {rule: R1, conflict: [丙, {kind: plan, fee: {min: 10}}]}
    """

    CODE: ClassVar[str] = "T406"
    NAME: ClassVar[str] = "empty-selector"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        for rule in study.catalogue.rules.values():
            study.look()
            if empty := list(_empty(study, rule)):
                keys = ", ".join(empty)
                yield Finding(self.CODE, self.LEVEL, (rule.id,), rule.place, figures={"keys": keys}, mark=keys)

    def words(self, finding: Finding, language: Language) -> str:
        (rule,) = finding.subjects
        keys = [f"`{key}`" for key in str(finding.figures["keys"]).split(", ")]
        if language == "zh":
            return f"规则 `{rule}` 的 {'、'.join(keys)} 不选中任何产品"
        return f"{', '.join(keys)} of the rule `{rule}` {'select' if len(keys) > 1 else 'selects'} no item"


def _empty(study: Study, rule: Rule) -> Iterator[str]:
    """The keys of the selectors that are empty, `key[2]` for the second entry of a list."""
    body = tuple(body_selectors(rule))
    bindings = study.extents.bindings(selector for _, selector in body)
    for key, selector in body:
        yield from _empty_parts(study, key, selector, bindings)
    for key, selector in other_selectors(rule):
        yield from _empty_parts(study, key, selector, (NO_BINDINGS,))


def _empty_parts(study: Study, key: str, selector: Selector, bindings: tuple[Bindings, ...]) -> Iterator[str]:
    def empty(one: Selector) -> bool:
        return not any(study.extents.of(one, binding) for binding in bindings)

    if empty(selector):
        yield key
    elif isinstance(selector, AnyOf):
        yield from (f"{key}[{place}]" for place, part in enumerate(selector.parts, start=1) if empty(part))


FINDER = EmptySelector()
