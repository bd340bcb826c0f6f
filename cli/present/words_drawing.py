"""The words of a drawing of the compatibility graph, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

DRAWING: Mapping[str, tuple[str, str]] = {
    "drawing.title": ("相容关系图", "Compatibility graph"),
    "drawing.text": (
        "{core} 项产品及其 {ties} 条关系，下表逐条列出",
        "{core} item(s) with {ties} relation(s), each in a row of the table below",
    ),
    "drawing.plan": ("主套餐", "plan"),
    "drawing.offer": ("优惠", "offer"),
    "drawing.vnet": ("V网", "V-net"),
    "drawing.new": ("新增", "new"),
    "drawing.changed": ("有改动", "changed"),
    "drawing.removed": ("已删去", "removed"),
    "drawing.own": ("产品自带", "by itself"),
    "drawing.if": ("有条件", "conditional"),
    "drawing.rest": ("另有 {count} 项，见下表", "{count} more, in the table"),
    "drawing.conflict": ("互斥：不可同时在用", "conflict: not held together"),
    "drawing.at_most": ("限量：至多同时在用几项", "at most: so many held together"),
    "drawing.not_to": ("不可变更到", "no change to"),
    "drawing.only_to": ("只能变更到", "change only to"),
    "drawing.needs": ("须有其一", "needs one of"),
    "drawing.only_with": ("限定主套餐，其一即可", "only with one of these plans"),
    "drawing.brings": ("随带", "brings"),
}
