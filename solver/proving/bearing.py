"""How near premises are to what is asked: where a reason is shortened the farthest are left out first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from model.answer import BUILT_IN
from solver.ground.program import Program

DEEP = 2
"""So far it is followed what meets demands: premises that speak of none of that are all alike far."""


def farness(program: Program, items: Iterable[int]) -> Callable[[str], int]:
    """How far a premise is from some items: 0 if it speaks of one, 1 if of what meets a demand of one, and so on."""
    far: dict[str, int] = {}
    border, seen = set(items), set(items)
    for away in range(DEEP):
        for item in border:
            for rule in _speaking(program, item):
                far.setdefault(program.rules[rule].id, away)
            for name in BUILT_IN:
                far.setdefault(f"{name}:{program.names[item]}", away)
        border = {other for item in border for other in _meeting(program, item)} - seen
        seen |= border
    return lambda premise: far.get(premise, DEEP)


def _speaking(program: Program, item: int) -> Iterator[int]:
    """The rules that say with what an item stands, what it needs and who may have it, and of a plan where one may go from it."""
    entries = (program.pairs, program.beside, program.crowds, program.needs, program.needs_taken)
    yield from (entry.rule for of in entries for entry in of[item])
    tuples = (program.fits, program.fits_taken, program.bonds, program.passages)
    yield from (entry[0] for of in tuples for entry in of[item])


def _meeting(program: Program, item: int) -> Iterator[int]:
    for asking in (*program.needs[item], *program.needs_taken[item]):
        for _, answers in asking.groups:
            yield from answers
