"""From options to questions: what words mean for --from and --to, and what is refused, with what would be right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from test_present_samples import asked

from cli.misuse import Misuse
from model.request import Listed, Subscriber
from model.state import Booked


def pairs(**typed):
    return [
        (None if subscriber.plan is None else subscriber.plan.item, query.goal.to)
        for subscriber, query in asked(**typed).questions
    ]


def refused(**typed) -> Misuse:
    with pytest.raises(Misuse) as caught:
        asked(**typed)
    for language in ("zh", "en"):
        assert caught.value.says(language)
    return caught.value


def test_a_set_of_targets_is_those_on_sale_less_the_plan_held():
    assert pairs(to=["音乐套餐"]) == [("音乐A", "音乐B")]
    assert pairs(to=["全球通"]) == [("音乐A", "奥运88"), ("音乐A", "畅聊")]


def test_a_plans_own_name_or_alias_stays_even_if_withdrawn_or_held():
    assert pairs(to=["老套餐"]) == [("音乐A", "老套餐")] and pairs(to=["音乐A"]) == [("音乐A", "音乐A")]
    assert pairs(to=["奥运"]) == [("音乐A", "奥运88")]


def test_all_plans_left_meet_all_targets():
    assert pairs(from_=["音乐套餐"], to=["音乐套餐"]) == [
        ("音乐A", "音乐B"), ("音乐B", "音乐A"), ("老套餐", "音乐A"), ("老套餐", "音乐B"),
    ]  # fmt: skip


def test_without_a_goal_every_plan_on_sale_is_a_target_but_the_one_held():
    assert pairs() == [("音乐A", "奥运88"), ("音乐A", "畅聊"), ("音乐A", "音乐B")]
    assert pairs(keep=["音乐体验包"]) == pairs()


def test_additions_alone_leave_the_plan():
    assert pairs(add=["GPRS5元"]) == [("音乐A", None)] and pairs(drop=["音乐体验包"]) == [("音乐A", None)]


def test_a_number_may_have_no_plan():
    assert pairs(from_=[], to=["奥运88"]) == [(None, "奥运88")]
    assert [to for _, to in pairs(from_=[], with_=["GPRS5元"])] == ["奥运88", "畅聊", "音乐A", "音乐B"]


def test_a_booked_plan_that_has_begun_is_the_plan_held():
    file = Subscriber(plan=Listed("音乐A"), booked=Booked("音乐B", date(2026, 11, 1)))
    assert [to for _, to in pairs(file=file, to=["动感地带"])] == ["音乐A"]


def test_a_set_of_which_nothing_is_on_sale_asks_nothing():
    assert pairs(to=["老系列"]) == []


def test_holdings_facts_and_days_are_read():
    got = asked(with_=["来电管家@2027-02-28", "GPRS5元"], fact=["registered=false", "score=1.50", "born=1990-01-31", "town=a=b"])
    subscriber, query = got.questions[0]
    assert subscriber.holds == (Listed("GPRS5元"), Listed("来电管家", until=date(2027, 2, 28)))
    assert subscriber.facts == {"registered": False, "score": Decimal("1.50"), "born": date(1990, 1, 31), "town": "a=b"}
    assert (query.on, query.channel, query.horizon_months) == (date(2026, 11, 23), None, 24)


def test_a_channel_is_taken_by_key_or_title_and_the_day_is_today_unless_told():
    assert asked(channel="hall").channel == asked(channel="营业厅").channel == "hall"
    assert asked(on=None).on == date(2026, 1, 2)


def test_limits_are_in_milliseconds_and_months():
    got = asked(time_limit=0.5, horizon=0, minimise="fee")
    assert (got.budget_ms, got.horizon_months, got.minimise) == (500, 0, "fee")


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ({"to": ["校园V网"]}, "--to"),
        ({"from_": ["GPRS套餐"]}, "--from"),
        ({"with_": ["奥运88"]}, "--from"),
        ({"add": ["奥运88"]}, "--to"),
        ({"with_": ["GPRS5元", "GPRS5元@2027-01-01"]}, "--with"),
        ({"add": ["GPRS5元"], "drop": ["GPRS5元"]}, "--drop"),
        ({"drop": ["音乐体验包"], "keep": ["音乐体验包"]}, "--keep"),
        ({"to": ["奥运88"], "keep": ["GPRS5元"]}, "GPRS5元"),
        ({"from_": ["音乐套餐"], "keep": ["音乐体验包"]}, "音乐B"),
        ({"from_": []}, "--from"),
        ({"on": "2026-02-30"}, "2026-11-23"),
        ({"on": "20261123"}, "2026-11-23"),
        ({"with_": ["GPRS5元@later"]}, "2026-11-23"),
        ({"channel": "phone"}, "hotline (人工台)"),
        ({"horizon": -1}, "--horizon"),
        ({"time_limit": 0.0}, "--time-limit"),
        ({"time_limit": float("nan")}, "--time-limit"),
        ({"fact": ["registered"]}, "--fact"),
        ({"fact": ["registered=maybe"]}, "true, false"),
        ({"fact": ["age=1.5"]}, "int"),
        ({"fact": ["score=NaN"]}, "number"),
        ({"fact": ["born=1990-02-30"]}, "2026-11-23"),
        ({"fact": ["age=1", "age=2"]}, "age"),
    ],
)
def test_what_is_refused_names_what_is_wrong_and_what_would_be_right(typed, named):
    assert named in str(refused(**typed))


def test_an_unknown_fact_brings_up_candidates():
    assert refused(fact=["registred=true"]).candidates[0] == "registered"


def test_what_is_cancelled_already_is_not_held():
    holds = (Listed("GPRS5元", cancelled=date(2026, 11, 2)), Listed("来电管家"))
    file = Subscriber(plan=Listed("音乐A"), holds=holds, booked=Booked("畅聊", date(2026, 12, 1)))
    assert asked(file=file, keep=["来电管家", "畅聊", "音乐A", "音乐体验包"], to=["音乐B"]).keep
    assert "GPRS5元" in str(refused(file=file, keep=["GPRS5元"]))


def test_a_file_excludes_what_it_says_itself():
    file = Subscriber(plan=Listed("音乐A"))
    got = refused(file=file, from_=["音乐A"], with_=["GPRS5元"], fact=["age=1"])
    assert "--from, --with, --fact" in str(got)
