"""Many questions at once: each different one is decided once, on some processes, and what was decided before is remembered."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from time import process_time
from typing import Protocol, TypeAlias

from model.catalogue import Catalogue
from model.request import Query
from solver.answers.decider import Decider
from solver.answers.outcome import Asked, Outcome

CHUNK = 8
AHEAD = 3
"""Units: questions sent to a process at a time; such lots that wait for each process."""
FEW = 24
"""So many questions are answered before another process would have begun."""


class OutcomeMemory(Protocol):
    """What remembers outcomes of one catalogue and one kind of query."""

    def get(self, profile: str, to: tuple[str, ...]) -> Outcome | None: ...

    def put(self, profile: str, to: tuple[str, ...], outcome: Outcome) -> None: ...


class Forgetful:
    """Remembers nothing."""

    def get(self, profile: str, to: tuple[str, ...]) -> Outcome | None:
        return None

    def put(self, profile: str, to: tuple[str, ...], outcome: Outcome) -> None:
        return None


_Lot: TypeAlias = tuple[Asked, ...]


def decide_all(
    catalogue: Catalogue,
    asked: Sequence[Asked],
    query: Query,
    *,
    memory: OutcomeMemory | None = None,
    workers: int = 2,
    step: Callable[[int], None] = lambda count: None,
    clock: Callable[[], float] = process_time,
) -> tuple[Outcome, ...]:
    """The outcomes of questions, in their order, whatever the number of `workers`.

    Shape: `query` says all but the goal; what `memory` knows is not decided again, all else is put there as it is decided;
    `step` is told how many more are decided. Units: `budget_ms` of the query is for each question, in time of the process: who
    else is busy changes nothing.
    Cost: the catalogue is compiled once a process; an interrupt ends the processes at once.
    """
    memory = memory or Forgetful()
    open_ = {(one.profile, one.to): one for one in asked}
    found: dict[tuple[str, tuple[str, ...]], Outcome] = {}
    for key in open_:
        remembered = memory.get(*key)
        if remembered is not None:
            found[key] = remembered
    step(len(found))
    left = [one for key, one in open_.items() if key not in found]
    answered = (
        _alone(catalogue, left, query, clock) if workers < 2 or len(left) <= FEW else _shared(catalogue, left, query, workers)
    )
    for lot, outcomes in answered:
        for one, outcome in zip(lot, outcomes, strict=True):
            memory.put(one.profile, one.to, outcome)
            found[one.profile, one.to] = outcome
        step(len(lot))
    return tuple(found[one.profile, one.to] for one in asked)


def _alone(
    catalogue: Catalogue, asked: Sequence[Asked], query: Query, clock: Callable[[], float]
) -> Iterator[tuple[_Lot, tuple[Outcome, ...]]]:
    if asked:
        decider = Decider(catalogue, query, clock=clock)
        for one in asked:
            yield (one,), (decider.outcome(one),)


def _shared(
    catalogue: Catalogue, asked: Sequence[Asked], query: Query, workers: int
) -> Iterator[tuple[_Lot, tuple[Outcome, ...]]]:
    """The outcomes in lots, as they come."""
    lots = iter([tuple(asked[n : n + CHUNK]) for n in range(0, len(asked), CHUNK)])
    with _processes(catalogue, query, workers) as pool:
        running: dict[Future[tuple[Outcome, ...]], _Lot] = {}
        while True:
            for lot in islice(lots, workers * AHEAD - len(running)):
                running[pool.submit(_outcomes, lot)] = lot
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(done), done.result()


@contextmanager
def _processes(catalogue: Catalogue, query: Query, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Some processes that decide; they are ended at once where what is done with them is broken off."""
    before = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, _prepare, (catalogue, query))
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        # Waits for the pool's own thread: one that still closes its pipe while Python exits prints a traceback.
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


_DECIDERS: list[Decider] = []
"""That of this process. Only worker processes have one."""


def _prepare(catalogue: Catalogue, query: Query) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _DECIDERS[:] = [Decider(catalogue, query, clock=process_time)]


def _outcomes(lot: _Lot) -> tuple[Outcome, ...]:
    (decider,) = _DECIDERS
    return tuple(map(decider.outcome, lot))
