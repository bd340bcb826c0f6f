"""The rule kind `move` (变更方向)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.ground import Extents, Ground, Passage
from model.language import Language
from model.rules.base import Form, Key, Rule, name_set
from model.selectors import Bound, Selector, parts_of


@dataclass(frozen=True, slots=True)
class Move:
    """`move` (变更方向): from which plan a customer may go to which.

    What it says: a change from a plan of A is allowed to B alone (`only_to`), or not to B (`not_to`).
    Why it exists: members choose among three plans (notes §2); a promotion may not be left downwards.
        With `bound: true` in `from` it also lets a bound plan be left, where all such rules allow the change.
    In the file: `move: {from: A, not_to: B}` or `move: {from: A, only_to: B}`, and guards; `?x` joins the sides.
    Example: `{rule: M1, move: {from: {fee: "?f"}, only_to: {fee: {min: "?f"}}}}`.
    Grounds to: one `Passage` for each group of plans with the same targets.
    Message: `音乐套餐 只能变更到 音乐套餐` / `from 音乐套餐 a change goes to 音乐套餐 alone`.
    """

    leaving: Selector
    to: Selector
    allowed: bool

    NAME: ClassVar[str] = "move"
    FORM: ClassVar[Form] = Form(
        {
            "from": Key("holdings", required=True, joins=True),
            "not_to": Key("items", joins=True),
            "only_to": Key("items", joins=True),
        },
        one_of=(("not_to", "only_to"),),
        guards=True,
        resolves="guarded",
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Move:
        allowed = "only_to" in keys
        return cls(keys["from"], keys["only_to" if allowed else "not_to"], allowed)

    @property
    def speaks_of_bound(self) -> bool:
        """Whether the rule is about plans that are bound."""
        return any(part == Bound(True) for part in parts_of(self.leaving))

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        groups = extents.answered(self.leaving, self.to)
        return tuple(Passage(rule, leaving, to, self.allowed, self.speaks_of_bound) for leaving, to in groups)

    def words(self, language: Language) -> str:
        a, b = name_set(self.leaving, language), name_set(self.to, language)
        if language == "zh":
            return f"{a} {'只能' if self.allowed else '不可'}变更到 {b}"
        return f"from {a} a change goes to {b} alone" if self.allowed else f"from {a} no change goes to {b}"


KIND = Move
