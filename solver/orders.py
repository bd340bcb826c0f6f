"""Every legal order in a state: what is ordered is given, what must be cancelled and ordered along is found.

An order's cancellations and extra items are grown from what its outcome breaks: each broken instance offers its repairs.
docs/search.md gives the argument that no legal order is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from model.rules.base import STRICTNESS, Resolve
from solver.gates import Gates
from solver.program import Hold, Program
from solver.scope import Scope
from solver.standing import Break, Scene, Standing
from solver.world import Course, Held, World, names_held, ordered

Items = frozenset[int]
NONE: Items = frozenset()


@dataclass(frozen=True, slots=True)
class Content:
    """What an order is about: a change to `plan` and additions, or the cancellation of `cancel` (`booked`: the plan booked)."""

    plan: int | None = None
    adds: tuple[int, ...] = ()
    cancel: int | None = None
    booked: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A legal order and the state after it, acts and losses not yet counted.

    Shape: `falls` are cancelled by auto or consent, `extras` ordered for needs; `came` is all that is new.
    """

    content: Content
    extras: Items
    falls: Items
    start: int
    plan: Hold | None
    held: Held
    came: Items
    before: World
    after: Scene


class Orders:
    """The orders that can be placed in one state through one channel."""

    def __init__(self, scope: Scope, course: Course, world: World, channel: str, kept: Items) -> None:
        self.scope = scope
        self.program: Program = scope.program
        self.course = course
        self.world = world
        self.channel = channel
        self.kept = kept
        self.gates = Gates(scope, world, channel)
        self.standing = Standing(scope, channel, world)

    def of(self, content: Content) -> Iterator[Outcome]:
        """Every legal order with this content, each with another set of cancellations and extra items."""
        if not self._lets(content):
            return
        start = self.world.day if content.plan is None else self.gates.start_day(content.plan)
        if content.plan is not None and not self.gates.lets_leave(content.plan, start):
            return
        yield from Growth(self, content, start).outcomes()

    def _lets(self, content: Content) -> bool:
        if content.cancel is not None:
            held = None if content.booked else self.world.held()[content.cancel]
            if held is not None and self.gates.locked(held, self.world.day):
                return False
            return self.gates.lets("cancel", content.cancel, held)
        if content.plan is not None and not self.gates.lets(
            "change", content.plan, self.program.fresh(content.plan, self.world.day)
        ):
            return False
        return all(self.gates.lets("add", item, self.program.fresh(item, self.world.day)) for item in content.adds)


