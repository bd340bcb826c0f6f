"""What may meet one demand of something that is kept: beside which plans it stands, when it may come, and how it gives way.

docs/search.md has the argument.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from solver.ground.entries import Hold, Set
from solver.ground.items import NOTHING, Items
from solver.ground.wants import Demands, Fall, Want
from solver.relaxed.extras import Extras
from solver.relaxed.layer import Layer
from solver.relaxed.walk import Walk


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

    def __init__(self, walk: Walk, kept: Items, items: Items, entering: tuple[Layer, ...]) -> None:
        self.walk, self.kept, self.items, self.entering = walk, kept, items, entering
        self._found: dict[int, tuple[Items, frozenset[str]]] = {}

    def stands(self, plan: int) -> Items:
        """What may stand beside a plan; notes what keeps the others away."""
        scope = self.walk.scope
        found = self._found.get(plan)
        if found is None:
            found = self._found[plan] = scope.noting(lambda: self._all_standing(plan))
        scope.stopped |= found[1]
        return found[0]

    def _all_standing(self, plan: int) -> Items:
        """Those that may: beside the goal's plan in a layer in which it may be entered."""
        rules: set[int] = set()
        items: Items = NOTHING
        for layer in self.entering if plan == self.walk.aim.to else (self.walk.all,):
            beside = self.extras(plan, layer)
            items |= {one for one in self.items if one in beside.fixed or (beside.may_join(one, rules) and beside.may_last(one))}
        self.walk.scope.stop(sorted(rules))
        return items

    def extras(self, plan: int, layer: Layer | None = None) -> Extras:
        """What may be ordered along beside a plan and all that is kept, on all days or in one layer.

        Shape: what comes with the goal is there as that is entered; beside others it may have gone again.
        """
        doors = (layer or self.walk.all).doors
        doors.keep(self.kept)
        parts = doors.parts(plan) if plan == self.walk.aim.to else NOTHING
        return Extras(doors, plan, frozenset((plan,)) | parts | self.kept)


