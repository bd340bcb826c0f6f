"""Profiles (归类): subscribers that no question about them can tell apart, with how many there are and one of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TypeAlias

from model.catalogue import Catalogue
from model.days import period_end
from model.facts import FactTest, FactValue, meets
from model.request import Listed, Subscriber
from model.rules.limit import Limit
from model.selectors import Selector, match
from model.start import Start
from model.state import CAMPAIGN, OWN, Booked, Holding, PastAct, State

Key: TypeAlias = tuple[Hashable, ...]
OVER = date.min
"""Stands for every `until` that is over, with its month: nothing asks for it any more but whether there is one."""


@dataclass(slots=True)
class Profile:
    """Subscribers that are alike.

    Shape: `states` and `keys` are one for each catalogue asked about, `states` is None where its plan is not there;
    `example` is the id of the first; `missing` are for each catalogue the items that it does not have.
    """

    subscriber: Subscriber
    states: tuple[State | None, ...]
    keys: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...]
    count: int = 0

    @property
    def example(self) -> str:
        """One of its subscribers: the id, or where it stands if it has none."""
        return self.subscriber.id or str(self.subscriber.place)


class Lens:
    """What one catalogue can tell of subscribers on one day.

    Two states have the same key only if every question about them has the same outcome (verdict, day, losses, fees):
    facts count by the tests that rules make on them (and by being what a settlement makes them); an earlier act by the
    limits that count it, each up to a last day; an `until` as it is, unless it is over with its month. Source:
    docs/subscribers.md.
    """

    def __init__(self, catalogue: Catalogue, on: date) -> None:
        self.catalogue, self.on = catalogue, on
        self._start = Start(catalogue)
        self._tests = _tests(catalogue)
        self._passed: dict[tuple[str, object, type], tuple[bool, ...]] = {}
        self._limits = [(rule.id, rule.body) for rule in catalogue.rules.values() if isinstance(rule.body, Limit)]
        self._counted: dict[PastAct, tuple[tuple[str, str, date], ...]] = {}
        self._month = on.replace(day=1)

    def state(self, subscriber: Subscriber, *, whole: bool = False) -> tuple[State | None, tuple[str, ...]]:
        """The state of a subscriber, None where the plan is not in the catalogue; and all items that are not.

        Shape: `whole` where all that is held is listed, so that nothing more is taken to have come with the plan.
        """
        missing = self._missing(subscriber)
        if not missing:
            return self._start.state(self._known(subscriber), self.on, whole=whole), ()
        gone = set(missing)
        if subscriber.plan is not None and subscriber.plan.item in gone:
            return None, missing
        booked = subscriber.booked if subscriber.booked is None or subscriber.booked.plan not in gone else None
        left = replace(
            subscriber,
            booked=booked,
            holds=tuple(one for one in subscriber.holds if one.item not in gone),
            lacks=tuple(name for name in subscriber.lacks if name not in gone),
            past=tuple(act for act in subscriber.past if act.item not in gone),
        )
        return self._start.state(self._known(_rooted(left, gone)), self.on, whole=whole), missing

    def _missing(self, subscriber: Subscriber) -> tuple[str, ...]:
        """What is not there, or is a plan where it was none."""
        items = self.catalogue.items
        plans = [
            one.plan if isinstance(one, Booked) else one.item for one in (subscriber.plan, subscriber.booked) if one is not None
        ]
        strange = [name for name in plans if name not in items or items[name].kind != "plan"]
        held = (one.item for one in subscriber.holds)
        strange += [name for name in held if name not in items or items[name].kind == "plan"]
        also = [*subscriber.lacks, *(act.item for act in subscriber.past if act.item is not None)]
        also += [one.origin for one in subscriber.holds if one.origin not in (OWN, CAMPAIGN)]
        strange += [name for name in also if name not in items]
        return tuple(dict.fromkeys(strange))

    def _known(self, subscriber: Subscriber) -> Subscriber:
        strange = [fact for fact in subscriber.facts if fact not in self.catalogue.facts]
        if not strange:
            return subscriber
        return replace(subscriber, facts={fact: value for fact, value in subscriber.facts.items() if fact not in strange})

    def key(self, state: State) -> Key:
        """What is the same for all states that no question can tell apart."""
        plan = None if state.plan is None else self._hold(state.plan)
        holds = tuple(map(self._hold, state.holds.values()))
        booked = None if state.booked is None else (state.booked.plan, state.booked.starts)
        facts = tuple(self._passes(fact, state.facts.get(fact)) for fact in self._tests)
        past = tuple(sorted(counted for act in state.past if (counted := self._counts(act))))
        return plan, holds, booked, facts, past

    def _hold(self, holding: Holding) -> Key:
        until = holding.until
        if until is not None and until < self._month:
            until = OVER
        return holding.item, holding.origin, until, holding.ends

    def _passes(self, fact: str, value: FactValue | None) -> tuple[bool, ...]:
        known = (fact, value, type(value))
        found = self._passed.get(known)
        if found is None:
            declared = self.catalogue.facts[fact]
            value = declared.default if value is None else value
            settled = declared.settle is not None and value == declared.settle.value
            found = self._passed[known] = (*(meets(test, value) for test in self._tests[fact]), settled)
        return found

    def _counts(self, act: PastAct) -> tuple[tuple[str, str, date], ...]:
        found = self._counted.get(act)
        if found is None:
            found = self._counted[act] = tuple(self._counting(act))
        return found

    def _counting(self, act: PastAct) -> Iterable[tuple[str, str, date]]:
        """The limits that still count an act, as what, and until when."""
        for rule, limit in self._limits:
            end = period_end(limit.period, act.day)
            if end < self.on:
                continue
            if limit.act == act.act and self._about(limit.among, act.item):
                yield rule, "act", end
            if limit.after is not None and limit.after[0] == act.act and self._about(limit.after[1], act.item):
                yield rule, "after", end

    def _about(self, selector: Selector | None, item: str | None) -> bool:
        return selector is None or item is None or match(selector, self.catalogue.items[item]) is not False


def _tests(catalogue: Catalogue) -> dict[str, list[FactTest]]:
    """The tests that some rule makes, by fact."""
    found: dict[str, list[FactTest]] = {}
    for rule in catalogue.rules.values():
        for tests in (rule.guards.facts, getattr(rule.body, "facts", {})):
            for fact, test in tests.items():
                known = found.setdefault(fact, [])
                if test not in known:
                    known.append(test)
    return {fact: found[fact] for fact in catalogue.facts if fact in found}


def _rooted(subscriber: Subscriber, gone: set[str]) -> Subscriber:
    """The same, where what came with something that is gone is the subscriber's own."""
    holds = tuple(Listed(o.item, OWN, o.since, o.until, o.ends, o.cancelled) if o.origin in gone else o for o in subscriber.holds)
    return replace(subscriber, holds=holds)


