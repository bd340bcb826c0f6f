"""Catalogues compiled once in a process, and written down so that another process need not do it again."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO
from pickle import HIGHEST_PROTOCOL, Pickler, loads
from typing import Any

from model.catalogue import Catalogue
from model.collecting import no_collection
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
    out = BytesIO()
    with no_collection():
        _Pickler(out, HIGHEST_PROTOCOL).dump(compiled(catalogue).work_out())
    return out.getvalue()


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


class _Pickler(Pickler):
    """Takes dataclasses apart into their values alone: read back, they cost a fifth of what pickle's own way takes."""

    def reducer_override(self, value: object) -> Any:
        kind = type(value)
        if not is_dataclass(kind) or "__slots__" not in kind.__dict__:
            return NotImplemented
        return _made, (kind, *(getattr(value, one.name) for one in fields(kind)))


def _made(kind: type, *values: object) -> object:
    made: object = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(made, value)
    return made


@cache
def _setters(kind: type) -> tuple[Callable[[object, object], None], ...]:
    """What puts each value in its place, frozen or not."""
    return tuple(getattr(kind, one.name).__set__ for one in fields(kind))
