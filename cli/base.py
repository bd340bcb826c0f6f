"""A base of subscribers on the command line: read, rejected rows put aside, and what a catalogue or a new version means to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cli.checkpoint import Checkpoint
from cli.files import existing
from cli.misuse import Misuse
from cli.names import plans_of
from cli.progress import Progress
from model.base.intake import REJECT_HEADER, Reject, Rejected, Totals, as_csv, as_ndjson, rejected_cells
from model.base.read import read_base
from model.catalogue import Catalogue
from model.draft import Drafted
from model.language import Language
from model.profiles import Lens, Profile, Profiles
from model.request import HORIZON_MONTHS, Goal, Query
from solver.answers.exits import on_sale
from solver.answers.stranded import STRANDED, Deciding, Impact, impact

SHOWN_MOST = 5
LINES = (".ndjson", ".jsonl")
MOST_MS, LEAST_MS = 10_000, 300
"""Units: what one question about one profile may take; of many questions each may take less, but never less than this."""
ALL_MS = 240_000
"""Units: so long may all questions take before each may take less."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a base as they were typed. Shape: `to` are words.

    Units: `time_limit_ms` is of each question, None where it depends on how many there are.
    """

    subscribers: str
    reject: str | None = None
    checkpoint: str | None = None
    to: tuple[str, ...] = ()
    time_limit_ms: int | None = None
    horizon_months: int = HORIZON_MONTHS
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Based:
    """What a base came to. Shape: `first` are the first rows that were rejected; `profiles` how many different ones there are."""

    file: str
    totals: Totals
    first: tuple[Rejected, ...]
    reject: str | None
    profiles: int
    impact: Impact
    versions: int

    @property
    def stranded(self) -> bool:
        """Whether someone has no way, or holds what stands no longer; old data alone is no news."""
        worse = STRANDED if self.versions > 1 else STRANDED - {"broken"}
        return any(effect in worse for effect in self.impact.people)

    @property
    def undecided(self) -> bool:
        """Whether something was not decided in time."""
        outcomes = [side for one in self.impact.segments for side in (one.before, one.after) if side is not None]
        return any(outcome.verdict == "undecided" for outcome in outcomes)


def base_options(
    subscribers: str | None, reject: str | None, checkpoint: str | None, to: Sequence[str], budget_ms: int | None
) -> Options | None:
    """The options of a base, None where there is none. Errors: Misuse where they stand without one."""
    if subscribers is None:
        for option, given in (("--reject", reject), ("--checkpoint", checkpoint), ("--to", to)):
            if given:
                raise Misuse("broken.needs_base", option=option)
        return None
    time_limit_ms = None if budget_ms is None else min(budget_ms, MOST_MS)
    return Options(subscribers, reject, checkpoint, tuple(to), time_limit_ms)


def over_one(catalogue: Catalogue, options: Options, *, on: date, language: Language) -> Based:
    """How the subscribers of a base stand in a catalogue. Errors: Misuse; BadFile where the base is none."""
    from solver.answers.stuck import standing

    targets = _targets(options.to, catalogue, on)
    profiles, totals, first = _read(catalogue, (catalogue,), options, on, language)
    with _deciding(options, on, len(profiles) * max(1, len(targets)), language) as deciding:
        found = standing(catalogue, profiles, targets=targets, deciding=deciding)
    return Based(options.subscribers, totals, first, options.reject, len(profiles), found, 1)


def over_two(
    old: Catalogue,
    new: Catalogue,
    options: Options,
    *,
    on: date,
    default: Sequence[str],
    language: Language,
) -> Based:
    """What a new version does to the subscribers of a base.

    Shape: without `--to` the plans of `default` are asked for, or where there are none all on sale in either version.
    Errors: as of `over_one`.
    """
    asked = Query(Goal(), on)
    targets: Sequence[str] = _targets(options.to, new, on) or tuple(default) or (*on_sale(old, asked), *on_sale(new, asked))
    profiles, totals, first = _read(old, (old, new), options, on, language)
    with _deciding(options, on, len(profiles) * max(1, len(targets)), language) as deciding:
        found = impact(old, new, profiles, targets=targets, deciding=deciding)
    return Based(options.subscribers, totals, first, options.reject, len(profiles), found, 2)


def plans_of_drafts(drafted: Drafted) -> tuple[str, ...]:
    """The plans that drafts write."""
    return tuple(name for name in drafted.items.written if drafted.new.items[name].kind == "plan")


def _targets(words: Sequence[str], catalogue: Catalogue, on: date) -> tuple[str, ...]:
    """The plans that the words name: one that is named outright, of a set those on sale. Errors: Misuse."""
    known = catalogue.words()
    found: set[str] = set()
    for word in words:
        plans, outright = plans_of(catalogue, known, word, option="--to")
        found.update(plan.name for plan in plans if outright or plan.on_sale(on))
    return tuple(name for name in catalogue.items if name in found)


def question_ms(count: int) -> int:
    """What each of so many questions may take. Units: ms."""
    return max(LEAST_MS, min(MOST_MS, ALL_MS // max(1, count)))


def _read(
    catalogue: Catalogue, versions: Sequence[Catalogue], options: Options, on: date, language: Language
) -> tuple[tuple[Profile, ...], Totals, tuple[Rejected, ...]]:
    path = existing(options.subscribers, option="--subscribers")
    profiles = Profiles(*(Lens(one, on) for one in versions))
    first: list[Rejected] = []
    with _reject_file(options.reject, path) as put, Progress(0, language, sys.stderr, key="progress.base") as progress:

        def reject(row: Rejected) -> None:
            if len(first) < SHOWN_MOST:
                first.append(row)
            put(row)

        totals = read_base(path, catalogue, take=profiles.take, reject=reject, step=progress.step)
    assert totals.accepted == profiles.people, "a row was lost"
    return profiles.all, totals, tuple(first)


@contextmanager
def _reject_file(path: str | None, base: Path) -> Iterator[Reject]:
    """What writes rejected rows into a file as they come: NDJSON by its name, else CSV. Errors: Misuse."""
    if path is None:
        yield lambda row: None
        return
    if Path(path).exists() and Path(path).samefile(base):
        raise Misuse("broken.reject_base", path=path)
    try:
        stream = Path(path).open("w", encoding="utf-8", newline="")  # noqa: SIM115 - closed below, after what is read in between
    except OSError as error:
        raise Misuse("broken.out_unwritable", path=path, why=error.strerror or str(error)) from error
    lines = Path(path).suffix.lower() in LINES
    with stream:
        if not lines:
            stream.write(as_csv(REJECT_HEADER))

        def put(row: Rejected) -> None:
            stream.write(as_ndjson(row) if lines else as_csv(rejected_cells(row)))

        yield put


@contextmanager
def _deciding(options: Options, on: date, count: int, language: Language) -> Iterator[Deciding]:
    """How about so many questions are decided: with progress shown, and kept in the checkpoint, if there is one."""
    limit_ms = question_ms(count) if options.time_limit_ms is None else options.time_limit_ms
    query = Query(Goal(), on, None, options.horizon_months, budget_ms=limit_ms)
    kept = nullcontext() if options.checkpoint is None else Checkpoint(Path(options.checkpoint))
    with kept as checkpoint, Progress(0, language, sys.stderr, key="progress.profiles") as progress:
        yield Deciding(
            query,
            workers=options.workers,
            memory=lambda catalogue: None if checkpoint is None else checkpoint.of(catalogue, query),
            step=progress.step,
            total=progress.more,
        )
