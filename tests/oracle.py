"""Brute force over the plain interpreter: every path of one request, up to the horizon. Shares no code with the solver.

It walks the whole graph of states (orders with every set of additions, extra items and cancellations; waits to every day on
which something can change) and keeps the least cost of each state. Small catalogues only.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, combinations, count
from typing import NamedTuple

from model.catalogue import Catalogue
from model.days import MonthEnd, Months, add_months, last_day, month_end, next_month, period_end
from model.replay.course import taken
from model.replay.entry import _forbids
from model.replay.locks import _locks
from model.replay.order import Done, Interpreter
from model.replay.orders import Cancel, Order, Settle, Take
from model.request import Goal, Query
from model.rules.at_most import AtMostRule
from model.rules.brings import BringsRule
from model.rules.channel import Channel
from model.rules.conflict import Conflict
from model.rules.eligible import Eligible
from model.rules.limit import Limit
from model.rules.locked import Locked
from model.rules.needs import Needs
from model.rules.only_with import OnlyWith
from model.rules.starts import Starts
from model.selectors import Selector, match
from model.state import Holding, State

Cost = tuple[int, ...]
ONE = timedelta(days=1)
EVERY_DAY = timedelta(days=8)
"""So far ahead every day is tried where times count, not only those on which something changes."""


@dataclass(frozen=True)
class Found:
    """A way to end: its day, its cost (fee first if minimised, losses, withdrawn, needs, changes, orders), what is lost."""

    day: date
    cost: Cost
    lost: frozenset[str]


class Move(NamedTuple):
    """What an order comes to: the state, what it cancels, how many items it orders for needs, whether it changes the plan."""

    state: State
    gone: frozenset[str]
    extra: int
    change: int
    cancels: bool


@dataclass(frozen=True)
class Point:
    """One point of the frontier: a line, its day, the least cost, and every loss set of that cost's number of losses."""

    verdict: str
    day: date
    cost: Cost
    least: frozenset[frozenset[str]]
    sets: frozenset[frozenset[str]]


def subsets(names: Iterable[str]) -> Iterator[frozenset[str]]:
    ordered = sorted(names)
    return (frozenset(c) for c in chain.from_iterable(combinations(ordered, n) for n in range(len(ordered) + 1)))


