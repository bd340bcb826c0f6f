"""The compiled catalogue: what each item is told by the rules, and what follows from that for every search."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cached_property

from model.catalogue import Catalogue
from model.days import MonthEnd, Span, last_day, month_end
from model.selectors import Bound, Not, Origin, Residue, holds, parts_of
from solver.ground.adjacency import Adjacency
from solver.ground.entries import CAMPAIGN, NEVER, OWN, Hold, selectors_of
from solver.ground.likeness import Likeness


class Program(Adjacency):
    """A catalogue in integers, with what a search asks of it all the time. Cost: linear in the sets that the rules name."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        self.likeness = Likeness(self)
        self.always_act = frozenset(n for n, rule in enumerate(self.rules) if rule.body.NAME in ("brings", "starts", "tell"))
        """What no proof leaves out."""
        self.at_rules = any(rule.at is not None for rule in self.rules)
        self._look_at_guards()
        self._look_at_times()
        demands = [a for by_item in (self.needs, self.needs_taken) for asking in by_item for a in asking]
        self.supplying = frozenset(item for a in demands for _, answers in a.groups for item in answers)
        self.suppliers = tuple(sorted(self.supplying))
        self._touching: dict[int, frozenset[int]] = {}

    def _look_at_guards(self) -> None:
        """What guards and conditions on holdings look at."""
        self.first_guards = tuple(n for n, wanted in enumerate(self.guard_sets) if wanted is not None and self.first_resolves(n))
        self.guards_given = tuple(wanted for wanted in self.guard_sets if wanted is not None)
        self.door_guards = frozenset(
            item
            for n, wanted in enumerate(self.guard_sets)
            if self.rules[n].body.NAME in ("move", "channel", "limit", "starts")
            for item in wanted or ()
        )
        """What a guard looks for of a rule that may stop or put off a change of plan, whatever comes of it."""
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

    def _look_at_times(self) -> None:
        """What changes with time."""
        self.plans_end = any(self.items[plan].ends is not None for plan in self.plans)
        self.door_days = self._all_door_days()
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
        self._spans_with: dict[int, frozenset[Span]] = {}
        self._fleeting_after: dict[frozenset[Span], frozenset[int]] = {}
        self._spans_for_needs: dict[int, frozenset[Span]] = {}
        self.bound_helps = self._bound_helps()

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

    @cached_property
    def telling(self) -> frozenset[int]:
        """The items of which some rule says with what they stand or are ordered, and all that may bring them."""
        return self.with_bringers({*self.mentioned, *self._serving(), *self.plans})

    def _serving(self) -> set[int]:
        """What meets a demand of what is ordered: once it is gone it, or another in its stead, may be ordered along."""
        groups = (group for asks in self.needs_taken for asking in asks for _, group in asking.groups)
        return {item for group in {id(group): group for group in groups}.values() for item in group}

    def with_bringers(self, items: Iterable[int]) -> frozenset[int]:
        """Some items, all that bring them, and what brings these."""
        return _reached(items, lambda item: (carrier.bringer for carrier in self.carriers[item]))

    @cached_property
    def plans_with_bringers(self) -> frozenset[int]:
        """The plans, and all that may bring them."""
        return self.with_bringers(self.plans)

    def with_parts(self, items: Iterable[int]) -> frozenset[int]:
        """Some items, all that they bring, and what that brings."""
        return _reached(items, lambda item: (carrier.part for carrier in self.brings[item]))

    def alike(self, item: int) -> int:
        """The first of the items that no rule tells apart from this one."""
        return self.likeness.first[item]

    def work_out(self) -> Program:
        """The program with all worked out that is else worked out when it is first asked for."""
        self.telling, self.likeness.first  # noqa: B018 - to ask is to work out
        return self

    @cached_property
    def takers(self) -> dict[int, tuple[int, ...]]:
        """For each item those that need it, or another, when they are ordered."""
        found: dict[int, set[int]] = {}
        for item, asked in enumerate(self.needs_taken):
            for asking in asked:
                for _, answers in asking.groups:
                    for other in answers:
                        found.setdefault(other, set()).add(item)
        return {item: tuple(sorted(users)) for item, users in found.items()}

    @cached_property
    def come_with_plans(self) -> frozenset[int]:
        """The plans, and all that they bring."""
        return self.with_parts(self.plans)

    def month_end(self, day: int) -> int:
        """The last day of the month of `day`."""
        found = self._month_ends.get(day)
        if found is None:
            found = self._month_ends[day] = month_end(date.fromordinal(day)).toordinal()
        return found

    def _bound_helps(self) -> bool:
        """Whether being bound can let something that else is not let: then it may pay to order later.

        Shape: what is bound may fill a group when something else comes, so that a third leaves it; and what it needs may come
        when what met that leaves.
        """
        for rule in self.rules:
            for place, selector in selectors_of(rule):
                for part in parts_of(selector):
                    if isinstance(part, Not) and any(isinstance(inner, Bound) for inner in parts_of(part.inner)):
                        return True
                    if isinstance(part, Bound) and (place not in ("left", "right", "items", "among") or not part.wanted):
                        return True
                    if isinstance(part, Bound) and rule.body.NAME not in ("conflict", "only_with", "locked"):
                        return True
        return False

    def fleeting_after(self, spans: frozenset[Span]) -> frozenset[int]:
        """What goes by itself after some of these spans, and what it has brought."""
        found = self._fleeting_after.get(spans)
        if found is None:
            going = (item for item, after in self.fleeting.items() if not after.isdisjoint(spans))
            found = self._fleeting_after[spans] = self.with_parts(going)
        return found

    def spans_with(self, item: int) -> frozenset[Span]:
        """The spans by which what comes of ordering an item, with what it may need, hangs on the day: an `ends`, or a `term`."""
        found = self._spans_with.get(item)
        if found is None:
            found = self._spans_with[item] = frozenset().union(*map(self._spans, self._comes_with(item)))
        return found

    def spans_for_needs(self, item: int) -> frozenset[Span]:
        """The spans by which what comes of ordering what meets a need of an item hangs on the day."""
        found = self._spans_for_needs.get(item)
        if found is None:
            answers = (other for asking in self.needs[item] for _, of_group in asking.groups for other in of_group)
            spans = (self.spans_with(other) for other in answers if not self.is_plan[other])
            found = self._spans_for_needs[item] = frozenset().union(*spans)
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

    def _spans(self, item: int) -> set[Span]:
        one = self.items[item]
        spans = {one.ends, *(carrier.ends for carrier in self.brings[item]), one.term if self.bound_helps else None}
        return {span for span in spans if span is not None}

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

    def lets_fall(self, rule: int) -> bool:
        """Whether what a rule speaks of falls with an order, where it need not be cancelled before."""
        return self.rules[rule].resolve != "first"

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
