"""Bytes into text: size, encoding and characters are checked before anything is parsed."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import normalize

from model.errors import BadRequest, Place, Problem
from model.load.problems import Problems

CATALOGUE_BYTES_MOST = 64 * 2**20
SUBSCRIBER_BYTES_MOST = 4 * 2**20
UTF8_BOM = b"\xef\xbb\xbf"
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a file, at most one more than `most`. Errors: BadRequest if it can't be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise BadRequest(f"不能读文件 `{path}`：{error.strerror or error}") from error


def decode(file: str, data: bytes, most: int, problems: Problems) -> str | None:
    """The text of a file, None (and a problem) if it is none."""
    if len(data) > most:
        problems.errors.append(Problem(Place(file), f"文件超过 {most // 2**20} MiB", "拆成较小的目录"))
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and not data.startswith(UTF8_BOM):
        problems.errors.append(Problem(Place(file, 1, 1), "不是 `UTF-8`（是 `UTF-16`）", "另存为 `UTF-8`"))
        return None
    try:
        text = data.removeprefix(UTF8_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        before = data.removeprefix(UTF8_BOM)[: error.start].decode("utf-8")
        wrong = f"不是 `UTF-8`：此处是字节 `0x{error.object[error.start]:02X}`"
        problems.errors.append(Problem(_place(file, before), wrong, "另存为 `UTF-8`"))
        problems.unread.append(data.decode("gb18030", errors="ignore"))
        return None
    found = NOT_TEXT.search(text)
    if found is not None:
        wrong = f"不是文本：此处是控制字符 `U+{ord(found[0]):04X}`"
        problems.errors.append(Problem(_place(file, text[: found.start()]), wrong, "删去它；目录是 `UTF-8` 的 YAML 文本"))
        problems.unread.append(normalize("NFC", text))
        return None
    return text


def _place(file: str, before: str) -> Place:
    """The place just after `before`."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Place(file, len(lines), len(lines[-1]) + 1)
