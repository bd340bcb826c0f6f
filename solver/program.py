"""The compiled catalogue: names as integers, ground rules as adjacency. Nothing here is quadratic in a set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeAlias

from model.catalogue import Catalogue
from model.days import MonthEnd, Span, last_day, month_end
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
from model.selectors import AllOf, Among, AnyOf, Bound, InRange, Not, Origin, Residue, Selector, holds, parts_of

OWN, CAMPAIGN = -1, -2
NEVER = 10**7
"""A day after all days. Units: days are proleptic Gregorian ordinals; 0 stands for no day."""


class Hold(NamedTuple):
    """A holding: `origin` is an item, OWN or CAMPAIGN; 0 where it has no `until` or `ends`."""

    item: int
    origin: int
    until: int
    ends: int


Set: TypeAlias = dict[int, Residue]


@dataclass(frozen=True, slots=True)
class Asking:
    """An item's demand under one rule: groups of (condition on the item, what answers it)."""

    rule: int
    groups: tuple[tuple[Residue, Set], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One side of an `Apart` that an item is on: its own condition there and the other side."""

    rule: int
    mine: Residue
    other: Set


@dataclass(frozen=True, slots=True)
class Crowd:
    """An at-most group."""

    rule: int
    n: int
    of: Set


@dataclass(frozen=True, slots=True)
class Carrier:
    """Something that is brought: by whom, by which rule (-1: the item itself), whether it may be cancelled alone."""

    bringer: int
    part: int
    rule: int
    removable: bool
    ends: Span | None


class Program:
    """A catalogue in integers.

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
        self.plans_end = any(self.items[plan].ends is not None for plan in self.plans)
        self.rules: tuple[Rule, ...] = tuple(catalogue.rules.values())
        self.rule_index = {rule.id: n for n, rule in enumerate(self.rules)}
        self.since = tuple(r.valid.since.toordinal() if r.valid.since else 0 for r in self.rules)
        self.until = tuple(r.valid.until.toordinal() if r.valid.until else NEVER for r in self.rules)
        self.always_act = frozenset(n for n, rule in enumerate(self.rules) if rule.body.NAME in ("brings", "starts", "tell"))
        """What no proof leaves out."""
        self.at_rules = any(rule.at is not None for rule in self.rules)
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
        self.gates: list[tuple[int, Gate, Set | None, Set | None]] = []
        self.defers: list[tuple[int, Set | None, Set | None]] = []
        self.quotas: list[tuple[int, Quota, Set | None, Set | None]] = []
        self.says: list[tuple[int, Say, Set | None]] = []
        self.brings: list[list[Carrier]] = [[] for _ in range(size)]
        self.carriers: list[list[Carrier]] = [[] for _ in range(size)]
        self._gates_on: dict[tuple[str, int], tuple[tuple[int, Gate, Set | None, Set | None], ...]] = {}
        self._quotas_on: dict[tuple[str, int], tuple[tuple[int, Quota, Set | None, Set | None], ...]] = {}
        self._own_parts()
        self._ground(Extents(self.items, self.channels))
        self._flags()

    def _own_parts(self) -> None:
        for n, item in enumerate(self.items):
            for part in item.brings:
                self._carry(Carrier(n, self.index[part.item], -1, part.removable, part.ends))

    def _carry(self, carrier: Carrier) -> None:
        if carrier.bringer != carrier.part and not self.is_plan[carrier.part]:
            self.brings[carrier.bringer].append(carrier)
            self.carriers[carrier.part].append(carrier)

    def _ground(self, extents: Extents) -> None:
        supports: dict[tuple[int, int], list[tuple[Residue, Set]]] = {}
        besides: dict[tuple[int, int], list[tuple[Residue, Set]]] = {}
        self._sets: dict[int, tuple[Members, Set]] = {}
        self._abouts: dict[int, set[int] | None] = {}
        self._sets_of: list[tuple[Set, ...]] = []
        self._named: list[Set] = []
        for number, rule in enumerate(self.rules):
            self._named.clear()
            dated = self.since[number] > 0 or self.until[number] != NEVER
            for form in rule.body.ground(rule, extents):
                self._add(number, form, supports, besides)
                if dated:
                    self._note_about(number, form)
            self._sets_of.append(tuple({id(one): one for one in self._named}.values()))
        del self._named
        self.dated_rules = tuple(n for n in range(len(self.rules)) if self.since[n] or self.until[n] != NEVER)
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
        supports: dict[tuple[int, int], list[tuple[Residue, Set]]],
        besides: dict[tuple[int, int], list[tuple[Residue, Set]]],
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
                self.gates.append((number, form, self._optional(of), self._optional(leaving)))
            case Defer(of=of, leaving=leaving):
                self.defers.append((number, self._optional(of), self._optional(leaving)))
            case Quota(of=of, after=after):
                then = None if after is None else self._optional(after[1])
                self.quotas.append((number, form, self._optional(of), then))
            case Say(of=of):
                self.says.append((number, form, self._optional(of)))

    def _flags(self) -> None:
        guards = [rule.guards.holding for rule in self.rules]
        extents = Extents(self.items, self.channels)
        self.guard_sets: tuple[Set | None, ...] = tuple(
            None if g is None else {self.index[name]: residue for name, residue in extents.of(g).items()} for g in guards
        )
        self._touching: dict[int, frozenset[int]] = {}
        self.first_guards = tuple(n for n, wanted in enumerate(self.guard_sets) if wanted is not None and self.first_resolves(n))
        self.guards_given = tuple(wanted for wanted in self.guard_sets if wanted is not None)
        self.door_guards = frozenset(
            item
            for n, wanted in enumerate(self.guard_sets)
            if self.rules[n].body.NAME in ("move", "channel", "limit", "starts")
            for item in wanted or ()
        )
        """What a guard looks for of a rule that may stop or put off a change of plan, whatever comes of it."""
        self.door_days = self._all_door_days()
        self.remembered = frozenset(
            item for n, wanted in enumerate(self.guard_sets) if not self.first_resolves(n) for item in wanted or ()
        )
        asked = {
            id(one): one
            for sets in (
                [p.other for pairs in self.pairs for p in pairs],
                [s for asks in (*self.beside, *self.needs) for a in asks for _, s in a.groups],
                [c.of for crowds in self.crowds for c in crowds],
            )
            for one in sets
        }
        conditions = [residue for one in asked.values() for residue in one.values()]
        conditions += [a.groups[0][0] for asks in (*self.beside, *self.needs) for a in asks]
        conditions += [residue for fits in self.fits for _, residue, _ in fits]
        self.asks_origin = any(not isinstance(residue, bool | Bound) for residue in conditions)
        self.rule_days = tuple(sorted({day for day in self.since if day} | {day + 1 for day in self.until if day != NEVER}))
        self.dated_sales = tuple(n for n, item in enumerate(self.items) if item.sold_from or item.sold_until)
        self.fleeting = self._all_fleeting()
        """What goes by itself some time after it has come, and the spans after which it may."""
        terms = {item.term for item in self.items if item.term is not None}
        self.spans = terms.union(*self.fleeting.values())
        dated = (self.dated_rules, self.dated_sales, self.spans, self.quotas, self.defers)
        self.still = not any(dated)
        """Whether time alone changes nothing: no rule or sale has a date, nothing a term or an end, and no acts are counted."""
        self.monthly = bool(self.defers) or any(isinstance(span, MonthEnd) for span in self.spans)
        self.deferring = frozenset(plan for plan in self.plans if any(of is None or plan in of for _, of, _ in self.defers))
        """The plans to which a change may start next month."""
        self.sold_from = tuple(item.sold_from.toordinal() if item.sold_from else 0 for item in self.items)
        self._month_ends: dict[int, int] = {}
        self._alike: tuple[int, ...] | None = None
        self._telling: frozenset[int] | None = None
        self._dated: dict[int, bool] = {}
        self._fleeting_after: dict[frozenset[Span], frozenset[int]] = {}
        self._needs_dated: dict[int, bool] = {}
        self.bound_helps = self._bound_helps()
        demands = [a for by_item in (self.needs, self.needs_taken) for asking in by_item for a in asking]
        self.supplying = frozenset(item for a in demands for _, answers in a.groups for item in answers)
        self.suppliers = tuple(sorted(self.supplying))

    def _all_door_days(self) -> tuple[int, ...]:
        """The days on which the sale of a plan or a rule that may stop or put off a change of plan begins or is over."""
        doors = ("move", "channel", "limit", "starts", "eligible")
        days = {day for n, rule in enumerate(self.rules) if rule.body.NAME in doors for day in (self.since[n], self.until[n] + 1)}
        return tuple(sorted(days.union(*map(self.sale_days, self.plans))))

    def sale_days(self, item: int) -> set[int]:
        """The days on which the sale of an item begins, or is over."""
        sold = self.items[item]
        ends = () if sold.sold_until is None else (sold.sold_until.toordinal() + 1,)
        return {*(() if sold.sold_from is None else (sold.sold_from.toordinal(),)), *ends}

    def _all_fleeting(self) -> dict[int, frozenset[Span]]:
        found: dict[int, set[Span]] = {n: {item.ends} for n, item in enumerate(self.items) if item.ends is not None}
        for carrier in (carrier for parts in self.brings for carrier in parts):
            if carrier.ends is not None:
                found.setdefault(carrier.part, set()).add(carrier.ends)
        return {item: frozenset(spans) for item, spans in found.items()}

    def abouts_of_dated(self, rule: int) -> frozenset[int] | None:
        """The items of which one must be there for a rule with days of its own to say anything; None if it speaks of any."""
        found = self._abouts.get(rule, ())
        return None if found is None else frozenset(found)

    def rules_of_plans(self, held: frozenset[int]) -> tuple[int, ...]:
        """The rules with days of their own that may speak of a change of plan, of `held`, or of what plans bring."""
        near = held | {carrier.part for plan in self.plans for carrier in self.brings[plan]}
        asks = (self.beside, self.needs, self.crowds, self.fits, self.bonds, self.pairs)
        named = {
            entry[0] if isinstance(entry, tuple) else entry.rule for by_item in asks for item in near for entry in by_item[item]
        }
        return tuple(
            n
            for n in self.dated_rules
            if n in named or self.rules[n].body.NAME in ("move", "channel", "starts", "eligible", "brings")
        )

    @cached_property
    def mentioned(self) -> tuple[int, ...]:
        """The offers and V-nets that some rule speaks of."""
        found: set[int] = set()
        for by_item in (self.pairs, self.beside, self.needs, self.crowds, self.fits, self.bonds, self.needed_by):
            found.update(n for n, entries in enumerate(by_item) if entries)
        for wanted in self.guard_sets:
            found.update(wanted or ())
        return tuple(n for n in sorted(found) if not self.is_plan[n])

    @property
    def telling(self) -> frozenset[int]:
        """The items of which some rule says with what they stand or are ordered, and all that may bring them."""
        if self._telling is None:
            self._telling = self.with_bringers({*self.mentioned, *self._serving(), *self.plans})
        return self._telling

    def _serving(self) -> set[int]:
        """What meets a demand of what is ordered: once it is gone it, or another in its stead, may be ordered along."""
        groups = (group for asks in self.needs_taken for asking in asks for _, group in asking.groups)
        return {item for group in {id(group): group for group in groups}.values() for item in group}

    def with_bringers(self, items: Iterable[int]) -> frozenset[int]:
        """Some items, all that bring them, and what brings these."""
        return _reached(items, lambda item: (carrier.bringer for carrier in self.carriers[item]))

    def with_parts(self, items: Iterable[int]) -> frozenset[int]:
        """Some items, all that they bring, and what that brings."""
        return _reached(items, lambda item: (carrier.part for carrier in self.brings[item]))

    def alike(self, item: int) -> int:
        """The first of the items that no rule tells apart from this one: to swap the two changes no rule, sale or bringing."""
        if self._alike is None:
            self._alike = self._alike_of_all()
        return self._alike[item]

    def all_alike(self, item: int) -> tuple[int, ...]:
        """All items that no rule tells apart from this one, itself among them. Cost: all items the first time."""
        return self._classes[self.alike(item)]

    @cached_property
    def _classes(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for item in range(len(self.items)):
            found.setdefault(self.alike(item), []).append(item)
        return {first: tuple(some) for first, some in found.items()}

    def work_out(self) -> Program:
        """The program with all worked out that is else worked out when it is first asked for."""
        self._telling = self.telling
        self._alike = self._alike or self._alike_of_all()
        return self

    def _alike_of_all(self) -> tuple[int, ...]:
        marks: list[list[object]] = [[] for _ in self.items]
        for number, wanted in enumerate((*(one for _, one in self._sets.values()), *self.guard_sets)):
            for item, residue in (wanted or {}).items():
                marks[item].append((number, residue))
        first: dict[object, int] = {}
        return tuple(first.setdefault((self.traits(n), tuple(marks[n])), n) for n in range(len(self.items)))

    def sets_of(self, rules: Iterable[int]) -> tuple[Set, ...]:
        """The sets of items that some rules and their guards name, but for what is only told; each once."""
        named = {id(one): one for rule in sorted(rules) if self.rules[rule].body.NAME != "tell" for one in self._sets_of[rule]}
        guards = (self.guard_sets[rule] for rule in sorted(rules))
        return tuple((named | {id(one): one for one in guards if one is not None}).values())

    def traits(
        self, item: int, *, sold: bool = True, bound: bool = True, brings: Callable[[int], bool] = lambda part: True
    ) -> tuple[object, ...]:
        """What of an item bears on orders besides the sets that it is in.

        Shape: its sale only if `sold`, its term only if `bound`, of what it brings that for which `brings` says so.
        """
        one = self.items[item]
        sale = (one.withdrawn, one.sold_from, one.sold_until) if sold else ()
        parts = tuple((c.part, c.rule, c.removable, c.ends) for c in self.brings[item] if brings(c.part))
        comes = tuple((c.bringer, c.rule, c.removable, c.ends) for c in self.carriers[item])
        named = item if item in self._told_apart_by_name else -1
        return one.kind, sale, one.term if bound else None, one.ends, named, parts, comes

    @cached_property
    def come_with_plans(self) -> frozenset[int]:
        """The plans, and all that they bring."""
        return self.with_parts(self.plans)

    @cached_property
    def _told_apart_by_name(self) -> set[int]:
        """The items that a condition on holdings names as an origin."""
        residues = (residue for _, one in self._sets.values() for residue in set(one.values()))
        asked = [*(r for r in residues if not isinstance(r, bool)), *(s for rule in self.rules for _, s in selectors_of(rule))]
        names = {name for one in asked for part in parts_of(one) if isinstance(part, Origin) for name in part.names}
        return {self.index[name] for name in names if name in self.index}

    def month_end(self, day: int) -> int:
        """The last day of the month of `day`."""
        found = self._month_ends.get(day)
        if found is None:
            found = self._month_ends[day] = month_end(date.fromordinal(day)).toordinal()
        return found

    def _bound_helps(self) -> bool:
        """Whether being bound can let something that else is not let: then it may pay to order later."""
        for rule in self.rules:
            for place, selector in selectors_of(rule):
                for part in parts_of(selector):
                    if isinstance(part, Not) and any(isinstance(inner, Bound) for inner in parts_of(part.inner)):
                        return True
                    if isinstance(part, Bound) and (place not in ("left", "right", "items", "among") or not part.wanted):
                        return True
                    if isinstance(part, Bound) and rule.body.NAME not in ("conflict", "only_with", "needs", "at_most", "locked"):
                        return True
        return False

    def fleeting_after(self, spans: frozenset[Span]) -> frozenset[int]:
        """What goes by itself after some of these spans, and what it has brought."""
        found = self._fleeting_after.get(spans)
        if found is None:
            going = (item for item, after in self.fleeting.items() if not after.isdisjoint(spans))
            found = self._fleeting_after[spans] = self.with_parts(going)
        return found

    def dated(self, plan: int) -> bool:
        """Whether what comes of ordering a plan, with what it may need, hangs on the day: by an `ends`, or a `term`."""
        found = self._dated.get(plan)
        if found is None:
            found = self._dated[plan] = any(map(self._spans, self._comes_with(plan)))
        return found

    def needs_dated(self, item: int) -> bool:
        """Whether what comes of ordering what meets a need of an item hangs on the day."""
        found = self._needs_dated.get(item)
        if found is None:
            answers = (other for asking in self.needs[item] for _, of_group in asking.groups for other in of_group)
            found = self._needs_dated[item] = any(self.dated(other) for other in answers if not self.is_plan[other])
        return found

    def _comes_with(self, plan: int) -> set[int]:
        reached = {plan}
        border = [plan]
        while border:
            item = border.pop()
            more = [carrier.part for carrier in self.brings[item]]
            asked = (*self.needs[item], *self.needs_taken[item])
            more += [other for asking in asked for _, answers in asking.groups for other in answers if not self.is_plan[other]]
            border += [other for other in more if other not in reached]
            reached.update(more)
        return reached

    def _spans(self, item: int) -> bool:
        one = self.items[item]
        if one.ends is not None or any(carrier.ends is not None for carrier in self.brings[item]):
            return True
        return one.term is not None and self.bound_helps

    def gates_on(self, act: str, item: int) -> tuple[tuple[int, Gate, Set | None, Set | None], ...]:
        """The channel rules that may speak of an act about an item."""
        found = self._gates_on.get((act, item))
        if found is None:
            found = tuple(one for one in self.gates if one[1].act == act and (one[2] is None or item in one[2]))
            self._gates_on[act, item] = found
        return found

    def quotas_on(self, act: str, item: int) -> tuple[tuple[int, Quota, Set | None, Set | None], ...]:
        """The limits that may speak of an act about an item."""
        found = self._quotas_on.get((act, item))
        if found is None:
            found = tuple(one for one in self.quotas if one[1].act == act and (one[2] is None or item in one[2]))
            self._quotas_on[act, item] = found
        return found

    @cached_property
    def bars_cancelling(self) -> bool:
        """Whether a channel rule or a limit speaks of cancellations: they bind those of choice, not what falls with an order."""
        gates, quotas = (gate.act for _, gate, _, _ in self.gates), (quota.act for _, quota, _, _ in self.quotas)
        return "cancel" in {*gates, *quotas}

    def brings_one(self, item: int, wanted: Collection[int]) -> bool:
        """Whether an item brings one of `wanted`, itself or by its parts."""
        seen = {item}
        border = [item]
        while border:
            for carrier in self.brings[border.pop()]:
                if carrier.part in wanted:
                    return True
                if carrier.part not in seen:
                    seen.add(carrier.part)
                    border.append(carrier.part)
        return False

    @cached_property
    def origin_rules(self) -> frozenset[int]:
        """The rules with a condition on what a holding has come with."""
        return frozenset(
            n
            for n, rule in enumerate(self.rules)
            if any(isinstance(part, Origin) for _, selector in selectors_of(rule) for part in parts_of(selector))
        )

    def has_needs(self, item: int) -> bool:
        """Whether an item needs another, held or when it is taken."""
        return bool(self.needs[item] or self.needs_taken[item])

    @cached_property
    def always_sold(self) -> frozenset[int]:
        """The plans that are sold on every day to everybody, as often as they like."""
        return frozenset(
            plan
            for plan in self.plans
            if not (self.items[plan].withdrawn or self.sale_days(plan) or self.fits_taken[plan])
            and not self.quotas_on("change", plan)
        )

    def touching(self, item: int) -> frozenset[int]:
        """The standing rules that speak of an item, as one that answers a need or that allows another aside."""
        found = self._touching.get(item)
        if found is None:
            by_rule = (self.pairs[item], self.beside[item], self.crowds[item], self.needs[item])
            rules = {one.rule for entries in by_rule for one in entries} | {rule for rule, _, _ in self.fits[item]}
            found = self._touching[item] = frozenset(rules)
        return found

    def plans_touched(self, rule: int) -> frozenset[int]:
        """The plans of which, or of what may come with which, a standing rule speaks. Cost: all plans the first time."""
        return self._touched_plans.get(rule, frozenset())

    @cached_property
    def _touched_plans(self) -> dict[int, frozenset[int]]:
        found: dict[int, set[int]] = {}
        for plan in self.plans:
            for rule in frozenset().union(*map(self.touching, self.with_parts((plan,)))):
                found.setdefault(rule, set()).add(plan)
        return {rule: frozenset(plans) for rule, plans in found.items()}

    def first_resolves(self, rule: int) -> bool:
        """Whether a guarded rule looks at what is held alone, so that a cancellation gets round it."""
        return self.rules[rule].resolve_given and self.rules[rule].resolve == "first"

    def stands(self, rule: int, day: int) -> bool:
        """Whether a rule is valid on `day`; -1 is no rule and always stands."""
        return rule < 0 or self.since[rule] <= day <= self.until[rule]

    def origin_name(self, origin: int) -> str:
        """The name of an origin."""
        return "own" if origin == OWN else "campaign" if origin == CAMPAIGN else self.names[origin]

    def asks(self, residue: Residue, hold: Hold, day: int, plan: int | None) -> bool:
        """Whether a holding meets the residue of a selector on `day`, beside `plan`."""
        if isinstance(residue, bool):
            return residue
        name = None if plan is None else self.names[plan]
        return holds(residue, bound=hold.until >= day, origin=self.origin_name(hold.origin), plan=name)

    def fresh(self, item: int, day: int, origin: int = OWN, span: Span | None = None) -> Hold:
        """An item that comes on `day`, as a holding."""
        term, ends = self.items[item].term, span or self.items[item].ends
        if term is None and ends is None:
            return Hold(item, origin, 0, 0)
        return Hold(item, origin, _through(term, day), _through(ends, day))

    def item_names(self, items: Iterable[int]) -> tuple[str, ...]:
        """The names of items, in the catalogue's sequence."""
        return tuple(self.names[n] for n in sorted(items))


def selectors_of(rule: Rule) -> Iterator[tuple[str, Selector]]:
    """The selectors of a rule with the names of their places, its guard among them."""
    if rule.guards.holding is not None:
        yield "holding", rule.guards.holding
    for place in getattr(rule.body, "__slots__", ()):
        value = getattr(rule.body, place)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Among | InRange | Bound | Origin | Not | AllOf | AnyOf):
                yield place, one


def _through(span: Span | None, day: int) -> int:
    return 0 if span is None else last_day(span, date.fromordinal(day)).toordinal()


def _reached(items: Iterable[int], ahead: Callable[[int], Iterable[int]]) -> frozenset[int]:
    """Some items and all that is reached from them, step by step."""
    found = set(items)
    border = list(found)
    while border:
        more = set(ahead(border.pop())) - found
        found |= more
        border += more
    return frozenset(found)
