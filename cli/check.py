"""The command `check`: what is wrong, or worth knowing, of a catalogue."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.solve import Lang

if TYPE_CHECKING:
    from cli.base import Based
    from cli.present.json import Json
    from model.catalogue import Catalogue
    from model.report import Report
    from solver.findings.base import Finder, Study

CLEAN, FOUND, UNDECIDED = 0, 1, 4
STDOUT = "-"


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

    from cli.base import base_options, over_one
    from cli.files import read_catalogue
    from cli.misuse import Misuse
    from cli.progress import Progress
    from cli.values import read_day, read_time_limit
    from solver.check import begin, check_study
    from solver.findings.finders import FINDERS

    claims = {"--json": json, "--sarif": sarif == STDOUT, "--html": html == STDOUT}
    one_for_stdout([option for option, claimed in claims.items() if claimed])
    finders = chosen(FINDERS, only or (), ignore or ())
    budget_ms = None if time_limit is None else read_time_limit(time_limit)
    day = date.today() if on is None else read_day(on, option="--on")
    wanted = base_options(subscribers, reject, checkpoint, to or [], budget_ms)
    if draft:
        from cli.check_draft import Wanted, check_drafts

        asked = Wanted(finders, day, budget_ms, wanted, json, sarif, html, lang.value, repair, repair_standing)
        return check_drafts(catalogue, draft, asked)
    if repair:
        raise Misuse("broken.needs_draft", option="--repair")
    read = read_catalogue(catalogue, option="CATALOGUE")
    based = None if wanted is None else over_one(read, wanted, on=day, language=lang.value)
    with Progress(len(finders), lang.value, sys.stderr, key="progress.check") as progress:
        study = begin(read, on=day, budget_ms=budget_ms)
        report = check_study(study, finders=finders, progress=progress.step)
    if repair_standing:
        report = repaired_report(report, study, finders)
    warn(report, read, lang)
    write(report, study, finders, based, as_json=json, files=(sarif, html), lang=lang)
    return status(report, based)


def repaired_report(report: Report, study: Study, finders: Mapping[str, Finder]) -> Report:
    """The report with repairs of its findings, by rules of the catalogue itself."""
    from dataclasses import replace

    from model.draft import Drafted, Touched
    from solver.findings.base import Study
    from solver.remedies import repaired
    from solver.repairs import Repairs

    def begin(catalogue: Catalogue) -> Study:
        return Study(catalogue, on=study.on, left_ms=study.left_ms)

    alone = Drafted(study.catalogue, study.catalogue, Touched(), Touched())
    repairs = Repairs(alone, begin, finders=finders, standing=True, left_ms=study.left_ms)
    return replace(report, findings=repaired(report.findings, repairs))


def one_for_stdout(options: Sequence[str]) -> None:
    """Refuses more than one document for stdout. Errors: Misuse."""
    from cli.misuse import Misuse

    if len(options) > 1:
        raise Misuse("broken.one_stdout", one=options[0], other=options[1])


def warn(report: Report, catalogue: Catalogue, lang: Lang) -> None:
    """Tells on stderr what reading the catalogue warned of, where no finding stands on the same line."""
    from cli.present.wording import say

    told = {(finding.place.file, finding.place.line) for finding in report.findings}
    for warning in catalogue.warnings:
        if (warning.place.file, warning.place.line) not in told:
            print(say(lang.value, "fault.warning", text=str(warning)), file=sys.stderr)


def write(
    report: Report, study: Study, finders: Mapping[str, Finder], based: Based | None,
    *, as_json: bool, files: tuple[str | None, str | None], lang: Lang,
) -> None:  # fmt: skip
    """Puts the report on stdout, as text or as what was asked for there, and SARIF and HTML into their files."""
    from cli.output import look, write_data, write_text
    from cli.writing import write_whole

    sarif, html = files
    for path, present in ((sarif, _sarif), (html, _html)):
        if path is not None:
            document = present(report, study, finders, based, lang)
            write_data(document) if path == STDOUT else write_whole(path, document)
    if STDOUT in files:
        return
    if as_json:
        from cli.present.findings_json import present_json

        write_data(present_json(report, study.catalogue, finders, lang.value, more=_base_data(based, lang)))
    else:
        from cli.present.findings import present_text

        write_text(present_text(report, study.catalogue, finders, lang.value, look()) + _base_text(based, lang))


def _base_data(based: Based | None, lang: Lang) -> Mapping[str, Json]:
    if based is None:
        return {}
    from cli.present.base_json import base_data

    return {"subscribers": base_data(based, lang.value)}


def _base_text(based: Based | None, lang: Lang) -> str:
    if based is None:
        return ""
    from cli.output import look
    from cli.present.base import present_base

    return "\n" + present_base(based, lang.value, look())


def _sarif(report: Report, study: Study, finders: Mapping[str, Finder], based: Based | None, lang: Lang) -> str:
    from cli.present.findings_sarif import present_sarif

    return present_sarif(report, study.catalogue, finders, lang.value)


def _html(report: Report, study: Study, finders: Mapping[str, Finder], based: Based | None, lang: Lang) -> str:
    from cli.present.html_report import present_html
    from cli.present.html_summary import Checked, fitting_matrix

    matrix = fitting_matrix(study.survey)
    return present_html(Checked(report, study.catalogue, finders, study.on, based=based, matrix=matrix), lang.value)


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


def status(report: Report, based: Based | None = None) -> int:
    """The exit status. Source: docs/check.md."""
    if report.counts["error"] or report.counts["warning"] or (based is not None and based.stranded):
        return FOUND
    return UNDECIDED if report.undecided or (based is not None and based.undecided) else CLEAN
