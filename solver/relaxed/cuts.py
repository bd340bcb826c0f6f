"""The days that cut a line into layers: those on which something changes for what is held at first, or for plans."""

from __future__ import annotations

from datetime import date

from model.days import month_end, next_month
from solver.ground.program import Program
from solver.ground.world import World
from solver.ordering.path import Line

MOST_LAYERS = 48


def cuts(program: Program, world: World, line: Line) -> list[int]:
    """The days behind the first on which something changes for what is held at first, or for a plan's sale or changes."""
    days = set()
    for hold in world.with_plan:
        if hold.until:
            days |= {hold.until + 1, month_end(date.fromordinal(hold.until)).toordinal() + 1}
        if hold.ends:
            days.add(hold.ends + 1)
    if world.booked is not None:
        days.add(world.booked[1])
    for rule in program.rules_of_plans(frozenset(hold.item for hold in world.holds)):
        days |= {program.since[rule], program.until[rule] + 1}
    for plan in program.plans:
        days |= program.sale_days(plan)
    first, last = line.first, line.day
    if program.defers:
        # what is ordered in a layer for next month starts behind each of its days or before them all
        after = next_month(date.fromordinal(last)).toordinal()
        days |= {date.fromordinal(day - 1).replace(day=1).toordinal() for day in days if first < day <= after}
    found = sorted(day for day in days if first < day <= last)
    step = -(-len(found) // MOST_LAYERS) or 1
    return found[::step]
