"""What a new version does to subscribers, compared with one answer after another; and what can't take a path away."""

from __future__ import annotations

from datetime import date

import pytest
from versions import ON, QUERY, arrives, market, one_by_one, shown, versions

from model.additions import same_paths
from model.catalogue import Catalogue
from model.profiles import Lens, Profile, Profiles
from model.request import Listed, Subscriber
from solver.answers.decide import Engine
from solver.answers.exits import on_sale
from solver.answers.outcome import Outcome
from solver.answers.stranded import Deciding, Effect, Impact, Segment, effect_of, impact


def seen(old: Catalogue, new: Catalogue, *people: Subscriber) -> tuple[Profile, ...]:
    profiles = Profiles(Lens(old, ON), Lens(new, ON))
    for one in people:
        profiles.take(one).count += 1
    return profiles.all


def number(id_: int, plan: str, *holds: str) -> Subscriber:
    return Subscriber(str(id_), Listed(plan), holds=tuple(map(Listed, holds)))


PEOPLE = [
    *(number(n, "甲1", "铃") for n in range(10, 13)),
    *(number(n, "甲1") for n in range(20, 25)),
    *(number(n, "甲2", "网") for n in range(30, 32)),
    number(40, "乙1", "网"),
]


def of(new: Catalogue, *targets: str, old: Catalogue | None = None) -> Impact:
    old = old or market()
    return impact(old, new, seen(old, new, *PEOPLE), targets=targets, deciding=Deciding(QUERY, workers=1))


def told(found: Impact) -> list[tuple[Effect, str | None, str | None, int, int, str]]:
    return [(one.effect, one.plan, one.to, one.people, one.profiles, one.example) for one in found.segments]


def test_nothing_happens_where_nothing_changes():
    found = of(market(), "甲1", "甲2", "乙1")
    assert (found.segments, found.touched, found.harmful) == ((), 0, ())
    assert found.people == {"same": 11}


def test_a_plan_that_is_gone_strands_who_holds_it():
    found = of(market(("  - {name: 甲2, brand: 甲, fee: 20}\n", "")), "乙1")
    assert told(found) == [("plan-gone", "甲2", None, 2, 1, "30")]
    assert found.segments[0].because == (("甲2", ()),) and found.touched == 2 and found.harmful == ("甲2",)


def test_an_offer_that_is_gone_is_told_of_who_holds_it():
    found = of(market((", {name: 网}", "")))
    assert told(found) == [("item-gone", "甲2", None, 2, 1, "30"), ("item-gone", "乙1", None, 1, 1, "40")]


def test_what_stands_no_longer_is_told_with_its_rule():
    found = of(market(("rules:\n", "rules:\n  - {rule: R2, conflict: [网, 甲2]}\n")))
    assert told(found) == [("broken", "甲2", None, 2, 1, "30")]
    assert found.segments[0].because == (("R2", ("甲2", "网")),)


def test_what_was_broken_before_is_no_news():
    found = of(market(("conflict: [铃, 乙1]", "conflict: [铃, [乙1, 甲1]]")), old=market(("[铃, 乙1]", "[铃, 甲1]")))
    assert "broken" not in found.people


@pytest.mark.parametrize(
    ("then", "now", "broken"),
    [
        ("{n: 1, of: [铃, 网, 卡]}", "{n: 1, of: [铃, 网]}", False),
        ("{n: 1, of: [铃, 网]}", "{n: 1, of: [铃, 网, 卡]}", True),
        ("{n: 1, of: [铃, 网, 卡]}", "{n: 2, of: [铃, 网, 卡]}", False),
        ("{n: 2, of: [铃, 网, 卡]}", "{n: 1, of: [铃, 网, 卡]}", True),
        ("{n: 3, of: [铃, 网, 卡]}", "{n: 2, of: [铃, 网, 卡]}", True),
    ],
)
def test_of_a_group_that_is_too_large_what_was_too_many_before_is_no_news(then: str, now: str, broken: bool):
    old, new = (
        market(("{name: 网}", "{name: 网}, {name: 卡}"), ("rules:\n", f"rules:\n  - {{rule: X, at_most: {one}}}\n"))
        for one in (then, now)
    )
    held = seen(old, new, number(1, "甲1", "铃", "网", "卡"))
    found = impact(old, new, held, targets=(), deciding=Deciding(QUERY, workers=1))
    assert [(one.effect, one.because) for one in found.segments if one.effect == "broken"] == (
        [("broken", (("X", ("铃", "网", "卡")),))] if broken else []
    )


