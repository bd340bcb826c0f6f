"""Typed readers: each gives a value or None, and notes what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from collections.abc import Mapping as Map
from datetime import date
from decimal import Decimal
from typing import TypeVar

from model.days import MonthEnd, Months, Period, Span
from model.facts import FactType, FactValue
from model.load.nodes import Mapping, Node, Scalar, Sequence
from model.load.problems import CONTROL, Problems

INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DIGITS_MOST = 20
SHOWN_MOST = 60
T = TypeVar("T")


def show(node: Node) -> str:
    """The node as a message names it."""
    match node:
        case Scalar(text=text):
            return f"`{text if len(text) <= SHOWN_MOST else text[:SHOWN_MOST] + '…'}`" if text else "空值"
        case Sequence():
            return "列表 `[…]`"
        case Mapping():
            return "映射 `{…}`"


def text(node: Node, problems: Problems) -> str | None:
    """A text that is not empty, as written."""
    if not isinstance(node, Scalar):
        problems.error(node, f"{show(node)} 不是文字", "写一个值")
        return None
    if not node.text.strip():
        problems.error(node, "值是空的", "写出值，或删去此键")
        return None
    return None if node.lost else node.text


def name(node: Node, problems: Problems) -> str | None:
    """A text of one line without spaces around it."""
    got = text(node, problems)
    if got is not None and (got != got.strip() or CONTROL.search(got)):
        problems.error(node, f"名称 `{got}` 首尾有空白，或含换行与控制字符", f"写成 `{' '.join(CONTROL.sub(' ', got).split())}`")
        return None
    return got


def boolean(node: Node, problems: Problems) -> bool | None:
    """`true` or `false`, not quoted."""
    if isinstance(node, Scalar) and node.plain and node.text in ("true", "false"):
        return node.text == "true"
    problems.error(node, f"{show(node)} 不是真假值", "写 `true` 或 `false`（不加引号）")
    return None


def _plain(node: Node, pattern: re.Pattern[str]) -> str | None:
    if isinstance(node, Scalar) and node.plain and len(node.text) <= DIGITS_MOST and pattern.fullmatch(node.text):
        return node.text
    return None


def integer(node: Node, problems: Problems) -> int | None:
    """A whole number, not quoted."""
    got = _plain(node, INTEGER)
    if got is None:
        problems.error(node, f"{show(node)} 不是整数", "写如 `3`，不加引号与前导零")
    return None if got is None else int(got)


def count(node: Node, problems: Problems) -> int | None:
    """A whole number that is not negative."""
    got = integer(node, problems)
    if got is not None and got < 0:
        problems.error(node, f"`{got}` 是负数", "写 0 或正整数")
        return None
    return got


def number(node: Node, problems: Problems) -> Decimal | None:
    """A number, not quoted."""
    got = _plain(node, NUMBER)
    if got is None:
        problems.error(node, f"{show(node)} 不是数", "写如 `88` 或 `0.5`，不加引号与前导零")
    return None if got is None else Decimal(got)


def amount(node: Node, problems: Problems) -> Decimal | None:
    """A number that is not negative, with at most two decimals."""
    got = number(node, problems)
    if got is None:
        return None
    if got < 0:
        problems.error(node, f"{show(node)} 是负数", "写 0 或正数")
        return None
    if (got * 100) % 1:
        problems.error(node, f"{show(node)} 的小数多于两位", "最多两位小数")
        return None
    return got


def fen(node: Node, problems: Problems) -> int | None:
    """Yuan in the file, 1/100 yuan here."""
    got = amount(node, problems)
    return None if got is None else int(got * 100)


def day(node: Node, problems: Problems) -> date | None:
    """A day written YYYY-MM-DD, quoted or not."""
    found = DAY.fullmatch(node.text) if isinstance(node, Scalar) else None
    if found is not None:
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            problems.error(node, f"没有 {show(node)} 这一天", "写成 `YYYY-MM-DD`，且须是日历上的一天")
            return None
    problems.error(node, f"{show(node)} 不是日期", "写成 `YYYY-MM-DD`，如 `2026-12-31`")
    return None


def choice(node: Node, problems: Problems, allowed: Collection[str]) -> str | None:
    """One of the allowed words."""
    if isinstance(node, Scalar) and node.text in allowed:
        return node.text
    problems.error(node, f"{show(node)} 不可用", "应为 " + "、".join(f"`{one}`" for one in allowed))
    return None


def months(node: Node, problems: Problems) -> Months | None:
    """`{months: N}`, N at least 1."""
    fields = mapping(node, problems, ("months",), required=("months",))
    if not fields or "months" not in fields:
        return None
    got = integer(fields["months"], problems)
    if got is not None and not 0 < got < 12_000:
        problems.error(fields["months"], f"`{got}` 个月不可用", "写正整数，如 `12`")
        return None
    return None if got is None else Months(got)


def span(node: Node, problems: Problems) -> Span | None:
    """A span `D`: `month-end` or `{months: N}`."""
    if isinstance(node, Mapping):
        return months(node, problems)
    if isinstance(node, Scalar) and node.text == "month-end":
        return MonthEnd()
    problems.error(node, f"{show(node)} 不是期限", "写 `month-end` 或 `{months: 12}`")
    return None


def period(node: Node, problems: Problems) -> Period | None:
    """`day`, `month`, `year` or `{months: N}`."""
    if isinstance(node, Mapping):
        return months(node, problems)
    match node:
        case Scalar(text="day" | "month" | "year" as got):
            return got
    problems.error(node, f"{show(node)} 不是周期", "写 `day`、`month`、`year` 或 `{months: N}`")
    return None


def nodes_of(node: Node) -> list[Node]:
    """The nodes of a list; one value stands for a list of one."""
    return node.items if isinstance(node, Sequence) else [node]


def several(node: Node, problems: Problems, read: Callable[[Node, Problems], T | None]) -> tuple[T, ...]:
    """The different values of a list, or of one value, in their order."""
    found = (read(one, problems) for one in nodes_of(node))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def texts(node: Node, problems: Problems) -> tuple[str, ...]:
    """The names of a list, or one name."""
    return several(node, problems, name)


def mapping(
    node: Node, problems: Problems, keys: Collection[str], *, required: Collection[str] = (), what: str = ""
) -> dict[str, Node] | None:
    """The values of the known keys; an unknown or missing key is noted. None if it is no mapping."""
    if not isinstance(node, Mapping):
        problems.error(node, f"{show(node)} 不是映射", f"写成 `{{{', '.join(required or list(keys)[:3])}: …}}`")
        return None
    strange = unknown_keys(node, problems, keys)
    for key in required:
        if key not in node.pairs:
            problems.error(node, f"{what}缺少键 `{key}`", f"补上 `{key}: …`")
    if strange:
        return {key: value for key, (_, value) in node.pairs.items() if key in keys}
    return {key: value for key, (_, value) in node.pairs.items()}


def unknown_keys(node: Mapping, problems: Problems, keys: Collection[str]) -> bool:
    """Note the keys that are not known; whether there are any."""
    if all(map(keys.__contains__, node.pairs)):
        return False
    strange = [at for key, (at, _) in node.pairs.items() if key not in keys]
    for at in strange:
        problems.error(at, f"未知的键 `{at.text}`", problems.nearest(at.text, keys))
    return True


def fact_value(node: Node, problems: Problems, type_: FactType) -> FactValue | None:
    """A value of a fact's type."""
    readers: Map[FactType, Callable[[Node, Problems], FactValue | None]] = {
        "bool": boolean,
        "int": integer,
        "number": number,
        "text": text,
        "date": day,
    }
    return readers[type_](node, problems)
