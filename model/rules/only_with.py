"""The rule kind `only_with` (限定主套餐)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.ground import Beside, Extents, Ground
from model.language import Language
from model.rules.base import Form, Key, Rule, name_set
from model.selectors import Selector


@dataclass(frozen=True, slots=True)
class OnlyWith:
    """`only_with` (限定主套餐): an item that only some plans carry.

    What it says: an item of A is held only beside a plan of P; with no plan held it is broken.
    Why it exists: a V-net or a membership belongs to a brand or a family; all other plans are closed to it (notes §11b).
    In the file: `only_with: {items: A, allow: P}`; `?x` joins the sides.
    Example: `{rule: S11b, only_with: {items: 校园V网, allow: {brand: 动感地带}}, resolve: first}`.
    Grounds to: one `Beside` for each group of items with the same plans.
    Message: `校园V网 只能与 动感地带 同用` / `校园V网 stands only beside 动感地带`.
    """

    items: Selector
    allow: Selector

    NAME: ClassVar[str] = "only_with"
    FORM: ClassVar[Form] = Form(
        {"items": Key("holdings", required=True, joins=True), "allow": Key("holdings", required=True, joins=True)},
        resolves="standing",
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> OnlyWith:
        return cls(keys["items"], keys["allow"])

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        return tuple(Beside(rule, items, plans) for items, plans in extents.answered(self.items, self.allow))

    def words(self, language: Language) -> str:
        a, b = name_set(self.items, language), name_set(self.allow, language)
        return f"{a} 只能与 {b} 同用" if language == "zh" else f"{a} stands only beside {b}"


KIND = OnlyWith
