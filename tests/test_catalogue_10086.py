"""The shipped catalogue: it reads cleanly, cites the rule sheet paragraph by paragraph, and answers as the sheet says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from model.answer import ActStep, Answer, SettleStep
from model.catalogue import Catalogue
from model.facts import FactValue
from model.load.catalogue import load_catalogue
from model.request import Goal, Listed, Query, Subscriber
from model.rules.base import Rule
from model.state import Booked

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 23)
PARAGRAPHS = range(1, 13)
CITE = re.compile(r"notes §(\d+)([a-c]|\(\d\))?$")
MEMBER, PACK, SERVICE, TRIAL = "动感地带音乐套餐会员", "音乐套餐可选包", "平台类业务", "平台业务体验包"
A, B, STANDARD, OLYMPIC, CARD = "音乐套餐A", "音乐套餐B", "全球通标准套餐", "全球通奥运88套餐", "神州行标准卡"
H_PLAN, H_NET = "动感地带H客帝国套餐", "H客帝国校园V网"
OTHER_PLANS = ("商务IP套餐", "话吧", "公话")


@cache
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "catalogues" / "10086")


@cache
def page() -> str:
    return (ROOT / "docs" / "10086.md").read_text(encoding="utf-8")


def paragraph(number: int) -> str:
    """The section of the page about one paragraph of the sheet."""
    after = page().split(f"\n## §{number} ", 1)[1]
    return after.split("\n## ", 1)[0]


def cited_by(rule: Rule) -> int | None:
    """The paragraph that a rule cites."""
    found = CITE.match(rule.cite)
    return None if found is None else int(found[1])


def test_the_catalogue_reads_without_warnings() -> None:
    assert catalogue().warnings == ()
    assert catalogue().name == "10086"


def test_every_rule_cites_the_sheet() -> None:
    assert set(catalogue().sources) == {"notes"}
    assert [rule.id for rule in catalogue().rules.values() if not CITE.match(rule.cite)] == []


def test_a_rule_is_named_after_the_paragraph_that_it_cites() -> None:
    rules = catalogue().rules.values()
    assert [rule.id for rule in rules if not re.match(rf"S{cited_by(rule)}(\D|$)", rule.id)] == []


@pytest.mark.parametrize("number", PARAGRAPHS)
def test_every_paragraph_has_rules_or_says_that_it_needs_none(number: int) -> None:
    cited = [rule.id for rule in catalogue().rules.values() if cited_by(rule) == number]
    section = paragraph(number)
    assert cited or "无规则" in section
    assert [rule for rule in cited if f"`{rule}`" not in section] == []


def test_every_row_of_the_page_names_a_rule_or_an_item_or_says_that_there_is_none() -> None:
    names = [f"`{name}`" for name in (*catalogue().rules, *catalogue().items, *catalogue().words())]
    for number in PARAGRAPHS:
        for line in paragraph(number).splitlines():
            if line.startswith("| “"):
                assert "无规则" in line or any(name in line for name in names), line


def test_the_page_names_no_rule_that_is_not_there() -> None:
    assert {name for name in re.findall(r"`(S\d[\w-]*)`", page()) if name not in catalogue().rules} == set()


def test_every_item_has_its_place_on_the_page() -> None:
    assert [name for name in catalogue().items if f"`{name}`" not in page()] == []


def test_what_is_assumed_says_why_and_is_listed_on_the_page() -> None:
    assumed = page().split("\n## 假定\n", 1)[1]
    listed = {
        name for line in assumed.splitlines() if line.startswith("| `") for name in re.findall(r"`([^`]+)`", line.split("|")[1])
    }
    marked = {item.name: item.note for item in catalogue().items.values() if item.assumed}
    marked |= {rule.id: rule.note for rule in catalogue().rules.values() if rule.assumed}
    assert all(marked.values())
    assert listed == set(marked)


def test_the_words_of_the_example_command_name_what_they_should() -> None:
    words = catalogue().words()
    assert words["音乐套餐"] == ("family", (A, B, "音乐套餐C")) == words["动感地带音乐套餐"]
    assert words["全球通"] == ("brand", (OLYMPIC, "全球通奥运128套餐", STANDARD))
    assert words["全球通奥运88系列套餐"] == ("family", (OLYMPIC, "全球通奥运128套餐"))
    assert words["GPRS套餐"][0] == "family"


@dataclass(frozen=True)
class Case:
    """One question and what the sheet says of it. Shape: what is None or empty is not compared, save `cancel`."""

    name: str
    plan: str | Listed
    goal: Goal
    verdict: str = "reachable"
    holds: tuple[str | Listed, ...] = ()
    channel: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    booked: Booked | None = None
    cancel: Mapping[str, str] = field(default_factory=dict)
    because: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keeps: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    gains: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    ends_on: date = DAY
    blocked_by: tuple[str, ...] = ()

    @property
    def subscriber(self) -> Subscriber:
        return Subscriber(plan=listed(self.plan), booked=self.booked, holds=tuple(map(listed, self.holds)), facts=self.facts)

    @property
    def query(self) -> Query:
        return Query(self.goal, DAY, self.channel)


def listed(one: str | Listed) -> Listed:
    return Listed(one) if isinstance(one, str) else one


def to(plan: str) -> Goal:
    return Goal(to=plan)


def add(item: str) -> Goal:
    return Goal(add=frozenset({item}))


def drop(item: str) -> Goal:
    return Goal(drop=frozenset({item}))


YEAR_END, FEBRUARY_END = date(2026, 12, 31), date(2027, 2, 28)
MEMBERSHIP = Listed(MEMBER, until=date(2026, 12, 10))
BOUND_CALLER = Listed("来电管家", origin="campaign", until=FEBRUARY_END)
BOUND_TONE = Listed("彩铃优惠包", until=FEBRUARY_END)
NOT_HOTLINE = ("online", "hall")
AWAY: Mapping[str, Any] = {"channel": "hotline", "channels": NOT_HOTLINE}
CANCELLED_NET = Listed("集团V网", cancelled=date(2026, 11, 2))
BOOKED = Booked(OLYMPIC, date(2026, 12, 1))

CASES = (
    Case("§1 a new plan opens its services and this month's trial", STANDARD, to(OLYMPIC), gains=(SERVICE, TRIAL)),
    Case("§1 services that the old plan opened leave with it", A, to(STANDARD), leaves=(SERVICE,)),
    Case("§1 services that both plans open stay", A, to(OLYMPIC), keeps=(SERVICE,), gains=(TRIAL,)),
    Case(
        "§2 a member changes among the three plans, at the hall", A, to(B), "elsewhere", (MEMBERSHIP,), "hotline",
        keeps=(SERVICE, MEMBER), channels=("hall",), says=("有效证件",),
    ),
    Case("§2 even if the plan is bound", Listed(A, until=FEBRUARY_END), to(B), holds=(MEMBERSHIP,), channels=("hall",)),
    Case(
        "§2 a plan bound without a membership is not left", Listed(A, until=FEBRUARY_END), to(B), "later",
        ends_on=date(2027, 3, 1),
    ),
    Case(
        "§2 a member leaves the three plans after the month of the end", A, to(STANDARD), "later", (MEMBERSHIP,),
        cancel={MEMBER: "first"}, because={MEMBER: ("S2-only",)}, ends_on=date(2027, 1, 1),
    ),
    Case("§2 the membership is not sold at the hotline", A, add(MEMBER), "elsewhere", **AWAY),
    Case(
        "§2 a member adds an optional pack anywhere", A, add(PACK), holds=(MEMBERSHIP,), channel="hotline",
        keeps=(SERVICE, MEMBER),
    ),
    Case(
        "§2 and drops it anywhere", A, drop(PACK), holds=(MEMBERSHIP, PACK), channel="hotline", cancel={PACK: "first"},
        keeps=(SERVICE, MEMBER),
    ),
    Case("§2 an optional pack goes when its plans are left", A, to(STANDARD), holds=(PACK,), cancel={PACK: "consent"}),
    Case(
        "§3 a card not registered goes to the hall", CARD, to(STANDARD), "elsewhere", channel="hotline",
        facts={"registered": False}, channels=("hall",), says=("添加个人资料",),
    ),
    Case("§3 a registered one does not", CARD, to(STANDARD), channel="hotline", facts={"registered": True}),
    Case("§4 the group ring tone is an add-on", CARD, to(STANDARD), holds=("集团彩铃",), channel="hotline", keeps=("集团彩铃",)),
    Case(
        "§4 the package of that name keeps the hotline out", CARD, to(STANDARD), "elsewhere", ("集团彩铃套餐",), "hotline",
        keeps=("集团彩铃套餐",), channels=NOT_HOTLINE,
    ),
    Case("§5 every change is preceded by the warning", A, to(H_PLAN), says=("优惠包可能会被取消",)),
    Case("§5 what is no longer offered can't be ordered", A, add("老GPRS套餐"), "blocked", blocked_by=("sold:老GPRS套餐",)),
    Case("§6(1) a compatible GPRS offer stays", A, to(STANDARD), holds=("新GPRS套餐",), keeps=("新GPRS套餐",)),
    Case(
        "§6(2) an incompatible one goes with consent, new or old", A, to(OLYMPIC), holds=("新GPRS套餐", "老GPRS套餐"),
        cancel={"新GPRS套餐": "consent", "老GPRS套餐": "consent"}, because={"老GPRS套餐": ("S6",)}, says=("客户同意",),
    ),
    Case("§7 what a plan bundles is explained", STANDARD, to(A), says=("捆绑",)),
    Case("§7 and is not cancelled alone", A, drop(SERVICE), "blocked", blocked_by=(f"part:{SERVICE}",)),
    *(
        Case(f"§8 {plan} does not change at the hotline", plan, to(STANDARD), "elsewhere", **AWAY)
        for plan in OTHER_PLANS
    ),
    *(Case(f"§8 nor is {plan} sold there", CARD, to(plan), "elsewhere", **AWAY) for plan in OTHER_PLANS),
    Case("§8 nor do their offers change there: in", "公话", add("短信包"), "elsewhere", **AWAY),
    Case(
        "§8 nor do their offers change there: out", "话吧", drop("短信包"), "elsewhere", ("短信包",), "hotline",
        cancel={"短信包": "first"}, channels=NOT_HOTLINE,
    ),
    Case("§8 roaming is not ordered at the hotline", STANDARD, add("国内漫游"), "elsewhere", **AWAY),
    Case(
        "§9 a booked plan that is cancelled takes back what came with it", STANDARD, drop(OLYMPIC), booked=BOOKED,
        holds=(Listed(SERVICE, origin=OLYMPIC), Listed(TRIAL, origin=OLYMPIC, ends=date(2026, 11, 30)), "新GPRS套餐"),
        cancel={OLYMPIC: "first"}, leaves=(SERVICE, TRIAL), keeps=("新GPRS套餐",), says=("自动取消",),
    ),
    Case(
        "§9 but not what was one's own before", STANDARD, drop(OLYMPIC), booked=BOOKED, holds=(SERVICE,),
        cancel={OLYMPIC: "first"}, keeps=(SERVICE,),
    ),
    Case(
        "§10 a bound discount and a plan that waives its fee wait for the end", A, to(OLYMPIC), "later",
        (BOUND_CALLER, BOUND_TONE), keeps=("来电管家", "彩铃优惠包"), ends_on=date(2027, 3, 1),
    ),
    Case(
        "§10 beyond the horizon there is no way", A, to(OLYMPIC), "blocked", (Listed("彩铃优惠包", until=date(2039, 1, 1)),),
        blocked_by=("S10",),
    ),
    Case("§10 bound, but compatible", A, to(STANDARD), holds=(BOUND_CALLER, BOUND_TONE), keeps=("来电管家", "彩铃优惠包")),
    Case("§10 one's own discount is not bound", A, to(OLYMPIC), holds=("来电管家",), keeps=(SERVICE, "来电管家")),
    *(
        Case(f"§11 a group V-net does not keep the change out of any channel: {channel}", CARD, to(OLYMPIC), holds=("集团V网",),
             channel=channel, facts={"registered": True}, keeps=("集团V网",))
        for channel in ("hotline", "online", "hall")
    ),
    Case(
        "§11(1) a tariff that does not carry it asks for its cancellation", STANDARD, to(A), holds=("集团V网",),
        cancel={"集团V网": "first"}, because={"集团V网": ("S11a",)}, says=("不兼容",),
    ),
    Case("§11a between the two brands it stays", STANDARD, to(CARD), holds=("集团V网",), keeps=("集团V网",)),
    Case(
        "§11b the campus V-net is cancelled before the brand changes", A, to(STANDARD), holds=("校园V网",),
        cancel={"校园V网": "first"}, because={"校园V网": ("S11b",)}, says=("先取消校园V网",),
    ),
    Case("§11c it stays within the brand", A, to(B), holds=("校园V网",), keeps=(SERVICE, "校园V网")),
    Case("§11(2) a V-net that is being cancelled is no obstacle", CARD, to(A), holds=(CANCELLED_NET,)),
    Case(
        "§11(3) the H V-net stands only beside its plan, and its losses are told", H_PLAN, to(A), holds=(H_NET,),
        cancel={H_NET: "first"}, because={H_NET: ("S11-3",)}, says=("120分钟", "400条", "彩铃月功能费"),
    ),
    Case(
        "§11(3) told as well when nothing else happens", H_PLAN, drop(H_NET), holds=(H_NET,), cancel={H_NET: "first"},
        says=("120分钟",),
    ),
    *(
        Case(f"§12(3) one's own {item} is cancelled on request", STANDARD, drop(item), holds=(item,), channel="hotline",
             cancel={item: "first"}, says=("挽留",))
        for item in ("短信包", "地州短信包", "来电管家", "彩铃优惠包")
    ),
    Case(
        "§12(2) a campaign's gift is not", STANDARD, drop("地州短信包"), "blocked", (Listed("地州短信包", origin="campaign"),),
        blocked_by=("until:地州短信包",),
    ),
    Case(
        "§12(2) nor what is bound, before its end", STANDARD, drop("彩铃优惠包"), "later", (BOUND_TONE,),
        cancel={"彩铃优惠包": "first"}, ends_on=date(2027, 3, 1),
    ),
)  # fmt: skip


def test_the_names_of_the_cases_are_unique_and_every_paragraph_has_one() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert {int(re.match(r"§(\d+)", case.name)[1]) for case in CASES} == set(PARAGRAPHS)  # type: ignore[index]


@cache
def engine() -> object:
    from solver.answers.decide import Engine

    return Engine(catalogue())


@pytest.mark.skipif(find_spec("solver.answers.decide") is None, reason="the solver is not there")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_answer_is_what_the_sheet_says(case: Case) -> None:
    answer: Answer = engine().answer(case.subscriber, case.query)  # type: ignore[attr-defined]
    assert answer.verdict == case.verdict
    assert {loss.item: loss.how for loss in answer.cancel} == case.cancel
    assert {loss.item: loss.because for loss in answer.cancel if loss.item in case.because} == case.because
    assert set(case.keeps) <= set(answer.keeps)
    assert set(case.leaves) <= set(answer.leaves)
    assert set(case.gains) <= {gain.item for gain in answer.gains}
    reasons = set() if answer.blocked is None else {reason.rule for reason in answer.blocked.because}
    assert set(case.blocked_by) <= reasons
    if case.verdict == "blocked":
        return
    assert answer.minimal is not None
    assert answer.minimal.proved
    assert answer.minimal.losses == len(case.cancel)
    assert answer.steps[-1].on == case.ends_on
    orders = [step for step in answer.steps if isinstance(step, ActStep | SettleStep)]
    assert not case.channels or orders[-1].channels == case.channels
    said = "\n".join(text for step in orders for text in step.say)
    assert [text for text in case.says if text not in said] == []
