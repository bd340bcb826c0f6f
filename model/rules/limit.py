"""The rule kind `limit` (次数限制)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.days import Months, Period
from model.ground import Extents, Ground, Quota
from model.language import Language
from model.rules.base import Act, Form, Key, Rule
from model.rules.channel import name_act
from model.selectors import Selector


@dataclass(frozen=True, slots=True)
class Limit:
    """`limit` (次数限制): how often an act may happen.

    What it says: an act about an item of A happens at most n times in a calendar period, or within N months;
        with `after`, only within that time after such an act (`at_most: 0`: not again). Every such act before the order
        counts, however it happened.
    Why it exists: one change a month; who cancels a discount does not get it again for half a year.
    In the file: `limit: {act: change, of: A, at_most: 1, per: month, after: {act: cancel, of: B}}`, and guards.
    Example: `{rule: L1, limit: {act: change, of: plan, at_most: 1, per: month}}`.
    Grounds to: one `Quota`.
    Message: `变更 主套餐：每月最多 1 次` / `a change to plans: at most 1 a month`.
    """

    act: Act
    among: Selector | None
    at_most: int
    period: Period
    after: tuple[Act, Selector | None] | None

    NAME: ClassVar[str] = "limit"
    FORM: ClassVar[Form] = Form(
        {
            "act": Key("act", required=True),
            "of": Key("holdings"),
            "at_most": Key("count", required=True),
            "per": Key("period", required=True),
            "after": Key("after"),
        },
        guards=True,
        resolves="guarded",
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Limit:
        return cls(keys["act"], keys.get("of"), keys["at_most"], keys["per"], keys.get("after"))

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        after = None if self.after is None else (self.after[0], extents.optional(self.after[1]))
        return (Quota(rule, self.act, extents.optional(self.among), self.at_most, self.period, after),)

    def words(self, language: Language) -> str:
        act = name_act(self.act, self.among, language)
        if language == "zh":
            names = {"day": "每天", "month": "每月", "year": "每年"}
            period = f"{self.period.count}个月内" if isinstance(self.period, Months) else names[self.period]
            after = "" if self.after is None else f"{name_act(*self.after, language)} 之后"
            return f"{after}{act}：{period}最多 {self.at_most} 次"
        period = f"within {self.period.count} months" if isinstance(self.period, Months) else f"a {self.period}"
        after = "" if self.after is None else f" after {name_act(*self.after, language)}"
        return f"{act}: at most {self.at_most} {period}{after}"


KIND = Limit
