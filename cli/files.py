"""The files that a command line names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.misuse import Misuse
from model.catalogue import Catalogue
from model.request import Subscriber

if TYPE_CHECKING:
    from model.draft import Drafted


def packaged_catalogue() -> Path:
    """The 10086 catalogue that comes with the program."""
    import catalogues

    return Path(str(catalogues.__file__)).parent / "10086"


def read_catalogue(path: str | None, *, drafts: Sequence[str] = (), option: str = "--catalogue") -> Catalogue:
    """The catalogue of a path, or the packaged one, with drafts over it. Errors: Misuse if there is no such file; BadFile."""
    if drafts:
        return read_drafted(path, drafts, option=option).new
    from model.load.catalogue import load_catalogue

    return load_catalogue(packaged_catalogue() if path is None else existing(path, option=option))


def read_drafted(path: str | None, drafts: Sequence[str], *, option: str = "--catalogue") -> Drafted:
    """The catalogue of a path, or the packaged one, beside what drafts make of it. Errors: as of `read_catalogue`."""
    from model.load.drafts import load_drafts

    base = packaged_catalogue() if path is None else existing(path, option=option)
    return load_drafts(base, [existing(one, option="--draft") for one in drafts])


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
