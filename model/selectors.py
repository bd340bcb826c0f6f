"""Selectors: sets of items by word, list or mapping, with join variables and conditions on a holding.

A selector is matched in two steps. `match` looks at the item alone, with join variables bound, and leaves a residue: always,
never, or a condition on the holding (`bound`, `origin`). `holds` decides that residue for one holding on one day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from model.items import AttributeValue, Item

Value: TypeAlias = AttributeValue
Bindings: TypeAlias = Mapping[str, Value]
NO_BINDINGS: Bindings = {}


@dataclass(frozen=True, slots=True)
class Variable:
    """A join variable `?x`, shared by the two sides of a rule."""

    name: str


@dataclass(frozen=True, slots=True)
class Among:
    """One of the item's values of `key` is one of `values`.

    Shape: `key` is item, kind, brand, family, tag, waives, discounts, fee or an attribute as `attrs.NAME`.
    """

    key: str
    values: tuple[Value | Variable, ...]


@dataclass(frozen=True, slots=True)
class InRange:
    """One of the item's numbers of `key` lies in the range; `least` and `most` inclusive, `above` and `below` strict."""

    key: str
    least: Value | Variable | None = None
    most: Value | Variable | None = None
    above: Value | Variable | None = None
    below: Value | Variable | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """The holding's `until` has not passed (`wanted`), or it has none or has passed."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """The holding's origin is one of `names`: own, campaign, plan (the plan held) or an item."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this."""

    inner: Selector


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these."""

    parts: tuple[Selector, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of these; none at all where empty."""

    parts: tuple[Selector, ...]


Selector: TypeAlias = Among | InRange | Bound | Origin | Not | AllOf | AnyOf
Residue: TypeAlias = Literal[True, False] | Bound | Origin | Not | AllOf | AnyOf
EVERY: Selector = AllOf(())


def values_of(item: Item, key: str) -> tuple[Value, ...]:
    """The item's values of a selector key. Units: `fee` is in yuan; an item without a fee has none."""
    match key:
        case "item":
            return (item.name,)
        case "kind":
            return (item.kind,)
        case "brand":
            return (item.brand,) if item.brand else ()
        case "family":
            return item.families
        case "tag":
            return item.tags
        case "waives":
            return item.waives
        case "discounts":
            return item.discounts
        case "fee":
            return () if item.monthly_fen is None else (Decimal(item.monthly_fen) / 100,)
        case _:
            return item.attributes.get(key.removeprefix("attrs."), ())


def match(selector: Selector, item: Item, bindings: Bindings = NO_BINDINGS) -> Residue:
    """What is left to ask of the holding for `item` to be in the set."""
    match selector:
        case Among(key=key, values=values):
            wanted = {bindings.get(v.name) if isinstance(v, Variable) else v for v in values}
            return any(value in wanted for value in values_of(item, key))
        case InRange(key=key):
            return any(isinstance(v, Decimal) and _in_range(selector, v, bindings) for v in values_of(item, key))
        case Bound() | Origin():
            return selector
        case Not(inner=inner):
            residue = match(inner, item, bindings)
            return (not residue) if isinstance(residue, bool) else Not(residue)
        case AllOf(parts=parts):
            return _combine(parts, item, bindings, decided_by=False)
        case AnyOf(parts=parts):
            return _combine(parts, item, bindings, decided_by=True)


def _combine(parts: tuple[Selector, ...], item: Item, bindings: Bindings, *, decided_by: bool) -> Residue:
    left: list[Bound | Origin | Not | AllOf | AnyOf] = []
    for part in parts:
        residue = match(part, item, bindings)
        if isinstance(residue, bool):
            if residue is decided_by:
                return decided_by
        else:
            left.append(residue)
    if not left:
        return not decided_by
    if len(left) == 1:
        return left[0]
    return AnyOf(tuple(left)) if decided_by else AllOf(tuple(left))


