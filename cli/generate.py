"""The command `generate`: a large catalogue from a seed, with subscribers and requests if they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.solve import Lang

FILE_SUFFIXES = (".yaml", ".yml")
MOST = {"--plans": 10_000, "--offers": 200_000, "--subscribers": 1_000_000, "--holdings": 1_000, "--pairs": 2_000_000}
LEAST = {"--plans": 1}


def generate(
    out: Annotated[str, typer.Option("--out", metavar="PATH", help="help.out")],
    plans: Annotated[int, typer.Option("--plans", metavar="N", help="help.plans")] = 200,
    offers: Annotated[int, typer.Option("--offers", metavar="N", help="help.offers")] = 5000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="help.seed")] = 1,
    subscribers: Annotated[int, typer.Option("--subscribers", metavar="N", help="help.subscribers")] = 0,
    holdings: Annotated[int, typer.Option("--holdings", metavar="N", help="help.holdings")] = 8,
    pairs: Annotated[int, typer.Option("--pairs", metavar="N", help="help.pairs")] = 0,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.generate"""
    from cli.output import write_data
    from model.generate.catalogue import Size
    from model.generate.catalogue import generate as draw

    given = {"--plans": plans, "--offers": offers, "--subscribers": subscribers, "--holdings": holdings, "--pairs": pairs}
    for option, number in given.items():
        if not LEAST.get(option, 0) <= number <= MOST[option]:
            from cli.misuse import Misuse

            raise Misuse("broken.number", option=option, word=str(number), right=f"{LEAST.get(option, 0)}-{MOST[option]}")
    path = Path(out)
    one_file = path.suffix in FILE_SUFFIXES
    if one_file and subscribers:
        from cli.misuse import Misuse

        raise Misuse("broken.out_file", path=out)
    files = draw(seed, Size(plans, offers, subscribers, holdings, pairs))
    texts = {path: "".join(files.values())} if one_file else {path / name: text for name, text in files.items()}
    write_files(path if not one_file else path.parent, texts, alone=not one_file)
    write_data("".join(f"{written}\n" for written in texts))
    return 0


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
