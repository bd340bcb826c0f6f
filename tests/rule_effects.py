"""What rules say of small catalogues, by exhaustion over the plain interpreter: the definitions of T301 to T303 word by word.

Shares no code with the solver. Every situation is tried: all holdings in all forms, plans, facts, earlier cancellations and
acts. A dimension that no rule of the catalogue asks for (bound, origin, a fact, what was cancelled) has one value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations, combinations_with_replacement, product
from typing import Any

from model.carry import Carriage
from model.catalogue import Catalogue
from model.days import same_period
from model.facts import FactValue
from model.replay.broken import broken
from model.replay.course import arrive
from model.replay.entry import _forbids, acts_in, exceeds
from model.replay.locks import _bound_plan, _locks
from model.replay.order import Interpreter
from model.replay.orders import Cancel, Take
from model.rules.base import STRICTNESS, Act, Rule, Valid
from model.rules.brings import BringsRule
from model.rules.limit import Limit
from model.rules.locked import Locked
from model.rules.needs import Needs
from model.rules.starts import Starts
from model.rules.tell import Tell
from model.selectors import AnyOf, Bound, Origin, Selector, parts_of
from model.state import Booked, Holding, PastAct, State

DAY = date(2026, 11, 23)
ONE = timedelta(days=1)
UNTIL = DAY + 10 * ONE
VALUES: dict[str, tuple[FactValue | None, ...]] = {
    "registered": (None, True, False),
    "age": (None, 17, 18, 19, 20, 21),
    "grade": (None, -1, 0, 1, 2, 3),
    "kind": (None, "a", "b", "c"),
}
TURNS = {date(2027, 1, 5), date(2027, 1, 31), date(2028, 2, 29)}
STANDING = ("conflict", "only_with", "at_most", "needs", "eligible")
MOST = 6000
Facts = dict[str, FactValue]


class TooLarge(Exception):
    """A catalogue with too many situations to try."""


@dataclass(frozen=True)
class Deed:
    """An act in a situation; `ordered`: by the customer, and not brought along."""

    act: Act
    item: str
    state: State
    after: State
    ordered: bool

    @property
    def matter(self) -> tuple[str, str, str | None]:
        return self.act, self.item, self.state.plan_name


class Effects:
    """All that the rules of a catalogue say."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.rules = list(catalogue.rules.values())
        always = {rule.id: replace(rule, valid=Valid(), at=None) for rule in self.rules}
        self.open = always
        self.law = Interpreter(replace(catalogue, rules=always))
        self.plans = [name for name, item in catalogue.items.items() if item.kind == "plan"]
        self.addons = [name for name in catalogue.items if name not in self.plans]
        asked = [part for rule in self.rules for one in _selectors(rule) for part in parts_of(one)]
        self.bounds = (None, UNTIL) if any(isinstance(part, Bound) for part in asked) else (None,)
        self.origins = any(isinstance(part, Origin) for part in asked)
        self.guarded = any(rule.guards.holding is not None for rule in self.rules)
        used = {fact for rule in self.rules for fact in (*rule.guards.facts, *getattr(rule.body, "facts", ()))}
        self._restricted: dict[tuple[str, date], list[frozenset[Any]]] = {}
        self._single: dict[str, Interpreter] = {}
        self.facts = [fact for fact in catalogue.facts if fact in used]

    # -- situations -----------------------------------------------------------------------------------------------------
    def forms(self, item: str) -> list[Holding]:
        """Every way to hold an item that is no plan."""
        origins = ["own", "campaign", *(n for n in self.catalogue.items if n != item)] if self.origins else ["own"]
        return [Holding(item, origin, until) for origin in origins for until in self.bounds]

    @property
    def plan_forms(self) -> list[Holding]:
        """Every way to hold a plan."""
        return [Holding(plan, "own", until) for plan in self.plans for until in self.bounds]

    @cached_property
    def states(self) -> list[State]:
        """Every plan or none, every holding in every form or absent."""
        plans = [None, *self.plan_forms]
        choices = [[None, *self.forms(name)] for name in self.addons]
        count = len(plans)
        for choice in choices:
            count *= len(choice)
        if count > MOST:
            raise TooLarge
        return [State(DAY, plan, {h.item: h for h in held if h is not None}) for plan in plans for held in product(*choices)]

    @cached_property
    def known(self) -> list[Facts]:
        """Every value of every fact that some rule reads, and that it is not known."""
        rows = product(*(VALUES[fact] for fact in self.facts))
        return [{f: v for f, v in zip(self.facts, row, strict=True) if v is not None} for row in rows]

    @cached_property
    def gone(self) -> list[tuple[Holding, ...]]:
        """Nothing, or one thing, cancelled earlier on the path; of plans, one that was booked."""
        one = [*(h for name in self.addons for h in self.forms(name)), *map(Holding, self.plans)]
        return [(), *((h,) for h in one)] if self.guarded else [()]

    def days(self) -> list[date]:
        """A day, and those around each on which a rule begins or stops to be valid; for limits, days around a year's turn."""
        edges = {d for rule in self.rules for d in (rule.valid.since, rule.valid.until) if d is not None}
        turns = TURNS if any(isinstance(rule.body, Limit) for rule in self.rules) else set()
        return sorted({DAY} | turns | {edge + n * ONE for edge in edges for n in (-1, 0, 1, 2)})

    def settings(self, rule: Rule) -> Iterator[tuple[date, str]]:
        """The days and channels on which a rule acts."""
        for day in self.days():
            if rule.valid.on(day):
                yield from ((day, channel) for channel in self.catalogue.channels if rule.acts_at(channel))

    # -- standing rules -------------------------------------------------------------------------------------------------
    def stands(self, rule: Rule) -> bool:
        return rule.body.NAME in STANDING and getattr(rule.body, "when", "held") == "held"

    @cached_property
    def breaking(self) -> dict[str, list[dict[frozenset[str], frozenset[int]]]]:
        """For each standing rule and each row of facts: each set of items with the states in which it breaks the rule."""
        found = {}
        for rule in self.rules:
            if self.stands(rule):
                rows = self.known if rule.body.NAME == "eligible" else [{}]
                one = [self._breaking(rule, facts) for facts in rows]
                found[rule.id] = one if len(one) == len(self.known) else one * len(self.known)
        return found

    def _breaking(self, rule: Rule, facts: Facts) -> dict[frozenset[str], frozenset[int]]:
        found: dict[frozenset[str], set[int]] = {}
        for place, state in enumerate(self.states):
            for instance in broken(self.law.matching, replace(state, facts=facts), [rule]):
                found.setdefault(instance.items, set()).add(place)
        return {items: frozenset(places) for items, places in found.items()}

    def clashes(self, rule: Rule) -> set[frozenset[str]]:
        return {items for row in self.breaking[rule.id] for items in row}

    def newly_too(self, rule: Rule, other: Rule, items: frozenset[str], channel: str) -> bool:
        """Whether `other` is newly broken by the items in each step in which `rule` is: an order, or a fact put right."""
        mine = [row.get(items, frozenset()) for row in self.breaking[rule.id]]
        its = [row.get(items, frozenset()) for row in self.breaking[other.id]]
        everything = frozenset(range(len(self.states)))
        for a, b in zip(mine, its, strict=True):
            if a and (a - b or b & (everything - a)):
                return False
        for before, after in self.settlements(channel):
            fresh = mine[after] - mine[before]
            if fresh - (its[after] - its[before]):
                return False
        return True

    def settlements(self, channel: str) -> Iterator[tuple[int, int]]:
        """The rows of facts before and after each fact that can be put right through a channel."""
        for fact, declared in self.catalogue.facts.items():
            settle = declared.settle
            if settle is None or channel not in settle.channels or fact not in self.facts:
                continue
            for place, row in enumerate(self.known):
                value = row.get(fact, declared.default)
                if value != settle.value:
                    yield place, self.known.index({**row, fact: settle.value})

    # -- acts -----------------------------------------------------------------------------------------------------------
    @cached_property
    def deeds(self) -> list[Deed]:
        """Every act in every situation."""
        rows, gone = self.known, self.gone
        if len(self.states) * len(rows) * len(gone) > MOST // 6:
            raise TooLarge
        found: list[Deed] = []
        for state, facts, past in product(self.states, rows, gone):
            found += self._deeds(replace(state, facts=facts, gone=past))
        return found

    def _deeds(self, state: State) -> Iterator[Deed]:
        items = self.catalogue.items
        for plan in self.plans:
            if plan != state.plan_name:
                until = None if items[plan].term is None else UNTIL
                yield Deed("change", plan, state, replace(state, plan=Holding(plan, "own", until)), True)
                yield Deed("cancel", plan, replace(state, booked=Booked(plan, UNTIL)), state, True)
        for name in self.addons:
            until = None if items[name].term is None else UNTIL
            if name in state.holds:
                rest = {n: h for n, h in state.holds.items() if n != name}
                yield Deed("cancel", name, state, replace(state, holds=rest), True)
            for origin in ["own", *(n for n in items if n != name)] if self.origins else ["own"]:
                after = replace(state, holds={**state.holds, name: Holding(name, origin, until)})
                yield Deed("add", name, state, after, origin == "own")

    def says(self, rule: Rule, deed: Deed, channel: str) -> frozenset[Any]:
        """What a rule about acts says of a deed."""
        rule, said = self.open[rule.id], set[Any]()
        state, after, act, item = deed.state, deed.after, deed.act, deed.item
        if deed.ordered and _forbids(self.law, rule, state, after, act, item, channel):
            said.add(("forbids", self._mending(rule, deed, channel)))
        order: Any = Cancel(item) if act == "cancel" else Take(item) if act == "change" else Take(None, frozenset((item,)))
        text = rule.body.say if isinstance(rule.body, Tell) else rule.tell
        if text and self.law.guarded(rule, state) and acts_in(self.law, rule, state, after, order, ((act, item),)):
            said.add(("tells", text))
        if act == "change":
            alone = self._alone(rule)
            if isinstance(rule.body, Starts) and alone.starts(state, item, channel) != state.day:
                said.add("delays")
            bound = state.plan is not None and state.plan.bound(state.day)
            if state.plan is not None and bound and not list(_bound_plan(alone, state, state.plan, item, channel)):
                said.add("lets")
        return frozenset(said)

    def _alone(self, rule: Rule) -> Interpreter:
        """The interpreter of a catalogue with one rule."""
        if rule.id not in self._single:
            self._single[rule.id] = Interpreter(replace(self.catalogue, rules={rule.id: self.open[rule.id]}))
        return self._single[rule.id]

    def _mending(self, rule: Rule, deed: Deed, channel: str) -> frozenset[Holding]:
        """What held besides would meet a need."""
        if not isinstance(rule.body, Needs):
            return frozenset()
        found = set()
        for name in self.addons:
            for held in self.forms(name) if name != deed.item else ():
                after = replace(deed.after, holds={**deed.after.holds, name: held})
                if not _forbids(self.law, rule, deed.state, after, deed.act, deed.item, channel):
                    found.add(held)
        return frozenset(found)

    @cached_property
    def sayings(self) -> dict[tuple[str, str], list[frozenset[Any]]]:
        """What each rule about acts says of each deed, through each channel."""
        return {
            (rule.id, channel): [self.says(rule, deed, channel) for deed in self.deeds]
            for rule in self.rules
            if self.about_acts(rule)
            for channel in self.catalogue.channels
        }

    def about_acts(self, rule: Rule) -> bool:
        return not self.stands(rule) and not isinstance(rule.body, Limit | Locked | BringsRule)

    # -- limits ---------------------------------------------------------------------------------------------------------
    def limited(self, day: date) -> Iterator[tuple[State, State, tuple[tuple[Act, str], ...], bool]]:
        """Every order on a day as limits see it: states before and after, acts, and whether they are ordered."""
        for one in self.deeds:
            state = replace(one.state, day=day)
            yield state, replace(one.after, day=day), ((one.act, one.item),), one.ordered
            if one.act == "add" and one.ordered:
                for name in self.addons:
                    if name > one.item:
                        both = {**one.after.holds, name: Holding(name)}
                        yield state, replace(one.after, day=day, holds=both), (("add", one.item), ("add", name)), True

    def past(self, day: date) -> list[tuple[PastAct, ...]]:
        """Every few earlier acts, their days told apart by what the periods of limits count."""
        bodies = [rule.body for rule in self.rules if isinstance(rule.body, Limit)]
        days: dict[tuple[bool, ...], date] = {}
        for ago in range(800):
            earlier = day - ago * ONE
            days.setdefault(tuple(same_period(body.period, earlier, day) for body in bodies), earlier)
        kinds = sorted({body.act for body in bodies} | {body.after[0] for body in bodies if body.after})
        one = [PastAct(d, act, item) for d in days.values() for act in kinds for item in (None, *self.catalogue.items)]
        most = max(body.at_most for body in bodies) + any(body.after for body in bodies)
        if len(one) ** most > MOST:
            raise TooLarge
        return [acts for count in range(most + 1) for acts in combinations_with_replacement(one, count)]

    def restricts(self, rule: Rule, day: date) -> list[frozenset[Any]]:
        """What a limit says of every order on a day after every few earlier acts."""
        if (rule.id, day) not in self._restricted:
            self._restricted[rule.id, day] = self._restricts(rule, day)
        return self._restricted[rule.id, day]

    def _restricts(self, rule: Rule, day: date) -> list[frozenset[Any]]:
        body: Any = self.open[rule.id].body
        found = []
        orders, past = list(self.limited(day)), self.past(day)
        if len(orders) * len(past) > 10 * MOST:
            raise TooLarge
        for state, after, acts, ordered in orders:
            guarded = self.law.guarded(rule, state)
            told = guarded and rule.tell and acts_in(self.law, rule, state, after, Take(), acts)
            for earlier in past:
                said = {("tells", rule.tell)} if told else set[Any]()
                if guarded and ordered and exceeds(self.law, body, replace(state, past=earlier), after, acts):
                    said.add("forbids")
                found.append(frozenset(said))
        return found

    # -- locks and parts ------------------------------------------------------------------------------------------------
    def locks(self, rule: Rule, day: date) -> dict[str, list[bool]]:
        """For each item whether a rule keeps each holding of it that no contract does from being cancelled."""
        law, channel = self._alone(rule), next(iter(self.catalogue.channels))
        untils = [None, day - 70 * ONE, day + 10 * ONE, *([day - ONE] if day.day > 1 else [])]
        found: dict[str, list[bool]] = {}
        for name in self.addons:
            for plan, held, until in product((None, *self.plans), self.forms(name), untils):
                holding = replace(held, until=until)
                before = State(day, None if plan is None else Holding(plan), {name: holding})
                reasons = set(_locks(law, before, replace(before, holds={}), holding, channel))
                found.setdefault(name, []).append(rule.id in reasons and f"until:{name}" not in reasons)
        return found

    def brought(self, without: str | None, day: date) -> dict[tuple[str, str], Any]:
        """How each part comes with each item on a day: until when, whether firmly, by whose words; in a file, left out or not."""
        rules = {name: rule for name, rule in self.catalogue.rules.items() if name != without}
        catalogue = replace(self.catalogue, rules=rules)
        carriage, found = Carriage(catalogue), {}
        for item, part in product(catalogue.items, catalogue.items):
            parts = [(one, by) for one, by in carriage.ruled_parts(item, day) if one.item == part]
            if parts:
                (holding,) = (h for h in self._arriving(catalogue, carriage, item, day) if h.item == part)
                implied = any(one.ends is None and catalogue.items[part].ends is None for one, _ in parts)
                told = frozenset(by.tell for _, by in parts if by is not None and by.tell)
                found[item, part] = holding.ends, carriage.fixes(item, part, day), implied, told
        return found

    def _arriving(self, catalogue: Catalogue, carriage: Carriage, item: str, day: date) -> list[Holding]:
        """What an item brings by itself, each part looked at alone."""
        found = []
        for name in catalogue.items:
            others = {other for other in catalogue.items if other not in (item, name)}
            found += [h for h in arrive(catalogue, carriage, [Holding(item)], others, day) if h.item == name != item]
        return found

    # -- the findings ---------------------------------------------------------------------------------------------------
    def acts(self, rule: Rule) -> bool:
        """Whether a rule says something somewhere."""
        if self.stands(rule):
            return any(self.breaking[rule.id])
        match rule.body:
            case Locked():
                return any(self._locks_anything(rule, day) for day, _ in self.settings(rule))
            case BringsRule():
                days = [day for day in self.days() if rule.valid.on(day)]
                return any(by is not None and by.id == rule.id for day in days for by in self._bringers(day))
            case Limit():
                return any(any(self.restricts(rule, day)) for day in {day for day, _ in self.settings(rule)})
            case _:
                return any(any(self.sayings[rule.id, channel]) for _, channel in self.settings(rule))

    def _locks_anything(self, rule: Rule, day: date) -> bool:
        law, channel = self._alone(rule), next(iter(self.catalogue.channels))
        for name in self.addons:
            for plan, held, until in product((None, *self.plans), self.forms(name), (None, day, day - ONE, day - 70 * ONE)):
                holding = replace(held, until=until)
                before = State(day, None if plan is None else Holding(plan), {name: holding})
                if rule.id in _locks(law, before, before, holding, channel):
                    return True
        return False

    def _bringers(self, day: date) -> Iterator[Rule | None]:
        carriage = Carriage(self.catalogue)
        for name in self.catalogue.items:
            yield from (by for _, by in carriage.ruled_parts(name, day))

    def redundant(self, rule: Rule) -> bool:
        """Whether a rule says something, and others all that it says."""
        if not self.acts(rule):
            return False
        if isinstance(rule.body, BringsRule):
            return all(self.brought(None, day) == self.brought(rule.id, day) for day in self.days() if rule.valid.on(day))
        return all(self._covered(rule, day, channel) for day, channel in self.settings(rule))

    def _covered(self, rule: Rule, day: date, channel: str) -> bool:
        others = [one for one in self.rules if one is not rule and one.valid.on(day) and one.acts_at(channel)]
        if self.stands(rule):
            others = [one for one in others if self.stands(one) and STRICTNESS[one.resolve] >= STRICTNESS[rule.resolve]]
            others = [one for one in others if not rule.tell or one.tell == rule.tell]
            return all(any(self.newly_too(rule, one, items, channel) for one in others) for items in self.clashes(rule))
        others = [one for one in others if type(one.body) is type(rule.body)]
        match rule.body:
            case Locked():
                mine, its = self.locks(rule, day), [self.locks(one, day) for one in others]
                return all(not any(cells) or any(_all_of(cells, one[name]) for one in its) for name, cells in mine.items())
            case Limit():
                said = self.restricts(rule, day)
                return any(_all_said(said, self.restricts(one, day)) for one in others)
            case _:
                others = [one for one in others if getattr(one.body, "when", "") == getattr(rule.body, "when", "")]
                return all(
                    any(_all_said(said, [self.sayings[one.id, channel][place] for place in places]) for one in others)
                    for places, said in self._by_matter(rule, channel)
                )

    def _by_matter(self, rule: Rule, channel: str) -> Iterator[tuple[list[int], list[frozenset[Any]]]]:
        """The deeds of each matter of which a rule says something, with what it says."""
        found: dict[Any, list[int]] = {}
        said = self.sayings[rule.id, channel]
        for place, deed in enumerate(self.deeds):
            if said[place]:
                found.setdefault(deed.matter, []).append(place)
        yield from ((places, [said[place] for place in places]) for places in found.values())

    def asks_unsaid(self, rule: Rule) -> bool:
        """Whether a rule has a holding cancelled with consent and no text for that."""
        asks = self.stands(rule) and rule.resolve == "consent" and not rule.tell
        return asks and any(not items <= set(self.plans) for items in self.clashes(rule))

    def answered_twice(self) -> set[tuple[str, str]]:
        """The pairs of rules that two items or more break in one situation, and that differ in `resolve`."""
        found = set()
        standing = [rule for rule in self.rules if self.stands(rule)]
        for rule, other in combinations(standing, 2):
            if rule.resolve != other.resolve and any(
                other.valid.on(day) and other.acts_at(channel) for day, channel in self.settings(rule)
            ):
                rows = zip(self.breaking[rule.id], self.breaking[other.id], strict=True)
                if any(len(items) > 1 and a[items] & b.get(items, frozenset()) for a, b in rows for items in a):
                    found.add((rule.id, other.id))
        return found


def _all_said(mine: Sequence[frozenset[Any]], its: Sequence[frozenset[Any]]) -> bool:
    return all(a <= b for a, b in zip(mine, its, strict=True))


def _all_of(mine: Sequence[bool], its: Sequence[bool]) -> bool:
    return all(b for a, b in zip(mine, its, strict=True) if a)


def _selectors(rule: Rule) -> Iterator[Selector]:
    """All selectors of a rule."""
    body: Any = rule.body
    fields = [getattr(body, name) for name in body.__dataclass_fields__]
    after = getattr(body, "after", None)
    for value in (*fields, rule.guards.holding, after[1] if after else None):
        if value is not None and type(value).__module__ == AnyOf.__module__:
            yield value
