"""T301, T302, T303 and T403 by their definitions, word by word, over all that the rules of a small catalogue say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import Any

from rule_effects import Effects
from rule_situations import ONE

from model.carry import Carriage
from model.replay.locks import _locks
from model.rules.base import STRICTNESS, Rule
from model.rules.brings import BringsRule
from model.rules.limit import Limit
from model.rules.locked import Locked
from model.state import Holding, State


class Verdicts(Effects):
    """What is superfluous, silent or said twice in a catalogue."""

    def acts(self, rule: Rule) -> bool:
        """Whether a rule says something somewhere."""
        if self.stands(rule):
            return any(self.breaking[rule.id])
        match rule.body:
            case Locked():
                return any(self._locks_anything(rule, day) for day, _ in self.settings(rule))
            case BringsRule():
                days = [day for day in self.days() if rule.valid.on(day)]
                return any(by is not None and by.id == rule.id for day in days for by in self._bringers(day))
            case Limit():
                return any(any(self.restricts(rule, day)) for day in {day for day, _ in self.settings(rule)})
            case _:
                return any(any(self.sayings[rule.id, channel]) for _, channel in self.settings(rule))

    def _locks_anything(self, rule: Rule, day: date) -> bool:
        law, channel = self._alone(rule), next(iter(self.catalogue.channels))
        for name in self.addons:
            for plan, held, until in product((None, *self.plans), self.forms(name), (None, day, day - ONE, day - 70 * ONE)):
                holding = replace(held, until=until)
                before = State(day, None if plan is None else Holding(plan), {name: holding})
                if rule.id in _locks(law, before, before, holding, channel):
                    return True
        return False

    def _bringers(self, day: date) -> Iterator[Rule | None]:
        carriage = Carriage(self.catalogue)
        for name in self.catalogue.items:
            yield from (by for _, by in carriage.ruled_parts(name, day))

    def redundant(self, rule: Rule) -> bool:
        """Whether a rule says something, and others all that it says."""
        if not self.acts(rule):
            return False
        if isinstance(rule.body, BringsRule):
            return all(self.brought(None, day) == self.brought(rule.id, day) for day in self.days() if rule.valid.on(day))
        return all(self._covered(rule, day, channel) for day, channel in self.settings(rule))

    def _covered(self, rule: Rule, day: date, channel: str) -> bool:
        others = [one for one in self.rules if one is not rule and one.valid.on(day) and one.acts_at(channel)]
        if self.stands(rule):
            others = [one for one in others if self.stands(one) and STRICTNESS[one.resolve] >= STRICTNESS[rule.resolve]]
            others = [one for one in others if not rule.tell or one.tell == rule.tell]
            return all(any(self.newly_too(rule, one, items, channel) for one in others) for items in self.clashes(rule))
        others = [one for one in others if type(one.body) is type(rule.body)]
        match rule.body:
            case Locked():
                mine, its = self.locks(rule, day), [self.locks(one, day) for one in others]
                return all(not any(cells) or any(_all_of(cells, one[name]) for one in its) for name, cells in mine.items())
            case Limit():
                said = self.restricts(rule, day)
                return any(_all_said(said, self.restricts(one, day)) for one in others)
            case _:
                others = [one for one in others if getattr(one.body, "when", "") == getattr(rule.body, "when", "")]
                return all(
                    any(_all_said(said, [self.sayings[one.id, channel][place] for place in places]) for one in others)
                    for places, said in self._by_matter(rule, channel)
                )

    def _by_matter(self, rule: Rule, channel: str) -> Iterator[tuple[list[int], list[frozenset[Any]]]]:
        """The deeds of each matter of which a rule says something, with what it says."""
        found: dict[Any, list[int]] = {}
        said = self.sayings[rule.id, channel]
        for place, deed in enumerate(self.deeds):
            if said[place]:
                found.setdefault(deed.matter, []).append(place)
        yield from ((places, [said[place] for place in places]) for places in found.values())

    def asks_unsaid(self, rule: Rule) -> bool:
        """Whether a rule has a holding cancelled with consent and no text for that."""
        asks = self.stands(rule) and rule.resolve == "consent" and not rule.tell
        return asks and any(not items <= set(self.plans) for items in self.clashes(rule))

    def answered_twice(self) -> set[tuple[str, str]]:
        """The pairs of rules that two items or more break in one situation, and that differ in `resolve`."""
        found = set()
        standing = [rule for rule in self.rules if self.stands(rule)]
        for rule, other in combinations(standing, 2):
            if rule.resolve != other.resolve and any(
                other.valid.on(day) and other.acts_at(channel) for day, channel in self.settings(rule)
            ):
                rows = zip(self.breaking[rule.id], self.breaking[other.id], strict=True)
                if any(len(items) > 1 and a[items] & b.get(items, frozenset()) for a, b in rows for items in a):
                    found.add((rule.id, other.id))
        return found


def _all_said(mine: Sequence[frozenset[Any]], its: Sequence[frozenset[Any]]) -> bool:
    return all(a <= b for a, b in zip(mine, its, strict=True))


def _all_of(mine: Sequence[bool], its: Sequence[bool]) -> bool:
    return all(b for a, b in zip(mine, its, strict=True) if a)
