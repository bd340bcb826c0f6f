"""Whether a plan can be entered while some holdings are protected: a relaxation that never says no where a path could go.

A plan can be entered if some set that satisfies the standing rules holds it, what comes with it, and what is protected;
any extras may be there. Only rules that act on all days and through all channels of the line count, and a condition on a
holding counts only where it is sure. Instances among the holdings of the first state are left out: they may be tolerated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from model.facts import FactTests
from model.selectors import Origin, Residue, Selector, holds, parts_of
from solver.backend import AtMost, Backend, Clause
from solver.program import Asking, Hold, Program, Set
from solver.scope import Scope
from solver.world import World

Items = frozenset[int]
NOTHING: Items = frozenset()


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which the states of a line can be: from its first day to the last on which an order can start."""

    first: int
    last: int
    waits: bool


class Doors:
    """The plans that can be entered, in one scope, on one line, from one first state."""

    def __init__(self, scope: Scope, world: World, window: Window, backend: Backend) -> None:
        self.scope, self.program, self.window, self.backend = scope, scope.program, window, backend
        self.first = world
        self.had = {hold.item: hold for hold in world.holds}
        self.old = frozenset(self.had) | (NOTHING if world.booked is None else self._brought_by(world.booked[0]))
        self._known: dict[tuple[int, Items], bool] = {}
        self._parts: dict[int, Items] = {}
        self._kept: Items = frozenset()
        self._bears: dict[int, Items] = {}
        program: Program = scope.program
        by_item = (program.pairs, program.beside, program.crowds, program.needs, program.needed_by)
        self._tied = frozenset(item for item in self.had if any(entries[item] for entries in by_item))
        ends = any(item.ends for item in program.items) or any(c.ends for parts in program.brings for c in parts)
        lapses = ends or world.booked is not None or any(hold.ends for hold in world.holds)
        self.lapsing = lapses and (window.last > window.first)

    def _brought_by(self, plan: int) -> Items:
        """All that comes when a booked plan begins: time brings it in, whatever it breaks."""
        found = {plan}
        border = [plan]
        while border:
            more = {carrier.part for carrier in self.program.brings[border.pop()]} - found
            found |= more
            border += more
        return frozenset(found - {plan})

    # -- what is sure ----------------------------------------------------------------------------------------------------
    def keep(self, kept: Items) -> None:
        """Takes these holdings of the first state as kept in what is asked next."""
        self._kept = kept

    def always(self, rule: int) -> bool:
        """Whether a rule acts on all days and through all channels of the line."""
        rules, program = self.program.rules, self.program
        if not self.scope.on[rule] or rules[rule].at is not None:
            return False
        return program.since[rule] <= self.window.first and self.window.last <= program.until[rule]

    def sure(self, residue: Residue | None, item: int) -> bool:
        """Whether the holding of an item is in a set whatever state it is in."""
        if residue is None or isinstance(residue, bool):
            return residue is True
        return all(self._asked(residue, item))

    def possible(self, residue: Residue | None, item: int) -> bool:
        """Whether the holding of an item may be in a set."""
        if residue is None or isinstance(residue, bool):
            return residue is True
        return any(self._asked(residue, item))

    def _asked(self, residue: Residue, item: int) -> Iterator[bool]:
        """Every way in which a condition on the holding can turn out: only what is kept stays the holding that it was."""
        assert not isinstance(residue, bool)
        hold = self.had.get(item) if item in self._kept else None
        fixed = hold is not None and hold.origin < 0
        if not fixed and any(isinstance(part, Origin) for part in parts_of(_selector(residue))):
            yield from (True, False)
            return
        origin = self.program.origin_name(hold.origin) if hold is not None and fixed else "own"
        for bound in self._bounds(item, hold):
            yield holds(residue, bound=bound, origin=origin, plan=None)

    def _bounds(self, item: int, hold: Hold | None) -> set[bool]:
        first = self.had.get(item)
        found = {False} if first is None else {first.until >= self.window.first, first.until >= self.window.last}
        if hold is None:
            found |= {False} | ({True} if self.program.items[item].term is not None else set())
        return found

    # -- entering --------------------------------------------------------------------------------------------------------
    def parts(self, plan: int) -> Items:
        """What is surely held when the plan has just been entered."""
        found = self._parts.get(plan)
        if found is None:
            found = frozenset(self._bring((plan,), own=True)) - {plan}
            self._parts[plan] = found
        return found

    def _bring(self, items: Iterable[int], *, own: bool) -> set[int]:
        """All that surely comes with `items`: their parts, and of parts not held at first what stays with them."""
        found = set(items)
        border = [(item, own) for item in found]
        while border:
            item, arrives = border.pop()
            for carrier in self.program.brings[item]:
                if carrier.part in found or not self._brings_always(carrier.rule):
                    continue
                lasting = not carrier.removable and carrier.ends is None and self.program.items[carrier.part].ends is None
                if arrives or (lasting and item not in self.old):
                    found.add(carrier.part)
                    border.append((carrier.part, False))
        return found

    def _brings_always(self, rule: int) -> bool:
        program = self.program
        return rule < 0 or (program.since[rule] <= self.window.first and self.window.last <= program.until[rule])

    def enterable(self, plan: int, kept: Items) -> bool:
        """Whether the plan can be entered with `kept` protected; notes the rules that stop it."""
        kept &= self._bearing(plan)
        self._kept = kept
        key = (plan, kept)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._enter(plan, kept)
        return known

    def least_extras(self, plan: int, free: Items) -> int:
        """How many items at least must be ordered for needs before the plan can be entered, `free` ones not counted."""
        self._kept = NOTHING
        fixed = frozenset((plan,)) | self.parts(plan)
        demands = self._demands(fixed, fixed - self.old, NOTHING)
        open_ = [(item, asking) for item, asking in demands if not self._met(item, asking, fixed)]
        return Extras(self, plan, fixed).least(open_, free | self.old) if open_ else 0

    def _bearing(self, plan: int) -> Items:
        """The holdings of the first state that can make a difference to entering the plan while they are kept."""
        found = self._bears.get(plan)
        if found is None:
            program = self.program
            arriving = frozenset((plan,)) | self.parts(plan)
            if any(program.needs[item] for item in arriving):
                found = self._tied
            else:
                found = frozenset(item for item in self._tied if self._bears_on(item, arriving))
            self._bears[plan] = found
        return found

    def _bears_on(self, item: int, arriving: Items) -> bool:
        program = self.program
        if program.beside[item] or program.needs[item]:
            return True
        if any(other in pair.other for pair in program.pairs[item] for other in arriving):
            return True
        return any(other in crowd.of for crowd in program.crowds[item] for other in arriving)

    def _enter(self, plan: int, kept: Items) -> bool:
        fixed = frozenset((plan,)) | self.parts(plan) | kept
        new = fixed - self.old
        stops = set(self._stops(plan, fixed, new))
        if stops:
            self.scope.stop(stops)
            return False
        demands = self._demands(fixed, new, kept)
        open_ = [(item, asking) for item, asking in demands if not self._met(item, asking, fixed)]
        if not open_:
            return True
        return Extras(self, plan, fixed).some_set(open_)

    def _stops(self, plan: int, fixed: Items, new: Items) -> Iterator[int]:
        """The rules that a set which surely is held breaks."""
        for item in sorted(new):
            for pair in self.program.pairs[item]:
                if self.always(pair.rule) and self.sure(pair.mine, item):
                    if any(other != item and self.sure(pair.other.get(other), other) for other in fixed):
                        yield pair.rule
            for rule, residue, fit in self.program.fits[item]:
                if self.always(rule) and self.sure(residue, item) and self.steady(fit.tests) and not self.passes(fit.tests):
                    yield rule
            for crowd in self.program.crowds[item]:
                if self.always(crowd.rule) and self.sure(crowd.of.get(item), item):
                    if sum(self.sure(crowd.of.get(other), other) for other in fixed) > crowd.n:
                        yield crowd.rule
        for item in sorted(fixed):
            for asking in self.program.beside[item]:
                if self.always(asking.rule) and self.stands_alone(item, asking, plan):
                    yield asking.rule

    def stands_alone(self, item: int, asking: Asking, plan: int) -> bool:
        """Whether an item surely asks for another plan than this."""
        asked = any(self.sure(residue, item) for residue, _ in asking.groups)
        return asked and not any(
            self.possible(residue, item) and self.possible(plans.get(plan), plan) for residue, plans in asking.groups
        )

    def steady(self, tests: Iterable[str]) -> bool:
        """Whether no path can change the facts that are tested."""
        facts = self.program.catalogue.facts
        return all(facts[fact].settle is None for fact in tests)

    def passes(self, tests: FactTests) -> bool:
        """Whether the tests are met in the first state."""
        return self.scope.passes(self.first, tests)

    def _demands(self, fixed: Items, new: Items, kept: Items) -> list[tuple[int, Asking]]:
        """The demands that must be met when the plan is entered."""
        found = []
        for item in sorted(fixed):
            arrives = self.program.is_plan[item]
            if not arrives and self.lapsing:
                continue
            for asking in self.program.needs[item]:
                if not self.always(asking.rule) or not any(self.sure(residue, item) for residue, _ in asking.groups):
                    continue
                if item in new or (item in kept and self.met_at_first(item, asking)):
                    found.append((item, asking))
        return found

    def met_at_first(self, item: int, asking: Asking) -> bool:
        """Whether a demand of a first holding is surely met in the first state."""
        present = frozenset(self.had) | (frozenset((self.first.plan.item,)) if self.first.plan else frozenset())
        return any(
            self.sure(residue, item) and other != item and self.sure(answers.get(other), other)
            for residue, answers in asking.groups
            for other in present
        )

    def _met(self, item: int, asking: Asking, fixed: Items) -> bool:
        return any(other != item and other in fixed for other in self.answers(item, asking))

    def answers(self, item: int, asking: Asking) -> list[int]:
        """The items that may meet a demand."""
        found: set[int] = set()
        for residue, answers in asking.groups:
            if self.possible(residue, item):
                found.update(other for other, asked in answers.items() if other != item and self.possible(asked, other))
        return sorted(found)

    def can_be_there(self, item: int) -> bool:
        """Whether an item may ever be held: at first, by order, or brought by something."""
        if item in self.had or self.program.carriers[item]:
            return True
        sold = self.program.items[item]
        if sold.withdrawn or not self._sold_in_window(item):
            return not self.scope.built_in("sold", item)
        return True

    def _sold_in_window(self, item: int) -> bool:
        sold = self.program.items[item]
        since = sold.sold_from.toordinal() if sold.sold_from else 0
        until = sold.sold_until.toordinal() if sold.sold_until else self.window.last
        return since <= self.window.last and until >= self.window.first


