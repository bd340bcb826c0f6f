"""How a check is asked for on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from cli.base import Options
    from model.language import Language
    from solver.findings.base import Finder


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a check is asked for. Shape: `sarif` and `html` are files, or STDOUT. Units: `budget_ms` is for the whole."""

    finders: Mapping[str, Finder]
    on: date
    budget_ms: int | None
    base: Options | None
    as_json: bool
    sarif: str | None
    html: str | None
    language: Language
    repair: bool = False
    repair_standing: bool = False
