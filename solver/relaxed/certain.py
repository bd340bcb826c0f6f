"""What is sure of holdings on some days of a line: in a set or not, in a clash or not, whatever a path does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.selectors import Residue, asks_origin, holds
from solver.ground.entries import Asking, Hold, Pair
from solver.ground.items import Items
from solver.ground.lapse import Window
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import World


class Certain:
    """What is sure in a window of a line from one first state, in one scope, while some holdings are kept."""

    def __init__(self, scope: Scope, world: World, window: Window) -> None:
        self.scope, self.first, self.window = scope, world, window
        self.program: Program = scope.program
        self.had = {hold.item: hold for hold in world.holds}
        self._at_first = {hold.item: hold for hold in world.with_plan}
        self._kept: Items = frozenset()

    def keep(self, kept: Items) -> None:
        """Takes these holdings of the first state as kept in what is asked next."""
        self._kept = kept

    @property
    def kept_now(self) -> Items:
        """The holdings of the first state that are taken as kept."""
        return self._kept

    def always(self, rule: int, *, new: bool = False) -> bool:
        """Whether a rule acts on all days of the window, or unless what it speaks of is `new` ever since the line began."""
        rules, program = self.program.rules, self.program
        if not self.scope.on(rule) or rules[rule].at is not None:
            return False
        since = self.window.first if new else self.window.begun
        return program.since[rule] <= since and self.window.last <= program.until[rule]

    def sure(self, residue: Residue | None, item: int, *, new: bool = False) -> bool:
        """Whether the holding of an item is in a set whatever state it is in, or has been unless what is asked of is `new`."""
        if residue is None or isinstance(residue, bool):
            return residue is True
        return all(self._asked(residue, item, new=new))

    def possible(self, residue: Residue | None, item: int) -> bool:
        """Whether the holding of an item may be in a set."""
        if residue is None or isinstance(residue, bool):
            return residue is True
        return any(self._asked(residue, item, new=False))

    def _asked(self, residue: Residue, item: int, *, new: bool) -> Iterator[bool]:
        """Every way in which a condition on the holding can turn out: only what is kept stays the holding that it was."""
        assert not isinstance(residue, bool)
        hold = self.had.get(item) if item in self._kept else None
        fixed = hold is not None and hold.origin < 0
        if not fixed and asks_origin(residue):
            yield from (True, False)
            return
        origin = self.program.origin_name(hold.origin) if hold is not None and fixed else "own"
        for bound in self._bounds(item, hold, self.window.first if new else self.window.begun):
            yield holds(residue, bound=bound, origin=origin, plan=None)

    def _bounds(self, item: int, hold: Hold | None, since: int) -> set[bool]:
        first = self._at_first.get(item)
        found = {False} if first is None else {first.until >= since, first.until >= self.window.last}
        if hold is None:
            found |= {False} | ({True} if self.program.items[item].term is not None else set())
        return found

    def clash(self, pair: Pair, item: int, others: Iterable[int], plan: int | None) -> int | None:
        """One of some others with which an item surely clashes under a rule, newly where the plan is one of the two; or None."""
        if pair.other.keys().isdisjoint(others) or not self.always(pair.rule, new=True):
            return None
        for other in others:
            asked = pair.other.get(other)
            if other == item or asked is None:
                continue
            new = plan in (item, other)
            if self.always(pair.rule, new=new) and self.sure(pair.mine, item, new=new) and self.sure(asked, other, new=new):
                return other
        return None

    def stands_alone(self, item: int, asking: Asking, plan: int) -> bool:
        """Whether an item surely asks for another plan than this."""
        asked = any(self.sure(residue, item, new=True) for residue, _ in asking.groups)
        return asked and not any(
            self.possible(residue, item) and self.possible(plans.get(plan), plan) for residue, plans in asking.groups
        )

    def is_made(self, item: int, asking: Asking) -> bool:
        """Whether an item surely makes a demand while it is held."""
        arrives = self.program.is_plan[item]
        if not self.always(asking.rule, new=arrives):
            return False
        return any(self.sure(residue, item, new=arrives) for residue, _ in asking.groups)

    def met_at_first(self, item: int, asking: Asking) -> bool:
        """Whether a demand of a first holding is surely met in the first state."""
        plan = None if self.first.plan is None else self.first.plan.item
        return any(
            other != item and (other in self.had or other == plan) and self.sure(asked, other)
            for residue, answers in asking.groups
            if self.sure(residue, item)
            for other, asked in answers.items()
        )
