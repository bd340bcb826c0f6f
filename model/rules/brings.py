"""The rule kind `brings` (随带)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.days import Span
from model.ground import Carry, Extents, Ground
from model.language import Language
from model.rules.base import Form, Key, Rule, name_set
from model.selectors import Selector


@dataclass(frozen=True, slots=True)
class BringsRule:
    """`brings` (随带): what comes with an item, and leaves with it.

    What it says: an item of A, when it comes, brings all of B; they leave with it, and can't be cancelled alone unless removable.
    Why it exists: a plan opens platform services by itself and takes them back (notes §1, §9).
    In the file: `brings: {items: A, with: B, ends: D, removable: true}`.
    Example: `{rule: S1, brings: {items: 音乐套餐, with: 音乐体验包, ends: month-end}}`.
    Grounds to: one `Carry`.
    Message: `音乐套餐 随带 音乐体验包` / `音乐套餐 brings 音乐体验包`.
    """

    items: Selector
    parts: Selector
    ends: Span | None = None
    removable: bool = False

    NAME: ClassVar[str] = "brings"
    FORM: ClassVar[Form] = Form(
        {
            "items": Key("items", required=True),
            "with": Key("items", required=True),
            "ends": Key("span"),
            "removable": Key("bool"),
        },
        at=False,
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> BringsRule:
        return cls(keys["items"], keys["with"], keys.get("ends"), keys.get("removable", False))

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        items, parts = tuple(extents.of(self.items)), tuple(extents.of(self.parts))
        return (Carry(rule, items, parts),) if items and parts else ()

    def words(self, language: Language) -> str:
        a, b = name_set(self.items, language), name_set(self.parts, language)
        return f"{a} 随带 {b}" if language == "zh" else f"{a} brings {b}"


KIND = BringsRule
