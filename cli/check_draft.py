"""The command `check` with drafts: what they change of the catalogue that they are laid over, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.options import STDOUT
from cli.statuses import NO, UNDECIDED, YES
from cli.wanted import Wanted

if TYPE_CHECKING:
    from cli.present.json import Json
    from cli.present.versions import Compared
    from model.catalogue import Catalogue
    from model.comparison import Comparison
    from model.draft import Drafted
    from model.language import Language
    from solver.between.doors import Survey
    from solver.findings.base import Study

BAD = ("error", "warning")


def check_drafts(catalogue: str | None, drafts: Sequence[str], wanted: Wanted) -> int:
    """Reports what drafts change; the exit status. Errors: as of `read_drafted`."""
    from cli.base import over_two, plans_of_drafts
    from cli.files import read_drafted
    from cli.present.versions import Compared
    from cli.side_by_side import side_by_side

    both = read_drafted(catalogue, drafts, option="CATALOGUE")
    language, day, budget_ms = wanted.language, wanted.on, wanted.budget_ms
    found, old, new = side_by_side(
        both.old, both.new, wanted.finders, on=day, budget_ms=budget_ms, language=language, progress="progress.check"
    )
    if wanted.repair or wanted.repair_standing:
        found = _remedied(found, both, old, new, wanted)
    based = None
    if wanted.base is not None:
        default = plans_of_drafts(both)
        based = over_two(both.old, both.new, wanted.base, on=day, default=default, language=language)
    compared = Compared(found, both.old, both.new, wanted.finders, day, based)
    warn(both, compared, language)
    write(compared, both, drafts, wanted, new.survey)
    return status(compared)


def _remedied(found: Comparison, both: Drafted, old: Study, new: Study, wanted: Wanted) -> Comparison:
    """The comparison with repairs, as they were asked for."""
    from cli.progress import Progress
    from solver.checks.remedies import remedied, troubles
    from solver.checks.repairs import Repairs
    from solver.findings.base import Study

    def begin(catalogue: Catalogue) -> Study:
        return Study(catalogue, on=wanted.on, left_ms=new.left_ms)

    repairs = Repairs(both, begin, finders=wanted.finders, standing=wanted.repair_standing, left_ms=new.left_ms)
    with Progress(troubles(found), wanted.language, sys.stderr, key="progress.repair") as progress:
        return remedied(found, repairs, old, progress.step)


def warn(both: Drafted, compared: Compared, language: Language) -> None:
    """Tells on stderr what the drafts make the reader warn of, where no new finding stands on the same line."""
    from cli.present.faults import notice

    told = {(one.place.file, one.place.line) for one in compared.found.found}
    for warning in both.new.warnings:
        if warning not in both.old.warnings and (warning.place.file, warning.place.line) not in told:
            print(notice(warning, language), file=sys.stderr)


def write(compared: Compared, both: Drafted, drafts: Sequence[str], wanted: Wanted, survey: Survey) -> None:
    """Puts the report on stdout, as text or as what was asked for there, and SARIF and HTML into their files."""
    from cli.output import look, write_data, write_text
    from cli.writing import put

    for path, present in ((wanted.sarif, _sarif), (wanted.html, _html)):
        if path is not None:
            put(path, present(compared, both, drafts, wanted, survey))
    if STDOUT in (wanted.sarif, wanted.html):
        return
    if wanted.as_json:
        write_data(_json(compared, drafts, wanted))
        return
    from cli.present.base import present_base
    from cli.present.draft import present_draft

    language = wanted.language
    text = present_draft(compared, drafts, language, look())
    write_text(text if compared.based is None else f"{text}\n{present_base(compared.based, language, look())}")


def _json(compared: Compared, drafts: Sequence[str], wanted: Wanted) -> str:
    from cli.present.base_json import base_data
    from cli.present.draft import draft_data
    from cli.present.findings_json import present_json

    language = wanted.language
    more: dict[str, Json] = {"draft": draft_data(compared, drafts, language)}
    if compared.based is not None:
        more["subscribers"] = base_data(compared.based, language)
    return present_json(compared.report, compared.new, wanted.finders, language, more=more)


def _sarif(compared: Compared, both: Drafted, drafts: Sequence[str], wanted: Wanted, survey: Survey) -> str:
    from cli.present.findings_sarif import present_sarif

    return present_sarif(compared.report, compared.new, wanted.finders, wanted.language)


def _html(compared: Compared, both: Drafted, drafts: Sequence[str], wanted: Wanted, survey: Survey) -> str:
    from cli.present.html_report import present_html
    from cli.present.html_summary import Checked, Drafts, fitting_matrix

    told = Drafts(tuple(drafts), both, compared.found)
    matrix = fitting_matrix(survey)
    checked = Checked(compared.report, both.new, wanted.finders, wanted.on, told, compared.based, matrix)
    return present_html(checked, wanted.language)


def status(compared: Compared) -> int:
    """The exit status: no if the drafts cause findings or strand subscribers. Source: docs/check.md."""
    based = compared.based
    if any(one.level in BAD for one in compared.found.found) or (based is not None and based.stranded):
        return NO
    return UNDECIDED if compared.found.unsure or (based is not None and based.undecided) else YES
