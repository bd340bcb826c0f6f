"""The command `matrix`: plan by plan, what each change comes to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import STDOUT, Lang, one_for_stdout
from cli.statuses import NO, UNDECIDED, YES

if TYPE_CHECKING:
    from datetime import date

    from model.catalogue import Catalogue
    from model.matrix import Matrix

BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for the system's own encoding, and show no Chinese."""


def matrix(
    catalogue: Annotated[str | None, typer.Argument(metavar="[CATALOGUE]", help="help.checked")] = None,
    draft: Annotated[list[str] | None, typer.Option("--draft", metavar="DRAFT", help="help.draft")] = None,
    from_: Annotated[list[str] | None, typer.Option("--from", metavar="PLANS", help="help.matrix_from")] = None,
    to: Annotated[list[str] | None, typer.Option("--to", metavar="PLANS", help="help.matrix_to")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="help.on")] = None,
    fact: Annotated[list[str] | None, typer.Option("--fact", metavar="K=V", help="help.fact")] = None,
    horizon: Annotated[int | None, typer.Option("--horizon", metavar="MONTHS", help="help.horizon")] = None,
    time_limit: Annotated[float | None, typer.Option("--time-limit", metavar="S", help="help.time_limit")] = None,
    csv: Annotated[str | None, typer.Option("--csv", metavar="FILE", help="help.csv")] = None,
    html: Annotated[str | None, typer.Option("--html", metavar="FILE", help="help.matrix_html")] = None,
    json: Annotated[bool, typer.Option("--json", help="help.json")] = False,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.matrix"""
    from datetime import date

    from cli.files import read_catalogue
    from cli.progress import Progress
    from cli.values import read_day, read_facts, read_horizon, read_time_limit
    from model.request import HORIZON_MONTHS
    from solver.between.doors import Survey
    from solver.clock import countdown

    one_for_stdout({"--json": json, "--csv": csv == STDOUT, "--html": html == STDOUT})
    left_ms = countdown(None if time_limit is None else read_time_limit(time_limit))
    day = date.today() if on is None else read_day(on, option="--on")
    months = HORIZON_MONTHS if horizon is None else read_horizon(horizon)
    read = read_catalogue(catalogue, drafts=draft or (), option="CATALOGUE")
    given = read_facts(read, fact or [])
    rows, columns = rows_and_columns(read, from_ or [], to or [], day)
    survey = Survey(read, on=day, horizon_months=months, given=given, left_ms=left_ms)
    with Progress(len(rows) * len(columns), lang.value, sys.stderr, key="progress.matrix") as progress:
        found = survey.matrix(rows, columns, progress=progress.step)
    write(found, read, as_json=json, files=(csv, html), lang=lang)
    return status(found)


def rows_and_columns(catalogue: Catalogue, leaving: Sequence[str], to: Sequence[str], day: date) -> tuple[list[str], list[str]]:
    """The plans of both sides: all, and those on sale, where none are named; of a set that is named, those on sale.

    Errors: Misuse for a word that names no plan.
    """
    from cli.names import plans_of

    words = catalogue.words()
    plans = [item for item in catalogue.items.values() if item.kind == "plan"]
    rows = [item for word in leaving for item in plans_of(catalogue, words, word, option="--from")[0]] if leaving else plans
    columns = [item.name for item in plans if item.on_sale(day)] if not to else []
    for word in to:
        named, outright = plans_of(catalogue, words, word, option="--to")
        columns += [item.name for item in named if outright or item.on_sale(day)]
    return list(dict.fromkeys(item.name for item in rows)), list(dict.fromkeys(columns))


def write(found: Matrix, catalogue: Catalogue, *, as_json: bool, files: tuple[str | None, str | None], lang: Lang) -> None:
    """Puts the matrix on stdout, as text or as what was asked for there, and the table and the HTML into their files."""
    from cli.output import look, write_data, write_text
    from cli.writing import put, write_whole

    csv, html = files
    if csv is not None:
        from cli.present.matrix_data import present_csv

        table = present_csv(found, catalogue, lang.value)
        write_data(table) if csv == STDOUT else write_whole(csv, BOM + table)
    if html is not None:
        from cli.present.html_matrix import present_html

        page = present_html(found, catalogue, lang.value)
        put(html, page)
    if STDOUT in files:
        return
    if as_json:
        from cli.present.matrix_data import present_json

        write_data(present_json(found, catalogue))
    else:
        from cli.present.matrix import present_text

        write_text(present_text(found, catalogue, lang.value, look()))


def status(found: Matrix) -> int:
    """The exit status: yes if some change can be made, undecided if none was found and some are. Source: docs/matrix.md."""
    if any(door.opens for door in found.doors.values()):
        return YES
    return UNDECIDED if found.undecided else NO
