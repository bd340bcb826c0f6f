"""One case: its question asked as on the command line of `solve`, and what comes out held against what is expected."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from inspect import signature
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.statuses import USAGE
from model.case import Difference, differences
from model.errors import CompatError
from model.language import Language
from model.load.cases import Case, case_subscriber

if TYPE_CHECKING:
    from cli.ask import Typed
    from cli.solve import Decides
    from model.answer import Answer
    from model.catalogue import Catalogue
    from model.request import Subscriber


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a case: as `solve` would have put it. Shape: `answers` is None where the question was refused."""

    status: int
    answers: tuple[Answer, ...] | None = None
    stderr: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the cases of a file share. Shape: paths in `args` are from `folder` on."""

    catalogue: Catalogue
    engine: Decides
    folder: Path
    today: date
    language: Language


def outcome(case: Case, setting: Setting) -> Ran:
    """What comes of a case. Cost: as `solve` on the catalogue that was read already."""
    from cli.ask import ask
    from cli.present.faults import notice, report
    from cli.solve import decide, status

    warnings = "".join(notice(one, setting.language) + "\n" for one in setting.catalogue.warnings)
    try:
        typed = typed_of(case)
    except _usage_error() as error:
        return Ran(USAGE, stderr=f"{getattr(error, 'format_message', error.__str__)()}\n")
    try:
        asked = ask(typed, setting.catalogue, today=setting.today, read_subscriber=_reader(case, setting))
        answers = decide(asked, done=lambda: None, conditions="none", engine=setting.engine)
    except CompatError as error:
        stream = StringIO()
        code = report(error, setting.language, stream)
        return Ran(code, stderr=warnings + stream.getvalue())
    return Ran(status(answers), answers, warnings)


def refused(error: CompatError, language: Language) -> Ran:
    """What comes of every case where the catalogue can't be read."""
    from cli.present.faults import report

    stream = StringIO()
    return Ran(report(error, language, stream), stderr=stream.getvalue())


def typed_of(case: Case) -> Typed:
    """The options of a case. Errors: what `_usage_error` gives, where `solve` would not understand them."""
    import typer

    from cli.solve import solve, typed_as

    seen: list[Typed] = []
    asked = signature(typed_as).parameters

    @wraps(solve)
    def record(**options: Any) -> int:
        seen.append(typed_as(**{name: options[name] for name in asked}))
        return 0

    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command("solve")(record)
    typer.main.get_command(app)(args=list(case.args), prog_name="solve", standalone_mode=False)
    assert seen, "an argument list without --help is either refused or read"
    return seen[0] if case.subscriber is None else replace(seen[0], subscriber="subscriber")


def _usage_error() -> type[Exception]:
    """What typer raises for options that it does not understand, which it has from click or as its own."""
    from typer import BadParameter

    return next(one for one in BadParameter.__mro__ if one.__name__ == "UsageError")


def _reader(case: Case, setting: Setting) -> Callable[[str, Catalogue], Subscriber]:
    """What reads the subscriber of a case: the one that it holds, or a file that its arguments name."""
    from cli.files import read_subscriber

    if case.subscriber is not None:
        return lambda _, catalogue: case_subscriber(case, catalogue)
    return lambda path, catalogue: read_subscriber(str(setting.folder / path), catalogue)


def compared(case: Case, found: Ran, said: Callable[[Answer], str]) -> Iterator[Difference]:
    """What came out otherwise than expected. Shape: `said` gives all that an answer says."""
    if case.status is not None and found.status != case.status:
        yield Difference(None, "exit", case.status, found.status)
    missing = tuple(fragment for fragment in case.stderr if fragment not in found.stderr)
    if missing:
        yield Difference(None, "stderr", missing, None)
    if case.expected is None:
        return
    answers = found.answers or ()
    if found.answers is None and case.expected:
        yield Difference(None, "answers", len(case.expected), 0)
        return
    for expected in case.expected:
        about = [answer for answer in answers if expected.asks(answer)]
        if len(about) == 1:
            yield from differences(expected, about[0], text=said)
        else:
            yield Difference(expected.about, "answers", 1, len(about))
    if case.only and len(answers) != len(case.expected):
        yield Difference(None, "answers", len(case.expected), len(answers))


def said_in(setting: Setting) -> Callable[[Answer], str]:
    """What gives all that an answer says, as its JSON has it."""
    from cli.present.json import answer_json

    return lambda answer: json.dumps(answer_json(answer, setting.catalogue, setting.language), ensure_ascii=False)
