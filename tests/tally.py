"""What the random cases of a run came to."""

from __future__ import annotations

from collections import Counter

from build import Built
from oracle import Point

from model.rules.kinds import KINDS

TALLY: Counter[str] = Counter()
FIRED: Counter[str] = Counter()
"""How often each finding was met in random catalogues, and in how many."""
VERDICTS = ("reachable", "elsewhere", "later", "blocked")
FEATURES = ("two changes", "cancelled after a wait", "tie", "ordered for a need", "frontier")
DECIDERS = (*sorted(KINDS), "guard holding", "guard facts", "at", "valid")
COMMON = (*VERDICTS, "ordered for a need", "conflict", "needs", "move", "channel")
"""What even a short run must have met."""


def count(built: Built, points: list[Point]) -> None:
    """Counts one example."""
    TALLY["examples"] += 1
    TALLY[points[0].verdict if points else "blocked"] += 1
    TALLY["tie"] += any(len(point.sets) > 1 for point in points)
    TALLY["frontier"] += len(points) > 1
    TALLY["ordered for a need"] += any(point.cost[-3] for point in points)
    TALLY["two changes"] += any(point.cost[-2] > 1 for point in points)
    TALLY["cancelled after a wait"] += any(point.verdict == "later" and any(point.least - {frozenset()}) for point in points)


def lines() -> list[str]:
    """The report."""
    return [*_answers(), *(f"{name:28} {FIRED[name]:6}" for name in sorted(FIRED))]


def _answers() -> list[str]:
    if not TALLY["examples"]:
        return []
    proofs = ("cores", "blocks", "too large to prove again")
    shown = ("examples", "too large for the oracle", *proofs, "looked at rule by rule", *VERDICTS, *FEATURES)
    return [f"{name:28} {TALLY[name]:6}" for name in shown] + [
        f"decided by {name:17} {TALLY[f'decided by {name}']:6}" for name in DECIDERS
    ]
