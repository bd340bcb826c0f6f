"""The JSON Schemas that are shipped: valid by themselves, true to the readers, and met by real files."""

from __future__ import annotations

import json

import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError
from test_present_samples import SHEET

from cli.schema import Which, read_schema
from model.load import items, rules, sections, subscriber
from model.rules.kinds import KINDS

GUARDS = {"holding", "facts"}


def schema(name):
    return json.loads(read_schema(name))


def plain(text):
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


@pytest.mark.parametrize("name", [which.value for which in Which])
def test_a_schema_is_a_schema(name):
    Draft202012Validator.check_schema(schema(name))


def test_the_catalogue_schema_has_the_keys_of_the_reader():
    got = schema("catalogue")
    assert set(got["properties"]) == {*sections.KEYS, *sections.DRAFT_KEYS}
    assert set(got["$defs"]["plan"]["properties"]) == set(items.KEYS)
    assert set(got["$defs"]["rule"]["properties"]) == set(rules.KEYS)
    assert set(schema("subscriber")["properties"]) == set(subscriber.KEYS)


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.FORM.pair is None])
def test_every_rule_kind_has_the_keys_of_its_form(kind):
    got = schema("catalogue")["$defs"]["rule"]["properties"][kind]
    form = KINDS[kind].FORM
    form_of = next(one for one in got["anyOf"] if one.get("type") == "object") if kind == "tell" else got
    assert set(form_of["properties"]) == {*form.keys, *(GUARDS if form.guards else ())}
    assert set(form_of.get("required", ())) == {name for name, key in form.keys.items() if key.required}


def test_a_catalogue_that_loads_meets_its_schema():
    Draft202012Validator(schema("catalogue")).validate(plain(SHEET))


@pytest.mark.parametrize(
    "rule",
    [
        "{rule: R}",
        "{rule: R, conflict: [a]}",
        "{rule: R, conflict: [a, b], at_most: {n: 1, of: a}}",
        "{rule: R, move: {from: a, not_to: b, only_to: c}}",
        "{rule: R, channel: {act: change}}",
        "{rule: R, tell: just a text}",
        "{rule: R, at_most: {n: 1, of: a}, misspelt: 1}",
    ],
)
def test_a_rule_that_is_wrong_does_not_meet_the_schema(rule):
    with pytest.raises(ValidationError):
        Draft202012Validator(schema("catalogue")).validate({"catalogue": "c", "rules": [plain(rule)]})


def test_a_rule_may_have_a_text_to_tell_or_be_of_the_kind_tell():
    rules_ = [plain("{rule: R, conflict: [a, b], tell: text}"), plain("{rule: T, tell: {act: change, of: plan, say: text}}")]
    Draft202012Validator(schema("catalogue")).validate({"catalogue": "c", "rules": rules_})


def test_a_subscriber_of_the_contract_meets_its_schema():
    text = """
    id: 13800000000
    plan: {item: 音乐套餐A, until: 2027-02-28}
    booked: {plan: 全球通奥运88套餐, starts: 2026-12-01}
    holds: [校园V网, {item: 来电管家, origin: campaign, since: 2026-03-01, until: 2027-02-28},
            {item: 集团V网, cancelled: 2026-11-02}]
    lacks: [音乐体验包]
    facts: {registered: true}
    last: {change: 2026-10-03}
    past: [{act: cancel, item: 来电管家, day: 2026-09-01}]
    """
    Draft202012Validator(schema("subscriber")).validate(plain(text))
    with pytest.raises(ValidationError):
        Draft202012Validator(schema("subscriber")).validate({"plan": "a", "hold": []})


def test_a_draft_meets_the_schema_of_a_catalogue():
    text = "{extends: 10086, remove: [S8, {item: 甲}, {rule: 甲}], offers: [{name: 乙}]}"
    Draft202012Validator(schema("catalogue")).validate(plain(text))
    Draft202012Validator(schema("catalogue")).validate({"extends": "x", "remove": "S8"})
    for wrong in ("{}", "{items: 甲}", "[甲]"):
        with pytest.raises(ValidationError):
            Draft202012Validator(schema("catalogue")).validate(plain(f"{{extends: x, remove: [{wrong}]}}"))
