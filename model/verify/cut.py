"""Whether a cut closes: no change leaves its plans while some holdings are kept, each for a reason that needs no search.

Every reason here holds in any state that can be reached while they are kept, so nothing of the path is looked at. It is
sound and not complete: a cut that does not close here may still be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from model.carry import Carriage
from model.days import next_month
from model.facts import FactTests, meets
from model.replay.broken import Matching
from model.replay.course import taken
from model.rules.at_most import AtMostRule
from model.rules.base import Act, Rule
from model.rules.channel import Channel
from model.rules.conflict import Conflict
from model.rules.eligible import Eligible
from model.rules.move import Move
from model.rules.only_with import OnlyWith
from model.selectors import NO_BINDINGS, Selector, match
from model.state import CAMPAIGN, OWN, Holding, State


@dataclass(frozen=True, slots=True)
class Span:
    """The orders that a line lets be placed: through these channels, from one day to another.

    Shape: `deferred` if some change can start later than it is ordered.
    """

    channels: tuple[str, ...]
    since: date
    until: date
    deferred: bool = True

    @property
    def days(self) -> tuple[date, date]:
        """The first day on which such an order can act, and the last one."""
        return self.since, next_month(self.until) if self.deferred else self.until


@dataclass(frozen=True)
class Cut:
    """The changes of plan that are closed while `kept` are not cancelled, for the reasons `because` alone."""

    matching: Matching
    carriage: Carriage
    first: State
    span: Span
    kept: frozenset[str]
    because: frozenset[str]

    # -- what is asked -------------------------------------------------------------------------------------------------------
    def closes(self, plans: Iterable[str | None], to: str | None) -> bool:
        """Whether `plans` hold the first one and not `to`, and no change leads from them to another."""
        inside = set(plans)
        if to is None or to in inside or self.first.plan_name not in inside:
            return False
        if None not in inside and any(self._may_end(plan) for plan in inside):
            return False
        booked = self.first.booked
        if booked is not None and booked.plan == to:
            return False
        if booked is not None and self._waits:
            if booked.plan not in inside:
                return False
        elif booked is not None and booked.plan in self.kept:
            return True
        outside = [name for name in self._plans if name not in inside]
        return all(self._shut(to) or all(self._passage_shut(plan, to) for plan in inside) for to in outside)

    def unmet(self, drop: frozenset[str]) -> bool:
        """Whether something that is to be dropped surely stays."""
        return any(one.item in drop and f"drop:{one.item}" in self.because for one in self._staying)

    def never_come(self, add: frozenset[str]) -> bool:
        """Whether something that is to be added surely never comes: nothing brings it, and no order can add it."""
        missing = (name for name in add if name not in self.first.holds and not self.carriage.is_part(name))
        return any(self._is_unsold(name) or any(self._not_added(rule, name) for rule in self._plain) for name in missing)

    def _not_added(self, rule: Rule, name: str) -> bool:
        """Whether a rule lets nobody of these facts add an item, or through no channel of the span, whatever plan is held."""
        body = rule.body
        if isinstance(body, Eligible):
            after = [taken(self.matching.catalogue, name, day) for day in self.span.days]
            asked = all(self.matching.has(body.items, one, day, None) for one in after for day in self.span.days)
            return asked and any(self._unmet(fact, body.facts) for fact in body.facts)
        return self._nowhere(rule, None, name, "add")

    def reached(self) -> frozenset[str | None]:
        """The plans that no reason here keeps from being reached."""
        found: set[str | None] = {self.first.plan_name}
        booked = self.first.booked
        if booked is not None:
            found.add(booked.plan)
            if not self._waits and booked.plan in self.kept:
                return frozenset(found)
        waiting = list(found)
        open_plans = [name for name in self._plans if not self._shut(name)]
        while waiting:
            plan = waiting.pop()
            for name in open_plans:
                if name not in found and not self._passage_shut(plan, name):
                    found.add(name)
                    waiting.append(name)
            if None not in found and self._may_end(plan):
                found.add(None)
                waiting.append(None)
        return frozenset(found)

    def _may_end(self, plan: str | None) -> bool:
        """Whether time may end a plan while it is held, so that none is."""
        if plan is None or not self._waits:
            return False
        held = self.first.plan
        listed = held is not None and held.item == plan and held.ends is not None
        return listed or self.matching.catalogue.items[plan].ends is not None

    @cached_property
    def _plans(self) -> tuple[str, ...]:
        return tuple(name for name, item in self.matching.catalogue.items.items() if item.kind == "plan")

    @property
    def _waits(self) -> bool:
        return self.span.until > self.span.since

    # -- changes -------------------------------------------------------------------------------------------------------------
    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        """The rules among the reasons that act on every day and through every channel of the span, guards aside."""
        since, until = self.span.days
        return tuple(
            rule
            for name, rule in self.matching.catalogue.rules.items()
            if name in self.because
            and (rule.valid.since is None or rule.valid.since <= since)
            and (rule.valid.until is None or rule.valid.until >= until)
            and (rule.at is None or set(self.span.channels) <= rule.at)
        )

    @cached_property
    def _plain(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self._rules if rule.guards.holding is None and not rule.guards.facts)

    def _passage_shut(self, plan: str | None, to: str) -> bool:
        """Whether a `move` or `channel` rule, or a contract, closes the change from one plan to another."""
        if plan is None:
            return any(self._nowhere(rule, None, to) for rule in self._plain)
        return (
            any(self._forbidden(rule, plan, to) or self._nowhere(rule, plan, to) for rule in self._plain)
            or self._bound(plan)
        )  # fmt: skip

    def _forbidden(self, rule: Rule, plan: str, to: str) -> bool:
        body = rule.body
        if not isinstance(body, Move):
            return False
        return all(
            self.matching.asked(body.leaving, held, body.to, day, plan)
            and self.matching.paired(body.leaving, held, body.to, Holding(to), day, plan) is not body.allowed
            for held, day in self._as_plan(plan)
        )

    def _nowhere(self, rule: Rule, plan: str | None, to: str, act: Act = "change") -> bool:
        """Whether a channel rule leaves an act about `to` no channel of the span, beside a plan, or beside any if it is None."""
        body = rule.body
        if not isinstance(body, Channel) or body.act != act:
            return False
        if body.channels(frozenset(self.matching.catalogue.channels)) & set(self.span.channels):
            return False
        if body.leaving is not None and plan is None:
            return False
        after = [taken(self.matching.catalogue, to, day) for day in self.span.days]
        of = body.among is None or all(self.matching.has(body.among, one, day, plan) for one in after for day in self.span.days)
        if body.leaving is None or plan is None:
            return of
        return of and all(self.matching.has(body.leaving, held, day, plan) for held, day in self._as_plan(plan))

    def _as_plan(self, plan: str) -> Iterator[tuple[Holding, date]]:
        """A plan as it may be held on the way, bound or not, on the first day and the last."""
        for day in self.span.days:
            yield Holding(plan), day
            yield Holding(plan, OWN, date.max), day

    def _bound(self, plan: str) -> bool:
        """Whether the first plan is bound beyond the span, and no rule lets a bound plan be left."""
        held = self.first.plan
        if held is None or held.item != plan or f"until:{plan}" not in self.because or held.ends is not None:
            return False
        if self.first.booked is not None and self._waits:
            return False
        rules = self.matching.catalogue.rules.values()
        if any(isinstance(rule.body, Move) and rule.body.speaks_of_bound for rule in rules):
            return False
        return held.until is not None and held.until >= self.span.days[1]

    # -- what a plan meets when it comes -------------------------------------------------------------------------------------
    def _shut(self, to: str) -> bool:
        """Whether no order can take `to`, whichever plan is held before."""
        item = self.matching.catalogue.items[to]
        if self._is_unsold(to):
            return True
        held = [taken(self.matching.catalogue, item.name, day) for day in self.span.days]
        return any(self._breaks(rule, to, held) for rule in self._plain)

    def _is_unsold(self, name: str) -> bool:
        return f"sold:{name}" in self.because and not self._on_sale(name)

    def _on_sale(self, to: str) -> bool:
        item, span = self.matching.catalogue.items[to], self.span
        if item.withdrawn:
            return False
        return (item.sold_from is None or item.sold_from <= span.until) and (
            item.sold_until is None or span.since <= item.sold_until
        )

    def _breaks(self, rule: Rule, to: str, held: list[Holding]) -> bool:
        """Whether a standing rule is newly broken by the plan `to` with what surely stands beside it."""
        beside = [*self._staying, *(one for one in self._parts(to) if self._settled(rule, one))]
        match rule.body:
            case Conflict(left=left, right=right):
                return any(self._apart(left, right, to, held, other) for other in beside)
            case OnlyWith(items=items, allow=allow):
                return any(self._outside(items, allow, to, held, other) for other in beside)
            case AtMostRule(n=n, among=among):
                members = {one.item for one in beside if self._always(among, [one, one], to)} - {to}
                return self._always(among, held, to) and len(members) >= n
            case Eligible(items=items, facts=facts):
                return self._always(items, held, to) and any(self._unmet(fact, facts) for fact in facts)
            case _:
                return False

    def _settled(self, rule: Rule, part: Holding) -> bool:
        """Whether the sets of a rule hold a part, or not, whatever its holding is."""
        item = self.matching.catalogue.items[part.item]
        match rule.body:
            case Conflict(left=left, right=right) | OnlyWith(items=left, allow=right):
                sets = [(one, bindings) for bindings in self.matching.bindings(left, right) for one in (left, right)]
            case AtMostRule(among=among):
                sets = [(among, NO_BINDINGS)]
            case _:
                return False
        return all(isinstance(match(one, item, bindings), bool) for one, bindings in sets)

    def _always(self, selector: Selector, held: list[Holding], plan: str) -> bool:
        pairs = zip(held, self.span.days, strict=True)
        return all(self.matching.has(selector, one, day, plan) for one, day in pairs)

    def _apart(self, left: Selector, right: Selector, to: str, held: list[Holding], other: Holding) -> bool:
        return all(
            self.matching.paired(left, one, right, other, day, to) or self.matching.paired(left, other, right, one, day, to)
            for one, day in zip(held, self.span.days, strict=True)
        )

    def _outside(self, items: Selector, allow: Selector, to: str, held: list[Holding], other: Holding) -> bool:
        return all(
            self.matching.asked(items, other, allow, day, to) and not self.matching.paired(items, other, allow, one, day, to)
            for one, day in zip(held, self.span.days, strict=True)
        )

    def _unmet(self, fact: str, facts: FactTests) -> bool:
        """Whether a test on a fact fails and nothing can put the fact right."""
        catalogue = self.matching.catalogue
        declared = catalogue.facts[fact]
        value = self.first.facts.get(fact, declared.default)
        test = facts[fact]
        settled = declared.settle is not None and meets(test, declared.settle.value)
        return not meets(test, value) and not settled

    @cached_property
    def _staying(self) -> tuple[Holding, ...]:
        """The holdings that surely stay: not to be cancelled, with an origin that can't go, and no end within the span."""
        last = self.span.days[1]
        return tuple(
            one
            for one in self.first.holds.values()
            if one.origin in (OWN, CAMPAIGN) and (one.ends is None or one.ends >= last) and self._protected(one, last)
        )

    def _protected(self, one: Holding, last: date) -> bool:
        if one.item in self.kept:
            return True
        bound = one.until is not None and one.until >= last
        return f"until:{one.item}" in self.because and (bound or (one.origin == CAMPAIGN and one.until is None))

    def _parts(self, to: str) -> list[Holding]:
        """What is surely held beside `to` because it brings it, whichever holding of it that is."""
        since, until = self.span.days
        early, late = (frozenset(part.item for part in self.carriage.parts(to, day)) for day in (since, until))
        names = [name for name in self.matching.catalogue.items if name in early & late and name not in self.first.holds]
        items = self.matching.catalogue.items
        return [Holding(name, to) for name in names if items[name].term is None]
