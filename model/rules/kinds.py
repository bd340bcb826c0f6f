"""The rule kinds that there are, found by their files."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

import model.rules
from model.rules.base import Body

NOT_KINDS = {"base", "kinds"}


def _find() -> dict[str, type[Body]]:
    names = sorted(module.name for module in iter_modules(model.rules.__path__) if module.name not in NOT_KINDS)
    kinds: list[type[Body]] = [import_module(f"model.rules.{name}").KIND for name in names]
    return {kind.NAME: kind for kind in kinds}


KINDS: Mapping[str, type[Body]] = _find()
