"""The two scripts, `taocan` and `solve`, and the boundary at which errors become exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

import typer

from cli.check import check
from cli.diff import diff
from cli.generate import generate
from cli.graph import graph
from cli.matrix import matrix
from cli.present.wording import MESSAGES, say
from cli.schema import schema
from cli.solve import solve
from cli.statuses import BROKEN_PIPE, INTERRUPTED
from cli.test import test
from cli.verify import verify

if TYPE_CHECKING:
    from model.language import Language

P = ParamSpec("P")
COMMANDS: dict[str, Callable[..., int]] = {
    "solve": solve,
    "graph": graph,
    "schema": schema,
    "verify": verify,
    "check": check,
    "matrix": matrix,
    "diff": diff,
    "generate": generate,
    "test": test,
}


def main() -> None:
    """Runs the script `taocan`."""
    run(application(), "taocan")


def solve_command() -> None:
    """Runs the script `solve`, which is `taocan solve`."""
    app = _bare()
    app.command("solve")(guarded(solve))
    run(app, "solve")


def application() -> typer.Typer:
    """The command line of `taocan`."""
    app = _bare()
    app.callback(help="help.taocan")(lambda: None)
    for name, command in COMMANDS.items():
        app.command(name)(guarded(command))
    return app


def _bare() -> typer.Typer:
    return typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=False
    )  # fmt: skip


def run(app: typer.Typer, name: str) -> None:
    """Runs an application and ends the process with its status."""
    command = typer.main.get_command(app)
    translate(command, _language(sys.argv, os.environ.get("TAOCAN_LANG", "")))
    try:
        command(prog_name=name)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def translate(command: object, language: Language) -> None:
    """Puts the help of a command and all below it, which are keys of messages, into words."""
    for described in (command, *getattr(command, "params", ())):
        text = getattr(described, "help", None) or ""
        if text in MESSAGES:
            described.help = say(language, text)
    for inner in getattr(command, "commands", {}).values():
        translate(inner, language)


def _language(arguments: list[str], preferred: str) -> Language:
    """The language of the help, which is shown before options are read."""
    asked = [after for before, after in zip(arguments, [*arguments[1:], ""], strict=True) if before == "--lang"]
    asked += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    return "en" if (asked[-1] if asked else preferred) == "en" else "zh"


def guarded(command: Callable[P, int]) -> Callable[P, None]:
    """The command with its result as the exit status, and what it raises as a message on stderr and a status."""

    @wraps(command)
    def inner(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            status = command(*args, **kwargs)
            sys.stdout.flush()
        except typer.Exit:
            raise
        except KeyboardInterrupt:
            status = INTERRUPTED
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = BROKEN_PIPE
        except Exception as error:  # noqa: BLE001 - the one place: a defect must not look like an answer
            from cli.present.faults import report

            lang = kwargs.get("lang")
            status = report(error, getattr(lang, "value", "zh"), sys.stderr)
        raise typer.Exit(status)

    return inner
