"""A base in Parquet: the columns of CSV, each batch grouped by Arrow so that only different rows are looked at.

Source: docs/decisions/0004-parquet-is-an-extra.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from unicodedata import normalize

from model.base.columns import WITHIN, Columns
from model.base.intake import Intake, Step, bad_base, wrong_id
from model.errors import BadRequest
from model.load.texts import NOT_TEXT

BATCH_ROWS = 2**18
BETWEEN = "\x1e"
Column: TypeAlias = Any
"""A column of Arrow, whose types are looked at here alone."""


def read_parquet(intake: Intake, path: Path, step: Step) -> None:
    """Reads all rows; a row's line is its number. Shape: `step` is told of the rows of each batch.

    Errors: BadRequest where pyarrow is not installed; BadFile where it is no Parquet, or a column or its type is wrong.
    Cost: 0.2 µs a row, 50 µs a different one of a batch.
    """
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise BadRequest(
            "读 Parquet 要用 pyarrow，没有安装", "装上 `taocan[parquet]`（如 `uv sync --extra parquet`），或改用 CSV、NDJSON"
        ) from error
    try:
        file = parquet.ParquetFile(path)
        columns = Columns.of(intake.file, file.schema_arrow.names, intake.names)
        _check_types(intake, file.schema_arrow)
        number = 1
        for batch in file.iter_batches(BATCH_ROWS):
            _Batch(intake, columns, batch, number).read()
            number += batch.num_rows
            step(batch.num_rows)
    except (arrow.ArrowInvalid, arrow.ArrowNotImplementedError, OSError) as error:
        raise bad_base(
            intake.file, 0, f"不是可读的 Parquet 文件（{str(error).splitlines()[0]}）", "核对文件，或改用 CSV、NDJSON"
        ) from error


def _check_types(intake: Intake, schema: Any) -> None:
    from pyarrow import types

    simple = (
        types.is_string, types.is_large_string, types.is_boolean, types.is_integer, types.is_floating, types.is_decimal,
        types.is_date, types.is_null,
    )  # fmt: skip
    for field in schema:
        kind = field.type
        while types.is_list(kind) or types.is_large_list(kind) or types.is_dictionary(kind):
            kind = kind.value_type
        if not any(one(kind) for one in simple):
            raise bad_base(
                intake.file, 0, f"列 `{field.name}` 的类型 `{field.type}` 不可用", "用文字、数、真假、日期，或文字的列表"
            )


class _Batch:
    """The rows of one batch. Shape: `number` is that of the first; `written` what each says, its id aside."""

    def __init__(self, intake: Intake, columns: Columns, batch: Any, number: int) -> None:
        import pyarrow as arrow
        from pyarrow import compute

        self.intake, self.columns, self.number = intake, columns, number
        texts = [_texts(column) for column in batch.columns]
        self.ids = texts.pop(columns.place)
        keys = compute.binary_join_element_wise(*texts, BETWEEN) if texts else arrow.array([""] * batch.num_rows)
        self.coded = keys.dictionary_encode()
        self.written: list[str] = self.coded.dictionary.to_pylist()

    def read(self) -> None:
        """Takes the rows: those that say the same together, but for strange ids, which are looked at one by one."""
        import pyarrow as arrow
        from pyarrow import compute

        bare = compute.ascii_is_alnum(self.ids)
        for row in compute.indices_nonzero(compute.invert(bare)).to_pylist():
            self._take(self.written[self.coded.indices[row].as_py()], row)
        rows = arrow.table({"code": self.coded.indices, "row": arrow.array(range(len(bare)), arrow.int32())}).filter(bare)
        groups = rows.group_by("code", use_threads=False).aggregate([("row", "min"), ("row", "count")]).sort_by("row_min")
        for code, first, count in zip(*(groups[name].to_pylist() for name in ("code", "row_min", "row_count")), strict=True):
            if self._counted(code, count):
                continue
            self._take(self.written[code], first)
            if self._counted(code, count - 1):
                continue
            same = compute.indices_nonzero(compute.and_(bare, compute.equal(self.coded.indices, code))).to_pylist()
            for row in same[1:]:
                self._take(self.written[code], row)

    def _counted(self, code: int, count: int) -> bool:
        """Counts so many rows that say what is known; False where it is not."""
        counted = self.intake.known.get(self.written[code])
        if counted is None:
            return False
        counted.count += count
        self.intake.read += count
        return True

    def _take(self, text: str, row: int) -> None:
        intake, columns = self.intake, self.columns
        cells = [normalize("NFC", cell) for cell in text.split(BETWEEN)] if len(columns.names) > 1 else []
        id_ = normalize("NFC", self.ids[row].as_py()).strip()
        if len(cells) + 1 != len(columns.names):
            return intake.refuse(
                self.number + row, f"{id_} {text!r}", "", f"不是文本：有控制字符 `U+{ord(BETWEEN):04X}`", "删去它"
            )
        cells.insert(columns.place, id_)
        shown = partial(_shown, columns, cells)
        wrong = wrong_id(id_)
        found = NOT_TEXT.search(text.replace(WITHIN, "").replace(BETWEEN, ""))
        if wrong is not None:
            return intake.refuse(self.number + row, shown(), "id", *wrong)
        if found is not None:
            return intake.refuse(self.number + row, shown(), "", f"不是文本：有控制字符 `U+{ord(found[0]):04X}`", "删去它")
        return intake.admit(text, columns.row(cells), id_, self.number + row, shown)


def _shown(columns: Columns, cells: Sequence[str]) -> str:
    """A row as JSON, its empty cells left out."""
    entry = {
        name: cell.split(WITHIN) if WITHIN in cell else cell for name, cell in zip(columns.names, cells, strict=True) if cell
    }
    return json.dumps(entry, ensure_ascii=False)


def _texts(column: Column) -> Column:
    """A column as texts: what is null as "", a list with WITHIN between its values."""
    import pyarrow as arrow
    from pyarrow import compute, types

    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if types.is_list(column.type) or types.is_large_list(column.type):
        values = arrow.array(_texts(column.flatten()), arrow.string())
        lengths = compute.fill_null(compute.list_value_length(column), 0)
        offsets = arrow.array([0, *compute.cumulative_sum(lengths).to_pylist()], arrow.int32())
        return compute.binary_join(arrow.ListArray.from_arrays(offsets, values), WITHIN)
    if types.is_floating(column.type):
        whole = compute.equal(compute.floor(column), column)
        as_whole = compute.cast(compute.cast(column, arrow.int64(), safe=False), arrow.string())
        column = compute.if_else(whole, as_whole, compute.cast(column, arrow.string()))
    text = compute.cast(column, arrow.string())
    return compute.fill_null(text, "")
