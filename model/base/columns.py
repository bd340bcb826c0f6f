"""The columns of a base in CSV or Parquet, and what a cell of each says: a row as the mapping that a subscriber's file is.

Source: docs/subscribers.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass

from model.base.intake import field_node
from model.base.remembered import Parts
from model.errors import BadFile, Place, Problem
from model.load import nodes
from model.load.bodies import ACTS
from model.load.names import Names
from model.load.nodes import Node
from model.load.problems import Problems

FIXED = ("id", "plan", "plan_until", "plan_ends", "booked", "booked_starts", "holds", "lacks", "past")
FACT, LAST = "fact.", "last."
LASTS = tuple(f"{LAST}{act}" for act in ACTS)
WITHIN = "\x1f"
"""What stands between the values of a cell that is a list in the file itself."""
ENTRIES = re.compile("[;；\x1f]")
KEYED = re.compile(r"\s+(origin|since|until|ends|cancelled)\s*=\s*")
PAST = re.compile(r"(\S+)\s+(.+)@([^@]+)")
TRUTH = {"TRUE": "true", "FALSE": "false", "True": "true", "False": "false"}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file. Shape: `names` in the order of the file; `place` is where the id stands among them."""

    names: tuple[str, ...]
    facts: tuple[str, ...]
    place: int
    known: Names

    @classmethod
    def of(cls, file: str, header: Sequence[str], known: Names) -> Columns:
        """The columns of a header. Errors: BadFile with all that is wrong with it."""
        names = tuple(name.strip() for name in header)
        problems = Problems()
        for number, name in enumerate(names):
            _check_column(field_node(file, name), name, names[:number], known, problems)
        if "id" not in names:
            problems.errors.append(
                Problem(Place(file, 1, 1), "表头没有 `id` 列", f"补上 `id`；可用的列：{'、'.join(FIXED)}、fact.资料名、last.动作")
            )
        if problems.errors:
            raise BadFile(Problem(Place(file, 1, 1), one.wrong, one.right) for one in problems.errors)
        return cls(names, tuple(name for name in names if name.startswith(FACT)), names.index("id"), known)

    def row(self, cells: Sequence[str]) -> Row:
        """A row of the file."""
        return Row(self, {name: text for name, cell in zip(self.names, cells, strict=True) if (text := cell.strip())})


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its columns. Shape: `given` has the cells that are not empty."""

    columns: Columns
    given: Map[str, str]

    def parts(self) -> Parts | None:
        """Its parts; None with a booked plan."""
        given, get = self.given, self.given.get
        if "booked" in given or "booked_starts" in given:
            return None
        holds = tuple(_entries(given, "holds")) if "holds" in given else ()
        plan = get("plan"), get("plan_until"), get("plan_ends")
        past = get("past"), *map(get, LASTS)
        return Parts(plan, holds, get("lacks"), tuple(map(get, self.columns.facts)), past)

    def node(self, problems: Problems) -> nodes.Mapping:
        """The row as a subscriber's mapping, less its id."""
        root = _mapping("", {})
        for key, make in _PARTS.items():
            node = make(self.given, self.columns.known, problems)
            if node is not None:
                root.pairs[key] = (field_node(key, key), node)
        return root


def _check_column(at: nodes.Scalar, name: str, before: Sequence[str], known: Names, problems: Problems) -> None:
    if not name:
        problems.error(at, f"第 {len(before) + 1} 列没有列名", "写出列名，或删去此列（行尾多余的逗号也算一列）")
    elif name in before:
        problems.error(at, f"列 `{name}` 出现两次", "只保留一列")
    elif name.startswith(FACT):
        known.fact(field_node(at.file, name.removeprefix(FACT)), problems)
    elif name.startswith(LAST):
        if name.removeprefix(LAST) not in ACTS:
            problems.error(at, f"没有列 `{name}`", "应为 " + "、".join(f"`{one}`" for one in LASTS))
    elif name not in FIXED:
        if ";" in name or "\t" in name:
            problems.error(at, f"没有列 `{name}`", "列与列之间用半角逗号")
        else:
            more = (*(f"{FACT}{fact}" for fact in known.facts), *LASTS)
            problems.error(at, f"没有列 `{name}`", problems.nearest(name, (*FIXED, *more)))


def _mapping(field: str, values: Map[str, Node]) -> nodes.Mapping:
    found = nodes.Mapping(field, 0, 0)
    found.pairs.update({key: (field_node(field, key), value) for key, value in values.items()})
    return found


