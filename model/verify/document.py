"""An answer document read back: which catalogue, what was asked, what was answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from model.answer import (
    FORMAT,
    ActStep,
    Answer,
    Assumed,
    Before,
    Block,
    BlockReason,
    Condition,
    Core,
    Gain,
    Loss,
    Minimal,
    SettleStep,
    Step,
    Verdict,
    WaitStep,
    Warned,
)
from model.catalogue import Catalogue
from model.facts import FactValue
from model.request import HORIZON_MONTHS, Listed, Minimise
from model.rules.base import Act, Resolve
from model.verify.nodes import Node, parse_json


@dataclass(frozen=True, slots=True)
class Request:
    """What a document says was asked.

    Shape: `number` are the bytes of the subscriber in the form of a file, where the document carries it.
    """

    plans: tuple[str, ...]
    targets: tuple[str, ...]
    holds: tuple[Listed, ...]
    add: tuple[str, ...]
    drop: tuple[str, ...]
    keep: tuple[str, ...]
    on: date
    channel: str | None
    facts: dict[str, FactValue]
    subscriber: str | None
    minimise: Minimise
    horizon_months: int
    number: bytes | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document of answers. Shape: what names an item, rule or channel in `answers` need not be in the catalogue."""

    file: str
    request: Request
    answers: tuple[Answer, ...]


def read_document(file: str, text: bytes, catalogue: Catalogue) -> Document:
    """The document of some bytes. Errors: BadFile if it is malformed, of another format or of another catalogue."""
    root = parse_json(file, text)
    form = root.key("format").text()
    root.faults.stop()
    if form != FORMAT:
        root.faults.add("format", f"是 `{form}`", f"只认 `{FORMAT}`")
        root.faults.stop()
    _same_catalogue(root.key("catalogue"), catalogue)
    request = _request(root.key("request"), catalogue)
    answers = root.key("answers").each(lambda node: _answer(node, catalogue))
    root.faults.stop()
    return Document(file, request, answers)


def _same_catalogue(node: Node, catalogue: Catalogue) -> None:
    for key, held in (("name", catalogue.name), ("version", catalogue.version), ("sha256", catalogue.sha256)):
        said = node.key(key)
        if said.text() != held and not said.absent:
            wrong = f"是 `{said.value}`，而手头的产品目录是 `{held}`"
            said.faults.add(said.path, wrong, "用 --catalogue（和 --draft）给出当时的产品目录")
    node.faults.stop()


def _request(node: Node, catalogue: Catalogue) -> Request:
    def item(one: Node) -> str:
        return _named(one, one.text(), catalogue)

    channel = node.key("channel").maybe(Node.text)
    if channel is not None and channel not in catalogue.channels:
        node.faults.add("request.channel", f"没有渠道 `{channel}`", f"应为 {'、'.join(catalogue.channels)} 之一")
    number = node.key("number", optional=True)
    minimise: Minimise = "losses"
    if (said := node.key("minimise", optional=True)).value is not None:
        minimise = said.one_of(Minimise, minimise)
    return Request(
        plans=node.key("from").each(item),
        targets=node.key("to").each(item),
        holds=node.key("with").each(lambda one: _listed(one, catalogue)),
        add=node.key("add").each(item),
        drop=node.key("drop").each(item),
        keep=node.key("keep").each(item),
        on=node.key("on").day(),
        channel=channel,
        facts=_facts(node.key("facts"), catalogue),
        subscriber=node.key("subscriber", optional=True).maybe(Node.text),
        minimise=minimise,
        horizon_months=HORIZON_MONTHS if (said := node.key("horizon", optional=True)).value is None else said.whole(),
        number=None if number.value is None else json.dumps(number.value, ensure_ascii=False, default=float).encode(),
    )


def _named(node: Node, name: str, catalogue: Catalogue) -> str:
    if name not in catalogue.items and isinstance(node.value, str):
        node.faults.add(node.path, f"产品目录里没有 `{name}`", "写产品的名称")
    return name


def _listed(node: Node, catalogue: Catalogue) -> Listed:
    text = node.text()
    if text in catalogue.items or "@" not in text:
        return Listed(_named(node, text, catalogue))
    name, _, day = text.rpartition("@")
    return Listed(_named(node, name, catalogue), until=Node(day, node.path, node.faults).day())


def _facts(node: Node, catalogue: Catalogue) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for name, value in node.pairs():
        if name not in catalogue.facts:
            node.faults.add(value.path, "产品目录没有声明这项客户资料", "删去它")
        else:
            found[name] = fact_value(value, name, catalogue)
    return found


