"""Large catalogues kept compiled in the user's cache folder, by the hash of their files. Source: docs/decisions/0005."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from cli.files import existing
from cli.writing import replace_whole
from model.catalogue import Catalogue

BYTES_LEAST = 2**19
"""Smaller catalogues are read and compiled in half a second."""
KEPT_MOST = 8


def read_stored(path: str, *, option: str) -> tuple[Catalogue, Path | None]:
    """The catalogue of a path, and the file where it should be kept, which is None where it is kept or need not be.

    Errors: Misuse if there is no such file; BadFile.
    """
    from model.load.catalogue import parse_catalogue
    from model.load.layers import read_files

    texts = read_files(existing(path, option=option))
    folder = cache_folder()
    if folder is None or sum(map(len, texts.values())) < BYTES_LEAST:
        return parse_catalogue(texts), None
    kept = folder / f"{_hash_of(texts)}.catalogue"
    found = _read(kept)
    return (found, None) if found is not None else (parse_catalogue(texts), kept)


def store(catalogue: Catalogue, at: Path | None) -> None:
    """Writes a catalogue down, if it should be; the oldest of too many go. What can't be written is not kept."""
    if at is None:
        return
    from solver.ground.compiled import written

    with suppress(OSError):
        at.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = written(catalogue)
        replace_whole(at, sha256(data).digest() + data, mode=0o600)
        _drop_the_oldest(at.parent)


def cache_folder() -> Path | None:
    """Where catalogues are kept: TAOCAN_CACHE (None if it is empty), or `taocan` in the user's cache folder."""
    given = os.environ.get("TAOCAN_CACHE")
    if given is not None:
        return Path(given) if given else None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "taocan" if os.path.isabs(base) else None


def _read(kept: Path) -> Catalogue | None:
    """What was kept, whole and by this user, and is read as touched, so that it is not the oldest."""
    with suppress(OSError):
        if hasattr(os, "getuid") and kept.stat().st_uid != os.getuid():
            return None
        whole = memoryview(kept.read_bytes())
        if sha256(whole[32:]).digest() == whole[:32]:
            from solver.ground.compiled import read

            os.utime(kept)
            return read(whole[32:])
    return None


def _hash_of(texts: Mapping[str, bytes]) -> str:
    """The hash of files with their names, which messages tell, and of the program that compiles them."""
    total = sha256(_program().encode())
    for name, data in texts.items():
        total.update(f"\0{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


@cache
def _program() -> str:
    """What the compiled form hangs on: the version of Python, and the modules as they are."""
    import model
    import solver

    signs = [sys.version]
    for package in (model, solver):
        for root in package.__path__:
            for file in sorted(Path(root).rglob("*.py")):
                known = file.stat()
                signs.append(f"{file} {known.st_size} {known.st_mtime_ns}")
    return "\n".join(signs)


def _drop_the_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.catalogue"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in (*kept[KEPT_MOST:], *(part for part in folder.glob("*.part") if _is_left(part))):
        file.unlink(missing_ok=True)


def _is_left(part: Path) -> bool:
    """Whether a half-written file is from a process that was stopped: an hour old."""
    from time import time

    return time() - part.stat().st_mtime > 3600
