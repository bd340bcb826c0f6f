"""The rules as one order meets them: which act, on which day, through which channel, behind which guards."""

from __future__ import annotations

from datetime import date

from model.carry import Carriage
from model.catalogue import Catalogue
from model.days import next_month
from model.replay.broken import Matching, passes
from model.replay.course import advance, stages
from model.rules.base import Rule
from model.rules.move import Move
from model.rules.starts import Starts
from model.selectors import Selector
from model.state import Holding, State


class Law:
    """The rules of one catalogue, as an order meets them. Shape: rules and built-ins in `without` do not act."""

    def __init__(self, catalogue: Catalogue, *, without: frozenset[str] = frozenset()) -> None:
        self.catalogue = catalogue
        self.carriage = Carriage(catalogue)
        self.matching = Matching(catalogue)
        self.without = without
        self.rules = tuple(rule for rule in catalogue.rules.values() if rule.id not in without)
        self._standing: dict[tuple[date, str | None], list[Rule]] = {}

    def wait(self, state: State, day: date) -> State:
        """The state on `day`, with nothing ordered until then."""
        return advance(self.catalogue, self.carriage, state, day)

    def stages(self, state: State, day: date) -> tuple[State, ...]:
        """The states of a wait: on each day on which something goes by itself or a booked plan begins, and on `day`."""
        return tuple(stages(self.catalogue, self.carriage, state, day))

    def standing(self, day: date, channel: str | None) -> list[Rule]:
        """The rules that act on `day` in an order through `channel`."""
        found = self._standing.get((day, channel))
        if found is None:
            found = self._standing[day, channel] = [r for r in self.rules if r.valid.on(day) and r.acts_at(channel)]
        return found

    def guarded(self, rule: Rule, state: State) -> bool:
        """Whether the guards of a rule hold in the state before the order."""
        if not passes(self.catalogue, state, rule.guards.facts):
            return False
        return self.guard_holds(rule, state)

    def guard_holds(self, rule: Rule, state: State) -> bool:
        """Whether the guard `holding` of a rule holds: of what is held, or was cancelled earlier on the path."""
        selector = rule.guards.holding
        if selector is None:
            return True
        first = rule.resolve_given and rule.resolve == "first"
        seen = [*state.all.values(), *(() if first else state.gone)]
        return any(self.matching.has(selector, h, state.day, state.plan_name) for h in seen)

    def starts(self, state: State, plan: str, channel: str) -> date:
        """The day on which a change to `plan` takes effect if it is ordered now."""
        for rule in self.standing(state.day, channel):
            if isinstance(rule.body, Starts) and self.speaks(rule.body.among, rule.body.leaving, plan, state):
                if self.guarded(rule, state):
                    return next_month(state.day)
        return state.day

    def speaks(
        self, among: Selector | None, leaving: Selector | None, item: str, state: State, held: Holding | None = None
    ) -> bool:
        plan = state.plan_name
        if among is not None and not self.matching.has(among, held or Holding(item), state.day, plan):
            return False
        if leaving is None:
            return True
        return state.plan is not None and self.matching.has(leaving, state.plan, state.day, plan)

    def lets(self, body: Move, plan: Holding, to: str, state: State) -> bool:
        """Whether a move rule that speaks of `plan` lets a change to `to`."""
        paired = self.matching.paired(body.leaving, plan, body.to, Holding(to), state.day, state.plan_name)
        return paired is body.allowed
