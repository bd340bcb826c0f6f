"""The text of answers: what is on it, in which order, and how it is laid out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_present_samples import BLOCKED, CATALOGUE, ELSEWHERE, LATER, NOW, UNDECIDED, asked

from cli.output import Look
from cli.present.order import ranked
from cli.present.page import pad, width, wrap
from cli.present.table import table
from cli.present.text import present_text
from model.answer import Answer, Block, BlockReason

AMBIGUOUS = set("→•…①─│┌┐└┘")


def text_of(*answers: Answer, language: str = "zh", look: Look | None = None, **typed: object) -> str:
    return present_text(asked(to=["奥运88"], **typed), answers, language, look or Look())  # type: ignore[arg-type]


def test_the_verdict_stands_on_the_first_line():
    assert text_of(NOW).splitlines()[0] == "音乐A 变更到 奥运88：可办理，须取消 3 项在用产品"
    assert text_of(NOW, language="en").splitlines()[0] == "音乐A to 奥运88: can be done, 3 holdings are lost"
    assert "最早 2027-01-01" in text_of(LATER).splitlines()[0]
    assert "需换渠道（营业厅）" in text_of(ELSEWHERE, channel="hotline").splitlines()[0]
    assert "24 个月内" in text_of(BLOCKED).splitlines()[0]
    assert "未定" in text_of(UNDECIDED).splitlines()[0]


def test_an_answer_without_steps_says_that_nothing_is_to_be_done():
    done = replace(ELSEWHERE, verdict="reachable", steps=(), above=())
    assert "已经如此" in text_of(done).splitlines()[0]


def test_acts_of_one_order_share_a_line_and_say_each_thing_once():
    text = text_of(NOW)
    assert "  3. 2026-11-23  主套餐由 音乐A 变更为 奥运88（2026-12-01 生效）；办理 来电管家\n" in text
    assert text.count("告知：原GPRS优惠将自动取消") == 1
    assert "  1. 2026-11-23  补录客户资料：资料已录入（registered）为 是\n     渠道：营业厅\n" in text
    assert "\n     告知：请带证件\n     内容：补录资料\n" in text


def test_each_loss_tells_how_and_by_which_sentence_of_which_source():
    text = text_of(NOW)
    assert "  GPRS5元  经客户同意后，办理时取消\n    依据 S6：原GPRS优惠将自动取消（注意事项 §6）\n" in text
    assert "by S6: GPRS套餐 can't stand with 奥运88 (注意事项 §6)\n" in text_of(NOW, language="en")
    assert "  来电管家  须先单独取消\n    客户要求\n" in text
    assert "办完后可重新办理，经：营业厅" in text


def test_built_in_reasons_of_one_kind_are_told_in_one_sentence():
    reasons = (BlockReason("sold:畅聊", ""), BlockReason("S8", ""), BlockReason("sold:奥运88", ""))
    blocked = replace(BLOCKED, blocked=Block(reasons, (), ()))
    told = [line for line in text_of(blocked).splitlines() if "不在售" in line or "S8" in line]
    assert told[0] == "  - 奥运88、畅聊 都不在售" and told[1].startswith("  - S8") and len(told) == 2
    assert "奥运88, 畅聊 are not on sale then" in text_of(blocked, language="en")


def test_guards_and_channels_of_a_rule_are_told_by_their_titles():
    assert "S8：变更 主套餐：限 营业厅（在用 来电管家 时）（注意事项 §8）" in text_of(BLOCKED)
    assert "by S9*: 校园V网 asks for 资料已录入=true" in text_of(NOW, language="en")


def test_what_leaves_ends_comes_and_costs_is_told():
    text = text_of(NOW)
    for part in ("（不算取消）\n  音乐体验包", "失效\n  GPRS20元", "体验包（随 奥运88）", "月费：5 元，变更后 88.50 元",
                 "本地主叫分钟：120，变更后 0", "折扣：0，变更后 0.5"):  # fmt: skip
        assert part in text


def test_waiting_tells_what_it_saves_and_its_steps():
    text = text_of(NOW)
    assert "等到 2027-01-01：须取消 1 项在用产品，可保住 GPRS5元、来电管家\n    仍须取消 校园V网\n" in text
    assert "步骤：等到 2027-01-01；再取消 校园V网；再主套餐由 音乐A 变更为 奥运88（经 营业厅）" in text


def test_lines_above_tell_why_not_today_and_not_here():
    text = text_of(LATER, channel="hotline")
    assert "为什么 2026-11-23 在人工台不行" in text and "为什么 2026-11-23 当天换渠道也不行" in text
    assert "为什么 2026-11-23 当天不行" in text_of(LATER)
    assert "来电管家 在约" in text and "客户资料：资料已录入（registered）" in text


def test_a_block_tells_its_premises_in_words():
    text = text_of(BLOCKED)
    assert "老套餐 已停办" in text and "体验包 是在用产品随带的" in text and "sold:" not in text


def test_proof_ties_warnings_assumptions_and_conditions_are_told():
    text = text_of(NOW)
    assert "已证明至少 2 项" in text and "GPRS5元、校园V网 不能都留（依据 S6、S11）\n    依据 S9*：" in text
    assert "- GPRS20元、校园V网" in text and "GPRS5元、GPRS20元：G1：GPRS套餐 最多 1 项" in text
    assert "资料已录入（registered）：未知（影响规则 S9*）" in text
    assert "在用 校园V网：到期后可办，须取消 1 项在用产品（依据 S11）" in text
    assert "在用 来电管家：不可办理（依据 S8）" in text and "- 另有 2 项没来得及算" in text


def test_what_is_assumed_is_marked_with_a_footnote_and_only_then():
    assert "变更到 畅聊*：" in text_of(BLOCKED) and "（* 资料未载，系假定）" in text_of(BLOCKED)
    assert "系假定" not in text_of(ELSEWHERE)


def test_several_answers_are_a_table_and_the_best_in_full():
    text = text_of(NOW, LATER, replace(ELSEWHERE, leaving="音乐B"), UNDECIDED, BLOCKED, channel="hotline")
    lines = text.splitlines()
    assert lines[0].startswith("5 种变更")
    assert lines[2].split() == ["现套餐", "变更到", "结论", "失去", "月费", "说明"]
    assert "== 其中最好的一种 ==\n\n音乐A 变更到 奥运88：可办理" in text
    assert "所依据的规则\n  - S8：" in text


def test_a_fee_that_the_source_does_not_tell_is_not_shown_as_nothing():
    text = text_of(ELSEWHERE, replace(ELSEWHERE, to="畅聊"))
    assert "月费" not in text
    assert "（资料未载月费、未计入：音乐A）" in text_of(NOW)


def test_where_nothing_can_be_done_no_answer_is_called_the_best():
    assert "最好" not in text_of(UNDECIDED, BLOCKED)


def test_no_answers_are_told_as_such():
    assert text_of().strip() == "没有在售的其他主套餐可选。"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_piped_text_has_no_escapes_and_no_characters_of_ambiguous_width(language):
    text = text_of(NOW, LATER, ELSEWHERE, BLOCKED, language=language)
    assert "\x1b" not in text and not AMBIGUOUS & set(text)
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_a_table_fits_into_eighty_columns_and_its_columns_are_aligned():
    rows = [["一个名字很长很长的主套餐", "可办理", "1", "失去 " + "、".join(["某优惠包"] * 20)], ["短", "不可办理", "22", ""]]
    lines = table(["变更到", "结论", "失去", "说明"], rows, columns=80, numbers=frozenset((2,)))
    assert max(map(width, lines)) <= 80
    starts = {
        width(line[: line.index(word)]) for line, word in ((lines[0], "结论"), (lines[2], "可办理"), (lines[-1], "不可办理"))
    }
    assert len(starts) == 1


def test_on_a_terminal_sentences_are_wrapped_with_a_hanging_indent():
    text = text_of(NOW, look=Look(width=40, wraps=True, bold=True))
    assert max(width(line.replace("\x1b[1m", "").replace("\x1b[0m", "")) for line in text.splitlines()) <= 40
    assert "\x1b[1m办理步骤\x1b[0m" in text


def test_wrapping_keeps_every_character_and_never_begins_with_a_full_stop():
    sentence = "原GPRS优惠将自动取消，这种情况下，需要经过客户同意之后再进行办理。" * 3
    lines = wrap(sentence, 21)
    assert "".join(lines) == sentence and all(width(line) <= 21 for line in lines)
    assert not any(line[0] in "，。" for line in lines)


def test_padding_counts_columns_not_characters():
    assert pad("套餐", 6) + "|" == "套餐  |" and pad("88", 4, right=True) == "  88"


def test_answers_are_ranked_by_verdict_then_losses_then_sequence():
    free = replace(NOW, to="音乐B", cancel=())
    lost = replace(NOW, to="畅聊")
    got = ranked([BLOCKED, UNDECIDED, LATER, NOW, lost, free, ELSEWHERE], CATALOGUE, "losses")
    assert got == (free, NOW, lost, ELSEWHERE, LATER, UNDECIDED, BLOCKED)


def test_with_the_fee_minimised_the_fee_of_the_losses_ranks_first():
    cheap = replace(NOW, cancel=NOW.cancel[1:])
    dear = replace(NOW, to="畅聊", cancel=NOW.cancel[:1])
    assert ranked([cheap, dear], CATALOGUE, "losses") == (dear, cheap)
    assert ranked([dear, cheap], CATALOGUE, "fee") == (cheap, dear)
