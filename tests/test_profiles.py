"""Profiles: subscribers count as alike only where no question tells them apart, and few are needed for many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from build import Built, build
from load_marks import small, subscriber
from random_cases import ON, draw_case

from model.answer import Answer
from model.catalogue import Catalogue
from model.profiles import Lens, Profiles
from model.request import Goal, Listed, Subscriber
from model.state import Booked, PastAct
from solver.answers.decide import Engine

DAY = date(2026, 11, 23)


def told_apart(catalogue: Catalogue, *texts: str) -> int:
    """How many profiles some subscribers make, written as in their files."""
    profiles = Profiles(Lens(catalogue, DAY))
    for text in texts:
        profiles.take(subscriber(text)).count += 1
    assert profiles.people == len(texts)
    return len(profiles.all)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{id: 1, plan: 音乐A}", "{id: 2, plan: 音乐A}"),
        ("{plan: 音乐A, holds: [彩铃, 来电管家]}", "{plan: 音乐A, holds: [来电管家, 铃]}"),
        ("{plan: 奥运, holds: [{item: 体验包, origin: plan}]}", "{plan: 奥运88, holds: [{item: 体验包, origin: 奥运}]}"),
        ("{plan: 音乐A, holds: [彩铃]}", "{plan: 音乐A, holds: [{item: 彩铃, since: 2026-01-01}]}"),
        ("{plan: 音乐A}", "{plan: 音乐A, holds: [{item: 彩铃, ends: 2026-11-22}]}"),
        ("{plan: 音乐A}", "{plan: 音乐A, holds: [{item: 彩铃, cancelled: 2026-11-22}]}"),
        ("{plan: 音乐A}", "{plan: 音乐A, lacks: [体验包]}"),
        ("{plan: 音乐A}", "{plan: 音乐A, facts: {score: 3}}"),
        ("{plan: 音乐A, facts: {age: 18}}", "{plan: 音乐A, facts: {age: 60}}"),
        ("{plan: 音乐A}", "{plan: 音乐A, facts: {age: 17}}"),
        ("{plan: 音乐A}", "{plan: 音乐A, facts: {level: '010'}}"),
        ("{plan: 音乐A}", "{plan: 音乐A, last: {change: 2026-10-31}}"),
        ("{plan: 音乐A, last: {change: 2026-11-01}}", "{plan: 音乐A, past: [{act: change, item: 音乐B, day: 2026-11-20}]}"),
        ("{plan: 音乐A}", "{plan: 音乐A, past: [{act: cancel, item: 来电管家, day: 2026-11-20}]}"),
        ("{plan: {item: 音乐A, until: 2026-10-31}}", "{plan: {item: 音乐A, until: 2025-01-01}}"),
    ],
)
def test_what_no_rule_can_see_makes_no_difference(one: str, other: str):
    assert told_apart(WATCHED, one, other) == 1


WATCHED = small(
    "{rule: E1, eligible: {items: 音乐B, facts: {age: {min: 18}}}}",
    "{rule: E2, eligible: {items: 彩铃, facts: {level: '020', registered: true}}}",
    "{rule: L1, limit: {act: change, of: plan, at_most: 1, per: month}}",
    "{rule: L2, limit: {act: add, of: 彩铃, at_most: 0, per: {months: 6}, after: {act: cancel, of: 彩铃}}}",
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{plan: 音乐A}", "{plan: 音乐B}"),
        ("{plan: 音乐A}", "{}"),
        ("{plan: 音乐A}", "{plan: 音乐A, holds: [彩铃]}"),
        ("{plan: 音乐A, holds: [彩铃]}", "{plan: 音乐A, holds: [{item: 彩铃, origin: campaign}]}"),
        ("{plan: 音乐A, holds: [彩铃]}", "{plan: 音乐A, holds: [{item: 彩铃, until: 2026-11-01}]}"),
        (
            "{plan: 音乐A, holds: [{item: 彩铃, until: 2026-12-01}]}",
            "{plan: 音乐A, holds: [{item: 彩铃, until: 2026-12-02}]}",
        ),
        ("{plan: 音乐A, holds: [彩铃]}", "{plan: 音乐A, holds: [{item: 彩铃, ends: 2026-12-01}]}"),
        ("{plan: 音乐A}", "{plan: 音乐A, booked: {plan: 音乐B, starts: 2026-12-01}}"),
        ("{plan: 音乐A, facts: {age: 17}}", "{plan: 音乐A, facts: {age: 18}}"),
        ("{plan: 音乐A}", "{plan: 音乐A, facts: {level: '020'}}"),
        ("{plan: 音乐A}", "{plan: 音乐A, facts: {registered: true}}"),
        ("{plan: 音乐A}", "{plan: 音乐A, last: {change: 2026-11-01}}"),
        ("{plan: 音乐A, last: {change: 2026-11-01}}", "{plan: 音乐A, last: {change: [2026-11-01, 2026-11-02]}}"),
        ("{plan: 音乐A}", "{plan: 音乐A, past: [{act: cancel, item: 彩铃, day: 2026-06-20}]}"),
        ("{plan: 音乐A, holds: [体验包]}", "{plan: 音乐A, holds: [{item: 体验包, origin: 彩铃}]}"),
    ],
)
def test_what_a_rule_can_see_tells_profiles_apart(one: str, other: str):
    assert told_apart(WATCHED, one, other) == 2


def test_a_profile_has_its_number_and_its_first_subscriber():
    profiles = Profiles(Lens(WATCHED, DAY))
    for id_, plan in (("1", "音乐A"), ("2", "音乐B"), ("3", "音乐A"), ("4", "奥运")):
        found = profiles.take(Subscriber(id_, Listed("奥运88" if plan == "奥运" else plan)))
        found.count += id_ != "4"
    assert [(one.example, one.count) for one in profiles.all] == [("1", 2), ("2", 1)]


def test_the_keys_of_profiles_are_the_same_in_every_run():
    text = "{plan: 音乐A, holds: [{item: 彩铃, until: 2026-12-01}], facts: {age: 3}}"
    assert Profiles(Lens(WATCHED, DAY)).take(subscriber(text)).keys == ("a4f614afdddea397e71c54ef12bd6f3e",)


def test_two_catalogues_tell_apart_what_either_can():
    old, new = small(), WATCHED
    texts = ["{plan: 音乐A, facts: {age: 17}}", "{plan: 音乐A, facts: {age: 19}}"]
    for lenses, count in (((Lens(old, DAY),), 1), ((Lens(old, DAY), Lens(new, DAY)), 2)):
        profiles = Profiles(*lenses)
        for text in texts:
            profiles.take(subscriber(text)).count += 1
        assert len(profiles.all) == count


def test_what_the_other_catalogue_does_not_have_is_left_out_and_told():
    bare = replace(
        WATCHED, items={name: item for name, item in WATCHED.items.items() if name not in ("音乐B", "彩铃")}, rules={}, facts={}
    )
    lens = Lens(bare, DAY)
    held = replace(
        subscriber("{plan: 音乐A, holds: [彩铃, {item: 来电管家, origin: 彩铃}], facts: {age: 3}, lacks: [彩铃]}"),
        booked=Booked("音乐B", date(2026, 12, 1)),
        past=(PastAct(DAY, "cancel", "彩铃"),),
    )
    state, missing = lens.state(held)
    assert set(missing) == {"彩铃", "音乐B"} and state is not None
    assert set(state.holds) == {"来电管家"} and state.booked is None and state.facts == {} and state.past == ()
    assert lens.state(subscriber("{plan: 音乐B}")) == (None, ("音乐B",))


def slightly_other(random: Random, one: Subscriber) -> Subscriber:
    """The same subscriber but for something that may make no difference."""
    facts = dict(one.facts)
    facts["age"] = random.choice([16, 17, 19, 21, 40])
    if random.random() < 0.3:
        facts["registered"] = random.random() < 0.5
    acts = [random.choice(["change", "cancel", "add"]) for _ in range(random.randint(0, 2))]
    past = tuple(PastAct(ON - timedelta(days=random.randint(0, 120)), act, None) for act in acts)  # type: ignore[arg-type]
    holds = tuple(
        replace(hold, until=ON - timedelta(days=random.randint(1, 60))) if hold.until and hold.until < ON else hold
        for hold in one.holds
    )
    return replace(one, facts=facts, past=tuple(sorted((*one.past, *past), key=lambda act: act.day)), holds=holds)


def brief(answer: Answer) -> Any:
    days = max((step.on for step in answer.steps), default=None)
    return answer.verdict, days, [(loss.item, loss.how) for loss in answer.cancel], answer.after.fee_fen


def pairs(built: Built, random: Random) -> list[tuple[Subscriber, Subscriber]]:
    """Subscribers who are told to be alike, though they are not the same."""
    profiles = Profiles(Lens(built.catalogue, ON))
    found = []
    for _ in range(12):
        other = slightly_other(random, built.subscriber)
        first = profiles.take(other).subscriber
        if first != other:
            found.append((first, other))
    return found


def test_subscribers_of_one_profile_have_the_same_outcomes():
    compared = 0
    for number in range(150):
        random = Random(f"profiles {number}")
        built = build(draw_case(random))
        engine = Engine(built.catalogue)
        query = replace(built.query, goal=Goal(built.query.goal.to or next(iter(built.catalogue.items))))
        for first, other in pairs(built, random)[:4]:
            compared += 1
            assert brief(engine.answer(first, query)) == brief(engine.answer(other, query)), (number, first, other)
    assert compared > 200
