"""The command `test`: a manager's own cases, run against a catalogue."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Lang
from cli.statuses import NO, YES

if TYPE_CHECKING:
    from model.load.cases import CaseFile


def test(
    files: Annotated[list[str], typer.Argument(metavar="CASES.yaml ...", help="help.cases")],
    catalogue: Annotated[str | None, typer.Option("--catalogue", metavar="PATH", help="help.catalogue_of_cases")] = None,
    draft: Annotated[list[str] | None, typer.Option("--draft", metavar="DRAFT", help="help.draft")] = None,
    junit: Annotated[str | None, typer.Option("--junit", metavar="FILE", help="help.junit")] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.test"""
    from datetime import date

    from cli.cases.judge import Judge
    from cli.files import existing
    from cli.output import look, write_text
    from cli.present.cases import present_cases
    from cli.progress import Progress

    read = read_all([existing(one, option="CASES.yaml") for one in files])
    judge = Judge(catalogue, draft or (), today=date.today(), language=lang.value)
    settings = judge.settings(read)
    with Progress(sum(len(one.cases) for one in read), lang.value, sys.stderr, key="progress.test") as progress:
        judged = [judge.judge(file, setting, done=progress.step) for file, setting in zip(read, settings, strict=True)]
    if junit is not None:
        from cli.present.junit import present_junit
        from cli.writing import write_whole

        write_whole(junit, present_junit(judged, lang.value))
    write_text(present_cases(judged, lang.value, look()))
    return NO if any(one.failed for one in judged) else YES


def read_all(paths: Sequence[Path]) -> list[CaseFile]:
    """The cases of some files. Errors: BadFile with all problems of all files."""
    from model.errors import BadFile, Problem
    from model.load.cases import read_cases

    found: list[CaseFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(read_cases(path))
        except BadFile as error:
            problems += error.problems
    if problems:
        raise BadFile(problems)
    return found