PARTED = "name: 甲1, brand: 甲, fee: 10, brings: [卡]"


def test_what_the_old_version_brings_is_held_in_the_new_one_too_listed_or_not():
    shut = "rules:\n  - {rule: X, channel: {act: change, of: 甲2, only: [], holding: 卡}}\n"
    base = ("{name: 网}", "{name: 网}, {name: 卡}"), ("rules:\n", shut)
    old, new = market(*base, ("name: 甲1, brand: 甲, fee: 10", PARTED)), market(*base)
    people = number(1, "甲1"), Subscriber("2", Listed("甲1"), holds=(Listed("卡", "甲1"),))
    found = impact(old, new, seen(old, new, *people), targets=("甲2",), deciding=Deciding(QUERY, workers=1))
    assert (told(found), found.people) == ([], {"same": 2})


def test_what_only_the_new_version_brings_is_not_held():
    base = ("{name: 网}", "{name: 网}, {name: 卡}"), ("rules:\n", "rules:\n  - {rule: X, conflict: [铃, 卡]}\n")
    old, new = market(*base), market(*base, ("name: 甲1, brand: 甲, fee: 10", PARTED))
    found = impact(old, new, seen(old, new, number(1, "甲1", "铃")), targets=(), deciding=Deciding(QUERY, workers=1))
    assert [one.effect for one in found.segments] == []


def test_exits_that_close_are_told_plan_by_plan_and_the_last_one_at_all():
    shut = market(("rules:\n", "rules:\n  - {rule: M1, move: {from: 甲1, only_to: 甲1}}\n"))
    found = of(shut, "甲2")
    assert told(found) == [("no-exit", "甲1", None, 8, 2, "10"), ("closed", "甲1", "甲2", 8, 2, "10")]
    assert found.people["no-exit"] == 8 and found.touched == 8


def test_a_change_that_is_let_earlier_is_so_whatever_it_loses():
    until = "valid: {until: 2026-11-30}"
    shut = f"  - {{rule: X, channel: {{act: change, of: 乙1, only: []}}, {until}}}\n"
    against = f"  - {{rule: Y, conflict: [铃, 乙1], {until}}}\n"
    first = "  - {rule: R1, conflict: [铃, 乙1], resolve: first}\n"
    old, new = market((first, shut + against)), market((first, against))
    assert [one[0] for one in told(of(new, "乙1", old=old)) if one[1] == "甲1"] == ["sooner", "sooner"]


def test_an_exit_that_costs_more_is_told_with_both_outcomes():
    found = of(market(("conflict: [铃, 乙1]", "conflict: [[铃, 网], 乙1]")), "乙1")
    (one,) = [one for one in found.segments if one.effect == "dearer"]
    assert (one.plan, one.people, one.example) == ("甲2", 2, "30")
    assert one.before is not None and one.before.losses == ()
    assert one.after is not None and one.after.losses == (("网", "first"),)


def test_another_way_to_lose_the_same_is_told():
    found = of(market(("resolve: first", "resolve: auto")), "乙1")
    assert told(found) == [("other", "甲1", "乙1", 3, 1, "10")]


