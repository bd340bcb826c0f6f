"""The relaxed walk over plans: what can be reached while some holdings are protected.

Every real path that cancels none of the protected holdings projects onto such a walk; docs/search.md has the argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from model.days import next_month
from solver.backend import Backend
from solver.ground.items import NOTHING, Items
from solver.ground.lapse import Window
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import World
from solver.ordering.path import Aim, Line
from solver.relaxed.ahead import Ahead
from solver.relaxed.by_time import ByTime
from solver.relaxed.captive import captives
from solver.relaxed.cuts import cuts
from solver.relaxed.fading import Fading
from solver.relaxed.layer import Layer, Plan
from solver.relaxed.rest import Rest
from solver.relaxed.tour import FAR, Distances, Tour
from solver.relaxed.wishes import Wishes


class Walk:
    """The graph of plans of one line, from one first state, layer after layer of days.

    Shape: the days on which something changes cut the line into layers, or if `whole` it is one layer. A plan once reached
    can be kept, so a layer begins where the one before it has come to. Of what starts next month the goal alone may start behind.
    """

    def __init__(
        self, scope: Scope, world: World, aim: Aim, line: Line, backend: Backend, protected: Items, *, whole: bool = False
    ) -> None:
        self.scope, self.first, self.aim, self.line = scope, world, aim, line
        self.program: Program = scope.program
        last = next_month(date.fromordinal(line.day)).toordinal() if aim.to in self.program.deferring else line.day
        channels, keep = line.channels, aim.keep
        self.rest: Rest | None = None
        self._blamed: Items = NOTHING
        self._fading: dict[Items, Fading] = {}
        self._later: dict[int, tuple[int, ...]] = {}
        self._kinds: dict[int, list[Layer]] = {}
        self.is_whole = whole
        signed: dict[int, Layer] = {}

        def layer(first: int, until: int) -> Layer:
            made = Layer(scope, world, Window(line.first, first, until), channels, backend, keep)
            made.share(signed.setdefault(made.sign, made))
            return made

        self.all = layer(line.first, last)
        self._wishes = Wishes(self.all, aim, line)
        self.had = self.all.had
        self.protected = protected
        self.losable = world.at_stake - self.all.fixed - protected
        if world.booked is not None and world.booked[0] in aim.keep and scope.built_in("keep", world.booked[0]):
            self.losable -= {world.booked[0]}
        fixed = world.booked is not None and world.booked[0] not in self.losable
        self.by_time = ByTime(self.program, world, line, fixed=fixed)
        if whole or last == line.first:
            self.layers, self.behind = [self.all], self.all
        else:
            starts = [line.first, *cuts(self.program, world, line)]
            ends = [day - 1 for day in starts[1:]] + [line.day]
            self.layers = [layer(*days) for days in zip(starts, ends, strict=True)]
            self.behind = layer(last, last) if last > line.day else self.layers[-1]
        held = captives(self.all)
        for one in (self.all, *self.layers, self.behind) if held else ():
            one.doors.hold_captive(held)

    # -- reaching --------------------------------------------------------------------------------------------------------
    def reaches(self, protected: Items) -> bool:
        """Whether the goal may be reached while `protected` (and what can never be cancelled) is kept."""
        kept = self.all.kept(protected | self.protected)
        self._blamed = NOTHING
        if not self._wishes.stand(kept):
            self._blamed = self._wishes.blamed
            return False
        if self.aim.to is None:
            return self._rests(kept, alone=not protected)
        if self._ends_booked():
            return True
        known = self._reaching()
        if any(day <= self.line.day and protected <= kept for day, kept in known):
            return True
        if not self._may_be_entered(self.aim.to, protected) or self.aim.to not in self._walk(protected, until=self.aim.to):
            return False
        known.append((self.line.day, protected))
        return True

    def _reaching(self) -> list[tuple[int, Items]]:
        """The last days by which the goal is known to be reached on lines of the same channels, and what may be kept then."""
        asleep = self.scope.arrivals is not None and not self.scope.arrivals.awake
        key = (self.first, self.aim, self.line.channels, self.line.first, self.scope.only, self.protected, self.is_whole, asleep)
        return self.scope.memory.reaching.setdefault(key, [])

    def _rests(self, kept: Items, *, alone: bool) -> bool:
        """Whether all that is kept can be held at the end of a path that keeps the plan; what stops it is noted if `alone`."""
        plan = self.first.plan
        if self.first.booked is not None or (plan is not None and plan.ends and self.line.waits):
            return True
        if self.rest is None:
            self.rest = Rest(self.scope, self.all.doors, self.aim.add, self.aim.drop, self.all.doors.backend)
        if self.rest.stands(kept):
            return True
        self._blamed = self.rest.blamed
        if alone:
            self.rest.stop(kept)
        return False

    def end(self, protected: Items) -> Items | None:
        """What may be held at the end of a path that keeps the plan and `protected`; None where nothing is known of that."""
        kept = self.all.kept(protected | self.protected)
        return None if self.rest is None else self.rest.end(kept)

    def _may_be_entered(self, to: int, protected: Items) -> bool:
        """Whether the goal's plan is held or comes by itself, or can be entered at all: what is asked first, being cheap."""
        booked = self.first.booked
        if to == self.first.plan_item or (booked is not None and booked[0] == to):
            return True
        protected |= self.protected
        unlike: dict[object, Layer] = {}
        for layer in (*self.layers, self.behind):
            unlike.setdefault(layer.entering(protected), layer)
        return any(layer.enterable(to, protected) for layer in unlike.values())

    def earliest(self) -> int | None:
        """A day before which the goal can't be reached, whatever is cancelled; None if it can't be reached at all."""
        if not self.reaches(NOTHING):
            return None
        if self.aim.to is None or self._ends_booked():
            return self.line.first
        number = self._walk(NOTHING, until=self.aim.to)[self.aim.to]
        return self._since(number) if number < len(self.layers) else self.layers[-1].window.first

    def reached(self, protected: Items) -> tuple[Plan, ...]:
        """The plans that can be walked to while `protected` is kept, the first one first."""
        return tuple(self._walk(protected, until=None))

    def to_blame(self, protected: Items) -> Items:
        """Of holdings that are protected in vain those that stop something: none of the others makes a difference."""
        for layer in (*self.layers, self.behind):
            layer.anew()
        if self.reaches(protected):
            return protected
        blamed = frozenset().union(*(one.doors.blamed for one in self.layers))
        blamed = (blamed | self._blamed) & protected
        return protected if self.reaches(blamed) else blamed

    def may_enter(self, to: int, protected: Items) -> bool:
        """Whether a plan can be entered on some day of the line while `protected` is kept."""
        return self.all.may_enter(to, protected | self.protected)

    def may_go(self, plan: Plan, to: int) -> bool:
        """Whether a change from a plan to another is let on some day of the line, entering it aside."""
        return self.all.may_go(plan, to)

    def entering(self, to: int, protected: Items) -> tuple[Layer, ...]:
        """The layers in which a plan may be entered while `protected` is kept; notes what stops it in the others."""
        may_start_later = any(to in layer.may_defer() for layer in self.layers)
        layers = (*self.layers, self.behind) if may_start_later else self.layers
        protected |= self.protected
        return tuple(layer for layer in layers if layer.doors.enterable(to, layer.kept(protected)))

    def least_extras(self, to: int, protected: Items) -> int:
        """How many items at least are ordered for needs before a plan is entered while `protected` is kept."""
        return self.all.doors.least_extras(to, self.aim.add, self.all.kept(protected | self.protected))

    def ahead(self, to: int, protected: Items) -> Ahead:
        """What must be ordered for needs from a state on before a plan is entered while `protected` is kept."""
        return Ahead(self.all.doors, to, self.all.kept(protected | self.protected), self.aim.add)

    def _ends_booked(self) -> bool:
        """Whether the goal is the plan that is booked already."""
        return self.first.booked is not None and self.first.booked[0] == self.aim.to

    def _walk(self, protected: Items, *, until: Plan) -> dict[Plan, int]:
        """The plans that can be walked to from the first, each with the first layer in which it can be held.

        Shape: in the order in which they are reached; no further than `until` where one is given, which has the layer of the
        order even where it starts later.
        """
        met, broken = self._tours(protected | self.protected, until=until)
        return met.seen | {plan: min(number, met.seen.get(plan, number)) for plan, number in broken.seen.items()}

    def _tours(self, protected: Items, *, until: Plan) -> tuple[Tour, Tour]:
        """What can be walked to while time has broken no demand of what is kept, and from then on."""
        fading = self.fading(protected)
        broken = Tour(protected, until, {})
        met = Tour(protected, until, {self.first.plan_item: 0}, fading, broken)
        broken.entered = met.seen
        for number in range(len(self.layers)):
            if self._spread(met, number):
                return met, broken
            if fading is not None and fading.in_layer[number]:
                new = [plan for plan in met.seen if plan not in broken.seen and fading.may_beside(plan)]
                broken.seen.update(dict.fromkeys(new, number))
            if (broken.seen or broken.coming) and self._spread(broken, number):
                return met, broken
        for tour in (met, broken):
            tour.seen.update({to: len(self.layers) for to in sorted(tour.coming) if to not in tour.seen})
        return met, broken

    def fading(self, protected: Items) -> Fading | None:
        """What time may break while `protected` is kept, None where nothing: of a layer each, and of what lies behind."""
        found = self._fading.get(protected)
        if found is None and not self.is_whole and self.first.booked is None and self.line.waits:
            layers = ((one.doors, one.kept(protected)) for one in (*self.layers, self.behind))
            found = Fading(self.all.doors, self.all.kept(protected), layers)
            self._fading[protected] = found
        return found if found is not None and found.demands else None

    def _spread(self, tour: Tour, number: int) -> bool:
        """Walks on in a layer; whether what is sought is reached."""
        layer, seen = self.layers[number], tour.seen
        tour.begin(number, layer)
        border = list(seen)
        for plan in border:
            open_ = bool(tour.left) and not layer.open_from(plan).isdisjoint(tour.left)
            ahead = self._ahead(plan, tour) if open_ else ()
            for to in chain(self.by_time.after(plan, layer.window.last), ahead) if self.by_time.may_be else ahead:
                if to not in seen:
                    border.append(to)
                    seen[to] = number
                    tour.left.discard(to)
            if tour.until is not None and tour.until in seen:
                return True
        return tour.ends(number)

    def _ahead(self, plan: Plan, tour: Tour) -> Iterator[int]:
        """The plans to which a change goes at once; notes those to which one goes next month."""
        if self.by_time.stays(plan, tour.protected, self.layers[tour.number].window.last):
            return
        layer, since = self.layers[tour.number], self._since(tour.since(plan))
        beside = tour.fading is not None and tour.fading.may_beside(plan)
        ahead = layer.open_from(plan) & (tour.left if beside else tour.left - tour.idle)
        if not ahead:
            return
        deferring, late = layer.may_defer(), layer.must_defer()
        leaves = layer.lets_leave(plan, layer.window.last, since)
        if not leaves and (ahead.isdisjoint(deferring) or not layer.lets_leave(plan, self.months(tour.number)[1], since)):
            return
        alike = NOTHING if deferring or tour.fading is not None else layer.entered_alike(ahead, tour.protected)
        for to in sorted(ahead, key=lambda to: (to != tour.until, to)):
            now, later = layer.starts(plan, to) if to in deferring - late else (to not in late, to in late)
            if later and beside and to not in tour.asked:
                self._starts_broken(to, tour)
            if now and leaves and to not in tour.shut_now:
                if to in alike or layer.enterable(to, tour.protected, met=tour.fading is not None):
                    yield to
                    if to == tour.until:
                        return
                    continue
                tour.shut_now.add(to)
            if later and to not in tour.coming:
                at = self._starts_in(to, tour)
                if at == tour.number:
                    yield to
                elif at is not None:
                    tour.coming[to] = at
            starts_later = to in deferring and to not in tour.coming and tour.starts.get(to, 0) is not None
            if not starts_later and (to in late or to in tour.shut_now):
                if tour.fading is None or to not in deferring or to in tour.asked:
                    tour.left.discard(to)
                else:
                    tour.idle.add(to)

    def _starts_broken(self, to: int, tour: Tour) -> None:
        """Notes the first layer in which a change that is ordered in this layer may start once time has broken a demand."""
        after, fading = tour.after, tour.fading
        assert after is not None and fading is not None
        tour.asked.add(to)
        layers = (*self.layers, self.behind)
        let = (n for n in self.starting(tour.number) if fading.in_layer[n] and layers[n].enterable(to, tour.protected))
        if (at := next(let, None)) is not None:
            after.coming.setdefault(to, at)

    def _since(self, number: int) -> int:
        """The first day of a layer; of the one behind the last as well."""
        return (self.layers[number] if number < len(self.layers) else self.behind).window.first

    def months(self, number: int) -> tuple[int, int]:
        """The first and the last day on which a change may start that is ordered in a layer for next month."""
        window = self.layers[number].window
        first, last = (next_month(date.fromordinal(day)).toordinal() for day in (window.first, window.last))
        return first, last

    def starting(self, number: int) -> tuple[int, ...]:
        """The layers in which a change may start that is ordered in a layer for next month."""
        found = self._later.get(number)
        if found is None:
            first, last = self.months(number)
            places = enumerate((*self.layers, self.behind))
            found = tuple(n for n, one in places if one.window.first <= last and first <= one.window.last)
            self._later[number] = found
        return found

    def _starts_in(self, to: int, tour: Tour) -> int | None:
        """The first layer in which a change that is ordered in this layer may start next month; None if there is none."""
        if to not in tour.starts:
            layers, met = (*self.layers, self.behind), tour.fading is not None
            let = (n for n in self.starting(tour.number) if layers[n].enterable(to, tour.protected, met=met))
            tour.starts[to] = next(let, None)
        return tour.starts[to]

    def distances(self, protected: Items) -> Distances:
        """The least number of changes from each plan to the goal, over the plans that can be walked through."""
        protected |= self.protected
        met, broken = self._tours(protected, until=None)
        fading = met.fading
        if fading is None:
            found = self._backwards(met, {})
            return Distances(found, found)
        for plan, number in met.seen.items():
            at = self._may_start_broken(number, fading) if plan in broken.seen else number
            if at < broken.seen.get(plan, FAR) and fading.may_beside(plan):
                broken.seen[plan] = at
        behind = self._backwards(broken, {})
        beside = {plan: far for plan, far in behind.items() if plan in met.seen and fading.may_beside(plan)}
        return Distances(self._backwards(met, beside), behind, fading, frozenset(met.seen))

    def _may_start_broken(self, number: int, fading: Fading) -> int:
        """The first layer, from one on, in which time may have broken a demand, or by when what is ordered there may start.

        Shape: behind them all where there is none.
        """
        places = range(number, len(self.layers))
        return next((n for n in places if any(fading.in_layer[place] for place in (n, *self.starting(n)))), len(self.layers))

    def _backwards(self, tour: Tour, known: dict[Plan, int]) -> dict[Plan, int]:
        """The least number of changes to the goal from the plans of a tour, where that of some is `known` to be no more."""
        to, seen, protected = self.aim.to, tour.seen, tour.protected
        assert to is not None
        booked = self.first.booked
        ends = [None, self.first.plan_item, *(() if booked is None else (booked[0],))]
        left = list(dict.fromkeys([*(plan for plan in seen if plan != to), *(plan for plan in ends if plan != to)]))
        found: dict[Plan, int] = {to: 0} if to in seen or to in ends else {}
        if self._ends_booked():
            found[self.first.plan_item] = 0
        reached = frozenset(plan for plan in seen if plan is not None)
        last = self.all.window.last
        steps = {plan: self._steps(plan, tour) & reached for plan in left if not self.by_time.stays(plan, protected, last)}
        ending = {plan: after for plan in left if (after := tuple(self.by_time.after(plan, last)))}
        layer, far = set(found), 0
        while layer or any(plan not in found for plan in known):
            waiting = {plan for plan, after in ending.items() if plan not in found and not layer.isdisjoint(after)}
            waiting |= {plan for plan, away in known.items() if away == far and plan not in found}
            found.update(dict.fromkeys(waiting, far))
            if waiting:
                layer |= waiting
                continue
            far += 1
            ahead = {plan for plan, after in steps.items() if plan not in found and not after.isdisjoint(layer)}
            found.update(dict.fromkeys(ahead, far))
            layer = ahead
        return found

    def steps(self, plan: Plan) -> Items:
        """The plans to which a change from a plan is let in some layer, maybe itself too."""
        return self._steps(plan, None)

    def _steps(self, plan: Plan, tour: Tour | None) -> Items:
        """The plans to which a change from a plan is let in some layer in which it may be held, maybe itself too."""
        found: Items = NOTHING
        place = 0 if tour is None else min(tour.seen.get(plan, 0), len(self.layers))
        since = self._since(0 if tour is None else min(tour.since(plan), len(self.layers)))
        while place < len(self.layers) and not self.layers[place].lets_leave(plan, self.layers[place].window.last, since):
            layer = self.layers[place]
            behind = next_month(date.fromordinal(layer.window.last)).toordinal()
            if layer.lets_leave(plan, behind, since):
                found |= layer.open_from(plan) & layer.may_defer()
            place += 1
        # what binds a plan that is held does so for some first days, so that it can be left in all layers behind
        return found.union(*(layer.open_from(plan) for layer in self._unlike(place)))

    def _unlike(self, number: int) -> list[Layer]:
        """The layers from one on, but of those with the same changes the first alone."""
        found = self._kinds.get(number)
        if found is None:
            found = self._kinds[number] = list({layer.sign: layer for layer in reversed(self.layers[number:])}.values())[::-1]
        return found
