"""`taocan verify` refuses an answer in which something was altered, and names the place."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from verify_cases import CASES, build, checked, written

from model.errors import BadFile

Json = dict[str, Any]


@cache
def base(name: str) -> tuple[Any, Json]:
    built = build(CASES[name])
    return built, written(built)


def put(*path: str | int, to: Any) -> Callable[[Json], None]:
    """Sets what stands at a path of the first answer."""

    def change(answer: Json) -> None:
        node: Any = answer
        for key in path[:-1]:
            node = node[key]
        old = node[path[-1]] if isinstance(path[-1], int) or path[-1] in node else None
        node[path[-1]] = to(old) if callable(to) else to

    return change


def cut(*path: str | int) -> Callable[[Json], None]:
    """Removes what stands at a path of the first answer."""

    def change(answer: Json) -> None:
        node: Any = answer
        for key in path[:-1]:
            node = node[key]
        del node[path[-1]]

    return change


def swap(answer: Json) -> None:
    """Swaps the first two orders."""
    one, two, *rest = answer["steps"]
    one["order"], two["order"] = two["order"], one["order"]
    answer["steps"] = [two, one, *rest]


def blocked(answer: Json) -> None:
    """Says that there is no path."""
    bare: Json = {key: [] for key in ("cancel", "leaves", "ended", "gains", "keeps", "steps", "ties", "instead", "above")}
    answer.update(bare, verdict="blocked", minimal=None, warnings=[], assuming=[])
    answer["fee"]["after"], answer["benefits"]["after"] = answer["fee"]["before"], answer["benefits"]["before"]
    answer["blocked"] = {"because": [{"rule": "S4", "says": "Office 需要 Base", "cite": ""}], "items": [], "facts": []}


def more(old: Any) -> Any:
    return old + 1


def others(*names: str) -> Callable[[Any], Any]:
    return lambda old: [*old, *names]


TAMPERINGS: dict[str, tuple[str, Callable[[Json], None], str]] = {
    "verdict elsewhere": ("ring", put("verdict", to="elsewhere"), "verdict"),
    "verdict later": ("ring", put("verdict", to="later"), "verdict"),
    "verdict reachable": ("elsewhere", put("verdict", to="reachable"), "verdict"),
    "verdict blocked": ("needs", blocked, ""),
    "undecided instead of a path": ("ring", put("verdict", to="undecided"), "steps"),
    "plan left": ("ring", put("from", to="Standard"), "from"),
    "plan wanted": ("ring", put("to", to="Standard"), "to"),
    "loss removed": ("ring", cut("cancel", 0), ""),
    "loss renamed": ("ring", put("cancel", 0, "item", to="Trip"), "cancel"),
    "loss added": ("ring", put("cancel", to=others({"item": "Trip", "how": "auto", "because": [], "regain": []})), "cancel"),
    "how": ("ring", put("cancel", 0, "how", to="consent"), "cancel[0].how"),
    "because": ("ring", put("cancel", 1, "because", to=["S2"]), "cancel[1].because"),
    "because of a choice": ("ring", put("cancel", 2, "because", to=[]), "cancel[2].because"),
    "regain": ("drop", put("cancel", 0, "regain", to=["hall"]), "cancel[0].regain"),
    "leaves": ("ring", put("leaves", to=[]), "leaves"),
    "ended": ("waits", put("ended", to=[]), "ended"),
    "gains": ("ring", put("gains", to=[]), "gains"),
    "why it came": ("ring", put("gains", 0, "because", to=[]), "gains[0].because"),
    "keeps": ("ring", put("keeps", to=others("Campus")), "keeps"),
    "fee before": ("ring", put("fee", "before", to=more), "fee.before"),
    "fee after": ("ring", put("fee", "after", to=more), "fee.after"),
    "benefits": ("ring", put("benefits", "after", to={}), "benefits.after"),
    "step removed": ("ring", cut("steps", 0), ""),
    "last step removed": ("ring", cut("steps", -1), ""),
    "orders swapped": ("ring", swap, "steps[0]"),
    "order number": ("ring", put("steps", 1, "order", to=3), "steps[1].order"),
    "step's item": ("ring", put("steps", 0, "item", to="Trip"), ""),
    "step's item unknown": ("ring", put("steps", 0, "item", to="Nothing"), "steps[0].item"),
    "step's kind": ("needs", put("steps", 1, "do", to="cancel"), ""),
    "step's day": ("ring", put("steps", 0, "on", to="2026-11-24"), "steps[0].on"),
    "wait's day": ("waits", put("steps", 0, "on", to="2026-12-09"), ""),
    "start": ("ring", put("steps", 1, "starts", to="2026-12-02"), "steps[1].starts"),
    "start removed": ("ring", cut("steps", 1, "starts"), "steps[1].starts"),
    "plan left by a step": ("ring", put("steps", 1, "from", to="Standard"), "steps[1].from"),
    "channel removed": ("ring", put("steps", 0, "channels", to=["hall"]), "steps[0].channels"),
    "channel added": ("settled", put("steps", 1, "channels", to=["hotline", "hall"]), "steps[1].channels"),
    "channels of one order apart": ("needs", put("steps", 1, "channels", to=["hall"]), "steps[1].channels"),
    "settled elsewhere": ("settled", put("steps", 0, "channels", to=["hotline"]), "steps[0].channels"),
    "settled value": ("settled", put("steps", 0, "value", to=False), "steps[0].value"),
    "say removed": ("ring", put("steps", 1, "say", to=lambda old: old[1:]), "steps[1].say"),
    "say added": ("ring", put("steps", 0, "say", to=others("放心")), "steps[0].say"),
    "count of losses": ("ring", put("minimal", "losses", to=more), "minimal.losses"),
    "bound too low": ("campus", put("minimal", "bound", to=0), "minimal"),
    "bound too high": ("campus", put("minimal", "bound", to=2), "minimal.bound"),
    "not proved": ("campus", put("minimal", "proved", to=False), "minimal.proved"),
    "no minimum": ("campus", put("minimal", to=None), "minimal"),
    "core removed": ("campus", put("minimal", "cores", to=[]), "minimal.bound"),
    "core's items": ("campus", put("minimal", "cores", 0, "items", to=["Trip"]), "minimal.cores[0].items"),
    "core's reason": ("campus", put("minimal", "cores", 0, "because", to=["S99"]), "minimal.cores[0].because[0]"),
    "tie altered": ("tie", put("ties", 0, to=["Ring", "CallerId"]), "ties[0]"),
    "tie the same": ("tie", lambda answer: answer["ties"].append([answer["cancel"][0]["item"]]), "ties"),
    "warning removed": ("dirty", put("warnings", to=[]), "warnings"),
    "warning's words": ("dirty", put("warnings", 0, "says", to="没事"), "warnings[0].says"),
    "assuming removed": ("needs", put("assuming", to=[]), "assuming"),
    "assuming's rule": ("needs", put("assuming", 0, "because", to=["S1"]), "assuming[0].because"),
    "instead's day": ("choice", put("instead", 0, "steps", 0, "on", to="2026-11-30"), "instead[0]"),
    "instead's losses": ("choice", put("instead", to=lambda old: [{**old[0], "verdict": "reachable"}]), "instead[0].verdict"),
    "instead of the same": ("ring", lambda answer: answer["instead"].append(deepcopy(answer)), "instead[0]"),
    "block above removed": ("elsewhere", put("above", to=[]), "above"),
    "block's line": ("elsewhere", put("above", 0, "line", to="elsewhere"), "above"),
    "block's rule": ("sealed", put("blocked", "because", 0, "rule", to="S99"), "blocked.because[0].rule"),
    "block's words": ("sealed", put("blocked", "because", 0, "says", to="不行"), "blocked.because[0].says"),
    "block's citation": ("sealed", put("blocked", "because", 0, "cite", to="notes 1"), "blocked.because[0].cite"),
    "block's facts": ("young", put("blocked", "facts", to=[]), "blocked.facts"),
    "block's items": ("keep", put("blocked", "items", to=[]), "blocked.items"),
    "block removed": ("sealed", put("blocked", to=None), "blocked"),
    "a condition that is held": (
        "sealed",
        put("conditions", to=[{"holds": "Ring", "verdict": "reachable", "losses": 0, "because": []}]),
        "",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_an_altered_answer_is_refused(name: str) -> None:
    of, change, where = TAMPERINGS[name]
    built, document = base(of)
    altered = deepcopy(document)
    change(altered["answers"][0])
    assert altered != document
    (finding,) = [one for one in checked(altered, built) if one.path != "answers"]
    paths = [one.path for one in finding.differences]
    assert paths, "nothing differs"
    assert any(path.startswith(f"answers[0].{where}".rstrip(".")) for path in paths), paths


@pytest.mark.parametrize(
    ("key", "value"),
    [("on", "2026-11-24"), ("add", ["Gift"]), ("drop", ["Trip"]), ("keep", ["Ring"]), ("channel", "hotline"), ("horizon", 0)],
)
def test_an_altered_request_is_refused(key: str, value: Any) -> None:
    built, document = base("elsewhere" if key == "channel" else "ring" if key != "horizon" else "waits")
    altered = deepcopy(document)
    altered["request"][key] = None if key == "channel" else value
    assert any(finding.differences for finding in checked(altered, built))


@pytest.mark.parametrize("key", ["from", "with", "facts", "subscriber"])
def test_a_request_of_another_number_is_refused(key: str) -> None:
    built, document = base("ring")
    altered = deepcopy(document)
    altered["request"][key] = {"from": ["Standard"], "with": ["Ring"], "facts": {"age": 3}, "subscriber": "139"}[key]
    with pytest.raises(BadFile, match=key):
        checked(altered, built)


def test_an_answer_left_out_or_given_twice_is_refused() -> None:
    built, document = base("ring")
    for answers in ([], document["answers"] * 2):
        assert checked({**document, "answers": answers}, built)[-1].path == "answers"
