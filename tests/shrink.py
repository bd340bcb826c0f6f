"""Smaller scenarios in which something is still wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

Data = dict[str, Any]


def shrink(data: Data, wrong: Callable[[Data], bool]) -> Data:
    """The scenario less all that can be left out of it while it is still wrong. Cost: a call of `wrong` for each thing tried."""
    while True:
        smaller = next((less for less in _smaller(data) if wrong(less)), None)
        if smaller is None:
            return data
        data = smaller


def _smaller(data: Data) -> Iterator[Data]:
    """The scenario less one thing: a rule, an item, an option, a key."""
    args = data["case"]["args"]
    for place in range(0, len(args), 2):
        if args[place] not in ("--on", "--horizon"):
            yield {**data, "case": {**data["case"], "args": args[:place] + args[place + 2 :]}}
    for path in _paths(data):
        less = deepcopy(data)
        *way, last = path
        node: Any = less
        for step in way:
            node = node[step]
        del node[last]
        yield less


def _paths(node: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all that may be left out, the larger before the smaller."""
    if isinstance(node, dict):
        steps: list[Any] = [key for key in node if key not in ("args", "name", "rule")]
    elif isinstance(node, list):
        steps = list(range(len(node) - 1, -1, -1))
    else:
        return
    if len(way) > 1:
        yield from ((*way, step) for step in steps)
    for step in steps:
        yield from _paths(node[step], (*way, step))
