"""Plain data as YAML in the style of written catalogues: one item or rule a line, and as NDJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

Data: TypeAlias = "str | int | bool | date | list[Data] | dict[str, Data]"
PLAIN = re.compile(r"[\w\-.]+")


def flow(data: Data) -> str:
    """Data in flow style, on one line."""
    match data:
        case bool():
            return "true" if data else "false"
        case int() | date():
            return str(data)
        case str():
            return data if PLAIN.fullmatch(data) else json.dumps(data, ensure_ascii=False)
        case list():
            return f"[{', '.join(map(flow, data))}]"
        case dict():
            return f"{{{', '.join(f'{key}: {flow(value)}' for key, value in data.items())}}}"


def document(head: Mapping[str, Data], sections: Mapping[str, Iterable[Data]]) -> str:
    """A file: keys with their values, then sections of one entry a line."""
    lines = [f"{key}: {flow(value)}" for key, value in head.items()]
    for name, entries in sections.items():
        written = [f"  - {flow(entry)}" for entry in entries]
        lines += [f"{name}:", *written] if written else [f"{name}: []"]
    return "\n".join(lines) + "\n"


def ndjson(documents: Iterable[Data]) -> str:
    """One JSON document a line."""
    return "".join(json.dumps(one, ensure_ascii=False, default=str) + "\n" for one in documents)
