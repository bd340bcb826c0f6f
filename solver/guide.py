"""Bounds for the search."""

from __future__ import annotations

from solver.lines import no_guide as guide_for

__all__ = ["guide_for"]
