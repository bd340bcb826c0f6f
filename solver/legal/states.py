"""Questions about legal states: which items none of them holds, and why. Source: docs/search.md, 合规状态."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from itertools import chain

from model.answer import Reason
from model.catalogue import Catalogue
from model.collecting import no_collection
from model.ground import Ground
from model.rules.base import Rule
from solver.backend import Backend
from solver.clock import NotDecided, is_up
from solver.legal.because import Deaths, Elements
from solver.legal.grow import Soil
from solver.legal.law import Law
from solver.legal.seek import Seeker
from solver.legal.sessions import Sessions
from solver.legal.twins import Twins

PLANTING_US = 15
"""What an item costs, about, before states can be grown, which nothing interrupts."""


class Legal:
    """The legal states of one catalogue. Shape: `backend` counts the questions that were put to Z3."""

    def __init__(
        self, catalogue: Catalogue, ground: Callable[[Rule], tuple[Ground, ...]], left_ms: Callable[[], int | None]
    ) -> None:
        with no_collection():
            self.law = Law(catalogue, ground)
        self.left_ms = left_ms
        self.backend = Backend(left_ms)
        self.sessions = Sessions(self.law, self.backend)

    @cached_property
    def soil(self) -> Soil:
        """What grows legal states."""
        with no_collection():
            return Soil(self.law)

    @cached_property
    def twins(self) -> Twins:
        """The items that the law does not tell apart."""
        with no_collection():
            return Twins(self.law)

    @cached_property
    def seeker(self) -> Seeker:
        """What finds legal states."""
        return Seeker(self.law, self.soil, self.sessions, lambda: self.expired)

    @cached_property
    def dead(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The items that no legal state holds, and those of which that was not decided in time.

        Cost: of twins one is looked for; most are found alive by growing; Z3 is asked once for each state that growing missed,
        and once for the proof.
        """
        left_ms = self.left_ms()
        if left_ms is not None and left_ms <= self.law.size * PLANTING_US // 1000:
            return (), tuple(range(self.law.size))
        left = dict.fromkeys(self.twins.of)
        try:
            with no_collection():
                for held in chain(self.seeker.grown(left), self.seeker.asked(left)):
                    for item in held:
                        left.pop(self.twins.first[item], None)
        except NotDecided:
            return (), self._all_like(left)
        return self._all_like(left), ()

    def _all_like(self, firsts: Iterable[int]) -> tuple[int, ...]:
        """The items of some kinds, in the catalogue's sequence."""
        return tuple(sorted(item for first in firsts for item in self.twins.of[first]))

    @cached_property
    def deaths(self) -> tuple[tuple[int, Elements], ...]:
        """The dead items, each with elements by which alone it is dead, each needed; empty where time is over."""
        known: dict[int, Elements] = {}
        with no_collection(), suppress(NotDecided):
            known.update(Deaths(self.law, self.backend, self.dead[0], self.twins).all())
        return tuple((item, known.get(item, ())) for item in self.dead[0])

    @cached_property
    def alive(self) -> tuple[int, ...]:
        """The items that some legal state holds."""
        none = {item for items in self.dead for item in items}
        return tuple(item for item in range(self.law.size) if item not in none)

    @property
    def expired(self) -> bool:
        """Whether no time is left."""
        return is_up(self.left_ms)

    def names(self, items: Iterable[int]) -> tuple[str, ...]:
        """The names of items."""
        return tuple(self.law.names[item] for item in items)

    def reasons(self, elements: Iterable[int]) -> tuple[Reason, ...]:
        """The names of elements: rules in their sequence, then firm parts in the catalogue's."""
        return tuple(self.law.reason(element) for element in sorted(elements))
