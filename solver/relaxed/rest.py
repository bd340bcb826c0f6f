"""What can be held together when a path ends that changes no plan: a relaxation for Z3, whatever the path.

At the end every demand is met that was met at first, or that came with what was ordered, unless time may have broken it; no
two clash of which one has come; what is asked for is held, what is to go is not. docs/search.md has the argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from model.answer import BUILT_IN
from solver.backend import Backend, Clause, Session
from solver.ground.entries import Asking
from solver.ground.items import Items
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.relaxed.enter import Doors
from solver.relaxed.extras import Extras

JOB = "rest"


class Rest:
    """The ends of paths of one line that keep the plan.

    Shape: a clause comes with the premise that it rests on, "" for what is asked for.
    """

    def __init__(self, scope: Scope, doors: Doors, add: Items, drop: Items, backend: Backend) -> None:
        self.scope, self.doors, self.add, self.drop, self.backend = scope, doors, add, drop, backend
        self.program: Program = scope.program
        self._clauses: list[tuple[str, Clause]] | None = None
        self._session: Session | None = None
        self._known: dict[Items, bool] = {}
        self._answers: dict[int, list[tuple[int, ...]]] = {}
        self.blamed: Items = frozenset()

    @property
    def clauses(self) -> list[tuple[str, Clause]]:
        """All that must hold at the end. Shape: variable n + 1 is item n."""
        if self._clauses is None:
            self.doors.keep(frozenset())
            self._clauses = list(self._all())
        return self._clauses

    def stands(self, kept: Items) -> bool:
        """Whether something can be held at the end with all of `kept`; `blamed` are those of them that stop it, if not."""
        known = self._known.get(kept)
        if known:
            return True
        if self._session is None:
            self._session = self.backend.session(JOB, [clause for _, clause in self.clauses])
        assumed = [item + 1 for item in sorted(kept)]
        found = self._known[kept] = self._session.possible(assumed)
        if not found:
            self.blamed = frozenset(number - 1 for number in self._session.core(assumed))
        return found

    def end(self, kept: Items) -> Items | None:
        """What is held at some such end with all of `kept`, no more than what meets the demands of these and what is asked for.

        Shape: none of what is ordered for needs can be left out, alone or with others that only it needs.
        """
        held = kept | self.add
        if self._session is None:
            return None
        among = [item + 1 for item in range(len(self.program.items))]
        witness = self._session.witness([item + 1 for item in sorted(held)], among)
        if witness is None:
            return None
        found = self._closed(held, frozenset(number - 1 for number in witness))
        for item in sorted(found - self._sole(held, found)):
            if item in found:
                self.backend.look_at_the_clock()
                found = self._closed(held, found - {item}, found)
        return found

    def _sole(self, held: Items, among: Items) -> Items:
        """What of `among` is `held`, or alone meets a demand of such an item."""
        found, border = set(held), list(held)
        while border:
            for answers in self._answers.get(border.pop(), ()):
                meeting = [item for item in answers if item in among]
                if len(meeting) == 1 and meeting[0] not in found:
                    found.add(meeting[0])
                    border.append(meeting[0])
        return frozenset(found)

    def _closed(self, held: Items, among: Items, otherwise: Items = frozenset()) -> Items:
        """Of `among` what is needed by `held`, each demand met by the first that can; `otherwise` if one can't be met."""
        left = set(among)
        asking = {item: self._answers.get(item, []) for item in among}
        border = list(left)
        users: dict[int, list[int]] = {}
        for item, demands in asking.items():
            for answers in demands:
                for other in answers:
                    users.setdefault(other, []).append(item)
        while border:
            item = border.pop()
            if item in left and any(left.isdisjoint(answers) for answers in asking[item]):
                left.remove(item)
                border += [user for user in users.get(item, ()) if user in left]
        if not held <= left:
            return otherwise
        found, border = set(held), sorted(held, reverse=True)
        while border:
            for answers in asking[border.pop()]:
                if found.isdisjoint(answers):
                    first = next(other for other in answers if other in left)
                    found.add(first)
                    border.append(first)
        return frozenset(found)

    @cached_property
    def premises(self) -> frozenset[str]:
        """All premises that say what can be held at the end."""
        return frozenset(premise for premise, _ in self.clauses if premise)

    def stop(self, kept: Items) -> None:
        """Notes the premises that stop it that all of `kept` are held at the end."""
        premises = sorted(self.premises)
        top = len(self.program.items) + 1
        number = {premise: top + n for n, premise in enumerate(premises)}
        guarded = [(*clause, -number[premise]) if premise else clause for premise, clause in self.clauses]
        session = self.backend.session(JOB, guarded)
        assumed = [*(item + 1 for item in sorted(kept)), *number.values()]
        if not session.possible(assumed):
            blamed = session.core(assumed)
            self.scope.stopped.update(premise for premise, n in number.items() if n in blamed)

    def _all(self) -> Iterator[tuple[str, Clause]]:
        doors, program, names = self.doors, self.program, self.program.names
        plan = doors.first.plan
        beside = Extras(doors, -1 if plan is None else plan.item, frozenset() if plan is None else frozenset((plan.item,)))
        for item in sorted(self.add):
            yield "", (item + 1,)
        for item in sorted(self.drop):
            if self.scope.only is None or f"drop:{names[item]}" in self.scope.only:
                yield f"drop:{names[item]}", (-item - 1,)
        found: set[int] = set(doors.had) | self.add
        border = sorted(found)
        while border:
            item = border.pop()
            self.backend.look_at_the_clock()
            if item not in doors.old:
                yield from self._barred(item, beside)
            for asking in program.needs[item]:
                if not self._demands(item, asking):
                    continue
                answers = doors.answers(item, asking)
                if plan is not None and plan.item in answers:
                    continue
                answers = tuple(other for other in answers if not program.is_plan[other])
                yield program.rules[asking.rule].id, (-item - 1, *(other + 1 for other in answers))
                self._answers.setdefault(item, []).append(answers)
                border += [other for other in answers if other not in found]
                found.update(answers)
        yield from self._apart(found)

    def _demands(self, item: int, asking: Asking) -> bool:
        """Whether a demand of an item is surely met at the end, if the item is held."""
        doors = self.doors
        if not doors.always(asking.rule) or doors.lapses.may_break(item, asking):
            return False
        if not any(doors.sure(residue, item) for residue, _ in asking.groups):
            return False
        return item not in doors.old or (item in doors.had and doors.met_at_first(item, asking))

    def _barred(self, item: int, beside: Extras) -> Iterator[tuple[str, Clause]]:
        """That an item can't come, if so, with each premise that alone is enough."""
        rules: set[int] = set()
        stopped = self.scope.stops(lambda: beside.may_join(item, rules))
        own = stopped.intersection(f"{name}:{self.program.names[item]}" for name in BUILT_IN)
        for premise in sorted(own.union(self.program.rules[rule].id for rule in rules)):
            yield premise, (-item - 1,)

    def _apart(self, found: set[int]) -> Iterator[tuple[str, Clause]]:
        doors, program = self.doors, self.program
        for item in sorted(found):
            for pair in program.pairs[item]:
                if not doors.always(pair.rule) or not doors.sure(pair.mine, item):
                    continue
                for other in sorted(pair.other.keys() & found):
                    both_old = item in doors.old and other in doors.old
                    if other > item and not both_old and doors.sure(pair.other[other], other):
                        yield program.rules[pair.rule].id, (-item - 1, -other - 1)
