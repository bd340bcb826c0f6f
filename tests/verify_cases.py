"""Documents to verify: a small rule sheet with what it asks of a path, and random ones, answered by the solver."""

from __future__ import annotations

import json
from typing import Any

from build import Built, build

from cli.ask import Asked
from cli.present.json import present_json
from cli.verify import sentences_of
from model.answer import Answer
from model.request import Query
from model.verify.check import Examined, verify
from model.verify.document import read_document
from solver.answers.decide import Engine

SHEET: dict[str, Any] = {
    "catalogue": "sheet",
    "version": "2026-11",
    "channels": {"hotline": "10086", "hall": "营业厅"},
    "facts": {
        "registered": {"type": "bool", "settle": {"at": "hall", "do": "本人持证件补录", "to": True}},
        "age": {"type": "int", "default": 20},
    },
    "brands": ["Young", "Global"],
    "plans": [
        {"name": "Music", "brand": "Young", "fee": 20, "brings": ["MusicPack"], "benefits": {"minutes": 60}},
        {"name": "Trial", "brand": "Young", "fee": 10, "sold": {"from": "2026-12-10"}},
        {"name": "Olympic", "brand": "Global", "fee": 88, "brings": ["BusinessPack"], "benefits": {"minutes": 300}},
        {"name": "Standard", "brand": "Global", "fee": 50},
        {"name": "Office", "brand": "Global", "fee": 60},
        {"name": "Sealed", "brand": "Global", "fee": 70},
    ],
    "offers": [
        {"name": "MusicPack", "fee": 1},
        {"name": "BusinessPack"},
        {"name": "CallerId", "fee": 5},
        {"name": "Ring", "fee": 6},
        {"name": "RingPlus", "fee": 2},
        {"name": "OldPack", "fee": 3, "withdrawn": True},
        {"name": "Trip", "fee": 4},
        {"name": "Base", "fee": 1},
        {"name": "Gift"},
    ],
    "vnets": [{"name": "Campus", "benefits": {"minutes": 30}}, {"name": "Group"}],
    "rules": [
        {"rule": "S1", "only_with": {"items": "Campus", "allow": {"brand": "Young"}}, "resolve": "first", "tell": "请先取消"},
        {"rule": "S2", "conflict": ["Ring", {"brand": "Global"}], "resolve": "auto", "tell": "彩铃将被取消", "cite": "notes 2"},
        {"rule": "S3", "needs": {"items": "RingPlus", "any_of": "Ring"}, "resolve": "consent", "tell": "彩铃增强随彩铃取消"},
        {"rule": "S4", "needs": {"items": "Office", "any_of": "Base"}},
        {"rule": "S5", "channel": {"act": "change", "of": "Standard", "only": ["hall"]}},
        {"rule": "S6", "eligible": {"items": "Standard", "facts": {"registered": True}}},
        {"rule": "S7", "starts": {"of": "Olympic", "day": "next-month"}},
        {"rule": "S8", "at_most": {"n": 1, "of": ["Campus", "Group"]}},
        {"rule": "S9", "conflict": ["OldPack", "Trip"]},
        {"rule": "S10", "tell": {"act": "change", "of": "plan", "say": "变更后原优惠可能取消"}},
        {"rule": "S11", "eligible": {"items": "Office", "facts": {"age": {"min": 18}}}},
        {"rule": "S12", "move": {"from": "plan", "not_to": "Sealed"}, "cite": "notes 12"},
        {"rule": "S13", "conflict": ["CallerId", "Office"], "resolve": "first"},
        {"rule": "S14", "at_most": {"n": 2, "of": ["Gift", "Ring", "CallerId"]}},
    ],
}  # fmt: skip


def case(name: str, args: str, *, holds: tuple[Any, ...] = (), plan: Any = "Music", **more: Any) -> tuple[str, dict[str, Any]]:
    number = {"id": "138", "plan": plan, "holds": list(holds), **more}
    options = f"--on 2026-11-23 --horizon 6 {args}".split()
    return name, {"catalogue": SHEET, "case": {"name": name, "args": options, "subscriber": number}}


CASES: dict[str, dict[str, Any]] = dict(
    [
        case("nothing", "--to Music"),
        case("campus", "--to Olympic", holds=("Campus",)),
        case("ring", "--to Olympic", holds=("Ring", "RingPlus", "Campus", "Trip")),
        case("settled", "--to Standard", holds=("Ring",)),
        case("elsewhere", "--to Standard --channel hotline", holds=("Ring",), facts={"registered": True}),
        case("needs", "--to Office --channel hotline"),
        case("bound", "--to Office", holds=({"item": "CallerId", "until": "2026-12-31"},)),
        case("waits", "--to Trial", holds=({"item": "Ring", "ends": "2026-11-30"},)),
        case("choice", "--to Office", holds=({"item": "CallerId", "ends": "2026-11-30"},)),
        case("sealed", "--to Sealed", holds=("Ring",)),
        case("young", "--to Office", facts={"age": 16}),
        case("drop", "--drop Campus", holds=("Campus", "Trip")),
        case("add", "--add Group --drop Campus", holds=("Campus",)),
        case("dirty", "--to Office", holds=("OldPack", "Trip", "Campus", "Group")),
        case("tie", "--add Gift", holds=("Ring", "CallerId")),
        case("booked", "--to Office", booked={"plan": "Olympic", "starts": "2026-12-01"}),
        case("keep", "--to Office --keep CallerId", holds=("CallerId",)),
        case("origin", "--to Office", holds=({"item": "Trip", "origin": "MusicPack"}, {"item": "Gift", "origin": "campaign"})),
        case("none", "--to Office", plan=None),
    ]
)


def written(built: Built) -> dict[str, Any]:
    """The document of the solver's answer, as data."""
    return document_of(built, Engine(built.catalogue).answer(built.subscriber, built.query))


def document_of(built: Built, answer: Answer) -> dict[str, Any]:
    """The document of an answer, as data."""
    return json.loads(present_json(asked(built, built.query), [answer], "zh"))


def asked(built: Built, query: Query) -> Asked:
    goal, names = query.goal, built.catalogue.items
    add, drop, keep = (tuple(n for n in names if n in some) for some in (goal.add, goal.drop, goal.keep))
    return Asked(
        built.catalogue, (built.subscriber,), () if goal.to is None else (goal.to,), ((built.subscriber, query),), query.on,
        query.channel, add, drop, keep, query.horizon_months, query.minimise, None, given=True,
    )  # fmt: skip


def checked(document: dict[str, Any] | bytes, built: Built, *, alone: bool = False) -> tuple[Examined, ...]:
    """What is found of a document; `alone` without the subscriber's file."""
    text = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
    read = read_document("answer.json", text, built.catalogue)
    number = None if alone else built.subscriber
    return verify(read, built.catalogue, number, sentences=sentences_of(built.catalogue))


def refused(built: Built, answer: Answer) -> list[str]:
    """What `verify` finds wrong with an answer."""
    return told(checked(document_of(built, answer), built))


def told(examined: tuple[Examined, ...]) -> list[str]:
    """What differs, as text."""
    return [f"{one.path}: wanted {one.wanted}, found {one.found}" for each in examined for one in each.differences]


__all__ = ["CASES", "SHEET", "asked", "build", "checked", "told", "written"]
