"""How many changes it takes at least to carry what meets a demand of something kept all the way to the goal.

Until time breaks it a demand that is met stays met. What meets it stays only beside plans with which it may stand; another takes
its place only with an order that makes it fall. docs/search.md has the argument.
"""

from __future__ import annotations

from collections.abc import Iterator

from solver.arrivals import Want
from solver.entries import Set
from solver.extras import Extras
from solver.items import NOTHING, Items
from solver.layer import Plan
from solver.tour import FAR, Distances
from solver.walk import Walk
from solver.world import World


def carried(walk: Walk, kept: Items, distances: Distances) -> tuple[Carrying, ...]:
    """What must be carried while some holdings are kept: of each demand that something which may go meets."""
    kept = walk.all.kept(kept | walk.protected)
    return tuple(Carrying(walk, kept, want, distances) for want in met_by_others(walk, kept))


def met_by_others(walk: Walk, kept: Items) -> Iterator[Want]:
    """The demands of what is kept that are met at first, and by nothing that is kept; of those that the same meets one alone."""
    arrivals, first, doors = walk.scope.arrivals, walk.first, walk.all.doors
    if arrivals is None or walk.aim.to is None or first.plan is None or first.booked is not None or walk.by_time.may_be:
        return
    doors.keep(kept)
    plans = frozenset(walk.program.plans)
    wants: dict[tuple[int, ...], Want] = {}
    for item in sorted(kept):
        for want in arrivals.reasons.wants(item):
            if want.plain and want.lasting and kept.isdisjoint(want.meeting) and plans.isdisjoint(want.answers):
                if doors.always(want.asking.rule) and doors.met_at_first(item, want.asking):
                    wants.setdefault(want.key, want)
    yield from wants.values()


class Beside:
    """What of some items may stand beside plans and all that is kept, where one of both has just come."""

    def __init__(self, walk: Walk, kept: Items, items: Items) -> None:
        self.doors, self.kept, self.items = walk.all.doors, kept, items
        self._found: dict[int, tuple[Items, frozenset[int]]] = {}

    def stands(self, plan: int) -> tuple[Items, frozenset[int]]:
        """What may stand beside a plan, and the rules that keep the others away."""
        found = self._found.get(plan)
        if found is None:
            self.doors.keep(self.kept)
            fixed = frozenset((plan,)) | self.doors.parts(plan) | self.kept
            beside, rules = Extras(self.doors, plan, fixed), set[int]()
            items = frozenset(one for one in self.items if one in fixed or beside.may_join(one, rules))
            found = self._found[plan] = (items, frozenset(rules))
        return found


