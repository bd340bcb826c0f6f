"""The sets of items that could be ordered for needs when a plan is entered: propagation and a few tries, then Z3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING

from solver.backend import AtMost, Clause
from solver.ground.entries import Asking, Crowd
from solver.ground.items import Items

if TYPE_CHECKING:
    from solver.relaxed.enter import Doors

TRIES = 40
"""How many items are tried for a set of extras before Z3 is asked."""


class Extras:
    """The search for extra items that meet the demands of a plan that is entered: propagation, then Z3.

    Shape: where it is not told which plan is held (None) none keeps anything away, and any may meet a demand.
    """

    def __init__(self, doors: Doors, plan: int | None, fixed: Items) -> None:
        self.doors, self.program, self.plan, self.fixed = doors, doors.program, plan, fixed
        self._there = fixed if plan is not None else fixed.union(doors.program.plans)
        self._joining: dict[int, tuple[bool, set[int]]] = {}

    def some_set(self, demands: list[tuple[int, Asking]]) -> bool:
        """Whether some set of extras meets the demands without breaking a rule; notes the rules that stop it."""
        if any(self._is_hopeless(item, asking) for item, asking in demands):
            return False
        if self._simply(demands):
            return True
        _, clauses, at_most, rules = self._problem(demands)
        if any(not clause for clause in clauses):
            self.doors.scope.stop(rules)
            return False
        if self._greedy(clauses, at_most) is not None:
            return True
        if self.doors.backend.possible("enter", clauses, at_most):
            return True
        self.doors.scope.stop(rules)
        return False

    def may_last(self, item: int) -> bool:
        """Whether what an item surely needs while it is held, as far as time can't have broken that, may be there too."""
        return not any(self._is_hopeless(item, asking) for asking in self._needs(item))

    def _is_hopeless(self, item: int, asking: Asking) -> bool:
        """Whether nothing that might meet a demand may be there; notes the rules that stop it."""
        doors, rules = self.doors, {asking.rule}
        if not self._there.isdisjoint(doors.answers(item, asking)):
            return False
        if any(self._joins(other, rules) for other in doors.candidates(item, asking)):
            return False
        doors.scope.stop(rules)
        return True

    def _simply(self, demands: list[tuple[int, Asking]]) -> bool:
        """Whether a few tries make a set: for each demand the first that may join and whose own demands can be met."""
        return self._made(demands, frozenset(), count())

    def _made(self, demands: list[tuple[int, Asking]], chosen: Items, tries: Iterator[int]) -> bool:
        here = self._there | chosen
        last = next((n for n in reversed(range(len(demands))) if here.isdisjoint(self.doors.answers(*demands[n]))), None)
        if last is None:
            return True
        for other in self.doors.candidates(*demands[last]):
            if self._joins(other, set()) and self._beside(other, chosen):
                if next(tries) >= TRIES:
                    return False
                if self._made([*demands[:last], *((other, a) for a in self._needs(other))], chosen | {other}, tries):
                    return True
        return False

    def _beside(self, item: int, chosen: Items) -> bool:
        """Whether nothing at all speaks against an item beside those that are chosen already."""
        program = self.program
        if any(not chosen.isdisjoint(pair.other) for pair in program.pairs[item]):
            return False
        return all(sum(other in crowd.of for other in (*self.fixed, *chosen)) < crowd.n for crowd in program.crowds[item])

    def least(self, demands: list[tuple[int, Asking]], free: Items) -> int:
        """How many items, those of `free` and what something brings aside, the smallest set that meets the demands has."""
        variables, clauses, _, _ = self._problem(demands)
        if any(not clause for clause in clauses):
            return 0
        weights = {n: 1 for item, n in variables.items() if item not in free and not self.program.carriers[item]}
        apart = _apart_from_each_other([clause for clause in clauses if weights.keys() >= set(clause)])
        if not apart:
            return 0
        some = self._greedy(clauses, [])
        if some is not None and sum(n in weights for n in some) == apart:
            return apart
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
            answers = self.doors.answers(item, asking)
            if any(other in self._there for other in answers):
                continue
            clause = [] if item in self.fixed else [-variables[item]]
            for other in self.doors.candidates(item, asking):
                if not self._joins(other, rules):
                    continue
                if other not in variables:
                    variables[other] = len(variables) + 1
                    border.append(other)
                clause.append(variables[other])
            clauses.append(tuple(clause))
            while border:
                todo += [(added, a) for added in [border.pop()] for a in self._needs(added)]
        if all(clauses):
            self._apart(variables, clauses, rules)
        return variables, clauses, self._crowds(variables, rules), rules

    def _greedy(self, clauses: list[Clause], at_most: list[AtMost]) -> set[int] | None:
        """One supplier for each demand, the first that is named, where that already makes a set."""
        chosen: set[int] = set()
        for _ in range(len(clauses) + 1):
            for clause in clauses:
                if not any(n in chosen if n > 0 else -n not in chosen for n in clause):
                    positive = next((n for n in clause if n > 0), None)
                    if positive is None:
                        return None
                    chosen.add(positive)
                    break
            else:
                return chosen if all(sum(n in chosen for n in of) <= most for most, of in at_most) else None
        return None

    def _needs(self, item: int) -> list[Asking]:
        """The demands that a further item surely makes while it is held; none that time may have broken."""
        doors = self.doors
        return [
            a
            for a in self.program.needs[item]
            if doors.is_made(item, a)
            and not doors.may_break(item, a)
            and (item not in doors.old or (item in doors.had and doors.met_at_first(item, a)))
        ]

    def _joins(self, item: int, rules: set[int]) -> bool:
        known = self._joining.get(item)
        if known is None:
            stops: set[int] = set()
            known = self._joining[item] = (self.may_join(item, stops), stops)
        rules |= known[1]
        return known[0]

    def may_join(self, item: int, rules: set[int]) -> bool:
        """Whether an item may stand beside the plan and all that is fixed; adds the rules that stop it."""
        doors, program = self.doors, self.program
        if program.is_plan[item] or not doors.can_be_there(item):
            return False
        for asking in program.beside[item]:
            if self.plan is not None and doors.always(asking.rule, new=True) and doors.stands_alone(item, asking, self.plan):
                rules.add(asking.rule)
                return False
        others = self.fixed - doors.old if item in doors.had else self.fixed - doors.by_time
        if item in doors.by_time:
            others &= {self.plan}
        for pair in program.pairs[item]:
            if doors.clash(pair, item, others, self.plan) is not None:
                rules.add(pair.rule)
                return False
        if item not in doors.old:
            for crowd in program.crowds[item]:
                if doors.always(crowd.rule) and doors.sure(crowd.of.get(item), item):
                    if len(self._surely_in(crowd)) >= crowd.n:
                        rules.add(crowd.rule)
                        return False
        return True

    def _surely_in(self, crowd: Crowd) -> list[int]:
        """What of a group is held for sure, and not brought in by time alone."""
        return [other for other in self.fixed - self.doors.by_time if self.doors.sure(crowd.of.get(other), other)]

    def _apart(self, variables: dict[int, int], clauses: list[Clause], rules: set[int]) -> None:
        doors = self.doors
        for item, number in variables.items():
            for pair in self.program.pairs[item]:
                common = pair.other.keys() & variables.keys()
                if not common or not doors.always(pair.rule) or not doors.sure(pair.mine, item):
                    continue
                for other in sorted(common):
                    both_held = item in doors.old and other in doors.old
                    if doors.by_time.intersection((item, other)):
                        continue
                    if other > item and not both_held and doors.sure(pair.other[other], other):
                        clauses.append((-number, -variables[other]))
                        rules.add(pair.rule)

    def _crowds(self, variables: dict[int, int], rules: set[int]) -> list[AtMost]:
        """The groups that the extra items share.

        Shape: what is kept counts beside each new one, and so do first holdings that are not, unless there are so many of these
        alone that they may have been too many at first, and nothing new is in the group for sure.
        """
        doors = self.doors
        found: list[AtMost] = []
        seen: set[int] = set()
        for item in variables:
            for crowd in self.program.crowds[item]:
                if crowd.rule in seen or not doors.always(crowd.rule):
                    continue
                seen.add(crowd.rule)
                fixed = self._surely_in(crowd)
                new = any(other not in doors.old for other in fixed)
                room = max(crowd.n - len(fixed), 0)
                surely = {other: n for other, n in variables.items() if doors.sure(crowd.of.get(other), other)}
                few = len(doors.old.intersection(surely)) <= room
                members = [
                    n for other, n in surely.items() if new or other not in doors.old or (few and other not in doors.by_time)
                ]
                if len(members) > room:
                    found.append((room, tuple(members)))
                    rules.add(crowd.rule)
        return found


def _apart_from_each_other(clauses: list[Clause]) -> int:
    """How many clauses, each the next that can be, share nothing: so many variables at least are true."""
    found, taken = 0, set[int]()
    for clause in sorted(clauses, key=len):
        if taken.isdisjoint(clause):
            found += 1
            taken.update(clause)
    return found


def unlike(items: Iterable[int], old: Items, alike: Callable[[int], object]) -> Iterator[int]:
    """Of items that no rule tells apart and that were not there before, two: one more can meet no further demand.

    Shape: told of nothing else, for what is asked for later is kept with what asks, which it must not keep in turn.
    """
    seen: Counter[object] = Counter()
    for item in items:
        if item not in old:
            kind = alike(item)
            seen[kind] += 1
            if seen[kind] > 2:
                continue
        yield item
