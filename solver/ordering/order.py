"""One order: what it is about, and the state after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from solver.ground.entries import Hold
from solver.ground.items import Items
from solver.ground.world import Held, World, ordered
from solver.ordering.standing import Scene

Key: TypeAlias = tuple[int, int, int, int]
"""What an order costs at least: the fee, the number and the withdrawn ones of its new losses, and its extra items."""
Opens: TypeAlias = dict[int, tuple[frozenset[str], frozenset[str]]]
"""The channels through which items can be ordered, and the premises that stop that in others."""


class Content(NamedTuple):
    """What an order is about: a change to `plan` and additions, or the cancellation of `cancel` (`booked`: the plan booked)."""

    plan: int | None = None
    adds: tuple[int, ...] = ()
    cancel: int | None = None
    booked: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A legal order and the state after it, acts and losses not yet counted.

    Shape: `falls` are cancelled by auto or consent, `extras` ordered for needs; `came` is all that is new; `channels` are
    those asked about through which it can be placed.
    """

    content: Content
    extras: Items
    falls: Items
    start: int
    plan: Hold | None
    held: Held
    came: Items
    before: World
    after: Scene
    channels: tuple[str, ...]

    def hangs_on_the_day(self, *, bound: bool) -> bool:
        """Whether it comes to something else on another day: it takes what ends in time, or with `bound` what is bound."""
        new = (hold for hold in (self.plan, *self.held.values()) if hold is not None and hold.item in self.came)
        return any(hold.ends or (bound and hold.until) for hold in new)


def after_world(
    outcome: Outcome, world: World, past: tuple[tuple[int, str, int], ...], gone: tuple[Hold, ...], lost: Items
) -> World:
    """The state after an order."""
    booked = None if outcome.content.booked else outcome.before.booked
    return World(outcome.start, outcome.plan, ordered(outcome.held), booked, world.settled, past, gone, lost)
