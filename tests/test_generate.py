"""Generated catalogues: the same seed gives the same bytes, they read without a warning, and they have what they promise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from test_cli import run

from model.catalogue import Catalogue
from model.generate.catalogue import Size, generate
from model.ground import Extents, Members
from model.load.catalogue import load_catalogue, parse_catalogue
from model.load.subscriber import parse_subscriber
from model.rules.conflict import Conflict
from model.rules.kinds import KINDS
from model.start import first_state
from model.state import State

MIDDLE = Size(plans=60, offers=900, subscribers=60, holdings=8)


def read(files: dict[str, str]) -> Catalogue:
    return parse_catalogue({name: text.encode() for name, text in files.items() if name.endswith(".yaml")})


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return generate(7, MIDDLE)


@pytest.fixture(scope="module")
def market(files: dict[str, str]) -> Catalogue:
    return read(files)


def test_the_same_seed_gives_the_same_bytes_everywhere():
    digest = sha256("".join(generate(1, Size(plans=12, offers=60, subscribers=3, holdings=4)).values()).encode()).hexdigest()
    flat = sha256("".join(generate(1, Size(3, 60, 2, 2, pairs=900)).values()).encode()).hexdigest()
    assert (digest[:16], flat[:16]) == ("7fd38c640508c875", "782f64236494f462")


def test_another_seed_gives_another_catalogue(files):
    assert generate(8, MIDDLE)["rules.yaml"] != files["rules.yaml"]


def test_more_subscribers_or_holdings_ask_the_same_catalogue(files):
    other = generate(7, Size(MIDDLE.plans, MIDDLE.offers, 3, 20))
    assert all(other[name] == files[name] for name in ("catalogue.yaml", "items.yaml", "rules.yaml"))


def test_a_generated_catalogue_reads_without_warnings_and_has_every_kind_of_rule(market):
    assert market.warnings == ()
    assert sum(item.kind == "plan" for item in market.items.values()) == MIDDLE.plans
    assert len(market.items) == MIDDLE.plans + MIDDLE.offers
    assert {rule.body.NAME for rule in market.rules.values()} == set(KINDS)


@pytest.mark.parametrize("size", [Size(1, 0, 2), Size(1, 30, 2), Size(3, 3, 2), Size(5, 40, 2, 0), Size(1, 0, 1, pairs=5)])
def test_the_smallest_catalogues_read(size):
    assert len(read(generate(1, size)).items) == size.plans + size.offers


def subscribers(files: dict[str, str], market: Catalogue) -> list[tuple[State, dict[str, str]]]:
    numbers = [parse_subscriber("one.json", line.encode(), market) for line in files["subscribers.ndjson"].splitlines()]
    requests = [json.loads(line) for line in files["requests.ndjson"].splitlines()]
    assert [number.id for number in numbers] == [request["subscriber"] for request in requests]
    return [(first_state(market, n, date.fromisoformat(r["on"])), r) for n, r in zip(numbers, requests, strict=True)]


def test_subscribers_hold_about_as_much_as_was_asked(files, market):
    counts = [len(json.loads(line)["holds"]) for line in files["subscribers.ndjson"].splitlines()]
    assert len(counts) == MIDDLE.subscribers and max(counts) == MIDDLE.holdings
    assert sum(counts) > 0.9 * MIDDLE.holdings * len(counts)


def test_most_requests_take_two_or_more_changes(files, market):
    """A plan of a closed series, or of a brand that isn't a gateway, can't go straight to another series or brand."""
    far = 0
    for state, request in subscribers(files, market):
        assert state.plan is not None
        held, wanted = market.items[state.plan.item], market.items[request["to"]]
        closed = any(f"封闭-{family}" in market.rules for family in held.families) and held.families != wanted.families
        far += held.brand != wanted.brand or closed
    assert far > 0.7 * MIDDLE.subscribers


def test_a_flat_catalogue_has_as_many_pairs_as_asked():
    size = Size(plans=10, offers=2000, pairs=20_000, subscribers=2)
    market = read(generate(1, size))
    assert sum(len(left) * len(right) for left, right in conflicts(market)) == size.pairs


def conflicts(market: Catalogue) -> Iterator[tuple[Members, Members]]:
    """The two sides of every conflict."""
    extents = Extents(market.items.values(), market.channels)
    for rule in market.rules.values():
        if isinstance(rule.body, Conflict):
            for apart in rule.body.ground(rule, extents):
                yield apart.left, apart.right


def test_the_command_writes_a_folder_or_one_file_that_read_alike(tmp_path: Path):
    options = ("--plans", 12, "--offers", 60, "--seed", 3)
    folder, file = tmp_path / "market", tmp_path / "market.yaml"
    done = run("generate", *options, "--subscribers", 2, "--out", folder, script="main")
    assert done.returncode == 0 and str(folder / "requests.ndjson") in done.stdout.splitlines()
    assert run("generate", *options, "--out", file, script="main").returncode == 0
    one, two = load_catalogue(folder), load_catalogue(file)
    assert list(one.items) == list(two.items) and list(one.rules) == list(two.rules)
    assert run("generate", *options, "--out", folder, script="main").returncode == 2


@pytest.mark.parametrize(
    ("options", "named"),
    [(("--plans", 0), "--plans"), (("--offers", -1), "--offers"), (("--subscribers", 2), "market.yaml"), ((), "broken")],
)
def test_what_can_not_be_generated_is_wrong_usage(tmp_path: Path, options: tuple[object, ...], named: str):
    (tmp_path / "broken").write_text("")
    out = tmp_path / ("broken/in" if named == "broken" else "market.yaml")
    done = run("generate", *options, "--out", out, script="main")
    assert (done.returncode, done.stdout) == (2, "") and named in done.stderr