def test_a_new_plan_is_told_by_what_it_comes_to_for_whom():
    found = of(market(("offers:", "  - {name: 乙2, brand: 乙}\noffers:"), ("[铃, 乙1]", "[铃, [乙1, 乙2]]")), "乙2")
    assert [(one.effect, one.plan, one.to, one.people) for one in found.segments] == [
        ("new", "甲1", "乙2", 5), ("new", "甲1", "乙2", 3), ("new", "甲2", "乙2", 2), ("new", "乙1", "乙2", 1),
    ]  # fmt: skip
    assert found.touched == 0 and found.harmful == ()


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (None, Outcome("blocked"), "new"),
        (Outcome("undecided"), Outcome("reachable", "甲1", ON), "undecided"),
        (Outcome("reachable", "甲1", ON), Outcome("undecided"), "undecided"),
        (Outcome("blocked"), Outcome("blocked"), "same"),
        (Outcome("reachable", "甲1", ON), None, "closed"),
        (Outcome("blocked"), None, "same"),
        (Outcome("blocked"), Outcome("later", "甲1", ON), "opened"),
        (Outcome("reachable", "甲1", ON), Outcome("elsewhere", "甲1", ON), "later"),
        (Outcome("later", "甲1", date(2026, 12, 2)), Outcome("later", "甲1", date(2026, 12, 1)), "sooner"),
        (Outcome("reachable", "甲1", ON, (("铃", "first"),)), Outcome("later", "甲1", date(2026, 12, 1)), "later"),
        (Outcome("later", "甲1", date(2026, 12, 1)), Outcome("reachable", "甲1", ON, (("铃", "first"),)), "sooner"),
        (Outcome("reachable", "甲1", ON, (("铃", "first"),)), Outcome("reachable", "甲1", ON), "cheaper"),
        (Outcome("later", "甲1", ON), Outcome("later", "甲1", ON, (("铃", "first"),)), "dearer"),
        (Outcome("reachable", "甲1", ON, (("铃", "first"),)), Outcome("reachable", "甲1", ON, (("网", "first"),)), "other"),
    ],
)
def test_each_effect_is_what_its_name_says(before: Outcome | None, after: Outcome | None, effect: Effect):
    assert effect_of(before, after) == effect


# -- against one answer after another --------------------------------------------------------------------------------------------
def test_what_is_told_is_what_single_answers_show():
    effects: set[str] = set()
    for _, old, new, held in versions(160):
        (profile,) = seen(old, new, held)
        targets = [name for name, item in new.items.items() if item.kind == "plan"]
        found = impact(old, new, [profile], targets=targets, deciding=Deciding(QUERY, workers=1))
        engines = Engine(old), Engine(new)
        for to in targets:
            before, after = (one_by_one(engine, held, to) for engine in engines)
            wanted = None if before is None and after is None else effect_of(before, after)
            got = [(one.effect, one.before, one.after) for one in found.segments if one.to == to]
            expected = [] if wanted in (None, "same") else [(wanted, before, after)]
            assert len(got) == len(expected)
            for (effect, then, now), (_, was, becomes) in zip(got, expected, strict=True):
                assert (effect, then, now) == (wanted, shown(was, then), shown(becomes, now))
            effects.add(wanted or "held")
        exits = [any(arrives(one, held, to) for to in on_sale(one.catalogue, QUERY)) for one in engines]
        assert ("no-exit" in found.people) == (exits == [True, False])
        effects |= found.people.keys()
    assert effects >= {"closed", "dearer", "cheaper", "opened", "same", "no-exit", "broken"}


def test_versions_that_differ_in_words_and_fees_alone_are_not_asked_about():
    asked: list[int] = []
    old, new = (
        market(),
        market(("fee: 20", "fee: 25, note: 涨价"), ("resolve: first}", "resolve: first, tell: 先取消, cite: 新}")),
    )
    deciding = Deciding(QUERY, workers=1, total=asked.append)
    found = impact(old, new, seen(old, new, *PEOPLE), targets=["甲1", "甲2"], deciding=deciding)
    assert (found.people, found.segments, asked) == ({"same": 11}, (), [])
    assert not same_paths(old, market(("offers: [", "offers: [{name: 新}, ")))


def test_segments_of_the_same_effect_stand_by_the_number_of_people():
    found = of(market(("conflict: [铃, 乙1]", "conflict: [铃, 乙1]"), ("fee: 30", "fee: 30, withdrawn: true")), "乙1")
    ranks: list[Segment] = list(found.segments)
    assert [one.people for one in ranks if one.effect == "closed"] == [5, 3, 2]
