"""The items, rules and declarations of two versions of a catalogue, field by field.

What differs in meaning is told even where it is written in the same words: a field without values then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from model.additions import moved_carriers
from model.catalogue import Catalogue
from model.comparison import FieldChange, ItemChange, RuleChange
from model.days import MonthEnd, Months, Span
from model.facts import Fact
from model.items import Item, Part
from model.rules.base import Rule, Valid, name_fact_value, name_set, name_tests

SINGLE = ("kind", "brand", "title", "note")


def contrast_items(old: Catalogue, new: Catalogue) -> tuple[ItemChange, ...]:
    """The items that came, went or changed."""
    found = []
    for name, item in new.items.items():
        if name not in old.items:
            found.append(ItemChange(name, "added"))
        elif changes := (*_differing(item_fields(old.items[name]), item_fields(item)), *_retyped(old.items[name], item)):
            found.append(ItemChange(name, "changed", changes))
    return (*found, *(ItemChange(name, "removed") for name in old.items if name not in new.items))


def contrast_rules(old: Catalogue, new: Catalogue) -> tuple[RuleChange, ...]:
    """The rules that came, went or changed; of those that bring something also where their order did."""
    found, moved = [], frozenset(moved_carriers(old, new))
    for id_, rule in new.rules.items():
        before = old.rules.get(id_)
        if before is None:
            found.append(RuleChange(id_, "added", None, rule))
        else:
            says = (FieldChange("says"),) if before.body != rule.body else ()
            order = (FieldChange("order"),) if id_ in moved else ()
            was, now = rule_fields(before), rule_fields(rule)
            unlike = (FieldChange(field) for field in _unlike_guards(before, rule) if was.get(field) == now.get(field))
            if changes := (*says, *_differing(was, now), *unlike, *order):
                found.append(RuleChange(id_, "changed", before, rule, changes))
    gone = (RuleChange(id_, "removed", rule, None) for id_, rule in old.rules.items() if id_ not in new.rules)
    return (*found, *gone)


def contrast_declared(old: Catalogue, new: Catalogue) -> tuple[FieldChange, ...]:
    """What differs of channels, brands and facts, and whether the items stand in another order."""
    common = ([name for name in one.items if name in other.items] for one, other in ((old, new), (new, old)))
    before, after = common
    order = (FieldChange("order"),) if before != after else ()
    return (*_differing(_declared(old), _declared(new)), *order)


def _declared(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    return {
        "channels": tuple(catalogue.channels),
        "brands": catalogue.brands,
        "facts": tuple(map(_fact, catalogue.facts.values())),
    }


def _fact(fact: Fact) -> str:
    parts = [f"{fact.name}: {fact.type}"]
    if fact.default is not None:
        parts.append(f"default {name_fact_value(fact.default)}")
    if fact.settle is not None:
        parts.append(f"settle {name_fact_value(fact.settle.value)} at {'/'.join(fact.settle.channels)}: {fact.settle.do}")
    return ", ".join(parts)


def _differing(before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]) -> Iterator[FieldChange]:
    for field in dict.fromkeys((*before, *after)):
        was, now = before.get(field, ()), after.get(field, ())
        if was != now:
            change = FieldChange(field, tuple(v for v in was if v not in now), tuple(v for v in now if v not in was))
            yield change if change.removed or change.added else FieldChange(field, was, now)


def _unlike_guards(before: Rule, after: Rule) -> Iterator[str]:
    """The guards that are not the same, in whatever words they are written."""
    if before.guards.holding != after.guards.holding:
        yield "holding"
    if before.guards.facts != after.guards.facts:
        yield "facts"


def _retyped(before: Item, after: Item) -> Iterator[FieldChange]:
    """The attributes that are written alike and are of other types."""
    was, now = before.attributes, after.attributes
    for name in was.keys() & now.keys():
        same = tuple(map(_value, was[name])) == tuple(map(_value, now[name]))
        if same and [(type(one), one) for one in was[name]] != [(type(one), one) for one in now[name]]:
            yield FieldChange(f"attrs.{name}")


def item_fields(item: Item) -> dict[str, tuple[str, ...]]:
    """An item's fields by the keys of the file, each value as it would stand there; what is not given is left out."""
    told: dict[str, Iterable[str]] = {key: filter(None, (getattr(item, key),)) for key in SINGLE}
    told |= {"aliases": item.aliases, "family": item.families, "tags": item.tags}
    told |= {"waives": item.waives, "discounts": item.discounts, "brings": map(part_text, item.brings)}
    told |= {"fee": () if item.monthly_fen is None else (_number(Decimal(item.monthly_fen) / 100),)}
    told |= {"benefits": (f"{name} {_number(amount)}" for name, amount in item.benefits.items())}
    told |= {"term": _span(item.term), "ends": _span(item.ends)}
    told |= {"withdrawn": ("true",) if item.withdrawn else (), "assumed": ("true",) if item.assumed else ()}
    told |= {"sold.from": _day(item.sold_from), "sold.until": _day(item.sold_until)}
    told |= {f"attrs.{name}": map(_value, values) for name, values in item.attributes.items()}
    return _given(told)


def rule_fields(rule: Rule) -> dict[str, tuple[str, ...]]:
    """The fields of a rule that all kinds have, as `item_fields`."""
    told: dict[str, Iterable[str]] = {"resolve": (rule.resolve,), "valid": _valid(rule.valid)}
    told |= {"at": () if rule.at is None else tuple(sorted(rule.at))}
    told |= {"holding": () if rule.guards.holding is None else (name_set(rule.guards.holding, "en"),)}
    told |= {"facts": (name_tests(rule.guards.facts),) if rule.guards.facts else ()}
    told |= {"tell": filter(None, (rule.tell,)), "cite": filter(None, (rule.cite,)), "note": filter(None, (rule.note,))}
    told |= {"assumed": ("true",) if rule.assumed else ()}
    return _given(told)


def _given(told: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {key: values for key, one in told.items() if (values := tuple(one))}


def part_text(part: Part) -> str:
    """A part as it would stand in the file."""
    marks = (["removable"] if part.removable else []) + [f"ends {one}" for one in _span(part.ends)]
    return f"{part.item} ({', '.join(marks)})" if marks else part.item


def _span(span: Span | None) -> tuple[str, ...]:
    match span:
        case None:
            return ()
        case MonthEnd():
            return ("month-end",)
        case Months(count=count):
            return (f"{count} months",)


def _valid(valid: Valid) -> tuple[str, ...]:
    return (*(f"from {day}" for day in _day(valid.since)), *(f"until {day}" for day in _day(valid.until)))


def _day(day: object) -> tuple[str, ...]:
    return () if day is None else (str(day),)


def _value(value: object) -> str:
    return _number(value) if isinstance(value, Decimal) else str(value)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