class Extras:
    """The search for extra items that meet the demands of a plan that is entered: propagation, then Z3."""

    def __init__(self, doors: Doors, plan: int, fixed: Items) -> None:
        self.doors, self.program, self.plan, self.fixed = doors, doors.program, plan, fixed
        self._fits: dict[int, tuple[int, ...] | None] = {}

    def some_set(self, demands: list[tuple[int, Asking]]) -> bool:
        """Whether some set of extras meets the demands without breaking a rule; notes the rules that stop it."""
        _, clauses, at_most, rules = self._problem(demands)
        if any(not clause for clause in clauses):
            self.doors.scope.stop(rules)
            return False
        if self._greedy(clauses, at_most):
            return True
        if self.doors.backend.witness("enter", clauses, at_most) is not None:
            return True
        self.doors.scope.stop(rules)
        return False

    def least(self, demands: list[tuple[int, Asking]], free: Items) -> int:
        """How many items, those of `free` and what something brings aside, the smallest set that meets the demands has."""
        variables, clauses, _, _ = self._problem(demands)
        if any(not clause for clause in clauses):
            return 0
        weights = {n: 1 for item, n in variables.items() if item not in free and not self.program.carriers[item]}
        if not any(all(literal in weights for literal in clause) for clause in clauses):
            return 0
        if len(demands) == 1 and len(clauses) == 1:
            return 1
        witness = self.doors.backend.least("enter", clauses, [weights])
        return 0 if witness is None else sum(n in weights for n in witness)

    def _problem(self, demands: list[tuple[int, Asking]]) -> tuple[dict[int, int], list[Clause], list[AtMost], set[int]]:
        """The demands, and those of what meets them, as clauses over numbered items; and the rules that these rest on."""
        variables: dict[int, int] = {}
        rules: set[int] = set()
        clauses: list[Clause] = []
        todo = list(demands)
        border: list[int] = []
        while todo:
            item, asking = todo.pop()
            rules.add(asking.rule)
            clause = [] if item in self.fixed else [-variables[item]]
            for other in self.doors.answers(item, asking):
                if other in self.fixed:
                    clause = []
                    break
                if not self._may_join(other, rules):
                    continue
                if other not in variables:
                    variables[other] = len(variables) + 1
                    border.append(other)
                clause.append(variables[other])
            else:
                clauses.append(tuple(clause))
            while border:
                todo += [(added, a) for added in [border.pop()] for a in self._needs(added)]
        if all(clauses):
            self._apart(variables, clauses, rules)
        return variables, clauses, self._crowds(variables, rules), rules

    def _greedy(self, clauses: list[Clause], at_most: list[AtMost]) -> bool:
        """Whether one supplier for each demand, the first that is named, already makes a set."""
        chosen: set[int] = set()
        for _ in range(len(clauses) + 1):
            for clause in clauses:
                if not any(n in chosen if n > 0 else -n not in chosen for n in clause):
                    positive = next((n for n in clause if n > 0), None)
                    if positive is None:
                        return False
                    chosen.add(positive)
                    break
            else:
                return all(sum(n in chosen for n in of) <= most for most, of in at_most)
        return False

    def _needs(self, item: int) -> list[Asking]:
        """The demands that a further item surely makes while it is held; none that time may have broken."""
        doors = self.doors
        if doors.lapsing:
            return []
        return [
            a
            for a in self.program.needs[item]
            if doors.always(a.rule)
            and any(doors.sure(residue, item) for residue, _ in a.groups)
            and (item not in doors.old or (item in doors.had and doors.met_at_first(item, a)))
        ]

    def _may_join(self, item: int, rules: set[int]) -> bool:
        """Whether an item may stand beside the plan and all that is fixed; adds the rules that stop it."""
        doors, program = self.doors, self.program
        if program.is_plan[item] or not doors.can_be_there(item):
            return False
        for asking in program.beside[item]:
            if doors.always(asking.rule) and doors.stands_alone(item, asking, self.plan):
                rules.add(asking.rule)
                return False
        for pair in program.pairs[item]:
            if doors.always(pair.rule) and doors.sure(pair.mine, item) and self._clashes(item, pair.other):
                rules.add(pair.rule)
                return False
        return True

    def _clashes(self, item: int, others: Set) -> bool:
        """Whether an item clashes with something fixed; what both were held at first may be tolerated."""
        doors = self.doors
        return any(
            other != item and not (item in doors.old and other in doors.old) and doors.sure(others.get(other), other)
            for other in self.fixed
        )

    def _apart(self, variables: dict[int, int], clauses: list[Clause], rules: set[int]) -> None:
        doors = self.doors
        for item, number in variables.items():
            for pair in self.program.pairs[item]:
                common = pair.other.keys() & variables.keys()
                if not common or not doors.always(pair.rule) or not doors.sure(pair.mine, item):
                    continue
                for other in sorted(common):
                    both_held = item in doors.old and other in doors.old
                    if other > item and not both_held and doors.sure(pair.other[other], other):
                        clauses.append((-number, -variables[other]))
                        rules.add(pair.rule)

    def _crowds(self, variables: dict[int, int], rules: set[int]) -> list[AtMost]:
        """The groups that the extra items share; of the first holdings only where something new is in the group."""
        doors = self.doors
        found: list[AtMost] = []
        seen: set[int] = set()
        for item in variables:
            for crowd in self.program.crowds[item]:
                if crowd.rule in seen or not doors.always(crowd.rule):
                    continue
                seen.add(crowd.rule)
                fixed = [other for other in self.fixed if doors.sure(crowd.of.get(other), other)]
                new = any(other not in doors.old for other in fixed)
                inside = len(fixed) if new else 0
                members = [
                    n
                    for other, n in variables.items()
                    if (new or other not in doors.old) and doors.sure(crowd.of.get(other), other)
                ]
                room = max(crowd.n - inside, 0)
                if len(members) > room:
                    found.append((room, tuple(members)))
                    rules.add(crowd.rule)
        return found


def _selector(residue: Residue) -> Selector:
    assert not isinstance(residue, bool)
    return residue
