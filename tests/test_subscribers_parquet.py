"""Bases in Parquet: they say what the same rows in CSV say, in the types that a warehouse has."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as arrow
import pytest
from base_files import HEADER, Taken, random_rows, written
from pyarrow import parquet

from model.errors import BadFile, BadRequest


def written_to(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def as_parquet(rows: list[list[str]], path: Path) -> None:
    """The rows in the types that a warehouse has: lists, days, numbers, truths, dictionaries."""
    columns: dict[str, Any] = {}
    for n, name in enumerate(HEADER.split(",")):
        cells = [row[n] or None for row in rows]
        if name in ("holds", "lacks", "last.change"):
            columns[name] = arrow.array(
                [None if cell is None else cell.split(";") for cell in cells], arrow.list_(arrow.string())
            )
        elif name in ("plan_until", "booked_starts"):
            columns[name] = arrow.array([None if cell is None else date.fromisoformat(cell) for cell in cells], arrow.date32())
        elif name == "fact.age":
            columns[name] = arrow.array([None if cell is None else float(cell) for cell in cells])
        elif name == "plan":
            columns[name] = arrow.array(cells).dictionary_encode()
        else:
            columns[name] = arrow.array(cells, arrow.string())
    parquet.write_table(arrow.table(columns), path, row_group_size=64)


def test_parquet_says_what_csv_says(tmp_path: Path):
    rows = random_rows(Random(2), 300)
    as_parquet(rows, tmp_path / "base.parquet")
    in_csv, in_parquet = Taken(written_to(tmp_path / "base.csv", written(rows))), Taken(tmp_path / "base.parquet")
    assert in_parquet.subscribers == in_csv.subscribers
    told = [(one.place.line - 1, one.problems) for one in in_csv.rejected]
    assert sorted((one.place.line, one.problems) for one in in_parquet.rejected) == told
    assert json.loads(in_parquet.rejected[0].row)["id"] == str(in_parquet.rejected[0].place.line - 1)


def table(**columns: Any) -> arrow.Table:
    return arrow.table({name.replace("__", "."): column for name, column in columns.items()})


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"id": ["1"], "plans": ["音乐A"]}, "`plan`"),
        ({"plan": ["音乐A"]}, "没有 `id` 列"),
        ({"id": ["1"], "plan": [{"a": 1}]}, "类型"),
        ({"id": arrow.array([], arrow.string())}, "没有客户"),
        ({"id": ["1"], "plan": ["音乐D"]}, "`音乐D`"),
    ],
)
def test_a_parquet_file_that_is_no_base_is_a_bad_file(tmp_path: Path, columns: Any, words: str):
    parquet.write_table(table(**columns), tmp_path / "base.parquet")
    with pytest.raises(BadFile) as caught:
        Taken(tmp_path / "base.parquet")
    assert words in str(caught.value)


def test_numbers_truths_and_bare_ids_of_parquet_are_read(tmp_path: Path):
    columns = table(
        id=[13800000000, 13800000001], plan=["音乐A", "音乐A"], fact__age=[18.0, None], fact__registered=[True, None],
        fact__score=arrow.array([Decimal("1.50"), None]), fact__since=[date(2026, 1, 1), None],
    )  # fmt: skip
    parquet.write_table(columns, tmp_path / "base.pq")
    (one, _), (two, _) = Taken(tmp_path / "base.pq").subscribers
    assert one.id == "13800000000" and two.facts == {}
    assert one.facts == {"registered": True, "age": 18, "score": Decimal("1.5"), "since": date(2026, 1, 1)}


def test_control_characters_in_parquet_spoil_their_row_alone(tmp_path: Path):
    columns = table(id=["1", "2", "3\n", "4", None, "好"], plan=["音乐A", "音\x1e乐", "音乐A", "音乐A\x07", "音乐A", "音乐A"])
    parquet.write_table(columns, tmp_path / "base.parquet")
    taken = Taken(tmp_path / "base.parquet")
    assert sorted((one.place.line, one.problems[0].place.file) for one in taken.rejected) == [(2, ""), (4, ""), (5, "id")]
    assert taken.totals.accepted == 3


def test_what_is_not_parquet_at_all_is_a_bad_file(tmp_path: Path):
    with pytest.raises(BadFile, match="Parquet"):
        Taken(written_to(tmp_path / "base.parquet", "id,plan\n1,音乐A\n"))


def test_without_pyarrow_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadRequest, match=r"taocan\[parquet\]"):
        Taken(written_to(tmp_path / "base.parquet", ""))
