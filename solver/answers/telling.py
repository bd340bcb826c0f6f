"""Which rules speak in an order: what must be said, and which facts were read that are not known."""

from __future__ import annotations

from collections.abc import Iterator

from solver.ground.entries import Hold, Set
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import World
from solver.ordering.gates import Gates
from solver.ordering.order import Outcome


class Speaking:
    """The rules that speak of the acts of one order."""

    def __init__(self, scope: Scope, world: World, outcome: Outcome, channel: str) -> None:
        self.program: Program = scope.program
        self.scope, self.world, self.outcome = scope, world, outcome
        self.gates = Gates(scope, world, channel)
        content = outcome.content
        ordered = frozenset(content.adds) | outcome.extras
        cancelled = outcome.falls | (frozenset((content.cancel,)) if content.cancel is not None else frozenset())
        chosen = frozenset((content.cancel,)) if content.cancel is not None else frozenset()
        change = frozenset((content.plan,)) if content.plan is not None else frozenset()
        came = frozenset(item for item in outcome.came if item != content.plan)
        self.done = {"change": change, "add": came | ordered, "cancel": cancelled}
        self.chosen = {"change": change, "add": ordered, "cancel": chosen}

    def _about(self, acts: dict[str, frozenset[int]], act: str, of: Set | None, leaving: Set | None) -> bool:
        items = acts[act]
        return any(self.gates.about(of, item, self._hold(act, item)) for item in items) and self.gates.leaves(leaving)

    def _hold(self, act: str, item: int) -> Hold | None:
        if act == "cancel":
            return self.world.held().get(item)
        return self.outcome.after.held.get(item)

    def _speaking(self, acts: dict[str, frozenset[int]]) -> Iterator[int]:
        """The rules with guards that speak of `acts`, their guards aside."""
        program = self.program
        for rule, gate, of, leaving in program.gates:
            if self._about(acts, gate.act, of, leaving):
                yield rule
        for rule, quota, of, _ in program.quotas:
            if self._about(acts, quota.act, of, None):
                yield rule
        for rule, of, leaving in program.defers:
            if self._about(acts, "change", of, leaving):
                yield rule
        for rule, say, of in program.says:
            if self._about(acts, say.act, of, None):
                yield rule
        plan = self.world.plan
        if acts["change"] and plan is not None:
            for rule, residue, _, _ in program.passages[plan.item]:
                if program.asks(residue, plan, self.world.day, plan.item):
                    yield rule

    def _fitting(self, acts: dict[str, frozenset[int]]) -> Iterator[int]:
        for act in ("change", "add"):
            for item in sorted(acts[act]):
                for rule, residue, _ in self.program.fits_taken[item]:
                    if self.gates.about({item: residue}, item, self._hold(act, item)):
                        yield rule

    def told(self, cancelling: frozenset[int]) -> tuple[int, ...]:
        """The rules whose text must be told: those that cancel something, and those whose act and guards match."""
        found = set(cancelling)
        for rule in (*self._speaking(self.done), *self._fitting(self.done)):
            if self.gates.acts(rule) and self.gates.guarded(rule):
                found.add(rule)
        for item in self.done["add"]:
            for carrier in self.program.carriers[item]:
                brought = carrier.rule >= 0 and carrier.bringer in self.done["add"] | self.done["change"]
                if brought and self.gates.acts(carrier.rule):
                    found.add(carrier.rule)
        rules = self.program.rules
        return tuple(rule for rule in sorted(found) if rules[rule].tell or rules[rule].body.NAME == "tell")

    def read(self) -> Iterator[tuple[str, int]]:
        """The facts that rules asked for in the order, each with the rule."""
        for rule in self._speaking(self.chosen):
            if self.gates.acts(rule) and self.scope.guard_holds(rule, self.world):
                yield from ((fact, rule) for fact in self.program.rules[rule].guards.facts)
        for rule in self._fitting(self.chosen):
            if self.gates.acts(rule):
                yield from self._tests(rule)
        after = self.outcome.after
        for item, hold in after.held.items():
            for rule, residue, _ in self.program.fits[item]:
                if self.scope.acts(rule, after.day, self.gates.channel) and self.program.asks(
                    residue, hold, after.day, after.plan
                ):
                    yield from self._tests(rule)

    def _tests(self, rule: int) -> Iterator[tuple[str, int]]:
        facts = getattr(self.program.rules[rule].body, "facts", {})
        yield from ((fact, rule) for fact in facts)