def fact_value(node: Node, fact: str, catalogue: Catalogue) -> FactValue:
    """The value of a fact, of the type that the catalogue declares."""
    declared = catalogue.facts.get(fact)
    match None if declared is None else declared.type:
        case "bool":
            return node.truth()
        case "int":
            number = node.number()
            return int(number) if number == number.to_integral_value() else number
        case "number":
            return node.number()
        case "date":
            return node.day()
        case "text":
            return node.text()
        case None:
            return str(node.value)


def _answer(node: Node, catalogue: Catalogue) -> Answer:
    fee, benefits = node.key("fee"), node.key("benefits")
    before, after = (Before(_fen(fee.key(key)), _amounts(benefits.key(key))) for key in ("before", "after"))
    return Answer(
        leaving=node.key("from").maybe(Node.text),
        to=node.key("to").maybe(Node.text),
        verdict=_verdict(node.key("verdict")),
        before=before,
        after=after,
        cancel=node.key("cancel").each(_loss),
        leaves=node.key("leaves").texts(),
        ended=node.key("ended").texts(),
        gains=node.key("gains").each(lambda one: Gain(one.key("item").text(), one.key("because").texts())),
        keeps=node.key("keeps").texts(),
        steps=node.key("steps").each(lambda one: _step(one, catalogue)),
        minimal=node.key("minimal").maybe(_minimal),
        ties=node.key("ties").each(Node.texts),
        instead=node.key("instead").each(lambda one: _answer(one, catalogue)),
        blocked=node.key("blocked").maybe(lambda one: _block(one, "blocked")),
        above=node.key("above", optional=True).each(lambda one: _block(one, _verdict(one.key("line")))),
        assuming=node.key("assuming").each(lambda one: Assumed(one.key("fact").text(), one.key("because").texts())),
        warnings=node.key("warnings").each(_warned),
        conditions=node.key("conditions").each(_condition),
        unsettled=node.key("conditions_unsettled", optional=True).maybe(Node.whole) or 0,
    )


def _verdict(node: Node) -> Verdict:
    blocked: Verdict = "blocked"
    return node.one_of(Verdict, blocked)


def _fen(node: Node) -> int:
    fen = node.number() * 100
    if fen != fen.to_integral_value():
        node.faults.add(node.path, "不足一分", "以元为单位，至多两位小数")
    return int(fen)


def _amounts(node: Node) -> dict[str, Decimal]:
    return {name: value.number() for name, value in node.pairs()}


def _loss(node: Node) -> Loss:
    how: Resolve = "first"
    return Loss(
        node.key("item").text(), node.key("how").one_of(Resolve, how), node.key("because").texts(), node.key("regain").texts()
    )


def _step(node: Node, catalogue: Catalogue) -> Step:
    do = node.key("do").text()
    on = node.key("on").day()
    if do == "wait":
        return WaitStep(on)
    order, channels, say = node.key("order").whole(), node.key("channels").texts(), node.key("say").texts()
    if do == "settle":
        fact = node.key("fact").text()
        return SettleStep(order, fact, fact_value(node.key("value"), fact, catalogue), on, channels, say)
    act: Act = "change"
    act = Node(do, f"{node.path}.do", node.faults).one_of(Act, act)
    leaving = node.key("from").maybe(Node.text) if act == "change" else None
    starts = node.key("starts", optional=True).maybe(Node.day)
    return ActStep(order, act, node.key("item").text(), on, channels, say, leaving, starts)


def _minimal(node: Node) -> Minimal:
    by = node.key("by").text()
    if by not in ("cores", "search"):
        node.faults.add(f"{node.path}.by", "写错了", "应为 cores、search 之一")
    return Minimal(
        node.key("losses").whole(),
        node.key("bound").whole(),
        node.key("proved").truth(),
        "cores" if by == "cores" else "search",
        node.key("cores").each(_core),
    )


def _core(node: Node) -> Core:
    cut = node.key("cut", optional=True).each(lambda one: (one.key("plan").maybe(Node.text), one.key("because").texts()))
    return Core(node.key("items").texts(), node.key("because").texts(), cut)


def _block(node: Node, line: Verdict) -> Block:
    because = node.key("because").each(
        lambda one: BlockReason(one.key("rule").text(), one.key("says").text(), one.key("cite").text())
    )
    return Block(because, node.key("items").texts(), node.key("facts").texts(), line)


def _warned(node: Node) -> Warned:
    return Warned(node.key("rule").text(), node.key("items").texts(), node.key("says").text())


def _condition(node: Node) -> Condition:
    return Condition(
        node.key("holds").text(),
        _verdict(node.key("verdict")),
        node.key("losses").maybe(Node.whole),
        node.key("because").texts(),
    )
