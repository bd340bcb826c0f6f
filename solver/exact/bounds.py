"""What a path costs, and at least will have cost when it ends: the bounds by which the exact search goes."""

from __future__ import annotations

from solver.exact.manner import Manner
from solver.ground.entries import Hold
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.world import World, circular
from solver.ordering.order import Content, Key
from solver.ordering.path import CHANGES, EARLY, EXTRAS, FEE, LATE, LOSSES, ORDERS, WITHDRAWN, Aim, Cost, Guide, Line, Node
from solver.relaxed.tour import FAR


class Bounds:
    """Costs and bounds of one search.

    Shape: `drops` is what is to be dropped and is not let off; nothing outside of `within` may be lost. Where the search
    heads for an end only what is missing is added. Where a change is all that is asked for a path `ends_with_change`, and where
    times are settled on the last day, for none ends before. Where all that may be lost is lost on every path, `extras_first`, the
    items ordered for needs tell one order from another before its losses do. Where any path will do nothing `counts` that costs
    time to know.
    """

    def __init__(
        self, program: Program, aim: Aim, line: Line, guide: Guide, manner: Manner, *, drops: Items, fee_first: bool,
        within: Items | None,
    ) -> None:  # fmt: skip
        self.program, self.aim, self.line, self.guide, self.drops = program, aim, line, guide, drops
        self.fee_first, self.timed, self.within, self.toward = fee_first, manner.timed, within, manner.toward
        self.counts = not manner.eager
        self.extras_first = within is not None and within == guide.lost
        self.had: Items = NOTHING
        self.alone: Items = NOTHING
        self.circular: Items = NOTHING
        self.ends_with_change = self.looks_late = False
        self._met: tuple[World, bool] | None = None
        self._changed: tuple[Node | None, dict[tuple[int, int], Cost | None]] = (None, {})
        self._wished: tuple[World, tuple[Items, Items]] | None = None
        self._undoing: dict[tuple[tuple[Hold, ...], int], Items] = {}

    def begin(self, first: World) -> None:
        """Takes the state in which the paths begin."""
        self.had = first.at_stake
        only_to = self.aim.to is not None and not self.aim.add and not self.drops
        self.ends_with_change = only_to and first.booked is None and first.plan_item != self.aim.to
        newcomers = self.program.come_with_plans | self.program.with_parts(self.aim.add)
        holds = {hold.item: hold for hold in first.holds}
        lost = (holds[item] for item in self.guide.lost & holds.keys())
        self.alone = frozenset(hold.item for hold in lost if not self._may_fall(hold, newcomers))
        self.circular = circular(self.program, first)

    def _may_fall(self, hold: Hold, newcomers: Items) -> bool:
        """Whether a holding may go otherwise than by an order of its own, where nothing is ordered for needs."""
        program, item = self.program, hold.item
        if program.asks_origin and (program.pairs[item] or program.crowds[item]):
            # what has come with something that leaves may stay with another, and be something else to the rules then
            return True
        if hold.origin >= 0 or hold.ends or program.carriers[item] or program.needs[item] or program.fits[item]:
            return True
        if any(program.lets_fall(asking.rule) for asking in program.beside[item]):
            return True
        if any(not newcomers.isdisjoint(crowd.of) for crowd in program.crowds[item]):
            return True
        falling = (pair for pair in program.pairs[item] if program.lets_fall(pair.rule))
        return any(not newcomers.isdisjoint(pair.other) for pair in falling)

    def cost(self, node: Node, losses: Items, extras: int, *, change: bool, cancel: bool) -> Cost:
        """What a path costs with one order more, that loses these and orders so many items for needs."""
        cost = list(node.cost)
        items = self.program.items
        if self.fee_first:
            cost[FEE] += sum(items[item].monthly_fen or 0 for item in losses)
        cost[LOSSES] += len(losses)
        cost[WITHDRAWN] += sum(items[item].withdrawn for item in losses)
        cost[EXTRAS] += extras
        cost[CHANGES] += change
        cost[ORDERS] += 1
        if self.timed:
            if cancel:
                cost[EARLY] += self.line.day - node.world.day
            else:
                cost[LATE] += node.world.day - self.line.first
        return tuple(cost)

    def estimate(self, node: Node) -> Cost | None:
        """What every path costs at least that goes on from a node; None if none can reach the goal."""
        world = node.world
        met = self._is_met(world)
        changes = self.guide.nearly(world.plan_item, world.booked, met=met)
        if changes is None:
            return None
        changes = max(changes, self.guide.carried(world))
        late = self._late(world.plan_item, world.booked, world.day, met=met)
        return None if changes >= FAR else self.bound(node.cost, world.lost, changes, world, late)

    def least(self, node: Node, content: Content, *, nearly: bool = False) -> Cost | None:
        """What every path costs at least that goes on with such an order; None if none can reach the goal.

        Cost: `nearly` what is cheap to know, and no more than that.
        """
        world = node.world
        plan = world.plan_item if content.plan is None else content.plan
        booked = None if content.booked else world.booked
        met = content.plan not in self.program.deferring and self._is_met(world)
        changes = (self.guide.nearly if nearly else self.guide.changes)(plan, booked, met=met)
        if changes is None:
            return None
        late = self._late(plan, booked, world.day, met=met)
        if content.plan is None or self.aim.add or self.drops:
            return self._least(node, content, changes, late)
        if self._changed[0] is not node:
            self._changed = (node, {})
        known = self._changed[1]
        if (changes, late) not in known:
            known[changes, late] = self._least(node, content, changes, late)
        return known[changes, late]

    def _late(self, plan: int | None, booked: tuple[int, int] | None, day: int, *, met: bool) -> int:
        """The days behind the first of all changes from a plan on a day, taken together, at least; 0 while it is not asked."""
        return self.guide.lateness(plan, booked, day, met=met) if self.timed and self.looks_late else 0

    def _least(self, node: Node, content: Content, changes: int, late: int) -> Cost | None:
        """The same where so many changes follow, at least so late: as much for all orders of a mere change of plan."""
        world = node.world
        new = frozenset((content.cancel,)) & self.had - world.lost if content.cancel is not None else NOTHING
        if self.within is not None and not new <= self.within:
            return None
        if self.toward is not None and not self.open_wishes(world)[0].issuperset(content.adds):
            return None
        cost = self.cost(node, new, 0, change=content.plan is not None, cancel=content.cancel is not None)
        least = self.bound(cost, world.lost | new, changes, world, late)
        if least is not None and least[ORDERS] == cost[ORDERS] and self._takes_another(world, content):
            return (*least[:ORDERS], least[ORDERS] + 1, *least[ORDERS + 1 :])
        return least

    def raised(self, least: Cost, node: Node, content: Content, key: Key) -> Cost | None:
        """The bound of such an order, once it is known what it costs at least by itself; None where that says no more.

        Shape: what comes after may cost more at one level and less at those behind it, so that levels are not compared one by
        one. What must be cancelled alone is so only where nothing is ordered for needs. Where orders come `extras_first` nothing
        that comes after loses more than is let, so that what would is followed by one item ordered for needs more.
        """
        cost = tuple(spent + more for spent, more in zip(node.cost, key, strict=False))
        if self.extras_first:
            cost = (*least[:EXTRAS], cost[EXTRAS] + (cost[:EXTRAS] > least[:EXTRAS]))
        if cost <= least[: len(key)]:
            return None
        now = [*cost, *least[len(key) :]]
        if now[EXTRAS] and not least[EXTRAS]:
            now[ORDERS] -= len(self.alone - node.world.lost - frozenset((content.cancel,)))
        return tuple(now)

    def bound(self, cost: Cost, lost: Items, changes: int, before: World, late: int) -> Cost | None:
        """What a path costs at least that has come to this cost by an order in `before`.

        Shape: so many changes follow; their days behind the first of the line come to `late` at least.
        """
        least = self.guide.losses(lost)
        if least is None:
            return None
        bound = [*max(cost[:EXTRAS], least), *cost[EXTRAS:]]
        if self.counts:
            bound[EXTRAS] += self.guide.extras_ahead(before)
        bound[EXTRAS] = max(bound[EXTRAS], self.guide.extras(before.plan_item, before.booked))
        bound[CHANGES] += changes
        extras, floor, orders = self.guide.floor
        bound[EXTRAS] = max(bound[EXTRAS], extras)
        if bound[EXTRAS] == extras:
            bound[CHANGES] = max(bound[CHANGES], floor)
        ahead = bound[CHANGES] - cost[CHANGES]
        bound[ORDERS] += ahead
        if self.alone and not bound[EXTRAS]:
            bound[ORDERS] += len(self.alone - lost)
        if (bound[EXTRAS], bound[CHANGES]) == (extras, floor):
            bound[ORDERS] = max(bound[ORDERS], orders)
        if self.timed and ahead:
            behind = self.line.day - before.day if self.ends_with_change else 0
            bound[LATE] += max(late, ahead * (before.day - self.line.first) + behind)
        return tuple(bound)

    def _is_met(self, world: World) -> bool:
        if self._met is None or self._met[0] is not world:
            self._met = (world, self.guide.is_met(world))
        return self._met[1]

    def open_wishes(self, world: World) -> tuple[Items, Items]:
        """What is to be added and is not held, and what is held and is to be dropped."""
        if self._wished is None or self._wished[0] is not world:
            held = {hold.item for hold in world.holds}
            self._wished = (world, (self.aim.add - held, self.drops & held))
        return self._wished[1]

    def _takes_another(self, world: World, content: Content) -> bool:
        """Whether a goal to which no change is left takes an order more: to add something, or for what does not fall with this.

        Shape: what is to be added and comes as an extra item could as well be asked for, which costs less. What has come from
        each other in a circle leaves with any order, and what asks for it may fall.
        """
        if not (self.aim.add or self.drops):
            return False
        missing, dropping = self.open_wishes(world)
        if any(not self.program.carriers[item] for item in missing.difference(content.adds)):
            return True
        if content.cancel is None or content.booked or self.line.waits or self.program.asks_origin:
            return False
        undoing = (self._undoes(world, item) for item in dropping)
        return any(content.cancel not in undoes and undoes.isdisjoint(self.circular) for undoes in undoing)

    def _undoes(self, world: World, item: int) -> Items:
        """The holdings whose cancellation may take an item with it: itself, what it has come with, what meets its needs."""
        key = (world.holds, item)
        known = self._undoing.get(key)
        if known is None:
            held = world.held()
            found, border = {item}, [item]
            while border:
                one = border.pop()
                asked = (answers for asking in self.program.needs[one] for _, answers in asking.groups)
                more = {other for answers in asked for other in answers if other in held}
                more |= {carrier.bringer for carrier in self.program.carriers[one] if carrier.bringer in held}
                more |= {held[one].origin} & held.keys()
                border += more - found
                found |= more
            known = self._undoing[key] = frozenset(found)
        return known
