"""Every situation of a small catalogue, by exhaustion: states, facts, earlier cancellations, and acts in them.

Shares no code with the solver. A dimension that no rule of the catalogue asks for (bound, origin, a fact, what was
cancelled) has one value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from typing import Any

from model.catalogue import Catalogue
from model.facts import FactValue
from model.replay.order import Interpreter
from model.rules.base import Act, Rule, Valid
from model.rules.limit import Limit
from model.selectors import AnyOf, Bound, Origin, Selector, parts_of
from model.state import Booked, Holding, State

DAY = date(2026, 11, 23)
ONE = timedelta(days=1)
UNTIL = DAY + 10 * ONE
VALUES: dict[str, tuple[FactValue | None, ...]] = {
    "registered": (None, True, False),
    "age": (None, 17, 18, 19, 20, 21),
    "grade": (None, -1, 0, 1, 2, 3),
    "kind": (None, "a", "b", "c"),
}
TURNS = {date(2027, 1, 5), date(2027, 1, 31), date(2028, 2, 29)}
MOST = 6000
Facts = dict[str, FactValue]


class TooLarge(Exception):
    """A catalogue with too many situations to try."""


@dataclass(frozen=True)
class Deed:
    """An act in a situation; `ordered`: by the customer, and not brought along."""

    act: Act
    item: str
    state: State
    after: State
    ordered: bool

    @property
    def matter(self) -> tuple[str, str, str | None]:
        return self.act, self.item, self.state.plan_name


class Situations:
    """All situations of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.rules = list(catalogue.rules.values())
        always = {rule.id: replace(rule, valid=Valid(), at=None) for rule in self.rules}
        self.open = always
        self.law = Interpreter(replace(catalogue, rules=always))
        self.plans = [name for name, item in catalogue.items.items() if item.kind == "plan"]
        self.addons = [name for name in catalogue.items if name not in self.plans]
        asked = [part for rule in self.rules for one in _selectors(rule) for part in parts_of(one)]
        self.bounds = (None, UNTIL) if any(isinstance(part, Bound) for part in asked) else (None,)
        self.origins = any(isinstance(part, Origin) for part in asked)
        self.guarded = any(rule.guards.holding is not None for rule in self.rules)
        used = {fact for rule in self.rules for fact in (*rule.guards.facts, *getattr(rule.body, "facts", ()))}
        self.facts = [fact for fact in catalogue.facts if fact in used]

    def forms(self, item: str) -> list[Holding]:
        """Every way to hold an item that is no plan."""
        origins = ["own", "campaign", *(n for n in self.catalogue.items if n != item)] if self.origins else ["own"]
        return [Holding(item, origin, until) for origin in origins for until in self.bounds]

    @property
    def plan_forms(self) -> list[Holding]:
        """Every way to hold a plan."""
        return [Holding(plan, "own", until) for plan in self.plans for until in self.bounds]

    @cached_property
    def states(self) -> list[State]:
        """Every plan or none, every holding in every form or absent."""
        plans = [None, *self.plan_forms]
        choices = [[None, *self.forms(name)] for name in self.addons]
        count = len(plans)
        for choice in choices:
            count *= len(choice)
        if count > MOST:
            raise TooLarge
        return [State(DAY, plan, {h.item: h for h in held if h is not None}) for plan in plans for held in product(*choices)]

    @cached_property
    def known(self) -> list[Facts]:
        """Every value of every fact that some rule reads, and that it is not known."""
        rows = product(*(VALUES[fact] for fact in self.facts))
        return [{f: v for f, v in zip(self.facts, row, strict=True) if v is not None} for row in rows]

    @cached_property
    def gone(self) -> list[tuple[Holding, ...]]:
        """Nothing, or one thing, cancelled earlier on the path; of plans, one that was booked."""
        one = [*(h for name in self.addons for h in self.forms(name)), *map(Holding, self.plans)]
        return [(), *((h,) for h in one)] if self.guarded else [()]

    def days(self) -> list[date]:
        """A day, and those around each on which a rule begins or stops to be valid; for limits, days around a year's turn."""
        edges = {d for rule in self.rules for d in (rule.valid.since, rule.valid.until) if d is not None}
        turns = TURNS if any(isinstance(rule.body, Limit) for rule in self.rules) else set()
        return sorted({DAY} | turns | {edge + n * ONE for edge in edges for n in (-1, 0, 1, 2)})

    def settings(self, rule: Rule) -> Iterator[tuple[date, str]]:
        """The days and channels on which a rule acts."""
        for day in self.days():
            if rule.valid.on(day):
                yield from ((day, channel) for channel in self.catalogue.channels if rule.acts_at(channel))

    @cached_property
    def deeds(self) -> list[Deed]:
        """Every act in every situation."""
        rows, gone = self.known, self.gone
        if len(self.states) * len(rows) * len(gone) > MOST // 6:
            raise TooLarge
        found: list[Deed] = []
        for state, facts, past in product(self.states, rows, gone):
            found += self._deeds(replace(state, facts=facts, gone=past))
        return found

    def _deeds(self, state: State) -> Iterator[Deed]:
        items = self.catalogue.items
        for plan in self.plans:
            if plan != state.plan_name:
                until = None if items[plan].term is None else UNTIL
                yield Deed("change", plan, state, replace(state, plan=Holding(plan, "own", until)), True)
                yield Deed("cancel", plan, replace(state, booked=Booked(plan, UNTIL)), state, True)
        for name in self.addons:
            until = None if items[name].term is None else UNTIL
            if name in state.holds:
                rest = {n: h for n, h in state.holds.items() if n != name}
                yield Deed("cancel", name, state, replace(state, holds=rest), True)
            for origin in ["own", *(n for n in items if n != name)] if self.origins else ["own"]:
                after = replace(state, holds={**state.holds, name: Holding(name, origin, until)})
                yield Deed("add", name, state, after, origin == "own")


def _selectors(rule: Rule) -> Iterator[Selector]:
    """All selectors of a rule."""
    body: Any = rule.body
    fields = [getattr(body, name) for name in body.__dataclass_fields__]
    after = getattr(body, "after", None)
    for value in (*fields, rule.guards.holding, after[1] if after else None):
        if value is not None and type(value).__module__ == AnyOf.__module__:
            yield value
