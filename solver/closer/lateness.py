"""How late the changes of plan come at least that lead from a plan to the goal, the days that each waits taken together.

docs/search.md has the argument.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from solver.ground.items import NOTHING
from solver.relaxed.layer import Layer, Plan
from solver.relaxed.tour import FAR, Distances
from solver.relaxed.walk import Walk

Days: TypeAlias = dict[Plan, int]
"""For plans the days of all changes from there on, counted from the first of the line, at least."""
Into: TypeAlias = dict[int, frozenset[Plan]]
"""The plans from which a change is let, by the plan to which."""


class Told(NamedTuple):
    """What is told of one day: while time has broken no demand of what is kept, and from then on."""

    met: Days
    broken: Days


class Lateness:
    """The least lateness of the changes of plan on a line, from each day on, on paths of so many changes at the `most`.

    Shape: where a change is all that is asked for the last one is placed on the last day of the line.
    """

    def __init__(self, walk: Walk, kept: frozenset[int], distances: Distances, most: int) -> None:
        assert walk.aim.to is not None
        self.walk, self.kept, self.to, self.fading = walk, kept | walk.protected, walk.aim.to, distances.fading
        self._walked = distances.walked
        self._ends_on_last = not walk.aim.add and not walk.aim.drop
        self._plans = frozenset(self._between(distances, most)) - {self.to}
        self._firsts = [layer.window.first for layer in walk.layers]
        self._defers = bool(walk.program.defers)
        self._let: dict[tuple[int, bool, bool], Into] = {}
        self._into: dict[tuple[int, bool], Into] = {}
        self._enterable: dict[tuple[object, int, bool], bool] = {}
        self._told: dict[int, Told] = {}

    def _between(self, distances: Distances, most: int) -> Iterator[Plan]:
        """The plans that a path of so many changes may come by."""
        seen, border = {self.walk.first.plan_item}, {self.walk.first.plan_item}
        for far in range(most):
            on = {plan for plan in border if distances.least(plan, met=False) <= most - far}
            yield from on
            border = set[Plan]().union(*map(self.walk.steps, on)) - seen
            seen |= border

    def least(self, plan: Plan, day: int, *, met: bool) -> int:
        """The days of all changes from a plan on a day, at least; 0 where the goal is there, or nothing is told."""
        if plan == self.to or self.walk.by_time.may_be:
            return 0
        told = self._from(day)
        days = told.met if met and plan in self._walked else told.broken
        return days.get(plan, FAR if plan in self._plans else 0)

    def _from(self, day: int) -> Told:
        told = self._told.get(day)
        if told is None:
            self.walk.all.doors.backend.look_at_the_clock()
            told = self._told[day] = self._reckoned(day)
        return told

    def _reckoned(self, day: int) -> Told:
        """What is told of a day: of the layers behind it, and of what may be placed on it or later in its own."""
        number = bisect_right(self._firsts, day) - 1
        behind = self._from(self._firsts[number + 1]) if number + 1 < len(self._firsts) else Told({}, {})
        broken = self._with([behind.broken], number, day, met=False)
        fading = self.fading
        if fading is None:
            return Told(broken, broken)
        starts = [behind.met]
        if fading.in_layer[number]:
            starts.append({plan: days for plan, days in broken.items() if fading.may_beside(plan)})
        # what starts next month may find a demand broken that is met now
        if self._defers and any(fading.in_layer[place] for place in self.walk.starting(number)):
            late = self.walk.layers[number].may_defer()
            into, away = self._changes_into(number, met=False), day - self.walk.line.first
            starts += [dict.fromkeys(into.get(to, ()), away + days) for to, days in {**broken, self.to: 0}.items() if to in late]
        return Told(self._with(starts, number, day, met=True), broken)

    def _with(self, starts: list[Days], number: int, day: int, *, met: bool) -> Days:
        """The least days where changes may be placed on a day too: from some plans some days are known that are enough."""
        into = self._changes_into(number, met=met)
        first, last = self.walk.line.first, self.walk.line.day
        away = day - first
        due: defaultdict[int, set[Plan]] = defaultdict(set)
        for start in starts:
            for plan, days in start.items():
                due[days].add(plan)
        if not self._ends_on_last or self.to in self.walk.all.may_defer():
            due[away] |= into.get(self.to, NOTHING)
        elif number == len(self._firsts) - 1:
            due[last - first] |= into.get(self.to, NOTHING)
        found: Days = {}
        while due:
            days = min(due)
            plans = due.pop(days) - found.keys()
            found.update(dict.fromkeys(plans, days))
            ahead = set[Plan]().union(*(into[plan] for plan in plans if plan in into)) - found.keys()
            if ahead:
                due[days + away] |= ahead
        return found

    def _changes_into(self, number: int, *, met: bool) -> Into:
        """The changes that may be placed in a layer, and start in it or where else they may."""
        found = self._into.get((number, met))
        if found is None:
            layer = self.walk.layers[number]
            late, every = layer.may_defer(), self._all_into(number)
            let = (to for to in every if self._is_let(layer, to, met) or (to in late and self._may_start_later(number, to, met)))
            found = self._into[number, met] = {to: every[to] for to in let}
        return found

    def _may_start_later(self, number: int, to: int, met: bool) -> bool:
        layers = (*self.walk.layers, self.walk.behind)
        return any(self._is_let(layers[place], to, met) for place in self.walk.starting(number))

    def _is_let(self, layer: Layer, to: int, met: bool) -> bool:
        """Whether a plan may be entered in a layer: the same where nothing that bears on it differs."""
        key = (layer.entering(self.kept), to, met)
        if key not in self._enterable:
            self._enterable[key] = layer.enterable(to, self.kept, met=met)
        return self._enterable[key]

    def _all_into(self, number: int) -> Into:
        """The changes that are let in a layer, entering a plan aside."""
        layer, held = self.walk.layers[number], self.walk.first.plan_item
        begun = layer.window.begun
        now = layer.lets_leave(held, layer.window.last, begun)
        later = self._defers and layer.lets_leave(held, self.walk.months(number)[1], begun)
        key = (layer.sign, now, later)
        found = self._let.get(key)
        if found is None:
            into: defaultdict[int, set[Plan]] = defaultdict(set)
            for plan in self._plans:
                bound = plan == held and not now
                for to in () if bound and not later else layer.open_from(plan):
                    if not bound or to in layer.may_defer():
                        into[to].add(plan)
            asked = (to for to in sorted(into) if to == self.to or to in self._plans)
            found = self._let[key] = {to: frozenset(into[to]) for to in asked}
        return found
