"""What is known of entering a plan: where it could be entered and where not, and what follows for more or fewer that are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from solver.items import NOTHING, Items

Premises = frozenset[str]


@dataclass(frozen=True, slots=True)
class Let:
    """A plan could be entered.

    Shape: `kept` all along, while `acting` (None: all) act; `asked` whether it was asked what may come, which is `coming` where
    not all act.
    """

    kept: Items
    acting: Premises | None
    asked: bool
    coming: Items | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """A plan could not be entered while `kept` was kept all along. Shape: `stops` are enough by themselves."""

    kept: Items
    stops: Premises


@dataclass(slots=True)
class Entered:
    """All that was found of one plan, on days that are alike, by one question and another."""

    let: list[Let] = field(default_factory=list)
    stopped: list[Stopped] = field(default_factory=list)

    def stop(self, kept: Items, acting: Premises | None) -> Stopped | None:
        """What was found that keeps the plan from being entered, None where nothing was: it is kept here too, and acts."""
        for one in self.stopped:
            if one.kept <= kept and (acting is None or one.stops <= acting):
                return one
        return None

    def lets(self, kept: Items, acting: Premises | None, *, asked: bool, coming: Callable[[], Items | None]) -> bool:
        """Whether it is known that the plan can be entered: no more was kept and acted, and as much may come.

        Cost: what may come is asked only where it tells.
        """
        for one in self.let:
            if not kept <= one.kept or not (one.acting is None or (acting is not None and acting <= one.acting)):
                continue
            if not asked or (one.asked and acting is None):
                return True
            if one.asked and one.coming is not None and one.coming <= (coming() or NOTHING):
                return True
        return False
