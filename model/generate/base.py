"""A base of many subscribers over a generated catalogue, few of them rare and many alike, as CSV, NDJSON or Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

from model.generate.catalogue import FLAT, MARKET, Size
from model.generate.flat import Flat
from model.generate.market import draw_market
from model.generate.subscribers import draw_subscribers
from model.generate.texts import Data

Entry = dict[str, Data]
COLUMNS = ("plan", "plan_until", "holds", "fact.registered", "fact.star", "last.change")
FLAT_COLUMNS = ("plan", "holds")
CHUNK_ROWS = 2**16
FIRST_ID = 13_500_000_000
PARQUET = (".parquet", ".pq")
SUFFIXES = (".csv", ".ndjson", ".jsonl", *PARQUET)


@dataclass(frozen=True, slots=True)
class BaseSize:
    """How many rows, of how many different subscribers at most; the n-th of these comes 1/n as often as the first."""

    rows: int = 100_000
    profiles: int = 10_000


def write_base(path: Path, seed: int, size: Size, base: BaseSize) -> None:
    """Writes a base over the catalogue of `seed` and `size`. Shape: the same seed and sizes give the same rows.

    Errors: OSError; ImportError for Parquet without pyarrow. Cost: 1 µs a row in CSV, 0.1 ms a profile.
    """
    profiles = _profiles(seed, size, base.profiles)
    picks = _picks(Random(f"{seed} base"), base)
    columns = FLAT_COLUMNS if size.pairs else COLUMNS
    if path.suffix.lower() in PARQUET:
        return _write_parquet(path, profiles, picks, columns)
    texts = _csv(profiles, picks, columns) if path.suffix.lower() == ".csv" else _ndjson(profiles, picks)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(texts)
    return None


def _profiles(seed: int, size: Size, count: int) -> list[Entry]:
    """Subscribers without an id, not all of them different."""
    random = Random(f"{seed} profiles")
    if size.pairs:
        flat = Flat(Random(f"{seed} {FLAT}"), plans=size.plans, offers=size.offers, pairs=size.pairs)
        for _ in flat.rules():
            pass
        drawn = flat.subscribers(random, count=count, holdings=size.holdings)
    else:
        market = draw_market(Random(f"{seed} {MARKET}"), plans=size.plans, offers=size.offers)
        drawn = draw_subscribers(random, market, count=count, holdings=size.holdings)
    return [{key: value for key, value in one.items() if key != "id"} for one in drawn]


def _picks(random: Random, base: BaseSize) -> Iterator[list[int]]:
    """Which profile each row has, in chunks."""
    weights = list(accumulate(1 / (n + 1) for n in range(base.profiles)))
    for first in range(0, base.rows, CHUNK_ROWS):
        yield random.choices(range(base.profiles), cum_weights=weights, k=min(CHUNK_ROWS, base.rows - first))


def _numbered(written: list[str], picks: Iterable[list[int]], form: Callable[[int, str], str]) -> Iterator[str]:
    id_ = FIRST_ID
    for chunk in picks:
        yield "".join([form(n, written[profile]) for n, profile in enumerate(chunk, id_)])
        id_ += len(chunk)


def _csv(profiles: list[Entry], picks: Iterable[list[int]], columns: tuple[str, ...]) -> Iterator[str]:
    written = [",".join(map(_quoted, cells_of(one, columns))) + "\n" for one in profiles]
    yield ",".join(("id", *columns)) + "\n"
    yield from _numbered(written, picks, lambda id_, row: f"{id_},{row}")


def _ndjson(profiles: list[Entry], picks: Iterable[list[int]]) -> Iterator[str]:
    written = [json.dumps(one, ensure_ascii=False, default=str)[1:] + "\n" for one in profiles]
    yield from _numbered(written, picks, lambda id_, row: f'{{"id": "{id_}", {row}')


def _write_parquet(path: Path, profiles: list[Entry], picks: Iterable[list[int]], names: tuple[str, ...]) -> None:
    import pyarrow as arrow
    from pyarrow import parquet

    columns = list(zip(*(cells_of(one, names) for one in profiles), strict=True))
    schema = arrow.schema([("id", arrow.string()), *((name, arrow.dictionary(arrow.int32(), arrow.string())) for name in names)])
    id_ = FIRST_ID
    with parquet.ParquetWriter(path, schema) as writer:
        for chunk in picks:
            ids = arrow.array([str(n) for n in range(id_, id_ + len(chunk))])
            rows = arrow.array(chunk, arrow.int32())
            texts = [arrow.array(cells).dictionary_encode().take(rows) for cells in columns]
            writer.write_table(arrow.table([ids, *texts], schema=schema))
            id_ += len(chunk)


def cells_of(entry: Entry, columns: tuple[str, ...]) -> tuple[str, ...]:
    """A subscriber as the cells of some of COLUMNS."""
    plan, facts, last = entry["plan"], entry.get("facts", {}), entry.get("last", {})
    holds = entry.get("holds", [])
    assert isinstance(facts, dict) and isinstance(last, dict) and isinstance(holds, list)
    name, until = (plan["item"], plan["until"]) if isinstance(plan, dict) else (plan, "")
    cells = {
        "plan": str(name),
        "plan_until": str(until),
        "holds": ";".join(map(_holding, holds)),
        "fact.registered": str(facts.get("registered", "")).lower(),
        "fact.star": str(facts.get("star", "")),
        "last.change": str(last.get("change", "")),
    }
    return tuple(cells[column] for column in columns)


def _holding(one: Data) -> str:
    if not isinstance(one, dict):
        return str(one)
    until = f"@{one['until']}" if "until" in one else ""
    return f"{one['item']}{until}" + "".join(f" {key}={value}" for key, value in one.items() if key not in ("item", "until"))


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell
