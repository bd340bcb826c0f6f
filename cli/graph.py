"""The command `graph`: the compatibility graph of a catalogue."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli.options import Lang


class Format(StrEnum):
    """The formats of the graph."""

    mermaid = "mermaid"
    dot = "dot"
    graphml = "graphml"


def graph(
    word: Annotated[str | None, typer.Argument(metavar="WORD", help="help.word", show_default=False)] = None,
    format_: Annotated[Format, typer.Option("--format", help="help.format")] = Format.mermaid,
    catalogue: Annotated[str | None, typer.Option("--catalogue", metavar="PATH", help="help.catalogue")] = None,
    draft: Annotated[list[str] | None, typer.Option("--draft", metavar="DRAFT", help="help.draft")] = None,
    all_: Annotated[bool, typer.Option("--all", help="help.all")] = False,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.graph"""
    from cli.files import read_catalogue
    from cli.names import find
    from cli.output import write_data
    from cli.present.graph import PRESENTERS
    from solver.graph import build, connected, neighbourhood

    items = read_catalogue(catalogue, drafts=draft or ())
    names = None if word is None else find(items.words(), word, option="WORD")[1]
    whole = build(items)
    shown = neighbourhood(whole, names) if names is not None else whole if all_ else connected(whole)
    write_data(PRESENTERS[format_.value](shown, lang.value))
    return 0
