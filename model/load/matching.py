"""Whether a selector matches any item at all, by postings of names and within a budget of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeAlias

from model.items import Item
from model.selectors import EVERY, AllOf, Among, AnyOf, InRange, Not, Selector, Variable, match, values_of

POSTED = ("kind", "brand", "family", "tag", "waives", "discounts")
TRIES_MOST = 300_000
Postings: TypeAlias = Mapping[tuple[str, object], list[Item]]


class Matching:
    """Answers whether some item is in a set; remembers what it was asked.

    Cost: stops at the first item that matches; after `TRIES_MOST` tries it says yes to all.
    """

    def __init__(self, items: Mapping[str, Item]) -> None:
        self.items = items
        self.tries = 0
        self._postings: dict[tuple[str, object], list[Item]] | None = None
        self._any_item: dict[Selector, bool] = {}
        self._any_plan: dict[Selector, bool] = {}

    def any_item(self, selector: Selector) -> bool:
        """Whether some item may be in the set, join variables taken as free."""
        if isinstance(selector, Among) and selector.key in POSTED:
            return any(isinstance(value, Variable) or (selector.key, value) in self.postings for value in selector.values)
        known = self._any_item.get(selector)
        if known is None:
            known = self._any_item[selector] = self._tried(selector)
        return known

    def any_plan(self, selector: Selector) -> bool:
        """Whether some plan may be in the set, whatever the budget."""
        match selector:
            case Among(key="item", values=values):
                return any(isinstance(v, Variable) or self.items[str(v)].kind == "plan" for v in values)
            case AnyOf(parts=parts):
                return any(map(self.any_plan, parts))
        known = self._any_plan.get(selector)
        if known is None:
            free = _freed(selector)
            plans = (item for item in self._candidates(selector) if item.kind == "plan")
            known = self._any_plan[selector] = any(match(free, item) is not False for item in plans)
        return known

    def _tried(self, selector: Selector) -> bool:
        free = _freed(selector)
        for item in self._candidates(selector):
            self.tries += 1
            if self.tries > TRIES_MOST or match(free, item) is not False:
                return True
        return False

    @property
    def postings(self) -> Postings:
        """The items by each of their names: brand, families, tags, fees waived and discounted."""
        if self._postings is None:
            self._postings = {}
            for item in self.items.values():
                for key in POSTED:
                    for value in values_of(item, key):
                        self._postings.setdefault((key, value), []).append(item)
        return self._postings

    def _candidates(self, selector: Selector) -> Iterable[Item]:
        """Items among which all that match are: those of the rarest name that must hold."""
        best: list[list[Item]] | None = None
        least = len(self.items)
        for part in selector.parts if isinstance(selector, AllOf) else (selector,):
            if isinstance(part, Among) and (part.key == "item" or part.key in POSTED):
                found = self._posted(part)
                size = least if found is None else sum(map(len, found))
                if size < least:
                    best, least = found, size
        return self.items.values() if best is None else chain.from_iterable(best)

    def _posted(self, part: Among) -> list[list[Item]] | None:
        """The items of each value, None where a join variable stands."""
        if any(isinstance(value, Variable) for value in part.values):
            return None
        if part.key == "item":
            return [[self.items[str(value)]] for value in part.values]
        return [self.postings.get((part.key, value), []) for value in part.values]


def _freed(selector: Selector) -> Selector:
    """A wider set in which no join variable stands."""
    match selector:
        case Among(values=values) if any(isinstance(v, Variable) for v in values):
            return EVERY
        case InRange(key=key, least=a, most=b, above=c, below=d):
            return InRange(key, *(None if isinstance(v, Variable) else v for v in (a, b, c, d)))
        case Not(inner=inner):
            freed = _freed(inner)
            return Not(freed) if freed == inner else EVERY
        case AllOf(parts=parts):
            return AllOf(tuple(map(_freed, parts)))
        case AnyOf(parts=parts):
            return AnyOf(tuple(map(_freed, parts)))
        case _:
            return selector
