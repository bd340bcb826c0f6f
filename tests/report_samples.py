"""Reports made by hand for the tests of the HTML report: a catalogue, a draft over it, and what a check might tell of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from build import to_yaml

from cli.base import Based
from cli.present.html_summary import Checked, Drafts
from model.base.intake import Totals
from model.clash import Clash, Clashes, Terms
from model.comparison import Comparison
from model.contrast import contrast_items, contrast_rules
from model.draft import Drafted
from model.errors import Place
from model.finding import Change, Finding, Level, Repair
from model.language import Language
from model.load.drafts import parse_drafts
from model.matrix import Door, Matrix
from model.report import Changed, DoorOutcome, Report, Version
from model.selectors import Bound
from solver.answers.outcome import Outcome
from solver.answers.stranded import Impact, Segment
from solver.findings.base import Study

SHEET = """
catalogue: 10086
title: 10086客服产品与优惠变更
version: 2019-07
sources: {notes: 10086注意事项}
channels: {hotline: 10086人工台, online: 电子渠道, hall: 营业厅}
brands: [全球通, 动感地带]
plans:
  - {name: 全球通奥运88套餐, brand: 全球通, family: 奥运88系列, fee: 88, waives: [来电显示费]}
  - {name: 音乐套餐A, brand: 动感地带, family: 音乐套餐}
  - {name: 音乐套餐B, brand: 动感地带, family: 音乐套餐}
offers:
  - {name: 平台业务体验包}
  - {name: 来电管家, discounts: [来电显示费]}
  - {name: 彩铃优惠包, discounts: [彩铃功能费]}
  - {name: 新GPRS套餐, family: GPRS套餐}
  - {name: 老GPRS套餐, family: GPRS套餐, withdrawn: true}
  - {name: 动感地带音乐套餐会员}
vnets:
  - {name: 集团V网}
  - {name: 校园V网}
rules:
  - {rule: S1, brings: {items: [奥运88系列, 音乐套餐], with: 平台业务体验包}, cite: notes §1}
  - {rule: S2, only_with: {items: 动感地带音乐套餐会员, allow: 音乐套餐}, resolve: first, cite: notes §2}
  - {rule: S6, conflict: [GPRS套餐, 奥运88系列], cite: notes §6(2)}
  - {rule: S10, conflict: [{kind: offer, discounts: "?fee", bound: true}, {kind: plan, waives: "?fee"}], cite: notes §10,
     tell: 新套餐免收的费用与现有捆绑优惠不兼容，捆绑到期前不能办理}
  - {rule: S11a, only_with: {items: 集团V网, allow: {brand: 全球通}}, resolve: first, cite: notes §11a}
  - {rule: S11b, only_with: {items: 校园V网, allow: {brand: 动感地带}}, resolve: first, cite: notes §11b}
  - {rule: G1, at_most: {n: 1, of: GPRS套餐}}
"""
DRAFT = """
extends: 10086
plans:
  - {name: 全球通畅享128套餐, brand: 全球通, fee: 128, waives: [来电显示费, 彩铃功能费], brings: [畅享流量包]}
offers:
  - {name: 畅享流量包, family: GPRS套餐}
rules:
  - {rule: D1, needs: {items: 全球通畅享128套餐, any_of: [集团V网, 动感地带音乐套餐会员]}, cite: notes §20}
  - {rule: D2, move: {from: 音乐套餐, not_to: 全球通畅享128套餐}}
