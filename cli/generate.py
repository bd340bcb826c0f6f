"""The command `generate`: a large catalogue from a seed, with subscribers and requests if they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Lang

if TYPE_CHECKING:
    from model.generate.base import BaseSize
    from model.generate.catalogue import Size

FILE_SUFFIXES = (".yaml", ".yml")
MOST = {
    "--plans": 10_000, "--offers": 200_000, "--subscribers": 1_000_000, "--holdings": 1_000, "--pairs": 2_000_000,
    "--rows": 100_000_000, "--profiles": 1_000_000,
}  # fmt: skip
LEAST = {"--plans": 1, "--profiles": 1}


def generate(
    out: Annotated[str, typer.Option("--out", metavar="PATH", help="help.out")],
    plans: Annotated[int, typer.Option("--plans", metavar="N", help="help.plans")] = 200,
    offers: Annotated[int, typer.Option("--offers", metavar="N", help="help.offers")] = 5000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="help.seed")] = 1,
    subscribers: Annotated[int, typer.Option("--subscribers", metavar="N", help="help.subscribers")] = 0,
    holdings: Annotated[int, typer.Option("--holdings", metavar="N", help="help.holdings")] = 8,
    pairs: Annotated[int, typer.Option("--pairs", metavar="N", help="help.pairs")] = 0,
    base: Annotated[str | None, typer.Option("--base", metavar="FILE", help="help.base")] = None,
    rows: Annotated[int, typer.Option("--rows", metavar="N", help="help.rows")] = 100_000,
    profiles: Annotated[int, typer.Option("--profiles", metavar="N", help="help.profiles")] = 10_000,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.generate"""
    from cli.output import write_data
    from model.generate.base import BaseSize
    from model.generate.catalogue import Size
    from model.generate.catalogue import generate as draw

    given = {
        "--plans": plans, "--offers": offers, "--subscribers": subscribers, "--holdings": holdings, "--pairs": pairs,
        "--rows": rows, "--profiles": profiles,
    }  # fmt: skip
    for option, number in given.items():
        if not LEAST.get(option, 0) <= number <= MOST[option]:
            from cli.misuse import Misuse

            raise Misuse("broken.number", option=option, word=str(number), right=f"{LEAST.get(option, 0)}-{MOST[option]}")
    path = Path(out)
    one_file = path.suffix in FILE_SUFFIXES
    if one_file and subscribers:
        from cli.misuse import Misuse

        raise Misuse("broken.out_file", path=out)
    size = Size(plans, offers, subscribers, holdings, pairs)
    if base is not None:
        check_base(Path(base))
    files = draw(seed, size)
    texts = {path: "".join(files.values())} if one_file else {path / name: text for name, text in files.items()}
    write_files(path if not one_file else path.parent, texts, alone=not one_file)
    write_data("".join(f"{written}\n" for written in texts))
    if base is not None:
        add_base(Path(base), seed, size, BaseSize(rows, profiles))
        write_data(f"{base}\n")
    return 0


def check_base(path: Path) -> None:
    """Errors: Misuse where a base can't be written to `path`, which is never written over."""
    from cli.misuse import Misuse
    from model.generate.base import SUFFIXES

    if path.suffix.lower() not in SUFFIXES:
        raise Misuse("broken.base_suffix", path=str(path), right=" ".join(SUFFIXES))
    if path.exists():
        raise Misuse("broken.base_taken", path=str(path))


def add_base(path: Path, seed: int, size: Size, base: BaseSize) -> None:
    """Writes the base. Errors: Misuse where it can't be written."""
    from cli.misuse import Misuse
    from model.generate.base import write_base

    try:
        write_base(path, seed, size, base)
    except ImportError as error:
        raise Misuse("broken.no_arrow", path=str(path)) from error
    except OSError as error:
        raise Misuse("broken.out_unwritable", path=str(path), why=error.strerror or str(error)) from error


def write_files(folder: Path, texts: dict[Path, str], *, alone: bool) -> None:
    """Writes the files. Errors: Misuse where a folder that is to hold them `alone` holds others, or nothing can be written."""
    from cli.misuse import Misuse

    try:
        if alone and folder.exists() and any(one not in texts for one in folder.iterdir()):
            raise Misuse("broken.out_taken", path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_bytes(text.encode())
    except OSError as error:
        raise Misuse("broken.out_unwritable", path=str(error.filename or folder), why=error.strerror or str(error)) from error
