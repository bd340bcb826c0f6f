"""How many items a path must still order for needs before the goal's plan is entered."""

from __future__ import annotations

from solver.ground.entries import Asking
from solver.ground.items import NOTHING, Items
from solver.relaxed.enter import Doors
from solver.relaxed.extras import Extras

DEEP = 3
"""So far it is followed what is ordered for what is ordered."""


class Ahead:
    """The items that are ordered for needs from a state on, as long as some holdings are kept.

    Shape: each of the open demands must be met beside the goal's plan, by something that is held then: what is there now, what
    comes with a plan or is to be added, or what is ordered on the way, or comes with that. What is ordered had its own demands
    met when it was.
    """

    def __init__(self, doors: Doors, plan: int, kept: Items, adds: Items) -> None:
        self.doors, self.program, self.kept = doors, doors.program, kept
        self._free = self.program.come_with_plans | self.program.with_parts(adds)
        doors.keep(kept)
        demands, fixed = doors.open_demands(plan, kept)
        self._beside = Extras(doors, plan, fixed)
        self._demands = [self._meeting(item, asking) for item, asking in demands]
        self._asks: dict[int, list[tuple[int, ...]]] = {}
        self._near = self._closure()
        self._known: dict[Items, tuple[int, tuple[Items, ...]]] = {}

    def least(self, held: Items) -> tuple[int, tuple[Items, ...]]:
        """How many at least where these are held; and of which sets one is ordered each."""
        there = held & self._near
        found = self._known.get(there)
        if found is None:
            self.doors.keep(self.kept)
            takes = [(self._takes(answers, there, NOTHING), answers) for answers in self._demands]
            sets = tuple(self.program.with_bringers(answers) for number, answers in takes if number)
            found = self._known[there] = (max((number for number, _ in takes), default=0), sets)
        return found

    def _meeting(self, item: int, asking: Asking) -> tuple[int, ...]:
        """What may meet a demand beside the plan and all that is kept."""
        return tuple(other for other in self.doors.answers(item, asking) if self._beside.may_join(other, set()))

    def _takes(self, answers: tuple[int, ...], there: Items, above: Items) -> int:
        """How many items are ordered for a demand at least, those `above` in any case."""
        least = DEEP + 1
        if any(other in there or other in self._free or not above.isdisjoint(self._ways(other)) for other in answers):
            return 0
        for other in answers:
            more = 0
            if len(above) < DEEP and not self.program.carriers[other]:
                below = above | {other}
                more = max((self._takes(meeting, there, below) for meeting in self._asked(other)), default=0)
            least = min(least, 1 + more)
            if not more:
                break
        return least

    def _ways(self, item: int) -> Items:
        """What may be ordered so that an item comes: itself, or what brings it."""
        return self.program.with_bringers((item,)) if self.program.carriers[item] else frozenset((item,))

    def _asked(self, item: int) -> list[tuple[int, ...]]:
        """All that may meet each of the demands that an item surely makes when it is ordered."""
        found = self._asks.get(item)
        if found is None:
            doors, program = self.doors, self.program
            found = self._asks[item] = [
                tuple(one for one in doors.answers(item, asking) if program.is_plan[one] or doors.can_be_there(one))
                for asking in (*program.needs[item], *program.needs_taken[item])
                if doors.is_made(item, asking)
            ]
        return found

    def _closure(self) -> Items:
        """All that may meet a demand that is followed."""
        found: set[int] = set()
        border = [one for answers in self._demands for one in answers]
        for _ in range(DEEP + 1):
            new = sorted(set(border) - found)
            found.update(new)
            border = [one for item in new if item not in self._free for meeting in self._asked(item) for one in meeting]
        return frozenset(found)
