"""The rule kind `tell` (告知)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.ground import Extents, Ground, Say
from model.language import Language
from model.rules.base import Act, Form, Key, Rule
from model.rules.channel import name_act
from model.selectors import Selector


@dataclass(frozen=True, slots=True)
class Tell:
    """`tell` (告知): what the customer must be told.

    What it says: whenever an act about an item of A happens, however it happens, the text is said.
    Why it exists: a loss that was not explained becomes a complaint (notes §5, §7, §11(3)).
    In the file: `tell: {act: change, cancel or add, of: A, say: …}`, and guards.
    Example: `{rule: T1, tell: {act: change, of: plan, say: 变更后原优惠包可能被取消}}`.
    Grounds to: one `Say`.
    Message: the text itself.
    """

    act: Act
    among: Selector | None
    say: str

    NAME: ClassVar[str] = "tell"
    FORM: ClassVar[Form] = Form(
        {"act": Key("act", required=True), "of": Key("holdings"), "say": Key("text", required=True)}, guards=True
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Tell:
        return cls(keys["act"], keys.get("of"), keys["say"])

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        return (Say(rule, self.act, extents.optional(self.among), self.say),)

    def words(self, language: Language) -> str:
        act = name_act(self.act, self.among, language)
        return f"{act} 须告知：{self.say}" if language == "zh" else f"on {act} say: {self.say}"


KIND = Tell
