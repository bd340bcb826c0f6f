"""Answers made by hand for the tests of the presenters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cli.ask import Asked, Typed, ask
from model.answer import (
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
    WaitStep,
    Warned,
)
from model.catalogue import Catalogue
from model.load.catalogue import parse_catalogue
from model.request import Subscriber

SHEET = """
catalogue: sample
version: "1"
sources: {notes: 注意事项}
channels: {hotline: 人工台, online: 电子渠道, hall: 营业厅}
facts:
  registered: {type: bool, title: 资料已录入, settle: {at: hall, do: 补录资料, to: true}}
  age: {type: int}
  score: {type: number}
  born: {type: date}
  town: {type: text}
brands: [全球通, 动感地带, 神州行]
plans:
  - {name: 奥运88, brand: 全球通, fee: 88.5, brings: [体验包], aliases: [奥运]}
  - {name: 畅聊, brand: 全球通, assumed: true}
  - {name: 音乐A, brand: 动感地带, family: 音乐套餐, brings: [{item: 音乐体验包, removable: true}]}
  - {name: 音乐B, brand: 动感地带, family: 音乐套餐}
  - {name: 老套餐, brand: 动感地带, family: [音乐套餐, 老系列], withdrawn: true}
offers:
  - {name: GPRS5元, family: GPRS套餐, fee: 5}
  - {name: GPRS20元, family: GPRS套餐, fee: 20}
  - {name: 来电管家, family: 管家}
  - {name: 体验包}
  - {name: 音乐体验包}
vnets:
  - {name: 校园V网, benefits: {本地主叫分钟: 120}}
rules:
  - {rule: S6, conflict: [GPRS套餐, 奥运88], resolve: consent, cite: notes §6, tell: 原GPRS优惠将自动取消}
  - {rule: S8, channel: {act: change, of: plan, only: [hall], holding: 来电管家}, cite: notes §8}
  - {rule: S9, eligible: {items: 校园V网, facts: {registered: true}}, assumed: true}
  - {rule: S11, only_with: {items: 校园V网, allow: {brand: 动感地带}}, resolve: first, cite: notes §11}
  - {rule: G1, at_most: {n: 1, of: GPRS套餐}}
"""
DAY, NEXT = date(2026, 11, 23), date(2027, 1, 1)
EVERY = ("hotline", "online", "hall")
CATALOGUE = parse_catalogue({"sample.yaml": SHEET.encode()})
LATER = Answer(
    "音乐A", "奥运88", "later", Before(500), Before(8850),
    cancel=(Loss("校园V网", "first", ("S11",)),),
    leaves=("音乐体验包",),
    steps=(
        WaitStep(NEXT),
        ActStep(1, "cancel", "校园V网", NEXT, EVERY),
        ActStep(2, "change", "奥运88", NEXT, ("hall",), (), "音乐A"),
    ),
    minimal=Minimal(1, 1, True, "cores", (Core(("校园V网",), ("S11",), (("音乐A", ("S11",)), (None, ()))),)),
    above=(
        Block((BlockReason("S8", ""), BlockReason("until:来电管家", "")), ("来电管家",), ("registered",), line="reachable"),
        Block((BlockReason("S8", ""),), line="elsewhere"),
    ),
)  # fmt: skip
NOW = Answer(
    "音乐A", "奥运88", "reachable",
    Before(500, {"本地主叫分钟": Decimal(120)}), Before(8850, {"折扣": Decimal("0.50")}),
    cancel=(Loss("GPRS5元", "consent", ("S6",), ("hall",)), Loss("校园V网", "first", ("S11",)), Loss("来电管家", "first", ())),
    leaves=("音乐体验包",),
    ended=("GPRS20元",),
    gains=(Gain("体验包", ("奥运88",)),),
    steps=(
        SettleStep(1, "registered", True, DAY, ("hall",), ("请带证件",)),
        ActStep(2, "cancel", "校园V网", DAY, EVERY, ("请先取消校园V网",)),
        ActStep(3, "change", "奥运88", DAY, EVERY, ("原GPRS优惠将自动取消",), "音乐A", date(2026, 12, 1)),
        ActStep(3, "add", "来电管家", DAY, EVERY, ("原GPRS优惠将自动取消",)),
    ),
    minimal=Minimal(3, 2, False, "search", (Core(("GPRS5元", "校园V网"), ("S6", "S11", "S9")),)),
    ties=(("GPRS20元", "校园V网"),),
    instead=(LATER,),
    assuming=(Assumed("registered", ("S9",)),),
    warnings=(Warned("G1", ("GPRS5元", "GPRS20元"), ""),),
    conditions=(Condition("校园V网", "later", 1, ("S11",)), Condition("来电管家", "blocked", None, ("S8",))),
    unsettled=2,
)  # fmt: skip
ELSEWHERE = Answer(
    "音乐A", "音乐B", "elsewhere", Before(0), Before(0),
    keeps=("来电管家",),
    steps=(ActStep(1, "change", "音乐B", DAY, ("hall",), (), "音乐A"),),
    minimal=Minimal(0, 0, True, "cores"),
    above=(Block((BlockReason("S8", ""),), line="reachable"),),
)  # fmt: skip
BLOCKED = Answer(
    "音乐A", "畅聊", "blocked", Before(0), Before(0),
    blocked=Block((BlockReason("S8", ""), BlockReason("sold:老套餐", ""), BlockReason("part:体验包", "")), ("体验包",), ("age",)),
)  # fmt: skip
UNDECIDED = Answer("音乐A", "音乐B", "undecided", Before(0), Before(0))


def asked(*, catalogue: Catalogue = CATALOGUE, file: Subscriber | None = None, **typed: object) -> Asked:
    """What is asked by some options, from 音乐A and on DAY unless they say otherwise."""
    options: dict[str, object] = {"on": DAY.isoformat(), **typed}
    if file is not None:
        options["subscriber"] = "subscriber.yaml"
    elif "from_" not in options:
        options["from_"] = ["音乐A"]
    return ask(
        Typed(**options),  # type: ignore[arg-type]
        catalogue,
        today=date(2026, 1, 2),
        read_subscriber=lambda path, of: file or Subscriber(),
    )
