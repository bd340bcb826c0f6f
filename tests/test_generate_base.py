"""Generated bases: the same seed gives the same rows in every format, few subscribers are alike to many, and all of them read."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from test_cli import run

from model.base.intake import Rejected
from model.base.read import read_base
from model.catalogue import Catalogue
from model.generate.base import SUFFIXES, BaseSize, write_base
from model.generate.catalogue import Size, generate
from model.items import NOWHERE
from model.load.catalogue import parse_catalogue
from model.load.subscriber import parse_subscriber
from model.request import Subscriber

SIZE = Size(plans=20, offers=200, holdings=5)
BASE = BaseSize(rows=3000, profiles=100)


class Seen:
    def __init__(self, subscriber: Subscriber) -> None:
        self.subscriber, self.count = replace(subscriber, place=NOWHERE), 0


def market(size: Size) -> Catalogue:
    return parse_catalogue({name: text.encode() for name, text in generate(1, size).items() if name.endswith(".yaml")})


def read(path: Path, size: Size) -> list[tuple[Subscriber, int]]:
    seen: list[Seen] = []
    rejected: list[Rejected] = []

    def take(subscriber: Subscriber) -> Seen:
        seen.append(Seen(subscriber))
        return seen[-1]

    assert read_base(path, market(size), take=take, reject=rejected.append).read == BASE.rows
    assert rejected == []
    return [(one.subscriber, one.count) for one in seen]


@pytest.mark.parametrize("size", [SIZE, Size(plans=5, offers=60, holdings=4, pairs=300)], ids=["market", "flat"])
def test_every_format_has_the_same_rows_and_all_of_them_read(tmp_path: Path, size: Size):
    found = []
    for suffix in (".csv", ".ndjson", ".parquet"):
        write_base(tmp_path / f"base{suffix}", 1, size, BASE)
        found.append(read(tmp_path / f"base{suffix}", size))
    assert found[0] == found[1] == found[2]
    assert sum(count for _, count in found[0]) == BASE.rows and 50 < len(found[0]) <= BASE.profiles


def test_the_same_seed_gives_the_same_bytes_everywhere(tmp_path: Path):
    for seed in (1, 1, 2):
        write_base(tmp_path / f"{len(list(tmp_path.iterdir()))}.csv", seed, SIZE, BASE)
    digests = [sha256((tmp_path / f"{n}.csv").read_bytes()).hexdigest()[:16] for n in range(3)]
    assert digests[0] == digests[1] == "caea822b2830fab2" and digests[2] != digests[0]


def test_few_subscribers_are_alike_to_many(tmp_path: Path):
    write_base(tmp_path / "base.csv", 1, SIZE, BASE)
    counts = sorted((count for _, count in read(tmp_path / "base.csv", SIZE)), reverse=True)
    assert counts[0] > BASE.rows / 8 and counts[len(counts) // 2] < BASE.rows / 100


def test_the_rows_are_over_the_catalogue_that_is_written_beside_them(tmp_path: Path):
    options = ("--plans", 12, "--offers", 60, "--seed", 3, "--rows", 50, "--profiles", 9)
    done = run("generate", *options, "--out", tmp_path / "market", "--base", tmp_path / "base.ndjson", script="main")
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == str(tmp_path / "base.ndjson")
    lines = (tmp_path / "base.ndjson").read_bytes().splitlines()
    files = {path.name: path.read_bytes() for path in (tmp_path / "market").iterdir()}
    catalogue = parse_catalogue(files)
    ids = [parse_subscriber("one.json", line, catalogue).id for line in lines]
    assert len(ids) == len(set(ids)) == 50


@pytest.mark.parametrize(
    ("name", "named"), [("base.xlsx", SUFFIXES[0]), ("there.csv", "there.csv"), ("no/where.csv", "where.csv")]
)
def test_a_base_is_never_written_where_it_can_not_be(tmp_path: Path, name: str, named: str):
    (tmp_path / "there.csv").write_text("mine")
    options = ("--plans", 2, "--offers", 9, "--rows", 5, "--out", tmp_path / "market")
    done = run("generate", *options, "--base", tmp_path / name, script="main")
    assert done.returncode == 2 and named in done.stderr and (tmp_path / "there.csv").read_text() == "mine"
