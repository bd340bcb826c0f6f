"""The parsed files of one catalogue or one draft: what is laid over what."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from pathlib import Path

from model.errors import BadFile, BadRequest, Place, Problem
from model.load import values
from model.load.nodes import Mapping, parse
from model.load.problems import Problems
from model.load.sections import DRAFT_KEYS, KEYS
from model.load.texts import CATALOGUE_BYTES_MOST, decode, read_bytes


@dataclass(frozen=True, slots=True)
class Layer:
    """The top-level mappings of some files read as one.

    Shape: `whole` where every file could be parsed; `data` are the bytes of the files.
    """

    roots: tuple[Mapping, ...]
    whole: bool
    data: tuple[bytes, ...]


def parse_layer(texts: Map[str, bytes], problems: Problems) -> Layer:
    """The layer of some files, given by name; what can't be parsed is left out and noted."""
    roots = []
    for file, data in texts.items():
        text = decode(file, data, CATALOGUE_BYTES_MOST, problems)
        root = None if text is None else parse(file, text, problems)
        if root is not None:
            values.unknown_keys(root, problems, (*KEYS, *DRAFT_KEYS))
            roots.append(root)
    return Layer(tuple(roots), len(roots) == len(texts), tuple(texts.values()))


def read_files(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of a folder's `*.yaml` and `*.yml` files, by name.

    Errors: BadRequest if there is no such file or folder; BadFile if a folder is empty or too large.
    """
    if not path.is_dir():
        if not path.exists():
            raise BadRequest(f"没有文件 `{path}`", "写出目录文件或文件夹的路径")
        return {str(path): read_bytes(path, CATALOGUE_BYTES_MOST)}
    files = sorted(one for one in path.iterdir() if one.suffix in (".yaml", ".yml") and one.is_file() and one.name[0] != ".")
    if not files:
        raise BadFile([Problem(Place(str(path)), "文件夹里没有 `*.yaml` 或 `*.yml` 文件", "放入目录文件，或写出文件的路径")])
    texts: dict[str, bytes] = {}
    left = CATALOGUE_BYTES_MOST
    for one in files:
        texts[str(one)] = read_bytes(one, left)
        left -= len(texts[str(one)])
        if left < 0:
            raise BadFile([Problem(Place(str(path)), f"文件夹超过 {CATALOGUE_BYTES_MOST // 2**20} MiB", "拆成较小的目录")])
    return texts
