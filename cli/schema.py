"""The command `schema`: the JSON Schema of a file format."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Which(StrEnum):
    """The formats that have a schema."""

    answer = "answer"
    catalogue = "catalogue"
    diff = "diff"
    matrix = "matrix"
    report = "report"
    subscriber = "subscriber"


def schema(which: Annotated[Which, typer.Argument(help="help.which")]) -> int:
    """help.schema"""
    from cli.output import write_data

    write_data(read_schema(which.value))
    return 0


def read_schema(name: str) -> str:
    """The text of a schema that is shipped with the program."""
    from importlib.resources import files

    return files("cli").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")
