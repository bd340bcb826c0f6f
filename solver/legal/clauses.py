"""Legal states as clauses and at-most constraints. Source: docs/search.md, 合规状态."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from model.selectors import AllOf, AnyOf, Bound, Not, Origin, Residue, Selector
from solver.backend import AtMost, Clause
from solver.legal.counting import at_most
from solver.legal.law import Crowd, Demand, Fitness, Law, Pairing, Set
from solver.legal.modes import Mode, modes
from solver.legal.reach import Slice

SMALL = 6
"""Sets with no more pairs than this are written out."""
WRITTEN = 20_000
"""At-most constraints of more counters than this are left to Z3, where each model takes longer to read."""


class Clauses:
    """The legal states of a slice.

    Shape: variables are numbered from 1, the items of the slice first. With `switches` an element binds only where its switch
    is true; without, all do. `only` are the elements that are written at all, None for all.
    Cost: linear in the sets, cut down to the slice.
    """

    def __init__(self, law: Law, part: Slice, *, switches: bool = False, only: frozenset[int] | None = None) -> None:
        self.law = law
        self.items = part.items
        self.border = frozenset(part.border)
        self.only = only
        self.switches = switches
        self.clauses: list[Clause] = []
        self.at_most: list[AtMost] = []
        self.switch: dict[int, int] = {}
        self._variable = {item: n for n, item in enumerate(part.items, 1)}
        self._top = len(self._variable)
        self._days: tuple[int, ...] = ()
        self._facts: dict[int, tuple[int, ...]] = {}
        self._modes: dict[int, tuple[tuple[Mode, int], ...]] = {}
        self._bound: dict[int, int] = {}
        self._meant: dict[tuple[int, Residue], int] = {}
        self._some: dict[int, tuple[Set, Row]] = {}
        self._write()

    def _write(self) -> None:
        plans = tuple(self.held(n) for n in self.items if self.law.is_plan[n])
        if len(plans) > 1:
            self._count(1, plans)
        crowds = Counter(chain.from_iterable(self.law.crowds_on[n] for n in self.items))
        for place in self._met_pairings():
            self._pairing(self.law.pairings[place])
        for place in sorted(place for place, met in crowds.items() if met > self.law.crowds[place].n):
            self._crowd(self.law.crowds[place])
        for item in self.items:
            for fit in self.law.fits[item]:
                self._fit(item, fit)
            if item not in self.border:
                self._asks(item)

    def _met_pairings(self) -> list[int]:
        """The pairings of which two items can meet in the slice: not of plans alone, for there is one."""
        met = Counter(chain.from_iterable(self.law.pairings_on[n] for n in self.items))
        places = {place for n in self.items if not self.law.is_plan[n] for place in self.law.pairings_on[n]}
        return sorted(place for place in places if met[place] > 1)

    def _asks(self, item: int) -> None:
        for part in self.law.firm[item]:
            element = self.law.part_element(part)
            if self._written(element):
                self.clauses.append((*self._off(element), -self.held(item), self.held(part)))
        for demand in self.law.demands[item]:
            if self._written(demand.element):
                self._demand(item, demand)

    def _written(self, element: int) -> bool:
        return self.only is None or element in self.only

    def fresh(self) -> int:
        """A new variable."""
        self._top += 1
        return self._top

    def _off(self, element: int) -> Clause:
        """What is true where an element does not bind: its switch is off, or the day is one on which it is not valid."""
        off: list[int] = []
        if self.switches:
            if element not in self.switch:
                self.switch[element] = self.fresh()
            off.append(-self.switch[element])
        window = self.law.windows.get(element)
        if window is not None:
            off += [day for cell, day in enumerate(self._day_cells()) if cell not in window]
        return tuple(off)

    def _day_cells(self) -> tuple[int, ...]:
        if not self._days:
            self._days = self._one_of(len(self.law.days))
        return self._days

    def _one_of(self, count: int) -> tuple[int, ...]:
        """So many new variables of which exactly one is true."""
        cells = tuple(self.fresh() for _ in range(count))
        self.clauses.append(cells)
        self._count(1, cells)
        return cells

    def _count(self, most: int, members: Clause) -> None:
        if most * len(members) > WRITTEN:
            self.at_most.append((most, members))
        elif most < len(members):
            self.clauses += at_most(most, members, self.fresh)

    # -- holdings --------------------------------------------------------------------------------------------------------------
    def held(self, item: int, residue: Residue = True) -> int:
        """A variable that is true if and only if the item is held, and so that its holding meets the condition."""
        if residue is True:
            found = self._variable.get(item)
            if found is None:
                found = self._variable[item] = self.fresh()
            return found
        found = self._meant.get((item, residue))
        if found is None:
            found = self._meant[item, residue] = self._all((self.held(item), self._condition(item, residue)))
        return found

    def _condition(self, item: int, residue: Selector | Residue) -> int:
        match residue:
            case bool():
                return self._all(()) if residue else -self._all(())
            case Bound(wanted=wanted):
                if item not in self._bound:
                    self._bound[item] = self.fresh()
                return self._bound[item] if wanted else -self._bound[item]
            case Origin(names=names):
                return -self._all([-variable for mode, variable in self._origins(item) if mode.named(names)])
            case Not(inner=inner):
                return -self._condition(item, inner)
            case AllOf(parts=parts):
                return self._all([self._condition(item, part) for part in parts])
            case AnyOf(parts=parts):
                return -self._all([-self._condition(item, part) for part in parts])
            case _:
                raise AssertionError("a residue asks nothing of the item")

    def _all(self, literals: Sequence[int]) -> int:
        """A variable that is true if and only if all of these are."""
        found = self.fresh()
        self.clauses += [(-found, literal) for literal in literals]
        self.clauses.append((found, *(-literal for literal in literals)))
        return found

    def _origins(self, item: int) -> tuple[tuple[Mode, int], ...]:
        found = self._modes.get(item)
        if found is None:
            ways = modes(self.law, item)
            found = self._modes[item] = tuple(zip(ways, self._one_of(len(ways)), strict=True))
            for mode, variable in found:
                if mode.through is not None and item not in self.border:
                    self.clauses.append((-self.held(item), -variable, *map(self.held, mode.through)))
        return found

    # -- forms -----------------------------------------------------------------------------------------------------------------
    def _pairing(self, pairing: Pairing) -> None:
        if not self._written(pairing.element):
            return
        left, right = self._among(pairing.left), self._among(pairing.right)
        if not left or not right:
            return
        off = self._off(pairing.element)
        if len(left) * len(right) <= max(SMALL, len(left) + len(right)):
            for one, a in left.items():
                self.clauses += [(*off, -a, -b) for other, b in right.items() if one != other]
            return
        row = Row(self, right, up=True)
        alone = self.fresh()
        for one, a in left.items():
            if one in right:
                self.clauses += [(*off, -a, -beside) for beside in row.without(one)]
            else:
                self.clauses.append((-a, alone))
        self.clauses.append((*off, -alone, -row.any))

    def _among(self, wanted: Set) -> dict[int, int]:
        """The members in the slice, each with its variable."""
        if len(wanted) < len(self._variable):
            return {item: self.held(item, residue) for item, residue in wanted.items() if item in self._variable}
        return {item: self.held(item, wanted[item]) for item in self.items if item in wanted}

    def _crowd(self, crowd: Crowd) -> None:
        if not self._written(crowd.element):
            return
        members = tuple(self._among(crowd.of).values())
        if len(members) <= crowd.n:
            return
        off = self._off(crowd.element)
        if crowd.n == 0:
            self.clauses += [(*off, -member) for member in members]
        elif len(members) == crowd.n + 1:
            self.clauses.append((*off, *(-member for member in members)))
        elif not off:
            self._count(crowd.n, members)
        else:
            counted = tuple(self.fresh() for _ in members)
            self.clauses += [(*off, -member, count) for member, count in zip(members, counted, strict=True)]
            self._count(crowd.n, counted)

    def _fit(self, item: int, fit: Fitness) -> None:
        if not self._written(fit.element):
            return
        held = self.held(item, fit.residue)
        for fact, test in fit.tests:
            if fact not in self._facts:
                self._facts[fact] = self._one_of(len(self.law.values[fact]))
            cells = zip(self._facts[fact], self.law.values[fact], strict=True)
            met = [cell for cell, (_, passed) in cells if test in passed]
            self.clauses.append((*self._off(fit.element), -held, *met))

    def _demand(self, item: int, demand: Demand) -> None:
        off = self._off(demand.element)
        asking = [self.held(item, residue) for residue, _ in demand.groups]
        besides = None if demand.plan else item
        if len(asking) == 1:
            self.clauses.append((*off, -asking[0], *self._answers(demand.groups[0][1], besides)))
            return
        met = []
        for asks, (_, answers) in zip(asking, demand.groups, strict=True):
            meets = self.fresh()
            met.append(meets)
            self.clauses += [(-meets, asks), (-meets, *self._answers(answers, besides))]
        self.clauses += [(*off, -asks, *met) for asks in asking]

    def _answers(self, answers: Set, besides: int | None) -> Iterable[int]:
        """Variables of which one is true only if a member is held, other than `besides`."""
        if len(answers) <= SMALL:
            return [self.held(other, residue) for other, residue in answers.items() if other != besides]
        found = self._some.get(id(answers))
        if found is None:
            found = self._some[id(answers)] = (answers, Row(self, self._among(answers), up=False))
        row = found[1]
        return row.without(besides) if besides in answers else (row.any,)


class Row:
    """Whether any of a list is held, and any other than one of them: linear in the list, not quadratic.

    Shape: with `up` a variable of the row is true if one of its members is; without, only if one is.
    """

    def __init__(self, clauses: Clauses, members: dict[int, int], *, up: bool) -> None:
        self._clauses = clauses
        self._members = tuple(members.values())
        self._place = {item: n for n, item in enumerate(members)}
        self._sign = 1 if up else -1
        self._before: tuple[int, ...] = ()
        self._after: tuple[int, ...] = ()
        self.any = self._one(self._members)

    def _one(self, members: Sequence[int]) -> int:
        found = self._clauses.fresh()
        if self._sign > 0:
            self._clauses.clauses += [(-member, found) for member in members]
        else:
            self._clauses.clauses.append((-found, *members))
        return found

    def without(self, item: int) -> tuple[int, ...]:
        """Variables for the members before an item and for those after it."""
        if not self._before:
            self._before = self._chain(self._members)
            self._after = tuple(reversed(self._chain(self._members[::-1])))
        place = self._place[item]
        return (*self._before[max(place - 1, 0) : place], *self._after[place + 1 : place + 2])

    def _chain(self, members: Sequence[int]) -> tuple[int, ...]:
        """For each place a variable for the members up to it."""
        chain: list[int] = []
        for member in members:
            chain.append(self._one([member, *chain[-1:]]))
        return tuple(chain)
