"""The JSON of answers, held against a worked example and the schema."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from jsonschema import Draft202012Validator
from test_present_samples import BLOCKED, ELSEWHERE, LATER, NOW, UNDECIDED, asked

from cli.present.json import present_json, value_of, yuan
from cli.schema import read_schema
from model.request import Listed, Subscriber

CONTRACT_KEYS = [
    "from", "to", "verdict", "cancel", "leaves", "ended", "gains", "keeps", "fee", "benefits", "steps", "minimal", "ties",
    "instead", "blocked", "above", "assuming", "warnings", "conditions",
    "conditions_unsettled",
]  # fmt: skip


def document(*answers, **typed):
    return json.loads(present_json(asked(**typed), answers, "zh"))


def test_every_sample_meets_the_schema():
    schema = Draft202012Validator(json.loads(read_schema("answer")))
    schema.validate(document(NOW, LATER, ELSEWHERE, BLOCKED, UNDECIDED, to=["奥运88"]))


def test_the_keys_and_their_order_are_those_of_the_contract():
    got = document(NOW, to=["奥运88"])
    assert list(got) == ["format", "catalogue", "request", "answers"]
    assert got["format"] == "taocan.answer/2" and list(got["catalogue"]) == ["name", "version", "sha256"]
    assert list(got["request"])[:9] == ["from", "to", "with", "add", "drop", "keep", "on", "channel", "facts"]
    assert list(got["answers"][0]) == CONTRACT_KEYS
    assert list(got["answers"][0]["cancel"][0]) == ["item", "how", "because", "regain"]


def test_steps_are_written_as_their_kind_asks():
    settle, cancel, change, add = document(NOW)["answers"][0]["steps"]
    assert list(settle) == ["order", "do", "fact", "value", "on", "channels", "say"] and settle["value"] is True
    assert list(cancel) == list(add) == ["order", "do", "item", "on", "channels", "say"]
    assert list(change) == ["order", "do", "item", "from", "on", "channels", "say", "starts"]
    assert change["from"] == "音乐A" and change["starts"] == "2026-12-01"
    assert document(LATER)["answers"][0]["steps"][0] == {"do": "wait", "on": "2027-01-01"}


def test_money_and_amounts_are_whole_where_they_are_whole():
    assert [yuan(8800), yuan(8850), yuan(1), yuan(0)] == [88, 88.5, 0.01, 0]
    assert repr(value_of(Decimal("120.0"))) == "120" and value_of(Decimal("0.5")) == 0.5
    assert value_of(date(2026, 11, 23)) == "2026-11-23" and value_of(True) is True


def test_blocks_carry_the_rules_words_and_citations():
    block = document(BLOCKED)["answers"][0]["blocked"]
    assert block["because"][0] == {"rule": "S8", "says": "变更 主套餐：限 营业厅（在用 来电管家 时）", "cite": "notes §8"}
    assert block["because"][1] == {"rule": "sold:老套餐", "says": "老套餐 已停办", "cite": ""}
    assert (block["items"], block["facts"]) == (["体验包"], ["age"])
    assert [one["line"] for one in document(LATER)["answers"][0]["above"]] == ["reachable", "elsewhere"]


def test_the_request_echoes_resolved_names():
    request = document(with_=["来电管家@2027-02-28"], from_=["动感地带"], to=["奥运"], fact=["age=18"], channel="营业厅")[
        "request"
    ]
    assert request["from"] == ["音乐A", "音乐B", "老套餐"] and request["to"] == ["奥运88"]
    assert request["with"] == ["来电管家@2027-02-28"] and request["facts"] == {"age": 18} and request["channel"] == "hall"


def test_the_request_echoes_a_subscribers_file():
    file = Subscriber("138", Listed("音乐A"), holds=(Listed("GPRS5元"), Listed("校园V网", cancelled=date(2026, 11, 2))))
    request = document(file=file)["request"]
    assert (request["subscriber"], request["from"], request["with"]) == ("138", ["音乐A"], ["GPRS5元"])


def test_the_same_answers_are_the_same_bytes():
    one, two = (present_json(asked(), [NOW, BLOCKED], "zh") for _ in range(2))
    assert one == two and one.endswith("}\n") and "音乐A" in one