class Carrying:
    """The changes from plans to the goal while one demand of something that is kept stays met, by what meets it.

    Shape: `nodes` are the items that may meet it, of those that nothing tells apart the first alone, `coming` those of them that
    may come, `freely` for other reasons than the demand; `ending` may be over with time. `far` is the distance from a plan beside
    which one of them is held.
    """

    def __init__(self, walk: Walk, kept: Items, want: Want, distances: Distances) -> None:
        self.walk, self.program, self.kept, self.want = walk, walk.program, kept, want
        arrivals = walk.scope.arrivals
        assert arrivals is not None and walk.aim.to is not None
        self.reasons, self.spread, self.to = arrivals.reasons, arrivals.spread(kept), walk.aim.to
        self._nodes: dict[int, int] = {}
        self._kinds: dict[object, int] = {}
        self.coming = frozenset(map(self._node, sorted(want.answers & self.spread.items)))
        others = self.spread.but_for(want) | self.spread.for_these(want.answers & self.spread.items)
        self.freely = frozenset(map(self._node, sorted(want.answers & others)))
        had = frozenset(map(self._node, sorted(want.answers & self.reasons.had.keys())))
        self.nodes = self.coming | had
        fading = distances.fading
        ending = walk.all.doors.lapses.ending(want.asking)
        sole = fading is not None and fading.demands == ((want.item, want.asking),)
        # what comes for other reasons may meet it again once time has broken it
        self._walked = distances.walked if sole and not self.freely else None
        self.ending = self.nodes.intersection(map(self._node, want.answers.intersection(ending)))
        self._others = self.spread.along | self.program.with_parts(walk.aim.add)
        self._beside = Beside(walk, kept, self.nodes)
        self._clashing = {node: self._clashes(node) for node in self.nodes}
        self._base = {node: self._falls_anyhow(node) for node in self.nodes}
        self.far = self._backwards(distances)

    def least(self, world: World) -> int:
        """The least number of changes from a state in which the demand is met; 0 where nothing is told of it."""
        held = [hold.item for hold in world.holds]
        if world.booked is not None or self.want.item not in held:
            return 0
        nodes = [self._nodes.get(item, item) for item in held if item in self.want.answers]
        return min((self.far.get((world.plan_item, one), FAR) if one in self.nodes else 0 for one in nodes), default=0)

    def _node(self, item: int) -> int:
        """The item that stands for one here: for all that nothing tells apart, and that were not held or asked for at first."""
        found = self._nodes.get(item)
        if found is None:
            kind = item if item in self.reasons.there else (self.walk.scope.alike(item),)
            found = self._nodes[item] = self._kinds.setdefault(kind, item)
        return found

    # -- orders ------------------------------------------------------------------------------------------------------------
    def _stands(self, plan: int) -> Items:
        """What may stand beside a plan and all that is kept; notes the rules that keep others away."""
        found, rules = self._beside.stands(plan)
        self.walk.scope.stop(sorted(rules))
        return found

    def _clashes(self, node: int) -> Items:
        """What may make something fall as it comes."""
        fall = self.reasons.fall(node)
        return fall.clashing.union(*(crowd.of for crowd in fall.crowds if self.spread.may_be_full(crowd, node)))

    def _falls_anyhow(self, node: int) -> bool:
        """Whether something may fall by more than the plan that is entered, and what comes in its place."""
        fall = self.reasons.fall(node)
        if fall.freely:
            return True
        return not (self._clashing[node] & self._others) - {node} <= self.want.meeting

    def _falls_beside(self, node: int, plan: int) -> bool:
        """Whether something may fall by a change to a plan."""
        if not self._clashing[node].isdisjoint(self.program.with_parts((plan,))):
            return True
        beside = self.reasons.fall(node).beside
        return any(not all(plans.get(plan) is True for _, plans in asking.groups) for asking in beside)

    def _ousts(self, one: int, node: int) -> bool:
        """Whether something may fall as another comes in its place."""
        return one != node and not self._clashing[node].isdisjoint(self.program.with_parts((one,)))

    def _replaced(self, by: Items, *, plan: int | None) -> Iterator[int]:
        """What may fall so that one of some others takes its place, with a change to a plan or without."""
        for node in self.nodes:
            others = by - {node}
            if others and (
                self._base[node]
                or (plan is not None and self._falls_beside(node, plan))
                or any(self._ousts(one, node) for one in others)
            ):
                yield node

    # -- distances -----------------------------------------------------------------------------------------------------------
    def _backwards(self, distances: Distances) -> dict[tuple[Plan, int], int]:
        walk, to = self.walk, self.to
        near = {**distances.met, **distances.broken, walk.first.plan_item: 0}
        plans = [plan for plan in near if plan is not None]
        steps = {plan: walk.steps(plan).intersection(plans) for plan in plans}
        shut = self._shut()
        found: dict[tuple[Plan, int], int] = {(to, node): 0 for node in self.nodes}
        changed, far = {to}, 0
        most = max((away for away in distances.broken.values() if away < FAR), default=0) if self.ending else 0
        while changed or far <= most:
            changed |= self._broken(found, distances, far)
            changed |= self._swapped(found, far, plans)
            entered = {plan: self._entering(plan, found) for plan in sorted(changed)}
            far += 1
            after: set[int] = set()
            for plan in plans:
                for to in steps[plan] & entered.keys():
                    for node in entered[to]:
                        if (plan, node) not in found and not self._is_shut(plan, to, shut[node]):
                            found[plan, node] = far
                            after.add(plan)
            changed = after
        return found

    def _shut(self) -> dict[int, list[tuple[frozenset[str], Set | None, Set | None]]]:
        """The rules that leave out channels of the line for changes while something is held: what they leave, and for which."""
        walk, program = self.walk, self.program
        doors, every = walk.all.doors, frozenset(walk.line.channels)
        found: dict[int, list[tuple[frozenset[str], Set | None, Set | None]]] = {node: [] for node in self.nodes}
        for rule, gate, of, leaving in program.gates:
            wanted = program.guard_sets[rule]
            if gate.act != "change" or wanted is None or every <= gate.channels or not doors.always(rule, new=True):
                continue
            if doors.facts.passes(program.rules[rule].guards.facts):
                for node in self.nodes:
                    if wanted.get(node) is True:
                        found[node].append((gate.channels, of, leaving))
                        walk.scope.stop((rule,))
        return found

    def _is_shut(self, plan: int, to: int, gates: list[tuple[frozenset[str], Set | None, Set | None]]) -> bool:
        """Whether no channel of the line is left for a change."""
        left = frozenset(self.walk.line.channels)
        for channels, of, leaving in gates:
            if (of is None or of.get(to) is True) and (leaving is None or leaving.get(plan) is True):
                left &= channels
        return not left

    def _broken(self, found: dict[tuple[Plan, int], int], distances: Distances, far: int) -> set[int]:
        """Takes in what is no further away once time has broken the demand."""
        changed = set()
        for plan, away in distances.broken.items():
            if away == far and plan is not None:
                for node in self.ending:
                    if (plan, node) not in found:
                        found[plan, node] = far
                        changed.add(plan)
        return changed

    def _swapped(self, found: dict[tuple[Plan, int], int], far: int, plans: list[int]) -> set[int]:
        """Takes in what is no further away since an order without a change puts another in its place."""
        changed = set()
        for plan in plans:
            while True:
                here = self._here(plan, found)
                here &= self._stands(plan) if here else NOTHING
                more = set(self.nodes) if here & self.freely else set(self._replaced(here & self.coming, plan=None))
                more -= self._here(plan, found)
                if not more:
                    break
                found.update({(plan, node): far for node in more})
                changed.add(plan)
        return changed

    def _here(self, plan: int, found: dict[tuple[Plan, int], int]) -> Items:
        """What may be held beside a plan at a distance that is known."""
        return frozenset(node for node in self.nodes if (plan, node) in found)

    def _entering(self, plan: int, found: dict[tuple[Plan, int], int]) -> Items:
        """What may be held before a change to a plan after which one of those is held whose distance is known."""
        if self._walked is not None and plan not in self._walked:
            return NOTHING
        here = self._here(plan, found)
        if plan not in self.program.deferring:
            # a plan that starts next month comes whatever else has come since it was ordered
            here &= self._stands(plan)
        if here & self.freely:
            return self.nodes
        return here.union(self._replaced(here & self.coming, plan=plan))
