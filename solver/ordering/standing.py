"""Which standing rules an order would newly break, found from what the order changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from model.selectors import Residue
from solver.ground.entries import Asking, Crowd, Hold
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import Held, World


class Scene(NamedTuple):
    """What is held at one moment, the plan among it."""

    day: int
    plan: int | None
    held: Held


def scene_of(world: World) -> Scene:
    """The scene of a state."""
    held = world.held()
    if world.plan is not None:
        held[world.plan.item] = world.plan
    return Scene(world.day, world.plan_item, held)


class Break(NamedTuple):
    """An instance: a rule with the items that break it. Shape: `needs` is the demand that is not met, if it is one."""

    rule: int
    items: tuple[int, ...]
    needs: Asking | None = None


class Broken(NamedTuple):
    """What a scene newly breaks, each instance once, in a fixed order."""

    scene: Scene
    breaks: tuple[Break, ...]


class Standing:
    """The standing rules of one scope, in orders through one channel."""

    def __init__(self, scope: Scope, channel: str | None, world: World) -> None:
        self.scope = scope
        self.program: Program = scope.program
        self.channel = channel
        self.world = world

    def acts(self, rule: int, day: int) -> bool:
        """Whether a rule acts on `day`."""
        return self.scope.acts(rule, day, self.channel)

    def breaks_of(self, scene: Scene, item: int, before: Scene) -> Iterator[Break]:
        """The instances with `item` that `scene` breaks and `before` did not."""
        hold = scene.held[item]
        yield from self._pairs(scene, hold, before)
        yield from self._beside(scene, hold, before)
        for asking in self.program.needs[item]:
            if (
                self.acts(asking.rule, scene.day)
                and self.unmet(scene, hold, asking)
                and not self._was_unmet(before, item, asking)
            ):
                yield Break(asking.rule, (item,), asking)
        for crowd in self.program.crowds[item]:
            if self.acts(crowd.rule, scene.day) and self._meets(crowd.of.get(item), scene, hold):
                yield from self._crowd(scene, item, crowd, before)
        for rule, residue, fit in self.program.fits[item]:
            if self.acts(rule, scene.day) and self._meets(residue, scene, hold) and not self.scope.passes(self.world, fit.tests):
                then = before.held.get(item)
                if then is None or not self._meets(residue, before, then):
                    yield Break(rule, (item,))

    def _meets(self, residue: Residue | None, scene: Scene, hold: Hold) -> bool:
        if residue is True:
            return True
        return residue is not None and self.program.asks(residue, hold, scene.day, scene.plan)

    def _pairs(self, scene: Scene, hold: Hold, before: Scene) -> Iterator[Break]:
        seen, held = set(), scene.held.keys()
        for pair in self.program.pairs[hold.item]:
            others = pair.other.keys()
            if others.isdisjoint(held) or not self.acts(pair.rule, scene.day) or not self._meets(pair.mine, scene, hold):
                continue
            for other in sorted(others & held):
                if other == hold.item or (pair.rule, other) in seen:
                    continue
                if not self._meets(pair.other[other], scene, scene.held[other]):
                    continue
                seen.add((pair.rule, other))
                if not self._apart_before(before, pair.rule, hold.item, other):
                    yield Break(pair.rule, (hold.item, other))

    def _apart_before(self, before: Scene, rule: int, a: int, b: int) -> bool:
        one, two = before.held.get(a), before.held.get(b)
        if one is None or two is None:
            return False
        return any(
            pair.rule == rule
            and b in pair.other
            and self._meets(pair.mine, before, one)
            and self._meets(pair.other[b], before, two)
            for pair in self.program.pairs[a]
        )

    def _beside(self, scene: Scene, hold: Hold, before: Scene) -> Iterator[Break]:
        for asking in self.program.beside[hold.item]:
            if not self.acts(asking.rule, scene.day) or not self._stands_alone(scene, hold, asking):
                continue
            then = before.held.get(hold.item)
            if then is not None and before.plan == scene.plan and self._stands_alone(before, then, asking):
                continue
            yield Break(asking.rule, (hold.item,) if scene.plan is None else tuple(dict.fromkeys((hold.item, scene.plan))))

    def _stands_alone(self, scene: Scene, hold: Hold, asking: Asking) -> bool:
        groups = [plans for residue, plans in asking.groups if self._meets(residue, scene, hold)]
        if not groups:
            return False
        if scene.plan is None:
            return True
        plan = scene.held[scene.plan]
        return not any(self._meets(plans.get(scene.plan), scene, plan) for plans in groups)

    def unmet(self, scene: Scene, hold: Hold, asking: Asking) -> bool:
        """Whether an item's demand is made and nothing held meets it."""
        held, made = scene.held, False
        for residue, answers in asking.groups:
            if residue is not True and not self._meets(residue, scene, hold):
                continue
            made = True
            for other in answers if len(answers) < len(held) else held:
                if other != hold.item and other in held:
                    asked = answers.get(other)
                    if asked is True or self._meets(asked, scene, held[other]):
                        return False
        return made

    def _was_unmet(self, before: Scene, item: int, asking: Asking) -> bool:
        then = before.held.get(item)
        return then is not None and self.unmet(before, then, asking)

    def _crowd(self, scene: Scene, item: int, crowd: Crowd, before: Scene) -> Iterator[Break]:
        members = self.members(scene, crowd)
        if len(members) > crowd.n:
            earlier = set(self.members(before, crowd))
            new = [m for m in members if m not in earlier]
            if new and (crowd.n or item in new):
                yield Break(crowd.rule, tuple(members))

    def members(self, scene: Scene, crowd: Crowd) -> list[int]:
        """The items held of an at-most group."""
        small = crowd.of if len(crowd.of) < len(scene.held) else scene.held
        return sorted(i for i in small if i in scene.held and i in crowd.of and self._meets(crowd.of[i], scene, scene.held[i]))

    def answers(self, scene: Scene, hold: Hold, asking: Asking) -> set[int]:
        """The items of which one would meet a demand, the item itself aside."""
        found: set[int] = set()
        for residue, answers in asking.groups:
            if self._meets(residue, scene, hold):
                found.update(answers)
        return found - {hold.item}

    def answered(self, scene: Scene, hold: Hold, asking: Asking, other: int) -> bool:
        """Whether another item of the scene meets a holding's demand."""
        return other != hold.item and any(
            self._meets(residue, scene, hold) and self._meets(answers.get(other), scene, scene.held[other])
            for residue, answers in asking.groups
        )

    def newly_broken(self, scene: Scene, before: Scene, near: Broken | None = None) -> Broken:
        """Every instance that `scene` breaks and `before` did not, each once, in a fixed order.

        Shape: `near` is the same of a scene with the same plan on the same day: what has not changed since is not asked again.
        """
        found: dict[tuple[int, tuple[int, ...]], Break] = {}
        for item in self.changed(scene, before) if near is None else self._changed_since(near, scene, before):
            for one in self.breaks_of(scene, item, before):
                found.setdefault((one.rule, tuple(sorted(one.items))), one)
        return Broken(scene, tuple(found[key] for key in sorted(found)))

    def _changed_since(self, near: Broken, scene: Scene, before: Scene) -> Iterable[int]:
        """The items whose instances can be newly broken, if what `near` tells of another scene is so."""
        if self.program.asks_origin:
            return self.changed(scene, before)
        now, then = scene.held, near.scene.held
        changed = {item for item, hold in now.items() if then.get(item) is not hold}
        changed.update(item for one in near.breaks for item in one.items if item in now)
        for item in then.keys() - now.keys():
            changed.update(other for other in self.program.needed_by[item] if other in now)
        return sorted(changed)

    def changed(self, scene: Scene, before: Scene) -> Iterable[int]:
        """The items whose instances an order can have changed."""
        if self.program.asks_origin:
            return sorted(scene.held)
        changed = {item for item in scene.held if item not in before.held or before.held[item] != scene.held[item]}
        if scene.plan != before.plan:
            changed |= {item for item in scene.held if self.program.beside[item]}
        for item in before.held:
            if item not in scene.held:
                changed.update(other for other in self.program.needed_by[item] if other in scene.held)
        return sorted(changed)

    def unfit(self, scene: Scene, before: World) -> list[int]:
        """The `eligible` rules that what is held newly breaks because facts are other than in `before`."""
        found = []
        for item, hold in sorted(scene.held.items()):
            for rule, residue, fit in self.program.fits[item]:
                if (
                    self.acts(rule, scene.day)
                    and self._meets(residue, scene, hold)
                    and not self.scope.passes(self.world, fit.tests)
                ):
                    if self.scope.passes(before, fit.tests):
                        found.append(rule)
        return found

    def all_broken(self, scene: Scene) -> list[Break]:
        """Every instance that a scene breaks, as if nothing had been broken before."""
        nothing = Scene(scene.day, -1, {})
        found: dict[tuple[int, tuple[int, ...]], Break] = {}
        for item in sorted(scene.held):
            for one in self.breaks_of(scene, item, nothing):
                found.setdefault((one.rule, tuple(sorted(one.items))), one)
        return [found[key] for key in sorted(found)]
