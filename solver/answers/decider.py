"""Questions over one catalogue in brief, one after another: by the short way where it decides, else by the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from model.catalogue import Catalogue
from model.days import ONE_DAY, add_months
from model.request import Goal, Query
from model.start import Start
from model.state import State
from solver.answers.brief import short_outcome
from solver.answers.decide import Engine
from solver.answers.outcome import Asked, Outcome, outcome_of
from solver.clock import countdown, no_limit

LIKELY = 10
"""Of several plans, so many are first asked for without any wait."""


class Decider:
    """Decides questions over one catalogue, one after another."""

    def __init__(self, catalogue: Catalogue, query: Query, *, clock: Callable[[], float] = monotonic) -> None:
        self._engine = Engine(catalogue, clock=clock)
        self._query, self._clock = query, clock
        self._start = Start(catalogue)
        self._left_ms = no_limit

    def outcome(self, asked: Asked) -> Outcome:
        """What comes of a question: of several plans the first found, blocked only where each of them is."""
        self._left_ms = countdown(self._query.budget_ms, self._clock)
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
        left_ms = self._left_ms()
        if left_ms is not None and left_ms <= 0:
            return Outcome("undecided")
        query = replace(query, goal=Goal(to), budget_ms=left_ms)
        short = short_outcome(self._engine, state, query, left_ms=self._left_ms)
        if short is not None:
            return short
        query = replace(query, budget_ms=self._left_ms())
        return outcome_of(self._engine.brief(state, query), query)
