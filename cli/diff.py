"""The command `diff`: two versions of a catalogue side by side, in customer terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import STDOUT, Lang, chosen, one_for_stdout
from cli.statuses import NO, UNDECIDED, YES

if TYPE_CHECKING:
    from cli.present.versions import Compared


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="help.diff_old")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="help.diff_new")],
    subscribers: Annotated[str | None, typer.Option("--subscribers", metavar="FILE", help="help.subscribers_file")] = None,
    to: Annotated[list[str] | None, typer.Option("--to", metavar="PLANS", help="help.to_base")] = None,
    reject: Annotated[str | None, typer.Option("--reject", metavar="FILE", help="help.reject")] = None,
    checkpoint: Annotated[str | None, typer.Option("--checkpoint", metavar="FILE", help="help.checkpoint")] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="CODE", help="help.only")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="CODE", help="help.ignore")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="help.on")] = None,
    time_limit: Annotated[float | None, typer.Option("--time-limit", metavar="S", help="help.time_limit")] = None,
    html: Annotated[str | None, typer.Option("--html", metavar="FILE", help="help.diff_html")] = None,
    json: Annotated[bool, typer.Option("--json", help="help.json")] = False,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.diff"""
    from datetime import date

    from cli.base import base_options, over_two
    from cli.files import read_catalogue
    from cli.present.versions import Compared
    from cli.side_by_side import side_by_side
    from cli.values import read_day, read_time_limit
    from solver.findings.finders import FINDERS

    one_for_stdout({"--json": json, "--html": html == STDOUT})
    finders = chosen(FINDERS, only or (), ignore or ())
    budget_ms = None if time_limit is None else read_time_limit(time_limit)
    day = date.today() if on is None else read_day(on, option="--on")
    before, after = read_catalogue(old, option="OLD"), read_catalogue(new, option="NEW")
    options = base_options(subscribers, reject, checkpoint, to or [], budget_ms)
    found, _, _ = side_by_side(before, after, finders, on=day, budget_ms=budget_ms, language=lang.value, progress="progress.diff")
    based = None if options is None else over_two(before, after, options, on=day, default=(), language=lang.value)
    compared = Compared(found, before, after, finders, day, based)
    if html is not None:
        write_html(compared, html, lang)
    if html != STDOUT:
        write(compared, as_json=json, lang=lang)
    return status(compared)


def write(compared: Compared, *, as_json: bool, lang: Lang) -> None:
    """Puts the comparison on stdout, as text or JSON."""
    from cli.output import look, write_data, write_text

    if as_json:
        from cli.present.diff_json import present_json

        write_data(present_json(compared, lang.value))
        return
    from cli.present.base import present_base
    from cli.present.diff import present_text

    text, based = present_text(compared, lang.value, look()), compared.based
    write_text(text if based is None else f"{text}\n{present_base(based, lang.value, look())}")


def write_html(compared: Compared, path: str, lang: Lang) -> None:
    """Puts the comparison into a file, or on stdout, as a page like that of a draft."""
    from cli.present.html_report import present_html
    from cli.present.html_summary import Checked, Drafts
    from cli.writing import put
    from solver.checks.compare import drafted

    found, old, new = compared.found, compared.old, compared.new
    drafts = Drafts((), drafted(old, new), found)
    checked = Checked(compared.report, new, compared.finders, compared.on, drafts=drafts, based=compared.based)
    put(path, present_html(checked, lang.value))


def status(compared: Compared) -> int:
    """The exit status: no if something changes for some customer, undecided if that is not known. Source: docs/diff.md."""
    found, based = compared.found, compared.based
    if found.touches or (based is not None and based.impact.touched):
        return NO
    return UNDECIDED if found.unsure else YES
