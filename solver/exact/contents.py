"""What an order in a state may be about: every content that is worth trying."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, combinations

from model.days import Months, Span, next_month, period_end, same_period
from solver.exact.calendar import Calendar
from solver.exact.manner import Manner
from solver.exact.past import Past
from solver.exact.telling import telling
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.scope import Door, Scope, Through
from solver.ground.world import World
from solver.ordering.gates import Gates
from solver.ordering.order import Content
from solver.ordering.path import Aim, Guide, Line, Node


class Contents:
    """The contents of the orders on one line.

    Shape: holdings of the first state outside of `within` are not cancelled, nor are `keeps`; where an end is headed for
    no more than what is missing, at once or one by one, is added.
    """

    def __init__(
        self,
        scope: Scope,
        aim: Aim,
        line: Line,
        guide: Guide,
        calendar: Calendar,
        past: Past,
        manner: Manner,
        *,
        keeps: Items,
        within: Items | None,
    ) -> None:
        self.scope, self.aim, self.line, self.guide, self.calendar, self.past = scope, aim, line, guide, calendar, past
        self.program: Program = scope.program
        self.keeps, self.within, self.manner = keeps, within, manner
        self.had = NOTHING
        self._telling = NOTHING
        self._let: dict[object, dict[int, Door]] = {}
        self._kinds: dict[Items, tuple[int, ...]] = {}

    def begin(self, first: World, had: Items) -> None:
        """Takes the state in which the paths begin, and what counts as a loss."""
        self.had, self._let = had, {}
        self._telling = telling(self.scope, self.aim, first)

    def opened(self, node: Node) -> Items | None:
        """The plans to which a wait has opened changes, where all else could be ordered before; None where that is not so.

        Shape: what is ordered else is only worth trying where what comes of it hangs on the day: docs/search.md. On days on which
        nothing changes it opens none: it does on the next one on which something does.
        """
        if node.parent is None or node.step is not None or self.manner.timed:
            return None
        if self._timely(node) is not None:
            return NOTHING
        before = node.parent
        while self._timely(before) is not None and before.parent is not None:
            before = before.parent
        return self._stirred(before.world, node.world)

    def _timely(self, node: Node) -> frozenset[Months] | None:
        """How long lasts what is ordered just in time after a wait to a day on which nothing changes; None of other states."""
        if node.parent is None or node.step is not None:
            return None
        return self.calendar.timely(node.parent.world, node.world.day)

    def news(self, node: Node, first: int | None, opened: Items | None) -> Iterator[Content]:
        """The contents worth trying, where `opened` is what a wait has opened: those of which what comes may be new."""
        world = node.world
        contents = self._contents(world, first)
        if opened is None:
            return contents
        held = [hold.item for hold in world.holds] + ([] if world.plan is None else [world.plan.item])
        lasting: frozenset[Span] = frozenset().union(*map(self.program.spans_for_needs, held))
        timely = self._timely(node)
        return (one for one in contents if one.plan in opened or self._hangs_on_the_day(one, lasting, timely))

    def _hangs_on_the_day(self, content: Content, lasting: frozenset[Span], timely: frozenset[Months] | None) -> bool:
        """Whether what comes of an order differs from day to day: by what it takes, or what may be ordered for needs with it.

        Shape: `lasting` are the spans of what may be for needs of what is held; `timely` those that alone are asked for, if any.
        """
        if content.cancel is not None:
            return False
        taken = (*(() if content.plan is None else (content.plan,)), *content.adds)
        spans = lasting.union(*map(self.program.spans_with, taken))
        return bool(spans) if timely is None else not spans.isdisjoint(timely)

    def _stirred(self, before: World, after: World) -> Items | None:
        """The plans to which a wait has opened changes: by sale, another start or room in a limit; None if it changed more.

        Shape: more are holdings, bonds, rules, the sale of what may be ordered along, and limits on other acts.
        """
        since, day = before.day, after.day
        if (before.plan, before.holds, before.booked) != (after.plan, after.holds, after.booked):
            return None
        for hold in (*after.with_plan, *after.gone):
            if hold.until and (since <= hold.until < day or since <= self.program.month_end(hold.until) < day):
                return None
        if any(since < one <= day for one in self.calendar.near().rule_days):
            return None
        if any(since < self.program.sold_from[item] <= day for item in self.calendar.near().offers):
            return None
        opened = {plan for plan in self.program.plans if since < self.program.sold_from[plan] <= day}
        if self.program.defers and self.program.month_end(since) < day:
            opened |= self.program.deferring
        today, then = date.fromordinal(day), date.fromordinal(since)
        for quota, of, _ in self.past.limits:
            kinds = {quota.act, quota.after[0] if quota.after else quota.act}
            ended = (period_end(quota.period, date.fromordinal(day)) for day, kind, _ in before.past if kind in kinds)
            if any(then <= end < today for end in ended):
                if quota.act != "change":
                    return None
                opened |= frozenset(self.program.plans) if of is None else of.keys()
        return frozenset(opened)

    def _contents(self, world: World, first: int | None) -> Iterator[Content]:
        """The contents of the orders that may be placed in a state, the change to `first` before all others."""
        if first is not None:
            yield Content(first)
        keeps = self.keeps
        if world.booked is not None and not (world.booked[0] in keeps and self.scope.built_in("keep", world.booked[0])):
            yield Content(cancel=world.booked[0], booked=True)
        for hold in world.holds:
            if self.within is not None and hold.item in self.had and hold.item not in self.within:
                continue
            if hold.item not in self._telling:
                continue
            if not (hold.item in keeps and self.scope.built_in("keep", hold.item)):
                yield Content(cancel=hold.item)
        adds = sorted(self.aim.add)
        plans: list[int | None] = [None]
        if self.aim.to is not None and world.booked is None:
            plans += self.doors(world)
        held = {hold.item for hold in world.holds}
        for plan in plans:
            if first is not None and plan == first:
                continue
            if not adds:
                yield Content(plan)
                continue
            some = first_subsets if self.manner.toward is not None else subsets
            for chosen in some(adds, frozenset(adds) - held):
                yield Content(plan, chosen)

    def doors(self, world: World) -> dict[int, Door]:
        """The plans to which a change is let, what comes of it aside, by which of the line's channels, and when it starts.

        Shape: of those that no rule tells apart, and that nothing on the path has touched, the first.
        """
        guards, day = self.program.door_guards, world.day
        looked_at = tuple(
            tuple((hold.item, hold.origin, hold.until >= day) for hold in holds if hold.item in guards)
            for holds in (world.holds, world.gone)
        )
        touched = frozenset(item for item in self.touched(world) if self.program.is_plan[item])
        key = (self._door_day(world), self._leaving(world), world.settled, touched, looked_at)
        found = self._let.get(key)
        if found is None:
            found = self._let[key] = self._let_from(world, touched, key)
        return found

    def _leaving(self, world: World) -> tuple[object, ...]:
        """What of the plan held bears on leaving it, now or next month."""
        plan, day = world.plan, world.day
        if plan is None:
            return ()
        behind = next_month(date.fromordinal(day)).toordinal() if self.program.defers else day
        over = tuple((plan.until >= start, 0 < plan.ends < start) for start in (day, behind))
        return (plan.item, plan.origin, *over)

    def _door_day(self, world: World) -> tuple[object, ...]:
        """What of a day bears on the changes that are let: two days with the same let the same from the same plan.

        Shape: the span between days on which rules and sales change, the month where a change may start next month from a plan
        that is bound, and the acts that each limit counts.
        """
        day, plan = world.day, world.plan
        until = 0 if plan is None else plan.until
        today = date.fromordinal(day)
        month = today.year * 12 + today.month if self.program.defers and until >= day else 0
        counted = (
            n if same_period(quota.period, date.fromordinal(act[0]), today) else -1
            for n, act in enumerate(world.past)
            for quota, _, _ in self.past.limits
        )
        acts = ((kind, item) for _, kind, item in world.past)
        return (bisect_right(self.program.door_days, day), month, *acts, *counted)

    def _let_from(self, world: World, touched: Items, key: object) -> dict[int, Door]:
        unlike = (plan for plan in self._unlike(touched) if plan != world.plan_item)
        plans = [plan for plan in unlike if self.guide.nearly(plan, world.booked) is not None]
        known = self.scope.memory.doors.setdefault((self.scope.only, self.line.channels, key), Through())
        new = [plan for plan in plans if plan not in known.let]
        if new:
            known.let.update(self._through(world, new, known))
        self.scope.stopped |= known.stops
        return {plan: known.let[plan] for plan in plans if known.let[plan].channels}

    def _unlike(self, touched: Items) -> tuple[int, ...]:
        """The plans, but of those that no rule tells apart, and that are not touched, only the first."""
        found = self._kinds.get(touched)
        if found is None:
            first: dict[object, int] = {}
            for plan in self.program.plans:
                first.setdefault(plan if plan in touched else (self.scope.alike(plan),), plan)
            found = self._kinds[touched] = tuple(first.values())
        return found

    def _through(self, world: World, plans: list[int], known: Through) -> dict[int, Door]:
        """By which of the line's channels a change to each of some plans is let, and when it starts; notes what stops others."""
        gates = {channel: Gates(self.scope, world, channel) for channel in self.line.channels}
        let, stops = self.scope.noting(lambda: {channel: frozenset(one.doors(plans)) for channel, one in gates.items()})
        known.stops |= stops
        found = {}
        for plan in plans:
            channels = tuple(channel for channel in gates if plan in let[channel])
            late = frozenset(channel for channel, one in gates.items() if channels and one.start_day(plan) > world.day)
            found[plan] = Door(channels, late)
        return found

    def touched(self, world: World) -> Items:
        """The items that the question or the state names: any other may stand for those that no rule tells apart from it."""
        found = {*self.aim.add, *self.aim.drop, *self.aim.keep, *self.had, *(hold.item for hold in world.holds)}
        found |= {hold.item for hold in world.gone} | {hold.origin for hold in (*world.holds, *world.gone)}
        found |= {item for _, _, item in world.past}
        found |= {one for one in (self.aim.to, world.plan_item, world.booked[0] if world.booked else None) if one is not None}
        return frozenset(found)


def subsets(adds: Sequence[int], missing: Items) -> Iterator[tuple[int, ...]]:
    """Every set of what is to be added. Shape: `first_subsets` come first."""
    first = first_subsets(adds, missing)
    yield from first
    sized = chain.from_iterable(combinations(adds, n) for n in range(len(adds), -1, -1))
    yield from (one for one in sized if one not in first)


def first_subsets(adds: Sequence[int], missing: Items) -> tuple[tuple[int, ...], ...]:
    """Of what is to be added none, all, what is missing, and of this each alone; each set once."""
    short = tuple(item for item in adds if item in missing)
    return tuple(dict.fromkeys([(), tuple(adds), short, *((item,) for item in short)]))
