"""The files that a command line names."""

from __future__ import annotations

from pathlib import Path

from cli.misuse import Misuse
from model.catalogue import Catalogue
from model.request import Subscriber


def packaged_catalogue() -> Path:
    """The 10086 catalogue that comes with the program."""
    import catalogues

    return Path(str(catalogues.__file__)).parent / "10086"


def read_catalogue(path: str | None, *, option: str = "--catalogue") -> Catalogue:
    """The catalogue of a path, or the packaged one. Errors: Misuse if there is no such file; BadFile."""
    from model.load.catalogue import load_catalogue

    return load_catalogue(packaged_catalogue() if path is None else existing(path, option=option))


def read_subscriber(path: str, catalogue: Catalogue) -> Subscriber:
    """The subscriber of a file. Errors: Misuse if there is no such file; BadFile."""
    from model.load.subscriber import load_subscriber

    return load_subscriber(existing(path, option="--subscriber"), catalogue)


def existing(path: str, *, option: str) -> Path:
    """The path, if there is something. Errors: Misuse."""
    found = Path(path)
    if not path or not found.exists():
        raise Misuse("broken.no_file", path=path, option=option)
    return found
