"""Legal states by brute force, from their definition: every day, every value of every fact, every set of items, every form.

It uses the plain interpreter's judgement of broken standing rules and what items bring, and none of the solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product

from model.carry import Carriage
from model.catalogue import Catalogue
from model.facts import Between, FactTest, FactValue
from model.replay.broken import Matching, broken
from model.rules.base import Rule, Valid
from model.rules.eligible import Eligible
from model.selectors import Bound, Origin, Selector, parts_of
from model.state import CAMPAIGN, OWN, Holding, State

STANDING = ("conflict", "only_with", "at_most", "needs", "eligible")
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """A set of items that is held, and all that its holding violates: rules, and `part:X`."""

    held: frozenset[str]
    violates: frozenset[str]


class Enumeration:
    """All states of a catalogue. Shape: what no rule asks about (the day, a fact, bound, origin) is not varied."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.names = tuple(catalogue.items)
        self.rules = tuple(rule for rule in catalogue.rules.values() if binds(rule, catalogue))
        carriage = Carriage(catalogue)
        self.firm = {name: tuple(_firm(catalogue, carriage, name)) for name in self.names}
        matching = Matching(catalogue)
        self.seen = frozenset(self._seen(matching, state) for state in self._states())

    def _seen(self, matching: Matching, state: State) -> Seen:
        held = frozenset(state.all)
        acting = [rule for rule in self.rules if rule.valid.on(state.day)]
        violates = {instance.rule for instance in broken(matching, state, acting)}
        violates |= {f"part:{part}" for name in held for part in self.firm[name] if part not in held}
        return Seen(held, frozenset(violates))

    def _states(self) -> Iterator[State]:
        facts = tuple(product(*(_values(self.catalogue, self.rules, fact) for fact in self.catalogue.facts)))
        asked = [part for rule in self.rules for one in _selectors(rule) for part in parts_of(one)]
        bound = any(isinstance(part, Bound) for part in asked)
        origin = any(isinstance(part, Origin) for part in asked)
        for day in _days(self.rules):
            for items in self._sets():
                for holdings in product(*(self._forms(name, items, day, bound=bound, origin=origin) for name in items)):
                    plan = next((one for one in holdings if self.catalogue.items[one.item].kind == "plan"), None)
                    holds = {one.item: one for one in holdings if one is not plan}
                    for values in facts:
                        yield State(day, plan, holds, facts=dict(zip(self.catalogue.facts, values, strict=True)))

    def _sets(self) -> Iterator[tuple[str, ...]]:
        plans = [name for name in self.names if self.catalogue.items[name].kind == "plan"]
        others = [name for name in self.names if name not in plans]
        for plan in ((), *((one,) for one in plans)):
            for count in range(len(others) + 1):
                yield from ((*plan, *some) for some in combinations(others, count))

    def _forms(self, name: str, held: tuple[str, ...], day: date, *, bound: bool, origin: bool) -> list[Holding]:
        origins = [OWN]
        if origin and self.catalogue.items[name].kind != "plan":
            origins += [CAMPAIGN, *(other for other in held if other != name)]
        return [Holding(name, one, until) for one in origins for until in ((None, day) if bound else (None,))]

    # -- findings by their definition --------------------------------------------------------------------------------------------
    def violations(self, hold: Iterable[str], lack: Iterable[str] = ()) -> list[frozenset[str]]:
        """What each state violates that holds all of `hold` and none of `lack`."""
        held, lacked = frozenset(hold), frozenset(lack)
        return [one.violates for one in self.seen if held <= one.held and not lacked & one.held]

    @property
    def alive(self) -> tuple[str, ...]:
        """The items that some legal state holds."""
        return tuple(name for name in self.names if not all(self.violations([name])))

    @property
    def dead(self) -> list[tuple[str, ...]]:
        """The subjects of dead items."""
        return [(name,) for name in self.names if name not in self.alive]

    @property
    def dead_pairs(self) -> list[tuple[str, ...]]:
        """The subjects of dead pairs."""
        found: list[tuple[str, ...]] = []
        for a, b in combinations(self.alive, 2):
            violations = self.violations([a, b])
            if violations and all(violations) and not frozenset.intersection(*violations):
                found.append((a, b))
        return found

    @property
    def always_with(self) -> list[tuple[str, ...]]:
        """The subjects of items always held with others."""
        found: list[tuple[str, ...]] = []
        for a in self.alive:
            for b in self.names:
                violations = [] if a == b else self.violations([a], [b])
                parts = [{one for one in each if one.startswith("part:")} for each in violations]
                if violations and all(violations) and not frozenset.intersection(*violations) and not all(parts):
                    found.append((a, b))
        return found

    def wrong_reason(self, because: tuple[str, ...], hold: Iterable[str], lack: Iterable[str] = ()) -> str | None:
        """What is wrong with a reason: it does not suffice, or not each of it is needed."""
        violations = self.violations(hold, lack)
        if not all(each & set(because) for each in violations):
            return "does not suffice"
        for one in because:
            if all(each & (set(because) - {one}) for each in violations):
                return f"does not need {one}"
        return None


def binds(rule: Rule, catalogue: Catalogue) -> bool:
    """Whether legal states satisfy a rule."""
    everywhere = rule.at is None or set(rule.at) == set(catalogue.channels)
    return rule.body.NAME in STANDING and everywhere and getattr(rule.body, "when", "held") == "held"


def _firm(catalogue: Catalogue, carriage: Carriage, name: str) -> Iterator[str]:
    for part, rule in carriage.ruled_parts(name, date(2026, 1, 1)):
        lasting = part.ends is None and catalogue.items[part.item].ends is None
        if not part.removable and lasting and (rule is None or rule.valid == Valid()):
            yield part.item


def _selectors(rule: Rule) -> list[Selector]:
    fields = (
        getattr(rule.body, place) for place in ("left", "right", "items", "allow", "any_of", "among") if hasattr(rule.body, place)
    )
    return list(fields)


def _days(rules: Iterable[Rule]) -> list[date]:
    days = {date(2026, 1, 1)}
    for rule in rules:
        days |= {day + step for day in (rule.valid.since, rule.valid.until) if day is not None for step in (-ONE, 0 * ONE, ONE)}
    return sorted(days)


def _values(catalogue: Catalogue, rules: Iterable[Rule], fact: str) -> list[FactValue | None]:
    tests = [rule.body.facts[fact] for rule in rules if isinstance(rule.body, Eligible) and fact in rule.body.facts]
    if not tests:
        return [None]
    match catalogue.facts[fact].type:
        case "bool":
            return [False, True]
        case "int":
            numbers = [number for test in tests for number in _named(test)]
            return sorted({number + step for number in numbers if isinstance(number, int) for step in (-1, 0, 1)})
        case "number":
            places = sorted({Decimal(str(value)) for test in tests for value in _named(test) if value is not None})
            return sorted({place + step / Decimal(8) for place in places for step in (-1, 0, 1)})
        case "date":
            ends = [day for test in tests for day in _named(test) if isinstance(day, date)]
            return sorted({day + step * ONE for day in ends for step in (-1, 0, 1)})
        case "text":
            return [*(value for test in tests for value in _named(test)), "another"]


def _named(test: FactTest) -> tuple[FactValue | None, ...]:
    return (test.minimum, test.maximum) if isinstance(test, Between) else test.values
