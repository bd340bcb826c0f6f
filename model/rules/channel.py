"""The rule kind `channel` (受理渠道)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.ground import Extents, Gate, Ground
from model.language import Language
from model.rules.base import Act, Form, Key, Rule, name_set
from model.selectors import EVERY, Selector

ACTS: Mapping[Language, Mapping[Act, str]] = {
    "zh": {"change": "变更", "cancel": "取消", "add": "办理"},
    "en": {"change": "a change to", "cancel": "cancelling", "add": "ordering"},
}


def name_act(act: Act, among: Selector | None, language: Language) -> str:
    """An act about a set of items, in words."""
    return f"{ACTS[language][act]} {name_set(EVERY if among is None else among, language)}"


@dataclass(frozen=True, slots=True)
class Channel:
    """`channel` (受理渠道): where an order is placed.

    What it says: an act about an item of A, from a plan of B, is taken only through these channels, or not through those.
    Why it exists: the hotline may not do what needs a document in the customer's hand (notes §2, §3, §4, §8).
    In the file: `channel: {act: change, cancel or add, of: A, from: B, only: [hall]}` or `not: [hotline]`, and guards.
        `only` and `not` may stand together; without `of` any item is meant; `only: []` is nowhere.
    Example: `{rule: S8, channel: {act: change, of: plan, from: 商务IP套餐, not: [hotline]}}`.
    Grounds to: one `Gate` with the channels that are left.
    Message: `变更 主套餐：不经 hotline` / `a change to plans: not through hotline`.
    """

    act: Act
    among: Selector | None
    leaving: Selector | None
    only: tuple[str, ...] | None
    never: tuple[str, ...]

    NAME: ClassVar[str] = "channel"
    FORM: ClassVar[Form] = Form(
        {
            "act": Key("act", required=True),
            "of": Key("holdings"),
            "from": Key("holdings"),
            "only": Key("channels"),
            "not": Key("channels"),
        },
        some_of=(("only", "not"),),
        guards=True,
        resolves="guarded",
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Channel:
        return cls(keys["act"], keys.get("of"), keys.get("from"), keys.get("only"), keys.get("not", ()))

    def channels(self, every: frozenset[str]) -> frozenset[str]:
        """The channels that the rule leaves."""
        return (every if self.only is None else frozenset(self.only)) - frozenset(self.never)

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        of, leaving = extents.optional(self.among), extents.optional(self.leaving)
        return (Gate(rule, self.act, of, leaving, self.channels(extents.channels)),)

    def words(self, language: Language) -> str:
        zh = language == "zh"
        act = name_act(self.act, self.among, language)
        if self.leaving is not None:
            act = f"{name_set(self.leaving, language)} {act}" if zh else f"{act} from {name_set(self.leaving, language)}"
        limits = []
        if self.only is not None:
            limits.append(
                ("限 " if zh else "only through ") + "/".join(self.only) if self.only else "无处可办" if zh else "nowhere"
            )
        if self.never:
            limits.append(("不经 " if zh else "not through ") + "/".join(self.never))
        return act + ("：" + "，".join(limits) if zh else ": " + ", ".join(limits))


KIND = Channel
