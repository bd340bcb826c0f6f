"""What differs between what an answer says and what was recounted, with its path in the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal

from model.answer import Answer

KEYS: Mapping[str, str] = {"leaving": "from"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. Shape: `wanted` is what was recounted, `found` what the document says."""

    path: str
    wanted: object
    found: object


def compare(found: object, wanted: object, path: str) -> Iterator[Difference]:
    """Where two pieces of an answer differ: the smallest parts that do."""
    if isinstance(found, Answer) and isinstance(wanted, Answer):
        yield from _charges(found, wanted, path)
    if is_dataclass(found) and not isinstance(found, type) and type(found) is type(wanted):
        for one in fields(found):
            if isinstance(found, Answer) and one.name in ("before", "after"):
                continue
            yield from compare(getattr(found, one.name), getattr(wanted, one.name), f"{path}.{KEYS.get(one.name, one.name)}")
    elif isinstance(found, tuple) and isinstance(wanted, tuple) and len(found) == len(wanted) and any(map(is_dataclass, found)):
        for place, (a, b) in enumerate(zip(found, wanted, strict=True)):
            yield from compare(a, b, f"{path}[{place}]")
    elif found != wanted:
        yield Difference(path, wanted, found)


def _charges(found: Answer, wanted: Answer, path: str) -> Iterator[Difference]:
    for key in ("before", "after"):
        a, b = getattr(found, key), getattr(wanted, key)
        yield from compare(_yuan(a.fee_fen), _yuan(b.fee_fen), f"{path}.fee.{key}")
        yield from compare(dict(a.benefits), dict(b.benefits), f"{path}.benefits.{key}")


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def show(value: object) -> object:
    """A value as it would stand in a document, things named by their item, rule or fact."""
    if isinstance(value, tuple | list):
        return [show(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): show(one) for name, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        for key in ("item", "rule", "fact", "holds", "items"):
            if hasattr(value, key):
                return show(getattr(value, key))
        return {one.name: show(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | bool | None) else str(value)