remove: [S6]
"""
DAY = date(2026, 11, 25)


class Sample:
    """`dead-item` (不可能在用的产品): no state that satisfies all standing rules holds it.

    Why it matters: it is sold in vain.
    Fires:
        catalogue: 例
    Does not fire:
        catalogue: 例
    """

    CODE: ClassVar[str] = "T101"
    NAME: ClassVar[str] = "dead-item"
    LEVEL: ClassVar[Level] = "error"

    def find(self, study: Study) -> Iterator[Finding]:
        yield from ()

    def words(self, finding: Finding, language: Language) -> str:
        names = [f"`{name}`" for name in finding.subjects]
        return f"{'、'.join(names)} 在任何状态下都不可能在用" if language == "zh" else f"{', '.join(names)} can never be held"


class Costly(Sample):
    """`costly-door` (有去难回): a change loses nothing where the way back loses something.

    Why it matters: whoever takes it pays for the way back.
    Fires:
        catalogue: 例
    Does not fire:
        catalogue: 例
    """

    CODE: ClassVar[str] = "T203"
    NAME: ClassVar[str] = "costly-door"
    LEVEL: ClassVar[Level] = "warning"

    def words(self, finding: Finding, language: Language) -> str:
        one, other = finding.subjects
        if language == "zh":
            return f"从 `{one}` 变更到 `{other}` 没有损失，变更回来却要失去 {finding.figures['losses']} 项"
        return f"`{one}` to `{other}` loses nothing, the way back loses {finding.figures['losses']}"


class Silent(Sample):
    """`silent-consent` (须经同意而无话可说): a rule asks for consent and has nothing to tell.

    Why it matters: the clerk does not know what to ask.
    Fires:
        catalogue: 例
    Does not fire:
        catalogue: 例
    """

    CODE: ClassVar[str] = "T402"
    NAME: ClassVar[str] = "silent-consent"
    LEVEL: ClassVar[Level] = "note"

    def words(self, finding: Finding, language: Language) -> str:
        rule = finding.subjects[0]
        return f"规则 `{rule}` 须经客户同意，却没有 `tell`" if language == "zh" else f"`{rule}` asks for consent without `tell`"


FINDERS = {"T101": Sample(), "T203": Costly(), "T402": Silent()}


def drafted(sheet: str = SHEET, draft: str = DRAFT) -> Drafted:
    return parse_drafts({"catalogue.yaml": sheet.encode()}, [{"畅享.yaml": draft.encode()}])


def findings() -> tuple[Finding, ...]:
    repairs = (
        Repair((Change("remove", "G1"),), cures=(("T402", ("G1",)),)),
        Repair(
            (Change("drop", "全球通畅享128套餐", ("来电显示费",), "waives"), Change("remove", "D1")),
            causes=(("T101", ("校园V网",)),),
        ),
    )
    return (
        Finding("T101", "error", ("畅享流量包",), Place("畅享.yaml", 5, 5), ("G1", "S11a", "sold:老GPRS套餐"), repairs=repairs),
        Finding("T203", "warning", ("音乐套餐A", "全球通畅享128套餐"), Place("畅享.yaml", 3, 5), ("S10",), {"losses": 2}),
        Finding("T402", "note", ("S6",), Place("catalogue.yaml", 25, 5)),
        Finding("T402", "note", ("G1",), Place("catalogue.yaml", 29, 5)),
        Finding("T101", "error", ("集团V网",), Place("catalogue.yaml", 18, 5), proved=False),
    )


def plain() -> Checked:
    """A check of the standing catalogue."""
    catalogue = drafted().old
    report = Report(Version.of(catalogue), findings()[1:])
    return Checked(report, catalogue, FINDERS, DAY, based=replace(base(), versions=1), matrix=matrix())


def base() -> Based:
    """What a base of subscribers meets: one is stranded, one loses more, one may get to the new plan."""
    free, lossy = Outcome("reachable", "音乐套餐A", DAY), Outcome("reachable", "音乐套餐A", DAY, (("来电管家", "first"),))
    segments = (
        Segment("broken", "音乐套餐A", None, None, None, (("S11a", ("集团V网",)),), 37, 2, "S-000921"),
        Segment("dearer", "全球通奥运88套餐", "音乐套餐A", free, lossy, (), 1284, 3, "S-000017"),
        Segment("new", "音乐套餐A", "全球通畅享128套餐", None, Outcome("blocked"), (), 940, 1, "S-000002"),
    )
    found = Impact(segments, {"broken": 37, "dearer": 1284, "new": 940}, 1321, ("全球通畅享128套餐",), ("D1",))
    return Based("客户.csv", Totals(2300, 2), (), None, 6, found, 2)


def matrix() -> Matrix:
    """A matrix with a door of every kind."""
    plans = ("全球通奥运88套餐", "音乐套餐A", "音乐套餐B")
    lost = (("集团V网", "first"), ("来电管家", "consent"), ("新GPRS套餐", "auto"))
    doors = [
        Door(plans[0], plans[1], "reachable", DAY, 0, 0),
        Door(plans[0], plans[2], "reachable", DAY, 1, 1, lost[:1]),
        Door(plans[1], plans[0], "reachable", DAY, 2, 2, lost[:2]),
        Door(plans[1], plans[2], "reachable", DAY, 3, 3, lost),
        Door(plans[2], plans[0], "later", date(2027, 3, 1), 1, 1, lost[:1]),
        Door(plans[2], plans[1], "undecided", proved=False),
    ]
    more = [Door(plan, "神州行标准卡", "blocked") for plan in plans]
    found = {(door.leaving, door.to): door for door in (*doors, *more)}
    return Matrix(plans, (*plans, "神州行标准卡"), found, DAY, 24)


def draft() -> Checked:
    """A check of a draft, with subscribers."""
    both = drafted()
    free, stuck = DoorOutcome("reachable", 0), DoorOutcome("blocked", None)
    lossy = DoorOutcome("reachable", 2, (("来电管家", "first"), ("新GPRS套餐", "consent")))
    pairs = (
        Changed("音乐套餐A", "全球通奥运88套餐", DoorOutcome("reachable", 1, (("校园V网", "first"),)), free),
        Changed("音乐套餐A", "全球通畅享128套餐", None, stuck),
        Changed("全球通奥运88套餐", "全球通畅享128套餐", None, lossy),
        Changed("全球通奥运88套餐", "音乐套餐B", free, DoorOutcome("later", 1, (("集团V网", "first"),), date(2027, 3, 1))),
        Changed("音乐套餐B", "全球通奥运88套餐", lossy, DoorOutcome("undecided", None)),
    )
    terms = Terms("consent", ((Bound(True), True),))
    clashes = Clashes(
        new=(
            Clash("S10", "conflict", ("全球通畅享128套餐",), ("来电管家", "彩铃优惠包"), 2, terms),
            Clash("G1", "at_most", ("畅享流量包",), ("新GPRS套餐", "畅享流量包"), 1, Terms("consent", most=1)),
        ),
        cured=(Clash("S6", "conflict", ("新GPRS套餐", "老GPRS套餐"), ("全球通奥运88套餐",), 2, Terms("consent")),),
    )
    versions = Version.of(both.old), Version.of(both.new)
    new, cured = tuple(one for one in findings() if one.proved), (findings()[2],)
    written = {"items": contrast_items(both.old, both.new), "rules": contrast_rules(both.old, both.new)}
    found = Comparison(*versions, **written, found=new, cured=cured, clashes=clashes, pairs=pairs, unsure=1)
    drafts = Drafts(("畅享.yaml",), both, found)
    return Checked(Report(versions[1], new), both.new, FINDERS, DAY, drafts, base())


def diff() -> Checked:
    """Two versions, the new one that of the draft."""
    checked = draft()
    assert checked.drafts is not None
    return replace(checked, drafts=replace(checked.drafts, names=()))


SCRIPT, TAG, QUOTES = "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'quo\"te' &amp; {{ 7*7 }} {% raw %}"
TURNED, ARABIC, HEBREW, TICKS = "\u202edesrever", "عرض خاص", "חבילה 5G (חדש)", "a`b`c`"
LONG, WIDE = "很长的名称" * 40, "W" * 120
HOSTILE = (SCRIPT, TAG, QUOTES, ARABIC, HEBREW, TICKS, "</style></title></svg>", LONG, WIDE)


def hostile() -> Checked:
    """A check of a draft that does its best to break out of the page."""
    plans, offers = HOSTILE[:3], HOSTILE[3:]
    sheet = {
        "catalogue": SCRIPT, "title": TAG + TURNED, "version": QUOTES, "sources": {"s": SCRIPT},
        "brands": [TAG], "channels": {"c": TAG},
        "plans": [{"name": name, "brand": TAG} for name in plans],
        "offers": [{"name": name} for name in offers],
        "rules": [{"rule": SCRIPT, "conflict": [list(offers), list(plans)], "tell": TAG + TURNED, "cite": f"s {QUOTES}"}],
    }  # fmt: skip
    draft = {"extends": SCRIPT, "rules": [{"rule": WIDE, "needs": {"items": SCRIPT, "any_of": list(offers)}, "cite": SCRIPT}]}
    both = parse_drafts({f"{SCRIPT}.yaml": to_yaml(sheet)}, [{f"{TAG}.yaml": to_yaml(draft)}])
    place = Place(f"{TAG}/{LONG}.yaml", 1, 1)
    repair = Repair((Change("drop", SCRIPT, offers, "brings"),), causes=(("T101", offers),))
    found = tuple(Finding("T101", "error", (name,), place, (SCRIPT, WIDE, f"sold:{TAG}"), repairs=(repair,)) for name in HOSTILE)
    outcome = DoorOutcome("reachable", 2, ((TAG, "first"), (LONG, "consent")))
    pairs = tuple(Changed(one, other, outcome, None) for one in plans for other in plans)
    clashes = Clashes((Clash(SCRIPT, "conflict", plans, offers, 18, Terms("auto")),))
    versions = Version.of(both.old), Version.of(both.new)
    written = {"items": contrast_items(both.old, both.new), "rules": contrast_rules(both.old, both.new)}
    compared = Comparison(*versions, **written, found=found, cured=found, clashes=clashes, pairs=pairs)
    drafts = Drafts((f"{TAG}.yaml",), both, compared)
    segments = (Segment("broken", SCRIPT, None, None, None, tuple((TAG, offers) for _ in range(9)), 3, 1, WIDE),)
    based = Based(TAG, Totals(3, 0), (), None, 1, Impact(segments, {"broken": 3}, 3, (), (TAG,)), 2)
    return Checked(Report(versions[1], found), both.new, FINDERS, DAY, drafts, based)


def many() -> Checked:
    """A check with 200 findings, over a catalogue that has a plan with 60 offers to itself."""
    offers = "".join(f"  - {{name: 优惠{n}, tags: 全部}}\n" for n in range(60))
    sheet = f"catalogue: many\nbrands: [一]\nplans: [{{name: 甲, brand: 一}}, {{name: 乙, brand: 一}}]\noffers:\n{offers}"
    rules = "rules: [{rule: D1, conflict: [丙, 全部]}, {rule: D2, only_with: {items: 全部, allow: [甲, 丙]}}]\n"
    both = drafted(sheet, "extends: many\nplans: [{name: 丙, brand: 一}]\n" + rules)
    codes: tuple[tuple[str, Level], ...] = (("T101", "error"), ("T402", "note"))
    found = tuple(
        Finding(*codes[n % 2], (f"优惠{n}",), Place("many.yaml", n + 1, 5), ("D1",), repairs=(Repair((Change("remove", "D1"),)),))
        for n in range(200)
    )
    pairs = tuple(Changed("甲", f"乙{n}", None, DoorOutcome("reachable", 0)) for n in range(400))
    versions = Version.of(both.old), Version.of(both.new)
    drafts = Drafts(("丙.yaml",), both, Comparison(*versions, found=found, pairs=pairs))
    return Checked(Report(versions[1], found), both.new, FINDERS, DAY, drafts)


SAMPLES = {"plain": plain, "draft": draft, "diff": diff, "hostile": hostile, "many": many}
