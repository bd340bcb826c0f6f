"""Where the rows of a base become subscribers: what two rows have in common is read once, what is wrong is told of each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from model.base.remembered import Parts, Remembered
from model.catalogue import Catalogue
from model.errors import BadFile, Place, Problem
from model.load.names import Names
from model.load.nodes import Mapping, Scalar
from model.load.problems import CONTROL, Problems, visible
from model.load.subscriber import SubscriberReader
from model.request import Subscriber

TEXTS_MOST = 500_000
"""The different rows remembered at a time. They are remembered to be quick only: after so many, all are forgotten."""


class Counted(Protocol):
    """What counts the subscribers that are alike."""

    count: int


class Written(Protocol):
    """A row as it is written, its id aside."""

    def parts(self) -> Parts | None:
        """Its parts, None where it does not fall into them."""
        ...

    def node(self, problems: Problems) -> Mapping | None:
        """The mapping that a subscriber's file would be."""
        ...


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that can't be read. Shape: a problem's place names the field, its `file`, and nothing else; `row` is as written."""

    place: Place
    problems: tuple[Problem, ...]
    row: str


Take: TypeAlias = Callable[[Subscriber], Counted]
Reject: TypeAlias = Callable[[Rejected], None]
Step: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many rows were read, and what became of them; blank lines are no rows."""

    read: int
    rejected: int

    @property
    def accepted(self) -> int:
        """The rows that are subscribers."""
        return self.read - self.rejected


class Intake:
    """The rows of one file on their way to `take` (a subscriber) or `reject`.

    Shape: `known` has what was taken by what was written, the id aside.
    """

    def __init__(self, file: str, catalogue: Catalogue, take: Take, reject: Reject) -> None:
        self.file, self.take = file, take
        self.names = Names.of(catalogue)
        self.known: dict[Hashable, Counted] = {}
        self.read = self.rejected = 0
        self._reject = reject
        self._bad: dict[Hashable, tuple[Problem, ...]] = {}
        self._problems = Problems()
        self._remembered = Remembered()

    @property
    def totals(self) -> Totals:
        """The rows so far."""
        return Totals(self.read, self.rejected)

    def admit(self, text: Hashable, written: Written, id_: str, line: int, row: Callable[[], str]) -> None:
        """Takes or rejects a row. Shape: `text` stands for all that is written in it but the id; it is read where it is new."""
        self.read += 1
        counted = self.known.get(text)
        if counted is None:
            problems = self._bad.get(text)
            found = self._subscriber(written) if problems is None else problems
            if not isinstance(found, Subscriber):
                self._bad[text] = found
                return self._turn_away(found, line, row())
            self._forget()
            counted = self.known[text] = self.take(replace(found, id=id_, place=Place(self.file, line, 1)))
        counted.count += 1
        return None

    def refuse(self, line: int, row: str, field: str, wrong: str, right: str) -> None:
        """Rejects a row for one reason."""
        self.read += 1
        self._turn_away((Problem(Place(field), visible(wrong), visible(right)),), line, row)

    def _turn_away(self, problems: tuple[Problem, ...], line: int, row: str) -> None:
        self.rejected += 1
        self._reject(Rejected(Place(self.file, line, 1), problems, row))

    def _subscriber(self, written: Written) -> Subscriber | tuple[Problem, ...]:
        parts = written.parts()
        quick = None if parts is None else self._remembered.find(parts)
        if quick is not None:
            return quick
        problems = self._problems
        problems.errors.clear()
        root = written.node(problems)
        found = None if root is None else SubscriberReader(self.names, problems).read(root)
        if found is None or problems.errors:
            return tuple(sorted(set(problems.errors)))
        if parts is not None:
            self._remembered.learn(parts, found)
        return found

    def _forget(self) -> None:
        for texts in (self.known, self._bad):
            if len(texts) >= TEXTS_MOST:
                texts.clear()


def wrong_id(id_: str) -> tuple[str, str] | None:
    """What is wrong with an id, and what would be right; None if nothing is."""
    if not id_:
        return "没有号码", "写出客户的号码或编号"
    if CONTROL.search(id_):
        return f"号码 `{id_}` 里有控制字符", "删去它"
    return None


def field_node(field: str, text: str, *, plain: bool = False) -> Scalar:
    """A text at the place of a field, which has no line."""
    return Scalar(field, 0, 0, text, plain)


def bad_base(file: str, line: int, wrong: str, right: str) -> BadFile:
    """The error of a file that can't be read as a base at all."""
    return BadFile([Problem(Place(file, line, 1) if line else Place(file), visible(wrong), visible(right))])


def as_ndjson(rejected: Rejected) -> str:
    """A rejected row as one line of JSON."""
    import json

    problems = [{"field": one.place.file, "wrong": one.wrong, "right": one.right} for one in rejected.problems]
    entry = {"file": rejected.place.file, "line": rejected.place.line, "problems": problems, "row": rejected.row}
    return json.dumps(entry, ensure_ascii=False) + "\n"


REJECT_HEADER = ("file", "line", "field", "wrong", "right", "row")


def as_csv(cells: Iterable[str | int]) -> str:
    """One line of CSV."""
    written = (str(cell) for cell in cells)
    return ",".join(f'"{one.replace(chr(34), chr(34) * 2)}"' if set(one) & set(',"\r\n') else one for one in written) + "\n"


def rejected_cells(rejected: Rejected) -> tuple[str | int, ...]:
    """A rejected row as the cells of REJECT_HEADER; several problems stand in a cell each behind the other."""
    told = [
        " | ".join(dict.fromkeys(texts))
        for texts in zip(*((p.place.file, p.wrong, p.right) for p in rejected.problems), strict=True)
    ]
    return (rejected.place.file, rejected.place.line, *told, rejected.row)
