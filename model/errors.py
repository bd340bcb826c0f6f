"""Everything that a user can get wrong.

CompatError
├── BadFile      a catalogue, draft or subscriber file is wrong: every problem with its place (exit 3)
└── BadRequest   a request can't be understood: unknown or ambiguous name, contradictory goal, no such file (exit 2)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file. Units: line and column count from 1; 0 where there is none."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file, and what would be right."""

    place: Place
    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.place}: {self.wrong}; {self.right}" if self.right else f"{self.place}: {self.wrong}"


class CompatError(Exception):
    """The root of all errors that a user can cause."""


class BadFile(CompatError):
    """A file is wrong. Shape: `problems` in the order of their places, all of all files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class BadRequest(CompatError):
    """A request can't be understood. Shape: `candidates` are names that may have been meant, best first."""

    def __init__(self, wrong: str, right: str = "", candidates: Iterable[str] = ()) -> None:
        self.wrong = wrong
        self.right = right
        self.candidates = tuple(candidates)
        super().__init__(f"{wrong}; {right}" if right else wrong)
