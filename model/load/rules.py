"""Rules in files: the envelope, exactly one kind, and the checks that a rule by itself can fail."""

from __future__ import annotations

from dataclasses import dataclass

from model.load.bodies import BodyReader
from model.load.facts import channels
from model.load.matching import Matching
from model.load.names import Names
from model.load.nodes import Mapping, Node, Scalar
from model.load.problems import Problems
from model.load.values import boolean, choice, day, mapping, name, show, text, unknown_keys
from model.rules.base import ALWAYS, Body, Resolve, Rule, Valid
from model.rules.kinds import KINDS

ENVELOPE = ("rule", "resolve", "cite", "tell", "valid", "at", "assumed", "note")
KEYS = tuple(dict.fromkeys((*ENVELOPE, *KINDS)))
RESOLVES: tuple[Resolve, ...] = ("auto", "consent", "first")


@dataclass(slots=True)
class RuleReader:
    """Reads rules beside the names of one catalogue."""

    names: Names
    matching: Matching
    sources: frozenset[str]
    problems: Problems

    def read(self, node: Node) -> Rule | None:
        """One rule, None if it is wrong."""
        if not isinstance(node, Mapping):
            self.problems.error(node, f"{show(node)} 不是规则", "写成 `{rule: 编号, 种类: …}`")
            return None
        strange = unknown_keys(node, self.problems, KEYS)
        id_ = self._id(node)
        kind = self._kind(node, strange)
        if kind is None:
            self._envelope(node, None, frozenset())
            return None
        reader = BodyReader(self.names, self.matching, self.problems)
        body, guards, given = reader.read(kind, node.pairs[kind.NAME][1])
        rule = self._envelope(node, kind, given)
        if body is None or rule is None or id_ is None:
            return None
        return Rule(
            id_,
            body,
            rule.resolve,
            rule.resolve_given,
            rule.cite,
            rule.tell,
            rule.valid,
            rule.at,
            guards,
            rule.assumed,
            rule.note,
            node.pairs["rule"][1].place,
        )

    def _id(self, node: Mapping) -> str | None:
        value = node.value("rule")
        if value is None:
            self.problems.error(node, "规则缺少编号 `rule`", "补上 `rule: 编号`")
            return None
        return name(value, self.problems)

    def _kind(self, node: Mapping, strange: bool) -> type[Body] | None:
        """The one kind of the rule. Source: docs/catalogue.md; `tell` with a text is the key, with a mapping the kind."""
        found = [key for key in node.pairs if key in KINDS and (key != "tell" or not isinstance(node.value(key), Scalar))]
        if not found:
            if not strange:
                self.problems.error(node, "规则没有种类", "写出一种：" + "、".join(f"`{kind}`" for kind in KINDS))
            return None
        for extra in found[1:]:
            at = node.pairs[extra][0]
            self.problems.error(at, f"一条规则只能有一个种类，已有 `{found[0]}`，又有 `{extra}`", "拆成两条规则")
        return KINDS[found[0]]

    def _envelope(self, node: Mapping, kind: type[Body] | None, given: frozenset[str]) -> _Envelope | None:
        problems, value = self.problems, node.value
        before = len(problems.errors)
        resolve, said, valid, at = value("resolve"), value("tell"), value("valid"), value("at")
        cite, assumed, note = value("cite"), value("assumed"), value("note")
        chosen = None if resolve is None else self._resolve(resolve, node.pairs["resolve"][0], kind, given)
        if at is not None and kind is not None and not kind.FORM.at:
            problems.error(node.pairs["at"][0], f"`{kind.NAME}` 规则不能有 `at`", "删去 `at`")
        envelope = _Envelope(
            chosen or "consent",
            chosen is not None,
            "" if cite is None else self._cite(cite),
            (text(said, problems) or "") if isinstance(said, Scalar) else "",
            ALWAYS if valid is None else self._valid(valid),
            None if at is None else self._at(at),
            assumed is not None and boolean(assumed, problems) is True,
            "" if note is None else text(note, problems) or "",
        )
        return envelope if len(problems.errors) == before else None

    def _resolve(self, node: Node, key: Scalar, kind: type[Body] | None, given: frozenset[str]) -> Resolve | None:
        chosen = choice(node, self.problems, RESOLVES)
        if kind is None or chosen is None:
            return None
        if kind.FORM.resolves == "no":
            self.problems.error(key, f"`{kind.NAME}` 规则不能有 `resolve`", "删去 `resolve`")
        elif kind.FORM.resolves == "guarded" and "holding" not in given:
            self.problems.error(key, f"`{kind.NAME}` 规则没有 `holding`，不能有 `resolve`", "补上 `holding`，或删去 `resolve`")
        elif kind.FORM.resolves == "guarded" and chosen != "first":
            self.problems.error(node, f"`{kind.NAME}` 规则的 `resolve` 不能是 `{chosen}`", "只能写 `first`")
        return next(one for one in RESOLVES if one == chosen)

    def _cite(self, node: Node) -> str:
        cite = text(node, self.problems)
        if cite is None:
            return ""
        first = cite.split()[0].rstrip(":：,，")
        if self.sources and first not in self.sources and first.isascii() and first.isidentifier():
            wrong = f"`cite` 的出处 `{first}` 没有在 `sources` 中声明"
            self.problems.warn(node, wrong, self.problems.nearest(first, self.sources))
        return cite

    def _at(self, node: Node) -> frozenset[str]:
        found = channels(node, self.names, self.problems)
        if not isinstance(node, Scalar) and not found:
            self.problems.error(node, "`at` 是空的", "写出渠道，或删去 `at`")
        return frozenset(found)

    def _valid(self, node: Node) -> Valid:
        fields = mapping(node, self.problems, ("from", "until"))
        if fields is None:
            return ALWAYS
        if not fields:
            self.problems.error(node, "`valid` 是空的", "写 `{from: 日期, until: 日期}`")
        since, until = (day(fields[key], self.problems) if key in fields else None for key in ("from", "until"))
        if since and until and until < since:
            self.problems.error(fields["until"], f"`until` `{until}` 早于 `from` `{since}`", "`from` 应不晚于 `until`")
        return Valid(since, until)


@dataclass(frozen=True, slots=True)
class _Envelope:
    resolve: Resolve
    resolve_given: bool
    cite: str
    tell: str
    valid: Valid
    at: frozenset[str] | None
    assumed: bool
    note: str
