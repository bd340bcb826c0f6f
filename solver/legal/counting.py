"""At-most constraints as clauses. Source: Sinz, Towards an optimal CNF encoding of Boolean cardinality constraints, CP 2005."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from solver.backend import Clause

PAIRED = 5
"""Of no more than so many all pairs are written out."""


def at_most(n: int, members: Sequence[int], fresh: Callable[[], int]) -> Iterator[Clause]:
    """Clauses by which no more than `n` of some variables are true, 0 < n < len(members).

    Shape: `fresh` gives the counters, n for each member but the last. Cost: 2n + 1 clauses a member.
    """
    if n == 1 and len(members) <= PAIRED:
        yield from ((-a, -b) for place, a in enumerate(members) for b in members[:place])
        return
    below: list[int] = []
    for place, member in enumerate(members):
        if below:
            yield -member, -below[-1]
        if place == len(members) - 1:
            return
        counters = [fresh() for _ in range(n)]
        yield -member, counters[0]
        for level, earlier in enumerate(below):
            yield -earlier, counters[level]
            if level + 1 < n:
                yield -member, -earlier, counters[level + 1]
        below = counters
