"""The rule kind `starts` (生效日)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.ground import Defer, Extents, Ground
from model.language import Language
from model.rules.base import Form, Key, Rule, name_set
from model.selectors import EVERY, Selector


@dataclass(frozen=True, slots=True)
class Starts:
    """`starts` (生效日): a change that takes effect later.

    What it says: a change to a plan of A, from one of B, starts on the first of next month.
    Why it exists: most plans are charged by the month.
    In the file: `starts: {of: A, from: B, day: next-month}`, and guards; without `of` or `from` any plan is meant.
    Example: `{rule: N1, starts: {of: 全球通, day: next-month}}`.
    Grounds to: one `Defer`.
    Message: `变更到 全球通 次月1日生效` / `a change to 全球通 starts on the first of next month`.
    """

    among: Selector | None
    leaving: Selector | None

    NAME: ClassVar[str] = "starts"
    FORM: ClassVar[Form] = Form(
        {"of": Key("items"), "from": Key("holdings"), "day": Key("start_day", required=True)}, guards=True
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Starts:
        return cls(keys.get("of"), keys.get("from"))

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        return (Defer(rule, extents.optional(self.among), extents.optional(self.leaving)),)

    def words(self, language: Language) -> str:
        to = name_set(EVERY if self.among is None else self.among, language)
        if language == "zh":
            return f"{'' if self.leaving is None else f'由 {name_set(self.leaving, language)} '}变更到 {to} 次月1日生效"
        leaving = "" if self.leaving is None else f" from {name_set(self.leaving, language)}"
        return f"a change to {to}{leaving} starts on the first of next month"


KIND = Starts
