"""What an item brings (随带): by its own entry and by `brings` rules, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from model.catalogue import Catalogue
from model.days import Span, last_day
from model.items import Item, Part
from model.rules.base import Rule
from model.rules.brings import BringsRule
from model.selectors import match

_SEQUENCES: list[tuple[Catalogue, Mapping[str, int]]] = []


class Carriage:
    """What each item of a catalogue brings.

    Shape: an item's own parts come before those of rules, in the order of the file; a part may stand several times.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._parts_of: dict[str, tuple[str, ...]] = {}
        self._on: dict[str, tuple[tuple[Part, Rule | None], ...]] = {}

    @cached_property
    def _rules(self) -> tuple[tuple[Rule, BringsRule], ...]:
        rules = self._catalogue.rules.values()
        return tuple((rule, rule.body) for rule in rules if isinstance(rule.body, BringsRule))

    def _parts(self, name: str) -> tuple[tuple[Part, Rule | None], ...]:
        found = self._on.get(name)
        if found is None:
            item = self._catalogue.items[name]
            parts: list[tuple[Part, Rule | None]] = [(part, None) for part in item.brings]
            for rule, body in self._rules:
                if match(body.items, item):
                    parts += [(Part(p, body.removable, body.ends), rule) for p in self._matching(rule.id, body) if p != name]
            found = self._on[name] = tuple(parts)
        return found

    def _matching(self, rule: str, body: BringsRule) -> tuple[str, ...]:
        found = self._parts_of.get(rule)
        if found is None:
            items = self._catalogue.items.items()
            found = self._parts_of[rule] = tuple(n for n, item in items if item.kind != "plan" and match(body.parts, item))
        return found

    def parts(self, name: str, day: date) -> tuple[Part, ...]:
        """What `name` brings on `day`."""
        return tuple(part for part, rule in self._parts(name) if rule is None or rule.valid.on(day))

    def ruled_parts(self, name: str, day: date) -> tuple[tuple[Part, Rule | None], ...]:
        """What `name` brings on `day`, each part with the rule that says so, None for the item's own entry."""
        return tuple((part, rule) for part, rule in self._parts(name) if rule is None or rule.valid.on(day))

    def brings(self, name: str, part: str, day: date) -> bool:
        """Whether `name` brings `part` on `day`."""
        return any(one.item == part for one in self.parts(name, day))

    def is_part(self, name: str) -> bool:
        """Whether anything brings `name` on any day. Cost: all items."""
        return any(part.item == name for bringer in self._catalogue.items for part, _ in self._parts(bringer))

    def fixes(self, name: str, part: str, day: date) -> bool:
        """Whether `name` brings `part` on `day` so that it can't be cancelled alone."""
        return any(one.item == part and not one.removable for one in self.parts(name, day))


def ends_of(item: Item, span: Span | None, day: date) -> date | None:
    """The last day of an item that comes on `day`, brought with `span` or ordered (None): its own `ends` if none is said."""
    chosen = span or item.ends
    return None if chosen is None else last_day(chosen, day)


def bound_until(item: Item, day: date) -> date | None:
    """The last day on which an item that comes on `day` is bound."""
    return None if item.term is None else last_day(item.term, day)


def sequence_of(catalogue: Catalogue) -> Mapping[str, int]:
    """The place of each item in the catalogue's sequence. Cost: remembers the last two catalogues asked for."""
    for known, sequence in _SEQUENCES:
        if known is catalogue:
            return sequence
    made = catalogue.sequence
    _SEQUENCES[:] = [(catalogue, made), *_SEQUENCES[:1]]
    return made
