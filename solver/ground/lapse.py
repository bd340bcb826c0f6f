"""What time may take away by some day while no order does: the demands that it may break are none that must be met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from model.days import Span, last_day
from model.selectors import Residue, asks_origin
from solver.ground.entries import Asking
from solver.ground.items import NOTHING, Items
from solver.ground.program import Program
from solver.ground.world import World, circular


@dataclass(frozen=True, slots=True)
class Window:
    """Some days on which the states of a line can be. Shape: `begun` is the first day of the line."""

    begun: int
    first: int
    last: int

    @property
    def waits(self) -> bool:
        """Whether the path may have waited."""
        return self.last > self.begun


class Lapses:
    """What may be over by the last day of a window, from one first state."""

    def __init__(self, program: Program, world: World, window: Window) -> None:
        self.program, self.first, self.window = program, world, window
        self.had, self._at_first = world.held(), {hold.item: hold for hold in world.with_plan}
        self.lapsing = world.booked is not None and window.begun < world.booked[1] <= window.last
        self._over = frozenset(span for span in program.spans if self._is_over(span))
        self._breaking: dict[int, bool] = {}
        self._ending: dict[int, list[int]] = {}
        self._fleeting = self._all_fleeting() if window.waits else NOTHING

    def sign(self) -> object:
        """What of this can make a difference to what can be entered."""
        return self.lapsing, self._fleeting, self._over

    def _is_over(self, span: Span) -> bool:
        """Whether a span that begins on the line may be over on the last day."""
        return last_day(span, date.fromordinal(self.window.begun)).toordinal() < self.window.last

    def _all_fleeting(self) -> Items:
        """The items that time may take away by the last day while no order does."""
        last, brings = self.window.last, self.program.brings
        fleeting = self.program.fleeting_after(self._over)
        found = {item for item, hold in self.had.items() if (hold.ends and hold.ends < last) or hold.origin in fleeting}
        plan = self.first.plan
        if plan is not None and plan.ends and plan.ends < last:
            found.add(plan.item)
        found |= circular(self.program, self.first)
        border = list(found)
        while border:
            item = border.pop()
            more = {carrier.part for carrier in brings[item]} - found
            more |= {other for other, hold in self.had.items() if hold.origin == item} - found
            found |= more
            border += more
        return fleeting | found

    def ending(self, asking: Asking) -> list[int]:
        """What meets a demand and may be over, or turn so that it meets it no more."""
        known = self._ending.get(id(asking))
        if known is None:
            answers = (answer for _, of_group in asking.groups for answer in of_group.items())
            known = [other for other, asked in answers if other in self._fleeting or self._may_turn(other, asked)]
            self._ending[id(asking)] = known
        return known

    def may_break(self, item: int, asking: Asking) -> bool:
        """Whether time may break a demand that was met, so that it is tolerated."""
        known = self._breaking.get(id(asking))
        if known is None:
            known = self._breaking[id(asking)] = self._breaks(asking, lambda _: True)
        return known

    def may_break_freely(self, asking: Asking, free: Items) -> bool:
        """Whether time may break a demand without that anything but `free` items is ordered for needs before."""
        carriers, is_plan = self.program.carriers, self.program.is_plan
        return self._breaks(asking, lambda other: other in self.had or other in free or is_plan[other] or bool(carriers[other]))

    def _breaks(self, asking: Asking, counts: Callable[[int], bool]) -> bool:
        if self.lapsing:
            return True
        if not self.window.waits:
            return False
        answers = (answer for _, of_group in asking.groups for answer in of_group.items())
        return any((other in self._fleeting or self._may_turn(other, asked)) and counts(other) for other, asked in answers)

    def _may_turn(self, item: int, asked: Residue) -> bool:
        """Whether time may turn what is asked of a holding: its bond is over, or what it has come from is no longer its plan."""
        if isinstance(asked, bool):
            return False
        if asks_origin(asked):
            return True
        hold = self._at_first.get(item)
        return (hold is not None and 0 < hold.until < self.window.last) or self.program.items[item].term in self._over
