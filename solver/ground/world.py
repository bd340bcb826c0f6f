"""States of a number in integers, and what time and orders do to the holdings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from model.facts import FactValue
from model.state import CAMPAIGN as CAMPAIGN_NAME
from model.state import OWN as OWN_NAME
from model.state import Holding, State
from solver.ground.entries import CAMPAIGN, OWN, Carrier, Hold
from solver.ground.items import Items
from solver.ground.program import Program

Held: TypeAlias = dict[int, Hold]
Acted: TypeAlias = tuple[int, str, int]
"""An act that happened: day, act, item (-1 where it is not known which)."""


class World(NamedTuple):
    """A state on a path.

    Shape: `holds` is sorted by item and without the plan; `settled` are the facts that the path has put right; `past`
    what limits may still count; `gone` the holdings cancelled on the path, where some guard asks; `lost` the losses.
    """

    day: int
    plan: Hold | None
    holds: tuple[Hold, ...]
    booked: tuple[int, int] | None
    settled: tuple[tuple[int, FactValue], ...]
    past: tuple[Acted, ...]
    gone: tuple[Hold, ...]
    lost: frozenset[int]

    @property
    def plan_item(self) -> int | None:
        """The plan held."""
        return None if self.plan is None else self.plan.item

    @property
    def at_stake(self) -> frozenset[int]:
        """What counts as a loss when it is cancelled on a path that begins here: the holdings and the plan booked."""
        booked = () if self.booked is None else self.booked[:1]
        return frozenset((*(hold.item for hold in self.holds), *booked))

    @property
    def with_plan(self) -> tuple[Hold, ...]:
        """The holdings, the plan last."""
        return self.holds if self.plan is None else (*self.holds, self.plan)

    def held(self) -> Held:
        """The holdings by item, the plan aside."""
        return {hold.item: hold for hold in self.holds}


def begin(program: Program, state: State) -> World:
    """The first state of a path."""

    def hold(holding: Holding) -> Hold:
        origin = {OWN_NAME: OWN, CAMPAIGN_NAME: CAMPAIGN}.get(holding.origin)
        origin = program.index[holding.origin] if origin is None else origin
        until = holding.until.toordinal() if holding.until else 0
        return Hold(program.index[holding.item], origin, until, holding.ends.toordinal() if holding.ends else 0)

    booked = None if state.booked is None else (program.index[state.booked.plan], state.booked.starts.toordinal())
    past = tuple((a.day.toordinal(), str(a.act), -1 if a.item is None else program.index[a.item]) for a in state.past)
    holds = tuple(sorted(map(hold, state.holds.values())))
    plan = None if state.plan is None else hold(state.plan)
    return World(state.day.toordinal(), plan, holds, booked, (), past, (), frozenset())


class Course:
    """What time does, and what comes and leaves, in one program."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def next_lapse(self, world: World) -> int | None:
        """The next day on which something goes by itself or a booked plan begins."""
        days = [hold.ends + 1 for hold in world.holds if hold.ends]
        if world.plan is not None and world.plan.ends:
            days.append(world.plan.ends + 1)
        if world.booked is not None:
            days.append(world.booked[1])
        return min(days, default=None)

    def advance(self, world: World, day: int) -> World:
        """The state on `day` if nothing is ordered until then."""
        for after in self.lapses(world, day):
            world = after
        return world if world.day == day else world._replace(day=day)

    def lapses(self, world: World, day: int) -> Iterator[World]:
        """The states up to `day` on each day on which something goes by itself or a booked plan begins."""
        while (lapse := self.next_lapse(world)) is not None and lapse <= day:
            world = self._lapse(world, max(lapse, world.day))
            yield world

    def _lapse(self, world: World, day: int) -> World:
        plan = world.plan if world.plan is not None and not 0 < world.plan.ends < day else None
        held = {hold.item: hold for hold in world.holds if not 0 < hold.ends < day}
        booked = world.booked
        if booked is not None and booked[1] <= day:
            plan = self.program.fresh(booked[0], day)
            held.update(self.arrivals([plan], held, day))
            del held[plan.item]
            booked = None
        held = self.staying(plan, held, booked, day, possible_origins(world))
        return world._replace(day=day, plan=plan, holds=ordered(held), booked=booked)

    def arrivals(self, fresh: Iterable[Hold], held: Held, day: int) -> Held:
        """What is ordered with all that it brings; what is held already is not brought again and brings nothing anew."""
        come = {hold.item: hold for hold in fresh}
        border = list(come)
        while border:
            wave: dict[int, Carrier] = {}
            for bringer in sorted(border, key=self._rank):
                for carrier in self.program.brings[bringer]:
                    part = carrier.part
                    if part in come or part in held or part in wave or not self.program.stands(carrier.rule, day):
                        continue
                    wave[part] = carrier
            come.update({p: self.program.fresh(p, day, c.bringer, c.ends) for p, c in wave.items()})
            border = list(wave)
        return come

    def _rank(self, item: int) -> tuple[bool, int]:
        return (not self.program.is_plan[item], item)

    def staying(self, plan: Hold | None, held: Held, booked: tuple[int, int] | None, day: int, before: frozenset[int]) -> Held:
        """The holdings that stay: own and campaign ones, and those that something staying brings or brought.

        Shape: `before` is all that was held: what names an origin that was not among it, stays.
        """
        roots: set[int] = set()
        waiting: list[Hold] = []
        for item, hold in held.items():
            origin = hold.origin
            rooted = origin < 0 or (origin not in before and origin not in held and (plan is None or origin != plan.item))
            roots.add(item) if rooted else waiting.append(hold)
        if not waiting:
            return held
        if plan is not None:
            roots.add(plan.item)
        names = roots | ({booked[0]} if booked is not None else set())
        adopted: dict[int, int] = {}
        while waiting:
            wave = []
            for hold in waiting:
                bringers = [
                    c.bringer for c in self.program.carriers[hold.item] if c.bringer in roots and self.program.stands(c.rule, day)
                ]
                if bringers:
                    adopted[hold.item] = min(bringers, key=self._rank)
                elif hold.origin not in names:
                    continue
                wave.append(hold.item)
            if not wave:
                break
            roots.update(wave)
            names.update(wave)
            waiting = [hold for hold in waiting if hold.item not in roots]
        stay: Held = {}
        for item, hold in held.items():
            if item in roots:
                moved = item in adopted and hold.origin >= 0 and hold.origin not in names
                stay[item] = hold._replace(origin=adopted[item]) if moved else hold
        return stay


def possible_origins(world: World) -> frozenset[int]:
    """What holdings can have come with: all that is held, the plan and the plan booked among it."""
    found = {hold.item for hold in world.holds}
    if world.plan is not None:
        found.add(world.plan.item)
    if world.booked is not None:
        found.add(world.booked[0])
    return frozenset(found)


def circular(program: Program, first: World) -> Items:
    """The first holdings that have come from each other alone, and with these: they leave with the first order, or wait."""
    held = first.held()
    stay = Course(program).staying(first.plan, held, first.booked, first.day, possible_origins(first))
    return frozenset(held.keys() - stay.keys())


def ordered(held: Held) -> tuple[Hold, ...]:
    """Holdings as a state keeps them."""
    return tuple(held[item] for item in sorted(held))
