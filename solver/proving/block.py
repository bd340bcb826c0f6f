"""Why a line has no path: an irreducible set of premises that is enough by itself."""

from __future__ import annotations

from collections.abc import Callable

from model.answer import Block, BlockReason, Verdict
from solver.ground.program import Program

Refutes = Callable[[frozenset[str] | None], frozenset[str] | None]
"""Asked of premises that alone act (None: all): those that stopped something where no path is left, None if there is one."""


def irreducible(
    stopped: frozenset[str],
    refutes: Refutes,
    order: Callable[[str], tuple[int, str]],
    *,
    far: Callable[[str], int] = lambda _: 0,
    cheaply: Refutes | None = None,
) -> tuple[str, ...]:
    """A subset of `stopped` that still refutes, of which no premise can be left out.

    Shape: in the order of `order`; the nearest are tried alone, then those that are `far` are left out first, from the last to
    the first, in halving runs, until none can go. Where `cheaply` refutes, which asks for less and never refutes in error, it
    shrinks them first.
    Cost: some |result| x log |stopped| searches, and one more for each premise of the result.
    """
    left = sorted(stopped, key=lambda premise: (far(premise), *order(premise)))
    if cheaply is not None and (known := cheaply(frozenset(left))) is not None:
        left = _nearest([premise for premise in left if premise in known], cheaply, far)
        if len(left) > 1:
            left = _shrunk(left, cheaply)
        return tuple(sorted(_shrunk(left, refutes), key=order))
    return tuple(sorted(_shrunk(_nearest(left, refutes, far), refutes), key=order))


def _nearest(left: list[str], refutes: Refutes, far: Callable[[str], int]) -> list[str]:
    """Of some premises those up to the least distance that refute alone; all where none of these do."""
    for most in sorted(set(map(far, left)))[:-1]:
        near = [premise for premise in left if far(premise) <= most]
        needed = refutes(frozenset(near))
        if needed is not None:
            return [premise for premise in near if premise in needed]
    return left


def _shrunk(left: list[str], refutes: Refutes) -> list[str]:
    size = max(len(left) // 2, 1)
    while True:
        shrunk = _pass(left, size, refutes)
        if size == 1 and len(shrunk) == len(left):
            return shrunk
        left, size = shrunk, max(size // 2, 1)


def _pass(left: list[str], size: int, refutes: Refutes) -> list[str]:
    """One pass over all runs of `size` premises, last first; what is left of them."""
    end = len(left)
    while end > 0:
        start = max(end - size, 0)
        rest = left[:start] + left[end:]
        needed = refutes(frozenset(rest))
        if needed is not None:
            left = [premise for premise in rest if premise in needed]
            end = min(start, len(left))
        else:
            end = start
    return left


def premise_order(program: Program) -> Callable[[str], tuple[int, str]]:
    """Premises in a fixed order: rules in their sequence, then built-ins."""
    return lambda premise: (program.rule_index.get(premise, len(program.rules)), premise)


def block_of(program: Program, premises: tuple[str, ...], line: Verdict) -> Block:
    """A block from its premises."""
    reasons = []
    items: set[int] = set()
    facts: list[str] = []
    for premise in premises:
        rule = program.catalogue.rules.get(premise)
        if rule is None:
            reasons.append(BlockReason(premise))
            items.add(program.index[premise.split(":", 1)[1]])
        else:
            reasons.append(BlockReason(rule.id, cite=rule.cite))
            facts += [*rule.guards.facts, *getattr(rule.body, "facts", ())]
    return Block(tuple(reasons), program.item_names(items), tuple(dict.fromkeys(facts)), line)
