"""What comes of one question, in brief: can a number get to a plan, when, at what loss; or to any of several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic

from model.answer import Answer, Verdict
from model.catalogue import Catalogue
from model.days import ONE_DAY, add_months
from model.request import Goal, Query
from model.rules.base import Resolve
from model.start import Start
from model.state import State
from solver.decide import Engine

LIKELY = 10
"""Of several plans, so many are first asked for without any wait."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: can a number in this state get to the plan, or to any of several.

    Shape: `profile` is the key of the state, the same for all that are alike.
    """

    profile: str
    state: State
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question.

    Shape: `to` is the plan that is got to; with `losses` each has its how; a blocked or undecided one has neither, nor a
    day and a fee. What is not proved in time is undecided.
    """

    verdict: Verdict
    to: str | None = None
    day: date | None = None
    losses: tuple[tuple[str, Resolve], ...] = ()
    fee_fen: int | None = None

    @property
    def arrives(self) -> bool:
        """Whether there is a path."""
        return self.verdict in ("reachable", "elsewhere", "later")


def outcome_of(answer: Answer, query: Query) -> Outcome:
    """An answer in brief."""
    if answer.verdict in ("blocked", "undecided"):
        return Outcome(answer.verdict)
    if answer.minimal is None or not answer.minimal.proved:
        return Outcome("undecided")
    losses = tuple((loss.item, loss.how) for loss in answer.cancel)
    return Outcome(
        answer.verdict, answer.to, max((step.on for step in answer.steps), default=query.on), losses, answer.after.fee_fen
    )


class Decider:
    """Decides questions over one catalogue, one after another."""

    def __init__(self, catalogue: Catalogue, query: Query, *, clock: Callable[[], float] = monotonic) -> None:
        self._engine = Engine(catalogue, clock=clock)
        self._query, self._clock = query, clock
        self._start = Start(catalogue)
        self._until: float | None = None

    def outcome(self, asked: Asked) -> Outcome:
        """What comes of a question: of several plans the first found, blocked only where each of them is."""
        budget_ms = self._query.budget_ms
        self._until = None if budget_ms is None else self._clock() + budget_ms / 1000
        if len(asked.to) > 1:
            quick = self._at_once(asked)
            if quick is not None:
                return quick
        undecided = False
        for to in asked.to:
            found = self._brief(asked.state, to, self._query)
            if found.arrives:
                return found
            undecided = undecided or found.verdict == "undecided"
        return Outcome("undecided" if undecided else "blocked")

    def _at_once(self, asked: Asked) -> Outcome | None:
        """A likely plan that can be got to on the day asked for, or on the day on which the plan held is bound no longer.

        Any path will do for that there is one: to look for none but those without a wait is quick.
        """
        on, state = self._query.on, asked.state
        days = [on]
        if state.plan is not None and state.plan.bound(on):
            assert state.plan.until is not None
            days = [state.plan.until + ONE_DAY] if state.plan.until < add_months(on, self._query.horizon_months) else []
        for day in days:
            then = state if day == on else self._start.later(state, day)
            for to in asked.to[:LIKELY]:
                found = self._brief(then, to, replace(self._query, on=day, horizon_months=0))
                if found.arrives:
                    return found if day == on else replace(found, verdict="later")
        return None

    def _brief(self, state: State, to: str, query: Query) -> Outcome:
        left_ms = None if self._until is None else round((self._until - self._clock()) * 1000)
        if left_ms is not None and left_ms <= 0:
            return Outcome("undecided")
        query = replace(query, goal=Goal(to), budget_ms=left_ms)
        return outcome_of(self._engine.brief(state, query), query)
