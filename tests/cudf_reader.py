"""Upgrade problems of package managers (CUDF) as catalogues: packages are items, what is installed is held.

A version of a package is an item `name=version`; `depends` are needs, `conflicts` conflicts that resolve by consent, `keep` a
holding that needs what must stay. What is to be installed or upgraded is an item `+…` to add that needs it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from model.generate.texts import Data, document

OPERATORS = {
    "=": lambda have, want: have == want,
    "!=": lambda have, want: have != want,
    ">=": lambda have, want: have >= want,
    "<=": lambda have, want: have <= want,
    ">": lambda have, want: have > want,
    "<": lambda have, want: have < want,
}
Stanza = dict[str, str]


@dataclass(frozen=True)
class Upgrades:
    """One problem. Shape: a clause of `needs` is empty where nothing answers it; names of items are `name=version`."""

    installed: tuple[str, ...]
    needs: dict[str, list[tuple[str, ...]]]
    conflicts: dict[str, tuple[str, ...]]
    keeps: tuple[tuple[str, ...], ...]
    install: tuple[tuple[str, tuple[str, ...]], ...]
    remove: tuple[str, ...]
    items: tuple[str, ...] = field(default=())

    def wanted(self, place: int) -> str:
        """The item that stands for one of what is to be installed."""
        return f"+{self.install[place][0]}"

    @property
    def kept(self) -> tuple[str, ...]:
        """The holdings that stand for what must stay."""
        return tuple(f"keep{n}" for n in range(len(self.keeps)))

    def catalogue(self) -> bytes:
        """The problem as a catalogue file."""
        offers: list[Data] = [
            {"name": name} for name in (*self.items, *self.kept, *dict.fromkeys(map(self.wanted, range(len(self.install)))))
        ]
        return document({"catalogue": "upgrades"}, {"offers": offers, "rules": self._rules()}).encode()

    def subscriber(self) -> dict[str, Data]:
        """What is installed, as a subscriber's file."""
        return {"id": "installed", "holds": [*self.installed, *self.kept]}

    def _rules(self) -> Iterator[Data]:
        for item, clauses in self.needs.items():
            for n, answers in enumerate(clauses):
                yield {"rule": f"needs {item} {n}", "needs": {"items": item, "any_of": [*answers]}}
        for item, others in self.conflicts.items():
            if others:
                yield {"rule": f"conflict {item}", "conflict": [item, [*others]]}
        for name, answers in (*zip(self.kept, self.keeps, strict=True), *{f"+{n}": a for n, a in self.install}.items()):
            yield {"rule": f"needs {name}", "needs": {"items": name, "any_of": [*answers]}}


def read_cudf(path: Path) -> Upgrades:
    """The problem of a `.cudf` or `.cudf.gz` file."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    stanzas = [stanza for part in data.decode().split("\n\n") if (stanza := _stanza(part))]
    return _Universe([one for one in stanzas if "package" in one]).problem(next(one for one in stanzas if "request" in one))


def _stanza(text: str) -> Stanza:
    lines = text.replace("\n ", " ").splitlines()
    pairs = [line.partition(":") for line in lines if ":" in line and not line.startswith("#")]
    return {key.strip(): value.strip() for key, _, value in pairs}


class _Universe:
    """All packages, by what they are called and what they provide."""

    def __init__(self, packages: list[Stanza]) -> None:
        self.packages = packages
        self.named: dict[str, list[tuple[int | None, str]]] = {}
        for one in packages:
            self.named.setdefault(one["package"], []).append((int(one["version"]), self.name(one)))
        self.real = {name: list(versions) for name, versions in self.named.items()}
        for one in packages:
            for provided in _listed(one.get("provides", "")):
                name, operator, version = _constraint(provided)
                assert operator in ("", "=")
                self.named.setdefault(name, []).append((int(version) if operator else None, self.name(one)))

    @staticmethod
    def name(package: Stanza) -> str:
        return f"{package['package']}={package['version']}"

    def problem(self, request: Stanza) -> Upgrades:
        """What the request asks of these packages."""
        needs = {self.name(one): self._clauses(one.get("depends", "")) for one in self.packages}
        conflicts = {}
        for one in self.packages:
            found = [item for listed in _listed(one.get("conflicts", "")) for item in self._matching(listed)]
            conflicts[self.name(one)] = tuple(item for item in dict.fromkeys(found) if item != self.name(one))
        installed = [one for one in self.packages if one.get("installed") == "true"]
        keeps = []
        for one in installed:
            if one.get("keep") == "version":
                keeps.append((self.name(one),))
            elif one.get("keep") == "package":
                keeps.append(tuple(item for _, item in self.real[one["package"]]))
        install = tuple((one, self._matching(one)) for one in _listed(request.get("install", "")))
        remove = tuple(dict.fromkeys(i for one in _listed(request.get("remove", "")) for i in self._matching(one, real=True)))
        items = tuple(map(self.name, self.packages))
        return Upgrades(tuple(map(self.name, installed)), needs, conflicts, tuple(dict.fromkeys(keeps)), install, remove, items)

    def _clauses(self, text: str) -> list[tuple[str, ...]]:
        clauses = []
        for clause in _listed(text):
            if clause != "true!":
                found = [item for one in clause.split("|") if one.strip() != "false!" for item in self._matching(one)]
                clauses.append(tuple(dict.fromkeys(found)))
        return clauses

    def _matching(self, text: str, *, real: bool = False) -> tuple[str, ...]:
        name, operator, version = _constraint(text)
        among = (self.real if real else self.named).get(name, ())
        return tuple(item for have, item in among if not operator or have is None or OPERATORS[operator](have, int(version)))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _constraint(text: str) -> tuple[str, str, str]:
    name, *rest = text.split()
    return (name, rest[0], rest[1]) if rest else (name, "", "")