def _in_range(bounds: InRange, value: Decimal, bindings: Bindings) -> bool:
    def number(limit: Value | Variable | None) -> Decimal | Literal[False] | None:
        got = bindings.get(limit.name) if isinstance(limit, Variable) else limit
        if limit is None:
            return None
        return got if isinstance(got, Decimal) else False

    least, most, above, below = map(number, (bounds.least, bounds.most, bounds.above, bounds.below))
    if False in (least is not False, most is not False, above is not False, below is not False):
        return False
    return (
        (least is None or value >= least)
        and (most is None or value <= most)
        and (above is None or value > above)
        and (below is None or value < below)
    )


def holds(residue: Residue, *, bound: bool, origin: str, plan: str | None) -> bool:
    """Whether a holding with this origin, bound on the day or not, beside `plan`, is in the set.

    Shape: `origin` is "own", "campaign" or an item's name.
    """
    match residue:
        case bool():
            return residue
        case Bound(wanted=wanted):
            return bound is wanted
        case Origin(names=names):
            return origin in names or ("plan" in names and plan is not None and origin == plan)
        case Not(inner=inner):
            return not holds(_residue(inner), bound=bound, origin=origin, plan=plan)
        case AllOf(parts=parts):
            return all(holds(_residue(part), bound=bound, origin=origin, plan=plan) for part in parts)
        case AnyOf(parts=parts):
            return any(holds(_residue(part), bound=bound, origin=origin, plan=plan) for part in parts)


def _residue(selector: Selector) -> Residue:
    assert not isinstance(selector, Among | InRange), "a residue asks nothing of the item"
    return selector


def parts_of(selector: Selector) -> Iterator[Selector]:
    """The selector and all that stands in it, outermost first."""
    yield selector
    match selector:
        case Not(inner=inner):
            yield from parts_of(inner)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from parts_of(part)
        case _:
            return


def asks_origin(residue: Residue) -> bool:
    """Whether it asks what a holding has come with."""
    return not isinstance(residue, bool) and any(isinstance(part, Origin) for part in parts_of(residue))


def variables(selector: Selector) -> frozenset[str]:
    """The join variables that the selector uses."""
    found: set[str] = set()
    for part in parts_of(selector):
        match part:
            case Among(values=values):
                found.update(v.name for v in values if isinstance(v, Variable))
            case InRange(least=a, most=b, above=c, below=d):
                found.update(v.name for v in (a, b, c, d) if isinstance(v, Variable))
            case _:
                pass
    return frozenset(found)


def is_joined(left: Selector, right: Selector) -> bool:
    """Whether a join variable stands on either side. Cost: less than to collect them."""
    return _has_variable(left) or _has_variable(right)


def _has_variable(selector: Selector) -> bool:
    match selector:
        case Among(values=values):
            return any(isinstance(value, Variable) for value in values)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(map(_has_variable, parts))
        case Not(inner=inner):
            return _has_variable(inner)
        case _:
            return bool(variables(selector))


def bindings_of(sides: Iterable[Selector], items: Iterable[Item]) -> tuple[Bindings, ...]:
    """Every assignment of the join variables that the items can give, in a fixed order; as of `bindings_by`."""
    return bindings_by(sides, lambda key: (value for item in items for value in values_of(item, key)))


def bindings_by(sides: Iterable[Selector], values_at: Callable[[str], Iterable[Value]]) -> tuple[Bindings, ...]:
    """Every assignment of the join variables that the values of keys can give, in a fixed order.

    Shape: one empty assignment where there are no variables; a variable takes the values that items have of the keys it
    stands at (ranges only compare).
    """
    keys: dict[str, set[str]] = {}
    for side in sides:
        for name in variables(side):
            keys.setdefault(name, set())
        for part in parts_of(side):
            if isinstance(part, Among):
                for value in part.values:
                    if isinstance(value, Variable):
                        keys[value.name].add(part.key)
    if not keys:
        return (NO_BINDINGS,)
    domains = {name: {value for key in at for value in values_at(key)} for name, at in keys.items()}
    assignments: list[dict[str, Value]] = [{}]
    for name in sorted(domains):
        ordered = sorted(domains[name], key=lambda v: (isinstance(v, str), v if isinstance(v, Decimal) else 0, str(v)))
        assignments = [{**assignment, name: value} for assignment in assignments for value in ordered]
    return tuple(assignments)
