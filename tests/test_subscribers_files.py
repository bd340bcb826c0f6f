"""Bases of many subscribers: CSV, NDJSON, Parquet; what a row says, what is told of a bad one, and that no row is lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from base_files import HEADER, Taken, random_rows, written
from load_marks import subscriber
from test_subscriber_file import FULL

from model.base import comma
from model.base.intake import REJECT_HEADER, as_csv, as_ndjson, rejected_cells
from model.errors import BadFile, BadRequest
from model.items import NOWHERE
from model.request import Listed, Subscriber

ROW = (
    "010086,音乐A,2027-02-28,奥运,2026-12-01,"
    "校园V网; 来电管家@2027-02-28 origin=campaign since=2026-03-01;体验包 origin=plan；铃 origin=来电管家;"
    "老短信包 ends=2026-12-31 cancelled=2026-11-02,体验包,TRUE,18,010,1.5,2026-01-01,"
    "2026-10-03,2026-09-01;2026-08-01,cancel 铃@2026-09-01"
)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Taken]:
    def read_text(text: str | bytes, name: str = "base.csv") -> Taken:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return Taken(path)

    return read_text


def holder(id_: str, *holds: str) -> Subscriber:
    return Subscriber(id_, Listed("音乐A"), holds=tuple(map(Listed, holds)))


def test_a_row_of_csv_says_all_that_a_subscribers_file_can(read):
    ((got, count),) = read(f"{HEADER}\n{ROW}\n").subscribers
    assert (got, count) == (replace(subscriber(FULL), place=NOWHERE), 1)


def test_a_line_of_ndjson_is_a_subscribers_file(read):
    line = {
        "id": 10086, "plan": {"item": "音乐A", "until": "2027-02-28"},
        "holds": ["校园V网", {"item": "铃", "until": "2027-01-31"}],
        "facts": {"registered": True, "age": 18, "score": 1.50, "level": "010"}, "booked": None, "last": {"change": "2026-10-03"},
    }  # fmt: skip
    ((got, _),) = read(json.dumps(line) + "\n", "base.ndjson").subscribers
    assert got.id == "10086" and got.plan == Listed("音乐A", until=date(2027, 2, 28))
    assert got.holds == (Listed("校园V网"), Listed("彩铃", until=date(2027, 1, 31)))
    assert got.facts == {"registered": True, "age": 18, "score": Decimal("1.5"), "level": "010"}
    assert [act.day for act in got.past] == [date(2026, 10, 3)]


def test_rows_that_say_the_same_are_read_once_and_counted(read):
    rows = "".join(f"{n},音乐A,彩铃;校园V网\n" for n in range(5)) + "5,音乐A,校园V网\n6,音乐A,彩铃;校园V网\n"
    one, two = read("id,plan,holds\n" + rows).subscribers
    assert one == (holder("0", "彩铃", "校园V网"), 6)
    assert two == (holder("5", "校园V网"), 1)


@pytest.mark.parametrize(
    "text",
    [
        "id,plan,holds\n1,音乐A,彩铃\n2,音乐A,彩铃\n",
        "\ufeffid,plan,holds\n1,音乐A,彩铃\n2,音乐A,彩铃",
        "id,plan,holds\r\n1,音乐A,彩铃\r\n\r\n2,音乐A,彩铃\r\n \r\n",
        '"id","plan","holds"\n"1","音乐A","彩铃"\n"2","音乐A","彩铃"\n',
        'id,plan,holds\n1,音乐A,"\n彩铃;\n"\n2,音乐A,"\n彩铃;\n"\n',
        "plan,holds,id\n音乐A,彩铃,1\n音乐A,彩铃,2\n",
        "id,holds,plan,lacks\n1, 彩铃 ; , 音乐A,\n2, 彩铃 ; , 音乐A,\n",
        "id,plan,holds\n1,音乐A,铃\n2,音乐A,铃\n",
    ],
)
def test_however_csv_is_written_the_rows_are_the_same(read, text: str):
    (one,) = read(text).subscribers
    assert one == (holder("1", "彩铃"), 2)


def test_what_is_written_decomposed_is_the_same_name(read):
    (one,) = read("id,plan,fact.level\n1,音乐A,e\u0301\n").subscribers
    assert one[0].facts == {"level": "\u00e9"}


BAD_ROWS = (
    ("音乐D,,", "plan", "`音乐D`"),
    ("来电管家,,", "plan", "不是主套餐"),
    (",2027-01-01,彩铃", "plan_until", "没有写 `plan`"),
    ("音乐A,,彩玲", "holds", "`彩玲`"),
    ("音乐A,,音乐B", "holds", "是主套餐"),
    ("音乐A,,彩铃;铃", "holds", "列了两次"),
    ("音乐A,,彩铃@明天", "holds", "`明天` 不是日期"),
    ("音乐A,,彩铃@2026-02-30", "holds", "`2026-02-30`"),
    ("音乐A,,彩铃@2026-02-28 until=2026-03-01", "holds", "写了两次"),
    ("音乐A,,彩铃 origin=活动", "holds", "`活动`"),
    ("音乐A,,彩铃 orgin=own", "holds", "`彩铃 orgin=own`"),
    ("音乐A,明天,", "plan_until", "不是日期"),
    ("音乐A,,彩铃,铃", "", "5 格"),
    ("音乐A", "", "2 格"),
    ('音乐A,,"彩铃', "", "引号"),
    ('音乐A,,彩"铃"', "holds", '`彩"铃"`'),
    ("音乐A,,彩铃\x01", "", "U+0001"),
)


@pytest.mark.parametrize(("cells", "field", "word"), BAD_ROWS)
def test_a_bad_row_is_told_with_its_line_field_and_text_and_the_rest_is_read(read, cells: str, field: str, word: str):
    taken = read(f"id,plan,plan_until,holds\n1,音乐A,,彩铃\n2,{cells}\n3,{cells}\n4,音乐A,,彩铃\n")
    assert [(one.place.line, one.row) for one in taken.rejected] == [(3, f"2,{cells}"), (4, f"3,{cells}")]
    assert taken.totals.accepted == 2
    for one in taken.rejected:
        (problem,) = one.problems
        assert problem.place.file == field and word in problem.wrong and problem.right


@pytest.mark.parametrize(
    ("header", "row", "field"),
    [
        ("booked", "音乐B", "booked_starts"),
        ("booked_starts", "2026-12-01", "booked"),
        ("booked,booked_starts", "音乐A,2026-12-01", "booked"),
        ("fact.registered", "是", "fact.registered"),
        ("fact.age", "十八", "fact.age"),
        ("last.change", "2026-13-01", "last.change"),
        ("past", "cancel 彩铃", "past"),
        ("past", "buy 彩铃@2026-01-01", "past"),
        ("past", "cancel 彩玲@2026-01-01", "past"),
        ("lacks", "彩玲", "lacks"),
    ],
)
def test_each_column_names_itself_where_its_cell_is_wrong(read, header: str, row: str, field: str):
    taken = read(f"id,plan,{header}\n1,音乐A,{row}\n2,音乐A,{',' * row.count(',')}\n")
    (one,) = taken.rejected
    assert {problem.place.file for problem in one.problems} == {field}


def test_a_row_without_an_id_is_no_row_of_csv(read):
    taken = read("id,plan\n,音乐A\n1,音乐A\n , \n")
    assert [(one.place.line, one.problems[0].place.file) for one in taken.rejected] == [(2, "id"), (4, "id")]


def test_quotes_that_never_end_spoil_one_row_alone(read):
    rows = "".join(f"{n},音乐A,彩铃\n" for n in range(3 * comma.RECORD_LINES_MOST))
    taken = read(f'id,plan,holds\n{rows}x,音乐A,"彩铃\n{rows}')
    assert [one.row for one in taken.rejected] == ['x,音乐A,"彩铃']
    assert taken.totals.accepted == 6 * comma.RECORD_LINES_MOST


def test_lines_are_numbered_right_behind_quotes_that_never_end(read):
    taken = read(
        'id,plan,holds\n1,音乐A,"\n彩铃"\n2,音乐A,"彩铃\n3,音乐A,彩铃\n4,音乐D,彩铃\n5,音乐A,"彩铃\n6,音乐A,彩铃\n7,音乐D,\n'
    )
    assert [one.place.line for one in taken.rejected] == [4, 6, 7, 9]
    assert taken.totals.accepted == 3


def test_no_line_is_lost_whatever_stands_in_it(read):
    random = Random(5)
    pieces = [
        "音乐A",
        "彩铃",
        ",",
        ",",
        ",",
        "1",
        "@",
        ";",
        " ",
        "2026-01-01",
        "x",
        "=",
        "origin=own",
        "\t",
        "\x7f",
        "\u2028",
        "\r",
    ]
    lines = ["".join(random.choices(pieces, k=random.randint(1, 9))) for _ in range(3000)]
    text = "id,plan,holds\n9,音乐A,彩铃\n" + "\n".join(lines) + "\n"
    taken = read(text)
    blank = sum(not line.strip() for line in lines)
    assert taken.totals.read == 1 + len(lines) - blank
    assert {one.row for one in taken.rejected} <= {line.removesuffix("\r") for line in lines}


def test_bytes_that_are_no_utf8_are_told_and_kept_readable(read):
    taken = read("id,plan\n1,音乐A\n".encode() + "2,音乐A\n".encode("gb18030"))
    (one,) = taken.rejected
    assert "UTF-8" in one.problems[0].wrong and one.row.startswith("2,\\x")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"id,plan\n", "没有客户"),
        ("id,plan\n1,音乐A\n".encode("utf-16"), "UTF-16"),
        ("id,套餐\n1,音乐A\n".encode("gb18030"), "UTF-8"),
        ("plan,holds\n音乐A,\n".encode(), "没有 `id` 列"),
        ("id,plan,plan\n1,音乐A,\n".encode(), "出现两次"),
        ("id,plan,,\n1,音乐A,,\n".encode(), "第 3 列没有列名"),
        ("id,plans\n1,音乐A\n".encode(), "`plan`"),
        (b"id,fact.vip\n1,1\n", "`vip`"),
        (b"id,last.buy\n1,2026-01-01\n", "last.change"),
        ("id;plan;holds\n1;音乐A;\n".encode(), "半角逗号"),
        ("id,plan\n1,音乐D\n2,音乐E\n".encode(), "`音乐D`"),
        (b"id,plan\n" + b"x" * (5 * 2**20), "4 MiB"),
        (b"\x00\x01\x02", "控制字符"),
    ],
)
def test_what_is_no_base_is_a_bad_file(read, data: bytes, words: str):
    with pytest.raises(BadFile) as caught:
        read(data)
    assert words in str(caught.value) and "base.csv" in str(caught.value)


BAD_LINES = (
    ("{", "", "JSON"),
    ("[]", "", "客户"),
    ('{"id": "1", "plan": "音乐D"}', "plan", "`音乐D`"),
    ('{"id": "1", "id": "2", "plan": "音乐A"}', "id", "重复的键"),
    ('{"plan": "音乐A", "plan": "音乐B", "id": "1"}', "plan", "重复的键"),
    ('{"id": "1", "plans": "音乐A"}', "plans", "`plan`"),
    ('{"id": "1", "holds": ["彩铃", {"item": "铃"}]}', "holds[2].item", "列了两次"),
    ('{"id": "1", "holds": [{"item": "铃", "until": "明天"}]}', "holds[1].until", "日期"),
    ('{"id": "1", "facts": {"age": "18"}}', "facts.age", "整数"),
    ('{"id": "1", "facts": {"age": 18.5}}', "facts.age", "整数"),
    ('{"id": "1", "facts": {"score": NaN}}', "facts.score", "数"),
    ('{"id": ["1"], "plan": "音乐A"}', "id", "号码"),
    ('{"id": "1", "plan": "\\ud800"}', "plan", "半个字符"),
    ('{"id": "1", "holds": ' + "[" * 60 + "]" * 60 + "}", "", "嵌套"),
    ('{"id": "1", "holds": ' + "[" * 60_000 + "]" * 60_000 + "}", "", "嵌套"),
)


@pytest.mark.parametrize(("line", "field", "word"), BAD_LINES)
def test_a_bad_line_of_ndjson_is_told_with_the_path_in_it(read, line: str, field: str, word: str):
    good = '{"id": "9", "plan": "音乐A"}'
    taken = read(f"{good}\n{line}\n\n{line}\n{good}\n", "base.jsonl")
    assert [(one.place.line, one.row) for one in taken.rejected] == [(2, line), (4, line)]
    for one in taken.rejected:
        assert field in {problem.place.file for problem in one.problems}
        assert word in "".join(f"{problem.wrong}{problem.right}" for problem in one.problems)


def test_ndjson_reads_alike_wherever_the_id_stands(read):
    lines = ['{"id": "1", "plan": "音乐A"}', '{ "id" : 2 , "plan": "音乐A"}', '{"plan": "音乐A", "id": "3"}', '{"plan": "音乐A"}']
    found = read("\n".join(lines), "base.ndjson").subscribers
    assert sum(count for _, count in found) == 4
    assert [one.plan for one, _ in found] == [Listed("音乐A")] * len(found)


def test_a_row_says_the_same_whatever_was_read_before(read):
    rows = random_rows(Random(1), 400)
    together = read(written(rows))
    by_id = {one.id: one for one, _ in together.subscribers}
    assert len(together.rejected) > 50 and len(by_id) > 100
    for row in rows:
        if row[0] in by_id:
            ((alone, _),) = read(written([row]), "alone.csv").subscribers
            assert alone == by_id[row[0]]
    for one in together.rejected[:50]:
        with pytest.raises(BadFile) as caught:
            read(f"{HEADER}\n{one.row}\n", "alone.csv")
        assert {problem.wrong for problem in one.problems} == {p.wrong.split("：", 1)[1] for p in caught.value.problems}


def test_a_file_of_another_kind_or_none_is_wrong_usage(read, tmp_path: Path):
    with pytest.raises(BadRequest, match=r"\.csv"):
        read("", "base.xlsx")
    with pytest.raises(BadRequest):
        Taken(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadRequest):
        Taken(tmp_path / "folder.csv")


def test_rejected_rows_can_be_read_back(read):
    taken = read('id,plan,holds\n1,音乐A,\n2,音乐D,"彩玲\n;彩铃"\n')
    (one,) = taken.rejected
    header, cells = csv.reader(StringIO(as_csv(REJECT_HEADER) + as_csv(rejected_cells(one)), newline=""))
    assert header == list(REJECT_HEADER) and cells[1] == "3" and cells[5] == one.row and "`音乐D`" in cells[3]
    entry = json.loads(as_ndjson(one))
    assert entry["row"] == one.row and {problem["field"] for problem in entry["problems"]} == {"plan", "holds"}
