"""The messages about bases of subscribers, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

BASE: Mapping[str, tuple[str, str]] = {
    "help.subscribers_file": (
        "客户库：.csv、.ndjson 或 .parquet；看这些客户各会怎样",
        "A base of subscribers: .csv, .ndjson or .parquet; what each of them meets",
    ),
    "help.reject": (
        "客户库里读不出的行写到此文件，各有原因（.csv 或 .ndjson）",
        "Where rows of the base that can't be read go, with reasons (.csv or .ndjson)",
    ),
    "help.checkpoint": (
        "断点文件：边算边记，中断后同一命令接着算",
        "A checkpoint: what is decided is noted there, the same command goes on from it",
    ),
    "help.to_base": (
        "看客户库能否换到这些主套餐；写法同 solve；可重复",
        "Plans that the base is to be asked about; written as for solve; repeatable",
    ),
    "broken.needs_base": ("{option} 要同 --subscribers 一起用", "{option} goes with --subscribers"),
    "broken.reject_base": (
        "--reject 的 `{path}` 就是客户库本身，没有动它；请给另一个文件名",
        "`{path}` in --reject is the base itself and was left alone; name another file",
    ),
    "broken.checkpoint": (
        "`{path}` 不是本程序写的断点文件，没有动它；请用 --checkpoint 给另一个文件名",
        "`{path}` is not a checkpoint of this program and was left alone; name another file in --checkpoint",
    ),
    "progress.base": ("读入客户 {done}", "reading subscribers {done}"),
    "progress.profiles": ("逐类计算 {done}/{total}", "deciding profiles {done}/{total}"),
    "base.head": ("客户（{file}）", "Subscribers ({file})"),
    "base.totals": (
        "读入 {read} 行 = 接受 {accepted} + 退回 {rejected}；情况相同的归为一类，共 {profiles} 类",
        "{read} rows read = {accepted} accepted + {rejected} rejected; {profiles} different profiles",
    ),
    "base.rejected_in": ("退回的行与原因见 {file}", "rejected rows and reasons are in {file}"),
    "base.rejected_first": (
        "退回的行（头 {count} 行；用 --reject 文件 存下全部）：",
        "rejected rows (the first {count}; --reject FILE keeps them all):",
    ),
    "base.rejected": ("{place}{field}：{wrong}；{right}", "{place}{field}: {wrong}; {right}"),
    "base.untouched": ("没有客户受影响", "no subscriber is touched"),
    "base.touched": ("受影响的客户 {people} 人", "{people} subscribers are touched"),
    "base.fine": ("没有客户被困", "no subscriber is stuck"),
    "base.stuck": ("有事的客户 {people} 人", "{people} subscribers meet something"),
    "base.harmless": (
        "新目录只多不少：原来走得通的路都还在，不必逐人核对能否离网换套餐",
        "the new version only adds: every path that was there still is",
    ),
    "base.more": (
        "……另有 {count} 段，{people} 人次（用 --json 看全部）",
        "... and {count} more, {people} people (all with --json)",
    ),
    "base.col.people": ("人数", "people"),
    "base.col.plan": ("现套餐", "plan"),
    "base.col.example": ("如", "e.g."),
    "base.col.what": ("怎样", "what"),
    "effect.plan-gone": ("现套餐没有了", "the plan held is gone"),
    "effect.item-gone": ("在用产品没有了", "a holding is gone"),
    "effect.broken": ("在用的不再合规", "what is held breaks a rule"),
    "effect.old": ("在用的不合规（老数据）", "what is held breaks a rule (old data)"),
    "effect.no-exit": ("哪个在售套餐都换不了", "can get to no plan on sale"),
    "effect.closed": ("换不了原来能换的套餐", "can no longer get to a plan"),
    "effect.dearer": ("失去的更多", "more is lost"),
    "effect.later": ("更晚，或要换渠道", "later, or through another channel"),
    "effect.other": ("失去的不同，或方式不同", "other losses, or lost otherwise"),
    "effect.undecided": ("未定（时限内没有算完）", "undecided (the time ran out)"),
    "effect.sooner": ("更早，或不必换渠道", "sooner, or through any channel"),
    "effect.cheaper": ("失去的更少", "less is lost"),
    "effect.opened": ("能换原来不能换的套餐", "can get to a plan at last"),
    "effect.new": ("换到所问套餐", "getting to the plans asked for"),
    "says.gone": ("没有 {items}", "no {items}"),
    "says.broken": ("`{rule}` 不容 {items}", "`{rule}` bars {items}"),
    "says.exit": ("原可换 `{to}`", "could get to `{to}`"),
    "says.no_exit": ("任何渠道、等到期也不行", "through no channel, nor by waiting"),
    "says.change": ("换 `{to}`：原{before}，现{after}", "to `{to}`: was {before}, is {after}"),
    "says.new": ("换 `{to}`：{after}", "to `{to}`: {after}"),
    "outcome.absent": ("没有此套餐", "not there"),
    "outcome.blocked": ("不可办理", "no"),
    "outcome.undecided": ("未定", "undecided"),
    "outcome.reachable": ("可办理", "yes"),
    "outcome.elsewhere": ("需换渠道", "elsewhere"),
    "outcome.later": ("{day} 可办", "on {day}"),
    "outcome.free": ("{verdict}", "{verdict}"),
    "outcome.losing": ("{verdict}，失去 {items}", "{verdict}, losing {items}"),
    "loss.auto": ("`{item}`（自动取消）", "`{item}` (by itself)"),
    "loss.consent": ("`{item}`（同意取消）", "`{item}` (by consent)"),
    "loss.first": ("`{item}`（先取消）", "`{item}` (first)"),
}
