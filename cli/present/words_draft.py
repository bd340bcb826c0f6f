"""The messages of `check --draft` and of two versions side by side, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

DRAFT: Mapping[str, tuple[str, str]] = {
    "draft.head": ("草案 {drafts}，叠在 {name} {version} 上（受理日 {day}）", "Draft {drafts} over {name} {version} (on {day})"),
    "draft.same": (
        "草案没有改变什么：没有新问题，也没有不同的结果",
        "The draft changes nothing: no new finding, no other outcome",
    ),
    "draft.counts": (
        "草案：新问题 {new}（错误 {error}，警告 {warning}，提示 {note}），消除 {cured}；新的不可同用 {clashes} 组，"
        "条件变了 {changed} 组，不再有 {parted} 组；结果不同的套餐变更 {pairs}",
        "draft: {new} new finding(s) ({error} error(s), {warning} warning(s), {note} note(s)), {cured} cured; "
        "{clashes} new clash(es), "
        "{changed} with changed terms, {parted} gone; {pairs} change(s) of plan with another outcome",
    ),
    "draft.cured": ("消除的问题", "Findings cured"),
    "draft.unsure": ("另有 {count} 处在时限内未能比较", "{count} more could not be compared in time"),
    "versions.pairs": ("结果不同的套餐变更", "Changes of plan with another outcome"),
    "versions.pair": ("{leaving} 变更到 {to}：{change}", "{leaving} to {to}: {change}"),
    "versions.came": ("新有，{after}", "new, {after}"),
    "versions.went": ("不再有，原为{before}", "gone, it was: {before}"),
    "versions.turned": ("原{before}；现{after}", "it was: {before}; now: {after}"),
    "versions.more": ("另有 {count} 条，见 --json", "{count} more, see --json"),
    "versions.numbers": ("编号：", "numbers: "),
}
