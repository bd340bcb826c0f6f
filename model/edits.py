"""What drafts do to a catalogue, change by change, and the catalogue that is left where some of it is undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from model.catalogue import Catalogue
from model.contrast import part_text
from model.draft import Drafted
from model.finding import Change
from model.items import Item, Part

T = TypeVar("T")
LISTS: Mapping[str, str] = {
    "waives": "waives", "discounts": "discounts", "brings": "brings", "tags": "tags", "family": "families",
}  # fmt: skip
"""The fields that are lists of values, by their keys in the file."""
SINGLE: Mapping[str, str] = {
    "fee": "monthly_fen", "brand": "brand", "withdrawn": "withdrawn", "sold.from": "sold_from", "sold.until": "sold_until",
    "term": "term", "ends": "ends",
}  # fmt: skip
NEEDED = ("fee", "brand")
"""Single fields that no item is given by mistake."""
ATTRIBUTE = "attrs."


def changes_of(drafted: Drafted) -> tuple[Change, ...]:
    """The changes that would each undo one thing that the drafts do.

    Shape: rules before items, each in the sequence of the version that has it. That a new item is there is not undone.
    """
    rules, items = drafted.rules, drafted.items
    found = [Change("remove", id_) for id_ in rules.added]
    found += [Change("revert", id_) for id_ in rules.replaced if _differs(drafted, id_)]
    found += [Change("restore", id_) for id_ in rules.removed]
    for name in drafted.new.items:
        if name in items.added:
            found += _of_new(drafted.new.items[name])
        elif name in items.replaced:
            found += _of_replaced(drafted.old.items[name], drafted.new.items[name])
    return (*found, *(Change("restore", name) for name in items.removed))


def _differs(drafted: Drafted, id_: str) -> bool:
    old, new = drafted.old.rules[id_], drafted.new.rules[id_]
    return replace(old, place=new.place) != new


def _of_new(item: Item) -> Iterator[Change]:
    for field in LISTS:
        yield from (Change("drop", item.name, (value,), field) for value in _texts(item, field))
    for field, attribute in SINGLE.items():
        if field not in NEEDED and getattr(item, attribute):
            yield Change("drop", item.name, (), field)
    yield from (Change("drop", item.name, (), ATTRIBUTE + name) for name in item.attributes)


def _of_replaced(old: Item, new: Item) -> Iterator[Change]:
    for field in LISTS:
        before, after = _texts(old, field), _texts(new, field)
        yield from (Change("drop", new.name, (value,), field) for value in after if value not in before)
        yield from (Change("keep", new.name, (value,), field) for value in before if value not in after)
    for field, attribute in SINGLE.items():
        if getattr(old, attribute) != getattr(new, attribute):
            yield Change("revert", new.name, (), field)
    for name in dict.fromkeys((*old.attributes, *new.attributes)):
        if old.attributes.get(name) != new.attributes.get(name):
            yield Change("revert", new.name, (), ATTRIBUTE + name)


def _texts(item: Item, field: str) -> tuple[str, ...]:
    """The values of a list, each as it stands in the file."""
    return tuple(map(_text, getattr(item, LISTS[field])))


def _text(value: str | Part) -> str:
    return part_text(value) if isinstance(value, Part) else value


# -- undoing ---------------------------------------------------------------------------------------------------------------------
def undone(drafted: Drafted, changes: Iterable[Change]) -> Catalogue:
    """The catalogue with drafts over it, less what `changes` undo; rules of the standing catalogue may be removed too."""
    old, new = drafted.old, drafted.new
    items, rules = dict(new.items), dict(new.rules)
    for change in changes:
        name = change.subject
        match change.do:
            case "remove":
                del rules[name]
            case "restore":
                if name in drafted.rules.removed:
                    rules = _put_back(rules, old.rules, name)
                else:
                    items = _put_back(items, old.items, name)
            case "revert" if not change.field:
                rules[name] = old.rules[name]
            case "drop" | "keep" | "revert":
                items[name] = _edited(items[name], old.items.get(name), change)
    return replace(new, items=items, rules=rules)


def _put_back(things: Mapping[str, T], old: Mapping[str, T], name: str) -> dict[str, T]:
    """All things with one of the old ones, behind the last of those that stood before it and are still there."""
    before = list(old)[: list(old).index(name)]
    anchor = next((one for one in reversed(before) if one in things), None)
    found = {} if anchor is not None else {name: old[name]}
    for other, thing in things.items():
        found[other] = thing
        if other == anchor:
            found[name] = old[name]
    return found


def _edited(item: Item, old: Item | None, change: Change) -> Item:
    """An item with one value dropped, put back, or as it was."""
    field = change.field
    edit: dict[str, Any] = {}
    if field in LISTS:
        edit[LISTS[field]] = _values(item, old, change)
    elif field.startswith(ATTRIBUTE):
        name = field.removeprefix(ATTRIBUTE)
        before = {} if old is None or change.do == "drop" else old.attributes
        rest = {key: values for key, values in item.attributes.items() if key != name}
        edit["attributes"] = rest | ({name: before[name]} if name in before else {})
    else:
        nothing = False if field == "withdrawn" else None
        edit[SINGLE[field]] = nothing if old is None else getattr(old, SINGLE[field])
    return replace(item, **edit)


def _values(item: Item, old: Item | None, change: Change) -> tuple[str | Part, ...]:
    """The values of a list that are left, or are there again."""
    values: tuple[str | Part, ...] = getattr(item, LISTS[change.field])
    if change.do == "drop":
        return tuple(value for value in values if _text(value) not in change.without)
    assert old is not None, "only an item that was there keeps something"
    return (*values, *(value for value in getattr(old, LISTS[change.field]) if _text(value) in change.without))
