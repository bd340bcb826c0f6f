"""What is only in the way is cancelled before all else, but not where holding it may be of use after all."""

from __future__ import annotations

from typing import Any

import pytest
from build import build
from compare import differences, oracle_points, solved, solved_hurriedly

NUMBER = {"plan": "旧套餐", "holds": ["会员", "视频包", "彩铃"]}
RULES: list[dict[str, Any]] = [
    {"rule": "R1", "needs": {"items": "会员", "any_of": ["视频包", "音乐包"]}},
    {"rule": "R2", "conflict": ["视频包", "过渡套餐"], "resolve": "auto"},
    {"rule": "R3", "conflict": ["彩铃", "新套餐"], "resolve": "first"},
    {"rule": "R4", "conflict": ["彩铃", "音乐包"], "resolve": "auto"},
]
BARS = (
    {"rule": "R5", "channel": {"act": "cancel", "of": "彩铃", "only": []}},
    {"rule": "R5", "limit": {"act": "cancel", "of": "彩铃", "at_most": 0, "per": "year"}},
)


@pytest.mark.parametrize("bar", BARS, ids=["channel", "limit"])
def test_what_needs_another_may_bring_about_a_loss_that_no_cancellation_is_let(bar: dict[str, Any]) -> None:
    """The member holds on with a music pack ordered for it, and that pushes out the ring tone."""
    sheet = {
        "catalogue": "clearing",
        "version": "1",
        "channels": {"hall": "营业厅"},
        "brands": ["X"],
        "plans": [{"name": name, "brand": "X"} for name in ("旧套餐", "过渡套餐", "新套餐")],
        "offers": [{"name": name} for name in ("会员", "视频包", "音乐包", "彩铃")],
        "rules": [*RULES, bar],
    }
    args = ["--on", "2026-11-23", "--horizon", "1", "--to", "新套餐"]
    built = build({"catalogue": sheet, "case": {"name": "clearing", "args": args, "subscriber": NUMBER}})
    points = oracle_points(built)
    assert points is not None
    assert [point.cost for point in points] == [(2, 0, 1, 2, 2)]
    for result in (solved(built), solved_hurriedly(built)):
        assert list(differences(built, points, *result)) == []
