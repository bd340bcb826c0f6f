"""What every legal state satisfies, in integers. Nothing here is quadratic in a set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from model.answer import Reason
from model.catalogue import Catalogue
from model.facts import FactTest, FactValue
from model.ground import Apart, AtMost, Beside, Carry, Fit, Ground, Members, Support
from model.rules.at_most import AtMostRule
from model.rules.base import Rule, Valid
from model.rules.brings import BringsRule
from model.rules.conflict import Conflict
from model.rules.eligible import Eligible
from model.rules.needs import Needs
from model.rules.only_with import OnlyWith
from model.selectors import Residue
from solver.legal.cells import day_cells, fact_cells

Set: TypeAlias = dict[int, Residue]
Group: TypeAlias = tuple[Residue, Set]
"""A condition on who asks, and what answers it."""
ALWAYS = Valid()


@dataclass(frozen=True, slots=True)
class Pairing:
    """No item of `left` with another of `right`."""

    element: int
    left: Set
    right: Set


@dataclass(frozen=True, slots=True)
class Crowd:
    """At most `n` of these."""

    element: int
    n: int
    of: Set


@dataclass(frozen=True, slots=True)
class Demand:
    """What an item asks for: another item that answers it, or, if it is for a plan, a plan (the item itself may be it)."""

    element: int
    plan: bool
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Fitness:
    """Who holds an item passes tests. Shape: `tests` are the fact and the place of the test among those of that fact."""

    element: int
    residue: Residue
    tests: tuple[tuple[int, int], ...]


class Law:
    """The standing rules and the firm parts of a catalogue.

    Shape: items are numbered in the catalogue's sequence. An element is a rule's number, or the number of rules plus an item:
    that the item is a firm part. Lists by item are as long as there are items; `conditions` are what sets ask of an item's
    holding, beside what the item alone decides.
    Cost: linear in the size of the sets that the rules name.
    """

    def __init__(self, catalogue: Catalogue, ground: Callable[[Rule], tuple[Ground, ...]]) -> None:
        self.catalogue = catalogue
        self.names = tuple(catalogue.items)
        self.index = {name: n for n, name in enumerate(self.names)}
        self.items = tuple(catalogue.items.values())
        self.size = len(self.names)
        self.is_plan = tuple(item.kind == "plan" for item in self.items)
        self.plans = tuple(n for n, plan in enumerate(self.is_plan) if plan)
        self.rules = tuple(catalogue.rules.values())
        self.pairings: list[Pairing] = []
        self.crowds: list[Crowd] = []
        self.pairings_on: list[list[int]] = [[] for _ in range(self.size)]
        self.crowds_on: list[list[int]] = [[] for _ in range(self.size)]
        self.demands: list[list[Demand]] = [[] for _ in range(self.size)]
        self.fits: list[list[Fitness]] = [[] for _ in range(self.size)]
        self.firm: list[list[int]] = [[] for _ in range(self.size)]
        self.conditions: dict[int, dict[Residue, None]] = {}
        self.facts = tuple(catalogue.facts)
        self._tests: list[list[FactTest]] = [[] for _ in self.facts]
        self._own_parts()
        acting = [(n, rule) for n, rule in enumerate(self.rules) if stands(rule, catalogue)]
        for number, rule in acting:
            self._add(number, ground(rule))
        self.days = day_cells(rule.valid for _, rule in acting)
        self.windows = {n: self._window(rule.valid) for n, rule in acting if rule.valid != ALWAYS}

    def _own_parts(self) -> None:
        for bringer, item in enumerate(self.items):
            for part in item.brings:
                if not part.removable and part.ends is None:
                    self._fix(bringer, self.index[part.item])

    def _fix(self, bringer: int, part: int) -> None:
        if bringer != part and not self.is_plan[part] and self.items[part].ends is None and part not in self.firm[bringer]:
            self.firm[bringer].append(part)

    def _window(self, valid: Valid) -> frozenset[int]:
        return frozenset(cell for cell, day in enumerate(self.days) if valid.on(day))

    def _set(self, members: Members) -> Set:
        found = {self.index[name]: residue for name, residue in members.items()}
        for item, residue in found.items():
            if residue is not True:
                self.conditions.setdefault(item, {})[residue] = None
        return found

    def _add(self, number: int, forms: tuple[Ground, ...]) -> None:
        asked: dict[int, list[Group]] = {}
        for form in forms:
            match form:
                case Apart(left=left, right=right):
                    self._pair(Pairing(number, self._set(left), self._set(right)))
                case Beside(items=items, plans=plans):
                    answers = {n: residue for n, residue in self._set(plans).items() if self.is_plan[n]}
                    self._ask(self._set(items), answers, asked)
                case Support(items=items, any_of=any_of, taken=False):
                    self._ask(self._set(items), self._set(any_of), asked)
                case AtMost(n=n, of=of):
                    self._crowd(Crowd(number, n, self._set(of)))
                case Fit(items=items, tests=tests, taken=False):
                    placed = tuple((self.facts.index(fact), self._test(fact, test)) for fact, test in tests.items())
                    for item, residue in self._set(items).items():
                        self.fits[item].append(Fitness(number, residue, placed))
                case Carry(items=bringers, parts=parts):
                    for bringer in bringers:
                        for part in parts:
                            self._fix(self.index[bringer], self.index[part])
                case _:
                    pass
        plan = any(isinstance(form, Beside) for form in forms)
        for item, groups in asked.items():
            self.demands[item].append(Demand(number, plan, tuple(groups)))

    @staticmethod
    def _ask(items: Set, answers: Set, asked: dict[int, list[Group]]) -> None:
        for item, residue in items.items():
            asked.setdefault(item, []).append((residue, answers))

    def _pair(self, pairing: Pairing) -> None:
        for item in pairing.left.keys() | pairing.right.keys():
            self.pairings_on[item].append(len(self.pairings))
        self.pairings.append(pairing)

    def _crowd(self, crowd: Crowd) -> None:
        for item in crowd.of:
            self.crowds_on[item].append(len(self.crowds))
        self.crowds.append(crowd)

    def _test(self, fact: str, test: FactTest) -> int:
        tests = self._tests[self.facts.index(fact)]
        if test not in tests:
            tests.append(test)
        return tests.index(test)

    @cached_property
    def values(self) -> tuple[tuple[tuple[FactValue, frozenset[int]], ...], ...]:
        """The cells of each fact, none for one that no rule tests."""
        declared = self.catalogue.facts.values()
        return tuple(fact_cells(fact, tests) if tests else () for fact, tests in zip(declared, self._tests, strict=True))

    @cached_property
    def mentions(self) -> tuple[frozenset[int], ...]:
        """The elements that speak of each item, be it as what asks or as what answers."""
        found: list[set[int]] = [set() for _ in range(self.size)]
        for pairing in self.pairings:
            for item in pairing.left.keys() | pairing.right.keys():
                found[item].add(pairing.element)
        for crowd in self.crowds:
            for item in crowd.of:
                found[item].add(crowd.element)
        for item in range(self.size):
            found[item].update(fit.element for fit in self.fits[item])
            for part in self.firm[item]:
                found[item].add(self.part_element(part))
                found[part].add(self.part_element(part))
            for demand in self.demands[item]:
                found[item].add(demand.element)
                for _, answers in demand.groups:
                    for other in answers:
                        found[other].add(demand.element)
        return tuple(map(frozenset, found))

    @cached_property
    def spoken_of(self) -> dict[int, tuple[int, ...]]:
        """The items that each element speaks of."""
        found: dict[int, list[int]] = {}
        for item, elements in enumerate(self.mentions):
            for element in elements:
                found.setdefault(element, []).append(item)
        return {element: tuple(items) for element, items in found.items()}

    def part_element(self, part: int) -> int:
        """The element that says that an item is a firm part."""
        return len(self.rules) + part

    def reason(self, element: int) -> Reason:
        """An element's name."""
        rules = len(self.rules)
        return self.rules[element].id if element < rules else f"part:{self.names[element - rules]}"


def stands(rule: Rule, catalogue: Catalogue) -> bool:
    """Whether a rule binds legal states."""
    if isinstance(rule.body, BringsRule):
        return rule.valid == ALWAYS and not rule.body.removable and rule.body.ends is None
    if rule.at is not None and not rule.at >= catalogue.channels.keys():
        return False
    match rule.body:
        case Conflict() | OnlyWith() | AtMostRule():
            return True
        case Needs(when=when) | Eligible(when=when):
            return when == "held"
        case _:
            return False
