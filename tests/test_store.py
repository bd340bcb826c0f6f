"""Large catalogues that are kept compiled: the same answers, nothing stale, nothing half-written."""

from __future__ import annotations

import os
from pathlib import Path
from pickle import loads

import pytest
from test_cli import run

from cli.store import KEPT_MOST, read_stored, store
from model.catalogue import Catalogue
from model.generate.catalogue import Size, generate
from model.generate.market import TODAY
from model.load.catalogue import load_catalogue
from model.request import Goal, Listed, Query, Subscriber
from model.selectors import AllOf, Among, AnyOf, Bound, Not
from solver.answers.decide import Engine
from solver.ground.columns import in_columns
from solver.ground.compiled import compiled, read, written


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue large enough to be kept."""
    folder = tmp_path_factory.mktemp("large")
    for name, text in generate(3, Size(plans=30, offers=4_000, pairs=70_000)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TAOCAN_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def solved(large: Path, cache: Path | str) -> str:
    held = [word for number in range(1, 40) for word in ("--with", f"包{number}")]
    asked = ("--from", "套餐1", "--to", "套餐2", *held, "--on", TODAY, "--json")
    done = run("--catalogue", large, *asked, TAOCAN_CACHE=str(cache))
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def kept_by(folder: Path) -> Catalogue:
    catalogue, at = read_stored(str(folder), option="--catalogue")
    assert at is not None
    store(catalogue, at)
    return catalogue


def test_the_command_says_the_same_before_and_after_it_keeps_a_catalogue(large: Path, tmp_path: Path) -> None:
    plain = solved(large, "")
    assert solved(large, tmp_path / "kept") == plain
    (file,) = (tmp_path / "kept").iterdir()
    before = file.read_bytes()
    assert solved(large, tmp_path / "kept") == plain
    assert file.read_bytes() == before


@pytest.mark.parametrize("seed", range(20))
def test_a_program_read_back_answers_as_it_did(seed: int) -> None:
    files = generate(seed, Size(plans=12, offers=60, subscribers=0))
    from model.load.catalogue import parse_catalogue

    catalogue = parse_catalogue({name: text.encode() for name, text in files.items()})
    back = read(written(catalogue))
    assert back == catalogue and compiled(back).catalogue is back
    plans = [item.name for item in catalogue.items.values() if item.kind == "plan"]
    offers = [item.name for item in catalogue.items.values() if item.kind == "offer"]
    subscriber = Subscriber(plan=Listed(plans[seed % 12]), holds=tuple(map(Listed, offers[seed % 9 : 50 : 9])))
    query = Query(Goal(plans[(seed + 5) % 12]), TODAY)
    assert Engine(back).answer(subscriber, query) == Engine(catalogue).answer(subscriber, query)


def test_what_was_kept_is_read_again_equal(large: Path, cache: Path) -> None:
    fresh = kept_by(large)
    again, at = read_stored(str(large), option="--catalogue")
    assert at is None and again == fresh == load_catalogue(large)


def test_a_changed_file_is_read_anew(large: Path, cache: Path, tmp_path: Path) -> None:
    kept_by(large)
    changed = tmp_path / "changed"
    changed.mkdir()
    for file in large.iterdir():
        (changed / file.name).write_bytes(file.read_bytes().replace(b"fee: 8}", b"fee: 7}"))
    catalogue, at = read_stored(str(changed), option="--catalogue")
    assert at is not None and catalogue == load_catalogue(changed) != load_catalogue(large)


@pytest.mark.parametrize("spoilt", [b"", b"junk", None])
def test_a_spoilt_file_is_as_none(large: Path, cache: Path, spoilt: bytes | None) -> None:
    kept_by(large)
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:-1] if spoilt is None else spoilt)
    catalogue, at = read_stored(str(large), option="--catalogue")
    assert at == file and catalogue == load_catalogue(large)


def test_what_another_user_wrote_is_not_read(large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_by(large)
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    assert read_stored(str(large), option="--catalogue")[1] is not None


def test_a_small_catalogue_is_not_kept(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text("catalogue: x\nplans: [{name: A, brand: B}]\n", encoding="utf-8")
    assert read_stored(str(tmp_path / "small.yaml"), option="--catalogue")[1] is None


def test_of_too_many_the_oldest_go(large: Path, cache: Path) -> None:
    catalogue = kept_by(large)
    for number in range(KEPT_MOST + 2):
        store(catalogue, cache / f"{number}.catalogue")
        os.utime(cache / f"{number}.catalogue", (10_000 + number, 10_000 + number))
    store(catalogue, cache / "last.catalogue")
    names = {file.name for file in cache.iterdir()}
    assert len(names) == KEPT_MOST and "last.catalogue" in names and "1.catalogue" not in names


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_is_said(large: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    assert solved(large, blocked) == solved(large, "")


def test_values_in_each_other_are_read_back_as_they_were_each_once() -> None:
    inner = AnyOf((Among("item", ("甲",)), Not(AllOf((Among("tag", ("乙",)), Bound(True))))))
    outer = AnyOf((inner, Not(inner), AllOf((inner,))))
    back = loads(in_columns({"whole": outer, "part": inner, "else": Bound(False)}, [outer]))
    assert back == {"whole": outer, "part": inner, "else": Bound(False)}
    first, without, all_of = back["whole"].parts
    assert first is without.inner is all_of.parts[0] is back["part"]
