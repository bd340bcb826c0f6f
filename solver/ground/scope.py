"""Which premises act: all, or those that a proof tries; and what they stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from model.answer import BUILT_IN
from model.facts import FactTests, FactValue, meets
from model.selectors import Residue
from solver.ground.arrivals import Arrivals
from solver.ground.entered import Entered, no_more
from solver.ground.entries import Hold, Set
from solver.ground.lapse import Lapses
from solver.ground.program import Program
from solver.ground.world import World

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InVain:
    """Holdings that no path of a line keeps together.

    Shape: `premises` are enough by themselves to make it so, and with any others that acted too (`acting`, None: all).
    """

    channels: frozenset[str]
    day: int
    kept: frozenset[int]
    premises: frozenset[str]
    acting: frozenset[str] | None

    def holds(self, channels: Iterable[str], day: int, only: frozenset[str] | None) -> bool:
        """Whether it is so on another line of the same question, where `only` these premises act: what is let there was let."""
        if not (day <= self.day and self.channels.issuperset(channels)):
            return False
        return (only is None or self.premises <= only) and no_more(only, self.acting)


@dataclass(slots=True)
class Changes:
    """The plans to which a change is let on some days: each set with the premises that kept others out.

    Shape: `sold` are those that are sold; `open` those to which one goes from each plan.
    """

    sold: tuple[frozenset[int], frozenset[str]] | None = None
    open: dict[int | None, tuple[frozenset[int], frozenset[str]]] = field(default_factory=dict)


class Door(NamedTuple):
    """The channels through which a change to a plan is let, and where it is those through which it would start next month."""

    channels: tuple[str, ...] = ()
    late: frozenset[str] = frozenset()


SHUT = Door()


@dataclass(slots=True)
class Through:
    """The doors to some plans in states that are alike in this, and what shuts those to others."""

    let: dict[int, Door] = field(default_factory=dict)
    stops: set[str] = field(default_factory=set)


class Memory:
    """What was found of single questions in a scope, for those in other scopes of the same question to a number.

    Shape: `bears` what can make a difference to entering a plan, whatever premises act; `in_vain` what searches found;
    `windows` what some days alone decide: what time may take away by their end, a sign for all that bears on entering, and
    the first holdings of which rules say with what they stand;
    `told_by_carrying` whether it was seen there how what meets demands is carried, that losses were chosen in vain: while all
    rules act (False), or only some (True); `shut` what was kept when that was last seen to be enough by itself;
    `changes` what is known of the changes that are let on days of one sign, `doors` of those in states; `reaching` by which day,
    and with what kept, walks are known to reach the goal; `bearing` what may bear on how many of a group come with an order,
    `leading` what of it may be ordered along or brought, `forced` what a group was found to force out;
    `breakable` which demands of what is kept time may break, on days of a sign, and `breaking` whether one of something else.
    """

    def __init__(self) -> None:
        self.bears: dict[tuple[int, int], frozenset[int]] = {}
        self.in_vain: list[InVain] = []
        self.told_by_carrying: set[bool] = set()
        self.shut: frozenset[int] | None = None
        self.windows: dict[object, tuple[Lapses, int, frozenset[int]]] = {}
        self.changes: dict[int, Changes] = {}
        self.doors: dict[object, Through] = {}
        self.bearing: dict[int, frozenset[int]] = {}
        self.leading: dict[int, frozenset[int]] = {}
        self.forced: dict[object, tuple[frozenset[int], frozenset[str]]] = {}
        self.reaching: dict[object, list[tuple[int, frozenset[int]]]] = {}
        self.breaking: dict[object, tuple[bool, frozenset[str]]] = {}
        self.breakable: dict[object, tuple[frozenset[tuple[int, int]], frozenset[str]]] = {}
        self._entered: dict[tuple[int, int, bool], Entered] = {}
        self._signs: dict[object, int] = {}

    def sign(self, what: object) -> int:
        """A number for what would be slow to compare."""
        return self._signs.setdefault(what, len(self._signs))

    def entered(self, sign: int, plan: int, while_met: bool) -> Entered:
        """What is known of entering a plan on days of a sign, and maybe only while time has broken no demand."""
        return self._entered.setdefault((sign, plan, while_met), Entered())


class Scope:
    """The rules and built-ins that act in a search, with a record of those that stopped something.

    Shape: `only` are the premises that act, None for all; built-ins are written `sold:X`, `until:X`, `part:X`, `keep:X`,
    `drop:X`. Rules of the kinds `brings`, `starts` and `tell` always act. `asked` is what the question or the first state names.
    Facts that are `unsure` may be anything: a relaxed walk then is one whatever they are.
    """

    def __init__(
        self,
        program: Program,
        facts: dict[str, FactValue],
        *,
        only: frozenset[str] | None = None,
        memory: Memory | None = None,
        asked: frozenset[int] | None = None,
        arrivals: Arrivals | None = None,
        unsure: frozenset[str] = frozenset(),
    ) -> None:
        self.program, self.asked, self.unsure = program, asked, unsure
        self.memory = memory or Memory()
        self.known = facts
        self.only = only
        self.stopped: set[str] = set()
        self._noted: set[tuple[str, object]] = set()
        self._kinds: dict[int, int] = {}
        self._plans: dict[object, int] = {}
        self._like: dict[object, int] = {}
        self._inert: dict[int, bool] = {}
        self._sets: tuple[Set, ...] | None = None
        self._bonds: bool | None = None
        index = program.rule_index
        self.named = None if only is None else frozenset(index[name] for name in only if name in index)
        self._rules = None if self.named is None else program.always_act | self.named
        self.arrivals = arrivals if arrivals is None or self._rules is None else arrivals.while_acting(self._rules)
        self.values = tuple(
            program.catalogue.facts[fact].default if facts.get(fact) is None else facts[fact] for fact in program.facts
        )
        self.fact_index = {fact: n for n, fact in enumerate(program.facts)}

    def on(self, rule: int) -> bool:
        """Whether a rule acts at all."""
        return self._rules is None or rule in self._rules

    def alike(self, item: int) -> object:
        """What the items have in common that nothing tells apart here: none of the rules and of the built-ins that act."""
        if self.only is None:
            return self.program.alike(item)
        found = self._kinds.get(item)
        if found is None:
            found = self._kinds[item] = self._like.setdefault(self._kind(item, self.only), item)
        return found

    def like(self, plan: int) -> int:
        """The plan that stands for one here: where only some rules act nothing may tell it apart, if it is not asked about."""
        if self.only is None or self.asked is None or plan in self.asked:
            return plan
        return self._plans.setdefault(self.alike(plan), plan)

    def _kind(self, item: int, only: frozenset[str]) -> object:
        """What of an item bears on orders here; what it brings and its term only where anything looks at that."""
        marks, built_in = self._marks(item), self._built_in(item, only)
        bound = self._looks_at_bonds() or "until" in built_in
        brings = lambda part: not self._is_inert(part, only)  # noqa: E731
        traits = self.program.likeness.traits(item, sold="sold" in built_in, bound=bound, brings=brings)
        return traits, built_in, marks

    def _acting(self) -> tuple[Set, ...]:
        if self._sets is None:
            self._sets = self.program.sets_of(self.program.always_act | (self.named or frozenset()))
        return self._sets

    @cached_property
    def telling(self) -> frozenset[int]:
        """The items of which some rule that acts says with what they stand or are ordered, and all that may bring them."""
        if self.only is None:
            return self.program.telling
        return self.program.plans_with_bringers | self.program.with_bringers(frozenset().union(*self._acting()))

    def _marks(self, item: int) -> tuple[tuple[int, Residue], ...]:
        return tuple((number, one[item]) for number, one in enumerate(self._acting()) if item in one)

    def _built_in(self, item: int, only: frozenset[str]) -> tuple[str, ...]:
        name = self.program.names[item]
        return tuple(built for built in BUILT_IN if f"{built}:{name}" in only)

    def _looks_at_bonds(self) -> bool:
        """Whether a rule that acts asks whether something is bound, or what it has come from."""
        if self._bonds is None:
            program = self.program
            kinds = {program.rules[rule].body.NAME for rule in (self._rules or frozenset()) & program.conditional}
            self._bonds = bool(kinds - {"tell"}) or any(program.rules[rule].body.NAME == "locked" for rule in self.named or ())
        return self._bonds

    def _is_inert(self, part: int, only: frozenset[str]) -> bool:
        """Whether it makes no difference that an item comes: nothing that acts speaks of it, or counts what comes."""
        found = self._inert.get(part)
        if found is None:
            counted = any(self.program.rules[rule].body.NAME == "limit" for rule in self.named or ())
            looked_at = counted or self._marks(part) or self._built_in(part, only) or self.program.brings[part]
            found = self.asked is not None and part not in self.asked and not looked_at
            self._inert[part] = found
        return found

    def acts(self, rule: int, day: int, channel: str | None) -> bool:
        """Whether a rule acts on `day` in an order through `channel`."""
        if not self.program.since[rule] <= day <= self.program.until[rule] or not self.on(rule):
            return False
        at = self.program.rules[rule].at
        return at is None or channel in at

    def built_in(self, name: str, item: int) -> bool:
        """Whether the built-in `name` of an item acts; notes that it stopped something.

        Shape: it is noted of all that nothing tells apart from the item too: they are tried for each other, and where it acted
        on this one alone, another would do.
        """
        premise = f"{name}:{self.program.names[item]}"
        if self.only is not None and premise not in self.only:
            return False
        if self.asked is not None and item in self.asked:
            self.stopped.add(premise)
            return True
        kind = (name, self.alike(item))
        if kind not in self._noted:
            self._noted.add(kind)
            self.stopped.update(self._of_all_alike(name, item) if self.only is None else self._acting_alike[kind])
        return True

    def _of_all_alike(self, name: str, item: int) -> Iterator[str]:
        """The built-in `name` of an item, and of all that no rule tells apart from it, but for what is asked for."""
        names, asked = self.program.names, self.asked or ()
        return (f"{name}:{names[other]}" for other in self.program.likeness.all(item) if other not in asked)

    @cached_property
    def _acting_alike(self) -> dict[tuple[str, object], set[str]]:
        """The built-ins that act, those together of what nothing tells apart here; but for what is asked for."""
        found: dict[tuple[str, object], set[str]] = {}
        for premise in sorted(self.only or ()):
            name, _, of = premise.partition(":")
            item = self.program.index.get(of)
            if name in BUILT_IN and item is not None and item not in (self.asked or ()):
                found.setdefault((name, self.alike(item)), set()).add(premise)
        return found

    def stop(self, rules: Iterable[int]) -> None:
        """Notes that rules stopped something."""
        for rule in rules:
            self.stopped.add(self.program.rules[rule].id)

    def noting(self, found: Callable[[], T]) -> tuple[T, frozenset[str]]:
        """What is found, and the premises that stop something meanwhile, which are not noted here."""
        before, self.stopped, self._noted = (self.stopped, self._noted), set(), set()
        try:
            return found(), frozenset(self.stopped)
        finally:
            self.stopped, self._noted = before

    def stops(self, asked: Callable[[], bool]) -> frozenset[str]:
        """The premises that stop something while `asked` is answered with no."""
        known, stops = self.noting(asked)
        self.stopped |= stops
        return frozenset() if known else stops

    def in_vain(self, channels: Iterable[str], day: int, kept: frozenset[int], also: frozenset[str] = frozenset()) -> None:
        """Tells other lines that no path of one keeps these together, by what has stopped something here, and others."""
        self.memory.in_vain.append(InVain(frozenset(channels), day, kept, also.union(self.stopped), self.only))

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