class Suppliers:
    """What may meet one demand of something that is kept.

    Shape: `nodes` are the items, of those that nothing tells apart the first alone; `coming` those of them that may come,
    `freely` for other reasons than the demand; `ending` may be over with time. `entering` are the layers in which the goal's
    plan may be entered.
    """

    def __init__(self, walk: Walk, kept: Items, want: Want, entering: tuple[Layer, ...]) -> None:
        self.walk, self.program, self.kept, self.want = walk, walk.program, kept, want
        arrivals = walk.scope.arrivals
        assert arrivals is not None
        self.reasons, self.spread = arrivals.reasons, arrivals.spread(kept)
        self._nodes: dict[int, int] = {}
        self._kinds: dict[object, int] = {}
        come = want.answers & self.spread.items
        self.coming = frozenset(map(self.node, sorted(come)))
        others = self.spread.but_for(want) | self.spread.for_these(come)
        self.freely = frozenset(map(self.node, sorted(want.answers & others)))
        had = frozenset(map(self.node, sorted(want.answers & self.reasons.had.keys())))
        self.nodes = self.coming | had
        ending = walk.all.doors.lapses.ending(want.asking)
        self.ending = self.nodes.intersection(map(self.node, want.answers.intersection(ending)))
        self._beside = Beside(walk, kept, self.nodes, entering)
        self._fits: dict[tuple[int, int], tuple[bool, frozenset[str]]] = {}
        self._falling: dict[int, Fall] = {}
        self._parts: dict[int, Items] = {}
        self._barred: dict[tuple[int, int], bool] = {}
        self._ousting: dict[tuple[int, bool], Items] = {}
        self._made: dict[int, Demands] = {}
        self._leaving: dict[tuple[int | None, bool, Demands], Items] = {}

    def node(self, item: int) -> int:
        """The item that stands for one here: for all that nothing tells apart, and that were not held or asked for at first."""
        found = self._nodes.get(item)
        if found is None:
            kind = item if item in self.reasons.there else (self.walk.scope.alike(item),)
            found = self._nodes[item] = self._kinds.setdefault(kind, item)
        return found

    def held(self, holds: Iterable[Hold]) -> list[tuple[Hold, int | None]]:
        """Of some holdings those that meet the demand, each with what stands for it: None where nothing is told of it."""
        found = []
        for hold in holds:
            if hold.item in self.want.answers:
                node = self._nodes.get(hold.item, hold.item)
                found.append((hold, node if node in self.nodes else None))
        return found

    def meeting(self) -> Items:
        """What surely meets the demands of those that meet this one."""
        return frozenset().union(*(want.meeting for node in self.nodes for want in self._fall(node).wants))

    def some(self, plans: Iterable[int]) -> tuple[int, ...]:
        """Of plans that nothing tells apart the one that stands for them and another.

        Shape: whatever way goes by more of them, from one to another or from one to itself, one goes by these two.
        """
        found, others = [], set[int]()
        for plan in plans:
            like = self.walk.scope.like(plan)
            if plan == like or like not in others:
                found.append(plan)
                others |= {like} - {plan}
        return tuple(found)

    # -- beside plans ------------------------------------------------------------------------------------------------------
    def stands(self, plan: int) -> Items:
        """What may stand beside a plan and all that is kept; notes what keeps others away."""
        return self._beside.stands(self.walk.scope.like(plan))

    def fits(self, node: int, plan: int) -> bool:
        """Whether one of them may come beside a plan, with all that it brings and needs; notes what keeps it away."""
        if node not in self.coming or node not in self.stands(plan):
            return False
        plan = self.walk.scope.like(plan)
        found = self._fits.get((node, plan))
        if found is None:
            found = self._fits[node, plan] = self.walk.scope.noting(lambda: self._may_come(node, plan))
        self.walk.scope.stopped |= found[1]
        return found[0]

    def _may_come(self, node: int, plan: int) -> bool:
        """Whether something that may stand beside a plan may come there: what it brings comes too, or is there."""
        doors, program = self.walk.all.doors, self.program
        parts = frozenset(carrier.part for carrier in program.brings[node] if doors.brings_always(carrier.rule)) - {node}
        beside, rules = self._beside.extras(plan), set[int]()
        there = (beside.fixed | parts) - {node}
        if not all(part in beside.fixed or beside.may_join(part, rules) for part in sorted(parts)):
            self.walk.scope.stop(sorted(rules))
            return False
        rule = next(self._against(node, plan, parts, there), None)
        if rule is not None:
            self.walk.scope.stop((rule,))
            return False
        return self._is_supplied(node, plan, there)

    def _against(self, node: int, plan: int, parts: Items, there: Items) -> Iterator[int]:
        """The rules that surely keep something apart from what it brings, or from all that is there with that."""
        doors, program = self.walk.all.doors, self.program
        for pair in program.pairs[node]:
            if doors.clash(pair, node, parts, plan) is not None:
                yield pair.rule
        for crowd in program.crowds[node]:
            if doors.always(crowd.rule, new=True) and doors.sure(crowd.of[node], node):
                if sum(doors.sure(crowd.of.get(other), other) for other in there) >= crowd.n:
                    yield crowd.rule

    def _is_supplied(self, node: int, plan: int, there: Items) -> bool:
        """Whether what something needs may come with it, beside all that is there and what that needs; notes what stops it.

        Shape: a plan has what it needs as it is entered; before and after it may lack that.
        """
        doors, asks = self.walk.all.doors, self.program.needs[node]
        needs = [(node, asking) for asking in asks if doors.is_made(node, asking) and not doors.met(node, asking, there)]
        if not needs:
            return True
        doors.backend.look_at_the_clock()
        fixed = there | {node}
        aside = {node} if plan == self.walk.aim.to else {node, plan}
        needs += [one for one in doors.open_among(fixed, doors.may_break) if one[0] not in aside]
        return Extras(doors, plan, fixed).some_set(needs)

    def is_shut(self, plan: int, to: int, node: int) -> bool:
        """Whether no channel of the line is left for a change while something is held."""
        gates = self._shut[node]
        if not gates:
            return False
        left = frozenset(self.walk.line.channels)
        for channels, of, leaving in gates:
            if (of is None or of.get(to) is True) and (leaving is None or leaving.get(plan) is True):
                left &= channels
        return not left

    @cached_property
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

    # -- giving way --------------------------------------------------------------------------------------------------------
    def replaced(self, by: int, *, plan: int | None, again: bool = False) -> Items:
        """What may leave so that another takes its place, with a change to a plan or without. Shape: `again` if it was held."""
        plan = None if plan is None else self.walk.scope.like(plan)
        falling = self._falling_with(plan, again, self._demands(by))
        ousted = self._ousted(by, plan is not None) - falling
        if plan is not None and not again and ousted:
            ousted = frozenset(one for one in ousted if not self._is_barred(one, plan))
        return (falling | self._with_brought(ousted)) - {by}

    def _falling_with(self, plan: int | None, again: bool, met: Demands) -> Items:
        """What may leave, by more than what takes its place, as demands are `met`; with a change to a plan or without."""
        found = self._leaving.get((plan, again, met))
        if found is None:
            ways = (one for one in self.nodes if self._leaves(one) or self._falls_with(one, plan, again, met))
            found = self._leaving[plan, again, met] = self._with_brought(frozenset(ways))
        return found

    def _falls_with(self, node: int, plan: int | None, again: bool, met: Demands) -> bool:
        """Whether something may fall by more than what takes its place, unless it keeps from changing to the plan."""
        if not self._falls_anyhow[node] and self._lacking[node] <= met and (plan is None or not self._falls_beside(node, plan)):
            return False
        return plan is None or again or not self._is_barred(node, plan)

    def _with_brought(self, nodes: Items) -> Items:
        """Some of the items, with those of them that may have come with one, and may leave with it."""
        return nodes.union(*(self._brought[node] for node in nodes & self._brought.keys()))

    def leaving(self, by: Items, plan: int, *, known: Items = NOTHING, change: bool, again: bool = False) -> Items:
        """What may leave so that one of some comes in its place beside a plan, as it is entered or not; but for the known."""
        found = NOTHING
        for one in sorted(by & self.coming):
            left = self.replaced(one, plan=plan if change else None, again=again)
            if not left <= known | found and self.fits(one, plan):
                found |= left
        return found

    def _fall(self, node: int) -> Fall:
        """By what something may fall: it does not while it is bound."""
        found = self._falling.get(node)
        if found is None:
            found, free = self.reasons.fall(node), self.reasons.fall(node, free=True)
            if free != found and self.walk.scope.built_in("until", node):
                found = free
            self._falling[node] = found
        return found

    @cached_property
    def _brought(self) -> dict[int, Items]:
        """Of each of the items the others that may have come with it, at once or one with another."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for node in self.nodes:
            bringers, border = set[int](), [node]
            while border:
                more = (frozenset(map(self.node, self._fall(border.pop()).bringers)) & self.nodes) - bringers
                bringers |= more
                border += more
            for bringer in bringers:
                found[bringer].add(node)
        return {one: frozenset(nodes) for one, nodes in found.items()}

    def _leaves(self, node: int) -> bool:
        """Whether something may leave with what it has come with, which is neither kept nor another of them."""
        return any(one not in self.kept and self.node(one) not in self.nodes for one in self._fall(node).bringers)

    @cached_property
    def _falls_anyhow(self) -> dict[int, bool]:
        """Of each whether it may fall by more than the plan that is entered, what comes in its place, and what it lacks."""
        found = {}
        for node in self.nodes:
            fall = self._fall(node)
            found[node] = fall.freely or not (fall.clashing & self._others) - {node} <= self.want.meeting
        return found

    @cached_property
    def _others(self) -> Items:
        """What may come with an order for other reasons than the plan that is entered."""
        return self.spread.along | self.program.with_parts(self.walk.aim.add)

    @cached_property
    def _lacking(self) -> dict[int, Demands]:
        """Of each the demands for want of which it may fall: nothing that is kept surely meets them, and all else may fall."""
        return {node: frozenset(want.made for want in self._fall(node).wants if self._may_lack(want)) for node in self.nodes}

    def _may_lack(self, want: Want) -> bool:
        return self.kept.isdisjoint(want.meeting) and self.spread.may_lack(want)

    def _demands(self, node: int) -> Demands:
        """The demands that are surely met once something has just come: what meets them meets those of others as well."""
        found = self._made.get(node)
        if found is None:
            doors, wants = self.walk.all.doors, self.reasons.wants(node)
            made = (want for want in wants if want.plain and want.lasting and doors.is_made(node, want.asking))
            found = self._made[node] = frozenset(want.made for want in made)
        return found

    def _falls_beside(self, node: int, plan: int) -> bool:
        """Whether something may fall by a change to a plan, groups aside."""
        parts = self._parts.get(plan)
        if parts is None:
            parts = self._parts[plan] = self.program.with_parts((plan,))
        fall = self._fall(node)
        if not fall.clashing.isdisjoint(parts):
            return True
        return any(not all(plans.get(plan) is True for _, plans in asking.groups) for asking in fall.beside)

    def _is_barred(self, node: int, plan: int) -> bool:
        """Whether something keeps from changing to a plan until it is cancelled: a rule says `first`; notes that."""
        found = self._barred.get((node, plan))
        if found is None:
            rule = next(self._barring(node, plan), None)
            found = self._barred[node, plan] = rule is not None
            if rule is not None:
                self.walk.scope.stop((rule,))
        return found

    def _barring(self, node: int, plan: int) -> Iterator[int]:
        doors, program = self.walk.all.doors, self.program
        for asking in program.beside[node]:
            if not program.lets_fall(asking.rule) and doors.always(asking.rule, new=True):
                if doors.stands_alone(node, asking, plan):
                    yield asking.rule
        for pair in program.pairs[node]:
            if not program.lets_fall(pair.rule) and doors.clash(pair, node, (plan,), plan) is not None:
                yield pair.rule

    def _ousted(self, one: int, change: bool) -> Items:
        """What may fall as something comes in its place, in a group with all that may come too; with a change or without."""
        found = self._ousting.get((one, change))
        if found is None:
            parts = self.program.with_parts((one,))
            come = parts | self._others | (self.reasons.outright if change else NOTHING)
            ousted = (node for node in self.nodes - {one} if self._ousts(one, parts, come, node))
            found = self._ousting[one, change] = frozenset(ousted)
        return found

    def _ousts(self, one: int, parts: Items, come: Items, node: int) -> bool:
        fall, along = self._fall(node), (self.want.key, one)
        if not fall.clashing.isdisjoint(parts):
            return True
        return any(not come.isdisjoint(crowd.of) and self.spread.may_be_full(crowd, node, along) for crowd in fall.crowds)
