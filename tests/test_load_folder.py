"""A folder of files read as one catalogue, and many problems at once."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from load_marks import HEAD, ITEMS, SMALL

from model.errors import BadFile
from model.load.catalogue import load_catalogue, parse_catalogue


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def told(tmp_path: Path, **files: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        load_catalogue(folder(tmp_path, **files))
    return [str(one).replace(f"{tmp_path}/", "") for one in caught.value.problems]


def test_a_folder_reads_as_one_catalogue(tmp_path: Path) -> None:
    one = parse_catalogue({"c.yaml": SMALL.encode()})
    folder(tmp_path, a=HEAD, b=ITEMS)
    (tmp_path / "c.yml").write_text("catalogue: small\nrules: [{rule: R, conflict: [彩铃, 来电管家]}]\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no yaml", encoding="utf-8")
    got = load_catalogue(tmp_path)
    assert list(got.items) == list(one.items) and list(got.rules) == ["R"]
    assert got.sha256 == sha256(b"".join((tmp_path / n).read_bytes() for n in ("a.yaml", "b.yaml", "c.yml"))).hexdigest()


def test_the_sequence_is_plans_offers_and_vnets_each_by_file(tmp_path: Path) -> None:
    got = load_catalogue(
        folder(
            tmp_path,
            a="catalogue: x\nvnets: [{name: v1}]\nplans: [{name: p1, brand: b}]\n",
            b="offers: [{name: o1}]\nplans: [{name: p2, brand: b}]\n",
        )
    )
    assert list(got.items) == ["p1", "p2", "o1", "v1"]


def test_names_rules_and_heads_may_not_differ_between_files(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        a="catalogue: x\nversion: 1\nchannels: {hall: 厅}\noffers: [{name: 甲}, {name: 乙}]\n"
        "rules: [{rule: R, conflict: [甲, 乙]}]\n",
        b="catalogue: y\nversion: 2\nchannels: {hall: 厅}\noffers:\n  - {name: 甲}\nrules:\n  - {rule: R, conflict: [甲, 乙]}\n",
    )
    assert [one.split(": ")[0] for one in found] == ["b.yaml:1:12", "b.yaml:2:10", "b.yaml:3:12", "b.yaml:5:12", "b.yaml:7:12"]
    assert all("a.yaml:" in one for one in found)


def test_a_syntax_error_in_one_file_hides_no_problem_of_another(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        a="catalogue: x\noffers: [{name: 甲}\n",
        b="offers: [{name: 乙, fee: x}]\nrules: [{rule: R, conflict: [甲, 丁]}]\n",
    )
    assert [one.split(": ")[0] for one in found] == ["a.yaml:2:9", "b.yaml:1:25", "b.yaml:2:33"]


def test_a_file_in_another_encoding_and_an_empty_one_are_problems_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("catalogue: 套餐\n".encode("gbk"))
    found = told(tmp_path, b="", c="catalogue: x\nrules: x\n")
    assert [one.split(": ")[0] for one in found] == ["a.yaml:1:12", "b.yaml:1:1", "c.yaml:2:8"]


def test_every_problem_of_a_file_is_told_in_the_order_of_its_place() -> None:
    rules = "".join(f"  - {{rule: R{i}, conflict: [彩铃, 没有{i}]}}\n" for i in range(200))
    with pytest.raises(BadFile) as caught:
        parse_catalogue({"c.yaml": f"{SMALL}rules:\n{rules}".encode()})
    assert [one.place.line for one in caught.value.problems] == list(range(24, 224))


def test_a_catalogue_without_mistakes_needs_no_fuzzy_matching(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(SMALL, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from model.load.catalogue import load_catalogue; "
        f"load_catalogue(Path({str(path)!r})); assert not {{'rapidfuzz', 'z3', 'networkx', 'typer'}} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
