"""What is provably wrong in a rule that is well written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.load.matching import Matching
from model.load.nodes import Node
from model.load.problems import Problems
from model.selectors import Among, Selector, Variable

PLAN_KEYS: Mapping[str, tuple[str, ...]] = {
    "only_with": ("allow",),
    "move": ("from", "not_to", "only_to"),
    "starts": ("of", "from"),
    "channel": ("from",),
}


def check_body(kind: str, nodes: Mapping[str, Node], got: Mapping[str, Any], matching: Matching, problems: Problems) -> None:
    """Note rules that can never act, or never be kept. Source: docs/semantics.md, docs/catalogue.md."""
    for name in PLAN_KEYS.get(kind, ()):
        if name in got and not matching.any_plan(got[name]):
            problems.warn(nodes[name], f"`{name}` 里没有主套餐", "写出主套餐、品牌或系列")
    match kind:
        case "conflict":
            one = _single(got["left"])
            if one is not None and one == _single(got["right"]):
                problems.error(nodes["right"], f"`{one}` 与自己互斥，没有成对的产品", "写两个不同的产品")
        case "needs":
            one = _single(got["items"])
            if one is not None and one == _single(got["any_of"]):
                problems.warn(nodes["any_of"], f"`{one}` 依赖自己，永远不能满足", "写另一个产品")
        case "brings":
            if matching.any_plan(got["with"]):
                problems.error(nodes["with"], "主套餐不能由别的产品带来", "`with` 只写优惠与V网")
            one = _single(got["items"])
            if one is not None and one == _single(got["with"]):
                problems.error(nodes["with"], f"`{one}` 不能带来自己", "写另一个产品")
        case _:
            return


def _single(selector: Selector) -> str | None:
    """The one item that a selector names outright."""
    match selector:
        case Among(key="item", values=(value,)) if not isinstance(value, Variable):
            return str(value)
        case _:
            return None
