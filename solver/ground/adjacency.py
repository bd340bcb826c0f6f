"""Ground rules as adjacency: what each item is told by which rules. Nothing here is quadratic in a set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from model.catalogue import Catalogue
from model.ground import (
    Apart,
    AtMost,
    Beside,
    Bond,
    Carry,
    Defer,
    Extents,
    Fit,
    Gate,
    Ground,
    Members,
    Passage,
    Quota,
    Say,
    Support,
)
from model.rules.base import Rule
from model.rules.brings import BringsRule
from model.selectors import Residue
from solver.ground.entries import NEVER, Asking, Carrier, Counted, Crowd, Deferred, Gated, Pair, Said, Set

Groups: TypeAlias = dict[tuple[int, int], list[tuple[Residue, Set]]]
"""What answers the demands of an item under a rule, by rule and item."""


class Adjacency:
    """A catalogue in integers, and what its rules say of each item.

    Shape: items and rules are numbered in the catalogue's sequence; every list by item is as long as there are items.
    Cost: linear in the size of the sets that the rules name.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.items = tuple(catalogue.items.values())
        self.names = tuple(catalogue.items)
        self.index = {name: n for n, name in enumerate(self.names)}
        self.is_plan = tuple(item.kind == "plan" for item in self.items)
        self.plans = tuple(n for n, plan in enumerate(self.is_plan) if plan)
        self.rules: tuple[Rule, ...] = tuple(catalogue.rules.values())
        self.rule_index = {rule.id: n for n, rule in enumerate(self.rules)}
        self.since = tuple(r.valid.since.toordinal() if r.valid.since else 0 for r in self.rules)
        self.until = tuple(r.valid.until.toordinal() if r.valid.until else NEVER for r in self.rules)
        self.dated_rules = tuple(n for n in range(len(self.rules)) if self.since[n] or self.until[n] != NEVER)
        self.channels = tuple(catalogue.channels)
        self.facts = tuple(catalogue.facts)
        size = len(self.items)
        self.pairs: list[list[Pair]] = [[] for _ in range(size)]
        self.beside: list[list[Asking]] = [[] for _ in range(size)]
        self.needs: list[list[Asking]] = [[] for _ in range(size)]
        self.needs_taken: list[list[Asking]] = [[] for _ in range(size)]
        self.needed_by: list[list[int]] = [[] for _ in range(size)]
        self.crowds: list[list[Crowd]] = [[] for _ in range(size)]
        self.fits: list[list[tuple[int, Residue, Fit]]] = [[] for _ in range(size)]
        self.fits_taken: list[list[tuple[int, Residue, Fit]]] = [[] for _ in range(size)]
        self.bonds: list[list[tuple[int, Residue, Bond]]] = [[] for _ in range(size)]
        self.passages: list[list[tuple[int, Residue, Passage, Set]]] = [[] for _ in range(size)]
        self.gates: list[Gated] = []
        self.defers: list[Deferred] = []
        self.quotas: list[Counted] = []
        self.says: list[Said] = []
        self.brings: list[list[Carrier]] = [[] for _ in range(size)]
        self.carriers: list[list[Carrier]] = [[] for _ in range(size)]
        self._gates_on: dict[tuple[str, int], tuple[Gated, ...]] = {}
        self._quotas_on: dict[tuple[str, int], tuple[Counted, ...]] = {}
        self._own_parts()
        extents = Extents(self.items, self.channels)
        self._ground(extents)
        guards = [rule.guards.holding for rule in self.rules]
        self.guard_sets: tuple[Set | None, ...] = tuple(
            None if g is None else {self.index[name]: residue for name, residue in extents.of(g).items()} for g in guards
        )
        asking = {id(one) for one in (*self.sets, *self.guard_sets) if one is not None and not _takes_all(one)}
        self.conditional = frozenset(
            n for n, sets in enumerate(self._sets_of) if any(id(one) in asking for one in (*sets, self.guard_sets[n]))
        )
        """The rules that look at more of some holding than its item."""

    def _own_parts(self) -> None:
        for n, item in enumerate(self.items):
            for part in item.brings:
                self._carry(Carrier(n, self.index[part.item], -1, part.removable, part.ends))

    def _carry(self, carrier: Carrier) -> None:
        if carrier.bringer != carrier.part and not self.is_plan[carrier.part]:
            self.brings[carrier.bringer].append(carrier)
            self.carriers[carrier.part].append(carrier)

    def _ground(self, extents: Extents) -> None:
        supports: Groups = {}
        besides: Groups = {}
        self._sets: dict[int, tuple[Members, Set]] = {}
        self._abouts: dict[int, set[int] | None] = {}
        self._sets_of: list[tuple[Set, ...]] = []
        self._named: list[Set] = []
        dated = frozenset(self.dated_rules)
        for number, rule in enumerate(self.rules):
            self._named.clear()
            for form in rule.body.ground(rule, extents):
                self._add(number, form, supports, besides)
                if number in dated:
                    self._note_about(number, form)
            self._sets_of.append(tuple({id(one): one for one in self._named}.values()))
        self.sets = tuple(one for _, one in self._sets.values())
        """The sets that rules name, guards aside, each once."""
        del self._named, self._sets
        for (number, item), groups in besides.items():
            self.beside[item].append(Asking(number, tuple(groups)))
        for (number, item), groups in supports.items():
            taken = getattr(self.rules[number].body, "when", "held") == "taken"
            asking = Asking(number, tuple(groups))
            (self.needs_taken if taken else self.needs)[item].append(asking)
            if not taken:
                for _, answers in groups:
                    for other in answers:
                        self.needed_by[other].append(item)

    def _set(self, members: Members) -> Set:
        """The set in integers, one for all rules that name it. The names are kept, so that their id stays theirs."""
        found = self._sets.get(id(members))
        if found is None:
            found = self._sets[id(members)] = (members, {self.index[name]: residue for name, residue in members.items()})
        self._named.append(found[1])
        return found[1]

    def _note_about(self, number: int, form: Ground) -> None:
        """Notes the items of which one must be there for a rule with days of its own to act."""
        match form:
            case Apart(left=names) | AtMost(of=names):
                about: Iterable[str] | None = names
            case Beside(items=items) | Support(items=items) | Fit(items=items) | Bond(items=items) | Carry(items=items):
                about = items
            case Passage(leaving=leaving):
                about = leaving
            case Gate(of=of) | Defer(of=of) | Quota(of=of) | Say(of=of):
                about = of
        known = self._abouts.setdefault(number, set())
        if about is None or known is None:
            self._abouts[number] = None
        else:
            known.update(self.index[name] for name in about)

    def _optional(self, members: Members | None) -> Set | None:
        return None if members is None else self._set(members)

    def _add(
        self,
        number: int,
        form: Ground,
        supports: Groups,
        besides: Groups,
    ) -> None:
        match form:
            case Apart(left=left, right=right):
                a, b = self._set(left), self._set(right)
                for mine, other in ((a, b), (b, a)):
                    shared = {residue: Pair(number, residue, other) for residue in set(mine.values())}
                    for item, residue in mine.items():
                        self.pairs[item].append(shared[residue])
            case Beside(items=items, plans=plans):
                for item, residue in self._set(items).items():
                    besides.setdefault((number, item), []).append((residue, self._set(plans)))
            case Support(items=items, any_of=any_of):
                for item, residue in self._set(items).items():
                    supports.setdefault((number, item), []).append((residue, self._set(any_of)))
            case AtMost(n=n, of=of):
                crowd = Crowd(number, n, self._set(of))
                for item in crowd.of:
                    self.crowds[item].append(crowd)
            case Fit(items=items, taken=taken):
                for item, residue in self._set(items).items():
                    (self.fits_taken if taken else self.fits)[item].append((number, residue, form))
            case Bond(items=items):
                for item, residue in self._set(items).items():
                    self.bonds[item].append((number, residue, form))
            case Carry(rule=rule, items=bringers, parts=parts):
                body = rule.body
                assert isinstance(body, BringsRule)
                for bringer in bringers:
                    for part in parts:
                        self._carry(Carrier(self.index[bringer], self.index[part], number, body.removable, body.ends))
            case Passage(leaving=leaving, to=to):
                for plan, residue in self._set(leaving).items():
                    self.passages[plan].append((number, residue, form, self._set(to)))
            case Gate(of=of, leaving=leaving):
                self.gates.append(Gated(number, form, self._optional(of), self._optional(leaving)))
            case Defer(of=of, leaving=leaving):
                self.defers.append(Deferred(number, self._optional(of), self._optional(leaving)))
            case Quota(of=of, after=after):
                then = None if after is None else self._optional(after[1])
                self.quotas.append(Counted(number, form, self._optional(of), then))
            case Say(of=of):
                self.says.append(Said(number, form, self._optional(of)))

    def gates_on(self, act: str, item: int) -> tuple[Gated, ...]:
        """The channel rules that may speak of an act about an item."""
        found = self._gates_on.get((act, item))
        if found is None:
            found = tuple(one for one in self.gates if one.gate.act == act and (one.of is None or item in one.of))
            self._gates_on[act, item] = found
        return found

    def quotas_on(self, act: str, item: int) -> tuple[Counted, ...]:
        """The limits that may speak of an act about an item."""
        found = self._quotas_on.get((act, item))
        if found is None:
            found = tuple(one for one in self.quotas if one.quota.act == act and (one.of is None or item in one.of))
            self._quotas_on[act, item] = found
        return found

    def abouts_of_dated(self, rule: int) -> frozenset[int] | None:
        """The items of which one must be there for a rule with days of its own to say anything; None if it speaks of any."""
        found = self._abouts.get(rule, ())
        return None if found is None else frozenset(found)

    def sets_of(self, rules: Iterable[int]) -> tuple[Set, ...]:
        """The sets of items that some rules and their guards name, but for what is only told; each once."""
        named = {id(one): one for rule in sorted(rules) if self.rules[rule].body.NAME != "tell" for one in self._sets_of[rule]}
        guards = (self.guard_sets[rule] for rule in sorted(rules))
        return tuple((named | {id(one): one for one in guards if one is not None}).values())


def _takes_all(one: Set) -> bool:
    """Whether a set takes in every holding of its items."""
    return set(map(type, one.values())) <= {bool}
