"""Ways to break the solver, one thing each: what of a rule, of a number or of the search it no longer sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from build import Built
from compare import WEAKENINGS, Weakening

from model.catalogue import Catalogue
from model.items import Item
from model.rules.base import Rule
from model.rules.brings import BringsRule
from model.rules.eligible import Eligible
from model.rules.limit import Limit
from model.rules.needs import Needs
from model.state import CAMPAIGN, OWN, Holding
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ordering.standing import Broken, Scene, Standing

LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True)
class Mutation:
    """One way. Shape: `see` is what the solver is told instead; `patch` the place in it that is changed and what to."""

    name: str
    see: Callable[[Built], Built] = lambda built: built
    patch: tuple[type, str, Any] | None = None

    @contextmanager
    def acting(self) -> Iterator[None]:
        """The solver, changed."""
        with pytest.MonkeyPatch.context() as monkey:
            if self.patch is not None:
                monkey.setattr(*self.patch)
            yield


def _rules(change: Callable[[Rule], Rule | None]) -> Callable[[Built], Built]:
    """The catalogue with its rules changed; those that change to None are left out."""

    def see(built: Built) -> Built:
        changed = {name: change(rule) for name, rule in built.catalogue.rules.items()}
        rules = {name: rule for name, rule in changed.items() if rule is not None}
        return built._replace(catalogue=replace(built.catalogue, rules=rules))

    return see


def _bodies(kind: type, **parts: Any) -> Callable[[Built], Built]:
    return _rules(lambda rule: replace(rule, body=replace(rule.body, **parts)) if isinstance(rule.body, kind) else rule)


def _items(change: Callable[[Item], Item]) -> Callable[[Built], Built]:
    def see(built: Built) -> Built:
        catalogue: Catalogue = built.catalogue
        return built._replace(catalogue=replace(catalogue, items={name: change(item) for name, item in catalogue.items.items()}))

    return see


def _holdings(change: Callable[[Holding], Holding]) -> Callable[[Built], Built]:
    def see(built: Built) -> Built:
        return built._replace(first=replace(built.first, holds={name: change(h) for name, h in built.first.holds.items()}))

    return see


def _facts(**parts: Any) -> Callable[[Built], Built]:
    def see(built: Built) -> Built:
        facts = {name: replace(fact, **parts) for name, fact in built.catalogue.facts.items()}
        return built._replace(catalogue=replace(built.catalogue, facts=facts))

    return see


def _state(**parts: Any) -> Callable[[Built], Built]:
    return lambda built: built._replace(first=replace(built.first, **parts))


def _goal(**parts: Any) -> Callable[[Built], Built]:
    def see(built: Built) -> Built:
        return built._replace(query=replace(built.query, goal=replace(built.query.goal, **parts)))

    return see


def _plan_free(built: Built) -> Built:
    plan = built.first.plan
    return built if plan is None else built._replace(first=replace(built.first, plan=replace(plan, until=None)))


def _without(kind: str) -> Mutation:
    return Mutation(f"no {kind}", _rules(lambda rule: None if kind == rule.body.NAME else rule))


def _weak(weakening: Weakening) -> Mutation:
    return Mutation(f"no {weakening.name}", _rules(lambda rule: weakening.change(rule) or rule))


def _built_in(name: str) -> Mutation:
    known = Scope.built_in

    def built_in(self: Scope, one: str, item: int) -> bool:
        return one != name and known(self, one, item)

    return Mutation(f"no built-in {name}", patch=(Scope, "built_in", built_in))


def _intolerant() -> Mutation:
    known = Standing.breaks_of

    def breaks_of(self: Standing, scene: Scene, item: int, before: Scene) -> Any:
        return known(self, scene, item, Scene(before.day, before.plan, {}))

    return Mutation("nothing tolerated", patch=(Standing, "breaks_of", breaks_of))


def _all_tolerated() -> Mutation:
    return Mutation("all tolerated", patch=(Standing, "newly_broken", lambda self, scene, before, near=None: Broken(scene, ())))


def _first_if_guarded(rule: Rule) -> Rule:
    return rule if rule.guards.holding is None else replace(rule, resolve="first", resolve_given=True)


def _off_sale(item: Item) -> Item:
    return replace(item, withdrawn=False, sold_until=LONG_AGO) if item.withdrawn else item


STANDING = ("conflict", "only_with", "needs", "at_most", "eligible")
ENTRY = ("brings", "locked", "move", "channel", "starts", "limit")
MUTATIONS = (
    *(_without(kind) for kind in (*STANDING, *ENTRY)),
    *(_weak(weakening) for weakening in WEAKENINGS),
    *(_built_in(name) for name in ("sold", "until", "part", "keep")),
    _intolerant(),
    _all_tolerated(),
    Mutation("all by consent", _rules(lambda rule: replace(rule, resolve="consent", resolve_given=False))),
    Mutation("all first", _rules(lambda rule: replace(rule, resolve="first", resolve_given=True))),
    Mutation("guards look at what is held alone", _rules(_first_if_guarded)),
    Mutation("guards look at what was cancelled too", patch=(Program, "first_resolves", lambda self, rule: False)),
    Mutation("bound and origin not asked", patch=(Program, "asks", lambda self, residue, hold, day, plan: residue is not False)),
    Mutation("needs always held", _bodies(Needs, when="held")),
    Mutation("needs only taken", _bodies(Needs, when="taken")),
    Mutation("eligible always held", _bodies(Eligible, when="held")),
    Mutation("eligible only taken", _bodies(Eligible, when="taken")),
    Mutation("limits by the day", _bodies(Limit, period="day")),
    Mutation("limits without after", _bodies(Limit, after=None)),
    Mutation("limits of one", _bodies(Limit, at_most=1)),
    Mutation("brought without end", _bodies(BringsRule, ends=None)),
    Mutation("items without term", _items(lambda item: replace(item, term=None))),
    Mutation("items without end", _items(lambda item: replace(item, ends=None))),
    Mutation("items bring nothing", _items(lambda item: replace(item, brings=()))),
    Mutation("parts fixed", _items(lambda item: replace(item, brings=tuple(replace(p, removable=False) for p in item.brings)))),
    Mutation("parts without end", _items(lambda item: replace(item, brings=tuple(replace(p, ends=None) for p in item.brings)))),
    Mutation("withdrawn merely off sale", _items(_off_sale)),
    Mutation("sold at any time", _items(lambda item: replace(item, sold_from=None, sold_until=None))),
    Mutation("fees not weighed", lambda built: built._replace(query=replace(built.query, minimise="losses"))),
    Mutation("holdings without until", _holdings(lambda h: replace(h, until=None))),
    Mutation("holdings without ends", _holdings(lambda h: replace(h, ends=None))),
    Mutation("campaign as own", _holdings(lambda h: replace(h, origin=OWN) if h.origin == CAMPAIGN else h)),
    Mutation("all holdings own", _holdings(lambda h: h if h.origin == CAMPAIGN else replace(h, origin=OWN))),
    Mutation("plan without until", _plan_free),
    Mutation("nothing booked", _state(booked=None)),
    Mutation("no facts known", _state(facts={})),
    Mutation("no earlier acts", _state(past=())),
    Mutation("facts not put right", _facts(settle=None)),
    Mutation("no defaults", _facts(default=None)),
    Mutation("nothing to add", _goal(add=frozenset())),
    Mutation("nothing to drop", _goal(drop=frozenset())),
    Mutation("nothing to keep", _goal(keep=frozenset())),
    Mutation("any channel asked for", lambda built: built._replace(query=replace(built.query, channel=None))),
)  # fmt: skip
