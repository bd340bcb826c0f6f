"""What a path comes to, told from the plain interpreter's own accounts of its steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from oracle import subsets
from translate import Turn

from model.days import ONE_DAY, next_month
from model.replay.broken import Instance, broken
from model.replay.course import taken
from model.replay.entry import entry_reasons
from model.replay.order import Done, Interpreter
from model.replay.orders import Cancel, Settle, Take
from model.rules.needs import Needs
from model.rules.tell import Tell
from model.state import CAMPAIGN, OWN, Holding, State


@dataclass(frozen=True)
class Told:
    """The parts of an answer that a path decides. Shape: sets, where the sequence is not what is compared."""

    how: dict[str, str]
    because: dict[str, tuple[str, ...]]
    regain: dict[str, tuple[str, ...]]
    leaves: frozenset[str]
    ended: frozenset[str]
    gains: dict[str, tuple[str, ...]]
    keeps: frozenset[str]
    said: list[tuple[str, ...]]
    channels: list[tuple[str, ...]]
    assuming: dict[str, frozenset[str]]
    warned: frozenset[str]


class Teller:
    """Tells one path. Shape: `kept` are the holdings that the request keeps."""

    def __init__(self, interpreter: Interpreter, first: State, turns: list[Turn], kept: frozenset[str]) -> None:
        self.law, self.first, self.turns, self.kept = interpreter, first, turns, kept
        self.end = turns[-1].after if turns else first
        self.rules = interpreter.catalogue.rules
        self.placed = [turn for turn in turns if turn.order is not None]

    def tell(self) -> Told:
        had = set(self.first.holds) | ({self.first.booked.plan} if self.first.booked else set())
        how: dict[str, str] = {}
        because: dict[str, tuple[str, ...]] = {}
        for turn in self.placed:
            for name, (hard, rules) in self._cancelled(turn).items():
                if name in had and name not in how:
                    how[name], because[name] = hard, rules
        ended, left = self._gone()
        ordered = {name for turn in self.placed if isinstance(turn.order, Take) for name in turn.order.asked | turn.order.extra}
        come = set(self.end.holds) - set(self.first.holds) - ordered
        return Told(
            how=how,
            because=because,
            regain={name: self._regain(name) for name in how},
            leaves=left,
            ended=ended,
            gains={name: self._bringer(self.end.holds[name]) for name in come},
            keeps=frozenset(self.first.holds) & frozenset(self.end.holds) - frozenset(how) - ended - left,
            said=[self._said(turn) for turn in self.placed],
            channels=[self._channels(turn) for turn in self.placed],
            assuming=self._assuming(),
            warned=self._warned(),
        )

    def _bringer(self, holding: Holding) -> tuple[str, ...]:
        return () if holding.origin in (OWN, CAMPAIGN) else (holding.origin,)

    # -- cancelled ------------------------------------------------------------------------------------------------------
    def _cancelled(self, turn: Turn) -> dict[str, tuple[str, tuple[str, ...]]]:
        assert turn.done is not None
        found = {name: (str(turn.done.how[name]), turn.done.because[name]) for name in turn.done.how}
        if isinstance(turn.order, Cancel):
            found[turn.order.item] = ("first", self._had_it_stayed(turn, turn.order.item))
        return found

    def _had_it_stayed(self, turn: Turn, name: str) -> tuple[str, ...]:
        """The rules of the first later order that a holding cancelled by choice would break, had it stayed."""
        if name not in turn.before.holds:
            return ()
        holding = turn.before.holds[name]
        for later in self.placed[self.placed.index(turn) + 1 :]:
            if isinstance(later.order, Settle):
                continue
            if holding.ends is not None and holding.ends < later.before.day:
                return ()
            rules = self._newly(later, holding) | self._guards(later, holding)
            if rules:
                return tuple(rule for rule in self.rules if rule in rules)
        return ()

    def _with(self, state: State, holding: Holding) -> State:
        return replace(state, holds={**state.holds, holding.item: holding})

    def _newly(self, later: Turn, holding: Holding) -> set[str]:
        assert later.done is not None
        rules = self.law.standing(later.after.day, later.channel)
        before = self.law.wait(later.before, later.done.starts)
        if holding.ends is not None and holding.ends < later.after.day:
            return set()
        breaks = broken(self.law.matching, self._with(later.after, holding), rules)
        known = broken(self.law.matching, self._with(before, holding), rules)
        return {one.rule for one in breaks - known - broken(self.law.matching, later.after, rules)}

    def _guards(self, later: Turn, holding: Holding) -> set[str]:
        """The rules that look at what is held alone, and would have stopped the order."""
        state, order, channel = self._with(later.before, holding), later.order, later.channel
        assert isinstance(order, Take | Cancel) and channel is not None
        return {
            rule.id
            for name in entry_reasons(self.law, state, later.after, order, channel)
            if (rule := self.rules.get(name)) is not None
            if rule.guards.holding is not None and rule.resolve_given and rule.resolve == "first"
        }

    def _regain(self, name: str) -> tuple[str, ...]:
        """The channels through which an item could be ordered back at the end with nothing cancelled."""
        catalogue = self.law.catalogue
        if name in self.end.all:
            return ()
        plan = name if catalogue.items[name].kind == "plan" else None
        asked = frozenset() if plan else frozenset((name,))
        extras = self._suppliers() - asked
        return tuple(
            channel
            for channel in catalogue.channels
            if any(isinstance(self.law.order(self.end, Take(plan, asked, extra), channel), Done) for extra in subsets(extras))
        )

    def _suppliers(self) -> frozenset[str]:
        items = [item for item in self.law.catalogue.items.values() if item.kind != "plan"]
        bodies = [rule.body for rule in self.rules.values() if isinstance(rule.body, Needs)]
        matching = self.law.matching
        plan = self.end.plan_name
        days = (self.end.day, next_month(self.end.day))
        return frozenset(
            item.name
            for item in items
            for body in bodies
            for bindings in matching.bindings(body.items, body.any_of)
            for day in days
            if matching.has(body.any_of, taken(self.law.catalogue, item.name, day), day, plan, bindings)
        )

    # -- gone -----------------------------------------------------------------------------------------------------------
    def _gone(self) -> tuple[frozenset[str], frozenset[str]]:
        """The first holdings that went by their date, and those that left freely, when each went first."""
        ended: set[str] = set()
        left: set[str] = set()
        still = set(self.first.holds)
        for turn in self.turns:
            day = turn.done.starts if turn.done is not None else turn.after.day
            stages = [turn.before, *self.law.stages(turn.before, day), turn.after]
            for before, after in pairwise(stages):
                for name in sorted(still):
                    holding = before.holds[name]
                    over = holding.ends is not None and holding.ends + ONE_DAY <= after.day
                    if name in after.holds and not over:
                        continue
                    still.discard(name)
                    if over:
                        ended.add(name)
                    elif turn.done is None or turn.order is None or name not in self._cancelled(turn):
                        left.add(name)
        return frozenset(ended), frozenset(left)

    # -- said and read --------------------------------------------------------------------------------------------------
    def _said(self, turn: Turn) -> tuple[str, ...]:
        """The texts that must be told with an order."""
        if isinstance(turn.order, Settle):
            settle = self.law.catalogue.facts[turn.order.fact].settle
            return (settle.do,) if settle and settle.do else ()
        assert turn.done is not None
        ids = set(turn.done.tells)
        if isinstance(turn.order, Cancel):
            ids |= set(self._had_it_stayed(turn, turn.order.item))
        texts: dict[str, None] = {}
        for rule in self.rules.values():
            if rule.id in ids:
                say = rule.body.say if isinstance(rule.body, Tell) else ""
                texts.update(dict.fromkeys(text for text in (say, rule.tell) if text))
        return tuple(texts)

    def _channels(self, turn: Turn) -> tuple[str, ...]:
        """Every channel through which that very order can be placed."""
        assert turn.order is not None and turn.done is not None
        found = []
        for channel in self.law.catalogue.channels:
            other = self.law.order(turn.before, turn.order, channel)
            if isinstance(other, Done) and other.starts == turn.done.starts:
                found.append(channel)
        return tuple(found)

    def _assuming(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for turn in self.placed:
            for fact, rules in turn.done.read.items() if turn.done else ():
                found.setdefault(fact, set()).update(rules)
        return {fact: frozenset(rules) for fact, rules in found.items()}

    def _warned(self) -> frozenset[str]:
        """The rules that orders left broken, and that waits broke: waits one after another are told as one."""
        found = {one.rule for turn in self.placed if turn.done for one in turn.done.tolerated}
        for waiting, some in groupby(self.turns, lambda turn: turn.order is None):
            if waiting:
                wait = list(some)
                found |= {one.rule for one in self._broken(wait[-1].after) - self._broken(wait[0].before)}
        return frozenset(found)

    def _broken(self, state: State) -> frozenset[Instance]:
        return broken(self.law.matching, state, self.law.standing(state.day, None))
