"""The messages about bases of subscribers, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

BASE: Mapping[str, tuple[str, str]] = {
    "broken.checkpoint": (
        "`{path}` 不是本程序写的断点文件，没有动它；请用 --checkpoint 给另一个文件名",
        "`{path}` is not a checkpoint of this program and was left alone; name another file in --checkpoint",
    ),
}
