"""What comes of one question, in brief: can a number get to a plan, when, at what loss; or to any of several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.answer import Answer, Verdict, has_path
from model.request import Query
from model.rules.base import Resolve
from model.state import State


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
        return has_path(self.verdict)


def outcome_of(answer: Answer, query: Query) -> Outcome:
    """An answer in brief."""
    if not has_path(answer.verdict):
        return Outcome(answer.verdict)
    if answer.minimal is None or not answer.minimal.proved:
        return Outcome("undecided")
    losses = tuple((loss.item, loss.how) for loss in answer.cancel)
    return Outcome(
        answer.verdict, answer.to, max((step.on for step in answer.steps), default=query.on), losses, answer.after.fee_fen
    )
