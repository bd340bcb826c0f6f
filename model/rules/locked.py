"""The rule kind `locked` (锁定)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.ground import Bond, Extents, Ground
from model.language import Language
from model.rules.base import Form, Key, Rule, name_set
from model.selectors import Selector


@dataclass(frozen=True, slots=True)
class Locked:
    """`locked` (锁定): a holding that can't be cancelled.

    What it says: a holding of A is not cancelled: through the end of the month of its `until` (`month-end`), or ever (`always`).
    Why it exists: a membership counts through the month in which it ends (notes §2); some holdings are no customer's to cancel.
    In the file: `locked: {items: A, through: month-end or always}`.
    Example: `{rule: S2-term, locked: {items: 音乐会员, through: month-end}}`.
    Grounds to: one `Bond`.
    Message: `音乐会员 到期当月底前不可取消` / `音乐会员 can't be cancelled before the end of the month in which it ends`.
    """

    items: Selector
    always: bool

    NAME: ClassVar[str] = "locked"
    FORM: ClassVar[Form] = Form({"items": Key("holdings", required=True), "through": Key("through", required=True)})

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Locked:
        return cls(keys["items"], keys["through"] == "always")

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        members = extents.of(self.items)
        return (Bond(rule, members, self.always),) if members else ()

    def words(self, language: Language) -> str:
        of = name_set(self.items, language)
        if language == "zh":
            return f"{of} 不可取消" if self.always else f"{of} 到期当月底前不可取消"
        return f"{of} can't be cancelled" + ("" if self.always else " before the end of the month in which it ends")


KIND = Locked
