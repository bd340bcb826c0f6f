"""What rules say of small catalogues, by exhaustion over the plain interpreter. Shares no code with the solver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import combinations_with_replacement, product
from typing import Any

from rule_situations import MOST, ONE, Deed, Facts, Situations, TooLarge

from model.carry import Carriage
from model.catalogue import Catalogue
from model.days import same_period
from model.replay.broken import broken
from model.replay.course import arrive
from model.replay.entry import _forbids, acts_in, exceeds
from model.replay.locks import _bound_plan, _locks
from model.replay.order import Interpreter
from model.replay.orders import Cancel, Take
from model.rules.base import Act, Rule
from model.rules.brings import BringsRule
from model.rules.limit import Limit
from model.rules.locked import Locked
from model.rules.needs import Needs
from model.rules.starts import Starts
from model.rules.tell import Tell
from model.state import Holding, PastAct, State

STANDING = ("conflict", "only_with", "at_most", "needs", "eligible")


class Effects(Situations):
    """All that the rules of a catalogue say."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        self._restricted: dict[tuple[str, date], list[frozenset[Any]]] = {}
        self._single: dict[str, Interpreter] = {}

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
