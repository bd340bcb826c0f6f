"""What a worked case may expect of an answer, each expectation with what it looks at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Got = Mapping[str, Any]


def _items(entries: list[Any]) -> list[str]:
    return sorted(entry["item"] if isinstance(entry, dict) else entry for entry in entries)


def _changes(got: Got) -> list[Any]:
    return [step for step in got["steps"] if step["do"] == "change"]


def _of_losses(key: str) -> Callable[[Got, Any], Any]:
    """One key of the losses that the expectation names."""

    def of(got: Got, want: Any) -> dict[str, Any]:
        return {loss["item"]: sorted(loss[key]) for loss in got["cancel"] if loss["item"] in want}

    return of


def _cancel(got: Got, want: Any) -> Any:
    if isinstance(want, dict):
        return {loss["item"]: loss["how"] for loss in got["cancel"]}
    return _items(got["cancel"])


LOOKS: Mapping[str, Callable[[Got, Any], Any]] = {
    "from": lambda got, _: got["from"],
    "to": lambda got, _: got["to"],
    "verdict": lambda got, _: got["verdict"],
    "cancel": _cancel,
    "because": _of_losses("because"),
    "regain": _of_losses("regain"),
    "leaves": lambda got, _: _items(got["leaves"]),
    "ended": lambda got, _: _items(got["ended"]),
    "gains": lambda got, _: _items(got["gains"]),
    "keeps": lambda got, _: _items(got["keeps"]),
    "bound": lambda got, _: (got["minimal"] or {}).get("bound"),
    "proved": lambda got, _: (got["minimal"] or {}).get("proved"),
    "on": lambda got, _: got["steps"][-1]["on"],
    "starts": lambda got, _: _changes(got)[-1].get("starts"),
    "channels": lambda got, _: sorted(_changes(got)[-1]["channels"]),
    "changes": lambda got, _: [step["item"] for step in _changes(got)],
    "steps": lambda got, _: [step["do"] for step in got["steps"]],
    "settles": lambda got, _: [step["fact"] for step in got["steps"] if step["do"] == "settle"],
    "assuming": lambda got, _: sorted(one["fact"] for one in got["assuming"]),
    "warned": lambda got, _: sorted({one["rule"] for one in got["warnings"]}),
    "ties": lambda got, _: sorted(map(sorted, got["ties"])),
}
ORDERED = ("changes", "steps", "settles")


def differs(want: Got, got: Got) -> Iterator[str]:
    """What an answer has otherwise than expected."""
    for key, value in want.items():
        if key == "blocked_by":
            named = {one["rule"] for one in (got["blocked"] or {}).get("because", ())}
            if not set(value) <= named:
                yield f"blocked_by: {value} are not all among {sorted(named)}"
        elif key == "says":
            text = json.dumps(got, ensure_ascii=False)
            yield from (f"says: {fragment} is missing" for fragment in value if fragment not in text)
        elif key == "instead":
            yield from _instead(value, got["instead"])
        else:
            found = LOOKS[key](got, value)
            if found != _even(key, value):
                yield f"{key}: {found}, not {value}"


def _instead(want: list[Any], got: list[Any]) -> Iterator[str]:
    if not want and got:
        yield f"instead: {len(got)}, not none"
    for one in want:
        if all(list(differs(one, other)) for other in got):
            yield f"instead: none is {one}; nearest: {[list(differs(one, other)) for other in got]}"


def _even(key: str, value: Any) -> Any:
    """The expectation with its sets in order."""
    if key == "ties":
        return sorted(map(sorted, value))
    if isinstance(value, dict):
        return {name: sorted(rules) if isinstance(rules, list) else rules for name, rules in value.items()}
    return sorted(value) if isinstance(value, list) and key not in ORDERED else value
