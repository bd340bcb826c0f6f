"""The rule kind `at_most` (限量同用)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.ground import AtMost, Extents, Ground
from model.language import Language
from model.rules.base import Form, Key, Rule, name_set
from model.selectors import Selector


@dataclass(frozen=True, slots=True)
class AtMostRule:
    """`at_most` (限量同用): a group of which only so many are held.

    What it says: no more than n items of A are held.
    Why it exists: of a family of packs a number carries one at a time.
    In the file: `at_most: {n: 1, of: A}`.
    Example: `{rule: G1, at_most: {n: 1, of: GPRS套餐}}`.
    Grounds to: one `AtMost`.
    Message: `GPRS套餐 最多 1 项` / `at most 1 of GPRS套餐`.
    """

    n: int
    among: Selector

    NAME: ClassVar[str] = "at_most"
    FORM: ClassVar[Form] = Form({"n": Key("count", required=True), "of": Key("holdings", required=True)}, resolves="standing")

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> AtMostRule:
        return cls(keys["n"], keys["of"])

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        members = extents.of(self.among)
        return (AtMost(rule, self.n, members),) if len(members) > self.n else ()

    def words(self, language: Language) -> str:
        of = name_set(self.among, language)
        return f"{of} 最多 {self.n} 项" if language == "zh" else f"at most {self.n} of {of}"


KIND = AtMostRule
