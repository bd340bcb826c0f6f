"""What all rules share: the envelope, the guards, the form of a kind in the file, and the words of selectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, TypeAlias

from model.errors import Place
from model.facts import Between, FactTests, OneOf
from model.items import NOWHERE
from model.language import Language
from model.selectors import AllOf, Among, AnyOf, Bound, InRange, Not, Origin, Selector, Value, Variable

if TYPE_CHECKING:
    from model.ground import Extents, Ground

Act: TypeAlias = Literal["change", "cancel", "add"]
Resolve: TypeAlias = Literal["auto", "consent", "first"]
When: TypeAlias = Literal["held", "taken"]
FieldType: TypeAlias = Literal[
    "items",  # a selector of items
    "holdings",  # a selector of holdings: `bound` and `origin` may be asked
    "facts",
    "act",
    "when",
    "channels",
    "span",
    "period",
    "after",
    "count",
    "bool",
    "text",
    "through",
    "start_day",
]
STRICTNESS: Mapping[Resolve, int] = {"auto": 0, "consent": 1, "first": 2}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a rule kind's mapping in the file."""

    type: FieldType
    required: bool = False
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind is written in the file.

    Shape: `keys` are the keys of its mapping; `pair` names the two keys of a kind that is written as a list of two.
    `one_of` are sets of keys of which exactly one must stand; `some_of` of which at least one must.
    """

    keys: Mapping[str, Key]
    pair: tuple[str, str] | None = None
    one_of: tuple[tuple[str, ...], ...] = ()
    some_of: tuple[tuple[str, ...], ...] = ()
    guards: bool = False
    resolves: Literal["standing", "guarded", "no"] = "no"
    at: bool = True


class Body(Protocol):
    """What a rule of one kind says. Its module's class docstring is the manual page of the kind."""

    NAME: ClassVar[str]
    FORM: ClassVar[Form]

    @classmethod
    def of(cls, keys: Mapping[str, Any]) -> Body:
        """The body from the checked values of its keys, absent ones left out."""
        ...

    def ground(self, rule: Rule, extents: Extents) -> tuple[Ground, ...]:
        """The rule in the ground language."""
        ...

    def words(self, language: Language) -> str:
        """What the rule says, in a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Valid:
    """The days on which a rule stands; None where open."""

    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """Whether the rule stands on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


ALWAYS = Valid()


@dataclass(frozen=True, slots=True)
class Guards:
    """What must hold in the state before the order for a rule to act."""

    holding: Selector | None = None
    facts: FactTests = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of the rule sheet. Shape: `at` is None where the rule acts through every channel."""

    id: str
    body: Body
    resolve: Resolve = "consent"
    resolve_given: bool = False
    cite: str = ""
    tell: str = ""
    valid: Valid = ALWAYS
    at: frozenset[str] | None = None
    guards: Guards = Guards()
    assumed: bool = False
    note: str = ""
    place: Place = NOWHERE

    def acts_at(self, channel: str | None) -> bool:
        """Whether the rule acts in an order placed through `channel` (None: in no order, as in a wait)."""
        return self.at is None or (channel is not None and channel in self.at)

    def says(self, language: Language) -> str:
        """The rule's own words: what must be told, else what it says."""
        return self.tell or self.body.words(language)


def name_set(selector: Selector, language: Language) -> str:
    """A selector in words."""
    zh = language == "zh"
    match selector:
        case AnyOf(parts=parts):
            return ("、" if zh else ", ").join(name_set(part, language) for part in parts) or ("无" if zh else "nothing")
        case AllOf(parts=()):
            return "任何产品" if zh else "any item"
        case AllOf(parts=parts):
            return ("且" if zh else " and ").join(name_set(part, language) for part in parts)
        case Not(inner=inner):
            return ("非" if zh else "not ") + name_set(inner, language)
        case Bound(wanted=wanted):
            return ("在约的" if wanted else "不在约的") if zh else ("bound" if wanted else "not bound")
        case Origin(names=names):
            return ("来源为" if zh else "from ") + "/".join(names)
        case Among(key="kind", values=values):
            kinds = (
                {"plan": "主套餐", "offer": "优惠", "vnet": "V网"}
                if zh
                else {"plan": "plans", "offer": "offers", "vnet": "V-nets"}
            )
            return "/".join(kinds.get(str(v), str(v)) for v in values)
        case Among(key="item" | "family" | "brand" | "tag", values=values):
            return "/".join(_value(v) for v in values)
        case Among(key=key, values=values):
            label = {"waives": "免", "discounts": "优惠"}.get(key, key + "=") if zh else key.removeprefix("attrs.") + "="
            return label + "/".join(_value(v) for v in values)
        case InRange(key=key):
            key = {"fee": "月费"}.get(key, key) if zh else key.removeprefix("attrs.")
            bounds = ((">=", selector.least), ("<=", selector.most), (">", selector.above), ("<", selector.below))
            return key + " ".join(f"{sign}{_value(v)}" for sign, v in bounds if v is not None)


def _value(value: Value | Variable) -> str:
    return f"?{value.name}" if isinstance(value, Variable) else str(value)


def name_tests(tests: FactTests) -> str:
    """Tests on facts in words."""
    parts = []
    for fact, test in tests.items():
        match test:
            case OneOf(values=values):
                parts.append(f"{fact}={'/'.join(name_fact_value(v) for v in values)}")
            case Between(minimum=minimum, maximum=maximum):
                low = "" if minimum is None else f">={name_fact_value(minimum)}"
                high = "" if maximum is None else f"<={name_fact_value(maximum)}"
                parts.append(f"{fact}{low}{high}")
    return " ".join(parts)


def name_fact_value(value: object) -> str:
    """A fact's value as it is written in a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
