"""The command `check`: what is wrong, or worth knowing, of a catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import STDOUT, Lang, chosen, one_for_stdout


def check(
    catalogue: Annotated[str | None, typer.Argument(metavar="[CATALOGUE]", help="help.checked")] = None,
    draft: Annotated[list[str] | None, typer.Option("--draft", metavar="DRAFT", help="help.draft")] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="CODE", help="help.only")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="CODE", help="help.ignore")] = None,
    time_limit: Annotated[float | None, typer.Option("--time-limit", metavar="S", help="help.time_limit")] = None,
    json: Annotated[bool, typer.Option("--json", help="help.json")] = False,
    sarif: Annotated[str | None, typer.Option("--sarif", metavar="FILE", help="help.sarif")] = None,
    html: Annotated[str | None, typer.Option("--html", metavar="FILE", help="help.html")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="help.on_report")] = None,
    subscribers: Annotated[str | None, typer.Option("--subscribers", metavar="FILE", help="help.subscribers_file")] = None,
    reject: Annotated[str | None, typer.Option("--reject", metavar="FILE", help="help.reject")] = None,
    checkpoint: Annotated[str | None, typer.Option("--checkpoint", metavar="FILE", help="help.checkpoint")] = None,
    to: Annotated[list[str] | None, typer.Option("--to", metavar="PLANS", help="help.to_base")] = None,
    repair: Annotated[bool, typer.Option("--repair", help="help.repair")] = False,
    repair_standing: Annotated[bool, typer.Option("--repair-standing", help="help.repair_standing")] = False,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.check"""
    from datetime import date

    from cli.base import base_options
    from cli.values import read_day, read_time_limit
    from cli.wanted import Wanted
    from solver.findings.finders import FINDERS

    one_for_stdout({"--json": json, "--sarif": sarif == STDOUT, "--html": html == STDOUT})
    finders = chosen(FINDERS, only or (), ignore or ())
    budget_ms = None if time_limit is None else read_time_limit(time_limit)
    day = date.today() if on is None else read_day(on, option="--on")
    base = base_options(subscribers, reject, checkpoint, to or [], budget_ms)
    asked = Wanted(finders, day, budget_ms, base, json, sarif, html, lang.value, repair, repair_standing)
    if draft:
        from cli.check_draft import check_drafts

        return check_drafts(catalogue, draft, asked)
    from cli.check_one import check_one

    return check_one(catalogue, asked)
