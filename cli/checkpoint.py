"""The file in which a long run notes what is decided, so that the next one goes on where it stopped."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cli.misuse import Misuse
from model.catalogue import Catalogue
from model.request import Query
from solver.answers.outcome import Outcome

FORMAT = "taocan.checkpoint/1"
HEAD = json.dumps({"format": FORMAT}) + "\n"


class Checkpoint:
    """Outcomes by what was asked, in a file to which each new one is added.

    Shape: one JSON object a line; a line that was cut off by an interrupt is left out. An outcome counts only for the same
    catalogue, query and program; an undecided one only where no more time is allowed than it had.
    Errors: Misuse where the file is another one, or can't be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._known: dict[tuple[str, str, str], tuple[Outcome, int | None]] = {}
        try:
            self._stream = self._open(path)
        except OSError as error:
            raise Misuse("broken.out_unwritable", path=str(path), why=error.strerror or str(error)) from error

    def _open(self, path: Path) -> BinaryIO:
        held = path.read_bytes() if path.exists() else b""
        head = HEAD.encode()
        if not held.startswith(head) and not head.startswith(held):
            raise Misuse("broken.checkpoint", path=str(path))
        for line in held[len(head) :].split(b"\n"):
            self._read(line)
        stream = path.open("r+b" if held else "wb")
        if not held.startswith(head):
            stream.write(head)
        stream.seek(0, 2)
        if held.startswith(head) and not held.endswith(b"\n"):
            stream.write(b"\n")
        stream.flush()
        return stream

    def _read(self, line: bytes) -> None:
        try:
            entry = json.loads(line)
            day = None if entry["day"] is None else date.fromisoformat(entry["day"])
            losses = tuple((item, how) for item, how in entry["losses"])
            outcome = Outcome(entry["verdict"], entry["to"], day, losses, entry["fee"])
            self._known[entry["of"], entry["profile"], entry["asked"]] = (outcome, entry["ms"])
        except (ValueError, LookupError, TypeError):
            return

    def of(self, catalogue: Catalogue, query: Query) -> _Part:
        """What the file knows of one catalogue and one kind of query."""
        terms = (catalogue.sha256, version(), str(query.on), query.channel, query.horizon_months, query.minimise)
        return _Part(self, sha256(repr(terms).encode()).hexdigest()[:16], query.budget_ms)

    def find(self, of: str, profile: str, to: tuple[str, ...], ms: int | None) -> Outcome | None:
        """A remembered outcome that counts where `ms` are allowed (None: any time)."""
        found = self._known.get((of, profile, _asked(to)))
        if found is None:
            return None
        outcome, had = found
        if outcome.verdict == "undecided" and had is not None and (ms is None or ms > had):
            return None
        return outcome

    def add(self, of: str, profile: str, to: tuple[str, ...], outcome: Outcome, ms: int | None) -> None:
        """Notes an outcome."""
        self._known[of, profile, _asked(to)] = (outcome, ms)
        entry = {
            "of": of, "profile": profile, "asked": _asked(to), "verdict": outcome.verdict, "to": outcome.to,
            "day": None if outcome.day is None else str(outcome.day), "losses": outcome.losses, "fee": outcome.fee_fen, "ms": ms,
        }  # fmt: skip
        self._stream.write((json.dumps(entry, ensure_ascii=False) + "\n").encode())
        self._stream.flush()

    def __enter__(self) -> Checkpoint:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stream.close()


class _Part:
    """The outcomes of one catalogue and one kind of query: the memory of a batch."""

    def __init__(self, checkpoint: Checkpoint, of: str, ms: int | None) -> None:
        self._checkpoint, self._of, self._ms = checkpoint, of, ms

    def get(self, profile: str, to: tuple[str, ...]) -> Outcome | None:
        return self._checkpoint.find(self._of, profile, to, self._ms)

    def put(self, profile: str, to: tuple[str, ...], outcome: Outcome) -> None:
        self._checkpoint.add(self._of, profile, to, outcome, self._ms)


def _asked(to: tuple[str, ...]) -> str:
    """The plans asked for: the name of one, the digest of several."""
    return to[0] if len(to) == 1 else f"{len(to)}:{sha256(repr(to).encode()).hexdigest()[:32]}"


@cache
def version() -> str:
    """The version of the program, by its own text: what decides otherwise is another one."""
    import model
    import solver

    digest = sha256()
    for package in (model, solver):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*.py")):
            digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
