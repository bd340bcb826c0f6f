"""Sets of items of a program, by number."""

from __future__ import annotations

from typing import TypeAlias

Items: TypeAlias = frozenset[int]
NOTHING: Items = frozenset()
