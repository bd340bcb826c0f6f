"""What must be cancelled and ordered along with an order whose content is given, grown from what its outcome breaks.

Each broken instance offers its repairs. docs/search.md gives the argument that no legal order is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from solver.clock import NotDecided
from solver.ground.entries import Hold
from solver.ground.items import NOTHING, Items
from solver.ground.world import Held, possible_origins
from solver.ordering.crowding import Crowding
from solver.ordering.echo import Echo
from solver.ordering.order import Content, Key, Outcome
from solver.ordering.path import EXTRAS
from solver.ordering.spare import Spare
from solver.ordering.standing import Break, Broken, Scene

if TYPE_CHECKING:
    from solver.ordering.orders import Orders

OFTEN = 64
"""After how many new sets a growth lets its caller look at the clock."""


class Frontier:
    """The sets of cancellations and extra items that are still to be looked at, the cheapest first; `seen` are all there were.

    Shape: an entry of the heap is its rank, what it costs, a tick, both sets, whether what is not forced yet is to be cancelled
    (`circular`), and what was broken by the set that it comes from.
    """

    def __init__(self, key: Callable[[Items, Items], Key], *, extras_first: bool) -> None:
        self.key, self.extras_first = key, extras_first
        self.heap: list[tuple[tuple[int, ...], Key, int, Items, Items, bool, Broken | None]] = []
        self.seen: set[tuple[Items, Items]] = set()
        self._ticks = count()

    def put(self, key: Key, cancels: Items, extras: Items, near: Broken | None, *, circular: bool = False) -> None:
        """Takes in two sets that cost so much at least."""
        rank = key if not self.extras_first else (key[EXTRAS], 1, *key) if circular else (key[EXTRAS], 0)
        heappush(self.heap, (rank, key, next(self._ticks), cancels, extras, circular, near))

    def push(self, steps: Iterable[tuple[Items, Items]], near: Broken | None) -> None:
        """Takes in those that were not there before."""
        for step in steps:
            if step not in self.seen:
                self.seen.add(step)
                self.put(self.key(*step), *step, near)


class Growth:
    """The search for the cancellations and extra items of one order, the cheapest first."""

    def __init__(self, orders: Orders, content: Content, start: int, channels: tuple[str, ...]) -> None:
        self.orders = orders
        self.scope, self.program, self.standing = orders.scope, orders.program, orders.standing
        self.course = orders.course
        self.content = content
        self.start = start
        self.channels = channels
        base = orders.world if start == orders.world.day else orders.course.advance(orders.world, start)
        self.before = base
        self.held = base.held()
        self.had = possible_origins(base)
        self.before_scene = self._scene(base.plan, self.held)
        self.booked = None if content.booked else base.booked
        ordered_items = ([] if content.plan is None else [content.plan]) + list(content.adds)
        self.ordered = [self.program.fresh(item, start) for item in ordered_items]
        self.asked = set(ordered_items)
        self._composed: dict[tuple[Items, Items], tuple[Hold | None, Held, Items]] = {}
        self._all_own = all(hold.origin < 0 for hold in self.held.values())
        self._fresh: dict[int, Hold] = {}
        self.freed: dict[int, bool] = {}
        self._cycling: list[int] | None = None
        self._came_with: dict[int, list[int]] | None = None
        self._rest: dict[int, Growth] = {}
        self.looked = 0
        """How many sets of cancellations and extra items were looked at."""

    def _scene(self, plan: Hold | None, held: Held) -> Scene:
        every = held if plan is None else {**held, plan.item: plan}
        return Scene(self.start, None if plan is None else plan.item, every)

    def scene(self, cancels: Items, extras: Items) -> Scene:
        """All that is held after cancelling `cancels` and ordering `extras` besides."""
        return self._scene(*self.compose(cancels, extras)[:2])

    def compose(self, cancels: Items, extras: Items) -> tuple[Hold | None, Held, Items]:
        """The plan, the holdings and what came, after cancelling `cancels` and ordering `extras` besides."""
        key = (cancels, extras)
        found = self._composed.get(key)
        if found is None:
            fresh = self.ordered + [self._anew(item) for item in sorted(extras)]
            new = {hold.item for hold in fresh}
            kept = dict(self.held)
            for item in cancels | new:
                kept.pop(item, None)
            plan = fresh[0] if self.content.plan is not None else self.before.plan
            come = self.course.arrivals(fresh, kept, self.start) if fresh else {}
            held = {**kept, **come}
            if self.content.plan is not None:
                del held[self.content.plan]
            if not self._all_own or any(hold.origin >= 0 for hold in come.values()):
                held = self.course.staying(plan, held, self.booked, self.start, self.had)
            found = self._composed[key] = (plan, held, frozenset(come))
        return found

    def _anew(self, item: int) -> Hold:
        found = self._fresh.get(item)
        if found is None:
            found = self._fresh[item] = self.program.fresh(item, self.start)
        return found

    def outcomes(self) -> Iterator[tuple[Key, Outcome | None]]:
        """Every legal order, the cheapest first; with None in between, what all that come after cost at least.

        Shape: where the orders are told `extras_first` those with the fewest items ordered for needs come first, of as many
        those last that cancel what is not forced yet: all that come after have as many at least, and as many losses or one
        such item more.
        """
        chosen = self._chosen()
        todo = Frontier(self._key, extras_first=self.orders.terms.extras_first)
        todo.push(((chosen, NOTHING),), None)
        told: tuple[int, ...] | None = None
        looked, toward = 0, self.orders.terms.toward
        while todo.heap:
            rank, key, _, cancels, extras, circular, near = heappop(todo.heap)
            if rank != told or len(todo.seen) > looked + OFTEN:
                told, looked = rank, len(todo.seen)
                yield key, None
            if circular:
                cycling = (item for item in self._circular(cancels) if toward is None or item not in toward)
                todo.push(((cancels | {item}, extras) for item in cycling), near)
                continue
            self.looked += 1
            scene = self.scene(cancels, extras)
            broken = self.standing.newly_broken(scene, self.before_scene, near)
            breaks = [*broken.breaks, *self._taken(scene, extras)]
            self.scope.stop(one.rule for one in breaks)
            if not breaks and self._legal(cancels, extras, chosen, scene):
                yield key, self.outcome(cancels, extras, cancels - chosen, self._channels(extras))
            repairs = self._repairs(breaks, scene, cancels, extras)
            if repairs is not None:
                todo.push(repairs, broken)
                continue
            todo.push((step for one in breaks for step in self._of_break(one, scene, cancels, extras)), broken)
            todo.put(self._one_more(key), cancels, extras, broken, circular=True)

    def is_legal(self, falls: Items, extras: Items) -> bool:
        """Whether the order with which just these fall and are ordered along is legal."""
        if not all(map(self.is_free, falls)) or not all(map(self._opens, extras)):
            return False
        chosen = self._chosen()
        cancels = chosen | falls
        scene = self.scene(cancels, extras)
        broken = self.standing.newly_broken(scene, self.before_scene)
        return not broken.breaks and not self._taken(scene, extras) and self._legal(cancels, extras, chosen, scene)

    def _chosen(self) -> Items:
        """The holding that is cancelled by choice."""
        return NOTHING if self.content.cancel is None or self.content.booked else frozenset((self.content.cancel,))

    def outcome(self, cancels: Items, extras: Items, falls: Items, channels: tuple[str, ...]) -> Outcome:
        """The order that cancels and orders along these, which is legal."""
        plan, held, came = self.compose(cancels, extras)
        scene = self._scene(plan, held)
        return Outcome(self.content, extras, falls, self.start, plan, held, came, self.before, scene, channels)

    def _one_more(self, key: Key) -> Key:
        """What a set costs at least that cancels one holding more."""
        if any(item not in self.orders.terms.losable for item in self.held):
            return key
        return (key[0], key[1] + 1, *key[2:])

    def _key(self, cancels: Items, extras: Items) -> Key:
        had, items = self.orders.terms.losable, self.program.items
        losses = [item for item in cancels if item in had]
        fee = sum(items[item].monthly_fen or 0 for item in losses) if self.orders.terms.fee_first else 0
        return fee, len(losses), sum(items[item].withdrawn for item in losses), len(extras)

    def _channels(self, extras: Items) -> tuple[str, ...]:
        """The channels through which all that is ordered can be ordered."""
        return tuple(channel for channel in self.channels if all(channel in self.orders.opens(item) for item in extras))

    def _takes_anew(self, cancels: Items, extras: Items) -> bool:
        """Whether what is ordered and held already would leave if it were not ordered."""
        for item in self.content.adds:
            if item in self.held:
                rest = self._rest.get(item)
                if rest is None:
                    content = Content(self.content.plan, tuple(a for a in self.content.adds if a != item))
                    rest = self._rest[item] = Growth(self.orders, content, self.start, self.channels)
                if item in rest.compose(cancels, extras)[1]:
                    return False
        return all(item not in self.held or item not in self.compose(cancels, extras - {item})[1] for item in extras)

    def _taken(self, scene: Scene, extras: Items) -> list[Break]:
        """The demands of what is ordered, made when it is taken, that are not met."""
        found = []
        for item in [hold.item for hold in self.ordered] + sorted(extras):
            for asking in self.program.needs_taken[item]:
                acts = self.orders.gates.acts(asking.rule)
                if acts and item in scene.held and self.standing.unmet(scene, scene.held[item], asking):
                    found.append(Break(asking.rule, (item,), asking))
        return found

    def _repairs(self, breaks: list[Break], scene: Scene, cancels: Items, extras: Items) -> list[tuple[Items, Items]] | None:
        """The next sets to try where one broken instance names them all: that with the fewest; None where none does.

        Shape: all repairs that are the only ones of an instance are made at once.
        """
        if self.orders.terms.toward is not None:
            return self._toward(breaks, scene, cancels, extras, self.orders.terms.toward)
        best: list[tuple[Items, Items]] | None = None
        forced, ordered, single = set(cancels), set(extras), False
        for one in sorted(breaks, key=lambda one: one.needs is not None):
            if one.needs is not None and not self._named_outright(one, scene):
                continue
            steps = self._of_break(one, scene, cancels, extras)
            if not steps:
                return []
            if len(steps) == 1:
                single = True
                forced |= steps[0][0]
                ordered |= steps[0][1]
            elif best is None or len(steps) < len(best):
                best = steps
        return [(frozenset(forced), frozenset(ordered))] if single else best

    def _toward(
        self, breaks: list[Break], scene: Scene, cancels: Items, extras: Items, end: Items
    ) -> list[tuple[Items, Items]] | None:
        """The next set on the way to an end: with what is held then, else without what is not; None where nothing is broken.

        Shape: what comes may meet what is broken elsewhere, so that less must go.
        """
        more: set[int] = set()
        gone: set[int] = set()
        for one in breaks:
            endings = [item for item in self._endings(one.items, cancels) if item not in end]
            if endings:
                gone.add(endings[0])
                continue
            supplier = next((item for item in self._suppliers(one, scene, cancels, extras) if item in end), None)
            if supplier is None:
                return []
            more.add(supplier)
        if more:
            return [(cancels, extras | more)]
        return [(cancels | gone, extras)] if gone else None

    def _of_break(self, one: Break, scene: Scene, cancels: Items, extras: Items) -> list[tuple[Items, Items]]:
        """The repairs of one broken instance: to cancel one of its items, or to order what meets its demand."""
        steps = [(cancels | {item}, extras) for item in self._endings(one.items, cancels)]
        if one.needs is not None:
            steps += [(cancels, extras | {item}) for item in self._suppliers(one, scene, cancels, extras)]
        if one.rule in self.program.origin_rules and self.content.cancel is None:
            steps += [(cancels, extras | {item}) for item in self._restorers(scene, cancels, extras)]
        return steps

    def _restorers(self, scene: Scene, cancels: Items, extras: Items) -> list[int]:
        """The extra items with which what comes or stays by another would have come with something else."""
        sources: set[int] = set()
        origins: set[int] = set()
        comes: set[int] = set()
        for item, hold in scene.held.items():
            before = self.held.get(item)
            if hold.origin < 0 or (before is not None and before.origin == hold.origin):
                continue
            if before is None:
                comes.add(item)
            sources |= {carrier.bringer for carrier in self.program.carriers[item]}
            while before is not None and before.origin >= 0 and before.origin not in origins:
                origins.add(before.origin)
                before = self.held.get(before.origin)
        sources |= origins
        if not sources:
            return []
        channels = self._channels(extras)
        return [
            item
            for item in self.program.suppliers
            if item not in cancels and any(channel in self._opens(item) for channel in channels)
            if item in comes or (item not in scene.held and (item in sources or self.program.brings_one(item, sources)))
        ]

    def _named_outright(self, one: Break, scene: Scene) -> bool:
        """Whether a demand is met by what is ordered for it alone: nothing that could be ordered brings, or saves, what meets it.

        Shape: what has left with its origin is saved where that is ordered for another demand.
        """
        assert one.needs is not None
        every = {item: asked for _, answers in one.needs.groups for item, asked in answers.items()}
        left = {item for item in every if item in self.held and self.held[item].origin >= 0} - scene.held.keys()
        return not left and all(asked is True and not self.program.carriers[item] for item, asked in every.items())

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
        return [item for item in sorted(found) if item not in cancels and self.is_free(item)]

    def is_free(self, item: int) -> bool:
        """Whether a holding may be cancelled, as far as locks and what is kept go."""
        known = self.freed.get(item)
        if known is None:
            hold, orders = self.held[item], self.orders
            kept = item in orders.terms.kept and self.scope.built_in("keep", item)
            known = self.freed[item] = not kept and orders.lets_lose(item) and not orders.gates.locked(hold, self.start)
        return known

    def _suppliers(self, one: Break, scene: Scene, cancels: Items, extras: Items) -> list[int]:
        if one.needs is None or self.content.cancel is not None:
            return []
        hold = scene.held[one.items[0]]
        brought = self.compose(cancels, extras)[2]
        channels = self._channels(extras)
        found = []
        for item in sorted(self.standing.answers(scene, hold, one.needs)):
            stands = item in scene.held and item not in brought
            if stands or item in cancels or item in extras or not self._opens(item):
                continue
            if any(channel in self._opens(item) for channel in channels):
                found.append(item)
        return self.orders.unlike(found)

    def _opens(self, item: int) -> frozenset[str]:
        """The channels of the order through which an extra item can be ordered along."""
        if self.program.is_plan[item] or item in self.content.adds:
            return frozenset()
        self.asked.add(item)
        return self.orders.opens(item)

    def came_with(self, item: int) -> list[int]:
        """The holdings that have come with an item."""
        if self._came_with is None:
            self._came_with = {}
            for other, hold in self.held.items():
                self._came_with.setdefault(hold.origin, []).append(other)
        return self._came_with.get(item, [])

    def _circular(self, cancels: Items) -> list[int]:
        """Holdings that, once cancelled, may be forced by what their own going brings about."""
        if self._cycling is None:
            crowding, clashing, cycling = Crowding(self), dict[int, Items](), list[int]()
            for item in sorted(self.held):
                if self.orders.terms.expired():
                    raise NotDecided
                if Echo(self, item, clashing, crowding).returns() and self.is_free(item):
                    cycling.append(item)
            self._cycling = cycling
        return [item for item in self._cycling if item not in cancels]

    def _legal(self, cancels: Items, extras: Items, chosen: Items, scene: Scene) -> bool:
        if not (chosen or extras or self.ordered or self.content.booked):
            return False
        if not self._takes_anew(cancels, extras):
            return False
        if not all(self._falls(item, cancels, extras, scene) for item in sorted(cancels - chosen)):
            return False
        if any(item in scene.held for item in cancels) or (self.content.booked and cancels):
            return False
        if not self._channels(extras) or not self.orders.gates.lets_together(frozenset(self.content.adds) | extras, scene.held):
            return False
        return all(self._not_part(item, scene) for item in sorted(cancels)) and Spare(self, cancels, extras).none()

    def _falls(self, item: int, cancels: Items, extras: Items, scene: Scene) -> bool:
        """Whether a holding falls with the order by auto or consent; notes what says that it must be cancelled first."""
        if self.held[item].origin >= 0 and item not in self.compose(cancels - {item}, extras)[1]:
            return False
        rules = self.forcing(self.held[item], scene, self.before_scene)
        first = [rule for rule in rules if self.program.rules[rule].resolve == "first"]
        self.scope.stop(first)
        return bool(rules) and not first

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
