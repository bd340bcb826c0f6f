"""The command `check`: what is wrong, or worth knowing, of a catalogue."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.solve import Lang

if TYPE_CHECKING:
    from model.catalogue import Catalogue
    from model.report import Report
    from solver.findings.base import Finder

CLEAN, FOUND, UNDECIDED = 0, 1, 4
STDOUT = "-"


def check(
    catalogue: Annotated[str | None, typer.Argument(metavar="[CATALOGUE]", help="help.checked")] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="CODE", help="help.only")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="CODE", help="help.ignore")] = None,
    time_limit: Annotated[float | None, typer.Option("--time-limit", metavar="S", help="help.time_limit")] = None,
    json: Annotated[bool, typer.Option("--json", help="help.json")] = False,
    sarif: Annotated[str | None, typer.Option("--sarif", metavar="FILE", help="help.sarif")] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.check"""
    from cli.files import read_catalogue
    from cli.misuse import Misuse
    from cli.progress import Progress
    from cli.values import read_time_limit
    from solver.check import check as run
    from solver.findings.finders import FINDERS

    if json and sarif == STDOUT:
        raise Misuse("broken.one_stdout", one="--json", other="--sarif")
    finders = chosen(FINDERS, only or (), ignore or ())
    budget_ms = None if time_limit is None else read_time_limit(time_limit)
    read = read_catalogue(catalogue, option="CATALOGUE")
    with Progress(len(finders), lang.value, sys.stderr, key="progress.check") as progress:
        report = run(read, finders=finders, budget_ms=budget_ms, progress=progress.step)
    write(report, read, finders, as_json=json, sarif=sarif, lang=lang)
    return status(report)


def write(
    report: Report, catalogue: Catalogue, finders: Mapping[str, Finder], *, as_json: bool, sarif: str | None, lang: Lang
) -> None:
    """Puts the report on stdout, as text, JSON or SARIF, and the SARIF of a path into its file."""
    from cli.output import look, write_data, write_text

    if sarif is not None:
        from cli.present.findings_sarif import present_sarif

        document = present_sarif(report, catalogue, finders, lang.value)
        if sarif == STDOUT:
            return write_data(document)
        write_file(sarif, document)
    if as_json:
        from cli.present.findings_json import present_json

        return write_data(present_json(report, catalogue, finders, lang.value))
    from cli.present.findings import present_text

    return write_text(present_text(report, catalogue, finders, lang.value, look()))


def write_file(path: str, text: str) -> None:
    """Writes a document into a file. Errors: Misuse where it can't be written."""
    from cli.misuse import Misuse

    try:
        Path(path).write_bytes(text.encode())
    except OSError as error:
        raise Misuse("broken.out_unwritable", path=path, why=error.strerror or str(error)) from error


def chosen(finders: Mapping[str, Finder], only: Sequence[str], ignore: Sequence[str]) -> Mapping[str, Finder]:
    """The finders that are asked for. Errors: Misuse where a word names none, or none is left."""
    from cli.misuse import Misuse

    def named(word: str, option: str) -> set[str]:
        found = {code for code, one in finders.items() if word in (code, one.NAME) or (word and code.startswith(word))}
        if not found:
            raise Misuse("broken.code", candidates=finders, word=word, option=option)
        return found

    wanted = set[str]().union(*(named(word, "--only") for word in only)) if only else set(finders)
    wanted -= set[str]().union(*(named(word, "--ignore") for word in ignore))
    if not wanted:
        raise Misuse("broken.no_code")
    return {code: finders[code] for code in sorted(wanted)}


def status(report: Report) -> int:
    """The exit status. Source: docs/check.md."""
    if report.counts["error"] or report.counts["warning"]:
        return FOUND
    return UNDECIDED if report.undecided else CLEAN
