"""What a path comes to: its steps, what is lost and how and why, what leaves, what comes, what must be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise
from math import comb

from model.answer import ActStep, Answer, Assumed, Before, Gain, Loss, SettleStep, Step, Verdict, WaitStep, Warned
from model.rules.at_most import AtMostRule
from model.rules.base import STRICTNESS, Act, Resolve
from model.rules.tell import Tell
from solver.answers.telling import Speaking
from solver.ground.entries import Hold
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import Course, World
from solver.ordering.gates import Gates
from solver.ordering.order import Content, Outcome
from solver.ordering.orders import Orders, Terms
from solver.ordering.path import Node, Ordered
from solver.ordering.standing import Break, Scene, Standing, scene_of

INSTANCES_MOST = 100


@dataclass(slots=True)
class Story:
    """One path as it is being told. Shape: `orders` are the ordered steps with their places among the path's nodes."""

    first: World
    end: World
    nodes: tuple[Node, ...]
    orders: tuple[Ordered, ...]


class Account:
    """Tells paths of one program and one set of known facts."""

    def __init__(self, program: Program, course: Course, scope: Scope, keeps: Items) -> None:
        self.program, self.course, self.scope, self.keeps = program, course, scope, keeps
        self._regained: dict[World, dict[int, tuple[str, ...]]] = {}

    def tell(self, verdict: Verdict, first: World, end: Node, to: int | None) -> Answer:
        """The answer that a path is, its proof aside."""
        nodes = end.path()
        story = Story(first, end.world, nodes, tuple(node.step for node in nodes if node.step is not None))
        causes = [self._causes(story, n) for n in range(len(story.orders))]
        hows = self._hows(story, causes)
        had = {hold.item for hold in first.holds}
        held = {hold.item for hold in end.world.holds}
        regains = self.regains(end.world)
        ended, left = self._gone(story, had)
        ordered = {i for o in story.orders if o.outcome for i in (*o.outcome.content.adds, *o.outcome.extras)}
        names = self.program.item_names
        return Answer(
            leaving=None if first.plan is None else self.program.names[first.plan.item],
            to=None if to is None else self.program.names[to],
            verdict=verdict,
            before=self.charge(first),
            after=self.charge(end.world),
            cancel=tuple(self._loss(item, *hows[item], regains[item]) for item in sorted(end.world.lost)),
            leaves=names(left),
            ended=names(ended),
            gains=tuple(self._gain(end.world, item) for item in sorted(held - had - ordered)),
            keeps=names(had & held - left - ended - end.world.lost),
            steps=self._steps(story, causes),
            assuming=self._assuming(story),
            warnings=self._warnings(story),
        )

    def charge(self, world: World) -> Before:
        """The monthly fee and the benefits of all that is held."""
        holds = (*((world.plan,) if world.plan is not None else ()), *world.holds)
        items = [self.program.items[hold.item] for hold in sorted(holds)]
        benefits: dict[str, Decimal] = {}
        for item in items:
            for name, amount in item.benefits.items():
                benefits[name] = benefits.get(name, Decimal(0)) + amount
        return Before(sum(item.monthly_fen or 0 for item in items), benefits)

    # -- why things are cancelled -------------------------------------------------------------------------------------------
    def _causes(self, story: Story, place: int) -> dict[int, tuple[int, ...]]:
        """For each item that an order cancels, the rules that make it so."""
        order = story.orders[place]
        outcome = order.outcome
        if outcome is None:
            return {}
        held = outcome.before.held()
        before = scene_of(outcome.before)
        causes = {item: self._forcing(order, outcome, held[item], before) for item in outcome.falls}
        chosen = outcome.content.cancel
        if chosen is not None:
            causes[chosen] = () if outcome.content.booked else self._later_cause(story, place, held[chosen])
        return causes

    def _forcing(self, order: Ordered, outcome: Outcome, hold: Hold, before: Scene) -> tuple[int, ...]:
        standing = Standing(self.scope, order.channel, order.world)
        return tuple(sorted({one.rule for one in standing.breaks_of(put_back(outcome.after, hold), hold.item, before)}))

    def _later_cause(self, story: Story, place: int, hold: Hold) -> tuple[int, ...]:
        """The rules of the first later order that a holding cancelled by choice would break, had it stayed.

        Shape: it does not stay longer than it lasts; what has come again meanwhile is as it was.
        """
        for order in story.orders[place + 1 :]:
            outcome = order.outcome
            if outcome is None:
                continue
            if 0 < hold.ends < order.world.day:
                return ()
            rules = set(self._guarding(order, outcome, hold))
            if not 0 < hold.ends < outcome.start:
                rules |= self._newly(order, outcome, hold)
            if rules:
                return tuple(sorted(rules))
        return ()

    def _newly(self, order: Ordered, outcome: Outcome, hold: Hold) -> set[int]:
        """The rules of all instances that a holding, put back before and after an order, would newly break."""
        before, back = put_back(scene_of(outcome.before), hold), put_back(outcome.after, hold)
        return {one.rule for one in Standing(self.scope, order.channel, order.world).newly_broken(back, before).breaks}

    def _guarding(self, order: Ordered, outcome: Outcome, hold: Hold) -> Iterator[int]:
        """The rules with a guard `holding` that look at what is held alone, and would have stopped the order."""
        world = order.world._replace(holds=tuple(sorted({**order.world.held(), hold.item: hold}.values())))
        content, held = outcome.content, outcome.after.held
        adds = frozenset((*content.adds, *outcome.extras))
        acts = [("cancel", content.cancel)] if content.cancel is not None else []
        acts += [("change", content.plan)] if content.plan is not None else []
        acts += [("add", item) for item in sorted(adds)]
        for rule in self.program.first_guards:
            alone = Scope(self.program, self.scope.known, only=frozenset((self.program.rules[rule].id,)))
            gates = Gates(alone, world, order.channel)
            if not all(gates.lets(act, item, held.get(item)) for act, item in acts) or not gates.lets_together(adds, held):
                yield rule

    def _hows(self, story: Story, causes: list[dict[int, tuple[int, ...]]]) -> dict[int, tuple[Resolve, tuple[int, ...]]]:
        """How each loss is first cancelled, and by which rules."""
        hows: dict[int, tuple[Resolve, tuple[int, ...]]] = {}
        for order, cause in zip(story.orders, causes, strict=True):
            for item, rules in cause.items():
                chosen = order.outcome is not None and order.outcome.content.cancel == item
                resolves: list[Resolve] = [self.program.rules[rule].resolve for rule in rules]
                how: Resolve = "first" if chosen or not resolves else max(resolves, key=STRICTNESS.__getitem__)
                hows.setdefault(item, (how, rules))
        return hows

    def _loss(self, item: int, how: Resolve, rules: tuple[int, ...], regain: tuple[str, ...]) -> Loss:
        because = tuple(self.program.rules[rule].id for rule in rules)
        return Loss(self.program.names[item], how, because, regain)

    def regains(self, end: World) -> dict[int, tuple[str, ...]]:
        """For each loss the channels through which it could be ordered back at the end without loss. Cost: remembered."""
        known = self._regained.get(end)
        if known is not None:
            return known
        held = frozenset(end.held())
        gone = sorted(end.lost - held - {end.plan_item})
        found: dict[int, list[str]] = {item: [] for item in end.lost}
        for channel in self.program.channels:
            for item in self._back(gone, channel, end, held):
                found[item].append(channel)
        regained = self._regained[end] = {item: tuple(channels) for item, channels in found.items()}
        return regained

    def _back(self, gone: list[int], channel: str, end: World, held: Items) -> set[int]:
        """Which losses could be ordered back through one channel, with nothing cancelled.

        Shape: what is ordered along with an offer could be ordered by itself, with no more than is in that order; so what can't
        be ordered by itself is never ordered along. Another plan changes what rules ask, so plans come before what is known.
        """
        orders = Orders(Scope(self.program, self.scope.known), self.course, end, (channel,), Terms(within=NOTHING, counted=held))
        plans = [item for item in gone if self.program.is_plan[item] and end.booked is None]
        found = {plan for plan in plans if self._freely(orders, Content(plan=plan)) is not None}
        others = [item for item in gone if not self.program.is_plan[item]]
        for item in sorted(others, key=lambda one: (sum(user in gone for user in self.program.needed_by[one]), one)):
            if item not in found:
                back = self._freely(orders, Content(adds=(item,)))
                if back is None:
                    orders.shut(item)
                else:
                    found |= {item, *back.extras.intersection(others)}
        return found

    @staticmethod
    def _freely(orders: Orders, content: Content) -> Outcome | None:
        """An order with this content that cancels nothing."""
        return next((outcome for outcome in orders.of(content) if not outcome.falls), None)

    # -- what goes and comes --------------------------------------------------------------------------------------------------
    def _gone(self, story: Story, had: set[int]) -> tuple[set[int], set[int]]:
        """Of the first holdings those whose date came, and those that left freely, at the first step that took them."""
        still, ended, left = set(had), set[int](), set[int]()
        for node in story.nodes[1:]:
            assert node.parent is not None
            outcome = None if node.step is None else node.step.outcome
            begins = node.world if outcome is None else outcome.before
            stages = [node.parent.world, *self.course.lapses(node.parent.world, begins.day), begins, node.world]
            for before, after in pairwise(stages):
                held = {hold.item for hold in after.holds}
                for hold in before.holds:
                    over = 0 < hold.ends < after.day
                    if hold.item in still and (over or hold.item not in held):
                        still.discard(hold.item)
                        if hold.item not in node.world.lost:
                            (ended if over else left).add(hold.item)
        return ended, left

    def _gain(self, end: World, item: int) -> Gain:
        origin = end.held()[item].origin
        return Gain(self.program.names[item], (self.program.names[origin],) if origin >= 0 else ())

    # -- steps ----------------------------------------------------------------------------------------------------
    def _steps(self, story: Story, causes: list[dict[int, tuple[int, ...]]]) -> tuple[Step, ...]:
        steps: list[Step] = []
        number = 0
        for node in story.nodes[1:]:
            if node.step is None:
                if steps and isinstance(steps[-1], WaitStep):
                    steps.pop()
                steps.append(WaitStep(date.fromordinal(node.world.day)))
                continue
            number += 1
            steps += self._acts(node.step, number, causes[number - 1])
        return tuple(steps)

    def _acts(self, order: Ordered, number: int, causes: dict[int, tuple[int, ...]]) -> list[Step]:
        on = date.fromordinal(order.world.day)
        channels = self.channels(order)
        if order.settle is not None:
            fact = self.program.facts[order.settle]
            settle = self.program.catalogue.facts[fact].settle
            assert settle is not None
            return [SettleStep(number, fact, settle.value, on, channels, (settle.do,) if settle.do else ())]
        outcome = order.outcome
        assert outcome is not None
        content, names = outcome.content, self.program.names
        told = Speaking(self.scope, order.world, outcome, order.channel).told(frozenset(r for rs in causes.values() for r in rs))
        say = tuple(dict.fromkeys(text for rule in told for text in self._texts(rule)))
        starts = date.fromordinal(outcome.start) if outcome.start != order.world.day else None
        leaving = None if order.world.plan is None else names[order.world.plan.item]
        acts: list[tuple[Act, int]] = [("cancel", content.cancel)] if content.cancel is not None else []
        acts += [("change", content.plan)] if content.plan is not None else []
        acts += [("add", item) for item in sorted((*content.adds, *outcome.extras))]
        return [
            ActStep(
                number, act, names[item], on, channels, say if place == 0 else (),
                leaving if act == "change" else None, starts if act == "change" else None,
            )
            for place, (act, item) in enumerate(acts)
        ]  # fmt: skip

    def _texts(self, rule: int) -> tuple[str, ...]:
        body, tell = self.program.rules[rule].body, self.program.rules[rule].tell
        return tuple(text for text in ((body.say if isinstance(body, Tell) else ""), tell) if text)

    def channels(self, order: Ordered) -> tuple[str, ...]:
        """Every channel through which that very order can be placed."""
        if order.settle is not None:
            settle = self.program.catalogue.facts[self.program.facts[order.settle]].settle
            return () if settle is None else tuple(c for c in self.program.channels if c in settle.channels)
        assert order.outcome is not None
        return tuple(c for c in self.program.channels if c == order.channel or self._can_place(order, order.outcome, c))

    def _can_place(self, order: Ordered, outcome: Outcome, channel: str) -> bool:
        scope, terms = Scope(self.program, self.scope.known), Terms(kept=self.keeps)
        orders = Orders(scope, self.course, order.world, (channel,), terms)
        growth = orders.growth(outcome.content)
        return growth is not None and growth.start == outcome.start and growth.is_legal(outcome.falls, outcome.extras)

    # -- what was read and tolerated ------------------------------------------------------------------------------------------
    def _assuming(self, story: Story) -> tuple[Assumed, ...]:
        found: dict[str, set[int]] = {}
        for order in story.orders:
            if order.outcome is None:
                continue
            known = {self.program.facts[n] for n, _ in order.world.settled} | set(self.scope.known)
            for fact, rule in Speaking(self.scope, order.world, order.outcome, order.channel).read():
                if fact not in known:
                    found.setdefault(fact, set()).add(rule)
        return tuple(
            Assumed(fact, tuple(self.program.rules[r].id for r in sorted(found[fact])))
            for fact in self.program.facts
            if fact in found
        )

    def _warnings(self, story: Story) -> tuple[Warned, ...]:
        """What orders leave broken, and what waits break: waits one after another are one, for so they are told."""
        found: set[tuple[int, tuple[int, ...]]] = set()
        began = story.first
        for place, node in enumerate(story.nodes[1:], start=2):
            step = node.step
            if step is None and any(after.step is None for after in story.nodes[place : place + 1]):
                continue
            channel = None if step is None else step.channel
            scene = scene_of(node.world) if step is None or step.outcome is None else step.outcome.after
            standing = Standing(self.scope, channel, node.world)
            broken = self._instances(standing.all_broken(scene))
            if step is None:
                earlier = Standing(self.scope, None, began)
                broken -= self._instances(earlier.all_broken(scene_of(began)))
            found |= broken
            began = node.world
        return tuple(self._warned(rule, items) for rule, items in sorted(found))

    def _instances(self, breaks: Iterable[Break]) -> set[tuple[int, tuple[int, ...]]]:
        """The broken instances; of a group with too many members each n+1 of them, unless they are too many to tell."""
        found: set[tuple[int, tuple[int, ...]]] = set()
        for one in breaks:
            body, items = self.program.rules[one.rule].body, tuple(sorted(one.items))
            if isinstance(body, AtMostRule) and comb(len(items), body.n + 1) <= INSTANCES_MOST:
                found.update((one.rule, some) for some in combinations(items, body.n + 1))
            else:
                found.add((one.rule, items))
        return found

    def _warned(self, rule: int, items: tuple[int, ...]) -> Warned:
        return Warned(self.program.rules[rule].id, self.program.item_names(items))


def put_back(scene: Scene, hold: Hold) -> Scene:
    """A scene with a holding in it besides, or in place of what is held of its item."""
    return scene._replace(held={**scene.held, hold.item: hold})
