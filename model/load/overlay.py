"""One draft laid over a sheet: entries replaced in their places, new ones after them, and what is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field

from model.load import values
from model.load.items import SECTIONS
from model.load.layers import Layer
from model.load.nodes import Mapping, Node, Scalar
from model.load.problems import Lost, Problems
from model.load.sections import listed, merged, single
from model.load.sheet import MERGED, Entry, Sheet, brands_of, head_of, name_of

WORD_KEYS = ("name", "aliases", "family", "tags")


@dataclass(slots=True)
class Removal:
    """What a draft takes away, each with where it says so."""

    items: dict[str, Scalar] = field(default_factory=dict)
    rules: dict[str, Scalar] = field(default_factory=dict)


def draft_over(sheet: Sheet, layer: Layer, number: int, problems: Problems) -> Sheet:
    """The sheet with the `number`th draft over it. Source: docs/drafts.md."""
    _check_extends(sheet, layer, problems)
    head = head_of(layer, problems)
    mine = {section: list(listed(layer.roots, section)) for section in SECTIONS}
    my_rules = list(listed(layer.roots, "rules"))
    removal = _Remover(sheet, mine, my_rules, problems).read(listed(layer.roots, "remove"))
    lost = {**sheet.lost, **_lost(sheet, mine, removal, problems)}
    own_name = (head["catalogue"],) if "catalogue" in head else ()
    return Sheet(
        {**sheet.head, **head},
        {key: {**sheet.merged[key], **merged(layer.roots, key, problems)} for key in MERGED},
        _brands(sheet, layer, problems),
        {section: _laid(sheet.items[section], section, mine, number, removal.items) for section in SECTIONS},
        _laid(sheet.rules, "rules", {"rules": my_rules}, number, removal.rules),
        (*sheet.names, *own_name),
        (*sheet.data, *layer.data),
        lost,
    )


def _check_extends(sheet: Sheet, layer: Layer, problems: Problems) -> None:
    """Note a draft that does not say what it extends, or says something else."""
    name = single(layer.roots, "extends", problems)
    if name is None:
        if layer.whole and layer.roots and not any("extends" in root.pairs for root in layer.roots):
            known = sheet.names[-1] if sheet.names else "目录名"
            problems.error(layer.roots[0], "草案缺少键 `extends`", f"补上 `extends: {known}`；不是草案的用 `--catalogue` 给出")
        return
    if sheet.names and name not in sheet.names:
        at = next(value for root in layer.roots if (value := root.value("extends")) is not None)
        problems.error(at, f"`{name}` 不是所给的目录，那是 `{sheet.names[-1]}`", f"写 `extends: {sheet.names[-1]}`，或换一个目录")


def _brands(sheet: Sheet, layer: Layer, problems: Problems) -> Map[str, Scalar] | None:
    """The brands with those of a draft; where none were declared, those of the plans count as declared from now on."""
    mine = brands_of(layer, problems)
    if mine is None:
        return sheet.brands
    if sheet.brands is not None:
        return {**sheet.brands, **mine}
    used = (entry.node.value("brand") for entry in sheet.items["plans"] if isinstance(entry.node, Mapping))
    return {**{node.text: node for node in used if isinstance(node, Scalar)}, **mine}


def _laid(
    old: Sequence[Entry], section: str, mine: Map[str, Sequence[Node]], number: int, removed: Map[str, Scalar]
) -> tuple[Entry, ...]:
    """The entries of a section: each old one replaced where it stands, moved or taken away, then the new ones."""
    key = "rule" if section == "rules" else "name"
    fresh = {id(node): node for node in mine[section]}
    named: dict[str, Node] = {}
    for node in mine[section]:
        if (name := name_of(node, key)) is not None:
            named.setdefault(name.text, node)
    elsewhere = {at.text for other, nodes in mine.items() if other != section for n in nodes if (at := name_of(n, key))}
    entries = []
    for entry in old:
        at = name_of(entry.node, key)
        text = None if at is None else at.text
        if text in named:
            node = named.pop(text)
            del fresh[id(node)]
            entries.append(Entry(node, number))
        elif text is None or (text not in removed and text not in elsewhere):
            entries.append(entry)
    return (*entries, *(Entry(node, number) for node in fresh.values()))


def _lost(sheet: Sheet, mine: Map[str, Sequence[Node]], removal: Removal, problems: Problems) -> dict[str, Lost]:
    """The words of items that the draft takes away or writes anew, with where; those that stay are never asked for."""
    written = {at.text: (section, at) for section, nodes in mine.items() for node in nodes if (at := name_of(node, "name"))}
    lost: dict[str, Lost] = {}
    for section, entries in sheet.items.items():
        for entry in entries:
            at = name_of(entry.node, "name")
            if at is None:
                continue
            if at.text in removal.items:
                lost.update(dict.fromkeys(_words(entry.node), Lost(at.text, removal.items[at.text].place, True)))
            elif at.text in written:
                now, place = written[at.text]
                lost.update(dict.fromkeys(_words(entry.node), Lost(at.text, place.place, False)))
                if now != section:
                    problems.warn(place, f"`{at.text}` 原在 `{section}` 下，草案写在 `{now}` 下", f"若不是有意，放回 `{section}`")
    return lost


def _words(node: Node) -> Iterator[str]:
    """The words by which an item, or a set that it is in, can be named."""
    for key in WORD_KEYS:
        value = node.value(key) if isinstance(node, Mapping) else None
        if value is not None:
            yield from (one.text for one in values.nodes_of(value) if isinstance(one, Scalar))


class _Remover:
    """Reads `remove` beside what there is to take away."""

    def __init__(self, sheet: Sheet, mine: Map[str, Sequence[Node]], my_rules: Sequence[Node], problems: Problems) -> None:
        self.problems, self.lost = problems, sheet.lost
        entries = [entry for section in sheet.items.values() for entry in section]
        self.items = {name.text: name.text for entry in entries if (name := name_of(entry.node, "name"))}
        for entry in entries:
            name = name_of(entry.node, "name")
            aliases = entry.node.value("aliases") if isinstance(entry.node, Mapping) else None
            if name is not None and aliases is not None:
                for alias in values.nodes_of(aliases):
                    if isinstance(alias, Scalar):
                        self.items.setdefault(alias.text, name.text)
        self.rules = {name.text: True for entry in sheet.rules if (name := name_of(entry.node, "rule"))}
        self.known = dict.fromkeys((*self.items, *self.rules), True)
        self.written_items = {at.text: at for nodes in mine.values() for node in nodes if (at := name_of(node, "name"))}
        self.written_rules = {at.text: at for node in my_rules if (at := name_of(node, "rule"))}
        self.removal = Removal()

    def read(self, nodes: Iterable[Node]) -> Removal:
        """All that is taken away."""
        for node in nodes:
            match node:
                case Mapping():
                    self._outright(node)
                case _:
                    self._word(node)
        return self.removal

    def _word(self, node: Node) -> None:
        """Takes away what one word names, an item or a rule."""
        word = values.name(node, self.problems)
        if word is None or not isinstance(node, Scalar):
            return
        if word in self.items and word in self.rules:
            wrong = f"`{word}` 既是产品，又是规则的编号"
            self.problems.error(node, wrong, f"写 `{{item: {word}}}` 或 `{{rule: {word}}}`")
        elif word in self.items:
            self._item(node)
        elif word in self.rules:
            self._rule(node)
        else:
            self._unknown(node, "不是目录中的产品或规则", self.known)

    def _outright(self, node: Mapping) -> None:
        """Takes away what `{item: X}` or `{rule: X}` names."""
        fields = values.mapping(node, self.problems, ("item", "rule"))
        if fields is None:
            return
        if not node.pairs:
            self.problems.error(node, "`remove` 里的 `{}` 是空的", "写 `{item: 名称}` 或 `{rule: 编号}`")
        for key, value in fields.items():
            word = values.name(value, self.problems)
            if word is None or not isinstance(value, Scalar):
                continue
            known = self.items if key == "item" else self.rules
            if word not in known:
                self._unknown(value, "不是目录中的产品" if key == "item" else "不是目录中规则的编号", known)
            elif key == "item":
                self._item(value)
            else:
                self._rule(value)

    def _item(self, node: Scalar) -> None:
        self._take(node, self.items[node.text], self.removal.items, self.written_items)

    def _rule(self, node: Scalar) -> None:
        self._take(node, node.text, self.removal.rules, self.written_rules)

    def _take(self, node: Scalar, name: str, taken: dict[str, Scalar], written: Map[str, Scalar]) -> None:
        if name in taken:
            self.problems.error(node, f"`{node.text}` 去掉了两次（首见于 {taken[name].place}）", "只列一次")
        elif name in written:
            wrong = f"`{node.text}` 列在 `remove` 下，又写在 {written[name].place}"
            self.problems.error(node, wrong, "要替换就不列它，要去掉就不写它")
        else:
            taken[name] = node

    def _unknown(self, node: Scalar, what: str, known: Map[str, object]) -> None:
        lost = self.lost.get(node.text)
        if lost is not None and lost.removed:
            self.problems.error(node, f"`{node.text}` 已被前面的草案在 {lost.place} 去掉", "删去它")
        else:
            self.problems.unknown(node, node.text, what, known)
