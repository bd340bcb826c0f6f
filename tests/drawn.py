"""A source of chance that Hypothesis shrinks: what is drawn is even, and the simplest draw is that nothing happens."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

THOUSAND = 1000


class Drawn(Random):
    """Chance as the random cases use it, over the draws of one example."""

    def __init__(self, draw: Any) -> None:
        super().__init__(0)
        self.draw = draw

    def randint(self, a: int, b: int) -> int:
        return int(self.draw(st.integers(a, b)))

    def random(self) -> float:
        return 1 - self.randint(0, THOUSAND - 1) / THOUSAND

    def choice(self, seq: Sequence[Any]) -> Any:
        return seq[self.randint(0, len(seq) - 1)]

    def sample(self, population: Sequence[Any], k: int, **_: Any) -> list[Any]:
        left = list(population)
        return [left.pop(self.randint(0, len(left) - 1)) for _ in range(k)]
