"""The rule kind `eligible` (办理条件)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.facts import FactTests
from model.ground import Extents, Fit, Ground
from model.language import Language
from model.rules.base import Form, Key, Rule, When, name_set, name_tests
from model.selectors import Selector


@dataclass(frozen=True, slots=True)
class Eligible:
    """`eligible` (办理条件): what must be known of who orders or holds an item.

    What it says: who orders (default) or holds (`when: held`) an item of A passes the tests; a fact not known fails.
    Why it exists: student plans, registered numbers, ages.
    In the file: `eligible: {items: A, facts: {age: {min: 18}}, when: held or taken}`.
    Example: `{rule: E1, eligible: {items: 校园V网, facts: {student: true}}}`.
    Grounds to: one `Fit`.
    Message: `校园V网 要求 student=true` / `校园V网 asks for student=true`.
    """

    items: Selector
    facts: FactTests
    when: When = "taken"

    NAME: ClassVar[str] = "eligible"
    FORM: ClassVar[Form] = Form(
        {"items": Key("holdings", required=True), "facts": Key("facts", required=True), "when": Key("when")},
        resolves="standing",
    )

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Eligible:
        return cls(**keys)

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        members = extents.of(self.items)
        return (Fit(rule, members, self.facts, self.when == "taken"),) if members else ()

    def words(self, language: Language) -> str:
        of, tests = name_set(self.items, language), name_tests(self.facts)
        return f"{of} 要求 {tests}" if language == "zh" else f"{of} asks for {tests}"


KIND = Eligible