def listed_whole(subscriber: Subscriber, state: State) -> Subscriber:
    """A subscriber with all that is held in a state listed, what the plan had brought in among it."""
    plan = None if state.plan is None else _listed(state.plan)
    holds = tuple(map(_listed, state.holds.values()))
    return replace(subscriber, plan=plan, holds=holds, lacks=(), booked=state.booked, past=state.past)


def _listed(holding: Holding) -> Listed:
    return Listed(holding.item, holding.origin, until=holding.until, ends=holding.ends)


class Profiles:
    """The profiles of a base, as its subscribers come. Shape: in the order in which they are first met.

    A base says what people have under the first of the catalogues: what that one's plans bring need not be listed, and nothing
    more is taken to have come with a plan in the others. Source: docs/subscribers.md.
    """

    def __init__(self, *lenses: Lens) -> None:
        self._lenses = lenses
        self._found: dict[Key, Profile] = {}

    def take(self, subscriber: Subscriber) -> Profile:
        """The profile of a subscriber, who is not counted yet."""
        first, *others = self._lenses
        state, missing = first.state(subscriber)
        whole = None if state is None else listed_whole(subscriber, state)
        seen = [(first, state, missing)]
        seen += [(lens, *(lens.state(subscriber) if whole is None else lens.state(whole, whole=True))) for lens in others]
        keys = tuple((None if state is None else lens.key(state), missing) for lens, state, missing in seen)
        found = self._found.get(keys)
        if found is None:
            digests = tuple(digest(key) for key in keys)
            found = Profile(subscriber, tuple(s for _, s, _ in seen), digests, tuple(m for *_, m in seen))
            self._found[keys] = found
        return found

    @property
    def all(self) -> tuple[Profile, ...]:
        """Every profile met so far that someone has."""
        return tuple(profile for profile in self._found.values() if profile.count)

    @property
    def people(self) -> int:
        """The subscribers counted so far."""
        return sum(profile.count for profile in self._found.values())


def digest(key: Key) -> str:
    """A key as a short text, the same in every run."""
    return sha256(repr(key).encode()).hexdigest()[:32]
