"""A base of subscribers: rows read a second in each format, and what a question about one profile of a draft costs.

`uv run python -m tests.bench.base [--rows 1000000] [--profiles 10000] [--asked 200] [--limit-s S] [--workers 2] [--folder DIR]`

The market has 200 plans and 5,000 offers; the draft adds one plan, with a conflict and a move of its own.
"""

from __future__ import annotations

import argparse
import resource
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from cli.base import question_ms
from model.additions import takes_away
from model.base.read import read_base
from model.catalogue import Catalogue
from model.generate.base import BaseSize, write_base
from model.generate.catalogue import Size, generate
from model.generate.market import TODAY
from model.load.catalogue import parse_catalogue
from model.profiles import Lens, Profile, Profiles
from model.request import HORIZON_MONTHS, Goal, Query
from solver.answers.stranded import Deciding, impact
from tests.bench.setting import machine

SEED = 1
SIZE = Size(plans=200, offers=5000)
NEW = "新套餐"


def main() -> None:
    options = read()
    print(machine(), flush=True)
    files = {name: text.encode() for name, text in generate(SEED, SIZE).items()}
    old = parse_catalogue(files)
    new = parse_catalogue({**files, "more.yaml": draft(old).encode()})
    with TemporaryDirectory() as made:
        folder = Path(options.folder or made)
        for suffix in options.formats.split(","):
            profiles = measure_read(old, new, folder / f"base-{options.rows}-{options.profiles}.{suffix}", options)
    if options.asked:
        measure_questions(old, new, profiles, options)


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--profiles", type=int, default=10_000)
    parser.add_argument("--formats", default="csv,ndjson,parquet")
    parser.add_argument("--asked", type=int, default=200, help="profiles that are asked about; 0 for none")
    parser.add_argument("--limit-s", type=float, help="for one question; what the command gives it where it is not told")
    parser.add_argument("--horizon", type=int, default=HORIZON_MONTHS)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", help="where bases are kept from run to run")
    return parser.parse_args()


def draft(old: Catalogue) -> str:
    """One more plan, which nothing of one series of offers goes with, and which a closed series does not lead to."""
    plans = [item for item in old.items.values() if item.kind == "plan"]
    series = next(item.families[0] for item in plans if item.families)
    offers = next(item.families[0] for item in old.items.values() if item.kind == "offer" and item.families)
    return (
        f"plans: [{{name: {NEW}, brand: {plans[0].brand}, fee: 58}}]\nrules:\n"
        f"  - {{rule: 新-互斥, conflict: [{NEW}, {offers}], resolve: first}}\n"
        f"  - {{rule: 新-变更, move: {{from: {series}, not_to: {NEW}}}}}\n"
    )


def measure_read(old: Catalogue, new: Catalogue, path: Path, options: argparse.Namespace) -> tuple[Profile, ...]:
    """Prints what reading one file costs, as two versions see it."""
    if not path.exists():
        write_base(path, SEED, SIZE, BaseSize(options.rows, options.profiles))
    profiles = Profiles(Lens(old, TODAY), Lens(new, TODAY))
    wall, cpu = perf_counter(), process_time()
    totals = read_base(path, old, take=profiles.take, reject=print)
    wall, cpu = perf_counter() - wall, process_time() - cpu
    found = profiles.all
    rates = f"{totals.read / wall:,.0f} rows/s, {totals.read / cpu:,.0f} a second of cpu"
    print(
        f"{path.suffix}: {totals.read:,} rows, {len(found):,} profiles in {wall:.1f} s ({cpu:.1f} s of cpu): {rates}", flush=True
    )
    many = Many()
    wall, cpu = perf_counter(), process_time()
    read_base(path, old, take=lambda subscriber: many, reject=print)
    wall, cpu = perf_counter() - wall, process_time() - cpu
    print(f"  profiles aside: {totals.read / wall:,.0f} rows/s, {totals.read / cpu:,.0f} a second of cpu", flush=True)
    return found


class Many:
    """One count for all."""

    count = 0


def measure_questions(old: Catalogue, new: Catalogue, profiles: tuple[Profile, ...], options: argparse.Namespace) -> None:
    """Prints what questions about the new plan cost, over profiles drawn evenly."""
    chosen = profiles[:: max(1, len(profiles) // options.asked)][: options.asked]
    limit_ms = question_ms(len(profiles)) if options.limit_s is None else round(options.limit_s * 1000)
    query = Query(Goal(), TODAY, None, options.horizon, budget_ms=limit_ms)
    done: list[int] = []
    wall, cpu = perf_counter(), all_cpu()
    deciding = Deciding(query, workers=options.workers, step=done.append)
    found = impact(old, new, chosen, targets=(NEW,), deciding=deciding)
    wall, cpu = perf_counter() - wall, all_cpu() - cpu
    verdicts = Counter[str]()
    for one in found.segments:
        verdicts[one.after.verdict if one.after is not None else one.effect] += one.profiles
    each = wall / len(chosen)
    print(f"harmful: {takes_away(old, new)}; {dict(verdicts.most_common())}")
    print(
        f"{len(chosen)} questions on {options.workers} processes in {wall:.1f} s: {each * 1000:.1f} ms each,"
        f" {cpu / len(chosen) * 1000:.1f} ms of cpu; {len(profiles):,} would take {each * len(profiles) / 60:.1f} min",
        flush=True,
    )


def all_cpu() -> float:
    """The seconds of cpu of this process and its children that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    main()
