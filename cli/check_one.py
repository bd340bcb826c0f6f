"""The command `check` without drafts: what is found in one catalogue."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cli.options import STDOUT
from cli.statuses import NO, UNDECIDED, YES
from cli.wanted import Wanted

if TYPE_CHECKING:
    from cli.base import Based
    from cli.present.json import Json
    from model.catalogue import Catalogue
    from model.language import Language
    from model.report import Report
    from solver.findings.base import Finder, Study


def check_one(catalogue: str | None, wanted: Wanted) -> int:
    """Reports what is found in one catalogue; the exit status. Errors: as of `read_catalogue` and `over_one`."""
    from cli.base import over_one
    from cli.files import read_catalogue
    from cli.misuse import Misuse
    from cli.progress import Progress
    from solver.checks.check import begin, check_study

    if wanted.repair:
        raise Misuse("broken.needs_draft", option="--repair")
    read = read_catalogue(catalogue, option="CATALOGUE")
    language = wanted.language
    based = None if wanted.base is None else over_one(read, wanted.base, on=wanted.on, language=language)
    with Progress(len(wanted.finders), language, sys.stderr, key="progress.check") as progress:
        study = begin(read, on=wanted.on, budget_ms=wanted.budget_ms)
        report = check_study(study, finders=wanted.finders, progress=progress.step)
    if wanted.repair_standing:
        report = repaired_report(report, study, wanted.finders)
    warn(report, read, language)
    write(report, study, based, wanted)
    return status(report, based)


def repaired_report(report: Report, study: Study, finders: Mapping[str, Finder]) -> Report:
    """The report with repairs of its findings, by rules of the catalogue itself."""
    from dataclasses import replace

    from model.draft import Drafted, Touched
    from solver.checks.remedies import repaired
    from solver.checks.repairs import Repairs
    from solver.findings.base import Study

    def begin(catalogue: Catalogue) -> Study:
        return Study(catalogue, on=study.on, left_ms=study.left_ms)

    alone = Drafted(study.catalogue, study.catalogue, Touched(), Touched())
    repairs = Repairs(alone, begin, finders=finders, standing=True, left_ms=study.left_ms)
    return replace(report, findings=repaired(report.findings, repairs))


def warn(report: Report, catalogue: Catalogue, language: Language) -> None:
    """Tells on stderr what reading the catalogue warned of, where no finding stands on the same line."""
    from cli.present.faults import notice

    told = {(finding.place.file, finding.place.line) for finding in report.findings}
    for warning in catalogue.warnings:
        if (warning.place.file, warning.place.line) not in told:
            print(notice(warning, language), file=sys.stderr)


def write(report: Report, study: Study, based: Based | None, wanted: Wanted) -> None:
    """Puts the report on stdout, as text or as what was asked for there, and SARIF and HTML into their files."""
    from cli.output import look, write_data, write_text
    from cli.writing import put

    finders, language = wanted.finders, wanted.language
    for path, present in ((wanted.sarif, _sarif), (wanted.html, _html)):
        if path is not None:
            put(path, present(report, study, finders, based, language))
    if STDOUT in (wanted.sarif, wanted.html):
        return
    if wanted.as_json:
        from cli.present.findings_json import present_json

        write_data(present_json(report, study.catalogue, finders, language, more=_base_data(based, language)))
    else:
        from cli.present.findings import present_text

        write_text(present_text(report, study.catalogue, finders, language, look()) + _base_text(based, language))


def _base_data(based: Based | None, language: Language) -> Mapping[str, Json]:
    if based is None:
        return {}
    from cli.present.base_json import base_data

    return {"subscribers": base_data(based, language)}


def _base_text(based: Based | None, language: Language) -> str:
    if based is None:
        return ""
    from cli.output import look
    from cli.present.base import present_base

    return "\n" + present_base(based, language, look())


def _sarif(report: Report, study: Study, finders: Mapping[str, Finder], based: Based | None, language: Language) -> str:
    from cli.present.findings_sarif import present_sarif

    return present_sarif(report, study.catalogue, finders, language)


def _html(report: Report, study: Study, finders: Mapping[str, Finder], based: Based | None, language: Language) -> str:
    from cli.present.html_report import present_html
    from cli.present.html_summary import Checked, fitting_matrix

    matrix = fitting_matrix(study.survey)
    return present_html(Checked(report, study.catalogue, finders, study.on, based=based, matrix=matrix), language)


def status(report: Report, based: Based | None = None) -> int:
    """The exit status: no if something is found. Source: docs/check.md."""
    if report.counts["error"] or report.counts["warning"] or (based is not None and based.stranded):
        return NO
    return UNDECIDED if report.undecided or (based is not None and based.undecided) else YES