class Growth:
    """The search for the cancellations and extra items of one order."""

    def __init__(self, orders: Orders, content: Content, start: int) -> None:
        self.orders = orders
        self.scope, self.program, self.standing = orders.scope, orders.program, orders.standing
        self.course = orders.course
        self.content = content
        self.start = start
        base = orders.world if start == orders.world.day else orders.course.advance(orders.world, start)
        self.before = base
        self.held = base.held()
        self.had = names_held(base)
        self.before_scene = self._scene(base.plan, self.held)
        self.booked = None if content.booked else base.booked
        ordered_items = ([] if content.plan is None else [content.plan]) + list(content.adds)
        self.ordered = [self.program.fresh(item, start) for item in ordered_items]
        self._composed: dict[tuple[Items, Items], tuple[Hold | None, Held, Items]] = {}
        self._orderable: dict[int, bool] = {}
        self._free: dict[int, bool] = {}

    def _scene(self, plan: Hold | None, held: Held) -> Scene:
        every = held if plan is None else {**held, plan.item: plan}
        return Scene(self.start, None if plan is None else plan.item, every)

    def compose(self, cancels: Items, extras: Items) -> tuple[Hold | None, Held, Items]:
        """The plan, the holdings and what came, after cancelling `cancels` and ordering `extras` besides."""
        key = (cancels, extras)
        found = self._composed.get(key)
        if found is None:
            fresh = self.ordered + [self.program.fresh(item, self.start) for item in sorted(extras)]
            new = {hold.item for hold in fresh}
            kept = {item: hold for item, hold in self.held.items() if item not in cancels and item not in new}
            plan = fresh[0] if self.content.plan is not None else self.before.plan
            come = self.course.arrivals(fresh, kept, self.start) if fresh else {}
            held = {**kept, **come}
            if self.content.plan is not None:
                del held[self.content.plan]
            held = self.course.staying(plan, held, self.booked, self.start, self.had)
            found = self._composed[key] = (plan, held, frozenset(come))
        return found

    def outcomes(self) -> Iterator[Outcome]:
        """Every legal order, grown from the one that cancels and adds nothing more."""
        if not self._well_formed():
            return
        chosen = NONE if self.content.cancel is None or self.content.booked else frozenset((self.content.cancel,))
        todo: list[tuple[Items, Items]] = [(chosen, NONE)]
        seen = set(todo)
        while todo:
            cancels, extras = todo.pop()
            plan, held, came = self.compose(cancels, extras)
            scene = self._scene(plan, held)
            breaks = self.standing.newly_broken(scene, self.before_scene) + self._taken(scene, extras)
            self.scope.stop(one.rule for one in breaks)
            if not breaks and self._legal(cancels, extras, chosen, scene):
                yield Outcome(self.content, extras, cancels - chosen, self.start, plan, held, came, self.before, scene)
            for step in self._repairs(breaks, scene, cancels, extras):
                if step not in seen:
                    seen.add(step)
                    todo.append(step)

    def _well_formed(self) -> bool:
        """Whether what is ordered is not held already, or would leave."""
        if self.content.plan is None and not self.content.adds and self.content.cancel is None:
            return True
        for item in self.content.adds:
            if item in self.held:
                rest = Content(self.content.plan, tuple(a for a in self.content.adds if a != item))
                _, held, _ = Growth(self.orders, rest, self.start).compose(NONE, NONE)
                if item in held:
                    return False
        return True

    def _taken(self, scene: Scene, extras: Items) -> list[Break]:
        """The demands of what is ordered, made when it is taken, that are not met."""
        found = []
        for item in [hold.item for hold in self.ordered] + sorted(extras):
            for asking in self.program.needs_taken[item]:
                acts = self.orders.gates.acts(asking.rule)
                if acts and item in scene.held and self.standing.unmet(scene, scene.held[item], asking):
                    found.append(Break(asking.rule, (item,), asking))
        return found

    def _repairs(self, breaks: list[Break], scene: Scene, cancels: Items, extras: Items) -> list[tuple[Items, Items]]:
        """The next sets to try: for each broken instance every repair; one alone where it is the only way."""
        steps: list[tuple[Items, Items]] = []
        for one in breaks:
            repairs = [(cancels | {item}, extras) for item in self._endings(one.items, cancels)]
            if one.needs is None:
                if len(repairs) <= 1:
                    return repairs
            else:
                repairs += [(cancels, extras | {item}) for item in self._suppliers(one, scene, cancels, extras)]
            steps += repairs
        if self.content.cancel is None:
            steps += self._mending(scene, cancels, extras)
        steps += [(cancels | {item}, extras) for item in self._circular(cancels)]
        return steps

    def _endings(self, items: Iterable[int], cancels: Items) -> list[int]:
        """What could be cancelled so that one of `items` is no longer held: itself, or what it came with."""
        found: set[int] = set()
        border = [item for item in items if item in self.held]
        while border:
            item = border.pop()
            if item in found or item not in self.held:
                continue
            found.add(item)
            border.append(self.held[item].origin)
            border += [carrier.bringer for carrier in self.program.carriers[item]]
        return [item for item in sorted(found) if item not in cancels and self._is_free(item)]

    def _is_free(self, item: int) -> bool:
        known = self._free.get(item)
        if known is None:
            hold = self.held[item]
            kept = item in self.orders.kept and self.scope.built_in("keep", item)
            known = self._free[item] = not kept and not self.orders.gates.locked(hold, self.start)
        return known

    def _suppliers(self, one: Break, scene: Scene, cancels: Items, extras: Items) -> list[int]:
        if one.needs is None or self.content.cancel is not None:
            return []
        hold = scene.held[one.items[0]]
        return [
            item
            for item in sorted(self.standing.answers(scene, hold, one.needs))
            if item not in cancels and item not in extras and item not in scene.held and self._is_orderable(item)
        ]

    def _is_orderable(self, item: int) -> bool:
        known = self._orderable.get(item)
        if known is None:
            plain = not self.program.is_plan[item] and item not in self.content.adds
            known = plain and self.orders.gates.lets("add", item, self.program.fresh(item, self.orders.world.day))
            self._orderable[item] = known
        return known

    def _mending(self, scene: Scene, cancels: Items, extras: Items) -> list[tuple[Items, Items]]:
        """Extra items for demands that were unmet before and are tolerated."""
        steps = []
        for item in sorted(scene.held):
            for asking in self.program.needs[item]:
                acts = self.standing.acts(asking.rule, scene.day)
                if acts and item in self.before_scene.held and self.standing.unmet(scene, scene.held[item], asking):
                    one = Break(asking.rule, (item,), asking)
                    steps += [(cancels, extras | {s}) for s in self._suppliers(one, scene, cancels, extras)]
        return steps

    def _circular(self, cancels: Items) -> list[int]:
        """Holdings that support another one: cancelled, they may be forced by what their going brings about."""
        found = []
        for item in sorted(self.held):
            if item in cancels or not self._is_free(item):
                continue
            if any(other in self.held or other != item for other in self._supported(item)) and self._could_be_forced(item):
                found.append(item)
        return found

    def _supported(self, item: int) -> list[int]:
        below = [item, *(carrier.part for carrier in self.program.brings[item])]
        below += [other for other, hold in self.held.items() if hold.origin == item]
        return [user for part in below for user in self.program.needed_by[part] if user != item] + [
            hold.item for hold in self.ordered if self.program.needs_taken[hold.item]
        ]

    def _could_be_forced(self, item: int) -> bool:
        program = self.program
        return bool(program.needs[item] or program.pairs[item] or program.crowds[item])

    def _legal(self, cancels: Items, extras: Items, chosen: Items, scene: Scene) -> bool:
        if not (cancels or extras or self.ordered or self.content.booked):
            return False
        for item in extras:
            if item in self.held and item in self.compose(cancels, extras - {item})[1]:
                return False
        if not all(self._falls(item, cancels, extras, scene) for item in sorted(cancels - chosen)):
            return False
        if any(item in scene.held for item in cancels) or (self.content.booked and cancels):
            return False
        if not self.orders.gates.lets_together(frozenset(self.content.adds) | extras, scene.held):
            return False
        return all(self._not_part(item, scene) for item in sorted(cancels)) and self._none_superfluous(cancels, extras)

    def _falls(self, item: int, cancels: Items, extras: Items, scene: Scene) -> bool:
        """Whether a holding falls with the order by auto or consent."""
        if item not in self.compose(cancels - {item}, extras)[1]:
            return False
        how = self.forced(self.held[item], scene)
        return how is not None and how != "first"

    def forced(self, hold: Hold, scene: Scene) -> Resolve | None:
        """The strictest resolve of the instances that a holding, put back, would newly break; None if it breaks none."""
        resolves = [self.program.rules[rule].resolve for rule in self.forcing(hold, scene, self.before_scene)]
        if not resolves:
            return None
        return max(resolves, key=STRICTNESS.__getitem__)

    def forcing(self, hold: Hold, scene: Scene, before: Scene) -> list[int]:
        """The rules of the instances that a holding, put back, would newly break."""
        back = Scene(scene.day, scene.plan, {**scene.held, hold.item: hold})
        return sorted({one.rule for one in self.standing.breaks_of(back, hold.item, before)})

    def _not_part(self, item: int, scene: Scene) -> bool:
        for carrier in self.program.carriers[item]:
            if carrier.removable or carrier.bringer not in scene.held or not self.program.stands(carrier.rule, scene.day):
                continue
            if self.scope.built_in("part", item):
                return False
        return True

    def _none_superfluous(self, cancels: Items, extras: Items) -> bool:
        """Whether without any of the extra items a demand would be unmet that one of those left out meets."""
        some = chain.from_iterable(combinations(sorted(extras), n) for n in range(1, len(extras) + 1))
        return all(self._misses(cancels, extras, frozenset(out)) for out in some)

    def _misses(self, cancels: Items, extras: Items, out: Items) -> bool:
        plan, held, _ = self.compose(cancels, extras - out)
        scene = self._scene(plan, held)
        taken = {hold.item for hold in self.ordered} | (extras - out)
        for item in sorted(scene.held):
            demands = [a for a in self.program.needs[item] if self.standing.acts(a.rule, self.start)]
            if item in taken:
                demands += [a for a in self.program.needs_taken[item] if self.orders.gates.acts(a.rule)]
            for asking in demands:
                if self.standing.unmet(scene, scene.held[item], asking):
                    if self.standing.answers(scene, scene.held[item], asking) & out:
                        return True
        return False


def after_world(
    outcome: Outcome, world: World, past: tuple[tuple[int, str, int], ...], gone: tuple[Hold, ...], lost: Items
) -> World:
    """The state after an order."""
    booked = None if outcome.content.booked else outcome.before.booked
    return World(outcome.start, outcome.plan, ordered(outcome.held), booked, world.settled, past, gone, lost)
