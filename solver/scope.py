"""Which premises act: all, or those that a proof tries; and what they stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from model.answer import BUILT_IN
from model.facts import FactTests, FactValue, meets
from solver.lapse import Lapses
from solver.program import Hold, Program, Set
from solver.world import World


@dataclass(frozen=True, slots=True)
class InVain:
    """Holdings that no path of a line keeps together. Shape: `premises` are enough by themselves to make it so."""

    channels: frozenset[str]
    day: int
    kept: frozenset[int]
    premises: frozenset[str]

    def holds(self, channels: Iterable[str], day: int, only: frozenset[str] | None) -> bool:
        """Whether it is so on another line of the same question, where `only` these premises act: what is let there was let."""
        return day <= self.day and self.channels.issuperset(channels) and (only is None or self.premises <= only)


@dataclass(slots=True)
class Changes:
    """The plans to which a change is let on some days: each set with the premises that kept others out.

    Shape: `sold` are those that are sold; `open` those to which one goes from each plan.
    """

    sold: tuple[frozenset[int], frozenset[str]] | None = None
    open: dict[int | None, tuple[frozenset[int], frozenset[str]]] = field(default_factory=dict)


class Memory:
    """What was found of single questions in a scope, for those in other scopes of the same question to a number.

    Shape: `no` holds the premises that stopped something: enough by themselves; `yes` the premises that acted, None for all:
    what all of them let, fewer let; `bears` what can make a difference, whatever premises act; `in_vain` what searches found;
    `windows` what some days alone decide: what time may take away by their end, and a sign for all that bears on entering;
    `changes` what is known of the changes that are let on days of one sign.
    """

    def __init__(self) -> None:
        self.yes: dict[object, frozenset[str] | None] = {}
        self.no: dict[object, frozenset[str]] = {}
        self.bears: dict[tuple[int, int], frozenset[int]] = {}
        self.in_vain: list[InVain] = []
        self.windows: dict[object, tuple[Lapses, int]] = {}
        self.changes: dict[int, Changes] = {}
        self._signs: dict[object, int] = {}

    def sign(self, what: object) -> int:
        """A number for what would be slow to compare."""
        return self._signs.setdefault(what, len(self._signs))

    def recall(self, key: object, only: frozenset[str] | None) -> bool | None:
        """The answer to a question where `only` these premises act, None if it is not known."""
        stops = self.no.get(key)
        if stops is not None and (only is None or stops <= only):
            return False
        if key in self.yes:
            acted = self.yes[key]
            if acted is None or (only is not None and only <= acted):
                return True
        return None


class Scope:
    """The rules and built-ins that act in a search, with a record of those that stopped something.

    Shape: `only` are the premises that act, None for all; built-ins are written `sold:X`, `until:X`, `part:X`, `keep:X`,
    `drop:X`. Rules that `brings` and `starts` ground to always act.
    """

    def __init__(
        self,
        program: Program,
        facts: dict[str, FactValue],
        *,
        only: frozenset[str] | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.program = program
        self.memory = memory or Memory()
        self.known = facts
        self.only = only
        self.stopped: set[str] = set()
        index = program.rule_index
        self.named = None if only is None else frozenset(index[name] for name in only if name in index)
        self._rules = None if self.named is None else program.always_act | self.named
        self.values = tuple(
            program.catalogue.facts[fact].default if facts.get(fact) is None else facts[fact] for fact in program.facts
        )
        self.fact_index = {fact: n for n, fact in enumerate(program.facts)}

    def on(self, rule: int) -> bool:
        """Whether a rule acts at all."""
        return self._rules is None or rule in self._rules

    def alike(self, item: int) -> object:
        """What the items have in common that nothing tells apart here: no rule, and none of the built-ins that act."""
        kind = self.program.alike(item)
        if self.only is None:
            return kind
        name = self.program.names[item]
        return (kind, *(built for built in BUILT_IN if f"{built}:{name}" in self.only))

    def acts(self, rule: int, day: int, channel: str | None) -> bool:
        """Whether a rule acts on `day` in an order through `channel`."""
        if not self.program.since[rule] <= day <= self.program.until[rule] or not self.on(rule):
            return False
        at = self.program.rules[rule].at
        return at is None or channel in at

    def built_in(self, name: str, item: int) -> bool:
        """Whether the built-in `name` of an item acts; notes that it stopped something."""
        premise = f"{name}:{self.program.names[item]}"
        if self.only is not None and premise not in self.only:
            return False
        self.stopped.add(premise)
        return True

    def stop(self, rules: Iterable[int]) -> None:
        """Notes that rules stopped something."""
        for rule in rules:
            self.stopped.add(self.program.rules[rule].id)

    def noting(self, found: Callable[[], frozenset[int]]) -> tuple[frozenset[int], frozenset[str]]:
        """What is found, and the premises that stop something meanwhile, which are not noted here."""
        before, self.stopped = self.stopped, set()
        try:
            return found(), frozenset(self.stopped)
        finally:
            self.stopped = before

    def stops(self, asked: Callable[[], bool]) -> frozenset[str]:
        """The premises that stop something while `asked` is answered with no."""
        before, self.stopped = self.stopped, set()
        found = frozenset() if asked() else frozenset(self.stopped)
        self.stopped |= before
        return found

    def ask(self, key: object, question: Callable[[], bool]) -> bool:
        """The answer to a question, from memory if it is known; notes what stopped something where it is no."""
        known = self.memory.recall(key, self.only)
        if known is None:
            before, self.stopped = self.stopped, set()
            known = question()
            if known:
                self.memory.yes[key] = self.only
            else:
                self.memory.no[key] = frozenset(self.stopped)
            self.stopped |= before
        elif not known:
            self.stopped |= self.memory.no[key]
        return known

    def value(self, world: World, fact: str) -> FactValue | None:
        """A fact as the path has left it: put right, else known, else its default, else None."""
        number = self.fact_index[fact]
        for settled, value in world.settled:
            if settled == number:
                return value
        return self.values[number]

    def passes(self, world: World, tests: FactTests) -> bool:
        """Whether all tests on facts are met."""
        return all(meets(test, self.value(world, fact)) for fact, test in tests.items())

    def guard_holds(self, rule: int, world: World) -> bool:
        """Whether the guard `holding` of a rule holds before the order."""
        wanted = self.program.guard_sets[rule]
        if wanted is None:
            return True
        if world.plan is not None and self.among(wanted, world.plan, world):
            return True
        if any(self.among(wanted, hold, world) for hold in world.holds):
            return True
        if self.program.first_resolves(rule):
            return False
        return any(self.among(wanted, hold, world) for hold in world.gone)

    def guarded(self, rule: int, world: World) -> bool:
        """Whether all guards of a rule hold before the order."""
        guards = self.program.rules[rule].guards
        return (not guards.facts or self.passes(world, guards.facts)) and self.guard_holds(rule, world)

    def among(self, wanted: Set, hold: Hold, world: World) -> bool:
        """Whether a holding of the state is in a set."""
        residue = wanted.get(hold.item)
        return residue is not None and self.program.asks(residue, hold, world.day, world.plan_item)
