"""One order in a flat catalogue of 50,000 items and 1,000,000 pairs in conflict: loading, compiling, answers, and other solvers.

`uv run python -m tests.bench.one_order [--requests 200] [--compared 100] [--pairs 1000000]`

First all requests are answered, those apart that take one step. The others answer some of the same questions,
the least number of holdings that a direct change to the plan asked for must lose, each on the dependency closure of what is held
and ordered, and on the slice that a change can touch: RC2 of python-sat, and z3.Optimize as it is usually written, with Python
expressions and soft constraints.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TypeVar

from model.catalogue import Catalogue
from model.generate.catalogue import Size, generate
from model.load.catalogue import parse_catalogue
from solver.answers.decide import Engine
from solver.ground.compiled import read, written
from tests.bench.setting import Question, machine, questions_of, spread
from tests.bench.sheet import Sheet

Found = TypeVar("Found")
OURS = "taocan, whole answer"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=50_000)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--compared", type=int, default=100)
    parser.add_argument("--holdings", type=int, default=30)
    parser.add_argument("--budget-s", type=float, default=10)
    options = parser.parse_args()
    print(machine(), flush=True)
    size = Size(200, options.items - 200, options.requests, options.holdings, options.pairs)
    files = timed("generate", lambda: generate(1, size))
    texts = {name: text.encode() for name, text in files.items() if name.endswith(".yaml")}
    print(f"  {sum(map(len, texts.values())) / 2**20:.1f} MiB of YAML")
    catalogue = timed("load", lambda: parse_catalogue(texts))
    engine = timed("compile", lambda: Engine(catalogue))
    kept = timed("keep", lambda: written(catalogue))
    print(f"  {len(kept) / 2**20:.1f} MiB kept")
    timed("read back", lambda: read(kept))
    questions = questions_of(files, catalogue, budget_ms=round(options.budget_s * 1000))
    answer_all(engine, questions)
    compare(engine, catalogue, questions[: options.compared])


def timed(what: str, work: Callable[[], Found]) -> Found:
    begun = perf_counter()
    found = work()
    print(f"  {what:9} {perf_counter() - begun:7.2f} s", flush=True)
    return found


class Clock:
    """Times by name. Shape: one for each time that something was done."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}

    def take(self, name: str, work: Callable[..., Found], *given: object) -> Found:
        """What the work gives, its time noted."""
        begun = perf_counter()
        found = work(*given)
        self.times.setdefault(name, []).append(perf_counter() - begun)
        return found


def answer_all(engine: Engine, questions: tuple[Question, ...]) -> None:
    """Prints the times of all answers, those apart that take one step: a change along with which nothing is ordered."""
    clock = Clock()
    for subscriber, query in questions:
        begun = perf_counter()
        answer = engine.answer(subscriber, query)
        clock.times.setdefault("one step" if len(answer.steps) == 1 else "more", []).append(perf_counter() - begun)
    every = [one for times in clock.times.values() for one in times]
    for name, times in (*clock.times.items(), ("all", every)):
        print(f"  {len(times):3} answers, {name:8} {spread(times)}", flush=True)


def compare(engine: Engine, catalogue: Catalogue, questions: tuple[Question, ...]) -> None:
    """Prints the times of all solvers over the same questions, and on how many they don't agree."""
    sheet, clock = Sheet(catalogue), Clock()
    sizes: dict[str, list[int]] = {"slice": [], "closure": []}
    undecided, differ, losses = 0, 0, []
    for subscriber, query in questions:
        held, to = frozenset(one.item for one in subscriber.holds), query.goal.to
        assert to is not None
        answer = clock.take(OURS, engine.answer, subscriber, query)
        proved = answer.verdict == "blocked" or (answer.minimal is not None and answer.minimal.proved)
        found = {len(answer.cancel) if answer.verdict == "reachable" else None} if proved else set()
        undecided += not proved
        for part, cut in (("slice", sheet.slice), ("closure", sheet.closure)):
            universe = clock.take(f"cutting the {part}", cut, held, to)
            sizes[part].append(len(universe))
            found.add(clock.take(f"RC2, {part}", sheet.least_by_rc2, held, to, universe))
            found.add(clock.take(f"z3.Optimize, {part}", sheet.least_by_optimize, held, to, universe))
        differ += len(found) > 1
        losses.append(len(answer.cancel))
    print(
        f"  {len(questions)} questions, losses {min(losses)}-{max(losses)}; not proved: {undecided}; solvers differ on: {differ}"
    )
    print(*(f"  {part}: median {median(found):.0f} items, most {max(found)}" for part, found in sizes.items()), sep="\n")
    base = median(clock.times[OURS])
    for name, times in clock.times.items():
        print(f"  {name:22} {spread(times)}   x {median(times) / base:.2f}")


if __name__ == "__main__":
    main()
