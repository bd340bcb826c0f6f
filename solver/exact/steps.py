"""The steps of paths: what an order, or a fact put right, makes of a state; and whether the goal holds in one."""

from __future__ import annotations

from collections.abc import Iterator

from solver.exact.bounds import Bounds
from solver.exact.past import Past
from solver.ground.entries import OWN, Hold
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import World
from solver.ordering.order import Outcome, after_world
from solver.ordering.path import Aim, Node, Ordered
from solver.ordering.standing import Standing, scene_of


class Steps:
    """The steps of the paths of one search. Shape: no path loses what is not `within`; `keeps`, `drops` as far as they act."""

    def __init__(
        self, scope: Scope, aim: Aim, bounds: Bounds, past: Past, within: Items | None, keeps: Items, drops: Items
    ) -> None:
        self.scope, self.aim, self.bounds, self.past = scope, aim, bounds, past
        self.within, self.keeps, self.drops = within, keeps, drops
        self.program: Program = scope.program
        self.had: Items = NOTHING

    def begin(self, had: Items) -> None:
        """Takes what counts as a loss."""
        self.had = had

    def met(self, world: World) -> bool:
        """Whether the goal holds."""
        aim = self.aim
        booked = None if world.booked is None else world.booked[0]
        plan = world.plan_item
        if aim.to is not None and (plan if booked is None else booked) != aim.to:
            return False
        if not (aim.add or self.drops or self.keeps):
            return True
        held = {hold.item for hold in world.holds} | ({plan} if plan is not None else set())
        out = held | ({booked} if booked is not None else set())
        if not aim.add <= held:
            return False
        names = self.program.names
        stops = {f"keep:{names[item]}" for item in self.keeps - out} | {f"drop:{names[item]}" for item in self.drops & out}
        self.scope.stopped |= stops
        return not stops

    def settlements(self, node: Node, channel: str) -> Iterator[Node]:
        """What comes of putting facts right through a channel."""
        world = node.world
        for number, fact in enumerate(self.program.facts):
            settle = self.program.catalogue.facts[fact].settle
            if settle is None or channel not in settle.channels or self.scope.value(world, fact) == settle.value:
                continue
            settled = tuple(sorted({**dict(world.settled), number: settle.value}.items()))
            after = world._replace(settled=settled)
            broken = Standing(self.scope, channel, after).unfit(scene_of(world), world)
            if broken:
                self.scope.stop(broken)
                continue
            cost = self.bounds.cost(node, frozenset(), 0, change=False, cancel=False)
            yield Node(after, cost, (*node.trace, (1, -1, number)), node, Ordered(world, after, None, number, channel), world.day)

    def after(self, node: Node, outcome: Outcome) -> Node | None:
        """What comes of an order; None where it loses what no path may."""
        world, content = node.world, outcome.content
        cancelled = outcome.falls | (frozenset((content.cancel,)) if content.cancel is not None else frozenset())
        lost = world.lost | (cancelled & self.had)
        if self.within is not None and not lost <= self.within:
            return None
        gone = world.gone
        remembered = cancelled & self.program.remembered
        if remembered:
            holds = outcome.before.held()
            if content.booked and content.cancel is not None:
                holds[content.cancel] = Hold(content.cancel, OWN, 0, 0)
            gone = tuple(sorted({**{item: holds[item] for item in remembered}, **{h.item: h for h in gone}}.values()))
        past = self.past.after(world, outcome, cancelled)
        after = self.past.forget(after_world(outcome, world, past, gone, lost))
        cost = self.bounds.cost(
            node, lost - world.lost, len(outcome.extras), change=content.plan is not None, cancel=content.cancel is not None
        )
        act = (0, content.cancel) if content.cancel is not None else (1, -1 if content.plan is None else content.plan)
        mark = (*act, *content.adds, -2, *sorted(outcome.extras), -3, *sorted(outcome.falls))
        return Node(after, cost, (*node.trace, mark), node, Ordered(world, after, outcome, None, outcome.channels[0]), world.day)
