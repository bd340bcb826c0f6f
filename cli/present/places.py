"""Where something stands in a file, as people and tools read it."""

from __future__ import annotations

from pathlib import Path

from model.errors import Place


def shown(place: Place) -> str:
    """`file:line:column`, the file as seen from the working folder where it lies below it."""
    return str(Place(seen(place.file), place.line, place.column)) if place.file else ""


def seen(file: str) -> str:
    """A file's path, relative to the working folder where it lies below it."""
    path = Path(file)
    if not path.is_absolute():
        return path.as_posix()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()
