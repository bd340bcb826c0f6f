"""The steps of an answer as orders and waits, and every way in which they replay from the first state.

What falls by itself is no step: each order is tried with every set of holdings that may fall with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import TypeAlias

from model.answer import ActStep, Answer, SettleStep, WaitStep
from model.replay.order import Done, Interpreter, Refused
from model.replay.orders import Cancel, Order, Settle, Take
from model.request import Query
from model.rules.at_most import AtMostRule
from model.rules.base import Act
from model.rules.conflict import Conflict
from model.rules.eligible import Eligible
from model.rules.needs import Needs
from model.rules.only_with import OnlyWith
from model.selectors import Selector, match
from model.state import State
from model.verify.difference import Difference

RANK: dict[Act, int] = {"change": 0, "cancel": 1, "add": 2}
TRIES_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Placed:
    """One order as the steps tell it. Shape: `acts` are its steps, the change first; `path` leads to the first of them."""

    number: int
    on: date
    acts: tuple[ActStep, ...] | tuple[SettleStep]
    path: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A wait as the steps tell it."""

    on: date
    path: str


Told: TypeAlias = Placed | Awaited


@dataclass(frozen=True, slots=True)
class Leg:
    """One order of a replayed path. Shape: `channels` are all through which that very order can be placed."""

    told: Placed
    before: State
    order: Order
    channel: str
    channels: tuple[str, ...]
    done: Done


@dataclass(frozen=True, slots=True)
class Story:
    """A replayed path.

    Shape: `states` are those between which holdings end or leave, the first one first; `waits` are the states around each
    wait.
    """

    first: State
    legs: tuple[Leg, ...]
    states: tuple[State, ...]
    waits: tuple[tuple[State, State], ...] = ()

    @property
    def end(self) -> State:
        """The state at the end."""
        return self.states[-1]


@dataclass(slots=True)
class Stuck:
    """How far the replays came: the differences of the one that came furthest."""

    depth: int = -1
    found: list[Difference] = field(default_factory=list)

    def note(self, depth: int, difference: Difference) -> None:
        """Keeps what stopped a replay, if none came further."""
        if depth > self.depth:
            self.depth, self.found = depth, []
        if depth == self.depth and difference not in self.found:
            self.found.append(difference)


def read_steps(answer: Answer, path: str) -> tuple[tuple[Told, ...], list[Difference]]:
    """The steps as orders and waits, and what is wrong with their form."""
    told: list[Told] = []
    wrong: list[Difference] = []
    for place, step in enumerate(answer.steps):
        here = f"{path}.steps[{place}]"
        last = told[-1] if told else None
        if isinstance(step, WaitStep):
            told.append(Awaited(step.on, here))
        elif isinstance(step, SettleStep):
            told.append(Placed(step.order, step.on, (step,), here))
        elif isinstance(last, Placed) and last.number == step.order and isinstance(last.acts[0], ActStep):
            acts = tuple(act for act in last.acts if isinstance(act, ActStep))
            for key in ("on", "channels"):
                if getattr(acts[0], key) != getattr(step, key):
                    wrong.append(Difference(f"{here}.{key}", getattr(acts[0], key), getattr(step, key)))
            told[-1] = replace(last, acts=(*acts, step))
        else:
            told.append(Placed(step.order, step.on, (step,), here))
    placed = [one for one in told if isinstance(one, Placed)]
    wrong += [Difference(f"{one.path}.order", number, one.number) for number, one in enumerate(placed, 1) if one.number != number]
    for one in placed:
        wrong += _form(one)
    return tuple(told), wrong


def _form(placed: Placed) -> Iterator[Difference]:
    acts = [act for act in placed.acts if isinstance(act, ActStep)]
    kinds = [act.do for act in acts]
    if kinds != sorted(kinds, key=RANK.__getitem__) or kinds.count("change") > 1:
        yield Difference(f"{placed.path}.do", "change, add…", ", ".join(kinds))
    if "cancel" in kinds and len(kinds) > 1:
        yield Difference(f"{placed.path}.do", "cancel", ", ".join(kinds))
    if len({act.item for act in acts}) < len(acts):
        yield Difference(f"{placed.path}.item", "each item once", ", ".join(act.item for act in acts))


