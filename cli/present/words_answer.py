"""The messages about answers, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

ANSWER: Mapping[str, tuple[str, str]] = {
    "act.cancel": ("取消 {item}", "cancel {item}"),
    "reason.sold": ("{item} 当日不在售", "{item} is not on sale on that day"),
    "reason.withdrawn": ("{item} 已停办", "{item} is withdrawn"),
    "reason.until": ("{item} 在协议期内，不可取消或离开", "{item} is bound by contract and can't be cancelled or left"),
    "reason.part": ("{item} 是套餐捆绑的，不可单独取消", "{item} belongs to something held and can't be cancelled alone"),
    "reason.keep": ("客户要求保留 {item}", "{item} is to be kept, as asked"),
    "reason.drop": ("客户要求取消 {item}", "{item} is to be dropped, as asked"),
    "rule.when": ("{words}（{when}）", "{words} ({when})"),
    "rule.holding": ("在用 {items} 时", "while {items} is held"),
    "rule.at": ("限经 {channels} 受理时", "in orders through {channels}"),
}
