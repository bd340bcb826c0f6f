"""The messages of the command `verify`, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

VERIFY: Mapping[str, tuple[str, str]] = {
    "help.verify": (
        "核对一份答案：用另写的解释器重放，不用求解器。",
        "Check an answer document with the plain interpreter, without the solver.",
    ),
    "verify.verified": ("核实", "verified"),
    "verify.refused": ("不符", "refused"),
    "verify.list": ("整份答案", "the document"),
    "verify.no_plan": ("（无主套餐）", "(no plan)"),
    "verify.stays": ("（主套餐不变）", "(the plan stays)"),
    "verify.difference": ("{path}：应为 {wanted}，写的是 {found}", "{path}: wanted {wanted}, found {found}"),
    "verify.unproved": ("未重新证明：{what}（{path}）", "not re-proved: {what} ({path})"),
    "verify.least": ("没有更少的损失", "that no fewer can be lost"),
    "verify.core": ("这一核心不能全保", "that the core can't be kept whole"),
    "verify.block": ("这些理由堵死了每条路", "that the premises stop every way"),
    "verify.day": ("没有更早的一天", "that there is no earlier day"),
    "verify.ties": ("这些损失组合都走得通", "that each tie can be had"),
    "verify.conditions": ("换了在用产品的结论", "the verdicts with another holding"),
    "verify.undecided": ("未定，无可核对", "undecided, so there is nothing to check"),
    "verify.tries": ("试得太多，未能重放", "too many ways to replay"),
    "verify.summary": ("{answers} 项答案，{refused} 项不符", "{answers} answer(s), {refused} refused"),
}