class Oracle:
    """The answers to one query by exhaustion."""

    def __init__(
        self, catalogue: Catalogue, first: State, query: Query, without: frozenset[str] = frozenset(), states: int = 60_000
    ) -> None:
        self.catalogue, self.first, self.query, self.states = catalogue, first, query, states
        goal = query.goal
        kept = frozenset(k for k in goal.keep if f"keep:{k}" not in without)
        dropped = frozenset(d for d in goal.drop if f"drop:{d}" not in without)
        self.goal = Goal(goal.to, goal.add, dropped, kept)
        self.interpreter = Interpreter(catalogue, without=without)
        bodies = [rule.body for rule in catalogue.rules.values() if rule.id not in without]
        needs = [body for body in bodies if isinstance(body, Needs)]
        self.supporters = self._named([(body.any_of, body.items, body.any_of) for body in needs])
        sides: list[tuple[Selector, Selector, Selector]] = []
        for body in bodies:
            match body:
                case Conflict(left=a, right=b):
                    sides += [(a, a, b), (b, a, b)]
                case OnlyWith(items=a, allow=b) | Needs(items=a, any_of=b):
                    sides.append((a, a, b))
                case AtMostRule(among=a):
                    sides.append((a, a, a))
                case Eligible(items=a):
                    sides.append((a, a, a))
        self.breakable = self._named(sides)
        self.limits = [rule.body for rule in catalogue.rules.values() if isinstance(rule.body, Limit) and rule.id not in without]
        guarded = [rule for rule in catalogue.rules.values() if rule.guards.holding is not None]
        self.remembers = any(not (rule.resolve_given and rule.resolve == "first") for rule in guarded)
        self.head = 2 if query.minimise == "fee" else 1
        """So many numbers of a cost does a later point have to make smaller."""
        self.timed: date | None = None
        self.known_moves: dict[tuple[object, str], list[Move]] = {}
        self.lasting, self.passing = self._spans()
        self.locks_months = any(isinstance(r.body, Locked) and not r.body.always for r in catalogue.rules.values())
        self.known_firsts: dict[frozenset[date], frozenset[date]] = {}
        static = self._static_days()
        self.fixed_days = static | self._months() | self.own_days(first)
        self.static_days = sorted(static | self.firsts(static | self._months()))
        self.foreseen = self._foreseen({query.on, *self.fixed_days})
        self.had = frozenset(first.holds) | ({first.booked.plan} if first.booked else frozenset())

    def _named(self, sides: list[tuple[Selector, Selector, Selector]]) -> frozenset[str]:
        """The offers and V-nets that could be in one of the sets, whatever their holding is."""
        items = [item for item in self.catalogue.items.values() if item.kind != "plan"]
        return frozenset(
            item.name
            for side, left, right in sides
            for bindings in self.interpreter.matching.bindings(left, right)
            for item in items
            if match(side, item, bindings) is not False
        )

    def met(self, state: State) -> bool:
        goal, held = self.goal, state.all
        booked = state.booked.plan if state.booked else None
        if goal.to is not None and (booked or state.plan_name) != goal.to:
            return False
        out = set(held) | ({booked} if booked else set())
        return goal.add <= set(held) and not (goal.drop & out) and goal.keep <= out

    # -- days ------------------------------------------------------------------------------------------------------------
    def _static_days(self) -> set[date]:
        found: set[date] = set()
        for item in self.catalogue.items.values():
            found |= {d for d in (item.sold_from, item.sold_until and item.sold_until + ONE) if d}
        for rule in self.catalogue.rules.values():
            found |= {d for d in (rule.valid.since, rule.valid.until and rule.valid.until + ONE) if d}
        return found

    def _months(self) -> set[date]:
        """The first days of the months to come, where something may start or be counted anew on them."""
        found: set[date] = set()
        if self._monthly() or any(limit.period in ("month", "year") for limit in self.limits):
            day = next_month(self.query.on)
            last = next_month(add_months(self.query.on, self.query.horizon_months))
            while day <= last:
                found.add(day)
                day = next_month(day)
        return found

    def _foreseen(self, fixed: set[date]) -> set[date]:
        """The days on which something is over that was ordered on a fixed day, or on which something was over."""
        last = next_month(add_months(self.query.on, self.query.horizon_months))
        days = any(limit.period == "day" for limit in self.limits)
        found, border = set(fixed), {*fixed, *(day + ONE for day in fixed if days)}
        spans = self.passing | {limit.period for limit in self.limits if isinstance(limit.period, Months)}
        while border:
            found |= border
            over = {last_day(span, day) + ONE for day in border for span in spans if day >= self.query.on}
            border = {day for day in over | {next_month(day) for day in over} if day <= last} - found
        return found

    def _monthly(self) -> bool:
        spans = [s for i in self.catalogue.items.values() for s in (i.term, i.ends, *(p.ends for p in i.brings))]
        spans += [r.body.ends for r in self.catalogue.rules.values() if isinstance(r.body, BringsRule)]
        starts = any(isinstance(r.body, Starts) for r in self.catalogue.rules.values())
        return starts or any(isinstance(s, MonthEnd) for s in spans)

    def _spans(self) -> tuple[set[Months], set[Months]]:
        """The months for which what comes on the way lasts, and after which it is over or free.

        Shape: being bound is something to last where a rule asks for it.
        """
        items, rules = self.catalogue.items.values(), self.catalogue.rules.values()
        ends = [span for item in items for span in (item.ends, *(part.ends for part in item.brings))]
        ends += [rule.body.ends for rule in rules if isinstance(rule.body, BringsRule)]
        terms = [item.term for item in items]
        asked = "Bound(" in repr([(rule.body, rule.guards) for rule in rules])
        lasting = ends + terms if asked else ends
        return {s for s in lasting if isinstance(s, Months)}, {s for s in ends + terms if isinstance(s, Months)}

    def firsts(self, days: Iterable[date]) -> frozenset[date]:
        """The days from which a span still lasts just through one of `days`, or before it through another that begins there."""
        at = frozenset(days)
        found = self.known_firsts.get(at)
        if found is None:
            through = {self.first_through(span, day) for day in at for span in self.lasting}
            for day in at:
                lasts = {last_day(span, day) for span in self.passing}
                over = {last + ONE for last in (*lasts, *map(month_end, lasts if self.locks_months else ()))}
                counts = (limit.period for limit in self.limits if limit.period != "day" or day in self.fixed_days)
                over |= {period_end(period, day) + ONE for period in counts}
                through |= {first for one in over for span in self.lasting if (first := self.first_through(span, one)) < day}
            found = self.known_firsts[at] = frozenset(d for d in through if d > self.query.on)
        return found

    @staticmethod
    def first_through(span: Months, day: date) -> date:
        """The first day from which a span lasts through a day."""
        began = add_months(day, -span.count) - timedelta(days=5)
        return next(d for d in (began + timedelta(days=n) for n in range(10)) if last_day(span, d) >= day)

    def own_days(self, state: State) -> set[date]:
        """The days on which something changes for what a state has."""
        own = {d + ONE for h in state.all.values() for d in (h.ends, h.until, h.until and month_end(h.until)) if d}
        if state.booked:
            own.add(state.booked.starts)
        return own | {period_end(limit.period, act.day) + ONE for act in state.past for limit in self.limits}

    def next_day(self, state: State, last: date) -> date | None:
        own = self.own_days(state)
        days = {*self.static_days, *own, *self.firsts(d for d in own if d in self.foreseen or d.day == 1)}
        if self._monthly():
            days.add(next_month(state.day))
        return min((d for d in days if state.day < d <= last), default=None)

    def days(self, state: State, last: date) -> Iterator[date]:
        """The days to wait for: the next on which something can change; where times count, those before it too."""
        day = self.next_day(state, last)
        if self.timed is None:
            yield from () if day is None else (day,)
            return
        if self.timed - self.query.on <= EVERY_DAY:
            yield from () if state.day == last else (state.day + ONE,)
            return
        days = {day or last, (day or last) - ONE, last} | self.turns(state, {day or last, *self.static_days, last})
        yield from sorted(d for d in days if state.day < d <= last)

    def turns(self, state: State, days: Iterable[date]) -> set[date]:
        """The days about which a limit ceases to count with each other what is ordered before and behind.

        Shape: what a limit of one day keeps apart may be cancelled on so many days right before, as late as possible.
        """
        found = set()
        for limit in self.limits:
            if isinstance(limit.period, Months):
                back = [add_months(day, -limit.period.count) for day in days]
                found |= {one for day in back for one in (day, day + ONE)}
                continue
            found |= {month_end(state.day), next_month(state.day)}
            if limit.period == "day":
                found |= {day - ONE * ahead for day in days for ahead in range(1, len(self.had) + 1)}
        return found

    # -- orders ----------------------------------------------------------------------------------------------------------
    def barred(self, state: State, act: str, name: str, channel: str) -> bool:
        """Whether what is ordered is refused whatever else is: a first look that spares the sets around it."""
        if (
            act != "cancel"
            and f"sold:{name}" not in self.interpreter.without
            and not self.catalogue.items[name].on_sale(state.day)
        ):
            return True
        fresh = {} if act == "cancel" else {name: taken(self.catalogue, name, state.day)}
        alone = replace(state, holds={**state.holds, **fresh})
        rules = [r for r in self.interpreter.standing(state.day, channel) if not isinstance(r.body, Needs)]
        return any(_forbids(self.interpreter, rule, state, alone, act, name, channel) for rule in rules)

    def orders(self, state: State, channel: str) -> Iterator[Order]:
        goal = self.goal
        for fact, declared in self.catalogue.facts.items():
            if declared.settle is not None:
                yield Settle(fact)
        free = self.free(state, state, channel)
        losable = [n for n in state.holds if n not in goal.keep and n in free]
        falling = [n for n in losable if n in self.breakable]
        if state.booked and state.booked.plan not in goal.keep:
            for falls in subsets(falling):
                yield Cancel(state.booked.plan, falls)
        for item in losable:
            if self.barred(state, "cancel", item, channel):
                continue
            for falls in subsets(n for n in falling if n != item):
                yield Cancel(item, falls)
        plans: list[str | None] = [None]
        if goal.to is not None and not state.booked:
            plans += [
                n
                for n, i in self.catalogue.items.items()
                if i.kind == "plan" and n != state.plan_name and not self.barred(state, "change", n, channel)
            ]
        extras = [n for n in self.supporters if not self.barred(state, "add", n, channel)]
        for plan in plans:
            day = state.day if plan is None else self.interpreter.starts(state, plan, channel)
            if day != state.day:
                before = self.interpreter.wait(state, day)
                free = self.free(state, before, channel)
                falling = [n for n in before.holds if n not in goal.keep and n in free and n in self.breakable]
            else:
                falling = [n for n in losable if n in self.breakable]
            for asked in subsets(goal.add):
                for extra in subsets(set(extras) - asked):
                    if plan is None and not asked and not extra:
                        continue
                    for falls in subsets(falling):
                        if not falls & (asked | extra):
                            yield Take(plan, asked, extra, falls)

    def free(self, state: State, before: State, channel: str) -> frozenset[str]:
        """The holdings that no lock but that of a part holds: a first look that spares the sets around the others."""
        return frozenset(
            name
            for name, holding in before.holds.items()
            if all(r.startswith("part:") for r in _locks(self.interpreter, before, before, holding, channel))
        )

    def told_apart(self, channels: Iterable[str]) -> tuple[str, ...]:
        """The channels, of those that nothing tells apart the first alone."""
        named: set[str] = set()
        for rule in self.catalogue.rules.values():
            named |= set(rule.at or ())
            if isinstance(rule.body, Channel):
                named |= set(rule.body.only or ()) | set(rule.body.never)
        for fact in self.catalogue.facts.values():
            named |= set(fact.settle.channels) if fact.settle else set()
        others = [channel for channel in channels if channel not in named]
        return tuple(channel for channel in channels if channel in named or channel == others[0])

    def forget(self, state: State) -> State:
        """The state without the acts that no limit can count any more."""
        kept = set()
        numbered = list(enumerate(state.past))
        has = self.interpreter.matching.has
        for limit in self.limits:
            for kind, among, most in [(limit.act, limit.among, max(limit.at_most, 1))] + (
                [(*limit.after, 1)] if limit.after else []
            ):
                match_ = [
                    (n, a)
                    for n, a in numbered
                    if a.act == kind
                    and (among is None or a.item is None or has(among, Holding(a.item), state.day, state.plan_name))
                    and period_end(limit.period, a.day) >= state.day
                ]
                kept |= {n for n, _ in match_[-most:]}
        gone = tuple(sorted(state.gone, key=str)) if self.remembers else ()
        return replace(state, past=tuple(a for n, a in numbered if n in kept), gone=gone)

    def moves(self, state: State, channel: str) -> list[Move]:
        """What the legal orders of a state come to, those alike once; remembered, for it is the same on every way there."""
        at = (self.key(state), channel)
        found = self.known_moves.get(at)
        if found is None:
            found = self.known_moves[at] = list(self._moves(state, channel))
        return found

    def _moves(self, state: State, channel: str) -> Iterator[Move]:
        seen = set()
        for order in self.orders(state, channel):
            done = self.interpreter.order(state, order, channel)
            if not isinstance(done, Done):
                continue
            gone = frozenset((order.item,)) if isinstance(order, Cancel) else frozenset[str]()
            gone |= frozenset() if isinstance(order, Settle) else order.cancels
            if gone & self.goal.keep:
                continue
            extra = len(order.extra) if isinstance(order, Take) else 0
            change = int(isinstance(order, Take) and order.plan is not None)
            move = Move(self.forget(done.state), gone, extra, change, isinstance(order, Cancel))
            mark = (self.key(move.state), *move[1:])
            if mark not in seen:
                seen.add(mark)
                yield move

    def cost_of(self, move: Move, day: date, lost: frozenset[str], more: frozenset[str]) -> Cost:
        new = more - lost
        items = self.catalogue.items
        fee = sum(items[n].monthly_fen or 0 for n in new)
        withdrawn = sum(items[n].withdrawn for n in new)
        head = (fee,) if self.query.minimise == "fee" else ()
        return (*head, len(new), withdrawn, move.extra, move.change, 1, *self.when(move, day))

    def when(self, move: Move, day: date) -> Cost:
        """How many days early a cancellation is, how many late another order."""
        if self.timed is None:
            return ()
        return ((self.timed - day).days, 0) if move.cancels else (0, (day - self.query.on).days)

    def search(self, *, channels: Iterable[str], waits: bool, below: Cost | None = None, most: Cost | None = None) -> list[Found]:
        """The ways to end, one for each (day, loss set) with its least cost.

        Left out are those with more losses (or fee) than another has by that day, all from `below` on, and all that cost
        more than `most`: costs only grow on a way, so nothing goes on from an end, nor from what an end is better than.
        """
        on, channels = self.query.on, self.told_apart(channels)
        last = self.timed or add_months(on, self.query.horizon_months)
        zero: Cost = (0,) * ((6 if self.query.minimise == "fee" else 5) + (0 if self.timed is None else 2))
        best: dict[tuple[date, frozenset[str]], Cost] = {}
        ends: dict[date, Cost] = {}
        tick = count()
        start = (self.key(self.first), frozenset[str]())
        heap = [(zero, next(tick), self.forget(self.first), frozenset[str]())]
        known = {start: zero}
        done_keys = set()

        def end(day: date, cost: Cost, lost: frozenset[str]) -> None:
            if best.get((day, lost), (10**9,)) > cost:
                best[day, lost] = cost

        if self.met(self.first):
            end(on, zero, frozenset())
            return [Found(on, zero, frozenset())]

        def outdone(day: date, cost: Cost) -> bool:
            head = cost[: self.head]
            if below is not None and head >= below:
                return True
            if most is not None and cost[: len(most)] > most:
                return True
            return any(by <= day and least < head for by, least in ends.items())

        def reach(state: State, lost: frozenset[str], cost: Cost, day: date) -> None:
            if outdone(day, cost):
                return
            if self.met(state):
                end(day, cost, lost)
                ends[day] = min(cost[: self.head], ends.get(day, cost))
                return
            key = (self.key(state), lost)
            if known.get(key, (10**9,)) > cost:
                known[key] = cost
                heapq.heappush(heap, (cost, next(tick), state, lost))

        while heap:
            cost, _, state, lost = heapq.heappop(heap)
            key = (self.key(state), lost)
            if key in done_keys or outdone(state.day, cost):
                continue
            done_keys.add(key)
            if len(done_keys) > self.states:
                raise MemoryError("too many states")
            for day in self.days(state, last) if waits else ():
                reach(self.forget(self.interpreter.wait(state, day)), lost, cost, day)
            if not waits and state.day > on:
                continue
            if state.day > last:
                continue
            for channel in channels:
                for move in self.moves(state, channel):
                    more = lost | (move.gone & self.had)
                    add = self.cost_of(move, state.day, lost, more)
                    reach(move.state, more, tuple(a + b for a, b in zip(cost, add, strict=True)), state.day)
        return [Found(day, cost, lost) for (day, lost), cost in best.items()]

    def reaches(self, *, channels: Iterable[str], waits: bool, last: date, kept: frozenset[str] = frozenset()) -> bool:
        """Whether any way ends by the day `last` on which no order cancels one of `kept`."""
        on, channels = self.query.on, self.told_apart(channels)
        waiting = [self.forget(self.first)]
        known = {self.key(waiting[0])}

        def meet(state: State) -> bool:
            key = self.key(state)
            if key not in known:
                known.add(key)
                waiting.append(state)
            if len(known) > self.states:
                raise MemoryError("too many states")
            return self.met(state)

        if self.met(self.first):
            return True
        while waiting:
            state = waiting.pop()
            if state.day > last:
                continue
            for day in self.days(state, last) if waits else ():
                if meet(self.forget(self.interpreter.wait(state, day))):
                    return True
            if not waits and state.day > on:
                continue
            for channel in channels:
                for move in self.moves(state, channel):
                    if not move.gone & kept and meet(move.state):
                        return True
        return False

    def key(self, state: State) -> tuple[object, ...]:
        holds = tuple(sorted(state.holds.items(), key=lambda kv: kv[0]))
        return (state.day, state.plan, holds, state.booked, tuple(sorted(state.facts.items(), key=str)), state.past, state.gone)

    def timely(self, day: date, most: Cost) -> list[Found]:
        """The ways to end on `day` or before that cost no more than `most`, times aside.

        Shape: costs end with how early cancellations and how late other orders are. What an order of the last day starts next
        month may be met later still, by waiting: that ends behind the day.
        """
        self.timed = day
        try:
            found = self.search(channels=tuple(self.catalogue.channels), waits=True, most=most)
            return [one for one in found if one.day <= day]
        finally:
            self.timed = None

    # -- the answer ------------------------------------------------------------------------------------------------------
    def points(self) -> list[Point]:
        """The verdict's point and the frontier behind it; empty where it is blocked."""
        every = tuple(self.catalogue.channels)
        asked = (self.query.channel,) if self.query.channel else every
        lines = [("reachable", asked, False)] + ([("elsewhere", every, False)] if self.query.channel else [])
        points: list[Point] = []
        for verdict, channels, waits in lines:
            self._add(points, verdict, self.query.on, self.search(channels=channels, waits=waits, below=self._least(points)))
        later = self.search(channels=every, waits=True, below=self._least(points))
        for day in sorted({f.day for f in later}):
            if day > self.query.on:
                self._add(points, "later", day, [f for f in later if f.day <= day])
        return points

    def _least(self, points: list[Point]) -> Cost | None:
        return min((point.cost[: self.head] for point in points), default=None)

    def _add(self, points: list[Point], verdict: str, day: date, found: list[Found]) -> None:
        if not found:
            return
        cost = min(f.cost for f in found)
        head = cost[: self.head]
        if points and head >= self._least(points):
            return
        least = frozenset(f.lost for f in found if f.cost == cost)
        same = frozenset(f.lost for f in found if f.cost[: self.head] == head)
        points.append(Point(verdict, day, cost, least, same))
