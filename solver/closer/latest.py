"""By which day at the latest something that meets a demand must be held beside a plan, so that the goal is entered in time.

What meets it is carried from plan to plan, or gives way to another, but not while it is bound; or it is over, and breaks the
demand. What lasts some months must have come as long before. docs/search.md has the argument.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache, cached_property
from typing import Literal, TypeAlias

from model.days import MonthEnd, Span, last_day, next_month
from solver.closer.suppliers import Suppliers
from solver.ground.entries import CAMPAIGN, NEVER, Hold
from solver.ground.items import NOTHING, Items
from solver.ground.world import World
from solver.relaxed.layer import Layer

Way: TypeAlias = Literal["goes on", "gives way", "is free", "comes", "comes freely"]
"""What becomes of something that is held beside a plan: it goes on to the goal, or until something comes for other reasons; it
gives way to another; it is free to do that, wherever it has been carried; or it comes, for the demand or for other reasons."""
Place: TypeAlias = tuple[Way, int, int]
"""A way, the plan, and what is held or comes."""
NO_DAY = -1


class Latest:
    """The last days on which what meets a demand may be held beside plans, or come, so that the goal is entered in time.

    Shape: `by_way` is such a day for each way, plan and supplier; `broken` for each plan where time has broken the demand, and
    `over` for each plan and supplier that day where the supplier may have been carried before it is over. If it `breaks`, the
    goal is entered while the demand is not met.
    """

    def __init__(self, suppliers: Suppliers, plans: Items, to: int, *, breaks: bool = False) -> None:
        self.suppliers, self.walk, self.program = suppliers, suppliers.walk, suppliers.program
        self.plans, self.to, self._breaks = plans, to, breaks
        self.first, self.last = self.walk.line.first, self.walk.line.day
        self._deferring = self.walk.all.may_defer()
        # what is ordered on the last day may start later, and break until then
        self._end = next_month(date.fromordinal(self.last)).toordinal() if to in self._deferring else self.last
        self._into: dict[int, dict[int, Items]] = {}
        self._enterable: dict[object, bool] = {}
        self._from: dict[tuple[int, int], dict[int, Items]] = {}
        self.broken = self._all_broken() if suppliers.ending else {}
        self.over = {node: self._all_over(node) for node in sorted(suppliers.ending)}
        self.by_way: dict[Place, int] = {}
        self._due: defaultdict[int, list[Place]] = defaultdict(list)
        self._find()

    def is_in_time(self, world: World, meeting: list[tuple[Hold, int | None]]) -> bool:
        """Whether the goal may be entered in time from a state in which these meet the demand (`Suppliers.held`)."""
        return any(node is None or self._is_in_time(world, hold, node) for hold, node in meeting)

    def let_go(self, meeting: list[tuple[Hold, int | None]]) -> bool:
        """Whether all that meets the demand may have gone when what is over in time comes for it; notes what binds it."""
        ending = self.suppliers.ending
        if not ending.isdisjoint(self.suppliers.freely) or any(node is None or node in ending for _, node in meeting):
            return True
        return not any(self._is_held_through(hold, self._last_coming) for hold, _ in meeting)

    @cached_property
    def _last_coming(self) -> int:
        """The last day on which something that ends may come."""
        ending = self.suppliers.ending
        return max((day for (way, _, node), day in self.by_way.items() if way == "comes" and node in ending), default=NO_DAY)

    def _is_held_through(self, hold: Hold, day: int) -> bool:
        """Whether something is bound on a day, and does not leave before; notes that."""
        if hold.until < day or hold.ends or self._may_leave_along(hold):
            return False
        return self.walk.scope.built_in("until", hold.item)

    def _is_in_time(self, world: World, hold: Hold, node: int) -> bool:
        if world.plan_item is None:
            return True
        plan = self.walk.scope.like(world.plan_item)
        if world.day <= self._day("goes on", plan, node):
            return True
        if world.day <= self._day("gives way", plan, node) and not self._is_bound(world.day, plan, hold, node):
            return True
        if node not in self.suppliers.ending:
            return False
        return self._ends(world.day, hold) <= self.over[node].get(plan, NO_DAY)

    def _is_bound(self, day: int, plan: int, hold: Hold, node: int) -> bool:
        """Whether something is bound for so long that it can't give way in time; notes that."""
        bound = hold.until >= day or (hold.origin == CAMPAIGN and not hold.until)
        if not bound or self._may_leave_along(hold):
            return False
        if hold.until and hold.until < self._day("is free", plan, node):
            return False
        return self.walk.scope.built_in("until", hold.item)

    def _may_leave_along(self, hold: Hold) -> bool:
        """Whether something may leave with what it has come with, or comes to have come with."""
        return hold.origin >= 0 or bool(self.program.carriers[hold.item])

    def _ends(self, day: int, hold: Hold) -> int:
        """The first day on which something may be over: what may have come with another may be with that."""
        if self._may_leave_along(hold):
            return day
        return max(day, hold.ends + 1) if hold.ends else NEVER

    def _day(self, way: Way, plan: int, node: int) -> int:
        return self.by_way.get((way, plan, node), NO_DAY)

    # -- changes -------------------------------------------------------------------------------------------------------------
    def _before(self, to: int, day: int) -> dict[int, Items]:
        """The plans from which a change to another may be ordered by a day, by the last day on which it may.

        Shape: what may start next month is taken as ordered on that day.
        """
        number = self._number(day)
        found = self._from.get((to, number))
        if found is None:
            found = self._from[to, number] = self._latest_changes(to, number)
        if to in self._deferring:
            return {day: frozenset().union(*found.values())}
        return {min(day, self.walk.layers[place].window.last): plans for place, plans in found.items()}

    def _latest_changes(self, to: int, number: int) -> dict[int, Items]:
        """The plans from which a change to another is let in a layer or before, by the last such layer."""
        found: dict[int, Items] = {}
        for place in range(number, -1, -1):
            layer = self.walk.layers[place]
            here = self._changes_into(layer).get(to, NOTHING).difference(*found.values())
            if here and (to in self._deferring or self._may_enter(layer, to)):
                found[place] = here
        return found

    def _number(self, day: int) -> int:
        """The layer of a day."""
        layers = self.walk.layers
        return next((n for n in range(len(layers) - 1, 0, -1) if layers[n].window.first <= day), 0)

    def _changes_into(self, layer: Layer) -> dict[int, Items]:
        """The plans from which a change is let, by the plan to which."""
        found = self._into.get(layer.sign)
        if found is None:
            leaving: defaultdict[Items, set[int]] = defaultdict(set)
            for plan in sorted(self.plans):
                leaving[layer.open_from(plan) & self.plans].add(plan)
            into: defaultdict[int, set[int]] = defaultdict(set)
            for targets, plans in leaving.items():
                for to in targets:
                    into[to] |= plans
            found = self._into[layer.sign] = {to: frozenset(plans) for to, plans in into.items()}
        return found

    def _may_enter(self, layer: Layer, to: int) -> bool:
        key = (layer.sign, layer.entering(self.suppliers.kept), to)
        if key not in self._enterable:
            self._enterable[key] = layer.enterable(to, self.suppliers.kept)
        return self._enterable[key]

    def _carries(self, node: int, to: int, plans: Items) -> Items:
        """Of some plans those from which something can be carried to another."""
        if node not in self.suppliers.stands(to):
            return NOTHING
        return frozenset(plan for plan in plans if not self.suppliers.is_shut(plan, to, node))

    # -- what time breaks ----------------------------------------------------------------------------------------------------
    def _all_broken(self) -> dict[int, int]:
        """The last day on which a plan may be held where time has broken the demand."""
        found: dict[int, int] = {}
        due: defaultdict[int, list[int]] = defaultdict(list, {self._end: [self.to]})
        while due:
            self.walk.all.doors.backend.look_at_the_clock()
            day = max(due)
            border = due.pop(day)
            while border:
                to = border.pop()
                if to in found:
                    continue
                found[to] = day
                for when, plans in self._before(to, day).items():
                    if when >= self.first:
                        (border if when == day else due[when]).extend(plans - found.keys())
        return found

    def _all_over(self, node: int) -> dict[int, int]:
        """The last day by which something that is held beside a plan must be over, wherever it is carried until then."""
        found: dict[int, int] = {}
        for begun, day in sorted(self.broken.items(), key=lambda one: -one[1]):
            border = [begun]
            while border:
                to = border.pop()
                if to not in found:
                    found[to] = day
                    for plans in self._before(to, self.last).values():
                        border += self._carries(node, to, plans - found.keys())
        return found

    # -- what is carried -----------------------------------------------------------------------------------------------------
    def _find(self) -> None:
        """Finds the days, the last ones first."""
        suppliers = self.suppliers
        for node in () if self._breaks else sorted(suppliers.nodes):
            self._reach(self._end, "goes on", self.to, node)
        for node, days in self.over.items():
            for plan, day in days.items():
                if node in suppliers.coming:
                    self._reach(begun_by(self._lasting(node), day), "comes", plan, node)
                if node in suppliers.freely:
                    self._reach(day, "comes freely", plan, node)
        while self._due:
            self.walk.all.doors.backend.look_at_the_clock()
            day = max(self._due)
            places = self._due[day]
            while places:
                place = places.pop()
                if place not in self.by_way:
                    self.by_way[place] = day
                    self._follow(day, *place)
            del self._due[day]

    def _reach(self, day: int, way: Way, plan: int, node: int) -> None:
        if day >= self.first and (way, plan, node) not in self.by_way:
            self._due[day].append((way, plan, node))

    def _follow(self, day: int, way: Way, plan: int, node: int) -> None:
        """Takes in what was held or ordered before something that is held beside a plan by a day at the latest."""
        suppliers = self.suppliers
        coming = node in suppliers.coming
        match way:
            case "goes on" | "gives way":
                for when, plans in self._before(plan, day).items():
                    for before in self._carries(node, plan, plans):
                        self._reach(when, way, before, node)
                if node in suppliers.freely:
                    self._reach(day, "comes freely", plan, node)
                if way == "gives way":
                    self._reach(day, "is free", plan, node)
                if coming and (way == "goes on" or self._binding(node) is None):
                    self._reach(day, "comes", plan, node)
            case "is free":
                for plans in self._before(plan, self.last).values():
                    for before in self._carries(node, plan, plans):
                        self._reach(day, way, before, node)
                if coming:
                    self._reach(begun_by(self._binding(node), day), "comes", plan, node)
            case "comes":
                by, change, again = (
                    suppliers.replaced(node, plan=None),
                    suppliers.replaced(node, plan=plan),
                    suppliers.replaced(node, plan=plan, again=True),
                )
                if (by or change or again) and suppliers.fits(node, plan):
                    self._instead(day, "gives way", plan, by)
                    self._change(day, "gives way", plan, change)
                    if plan in self._changes_into(self.walk.all).get(plan, ()):
                        self._instead(day, "gives way", plan, again)
            case "comes freely":
                if node in suppliers.stands(plan):
                    self._instead(day, "goes on", plan, suppliers.nodes)
                    self._change(day, "goes on", plan, suppliers.nodes)

    def _instead(self, day: int, way: Way, plan: int, nodes: Items) -> None:
        """Takes in what may be held before something comes beside the same plan."""
        for node in nodes:
            self._reach(day, way, plan, node)

    def _change(self, day: int, way: Way, to: int, nodes: Items) -> None:
        """Takes in what may be held before something comes with a change to a plan."""
        for when, plans in self._before(to, day).items():
            for plan in plans:
                for node in nodes:
                    if not self.suppliers.is_shut(plan, to, node):
                        self._reach(when, way, plan, node)

    def _binding(self, node: int) -> Span | None:
        """How long something is bound at least once it has come; None if it may not be. Notes that."""
        term = self.program.items[node].term
        if term is None or self.program.carriers[node] or not self.walk.scope.built_in("until", node):
            return None
        return term

    def _lasting(self, node: int) -> Span | None:
        """How long something lasts at least once it has come; None if it may be over at once, with what it has come with."""
        return None if self.program.carriers[node] else self.program.items[node].ends


@cache
def begun_by(span: Span | None, day: int) -> int:
    """The last day on which a span may begin that is over on `day` or before."""
    if span is None:
        return day
    if isinstance(span, MonthEnd):
        return date.fromordinal(day).replace(day=1).toordinal() - 1
    begun = day - 27 * span.count
    while last_day(span, date.fromordinal(begun)).toordinal() >= day:
        begun -= 1
    return begun