class Replay:
    """The replays of one answer's steps. Shape: `lost` are the losses that the answer tells."""

    def __init__(
        self, interpreter: Interpreter, query: Query, first: State, lost: frozenset[str], *, tries_most: int = TRIES_MOST
    ) -> None:
        self.interpreter, self.query, self.first, self.lost = interpreter, query, first, lost
        self.had = frozenset(first.holds)
        self.stuck = Stuck()
        self.tries, self.tries_most = 0, tries_most
        self._breakable = self._may_fall()

    @property
    def out_of_tries(self) -> bool:
        """Whether the search for what falls was given up."""
        return self.tries >= self.tries_most

    def stories(self, told: tuple[Told, ...]) -> Iterator[Story]:
        """Every way in which the steps replay and cancel nothing else of the first state than what is told."""
        yield from self._from(Story(self.first, (), (self.first,)), told)

    def _from(self, story: Story, told: tuple[Told, ...]) -> Iterator[Story]:
        depth = len(story.legs)
        if not told:
            yield story
            return
        head, rest = told[0], told[1:]
        state = story.end
        if isinstance(head, Awaited):
            if head.on <= state.day:
                self.stuck.note(depth, Difference(f"{head.path}.on", f"> {state.day}", head.on))
                return
            stages = self.interpreter.stages(state, head.on)
            waited = replace(story, states=(*story.states, *stages), waits=(*story.waits, (state, stages[-1])))
            yield from self._from(waited, rest)
            return
        if head.on != state.day:
            self.stuck.note(depth, Difference(f"{head.path}.on", state.day, head.on))
            return
        for leg in self._legs(state, head, depth):
            states = story.states
            if leg.done.starts > state.day:
                states = (*states, *self.interpreter.stages(state, leg.done.starts))
            more = replace(story, legs=(*story.legs, leg), states=(*states, leg.done.state))
            yield from self._from(more, rest)

    # -- one order ---------------------------------------------------------------------------------------------------
    def _legs(self, state: State, told: Placed, depth: int) -> Iterator[Leg]:
        order = self._order(told, depth)
        if order is None:
            return
        refused: set[str] = set()
        any_done = False
        for falls in self._falls(state, told, order):
            if self.out_of_tries:
                return
            tried = order if isinstance(order, Settle) else replace(order, cancels=falls)
            results = {channel: self._try(state, tried, channel) for channel in self.interpreter.catalogue.channels}
            done = {channel: result for channel, result in results.items() if isinstance(result, Done)}
            any_done = any_done or bool(done)
            if not falls:
                refused |= {reason for one in results.values() if isinstance(one, Refused) for reason in one.reasons}
            yield from self._distinct(state, told, tried, done)
        if not any_done:
            reasons = ", ".join(sorted(refused)) or "?"
            self.stuck.note(depth, Difference(told.path, "a legal order", f"refused by {reasons}"))

    def _try(self, state: State, order: Order, channel: str) -> Done | Refused:
        self.tries += 1
        return self.interpreter.order(state, order, channel)

    def _distinct(self, state: State, told: Placed, order: Order, done: dict[str, Done]) -> Iterator[Leg]:
        """A leg for each different outcome, those first that start when the steps say and go through the channel asked."""
        said = next((act.starts for act in told.acts if isinstance(act, ActStep)), None) or state.day
        asked = self.query.channel
        names = sorted(done, key=lambda channel: (done[channel].starts != said, channel != asked))
        seen: list[Done] = []
        for channel in names:
            if done[channel] not in seen:
                seen.append(done[channel])
                starts = done[channel].starts
                same = tuple(c for c in self.interpreter.catalogue.channels if c in done and done[c].starts == starts)
                yield Leg(told, state, order, channel, same, done[channel])

    def _order(self, told: Placed, depth: int) -> Order | None:
        catalogue = self.interpreter.catalogue
        (head, *_) = told.acts
        if isinstance(head, SettleStep):
            if head.fact not in catalogue.facts:
                self.stuck.note(depth, Difference(f"{told.path}.fact", "a fact of the catalogue", head.fact))
                return None
            return Settle(head.fact)
        acts = [act for act in told.acts if isinstance(act, ActStep)]
        for act in acts:
            item = catalogue.items.get(act.item)
            if item is None or ((act.do == "change") != (item.kind == "plan") and act.do != "cancel"):
                kind = "a plan" if act.do == "change" else "an item, no plan"
                self.stuck.note(depth, Difference(f"{told.path}.item", kind, act.item))
                return None
        if head.do == "cancel":
            if head.item in self.query.goal.keep:
                self.stuck.note(depth, Difference(f"{told.path}.item", "kept", head.item))
                return None
            return Cancel(head.item)
        return self._take(acts, depth, told)

    def _take(self, acts: list[ActStep], depth: int, told: Placed) -> Order | None:
        plan = acts[0].item if acts[0].do == "change" else None
        if plan is not None and self.query.goal.to is None:
            self.stuck.note(depth, Difference(f"{told.path}.do", "no change of plan", "change"))
            return None
        added = frozenset(act.item for act in acts if act.do == "add")
        return Take(plan, added & self.query.goal.add, added - self.query.goal.add)

    def _falls(self, state: State, told: Placed, order: Order) -> Iterator[frozenset[str]]:
        """The sets of holdings that may fall with an order, small ones first."""
        if isinstance(order, Settle):
            yield frozenset()
            return
        ordered = {act.item for act in told.acts if isinstance(act, ActStep)}
        held = dict.fromkeys(name for day in self._starts(state, order) for name in self.interpreter.wait(state, day).holds)
        names = [
            name
            for name in held
            if (name in self.lost or name not in self.had)
            and name in self._breakable
            and name not in ordered
            and name not in self.query.goal.keep
        ]
        names.sort(key=lambda name: name not in self.lost)
        for count in range(len(names) + 1):
            yield from map(frozenset, combinations(names, count))

    def _starts(self, state: State, order: Order) -> list[date]:
        """The days on which an order takes effect, through one channel or another. Shape: what is held then may differ."""
        if not isinstance(order, Take) or order.plan is None:
            return [state.day]
        channels = self.interpreter.catalogue.channels
        return sorted({self.interpreter.starts(state, order.plan, channel) for channel in channels} or {state.day})

    def _may_fall(self) -> frozenset[str]:
        """The offers and V-nets that a standing rule could break, whatever their holding is."""
        law = self.interpreter
        sides: list[tuple[Selector, Selector, Selector]] = []
        for rule in law.rules:
            match rule.body:
                case Conflict(left=a, right=b):
                    sides += [(a, a, b), (b, a, b)]
                case OnlyWith(items=a, allow=b) | Needs(items=a, any_of=b):
                    sides.append((a, a, b))
                case AtMostRule(among=a) | Eligible(items=a):
                    sides.append((a, a, a))
                case _:
                    pass
        return frozenset(
            item.name
            for side, left, right in sides
            for bindings in law.matching.bindings(left, right)
            for item in law.catalogue.items.values()
            if item.kind != "plan" and match(side, item, bindings) is not False
        )
