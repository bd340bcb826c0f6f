"""The ground language: a small closed set of forms to which every rule kind lowers itself, with sets of items as names.

Sets stay sets: `conflict: [A, B]` is one `Apart` of two sets a binding, never |A| x |B| pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from model.days import Period
from model.facts import FactTests
from model.items import Item
from model.rules.base import Act, Rule
from model.selectors import (
    NO_BINDINGS,
    AllOf,
    Among,
    AnyOf,
    Bindings,
    Residue,
    Selector,
    Value,
    Variable,
    bindings_by,
    is_joined,
    match,
    values_of,
)

Members: TypeAlias = Mapping[str, Residue]
"""The items of a set, in the catalogue's sequence, each with what is left to ask of its holding (True: nothing)."""


@dataclass(frozen=True, slots=True)
class Apart:
    """No item of `left` is held with another of `right`."""

    rule: Rule
    left: Members
    right: Members


@dataclass(frozen=True, slots=True)
class Beside:
    """An item of `items` is held only beside a plan of `plans`."""

    rule: Rule
    items: Members
    plans: Members


@dataclass(frozen=True, slots=True)
class Support:
    """With an item of `items` held (or, if `taken`, ordered), another one of `any_of` is held."""

    rule: Rule
    items: Members
    any_of: Members
    taken: bool


@dataclass(frozen=True, slots=True)
class AtMost:
    """No more than `n` items of `of` are held."""

    rule: Rule
    n: int
    of: Members


@dataclass(frozen=True, slots=True)
class Fit:
    """Who holds (or, if `taken`, orders) an item of `items` passes `tests`."""

    rule: Rule
    items: Members
    tests: FactTests
    taken: bool


@dataclass(frozen=True, slots=True)
class Bond:
    """A holding of `items` is not cancelled: through the month of its `until`, or ever if `always`."""

    rule: Rule
    items: Members
    always: bool


@dataclass(frozen=True, slots=True)
class Carry:
    """An item of `items` brings all of `parts`; their spans and removability are the rule body's."""

    rule: Rule
    items: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A change from a plan of `leaving` goes only to `to`, or if not `allowed` never to it."""

    rule: Rule
    leaving: Members
    to: Members
    allowed: bool
    speaks_of_bound: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """An act about an item of `of`, from a plan of `leaving` (None: any or none), is placed through `channels` alone."""

    rule: Rule
    act: Act
    of: Members | None
    leaving: Members | None
    channels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Defer:
    """A change to a plan of `of` from one of `leaving` starts on the first of next month."""

    rule: Rule
    of: Members | None
    leaving: Members | None


@dataclass(frozen=True, slots=True)
class Quota:
    """An act about `of` happens at most `at_most` times a period, `after` an act if that is given."""

    rule: Rule
    act: Act
    of: Members | None
    at_most: int
    period: Period
    after: tuple[Act, Members | None] | None


@dataclass(frozen=True, slots=True)
class Say:
    """Whenever an act about `of` happens, the rule's text must be told."""

    rule: Rule
    act: Act
    of: Members | None
    text: str


Ground: TypeAlias = Apart | Beside | Support | AtMost | Fit | Bond | Carry | Passage | Gate | Defer | Quota | Say


