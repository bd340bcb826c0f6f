"""The facts that rules read, cut into cells: values of one cell are told apart by no test of any rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from model.catalogue import Catalogue
from model.days import ONE_DAY
from model.facts import Between, Fact, FactTest, FactTests, FactValue, OneOf, meets
from model.rules.base import Rule

Facts: TypeAlias = dict[str, FactValue]
Cells: TypeAlias = Mapping[str, tuple[FactValue | None, ...]]
"""One value of each cell of each fact; None, first where it is, stands for a fact that is not known."""
Told: TypeAlias = dict[str, FactValue | None]


def tests_of(rule: Rule) -> FactTests:
    """The tests on facts of a rule: those of its guard, or of who may order or hold."""
    return rule.guards.facts or getattr(rule.body, "facts", {})


def cells_of(catalogue: Catalogue, given: Mapping[str, FactValue]) -> Cells:
    """The cells of every fact that some rule reads. Shape: a fact that is given has one."""
    asked: dict[str, list[FactTest]] = {}
    for rule in catalogue.rules.values():
        for fact, test in tests_of(rule).items():
            asked.setdefault(fact, []).append(test)
    return {
        name: (given[name],) if name in given else _cells(fact, asked[name])
        for name, fact in catalogue.facts.items()
        if name in asked
    }


def _cells(fact: Fact, tests: Sequence[FactTest]) -> tuple[FactValue | None, ...]:
    """The first value of each cell; a fact that is not known counts as its default."""
    found: dict[tuple[bool, ...], FactValue | None] = {}
    for value in (None, *_candidates(fact, tests)):
        counted = fact.default if value is None else value
        found.setdefault(tuple(meets(test, counted) for test in tests), value)
    return tuple(found.values())


def _candidates(fact: Fact, tests: Sequence[FactTest]) -> Iterator[FactValue]:
    """Values of which every cell has one."""
    if fact.type == "bool":
        yield from (True, False)
        return
    named = sorted({value for test in tests for value in _named(test)})
    yield from named
    match fact.type:
        case "int":
            yield from (v + step for v in named for step in (-1, 1) if isinstance(v, int))
        case "number":
            numbers = [Decimal(v) for v in named if isinstance(v, int | Decimal)]
            yield from ((a + b) / 2 for a, b in pairwise(numbers))
            yield from (numbers[0] - 1, numbers[-1] + 1)
        case "date":
            days = [v for v in named if isinstance(v, date)]
            yield from (v - ONE_DAY for v in days if v > date.min)
            yield from (v + ONE_DAY for v in days if v < date.max)
        case "text":
            yield "-" * (1 + max(len(str(v)) for v in named))


def _named(test: FactTest) -> tuple[FactValue, ...]:
    match test:
        case OneOf(values=values):
            return values
        case Between(minimum=minimum, maximum=maximum):
            return tuple(bound for bound in (minimum, maximum) if bound is not None)


def first_tries(cells: Cells, catalogue: Catalogue) -> tuple[Facts, ...]:
    """The assignment that tells least, and the one that rules let most, if it is another."""
    least = _known({name: values[0] for name, values in cells.items()})
    easiest = _easiest(cells, catalogue)
    return (least,) if easiest == least else (least, easiest)


def _easiest(cells: Cells, catalogue: Catalogue) -> Facts:
    """Of each fact the cell in which it meets most conditions and sets off fewest rules that refuse something."""
    found: Facts = {}
    for name, values in cells.items():
        best = max(values, key=partial(_ease, name, catalogue))
        if best is not None:
            found[name] = best
    return found


def _ease(name: str, catalogue: Catalogue, value: FactValue | None) -> int:
    """How many conditions a value of a fact meets, less the rules with guards that it sets off."""
    counted = catalogue.facts[name].default if value is None else value
    ease = 0
    for rule in catalogue.rules.values():
        test = tests_of(rule).get(name)
        if test is not None and rule.body.NAME not in ("tell", "starts") and meets(test, counted):
            ease += -1 if name in rule.guards.facts else 1
    return ease


class Cases:
    """The assignments of one cell to each fact, less those that are known to come to what another came to.

    Shape: first the assignment that tells least, then the one that rules let most; a fact that is not known is left out.
    """

    def __init__(self, cells: Cells, catalogue: Catalogue) -> None:
        self._cells = cells
        self._first = list(first_tries(cells, catalogue))
        self._closed: list[Told] = []

    def next(self) -> Facts | None:
        """An assignment that is not left out, None if there is none."""
        while self._first:
            facts = self._first.pop(0)
            if not any(self._covers(one, facts) for one in self._closed):
                return facts
        found = self._open({})
        return None if found is None else _known({name: found.get(name, values[0]) for name, values in self._cells.items()})

    def close(self, facts: Facts, names: Iterable[str] | None = None) -> None:
        """Leaves out every assignment that agrees with `facts` in the facts of these names (None: in all)."""
        read = self._cells.keys() if names is None else self._cells.keys() & set(names)
        self._closed.append({name: facts.get(name) for name in self._cells if name in read})

    def _covers(self, closed: Told, facts: Facts) -> bool:
        return all(facts.get(name) == value for name, value in closed.items())

    def _open(self, told: Told) -> Told | None:
        """What has to be told beside `told` so that nothing closed covers it, None if all ways are covered."""
        alive = [one for one in self._closed if all(told.get(name, value) == value for name, value in one.items())]
        if not alive:
            return told
        asked = min(([name for name in one if name not in told] for one in alive), key=len)
        if not asked:
            return None
        for value in self._cells[asked[0]]:
            found = self._open({**told, asked[0]: value})
            if found is not None:
                return found
        return None


def _known(told: Told) -> Facts:
    return {name: value for name, value in told.items() if value is not None}
