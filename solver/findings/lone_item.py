"""The finding `lone-item` (无规则无捆绑的产品)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from model.finding import Finding, Level
from model.ground import Extents
from model.language import Language
from model.rules.base import Rule
from model.selectors import NO_BINDINGS, AllOf, Among, AnyOf, Bindings, Bound, Not, Origin, Selector
from solver.findings.base import Study
from solver.matters.selectors import body_selectors, other_selectors


class LoneItem:
    """`lone-item` (无规则无捆绑的产品): no rule speaks of the item in particular, and it comes with nothing and brings nothing.

    That is: for each selector of each rule and each assignment of its join variables, the item is not in the set, or the
    selector asks of an item nothing but its kind; and no item, by its own entry, brings it, nor it any.

    Why it matters: a new item is often entered before its rules are, and until then everything goes with it.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一}]
        offers: [{name: 丙}, {name: 丁}]
        rules:
          - {rule: R1, conflict: [甲, 丙]}
          - {rule: R2, tell: {act: add, of: offer, say: 请告知}}
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一, brings: [丁]}]
        offers: [{name: 丙}, {name: 丁}]
        rules:
          - {rule: R1, conflict: [甲, 丙]}
          - {rule: R2, tell: {act: add, of: offer, say: 请告知}}
    """

    CODE: ClassVar[str] = "T404"
    NAME: ClassVar[str] = "lone-item"
    LEVEL: ClassVar[Level] = "note"

    def find(self, study: Study) -> Iterator[Finding]:
        items = study.catalogue.items
        named = {part.item for item in items.values() for part in item.brings}
        named |= {name for name, item in items.items() if item.brings}
        for rule in study.catalogue.rules.values():
            study.look()
            named |= _named(study.extents, rule)
        for name, item in items.items():
            if name not in named:
                yield Finding(self.CODE, self.LEVEL, (name,), item.place)

    def words(self, finding: Finding, language: Language) -> str:
        (item,) = finding.subjects
        if language == "zh":
            return f"没有规则专门说到 `{item}`，它也不与别的产品捆绑"
        return f"no rule speaks of `{item}` in particular, and it is in no bundle"


def _named(extents: Extents, rule: Rule) -> set[str]:
    """The items that a rule speaks of in particular."""
    body = [selector for _, selector in body_selectors(rule)]
    named: set[str] = set()
    for bindings in extents.bindings(body):
        named.update(*(_of(extents, selector, bindings) for selector in body))
    return named.union(*(_of(extents, selector, NO_BINDINGS) for _, selector in other_selectors(rule)))


def _of(extents: Extents, selector: Selector, bindings: Bindings) -> set[str]:
    """The items of a selector, those of its parts that ask for the kind alone left out."""
    if isinstance(selector, AnyOf):
        return set().union(*(_of(extents, part, bindings) for part in selector.parts))
    return set() if _asks_kind_alone(selector) else set(extents.of(selector, bindings))


def _asks_kind_alone(selector: Selector) -> bool:
    match selector:
        case Among(key=key):
            return key == "kind"
        case Bound() | Origin():
            return True
        case Not(inner=inner):
            return _asks_kind_alone(inner)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return all(map(_asks_kind_alone, parts))
        case _:
            return False


FINDER = LoneItem()