class Extents:
    """The sets that selectors name in one catalogue. Cost: an index lookup where a selector names its items outright."""

    def __init__(self, items: Iterable[Item], channels: Iterable[str]) -> None:
        self.items: Mapping[str, Item] = {item.name: item for item in items}
        self.channels = frozenset(channels)
        self._sequence = {name: n for n, name in enumerate(self.items)}
        self._index: dict[str, dict[Value | None, list[str]]] = {}
        self._cache: dict[tuple[Selector, tuple[tuple[str, object], ...]], Members] = {}

    def of(self, selector: Selector, bindings: Bindings = NO_BINDINGS) -> Members:
        """The set of a selector under an assignment of its join variables."""
        key = (selector, tuple(sorted(bindings.items())) if bindings else ())
        found = self._cache.get(key)
        if found is None:
            found = self._union(selector.parts, bindings) if isinstance(selector, AnyOf) else self._matched(selector, bindings)
            self._cache[key] = found
        return found

    def _matched(self, selector: Selector, bindings: Bindings) -> dict[str, Residue]:
        found: dict[str, Residue] = {}
        for name in self._candidates(selector, bindings):
            residue = match(selector, self.items[name], bindings)
            if residue is not False:
                found[name] = residue
        return found

    def _union(self, parts: tuple[Selector, ...], bindings: Bindings) -> dict[str, Residue]:
        """The set of a list, part by part: to try every part on every item would be quadratic in a long list."""
        found: dict[str, list[Residue]] = {}
        for part in parts:
            for name, residue in self.of(part, bindings).items():
                found.setdefault(name, []).append(residue)
        names = sorted(found, key=self._sequence.__getitem__)
        return {name: _any_of(found[name]) for name in names}

    def optional(self, selector: Selector | None) -> Members | None:
        """The set, or None where no selector is given."""
        return None if selector is None else self.of(selector)

    def bindings(self, sides: Iterable[Selector]) -> tuple[Bindings, ...]:
        """Every assignment of the join variables of some selectors that the items can give."""
        return bindings_by(sides, lambda key: (value for value in self._by(key) if value is not None))

    def joined(self, left: Selector, right: Selector) -> tuple[tuple[Members, Members], ...]:
        """The pairs of sets that two joined sides name, one for each assignment in which neither is empty."""
        pairs = []
        for bindings in self.bindings((left, right)) if is_joined(left, right) else (NO_BINDINGS,):
            a, b = self.of(left, bindings), self.of(right, bindings)
            if a:
                pairs.append((a, b))
        return tuple(pairs)

    def answered(self, asking: Selector, answering: Selector) -> tuple[tuple[Members, Members], ...]:
        """For each group of asking items with the same answers: the group and all that any assignment lets answer it.

        Shape: an item stands in one group for each residue that it has.
        """
        if not is_joined(asking, answering):
            asks = self.of(asking)
            return ((asks, self.of(answering)),) if asks else ()
        answers: dict[tuple[str, Residue], dict[str, Residue]] = {}
        for a, b in self.joined(asking, answering):
            for name, residue in a.items():
                of_item = answers.setdefault((name, residue), {})
                for other, condition in b.items():
                    known = of_item.get(other)
                    of_item[other] = condition if known is None or condition is True else _either(known, condition)
        groups: dict[tuple[tuple[str, Residue], ...], dict[str, Residue]] = {}
        for (name, residue), of_item in answers.items():
            ordered = tuple(sorted(of_item.items(), key=lambda pair: self._sequence[pair[0]]))
            group = groups.setdefault(ordered, {})
            group[name] = _either(group[name], residue) if name in group else residue
        return tuple((group, dict(ordered)) for ordered, group in groups.items())

    def _candidates(self, selector: Selector, bindings: Bindings) -> Iterable[str]:
        names = self._narrow(selector, bindings)
        return self.items if names is None else sorted(names, key=self._sequence.__getitem__)

    def _narrow(self, selector: Selector, bindings: Bindings) -> set[str] | None:
        """A superset of the set's names from the index, None where the index does not help."""
        match selector:
            case Among(key=key, values=values):
                index = self._by(key)
                found: set[str] = set()
                for value in values:
                    found.update(index.get(bindings.get(value.name) if isinstance(value, Variable) else value, ()))
                return found
            case AllOf(parts=parts):
                narrowed = [names for names in (self._narrow(part, bindings) for part in parts) if names is not None]
                return set.intersection(*narrowed) if narrowed else None
            case AnyOf(parts=parts):
                each = [self._narrow(part, bindings) for part in parts]
                return None if None in each else set().union(*(names for names in each if names is not None))
            case _:
                return None

    def _by(self, key: str) -> dict[Value | None, list[str]]:
        index = self._index.get(key)
        if index is None:
            index = self._index[key] = {}
            for item in self.items.values():
                for value in values_of(item, key):
                    index.setdefault(value, []).append(item.name)
        return index


def _any_of(residues: list[Residue]) -> Residue:
    if len(residues) == 1:
        return residues[0]
    return True if True in residues else AnyOf(tuple(one for one in residues if not isinstance(one, bool)))


def _either(one: Residue, other: Residue) -> Residue:
    if isinstance(one, bool) or isinstance(other, bool):
        return True
    return one if one == other else AnyOf((one, other))
