"""The messages about clashes that a draft or a new version makes, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

CLASH: Mapping[str, tuple[str, str]] = {
    "clashes.new": ("新的不可同用", "New clashes"),
    "clashes.changed": ("条件变了的不可同用", "Clashes whose terms changed"),
    "clashes.cured": ("不再有的不可同用", "Clashes gone"),
    "clash.conflict": ("{items} 与 {others} 不能同用", "{items} can't be held with {others}"),
    "clash.within": ("{items} 两两不能同用", "no two of {items} can be held together"),
    "clash.only_with": ("{items} 不能与主套餐 {others} 同用", "{items} can't be held beside {others}"),
    "clash.alone": ("主套餐 {items} 自身就不被允许", "{items} can't be held at all"),
    "clash.needs": ("{items} 要有 {others} 之一，而都办不到了", "{items} needs one of {others}, and none can be had"),
    "clash.needs_nothing": ("{items} 要有的产品，目录里一项也没有", "{items} needs an item that the catalogue does not have"),
    "clash.at_most": (
        "{items} 算在最多 {most} 项之内：{others}",
        "{items} counts among {others}, of which at most {most} are held",
    ),
    "clash.pairs": ("（共 {count} 对）", " ({count} pairs)"),
    "clash.more": ("{names}等 {count} 项", "{names} and others, {count} in all"),
    "clash.when": ("只在{ways}时", "only where {ways}"),
    "clash.one": ("前者是{what}", "the former is {what}"),
    "clash.other": ("后者是{what}", "the latter is {what}"),
    "clash.named": (" `{name}` 是{what}", "`{name}` is {what}"),
    "clash.bound": ("在约期内不能取消，到期才能办", "it can't be cancelled until its term is over"),
    "clash.it": ("它是{what}", "it is {what}"),
    "clash.and": ("且", " and "),
    "clash.or": ("，或", ", or "),
    "clash.at": ("只在{channels}受理时", "only in orders placed at {channels}"),
    "clash.from": ("{day} 起", "from {day}"),
    "clash.until": ("到 {day} 止", "until {day}"),
    "clash.most": ("最多 {most} 项", "at most {most}"),
    "clash.was": ("原来：{terms}", "before: {terms}"),
}
