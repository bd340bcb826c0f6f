"""The way out: bytes on stdout, and how the terminal wants them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from shutil import get_terminal_size
from typing import TextIO

PIPED_WIDTH = 80
LEAST_WIDTH, MOST_WIDTH = 40, 120


@dataclass(frozen=True, slots=True)
class Look:
    """How text is laid out. Shape: sentences are wrapped only on a terminal; tables always fit into `width` columns."""

    width: int = PIPED_WIDTH
    wraps: bool = False
    bold: bool = False


def look(stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> Look:
    """The look for a stream: plain where it is piped, no colour with NO_COLOR."""
    stream = sys.stdout if stream is None else stream
    if not stream.isatty():
        return Look()
    columns = get_terminal_size((PIPED_WIDTH, 24)).columns
    plain = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
    return Look(max(LEAST_WIDTH, min(columns, MOST_WIDTH)), wraps=True, bold=not plain)


def write_data(text: str) -> None:
    """Writes data as UTF-8, whatever the terminal's encoding."""
    _reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(text)


def write_text(text: str) -> None:
    """Writes text for people; what the terminal can't show becomes `?`."""
    _reconfigure(errors="replace")
    sys.stdout.write(text)


def _reconfigure(**options: str) -> None:
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(**options)
