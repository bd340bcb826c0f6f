"""What is known of entering a plan: where it could be entered and where not, and what follows for more or fewer that are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from solver.ground.items import NOTHING, Items

Premises = frozenset[str]


def no_more(acting: Premises | None, than: Premises | None) -> bool:
    """Whether no premises act (None: all) but some: with another more may be ordered for needs, which opens ways."""
    return than is None or (acting is not None and acting <= than)


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
    """A plan could not be entered while `kept` was kept all along.

    Shape: `stops` are enough by themselves, and with any others of those that acted (`acting`, None: all), or with whatever acts
    where no more than `coming` may come; None where it was not asked what may, and it makes no difference.
    """

    kept: Items
    stops: Premises
    acting: Premises | None = None
    coming: Items | None = None

    def holds(self, acting: Premises | None, coming: Callable[[], Items | None]) -> bool:
        """Whether it is so where some premises act (None: all): what stopped it does, and no more may come."""
        if acting is not None and not self.stops <= acting:
            return False
        if self.coming is None or no_more(acting, self.acting):
            return True
        now = coming()
        return now is not None and now <= self.coming


@dataclass(slots=True)
class Entered:
    """All that was found of one plan, on days that are alike, by one question and another."""

    let: list[Let] = field(default_factory=list)
    stopped: list[Stopped] = field(default_factory=list)

    def stop(self, kept: Items, acting: Premises | None, coming: Callable[[], Items | None]) -> Stopped | None:
        """What was found that keeps the plan from being entered, None where nothing was: it is kept here too, and acts.

        Cost: what may come is asked only where it tells.
        """
        return next((one for one in self.stopped if one.kept <= kept and one.holds(acting, coming)), None)

    def lets(self, kept: Items, acting: Premises | None, *, asked: bool, coming: Callable[[], Items | None]) -> bool:
        """Whether it is known that the plan can be entered: no more was kept and acted, and as much may come.

        Cost: what may come is asked only where it tells.
        """
        for one in self.let:
            if not kept <= one.kept or not no_more(acting, one.acting):
                continue
            if not asked or (one.asked and acting is None):
                return True
            if one.asked and one.coming is not None and one.coming <= (coming() or NOTHING):
                return True
        return False
