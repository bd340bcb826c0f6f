"""The HTML report: what it tells, that it is whole in itself, and that nothing of a catalogue breaks out of its text."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import pairwise

import pytest
from html_reader import Page
from report_samples import DAY, HOSTILE, SAMPLES, SCRIPT, SHEET, TAG, diff, draft, drafted, hostile, many, plain

from cli.present.html_report import present_html
from cli.present.html_summary import Checked
from cli.present.wording import MESSAGES
from model.comparison import Comparison
from model.contrast import contrast_items, contrast_rules
from model.matrix import Door, Matrix
from model.report import Changed, DoorOutcome, Report

PAGES = [(name, language) for name in SAMPLES for language in ("zh", "en")]


def page(checked: Checked, language: str = "zh") -> Page:
    return Page(present_html(checked, language))


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_a_page_is_whole_in_itself(name, language):
    text = present_html(SAMPLES[name](), language)
    read = Page(text)
    assert {tag for tag, _ in read.elements} & {"script", "img", "link", "iframe", "object", "embed", "form", "base"} == set()
    names = {key for _, attributes in read.elements for key in attributes}
    assert names & {"src", "srcset", "action", "style", "xlink:href"} == set()
    assert not any(key.startswith("on") for key in names)
    assert all(one["href"].startswith("#") for one in read.all("a"))
    (style,) = (data for tag, data in read.written if tag == "style")
    assert not re.search(r"url\(|@import|@font-face|//", style)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_policy_allows_the_pages_own_style_and_nothing_else(name):
    read = page(SAMPLES[name]())
    (policy,) = (one["content"] for one in read.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    (style,) = (data for tag, data in read.written if tag == "style")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_a_page_can_be_walked_without_eyes(name, language):
    read = page(SAMPLES[name](), language)
    assert read.all("html") == [{"lang": "zh-CN" if language == "zh" else "en"}]
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [one for _, attributes in read.elements for one in (attributes.get("aria-labelledby") or "").split()]
    assert named and set(named) <= set(ids)
    assert {one["href"][1:] for one in read.all("a")} <= set(ids)
    depths = [int(tag[1]) for tag, _ in read.elements if re.fullmatch(r"h\d", tag)]
    assert depths.count(1) == 1 and all(after <= before + 1 for before, after in pairwise(depths))
    assert read.all("th") and all(one.get("scope") in ("col", "row") for one in read.all("th"))
    regions = [one for one in read.all("div") if one.get("class") == "scroll"]
    assert regions and all(one["tabindex"] == "0" and one["role"] == "group" and one["aria-labelledby"] for one in regions)


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_a_page_has_no_key_of_a_message_left(name, language):
    text = page(SAMPLES[name](), language).text
    assert not [key for key in MESSAGES if re.search(rf"(?<![\w.]){re.escape(key)}(?![\w.])", text) and "." in key]
    assert "Undefined" not in text and "None" not in text


def test_names_from_a_catalogue_are_shown_as_they_are():
    text = page(hostile()).text
    for name in HOSTILE:
        assert " ".join(name.split()) in text or "`" in name
    assert "{{ 7*7 }} {% raw %}" in text


def test_a_name_never_becomes_markup():
    text = present_html(hostile(), "zh")
    assert SCRIPT not in text and "<img" not in text and TAG not in text
    assert text.count("</style>") == text.count("</title></") + 1 == 1


def test_the_same_report_has_the_same_bytes():
    for name, language in PAGES:
        assert present_html(SAMPLES[name](), language) == present_html(SAMPLES[name](), language)


def test_it_says_what_was_checked_and_when():
    checked = plain()
    text = page(checked).text
    assert "10086客服产品与优惠变更" in text and "10086 2019-07" in text and checked.report.catalogue.sha256[:12] in text
    assert "检查日 2026-11-25" in text and "11 项产品，7 条规则，3 项检查" in text
    assert "检查日 2027-01-02" in page(replace(checked, on=date(2027, 1, 2))).text
    assert "T101 不可能在用的产品 错误 0" in text and "T203 有去难回 警告 1" in text


def test_findings_come_worst_first_each_with_reason_citation_and_place():
    text = page(draft()).text
    at = [text.index(f"{word} {count} T") for word, count in (("错误", 1), ("警告", 1), ("提示", 2))]
    assert at == sorted(at) and text.index("新引出的问题 错误") < text.index("新的不可同用 不可同用 规则")
    assert "畅享流量包 在任何状态下都不可能在用 位置 畅享.yaml:5:5" in text
    assert "S11a 集团V网 只能与 全球通 同用 10086注意事项 §11a · catalogue.yaml:28:12" in text
    assert "老GPRS套餐 已停办" in text


def test_a_reason_is_in_the_words_of_the_sheet_and_then_exact():
    assert "S10 新套餐免收的费用与现有捆绑优惠不兼容，捆绑到期前不能办理 10086注意事项 §10" in page(draft()).text
    assert "S10 offers and discounts=?fee and bound can't stand with" in page(draft(), "en").text


def test_a_repair_tells_what_else_it_changes():
    text = page(draft()).text
    assert "删去 G1 同时消除：T402 G1 。不引出别的问题。" in text
    assert "从 全球通畅享128套餐 的免收费用里去掉 来电显示费 ；删去 D1 但会引出：T101 校园V网 。" in text


def test_what_was_not_decided_counts_for_nothing_and_is_told_apart():
    text = page(draft()).text
    assert "新引出 4 处问题" in text and "另有 1 处在时限内未能比较" in text
    text = page(plain()).text
    assert "发现 1 处警告、2 处提示、1 处在时限内未能判定。" in text
    assert "未定 1 时限内未能判定是否如此；可放宽 --time-limit 再查。 T101 不可能在用的产品 集团V网" in text
    assert re.findall(r"T101 不可能在用的产品 错误 (\d+)", text) == ["0"]


def test_a_draft_is_told_by_what_it_changes():
    text = page(draft()).text
    assert "草案 畅享.yaml" in text
    assert "全球通畅享128套餐 与 来电管家 、 彩铃优惠包 不能同用（共 2 对） 经客户同意后，办理时取消；" in text
    assert (
        text.index("新的不可同用 不可同用")
        < text.index("不再有的不可同用 不可同用")
        < text.index("S6 GPRS套餐 与 奥运88系列 互斥")
    )
    assert "1 种变难、1 种变易、2 种新增、1 种未定。" in text
    assert "音乐套餐A 全球通奥运88套餐 可办理 失去 1 项 校园V网 先取消 可办理 无损失 变易" in text
    assert "音乐套餐A 全球通畅享128套餐 没有此套餐 不可办理 新增" in text
    assert "消除的问题 提示 1" in text and "到期后可办，最早 2027-03-01 失去 1 项" in text


def test_changes_that_come_to_the_same_are_told_together():
    told = draft()
    assert told.drafts is not None
    free = DoorOutcome("reachable", 0)
    pairs = tuple(Changed(one, other, None, free) for one in ("音乐套餐A", "音乐套餐B") for other in ("甲", "乙") if one != other)
    drafts = replace(told.drafts, found=replace(told.drafts.found, pairs=(*pairs, Changed("丙", "甲", free, None))))
    text = page(replace(told, drafts=drafts)).text
    assert "4 种新增、1 种不再有。" in text
    assert "音乐套餐A 音乐套餐B 甲 乙 没有此套餐 可办理 无损失 新增 丙 甲 可办理 无损失 没有此套餐 不再有" in text


def test_what_is_assumed_is_marked_and_the_mark_explained():
    assumed = replace(draft(), catalogue=drafted(SHEET.replace("{name: 来电管家,", "{name: 来电管家, assumed: true,")).new)
    assert "* 资料未载，系假定。" in page(assumed).text and "来电管家*" in page(assumed).text
    assert "资料未载" not in page(draft()).text


def test_what_is_written_is_told_in_its_own_words():
    text = page(draft()).text
    assert "新增 全球通畅享128套餐 主套餐 · 全球通 · 月费 128 元" in text
    assert "新增 规则 D1 全球通畅享128套餐 须有 集团V网、动感地带音乐套餐会员" in text
    assert "已删去 规则 S6 GPRS套餐 与 奥运88系列 互斥 10086注意事项 §6(2)" in text


def test_of_what_changed_every_field_is_told_as_it_was_and_as_it_is():
    sheet = SHEET.replace("{name: 来电管家,", "{name: 来电管家, fee: 3,")
    rule = "{rule: S11a, only_with: {items: 集团V网, allow: [全球通, 动感地带]}, resolve: auto}"
    both = drafted(sheet, f"extends: 10086\noffers: [{{name: 来电管家, fee: 5}}]\nrules: [{rule}]\n")
    told = draft()
    assert told.drafts is not None
    written = {"items": contrast_items(both.old, both.new), "rules": contrast_rules(both.old, both.new)}
    drafts = replace(told.drafts, drafted=both, found=replace(told.drafts.found, **written))
    text = page(replace(told, catalogue=both.new, drafts=drafts)).text
    assert "有改动 来电管家 优惠 · 月费 5 元" in text and "月费：3 改为 5" in text
    assert "原：集团V网 只能与 全球通 同用" in text and "现：集团V网 只能与 全球通、动感地带 同用" in text
    assert "怎样取消：" in text


def test_two_versions_are_told_as_such():
    text = page(diff()).text
    assert "两版目录比较 10086客服产品与优惠变更 旧版 10086 2019-07" in text and "草案" not in text
    assert "与旧版相比，新版新引出 4 处问题、消除 1 处问题" in text


def test_subscribers_are_told_by_what_they_meet_the_worst_first():
    text = page(draft()).text
    assert "影响 1,321 个客户的变更" in text and "1,321 受影响客户" in text
    assert "读入 2,300 行 = 接受 2,298 + 退回 2；情况相同的归为一类，共 6 类" in text
    at = [text.index(words) for words in ("在用的不再合规 37", "失去的更多 1,284", "换到所问套餐 940")]
    assert at == sorted(at) and text.index("音乐套餐A 全球通奥运88套餐 可办理") < at[0] < text.index("消除的问题 提示")
    assert "37 音乐套餐A S11a 不许 集团V网 S-000921" in text
    assert "1,284 全球通奥运88套餐 换 音乐套餐A ：原可办理，现可办理，失去 来电管家 （先取消） S-000017" in text
    assert "全球通畅享128套餐 ：换不了 940 人" in text
    alone = page(plain()).text
    assert "1,321 换不了、不合规或未定的客户" in alone and "在用的不合规（老数据） 37" in alone


def test_the_neighbourhood_is_drawn_and_told_in_words():
    read = page(draft())
    assert len(read.all("svg")) == 1
    assert "全球通畅享128套餐 互斥 有条件 S10 来电管家 彩铃优惠包" in read.text
    assert "新GPRS套餐 老GPRS套餐 互斥 S6 已删去 全球通奥运88套餐" in read.text
    assert not page(plain()).all("svg")


def test_two_hundred_findings_are_all_told_and_long_tables_are_cut_and_say_so():
    read = page(many())
    assert len(read.all("article")) == 200
    assert all(f"优惠{n} " in read.text for n in range(60))
    assert "400 种新增" in read.text and "甲 乙0 乙1 乙2" in read.text
    told = many()
    assert told.drafts is not None
    pairs = tuple(replace(one, before=DoorOutcome("reachable", n)) for n, one in enumerate(told.drafts.found.pairs))
    drafts = replace(told.drafts, found=replace(told.drafts.found, pairs=pairs))
    assert "另有 100 行未列出" in page(replace(told, drafts=drafts)).text


def test_a_draft_that_changes_nothing_says_so():
    checked = draft()
    assert checked.drafts is not None
    found = Comparison(checked.report.catalogue, checked.report.catalogue)
    nothing = replace(checked.drafts, names=("空.yaml",), found=found)
    text = page(replace(checked, report=Report(checked.report.catalogue), drafts=nothing, based=None)).text
    assert "这份草案没有引出新问题，也没有改变任何变更的结果" in text and "不可同用的变化" not in text
    clean = replace(plain(), report=Report(plain().report.catalogue))
    assert "没有发现问题。" in page(clean).text and "0 错误 0 警告 0 提示" in page(clean).text


def test_a_matrix_is_shown_where_there_is_one():
    plans, pair = ("全球通奥运88套餐", "音乐套餐A"), ("全球通奥运88套餐", "音乐套餐A")
    doors = {pair: Door(*pair, "reachable", DAY, 1, 1, (("集团V网", "first"),)), pair[::-1]: Door(*pair[::-1], "blocked")}
    read = page(replace(plain(), matrix=Matrix(plans, plans, doors, DAY, 24)))
    assert "主套餐两两变更 受理日 2026-11-25，渠道不限，等待不超过 24 个月" in read.text
    assert "1 全球通奥运88套餐 - 1 2 音乐套餐A x -" in read.text
    assert "matrix" in {one.get("id") for one in read.all("h2")}
    assert "主套餐两两变更" not in page(replace(plain(), matrix=None)).text
    assert "主套餐两两变更" not in page(replace(plain(), matrix=Matrix(plans[:1], plans[:1], {}, DAY, 24))).text
