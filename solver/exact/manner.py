"""In which manner a search goes: what comes first, and what it need not look at."""

from __future__ import annotations

from dataclasses import dataclass

from solver.ground.items import Items


@dataclass(frozen=True, slots=True)
class Manner:
    """How a search goes.

    Shape: `eager` for any path, what leaves least to do first, else the cheapest first; `timed` where cancellations are put off
    and other orders are not, else each as early as can be; `clearing` where what is only in the way is cancelled first, for no
    count of orders matters; `toward` is what is held at an end to head for, and nothing else is tried.
    """

    eager: bool = False
    timed: bool = False
    clearing: bool = False
    toward: Items | None = None


LEAST = Manner()
ANY = Manner(eager=True)
TIMED = Manner(timed=True)
CLEARING = Manner(clearing=True)


def heading(toward: Items) -> Manner:
    """The manner of a search that heads for an end."""
    return Manner(eager=True, toward=toward)
