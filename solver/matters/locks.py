"""What the rules `locked` hold fast that no contract does. Source: docs/semantics.md, 7."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from model.catalogue import Catalogue
from model.ground import Bond, Ground
from model.rules.base import Rule
from solver.matters.forms import NO_PLAN, PLAN, Beside, Form, Forms, among, asks_plan


class Locked(NamedTuple):
    """A holding as a lock sees it: `this_month` tells whether the month of its `until` has not passed."""

    item: str
    form: Form
    beside: Beside
    this_month: bool


class Locks:
    """The rules `locked` of a catalogue."""

    def __init__(self, catalogue: Catalogue, ground: Callable[[Rule], tuple[Ground, ...]], forms: Forms) -> None:
        self.catalogue, self.ground, self.forms = catalogue, ground, forms

    def items(self, rule: Rule) -> frozenset[str]:
        """The items of which a rule can lock a holding."""
        return frozenset(item for bond in self._bonds(rule) for item in bond.items)

    def locked(self, rule: Rule, first: date, last: date) -> Iterator[Locked]:
        """Every holding that a rule locks on some day from `first` to `last`, in every situation."""
        for item in (item for bond in self._bonds(rule) for item in bond.items):
            if self.catalogue.items[item].kind != PLAN:
                yield from (one for one in self._holdings(item, (rule,), first, last) if self.locks(rule, one))

    def _holdings(self, item: str, rules: tuple[Rule, ...], first: date, last: date) -> Iterator[Locked]:
        """The holdings of an item as far as some rules tell them apart."""
        first_of_month = first == last and first.day == 1
        looks = any(asks_plan(bond.items.get(item, False)) for rule in rules for bond in self._bonds(rule))
        besides = self.forms.besides() if looks else (NO_PLAN,)
        for beside in besides:
            for origin in dict.fromkeys(form.origin for form in self.forms.held(item, beside.plan)):
                yield Locked(item, Form(False, origin), beside, this_month=False)
                yield Locked(item, Form(True, origin), beside, this_month=True)
                if not first_of_month:
                    yield Locked(item, Form(False, origin), beside, this_month=True)

    def locks(self, rule: Rule, one: Locked) -> bool:
        """Whether a rule locks a holding."""
        return any(
            among(bond.items, one.item, one.form, one.beside.plan) and (bond.always or one.this_month)
            for bond in self._bonds(rule)
        )

    def _bonds(self, rule: Rule) -> tuple[Bond, ...]:
        return tuple(form for form in self.ground(rule) if isinstance(form, Bond))

    def covers(self, rule: Rule, other: Rule, item: str, first: date, last: date) -> bool:
        """Whether `other` locks each holding of an item that `rule` locks and that its own contract does not."""
        holdings = self._holdings(item, (rule, other), first, last)
        return all(self.locks(other, one) for one in holdings if self.locks(rule, one) and not one.form.bound)
