"""What the measurements share: a generated market as an engine with its questions, times, and the machine in words."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from model.catalogue import Catalogue
from model.generate.catalogue import Size, generate
from model.load.catalogue import parse_catalogue
from model.load.subscriber import parse_subscriber
from model.request import Goal, Query, Subscriber

Question = tuple[Subscriber, Query]


class Setting(NamedTuple):
    catalogue: Catalogue
    questions: tuple[Question, ...]


def draw(*, plans: int, offers: int, holdings: int, requests: int, seed: int = 1, budget_ms: int | None = None) -> Setting:
    """A generated catalogue with one question of each of its subscribers."""
    files = generate(seed, Size(plans, offers, requests, holdings))
    catalogue = parse_catalogue({name: text.encode() for name, text in files.items() if name.endswith(".yaml")})
    return Setting(catalogue, questions_of(files, catalogue, budget_ms=budget_ms))


def questions_of(files: Mapping[str, str], catalogue: Catalogue, *, budget_ms: int | None) -> tuple[Question, ...]:
    """The questions of a generated folder."""
    questions = []
    for one, asked in zip(files["subscribers.ndjson"].splitlines(), files["requests.ndjson"].splitlines(), strict=True):
        subscriber = parse_subscriber("subscriber.json", one.encode(), catalogue)
        request = json.loads(asked)
        query = Query(Goal(request["to"]), date.fromisoformat(request["on"]), request.get("channel"), budget_ms=budget_ms)
        questions.append((subscriber, query))
    return tuple(questions)


def spread(seconds: Sequence[float]) -> str:
    """The median, the 95th of 100 and the worst of some times, in ms."""
    times = [second * 1000 for second in sorted(seconds)]
    return f"median {median(times):9.3f} ms  p95 {times[int(len(times) * 0.95)]:9.3f} ms  worst {times[-1]:9.3f} ms"


def machine() -> str:
    """The machine and the versions, in one line."""
    from importlib.metadata import version

    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as stream:
            model = next((line.split(":", 1)[1].strip() for line in stream if line.startswith("model name")), model)
    except OSError:
        pass
    return f"{os.cpu_count()} x {model}, Python {platform.python_version()}, z3-solver {version('z3-solver')}"
