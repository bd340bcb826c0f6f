"""The lines of a large file as bytes, in blocks: its encoding is looked at first, the lines are decoded by who reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from unicodedata import normalize

from model.base.intake import bad_base
from model.load.texts import NOT_TEXT, UTF8_BOM

BLOCK_BYTES = 2**20
LINE_BYTES_MOST = 4 * 2**20
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
NOT_UTF8 = "另存为 UTF-8（Excel：“CSV UTF-8（逗号分隔）”）"


class Block(NamedTuple):
    """Some lines without their `\\n`. Shape: `number` is that of the first; `quoted` whether there is a `"` in any."""

    number: int
    lines: list[bytes]
    quoted: bool


def blocks_of(file: str, stream: BinaryIO) -> Iterator[Block]:
    """All lines of a file. Errors: BadFile for UTF-16, or a line that is longer than any honest one."""
    rest, number = stream.read(BLOCK_BYTES), 1
    if rest.startswith(UTF16_BOMS):
        raise bad_base(file, 1, "不是 `UTF-8`（是 `UTF-16`）", NOT_UTF8)
    rest = rest.removeprefix(UTF8_BOM)
    while more := stream.read(BLOCK_BYTES):
        lines = rest.split(b"\n")
        rest = lines.pop()
        if len(rest) > LINE_BYTES_MOST:
            raise bad_base(file, number + len(lines), f"此行超过 {LINE_BYTES_MOST // 2**20} MiB", "一行写一个客户")
        if lines:
            yield Block(number, lines, _quoted(lines))
            number += len(lines)
        rest += more
    lines = rest.split(b"\n")
    if not lines[-1]:
        lines.pop()
    if lines:
        yield Block(number, lines, _quoted(lines))


def _quoted(lines: list[bytes]) -> bool:
    return b'"' in b"".join(lines)


class NotText(Exception):
    """Bytes that are no text. Shape: `wrong` and `right` as in a problem."""

    def __init__(self, wrong: str, right: str) -> None:
        self.wrong, self.right = wrong, right
        super().__init__(wrong)


def decoded(data: bytes) -> str:
    """The text of a row, NFC. Errors: NotText."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = f"不是 `UTF-8`：第 {error.start + 1} 个字节是 `0x{data[error.start]:02X}`"
        raise NotText(wrong, NOT_UTF8) from error
    found = NOT_TEXT.search(text)
    if found is not None:
        raise NotText(f"不是文本：有控制字符 `U+{ord(found[0]):04X}`", "删去它")
    return normalize("NFC", text)


def shown(data: bytes) -> str:
    """A row as written, whatever it is: bytes that are no UTF-8 as `\\xNN`."""
    return data.decode("utf-8", errors="backslashreplace")
