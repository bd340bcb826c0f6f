"""The guards of rules: when they can hold, and when those of one rule hold wherever those of another do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.catalogue import Catalogue
from model.ground import Extents, Members
from model.rules.base import Rule
from solver.matters.facts import implies
from solver.matters.forms import PLAIN, PLAN, Beside, Form, Forms, among


class Way(NamedTuple):
    """A holding by which a guard `holding` is met: held before the order, or cancelled earlier on the path (`gone`)."""

    item: str
    form: Form
    gone: bool = False


class Watching:
    """The guards of a catalogue's rules."""

    def __init__(self, catalogue: Catalogue, extents: Extents, forms: Forms) -> None:
        self.catalogue, self.extents, self.forms = catalogue, extents, forms

    def can(self, rule: Rule, beside: Beside) -> bool:
        """Whether the guards of a rule can hold beside a plan."""
        return rule.guards.holding is None or next(self._ways(rule, beside), None) is not None

    def implied(self, rule: Rule, other: Rule, beside: Beside, also: Way | None) -> bool:
        """Whether the guards of `other` hold wherever those of `rule` do, beside a plan and `also` held."""
        if not implies(self.catalogue.facts, rule.guards.facts, other.guards.facts):
            return False
        if other.guards.holding is None:
            return True
        given = [Way(beside.plan, Form(beside.bound, PLAIN.origin))] if beside.plan is not None else []
        given += [] if also is None else [also]
        if any(self._met(other, way, beside) for way in given):
            return True
        if rule.guards.holding is None:
            return False
        return all(self._met(other, way, beside) for way in self._ways(rule, beside))

    def _met(self, rule: Rule, way: Way, beside: Beside) -> bool:
        if way.gone and looks_at_held_alone(rule):
            return False
        return among(self._members(rule), way.item, way.form, beside.plan)

    def _ways(self, rule: Rule, beside: Beside) -> Iterator[Way]:
        """Every single holding by which the guard `holding` of a rule is met."""
        members = self._members(rule)
        for name in members:
            if self.catalogue.items[name].kind == PLAN:
                held = Way(name, Form(beside.bound, PLAIN.origin))
                ways = [held] if name == beside.plan else []
                ways += [] if looks_at_held_alone(rule) else [Way(name, PLAIN, gone=True)]
            else:
                ways = [Way(name, form) for form in self.forms.held(name, beside.plan)]
                ways += [] if looks_at_held_alone(rule) else [Way(*way[:2], gone=True) for way in ways]
            yield from (way for way in ways if among(members, way.item, way.form, beside.plan))

    def _members(self, rule: Rule) -> Members:
        assert rule.guards.holding is not None
        return self.extents.of(rule.guards.holding)


def looks_at_held_alone(rule: Rule) -> bool:
    """Whether what was cancelled earlier on the path does not meet a rule's guard."""
    return rule.resolve_given and rule.resolve == "first"
