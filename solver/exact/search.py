"""The exact search: the least path to the goal through full states, guided by bounds that never promise too much."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import islice

from solver.clock import NotDecided
from solver.exact.bounds import Bounds
from solver.exact.calendar import Calendar
from solver.exact.clearing import Clearing, coming_beside
from solver.exact.contents import Contents
from solver.exact.manner import LEAST, Manner
from solver.exact.past import Past
from solver.exact.steps import Steps
from solver.exact.work import Branch, Growing, Waiting, Work
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.scope import SHUT, Door, Scope
from solver.ground.world import Acted, Course, World
from solver.ordering.gates import Gates
from solver.ordering.grown import Grown
from solver.ordering.order import Content, Key, Outcome
from solver.ordering.orders import Orders, Terms
from solver.ordering.path import CHANGES, EARLY, NO_COST, ORDERS, Aim, Cost, Guide, Line, Node, TooMany, Trace
from solver.ordering.tapes import Tapes

TOGETHER = 4
AT_ONCE = 4096
STATE = 4
"""How many sets that a growth looks at for the first time take as much effort as one state."""
FEW, MANY = 8, 60
"""After so many states without a path what is only in the way is looked for, unless more than so many are held."""
LATELY = 60
"""After so many states it is reckoned how late changes come, where times are settled."""


class Search:
    """The search for one aim on one line."""

    def __init__(
        self,
        scope: Scope,
        course: Course,
        aim: Aim,
        line: Line,
        guide: Guide,
        manner: Manner = LEAST,
        *,
        fee_first: bool = False,
        within: Items | None = None,
        expired: Callable[[], bool] = lambda: False,
        tapes: Tapes | None = None,
    ) -> None:
        self.manner, self.eager, self.toward = manner, manner.eager, manner.toward
        self.scope, self.course, self.aim, self.line, self.guide = scope, course, aim, line, guide
        self.program: Program = scope.program
        self.fee_first, self.within, self.expired = fee_first, within, expired
        self.keeps = frozenset(
            item for item in aim.keep if scope.only is None or f"keep:{self.program.names[item]}" in scope.only
        )
        self.drops = frozenset(
            item for item in aim.drop if scope.only is None or f"drop:{self.program.names[item]}" in scope.only
        )
        self.tapes = tapes or Tapes()
        self.expanded = self._told = 0
        self.incumbent: Node | None = None
        self.past = Past(scope)
        self.calendar = Calendar(self.program, line, guide, aim.add, self.past, timed=manner.timed)
        self.bounds = Bounds(self.program, aim, line, guide, manner, drops=self.drops, fee_first=fee_first, within=within)
        self.contents = Contents(
            scope, aim, line, guide, self.calendar, self.past,
            manner, keeps=self.keeps, within=within,
        )  # fmt: skip
        self.steps = Steps(scope, aim, self.bounds, self.past, within, self.keeps, self.drops)

    def run(self, first: World, limit: Cost | None = None) -> Iterator[Node]:
        """The ends of paths, cheapest first; each loss set once at its least cost. Shape: those that cost at most `limit`."""
        self.begin(first, limit)
        while (end := self.next()) is not None:
            yield end

    def begin(self, first: World, limit: Cost | None = None) -> None:
        """Takes the state in which the paths begin, and the most that they may cost."""
        self.had = first.at_stake
        self.limit = limit
        self.opening = self.guide.opening() if self.eager else 0
        self.calendar.begin(first)
        self.contents.begin(first, self.had)
        self.steps.begin(self.had)
        self.bounds.begin(first)
        self.clearings = Clearing(
            self.program, self.aim, self.calendar, self.past, partial(coming_beside, self.scope, self.within, first)
        )
        self._best: dict[World, list[tuple[tuple[Cost, Trace], tuple[Acted, ...]]]] = {}
        self._heap: list[tuple[Cost, int, Trace, int, Cost, Work]] = []
        self._ticks = 0
        self._closed: dict[World, Cost] = {}
        self.grown = Grown(self.program)
        self._ended: set[Items] = set()
        self._push(Node(self.past.forget(first), NO_COST, (), day=first.day))

    def next(self, most: int | None = None) -> Node | None:
        """The next end of a path, None where there is no more; goes on where it has stopped.

        Errors: `TooMany` where it would take more effort than so much in all; it can be gone on with.
        """
        before = self.tapes.told - self._told
        while self._heap:
            self._told = self.tapes.told - before
            if most is not None and self.effort >= most and not self._ends_next():
                raise TooMany
            *_, bound, work = heapq.heappop(self._heap)
            if self.expired():
                raise NotDecided
            match work:
                case Node(ends=True):
                    if work.world.lost not in self._ended:
                        self._ended.add(work.world.lost)
                        return work
                case Node():
                    self._open(work, bound)
                case Branch():
                    self._branch(work, bound)
                case Growing():
                    self._grow(work, bound)
                case Waiting():
                    self._wait(work.node)
        return None

    @property
    def effort(self) -> int:
        """What the search has taken so far, in what growths tell: the same on every machine."""
        return STATE * self.expanded + self._told

    def _ends_next(self) -> bool:
        work = self._heap[0][-1]
        return isinstance(work, Node) and work.ends

    def met(self, world: World) -> bool:
        """Whether a path may end in a state."""
        return self.steps.met(world)

    def _push(self, node: Node) -> None:
        if self.met(node.world):
            end = replace(node, ends=True)
            self._queue(end, node.cost, node.trace)
            if self.incumbent is None or node.cost < self.incumbent.cost:
                self.incumbent = end
        if self._is_worse(node):
            return
        estimate = self.bounds.estimate(node)
        if estimate is not None:
            self._queue(node, estimate, node.trace)

    def _is_worse(self, node: Node) -> bool:
        """Whether the same state was reached at no greater cost with no more acts that limits may count; else notes it."""
        now = (self._rank(node.cost, node), node.trace)
        known = self._best.setdefault(node.world._replace(past=()), [])
        past = node.world.past
        if any(then <= now and not Counter(acts) - Counter(past) for then, acts in known):
            return True
        known.append((now, past))
        return False

    def _is_let(self, bound: Cost) -> bool:
        return self.limit is None or bound <= self.limit

    def _queue(self, work: Work, bound: Cost, trace: Trace) -> None:
        if self._is_let(bound):
            self._ticks += 1
            node = work if isinstance(work, Node) else work.node
            day = (work.day if isinstance(work, Waiting) else node.day) if self.eager or self.manner.clearing else 0
            if isinstance(work, Branch) and work.contents:
                rank = work.contents[0][0]
            else:
                rank = self._rank(bound, node, self._left(work))
            heapq.heappush(self._heap, (rank, day, trace, self._ticks, bound, work))

    def _left(self, work: Work) -> int:
        if isinstance(work, Branch):
            return 0
        if isinstance(work, Growing):
            return self._unmet(work.node.world, work.content)
        return self._unmet(work.world if isinstance(work, Node) else work.node.world)

    def _rank(self, cost: Cost, node: Node, unmet: int = 0) -> Cost:
        """What comes first: the least cost, or if `eager` what leaves the least to add and drop, then the fewest changes.

        Shape: those ahead of the node count twice, so that a path is gone on with where it leads near; of these what comes on a
        day when the goal's plan may be entered.
        """
        near = 2 * cost[CHANGES] - node.cost[CHANGES]
        return (unmet, near, node.world.day < self.opening, *cost) if self.eager else cost

    def _unmet(self, world: World, content: Content | None = None) -> int:
        """How much of what is to be added and dropped is not, an order that is still to be placed taken as it says.

        Shape: counted twice, and once more for an order that is still to be placed: what is reached comes before what may be. An
        order of very many counts for nothing, unless it is known where all together lead: one by one they are tried before.
        """
        if not self.eager or not (self.aim.add or self.drops):
            return 0
        missing, held = self.bounds.open_wishes(world)
        unmet = len(missing) + len(held)
        if content is None:
            return 2 * unmet
        met = sum(item in missing for item in content.adds) if len(content.adds) <= TOGETHER or self.toward is not None else 0
        return 2 * (unmet - met - (content.cancel in held)) + 1

    def _open(self, node: Node, bound: Cost) -> None:
        """Expands a state: what time does at once, and the orders behind bounds of their own."""
        closed = self._closed.get(node.world)
        # a floor hides what has been spent, so that a cheaper way to a state may come up later
        if closed is not None and (self.eager or closed <= node.cost):
            return
        again = self.bounds.estimate(node)
        if again is None or self._rank(again, node) > self._rank(bound, node):
            if again is not None:
                self._queue(node, again, node.trace)
            return
        if self.expanded >= FEW and not self.guide.may_come(node.world):
            return
        self._closed[node.world] = node.cost
        self.expanded += 1
        self.bounds.looks_late = self.expanded >= LATELY
        world = node.world
        cleared = self.clearings.after(node, self._is_kept, self._cancelled) if self._may_clear(world) else None
        if cleared is not None:
            self._push(cleared)
            return
        if self.line.waits:
            self._queue(Waiting(node), bound, node.trace) if self.eager else self._wait(node)
        if world.day > self.line.day:
            return
        for channel in self.line.channels:
            for child in self.steps.settlements(node, channel):
                self._push(child)
        to, doors = self.aim.to, cache(partial(self.contents.doors, world))
        orders = self.orders(world, lambda plan: None if plan == to else doors().get(plan, SHUT))
        soon = (*self.bounds.cost(node, NOTHING, 0, change=False, cancel=False)[:EARLY], *node.cost[EARLY:])
        straight = self._goes_straight(node)
        if straight:
            least = self.bounds.estimate(node) or soon
            soon = (*least[:ORDERS], max(least[ORDERS], node.cost[ORDERS] + 2), *least[ORDERS + 1 :])
        opened = self.contents.opened(node)
        branch = Branch(node, orders, [], self.contents.news(node, self.aim.to if straight else None, opened), soon, opened)
        self._look_at_more(branch, most=1 if straight else self._many())
        self._queue_branch(branch)

    def _goes_straight(self, node: Node) -> bool:
        """Whether the change to the goal's plan is looked at before all else, since it may be all that is to be done.

        Shape: any other order is followed by one more, at least.
        """
        to, world = self.aim.to, node.world
        if to is None or self.aim.add or to == world.plan_item or world.booked is not None:
            return False
        if node.parent is not None and node.step is None:
            return False
        return any(Gates(self.scope, world, channel).doors([to]) for channel in self.line.channels)

    def _many(self) -> int:
        """How many contents of an order are looked at before any is tried."""
        if self.eager and len(self.aim.add) > TOGETHER:
            return len(self.had) + len(self.aim.add) + TOGETHER
        return AT_ONCE

    def _queue_branch(self, branch: Branch) -> None:
        """Puts off what is left of a branch until the search has come to what it costs at least.

        Shape: no content is kept that costs too much: the first one need not be the cheapest, and stands for all of them.
        """
        if not self._is_let(branch.soon):
            branch.rest = None
        soon = self._rank(branch.soon, branch.node)
        if branch.rest is not None and (not branch.contents or soon < branch.contents[0][0]):
            self._queue(branch, branch.soon, branch.node.trace)
        elif branch.contents:
            self._queue(branch, branch.contents[0][2], branch.node.trace)

    def _look_at_more(self, branch: Branch, *, most: int) -> None:
        """Takes in the next contents of a branch."""
        assert branch.rest is not None
        before = branch.place
        for content in islice(branch.rest, most):
            branch.place += 1
            if not self._may_be_new(branch, content) and all(self.tapes.is_plain(one, content) for one in branch.orders):
                continue
            least = self.bounds.least(branch.node, content, nearly=True)
            if least is not None and self._is_let(least):
                rank = self._rank(least, branch.node, self._unmet(branch.node.world, content))
                heapq.heappush(branch.contents, (rank, branch.place, least, content, False))
        if branch.place < before + most:
            branch.rest = None

    def _may_clear(self, world: World) -> bool:
        """Whether what is only in the way may be cancelled before all else: for any path, or if no count of orders matters."""
        if world.day > self.line.day or len(self.had) > MANY:
            return False
        return self.manner.clearing or (self.eager and self.limit is None and self.expanded > FEW)

    def _is_kept(self, item: int) -> bool:
        return item in self.keeps or (self.within is not None and item in self.had and item not in self.within)

    def _cancelled(self, node: Node, item: int, burden: Items) -> Iterator[Node]:
        for orders in self.orders(node.world):
            for outcome in orders.of(Content(cancel=item)):
                child = self.steps.after(node, outcome) if outcome.falls <= burden else None
                if child is not None:
                    yield child

    def _wait(self, node: Node) -> None:
        for day in self.calendar.days(node.world):
            later = self.past.forget(self.course.advance(node.world, day))
            self._push(Node(later, node.cost, node.trace, node, None, day))

    def orders(self, world: World, through: Callable[[int], Door | None] = lambda _: None) -> list[Orders]:
        """The orders of a state, of the channels together of which they can be judged together."""
        terms = Terms(
            kept=self.keeps, within=self.within, counted=self.had, losable=self.had - world.lost,
            touched=self.contents.touched(world), toward=self.toward,
            fee_first=self.fee_first, extras_first=self.bounds.extras_first, expired=self.expired,
        )  # fmt: skip
        found = []
        for channels in self.line.at_once(self.program):
            orders = Orders(self.scope, self.course, world, channels, terms, through)
            orders.known_to_open(self.grown.opens(world, channels))
            found.append(orders)
        return found

    def _branch(self, branch: Branch, bound: Cost) -> None:
        """Begins the orders of a state whose bound has come up."""
        soon = self._rank(branch.soon, branch.node)
        while branch.rest is not None and (not branch.contents or (soon < branch.contents[0][0] and not self.eager)):
            if self.expired():
                raise NotDecided
            self._look_at_more(branch, most=self._many())
        now = branch.contents[0][0] if self.eager and branch.contents else self._rank(bound, branch.node)
        while branch.contents and branch.contents[0][0] <= now:
            _, place, least, content, full = heapq.heappop(branch.contents)
            if not full:
                known = self.bounds.least(branch.node, content)
                if known is not None and self._is_let(known):
                    rank = self._rank(known, branch.node, self._unmet(branch.node.world, content))
                    heapq.heappush(branch.contents, (rank, place, known, content, True))
                continue
            for orders in branch.orders:
                outcomes = self._outcomes(branch, orders, content)
                if outcomes is not None:
                    self._grow(Growing(branch.node, content, outcomes, least), bound)
            if self.eager and (self.aim.add or self.drops):
                break
        self._queue_branch(branch)

    def _outcomes(self, branch: Branch, orders: Orders, content: Content) -> Iterator[tuple[Key, Outcome | None]] | None:
        """The orders with one content, as they were grown before if they were; None where nothing new can come of them.

        Shape: where an end is headed for not all that comes of a change is looked at, so that each state grows its own.
        """
        if self.toward is not None:
            growth = orders.growth(content)
            return None if growth is None else growth.outcomes()
        node = branch.node
        entry = orders.entry(content)
        rank = (self._rank(node.cost, node), node.trace)
        if not entry.channels or self.grown.before(node.world, content, entry.start, entry.channels, rank):
            return None
        reading = self.tapes.reading(orders, content, entry, self._rule_days())
        return reading.outcomes(hanging=not self._may_be_new(branch, content))

    def _may_be_new(self, branch: Branch, content: Content) -> bool:
        """Whether all that comes of a content may be new, not only what hangs on the day."""
        return branch.opened is None or content.plan in branch.opened

    def _rule_days(self) -> tuple[int, ...] | None:
        return self.calendar.near().rule_days if self.line.waits else None

    def _grow(self, growing: Growing, bound: Cost) -> None:
        """Goes on with the orders of one content as long as they may cost no more than `bound`."""
        for key, outcome in growing.outcomes:
            if outcome is not None:
                child = self.steps.after(growing.node, outcome)
                if child is not None:
                    self._push(child)
                    if self.toward is not None:
                        return
                continue
            if self.expired():
                raise NotDecided
            now = self.bounds.raised(growing.least, growing.node, growing.content, key)
            if now is None:
                continue
            if self._rank(now, growing.node) > self._rank(bound, growing.node):
                self._queue(growing, now, growing.node.trace)
                return
