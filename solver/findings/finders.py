"""The findings that there are, found by their files."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

import solver.findings
from solver.findings.base import Finder

NOT_FINDERS = {"base", "finders", "manual", "shut_plans"}


def _find() -> dict[str, Finder]:
    names = sorted(module.name for module in iter_modules(solver.findings.__path__) if module.name not in NOT_FINDERS)
    found: list[Finder] = [import_module(f"solver.findings.{name}").FINDER for name in names]
    return {finder.CODE: finder for finder in sorted(found, key=lambda finder: finder.CODE)}


FINDERS: Mapping[str, Finder] = _find()
