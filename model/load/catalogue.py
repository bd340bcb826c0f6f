"""A catalogue from its files: one, or a folder of them read as one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from collections.abc import Mapping as Map
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from model.catalogue import Catalogue
from model.errors import BadFile, BadRequest, Place, Problem
from model.load import values
from model.load.facts import fact
from model.load.items import SECTIONS, ItemReader
from model.load.matching import Matching
from model.load.names import Names
from model.load.nodes import Mapping, Node, Scalar, parse
from model.load.problems import Problems
from model.load.rules import RuleReader
from model.load.sections import DRAFT_KEYS, KEYS, listed, merged, single
from model.load.texts import CATALOGUE_BYTES_MOST, decode, read_bytes
from model.rules.base import Rule

DEFAULT_CHANNELS: Map[str, str] = {"any": "任意渠道"}


def load_catalogue(path: Path) -> Catalogue:
    """The catalogue of a file, or of a folder's `*.yaml` and `*.yml` files by name.

    Errors: BadFile with all problems of all files; BadRequest if there is no such file or folder.
    Cost: about 1 s for 1.5 MB.
    """
    if not path.is_dir():
        if not path.exists():
            raise BadRequest(f"没有文件 `{path}`", "写出目录文件或文件夹的路径")
        return parse_catalogue({str(path): read_bytes(path, CATALOGUE_BYTES_MOST)})
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
    return parse_catalogue(texts)


def parse_catalogue(texts: Map[str, bytes]) -> Catalogue:
    """The catalogue of some files, given by name. Errors: BadFile with all problems of all files."""
    problems = Problems()
    with _no_collection():
        catalogue = _read(texts, problems)
    problems.stop()
    return catalogue


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of new nodes make each pass of the garbage collector slow, and none of them is garbage yet."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(texts: Map[str, bytes], problems: Problems) -> Catalogue:
    roots = []
    for file, data in texts.items():
        text = decode(file, data, CATALOGUE_BYTES_MOST, problems)
        root = None if text is None else parse(file, text, problems)
        if root is not None:
            values.unknown_keys(root, problems, (*KEYS, *DRAFT_KEYS))
            roots.append(root)
    _refuse_drafts(roots, problems)
    name = single(roots, "catalogue", problems)
    named = any({"catalogue", *DRAFT_KEYS} & root.pairs.keys() for root in roots)
    if roots and len(roots) == len(texts) and not named:
        problems.error(roots[0], "缺少键 `catalogue`", "补上 `catalogue: 目录名`")
    title, version = single(roots, "title", problems), single(roots, "version", problems)
    sources, channels = _texts(roots, "sources", problems), _texts(roots, "channels", problems) or DEFAULT_CHANNELS
    facts = {}
    bare = Names({}, (), channels, {})
    for key, node in merged(roots, "facts", problems).values():
        declared = fact(key, node, bare, problems)
        if declared is not None:
            facts[key.text] = declared
    reader, brands = _declare(roots, problems)
    items = {item.name: item for item in reader.read_all(lambda node: _brand(node, brands, problems))}
    if brands is None:
        brands = {item.brand: True for item in items.values() if item.brand}
    names, matching = Names(items, brands, channels, facts), Matching(items)
    rules = _rules(roots, RuleReader(names, matching, frozenset(sources), problems), problems)
    digest = sha256(b"".join(texts.values())).hexdigest()
    warnings = tuple(sorted(set(problems.warnings)))
    return Catalogue(
        name or "", title or "", version or "", sources, channels, facts, tuple(brands), items, rules, digest, warnings
    )  # fmt: skip


def _refuse_drafts(roots: list[Mapping], problems: Problems) -> None:
    for root in roots:
        for key in DRAFT_KEYS:
            if key in root.pairs:
                problems.error(root.pairs[key][0], f"有 `{key}`：这是草稿，不能单独作目录", "用 `--draft` 给出它")


def _texts(roots: list[Mapping], section: str, problems: Problems) -> dict[str, str]:
    found = {name: values.text(node, problems) for name, (_, node) in merged(roots, section, problems).items()}
    return {name: text or "" for name, text in found.items()}


def _declare(roots: list[Mapping], problems: Problems) -> tuple[ItemReader, dict[str, bool] | None]:
    """The names of all items in the catalogue's sequence, and the brands, None where no file declares any."""
    reader = ItemReader(problems)
    for section, kind in SECTIONS.items():
        for node in listed(roots, section, problems):
            reader.declare(kind, node)
    reader.declare_aliases()
    if not any("brands" in root.pairs for root in roots):
        return reader, None
    brands: dict[str, Scalar] = {}
    for node in listed(roots, "brands", problems):
        brand = values.name(node, problems)
        if brand is None or not isinstance(node, Scalar):
            continue
        if brand in brands:
            problems.error(node, f"品牌 `{brand}` 重复（首见于 {brands[brand].place}）", "只写一次")
        brands.setdefault(brand, node)
    return reader, dict.fromkeys(brands, True)


def _brand(node: Node, brands: Map[str, bool] | None, problems: Problems) -> str | None:
    brand = values.name(node, problems)
    if brand is not None and brands is not None and brand not in brands:
        problems.unknown(node, brand, "不是声明过的品牌", brands)
        return None
    return brand


def _rules(roots: list[Mapping], reader: RuleReader, problems: Problems) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    places: dict[str, Place] = {}
    for node in listed(roots, "rules", problems):
        rule = reader.read(node)
        at = node.value("rule") if isinstance(node, Mapping) else None
        if isinstance(at, Scalar) and at.text in places:
            problems.error(at, f"规则编号 `{at.text}` 重复（首见于 {places[at.text]}）", "编号在全部文件中唯一")
        elif isinstance(at, Scalar):
            places[at.text] = at.place
            if rule is not None:
                rules[rule.id] = rule
    return rules
