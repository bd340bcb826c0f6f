"""Facts (客户资料): what may be known of a subscriber, how it is learnt or put right, and tests on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from model.errors import Place
from model.items import NOWHERE

FactType: TypeAlias = Literal["bool", "int", "number", "text", "date"]
FactValue: TypeAlias = bool | int | Decimal | str | date
FACT_TYPES: tuple[FactType, ...] = ("bool", "int", "number", "text", "date")


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a fact is put right: at one of `channels`, by doing `do`; then it is `value`."""

    channels: tuple[str, ...]
    do: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that the catalogue declares."""

    name: str
    type: FactType
    title: str = ""
    settle: Settlement | None = None
    default: FactValue | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OneOf:
    """The fact is one of `values`."""

    values: tuple[FactValue, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The fact lies in the range; bounds are inclusive, None where open."""

    minimum: FactValue | None = None
    maximum: FactValue | None = None


FactTest: TypeAlias = OneOf | Between
FactTests: TypeAlias = Mapping[str, FactTest]


def meets(test: FactTest, value: FactValue | None) -> bool:
    """Whether `value` passes; a fact that is not known (None) never does."""
    if value is None:
        return False
    match test:
        case OneOf(values=values):
            return any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in values)
        case Between(minimum=minimum, maximum=maximum):
            above = minimum is None or minimum <= value  # type: ignore[operator]
            return bool(above and (maximum is None or value <= maximum))  # type: ignore[operator]
