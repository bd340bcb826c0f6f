"""Reads a base of subscribers, whatever it is written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from model.base.comma import read_csv
from model.base.intake import Intake, Reject, Rejected, Step, Take, Totals
from model.base.ndjson import read_ndjson
from model.base.parquet import read_parquet
from model.catalogue import Catalogue
from model.errors import BadFile, BadRequest, Place, Problem

STREAMS: Mapping[str, Callable[[Intake, BinaryIO, Step], None]] = {
    ".csv": read_csv,
    ".ndjson": read_ndjson,
    ".jsonl": read_ndjson,
}
PARQUET = (".parquet", ".pq")
SUFFIXES = (*STREAMS, *PARQUET)
SHOWN_MOST = 20


def read_base(path: Path, catalogue: Catalogue, *, take: Take, reject: Reject, step: Step = lambda rows: None) -> Totals:
    """How many rows a file has; each goes to `take` or to `reject`.

    Shape: `take` is asked once for rows that say the same of their subscribers, with the first of them, and its `count` goes
    up by one for each; rows go to `reject` in the order of the file (in Parquet, of what they say within a batch).
    Errors: BadRequest if there is no such file, or no way to read it; BadFile where it is no base, or no row of it can be read.
    """
    first: list[Rejected] = []

    def told(rejected: Rejected) -> None:
        if len(first) < SHOWN_MOST:
            first.append(rejected)
        reject(rejected)

    intake = Intake(str(path), catalogue, take, told)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadRequest(f"客户库 `{path}` 的后缀不认识", f"用 {'、'.join(SUFFIXES)}")
    try:
        if suffix in PARQUET:
            read_parquet(intake, path, step)
        else:
            with path.open("rb") as stream:
                STREAMS[suffix](intake, stream, step)
    except OSError as error:
        raise BadRequest(f"不能读文件 `{path}`：{error.strerror or error}") from error
    if intake.read == intake.rejected:
        raise _nobody(str(path), first)
    return intake.totals


def _nobody(file: str, first: list[Rejected]) -> BadFile:
    """The error of a file in which no row is a subscriber."""
    if not first:
        return BadFile([Problem(Place(file), "文件里没有客户", "一行写一个客户")])
    return BadFile(
        Problem(one.place, f"`{p.place.file}`：{p.wrong}" if p.place.file else p.wrong, p.right)
        for one in first
        for p in one.problems
    )
