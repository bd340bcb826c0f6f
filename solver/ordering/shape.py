"""What two states have in common in which the same orders come to the same."""

from __future__ import annotations

from datetime import date

from model.days import same_period
from solver.ground.entries import Hold
from solver.ground.program import Program
from solver.ground.world import World


def shape_of(program: Program, world: World) -> object:
    """What of a state bears on what orders in it come to, the rules that act and what is sold aside."""
    day = world.day
    today = date.fromordinal(day)

    def hold(one: Hold) -> tuple[object, ...]:
        until = one.until
        months = until > 0 and program.month_end(until) >= day
        return one.item, one.origin, until > 0, until >= day, months, one.ends > 0

    past = tuple(
        (kind, item, *(same_period(quota.period, date.fromordinal(then), today) for _, quota, _, _ in program.quotas))
        for then, kind, item in world.past
    )
    plan = None if world.plan is None else hold(world.plan)
    return plan, tuple(map(hold, world.holds)), world.booked, world.settled, past, tuple(map(hold, world.gone))
