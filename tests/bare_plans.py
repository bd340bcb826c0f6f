"""Brute force over bare plans: from one plan, under every assignment of facts, every way to every other plan.

Facts take a value on each side of every bound that the random rules draw, and stay unknown as well; ways are walked over the
plain interpreter. Shares no code with the solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from oracle import Oracle

from model.catalogue import Catalogue
from model.days import add_months
from model.facts import FactValue
from model.replay.order import Done
from model.replay.orders import Cancel, Settle
from model.request import Goal, Listed, Query, Subscriber
from model.rules.eligible import Eligible
from model.start import first_state
from model.state import State

HORIZON = 2
STATES = 150
GRID: dict[str, tuple[FactValue | None, ...]] = {"registered": (None, True, False), "age": (None, 17, 19, 30)}


@dataclass(frozen=True)
class Way:
    """A way to a plan: the day of its last step, what it loses."""

    day: date
    lost: frozenset[str]


class EveryPlan(Oracle):
    """The oracle with every plan as its goal."""

    def ways(self) -> dict[str, set[Way]]:
        """Every way to each plan, up to the horizon. Errors: MemoryError where there are too many states."""
        last = add_months(self.query.on, HORIZON)
        channels = self.told_apart(self.catalogue.channels)
        found: dict[str, set[Way]] = {}
        start = self.forget(self.first)
        todo = [(start, frozenset[str]())]
        seen = {(self.key(start), frozenset[str]())}
        while todo:
            state, lost = todo.pop()
            for after, day, more in self._steps(state, lost, channels, last):
                if after.plan_name is not None:
                    found.setdefault(after.plan_name, set()).add(Way(day, more))
                if (self.key(after), more) not in seen:
                    seen.add((self.key(after), more))
                    todo.append((after, more))
            if len(seen) > self.states:
                raise MemoryError("too many states")
        return found

    def _steps(
        self, state: State, lost: frozenset[str], channels: tuple[str, ...], last: date
    ) -> Iterator[tuple[State, date, frozenset[str]]]:
        for day in self.days(state, last):
            yield self.forget(self.interpreter.wait(state, day)), day, lost
        if state.day > last:
            return
        for channel in channels:
            for order in self.orders(state, channel):
                done = self.interpreter.order(state, order, channel)
                if isinstance(done, Done):
                    gone = {order.item} if isinstance(order, Cancel) else set()
                    gone |= set() if isinstance(order, Settle) else set(order.cancels)
                    yield self.forget(done.state), state.day, lost | (gone & self.had)


def read(catalogue: Catalogue) -> list[str]:
    """The facts that some rule reads."""
    bodies = [rule.body.facts for rule in catalogue.rules.values() if isinstance(rule.body, Eligible)]
    guards = [rule.guards.facts for rule in catalogue.rules.values()]
    return [name for name in catalogue.facts if any(name in tests for tests in (*bodies, *guards))]


def every_ways(
    catalogue: Catalogue, plan: str, on: date, without: frozenset[str] = frozenset()
) -> Iterator[tuple[dict[str, FactValue], dict[str, set[Way]]]]:
    """The ways from a bare plan under every assignment of facts. Errors: MemoryError."""
    names = read(catalogue)
    for values in product(*(GRID[name] for name in names)):
        facts = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        first = first_state(catalogue, Subscriber(plan=Listed(plan), facts=facts), on)
        query = Query(Goal(plan), on, horizon_months=HORIZON)
        yield facts, EveryPlan(catalogue, first, query, without, states=STATES).ways()


@dataclass(frozen=True)
class Expected:
    """What a door comes to: the best (waits, day, losses) of any facts, None without a path; the fewest losses of all."""

    best: tuple[bool, date, int] | None
    fewest: int | None


def expected_doors(catalogue: Catalogue, on: date, without: frozenset[str] = frozenset()) -> dict[tuple[str, str], Expected]:
    """Every door between two plans, by exhaustion. Errors: MemoryError."""
    plans = [name for name, item in catalogue.items.items() if item.kind == "plan"]
    doors = {(a, b): Expected(None, None) for a in plans for b in plans if a != b}
    for leaving in plans:
        for _, ways in every_ways(catalogue, leaving, on, without):
            for to in plans:
                if to != leaving and ways.get(to):
                    doors[leaving, to] = _better(doors[leaving, to], ways[to], on)
    return doors


def _better(known: Expected, ways: set[Way], on: date) -> Expected:
    day = min(way.day for way in ways)
    best = (day > on, day, min(len(way.lost) for way in ways if way.day == day))
    fewest = min(len(way.lost) for way in ways)
    if known.best is None or known.fewest is None:
        return Expected(best, fewest)
    return Expected(min(known.best, best), min(known.fewest, fewest))
