"""From the plain data of a scenario to the catalogue, the first state and the query."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from model.catalogue import Catalogue
from model.load.catalogue import parse_catalogue
from model.load.subscriber import parse_subscriber
from model.request import HORIZON_MONTHS, Goal, Query, Subscriber
from model.start import first_state
from model.state import State


class Built(NamedTuple):
    catalogue: Catalogue
    subscriber: Subscriber
    first: State
    query: Query


def to_yaml(data: Any) -> bytes:
    return yaml.safe_dump(json.loads(json.dumps(data, default=str)), allow_unicode=True, sort_keys=False).encode()


def build(data: dict[str, Any]) -> Built:
    catalogue = parse_catalogue({"catalogue.yaml": to_yaml(data["catalogue"])})
    subscriber = parse_subscriber("subscriber.yaml", to_yaml(data["case"]["subscriber"]), catalogue)
    query = query_of(data["case"]["args"])
    first = first_state(catalogue, subscriber, query.on)
    keep = frozenset(k for k in query.goal.keep if k in first.all or (first.booked and first.booked.plan == k))
    goal = Goal(query.goal.to, query.goal.add, query.goal.drop, keep)
    return Built(catalogue, subscriber, first, Query(goal, query.on, query.channel, query.horizon_months, query.minimise))


def query_of(args: list[str]) -> Query:
    options: dict[str, list[str]] = {}
    for name, value in zip(args[::2], args[1::2], strict=True):
        options.setdefault(name, []).append(value)

    def one(name: str) -> str | None:
        return options.get(name, [None])[0]

    goal = Goal(one("--to"), *(frozenset(options.get(f"--{name}", ())) for name in ("add", "drop", "keep")))
    on, horizon = date.fromisoformat(one("--on") or ""), int(one("--horizon") or HORIZON_MONTHS)
    return Query(goal, on, one("--channel"), horizon, "fee" if one("--minimise") == "fee" else "losses")


def worked(path: Path) -> Iterator[dict[str, Any]]:
    """The plain data of each case of a file of `tests/scenarios`."""
    file = yaml.safe_load(path.read_text(encoding="utf-8"))
    for case in file["cases"]:
        yield {"catalogue": file["catalogue"], "case": {**case, "args": [str(arg) for arg in case["args"]]}}
