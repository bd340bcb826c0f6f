"""The least set of losses that hits every core found so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from solver.backend import Backend
from solver.ground.items import Items


class Master:
    """Least hitting sets over a growing list of cores.

    Shape: a core is a set of holdings of which every path loses one; the least set is by fee (if given), then by number, then
    by how many of it are withdrawn.
    Cost: forced members by propagation; Z3 where cores are left that share nothing with them.
    """

    def __init__(
        self, backend: Backend, fee_fen: Callable[[int], int] | None, withdrawn: Callable[[int], bool] = lambda item: False
    ) -> None:
        self.backend = backend
        self.fee_fen = fee_fen
        self.withdrawn = withdrawn
        self.cores: list[Items] = []

    def add(self, core: Items) -> None:
        """One more core; those that contain it are dropped."""
        self.cores = [one for one in self.cores if not core <= one] + [core]

    def least(self, lost: Items) -> Items | None:
        """The least superset of `lost` that hits every core; None if a core is empty."""
        chosen, open_ = self._propagate(lost)
        if any(not core for core in open_):
            return None
        if not open_:
            return chosen
        if len(open_) == 1 and self.fee_fen is None:
            return chosen | {min(open_[0], key=lambda item: (self.withdrawn(item), item))}
        variables = sorted(frozenset().union(*open_))
        number = {item: n for n, item in enumerate(variables, 1)}
        levels = self._levels(number)
        clauses = [tuple(sorted(number[item] for item in core)) for core in open_]
        witness = self.backend.least("master", clauses, levels)
        assert witness is not None, "a hitting set of non-empty cores exists"
        found = chosen | {variables[n - 1] for n in witness}
        assert all(core & found for core in self.cores), "the least hitting set hits every core"
        return found

    def other(self, known: list[Items], losable: Items) -> Items | None:
        """A hitting set of the same fee and number as the first of `known` that is none of them; None if there is none."""
        chosen, open_ = self._propagate(frozenset())
        weight = self.weigh(known[0])
        if any(not core for core in open_) or (not open_ and chosen == known[0]):
            return None
        variables = sorted(losable | known[0])
        number = {item: n for n, item in enumerate(variables, 1)}
        clauses = [tuple(sorted(number[item] for item in core)) for core in self.cores]
        clauses += [tuple(sorted(-number[item] for item in one)) for one in known]
        levels = self._levels(number)
        witness = self.backend.least("master", clauses, levels)
        found = None if witness is None else frozenset(variables[n - 1] for n in witness)
        return found if found is not None and self.weigh(found)[:2] == weight[:2] else None

    def _levels(self, number: dict[int, int]) -> list[dict[int, int]]:
        """What is minimised, one after another: the fee if it is given, the number, the withdrawn ones."""
        levels = [dict.fromkeys(number.values(), 1)]
        if self.fee_fen is not None:
            levels.insert(0, {n: fee for item, n in number.items() if (fee := self.fee_fen(item))})
        out = {n: 1 for item, n in number.items() if self.withdrawn(item)}
        return [*levels, out] if out else levels

    def _propagate(self, lost: Items) -> tuple[Items, list[Items]]:
        chosen = lost | frozenset(item for core in self.cores if len(core) == 1 for item in core)
        return chosen, [core for core in self.cores if not core & chosen]

    def weigh(self, items: Iterable[int]) -> tuple[int, int, int]:
        """The fee (0 where it is not minimised), the number and the withdrawn ones of a set of losses."""
        found = tuple(items)
        fee = sum(map(self.fee_fen, found)) if self.fee_fen is not None else 0
        return fee, len(found), sum(map(self.withdrawn, found))
