"""A catalogue from its files: one, or a folder of them read as one."""

from __future__ import annotations

from collections.abc import Mapping as Map
from hashlib import sha256
from pathlib import Path

from model.catalogue import Catalogue
from model.collecting import no_collection
from model.errors import Place
from model.load import values
from model.load.facts import fact
from model.load.items import SECTIONS, ItemReader
from model.load.layers import Layer, parse_layer, read_files
from model.load.matching import Matching
from model.load.names import Names
from model.load.nodes import Node
from model.load.problems import Problems
from model.load.rules import RuleReader
from model.load.sections import DRAFT_KEYS
from model.load.sheet import Entry, Pairs, Sheet, base_sheet, name_of
from model.rules.base import Rule

DEFAULT_CHANNELS: Map[str, str] = {"any": "任意渠道"}


def load_catalogue(path: Path) -> Catalogue:
    """The catalogue of a file, or of a folder's `*.yaml` and `*.yml` files by name.

    Errors: BadFile with all problems of all files; BadRequest if there is no such file or folder.
    Cost: about 1 s for 1.5 MB.
    """
    return parse_catalogue(read_files(path))


def parse_catalogue(texts: Map[str, bytes]) -> Catalogue:
    """The catalogue of some files, given by name. Errors: BadFile with all problems of all files."""
    problems = Problems()
    with no_collection():
        layer = parse_layer(texts, problems)
        catalogue = read_sheet(standing_sheet(layer, problems), problems)
    problems.stop()
    return catalogue


def catalogue_of(layer: Layer) -> Catalogue:
    """The catalogue of a layer that was parsed. Errors: BadFile with all its problems."""
    problems = Problems()
    catalogue = read_sheet(standing_sheet(layer, problems), problems)
    problems.stop()
    return catalogue


def standing_sheet(layer: Layer, problems: Problems) -> Sheet:
    """The sheet of a catalogue that is no draft."""
    for root in layer.roots:
        for key in DRAFT_KEYS:
            if key in root.pairs:
                problems.error(root.pairs[key][0], f"有 `{key}`：这是草案，不能单独作目录", "用 `--draft` 给出它")
    sheet = base_sheet(layer, problems)
    named = any({"catalogue", *DRAFT_KEYS} & root.pairs.keys() for root in layer.roots)
    if layer.roots and layer.whole and not named:
        problems.error(layer.roots[0], "缺少键 `catalogue`", "补上 `catalogue: 目录名`")
    return sheet


def read_sheet(sheet: Sheet, problems: Problems) -> Catalogue:
    """The catalogue that a sheet writes, as far as it is right."""
    sources = _texts(sheet.merged["sources"], problems)
    channels = _texts(sheet.merged["channels"], problems) or DEFAULT_CHANNELS
    bare = Names({}, (), channels, {})
    declared = [fact(key, node, bare, problems) for key, node in sheet.merged["facts"].values()]
    facts = {one.name: one for one in declared if one is not None}
    brands = None if sheet.brands is None else dict.fromkeys(sheet.brands, True)
    items = {item.name: item for item in _declare(sheet, problems).read_all(lambda node: _brand(node, brands, problems))}
    if brands is None:
        brands = {item.brand: True for item in items.values() if item.brand}
    names, matching = Names(items, brands, channels, facts), Matching(items)
    rules = _rules(sheet.rules, RuleReader(names, matching, frozenset(sources), problems), problems)
    name, title, version = (sheet.head.get(key, "") for key in ("catalogue", "title", "version"))
    digest = sha256(b"".join(sheet.data)).hexdigest()
    warnings = tuple(sorted(set(problems.warnings)))
    return Catalogue(name, title, version, sources, channels, facts, tuple(brands), items, rules, digest, warnings)


def _texts(pairs: Pairs, problems: Problems) -> dict[str, str]:
    return {name: values.text(node, problems) or "" for name, (_, node) in pairs.items()}


def _declare(sheet: Sheet, problems: Problems) -> ItemReader:
    """The names of all items. Shape: those of each draft after those of what it changes, so that it is to blame for a clash."""
    reader = ItemReader(problems)
    entries = [(kind, one) for section, kind in SECTIONS.items() for one in sheet.items[section]]
    for layer in sorted({one.layer for _, one in entries}):
        for kind, one in entries:
            if one.layer == layer:
                reader.declare(kind, one.node)
        reader.declare_aliases()
    reader.put_in_sequence([one.node for _, one in entries])
    return reader


def _brand(node: Node, brands: Map[str, bool] | None, problems: Problems) -> str | None:
    brand = values.name(node, problems)
    if brand is not None and brands is not None and brand not in brands:
        problems.unknown(node, brand, "不是声明过的品牌", brands)
        return None
    return brand


def _rules(entries: tuple[Entry, ...], reader: RuleReader, problems: Problems) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    places: dict[str, Place] = {}
    for entry in entries:
        rule = reader.read(entry.node)
        at = name_of(entry.node, "rule")
        if at is not None and at.text in places:
            problems.error(at, f"规则编号 `{at.text}` 重复（首见于 {places[at.text]}）", "编号在全部文件中唯一")
        elif at is not None:
            places[at.text] = at.place
            if rule is not None:
                rules[rule.id] = rule
    return rules
