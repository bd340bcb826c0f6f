"""Which standing rules a state breaks, and by which items. Source: docs/semantics.md, 5."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from model.catalogue import Catalogue
from model.facts import FactTests, FactValue, meets
from model.rules.at_most import AtMostRule
from model.rules.base import Rule
from model.rules.conflict import Conflict
from model.rules.eligible import Eligible
from model.rules.needs import Needs
from model.rules.only_with import OnlyWith
from model.selectors import NO_BINDINGS, Bindings, Residue, Selector, bindings_of, holds, match
from model.state import Holding, State


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule with the items that break it."""

    rule: str
    items: frozenset[str]


class Matching:
    """Whether a holding is in a selector's set. Remembers what the items alone decide."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._residues: dict[tuple[int, str, tuple[tuple[str, object], ...]], Residue] = {}
        self._bindings: dict[tuple[int, int], tuple[Bindings, ...]] = {}

    def has(self, selector: Selector, holding: Holding, day: date, plan: str | None, bindings: Bindings = NO_BINDINGS) -> bool:
        """Whether `holding` is in the set on `day`, beside `plan`."""
        key = (id(selector), holding.item, tuple(bindings.items()) if bindings else ())
        residue = self._residues.get(key)
        if residue is None:
            residue = self._residues[key] = match(selector, self.catalogue.items[holding.item], bindings)
        if isinstance(residue, bool):
            return residue
        return holds(residue, bound=holding.bound(day), origin=holding.origin, plan=plan)

    def bindings(self, left: Selector, right: Selector) -> tuple[Bindings, ...]:
        """Every assignment of the variables that join two sides."""
        key = (id(left), id(right))
        found = self._bindings.get(key)
        if found is None:
            found = self._bindings[key] = bindings_of((left, right), self.catalogue.items.values())
        return found

    def paired(self, left: Selector, a: Holding, right: Selector, b: Holding, day: date, plan: str | None) -> bool:
        """Whether some assignment puts `a` in the left set and `b` in the right one."""
        return any(
            self.has(left, a, day, plan, bindings) and self.has(right, b, day, plan, bindings)
            for bindings in self.bindings(left, right)
        )

    def asked(self, left: Selector, a: Holding, right: Selector, day: date, plan: str | None) -> bool:
        """Whether some assignment puts `a` in the left set."""
        return any(self.has(left, a, day, plan, bindings) for bindings in self.bindings(left, right))


def known(catalogue: Catalogue, state: State, fact: str) -> FactValue | None:
    """A fact of the state, else its default, else None."""
    value = state.facts.get(fact)
    return catalogue.facts[fact].default if value is None else value


def passes(catalogue: Catalogue, state: State, tests: FactTests) -> bool:
    """Whether all tests on facts are met; one on a fact that is not known is not."""
    return all(meets(test, known(catalogue, state, fact)) for fact, test in tests.items())


def broken(matching: Matching, state: State, rules: Iterable[Rule]) -> frozenset[Instance]:
    """Every instance of the standing rules among `rules` that the state breaks."""
    found: set[Instance] = set()
    for rule in rules:
        found.update(Instance(rule.id, frozenset(items)) for items in _breaking(matching, state, rule))
    return frozenset(found)


def _breaking(matching: Matching, state: State, rule: Rule) -> Iterator[Iterable[str]]:
    held = list(state.all.values())
    day, plan = state.day, state.plan_name
    match rule.body:
        case Conflict(left=left, right=right):
            for bindings in matching.bindings(left, right):
                lefts = [a.item for a in held if matching.has(left, a, day, plan, bindings)]
                rights = [b.item for b in held if lefts and matching.has(right, b, day, plan, bindings)]
                yield from ((a, b) for a in lefts for b in rights if a != b)
        case OnlyWith(items=items, allow=allow):
            for a in held:
                if not matching.asked(items, a, allow, day, plan):
                    continue
                if state.plan is None:
                    yield (a.item,)
                elif not matching.paired(items, a, allow, state.plan, day, plan):
                    yield (a.item, state.plan.item)
        case Needs(items=items, any_of=any_of, when="held"):
            for a in held:
                if unmet(matching, state, items, any_of, a):
                    yield (a.item,)
        case AtMostRule(n=n, among=among):
            members = [a.item for a in held if matching.has(among, a, day, plan)]
            yield from combinations(members, n + 1)
        case Eligible(items=items, facts=facts, when="held"):
            if not passes(matching.catalogue, state, facts):
                yield from ((a.item,) for a in held if matching.has(items, a, day, plan))
        case _:
            return


def unmet(matching: Matching, state: State, items: Selector, any_of: Selector, a: Holding) -> bool:
    """Whether `a` is in need of another item and none is held."""
    day, plan = state.day, state.plan_name
    if not matching.asked(items, a, any_of, day, plan):
        return False
    return not any(b.item != a.item and matching.paired(items, a, any_of, b, day, plan) for b in state.all.values())
