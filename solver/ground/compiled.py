"""Catalogues compiled once in a process, and written down so that another process need not do it again."""

from __future__ import annotations

import gc
from itertools import chain
from pickle import loads

from model.catalogue import Catalogue
from model.collecting import no_collection
from solver.ground.columns import in_columns
from solver.ground.program import Program

MANY = 10_000
"""From so many items on the garbage collector is told to pass over what stays to the end: a pass takes half a second."""
_LAST: list[Program] = []


def compiled(catalogue: Catalogue) -> Program:
    """The program of a catalogue. Cost: remembers the last two asked for, an old version and a new one."""
    for program in _LAST:
        if program.catalogue is catalogue:
            return program
    with no_collection():
        return _remember(Program(catalogue))


def written(catalogue: Catalogue) -> bytes:
    """A catalogue with its program, as `read` takes them."""
    with no_collection():
        program = compiled(catalogue).work_out()
        entries = chain(program.pairs, program.beside, program.needs, program.needs_taken, program.crowds, program.brings)
        return in_columns(program, chain(program.items, program.rules, entries))


def read(data: bytes | memoryview) -> Catalogue:
    """The catalogue that was written, its program remembered. Only what this user's own program wrote may be read.

    Errors: many, if the bytes are not what `written` gave under the same version of the program.
    """
    with no_collection():
        program = loads(data)
    if not isinstance(program, Program):
        raise TypeError(f"not a program: {type(program)}")
    return _remember(program).catalogue


def _remember(program: Program) -> Program:
    _LAST[:] = [program, *_LAST[:1]]
    if len(program.items) > MANY:
        gc.freeze()
    return program
