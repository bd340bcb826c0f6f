"""The messages of the command `matrix`, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

MATRIX: Mapping[str, tuple[str, str]] = {
    "help.matrix": (
        "主套餐两两之间能否变更、至少失去几项。现套餐只算它随带的；未给的客户资料取最有利的，渠道不限。",
        "From plan to plan: can it be changed, and at how many losses. Each plan is held with only its parts; "
        "facts not given are taken at their best, through any channel.",
    ),
    "help.matrix_to": (
        "变更到哪些主套餐：写法同 --from，集合只取当日在售的；不给则全部在售的",
        "Plans wanted: as in --from; of a set, those on sale; all of these, if not given",
    ),
    "help.matrix_from": (
        "现有哪些主套餐：产品、别名、系列、品牌或标签；不给则全部",
        "Plans held: an item, alias, family, brand or tag; all, if not given",
    ),
    "help.csv": (
        "另写成表格文件，供电子表格打开（`-` 为标准输出）",
        "Write a table for spreadsheets to this file as well (`-`: stdout)",
    ),
    "help.matrix_html": (
        "另写成一个网页文件，用颜色和记号标明，可打印（`-` 为标准输出）",
        "Write one HTML file with a heat map as well, to print (`-`: stdout)",
    ),
    "progress.matrix": ("计算中 {done}/{total}", "working out {done}/{total}"),
    "matrix.title": ("主套餐两两变更", "From plan to plan"),
    "matrix.head": ("{title}：{asked}", "{title}: {asked}"),
    "matrix.asked": (
        "受理日 {day}，等待不超过 {months} 个月，渠道不限",
        "on {day}, waiting at most {months} months, through any channel",
    ),
    "matrix.bare": (
        "现套餐只算它随带的，别无在用",
        "each plan is held with its parts and nothing else",
    ),
    "matrix.facts": ("客户资料：{given}；未给的取最有利的", "facts: {given}; those not given at their best"),
    "matrix.best_facts": ("客户资料取最有利的", "facts at their best"),
    "matrix.counts": ("{count} 种变更：{parts}", "{count} changes: {parts}"),
    "matrix.count": ("{what} {count}", "{what} {count}"),
    "matrix.free": ("可办理且不失去什么", "yes, at no loss"),
    "matrix.lossy": ("可办理但有损失", "yes, at a loss"),
    "matrix.later": ("到期后可办", "later"),
    "matrix.blocked": ("不可办理", "no"),
    "matrix.undecided": ("未定", "undecided"),
    "matrix.none": ("没有两个可比的主套餐。", "There are no two plans to compare."),
    "matrix.from": ("现套餐", "from"),
    "matrix.to": ("变更到", "to"),
    "matrix.columns": ("列：", "Columns:"),
    "matrix.legend": (
        "行是现套餐，列是变更到的套餐。. 不失去什么；数字 至少失去几项；+ 须等到期；x 不可办理；? 未定，或未证明不能更好",
        "Rows: the plan held; columns: the plan wanted. .: nothing is lost; a number: so many losses at least; +: later; x: no; "
        "?: undecided, or better is not ruled out",
    ),
    "matrix.details": ("有损失或须等待的", "At a loss, or later"),
    "matrix.detail": ("{leaving} 变更到 {to}：{outcome}", "{leaving} to {to}: {outcome}"),
    "matrix.more": ("另有 {count} 种，见 --json", "{count} more, see --json"),
    "matrix.day": ("最早 {day}", "on {day} at the earliest"),
    "matrix.lost": ("失去 {items}", "loses {items}"),
    "matrix.fewest": ("等待可减到 {count} 项", "{count} by waiting"),
    "matrix.unproved": ("未证明不能更好", "better is not ruled out"),
    "matrix.how": ("{item}（{how}）", "{item} ({how})"),
    "matrix.how.auto": ("系统自动取消", "dropped by the system"),
    "matrix.how.consent": ("经同意后取消", "dropped with consent"),
    "matrix.how.first": ("须先取消", "to be cancelled first"),
    "matrix.scale": ("图例", "Legend"),
    "matrix.zero": ("不失去什么", "nothing is lost"),
    "matrix.some": ("失去几项，色深者多", "how many are lost, darker for more"),
    "matrix.wait": ("须等到期", "later"),
    "matrix.same": ("同一套餐", "the same plan"),
    "matrix.closed": ("不可办理", "no"),
    "matrix.open": ("未定", "undecided"),
}
