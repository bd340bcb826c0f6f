"""The engine: questions in, answers out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import TypeAlias

from model.answer import ActStep, Answer, Assumed, Block, Condition, Minimal, Verdict
from model.catalogue import Catalogue
from model.collecting import no_collection
from model.request import Listed, Query, Subscriber
from model.start import Start
from model.state import State
from solver.answers.account import Account
from solver.answers.bystanders import Bystanders
from solver.clock import PUTTING_AWAY, Allowance, countdown, is_up
from solver.exact.guide import guide_for
from solver.exact.lines import Lines, Point, Result
from solver.ground.compiled import compiled
from solver.ground.scope import Scope
from solver.ground.world import Course
from solver.ordering.path import Node
from solver.proving.proof import Proof

TIES = 10
Alone: TypeAlias = tuple[Verdict, int | None, tuple[str, ...]]
"""What one more holding makes of an answer: the verdict, the number of losses, and why."""
UNSETTLED: Alone = ("undecided", None, ())
FEW_LOSSES = 8
"""Of more losses it takes long to tell how each could be had back: that is done as soon as a path is met, while there is time."""


class Engine:
    """Answers questions over one catalogue. Cost: compiled once; answers share nothing that changes them."""

    def __init__(self, catalogue: Catalogue, *, clock: Callable[[], float] = monotonic) -> None:
        self.catalogue = catalogue
        self.program = compiled(catalogue)
        self.course = Course(self.program)
        self.clock = clock
        self._start = Start(catalogue)

    def answer(self, subscriber: Subscriber, query: Query) -> Answer:
        """The answer to one question about one number."""
        return self.answer_state(self._start.state(subscriber, query.on), query)

    @no_collection()
    def answer_state(self, state: State, query: Query) -> Answer:
        """The answer to one question about a state."""
        lines, account = self._lines(state, query)
        proof = Proof(self.program, lines)
        # why the first point is the least is worth more than a further one, where there is time for one of them alone
        result = lines.decide(settled=proof.minimal)
        if not result.points:
            return self._without_path(lines, proof, result, account)
        best, *others = (self._point(lines, proof, point, account) for point in result.points)
        return replace(best, instead=tuple(others), above=tuple(map(proof.block, result.refuted)))

    @no_collection()
    def brief(self, state: State, query: Query) -> Answer:
        """The verdict and the least path of one question about a state, without frontier, ties, cores and blocks.

        Shape: `minimal` has the number of losses and its bound alone; it is not proved where the time limit came first.
        """
        lines, account = self._lines(state, query, brief=True)
        result = lines.decide(depth="first")
        if result.points:
            point = result.points[0]
            answer = self._point(lines, None, point, account)
            proved = point.exact and not result.timed_out
            return replace(answer, minimal=Minimal(len(answer.cancel), point.bound[1], proved, "search"))
        charge = account.charge(lines.first)
        leaving = None if state.plan is None else state.plan.item
        return Answer(leaving, query.goal.to, "undecided" if result.timed_out else "blocked", charge, charge)

    def _lines(self, state: State, query: Query, *, brief: bool = False) -> tuple[Lines, Account]:
        """The lines of a question, and what tells of their paths; the time that there is for it begins."""
        allowance = Allowance(self.clock, query.budget_ms, putting_away=PUTTING_AWAY)
        left_ms, ties = allowance.left_ms, 0 if brief else TIES
        lines = Lines(self.program, self.course, state, query, guide_for, left_ms=left_ms, ties=ties)
        account = Account(self.program, self.course, Scope(self.program, lines.known), lines.aim.keep)

        def met(end: Node) -> None:
            if len(end.world.lost) > FEW_LOSSES:
                began = self.clock()
                account.regains(end.world)
                allowance.keep_back(began)

        lines.met = met
        return lines, account

    def _point(self, lines: Lines, proof: Proof | None, point: Point, account: Account) -> Answer:
        answer = account.tell(point.verdict, lines.first, point.best, lines.aim.to)
        if proof is None:
            return answer
        ties = tuple(self.program.item_names(lost) for lost in sorted(point.ties, key=sorted))
        return replace(answer, minimal=proof.minimal(point), ties=ties)

    def _without_path(self, lines: Lines, proof: Proof, result: Result, account: Account) -> Answer:
        first = lines.first
        charge = account.charge(first)
        leaving = None if first.plan is None else self.program.names[first.plan.item]
        answer = Answer(leaving, lines.query.goal.to, "undecided", charge, charge)
        if result.timed_out:
            return replace(answer, above=tuple(map(proof.block, result.refuted)))
        block = proof.block(result.refuted[-1])
        return replace(answer, verdict="blocked", blocked=replace(block, line="blocked"), assuming=self._unknown(lines, block))

    def _unknown(self, lines: Lines, block: Block) -> tuple[Assumed, ...]:
        """The facts that the rules of a block read and that are not known."""
        found = []
        for fact in self.program.facts:
            if fact in block.facts and fact not in lines.known:
                rules = [
                    reason.rule
                    for reason in block.because
                    if (rule := self.catalogue.rules.get(reason.rule)) is not None
                    and (fact in rule.guards.facts or fact in getattr(rule.body, "facts", ()))
                ]
                found.append(Assumed(fact, tuple(rules)))
        return tuple(found)

    def with_conditions(self, answer: Answer, subscriber: Subscriber, query: Query) -> Answer:
        """The answer with the single holdings that would change it, of all that some rule speaks of.

        Shape: `query` has the time that there is for all of them; those that it is too short for are counted. Of those that
        no rule tells apart, nor the question or the state, nor the fee where it is minimised, one is looked at: to swap them
        changes no order.
        """
        left_ms = countdown(query.budget_ms, self.clock)
        known = (answer.verdict, None if answer.minimal is None else answer.minimal.losses)
        state = self._start.state(subscriber, query.on)
        bystanders = self._bystanders(answer, subscriber, state, query)
        named = self._named(subscriber, state, query)
        told: dict[object, Alone] = {}
        found, unsettled = [], 0
        for number in self.program.mentioned:
            name = self.program.names[number]
            if name in state.all or name in query.goal.add or (bystanders is not None and bystanders.is_one(number)):
                continue
            kind = (
                name in named and name,
                self.program.alike(number),
                query.minimise == "fee" and self.program.items[number].monthly_fen,
            )
            if kind not in told:
                one = replace(subscriber, holds=(*subscriber.holds, Listed(name)))
                told[kind] = (
                    UNSETTLED
                    if is_up(left_ms)
                    else self._brief(self._start.state(one, query.on), replace(query, budget_ms=left_ms()), known)
                )
            verdict, other, because = told[kind]
            if verdict == "undecided":
                unsettled += 1
            elif (verdict, other) != known:
                found.append(Condition(name, verdict, other, because))
        return replace(answer, conditions=tuple(found), unsettled=unsettled)

    def _bystanders(self, answer: Answer, subscriber: Subscriber, state: State, query: Query) -> Bystanders | None:
        """What is known of the holdings that would not change an answer; None where the answer is not exact itself."""
        minimal, index = answer.minimal, self.program.index
        best = answer.verdict == "reachable" and minimal is not None and minimal.losses == 0
        if answer.verdict != "blocked" and not best and (minimal is None or not minimal.proved):
            return None
        names = self._named(subscriber, state, query) | {step.item for step in answer.steps if isinstance(step, ActStep)}
        near = [index[name] for name in sorted(names) if name in index]
        shut = None if best else self._shut(answer, state, query)
        return Bystanders(self.program, near, best=best, blocked=answer.verdict == "blocked", shut=shut)

    def _named(self, subscriber: Subscriber, state: State, query: Query) -> set[str]:
        """What is held, asked for or named of a subscriber: items, and what else an origin may be."""
        goal = query.goal
        names = {*state.all, *goal.add, *goal.drop, *goal.keep, *subscriber.lacks}
        names |= {name for one in subscriber.holds for name in (one.item, one.origin)}
        return names | {name for name in (goal.to, None if state.booked is None else state.booked.plan) if name is not None}

    def _shut(self, answer: Answer, state: State, query: Query) -> frozenset[str] | None:
        """The premises that leave no better answer than one without losses, or none at all; None where no walk tells so."""
        lines, _ = self._lines(state, query, brief=True)
        line = lines.better(answer.verdict, answer.steps[-1].on if answer.steps else None)
        if line is None or (answer.minimal is not None and answer.minimal.losses):
            return None
        blocks = answer.above if answer.blocked is None else (answer.blocked,)
        premises = frozenset(reason.rule for block in blocks for reason in block.because)
        return premises if Proof(self.program, lines).closes(line, premises) else None

    @no_collection()
    def _brief(self, state: State, query: Query, known: tuple[Verdict, int | None]) -> Alone:
        """The verdict and the number of losses, without frontier, ties and proofs; the reasons, unless it is what is known."""
        lines, account = self._lines(state, query, brief=True)
        result, proof = lines.decide(depth="number"), Proof(self.program, lines)
        if not result.points:
            verdict: Verdict = "undecided" if result.timed_out else "blocked"
            blocks = [] if result.timed_out or known[0] == verdict else [proof.block(one) for one in result.refuted[-1:]]
            return verdict, None, tuple(reason.rule for block in blocks for reason in block.because)
        answer = self._point(lines, None, result.points[0], account)
        because = [rule for loss in answer.cancel for rule in loss.because]
        if not because and (answer.verdict, len(answer.cancel)) != known:
            because = [reason.rule for one in result.refuted for reason in proof.block(one).because]
        return answer.verdict, len(answer.cancel), tuple(dict.fromkeys(because))
