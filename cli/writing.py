"""Files that a command writes: whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from shutil import copymode

from cli.misuse import Misuse
from cli.options import STDOUT


def write_whole(path: str, text: str) -> None:
    """Writes a text into a file as UTF-8, through one beside it that takes its name only when it is whole.

    Shape: what stands there already keeps its mode, and a link its name; what is no file (a pipe, a device) is written to.
    Errors: Misuse where it can't be written; what stood there stands as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(text.encode())
        else:
            replace_whole(target, text.encode())
    except OSError as error:
        raise Misuse("broken.out_unwritable", path=path, why=error.strerror or str(error)) from error


def put(path: str, document: str) -> None:
    """Puts a document into a file, or on stdout where the path is STDOUT. Errors: Misuse where it can't be written."""
    from cli.output import write_data

    write_data(document) if path == STDOUT else write_whole(path, document)


def replace_whole(target: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Puts bytes into a file, whole or not at all. Shape: `mode` is that of a new file, before the umask. Errors: OSError."""
    beside = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        with open(beside, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            stream.write(data)
        if target.exists():
            copymode(target, beside)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