def _list(field: str, values: Iterable[Node]) -> nodes.Sequence:
    found = nodes.Sequence(field, 0, 0)
    found.items.extend(values)
    return found


def _entries(given: Map[str, str], field: str) -> list[str]:
    return [entry for part in ENTRIES.split(given.get(field, "")) if (entry := part.strip())]


def _plan(given: Map[str, str], known: Names, problems: Problems) -> Node | None:
    days = {key: given[f"plan_{key}"] for key in ("until", "ends") if f"plan_{key}" in given}
    if "plan" not in given:
        for key in days:
            problems.error(field_node(f"plan_{key}", ""), f"写了 `plan_{key}`，没有写 `plan`", "补上主套餐，或清空此格")
        return None
    item = field_node("plan", given["plan"])
    if not days:
        return item
    return _mapping("plan", {"item": item, **{key: field_node(f"plan_{key}", day) for key, day in days.items()}})


def _booked(given: Map[str, str], known: Names, problems: Problems) -> Node | None:
    found = {key: given[key] for key in ("booked", "booked_starts") if key in given}
    if len(found) == 1:
        (there,) = found
        (missing,) = {"booked", "booked_starts"} - {there}
        problems.error(field_node(missing, ""), f"写了 `{there}`，没有写 `{missing}`", f"补上 `{missing}`，或清空 `{there}`")
    if len(found) < 2:
        return None
    starts = field_node("booked_starts", found["booked_starts"])
    return _mapping("booked", {"plan": field_node("booked", found["booked"]), "starts": starts})


def _holds(given: Map[str, str], known: Names, problems: Problems) -> Node | None:
    entries = _entries(given, "holds")
    return _list("holds", [_holding(entry, known, problems) for entry in entries]) if entries else None


def _holding(entry: str, known: Names, problems: Problems) -> Node:
    """`ITEM`, `ITEM@UNTIL`, either with ` key=value` behind it."""
    name, *pairs = [entry] if entry in known.canonical else KEYED.split(entry)
    fields: dict[str, Node] = {}
    if name not in known.canonical and "@" in name:
        name, _, until = (part.strip() for part in name.rpartition("@"))
        fields["until"] = field_node("holds", until)
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        if key in fields:
            problems.error(field_node("holds", key), f"`{entry}` 里 `{key}` 写了两次", "只写一次")
        fields[key] = field_node("holds", value)
    item = field_node("holds", name)
    return _mapping("holds", {"item": item, **fields}) if fields else item


def _lacks(given: Map[str, str], known: Names, problems: Problems) -> Node | None:
    entries = _entries(given, "lacks")
    return _list("lacks", [field_node("lacks", entry) for entry in entries]) if entries else None


def _facts(given: Map[str, str], known: Names, problems: Problems) -> Node | None:
    found = nodes.Mapping("fact", 0, 0)
    for field, text in given.items():
        if field.startswith(FACT):
            name = field.removeprefix(FACT)
            kind = known.facts[name].type
            written = TRUTH.get(text, text) if kind == "bool" else text
            found.pairs[name] = (field_node(field, name), field_node(field, written, plain=kind != "text"))
    return found if found.pairs else None


def _last(given: Map[str, str], known: Names, problems: Problems) -> Node | None:
    acts = {act: _entries(given, LAST + act) for act in ACTS}
    days: dict[str, Node] = {
        act: _list(LAST + act, [field_node(LAST + act, day) for day in entries]) for act, entries in acts.items() if entries
    }
    return _mapping("last", days) if days else None


def _past(given: Map[str, str], known: Names, problems: Problems) -> Node | None:
    found = []
    for entry in _entries(given, "past"):
        parts = PAST.fullmatch(entry)
        if parts is None:
            problems.error(
                field_node("past", entry), f"`{entry}` 不是受理记录", "写成 `动作 产品@日期`，如 `cancel 来电管家@2026-09-01`"
            )
            continue
        keys = zip(("act", "item", "day"), parts.groups(), strict=True)
        found.append(_mapping("past", {key: field_node("past", text.strip()) for key, text in keys}))
    return _list("past", found) if found else None


_PARTS: Map[str, Callable[[Map[str, str], Names, Problems], Node | None]] = {
    "plan": _plan,
    "booked": _booked,
    "holds": _holds,
    "lacks": _lacks,
    "facts": _facts,
    "last": _last,
    "past": _past,
}
