"""The rule kind `conflict` (互斥)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.ground import Apart, Extents, Ground
from model.language import Language
from model.rules.base import Form, Key, Rule, name_set
from model.selectors import Selector


@dataclass(frozen=True, slots=True)
class Conflict:
    """`conflict` (互斥): two items that can't stand together.

    What it says: no item of A is held together with another item of B.
    Why it exists: a new plan and an old offer price the same thing, so billing can carry only one of them (notes §6(2), §10).
    In the file: `conflict: [A, B]`, two selectors; `bound` and `origin` may be asked, `?x` joins the sides.
    Example: `{rule: S6, conflict: [GPRS套餐, 奥运88], resolve: consent}`.
    Grounds to: one `Apart` a binding, two sets.
    Message: `GPRS套餐 与 奥运88 互斥` / `GPRS套餐 can't stand with 奥运88`.
    """

    left: Selector
    right: Selector

    NAME: ClassVar[str] = "conflict"
    FORM: ClassVar[Form] = Form(
        {"left": Key("holdings", required=True, joins=True), "right": Key("holdings", required=True, joins=True)},
        pair=("left", "right"),
        resolves="standing",
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Conflict:
        return cls(keys["left"], keys["right"])

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        return tuple(Apart(rule, a, b) for a, b in extents.joined(self.left, self.right) if b)

    def words(self, language: Language) -> str:
        a, b = name_set(self.left, language), name_set(self.right, language)
        return f"{a} 与 {b} 互斥" if language == "zh" else f"{a} can't stand with {b}"


KIND = Conflict
