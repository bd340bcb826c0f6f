"""The rule kind `needs` (依赖)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.ground import Extents, Ground, Support
from model.language import Language
from model.rules.base import Form, Key, Rule, When, name_set
from model.selectors import Selector


@dataclass(frozen=True, slots=True)
class Needs:
    """`needs` (依赖): an item that stands on another.

    What it says: with an item of A, another one of B is held: always, or (`when: taken`) only when one of A is ordered.
    Why it exists: a ring-tone pack needs the ring-tone service; some offers are sold only to who has a data pack.
    In the file: `needs: {items: A, any_of: B, when: held or taken}`; `?x` joins the sides.
    Example: `{rule: R1, needs: {items: 彩铃优惠包, any_of: 彩铃}}`.
    Grounds to: one `Support` for each group of items with the same supporters.
    Message: `彩铃优惠包 须有 彩铃` / `彩铃优惠包 needs 彩铃`.
    """

    items: Selector
    any_of: Selector
    when: When = "held"

    NAME: ClassVar[str] = "needs"
    FORM: ClassVar[Form] = Form(
        {
            "items": Key("holdings", required=True, joins=True),
            "any_of": Key("holdings", required=True, joins=True),
            "when": Key("when"),
        },
        resolves="standing",
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Needs:
        return cls(**keys)

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        taken = self.when == "taken"
        return tuple(Support(rule, items, any_of, taken) for items, any_of in extents.answered(self.items, self.any_of))

    def words(self, language: Language) -> str:
        a, b = name_set(self.items, language), name_set(self.any_of, language)
        if language == "zh":
            return f"{'办理时' if self.when == 'taken' else ''}{a} 须有 {b}"
        return f"{a} needs {b}{' when it is ordered' if self.when == 'taken' else ''}"


KIND = Needs
