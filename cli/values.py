"""Values of the command line: days, facts, numbers, channels, `ITEM@UNTIL`."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from math import isfinite
from unicodedata import normalize

from cli.misuse import Misuse
from cli.names import Words, candidates
from model.catalogue import Catalogue
from model.facts import Fact, FactValue

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_MONTHS = 1200


def read_day(text: str, *, option: str) -> date:
    """A day written as YYYY-MM-DD. Errors: Misuse."""
    text = text.strip()
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Misuse("broken.date", word=text, option=option)


def read_horizon(months: int) -> int:
    """A number of months. Errors: Misuse."""
    if not 0 <= months <= MOST_MONTHS:
        raise Misuse("broken.number", word=str(months), option="--horizon", right=f"0-{MOST_MONTHS}")
    return months


def read_time_limit(seconds: float) -> int:
    """Milliseconds from seconds. Errors: Misuse if it is not above 0."""
    if not isfinite(seconds) or seconds <= 0:
        raise Misuse("broken.number", word=f"{seconds:g}", option="--time-limit", right="> 0")
    return max(1, round(seconds * 1000))


def split_until(text: str, words: Words, *, option: str) -> tuple[str, date | None]:
    """The word and the day of `ITEM@UNTIL`; a known word that has an `@` in it stays whole."""
    text = normalize("NFC", text).strip()
    if text in words or "@" not in text:
        return text, None
    word, _, day = text.rpartition("@")
    return word.strip(), read_day(day, option=option)


def read_channel(catalogue: Catalogue, text: str) -> str:
    """The channel of a key or title. Errors: Misuse with all channels."""
    text = normalize("NFC", text).strip()
    named = [key for key, title in catalogue.channels.items() if text in (key, title)]
    if text in catalogue.channels or len(named) == 1:
        return text if text in catalogue.channels else named[0]
    right = ", ".join(key if title in ("", key) else f"{key} ({title})" for key, title in catalogue.channels.items())
    raise Misuse("broken.unknown_channel", word=text, right=right)


def read_facts(catalogue: Catalogue, pairs: list[str]) -> dict[str, FactValue]:
    """The facts of `k=v` pairs, in the catalogue's sequence. Errors: Misuse for an unknown fact, a wrong value, a repetition."""
    found: dict[str, FactValue] = {}
    titles = {fact.title: name for name, fact in catalogue.facts.items() if fact.title}
    for pair in pairs:
        key, equals, text = normalize("NFC", pair).partition("=")
        key, text = key.strip(), text.strip()
        if not equals or not key:
            raise Misuse("broken.fact_form", word=pair)
        name = key if key in catalogue.facts else titles.get(key)
        if name is None:
            raise Misuse("broken.unknown_fact", candidates=candidates(key, catalogue.facts), word=key)
        if name in found:
            raise Misuse("broken.twice", word=name, option="--fact")
        found[name] = read_fact(catalogue.facts[name], text)
    return {name: found[name] for name in catalogue.facts if name in found}


def read_fact(fact: Fact, text: str) -> FactValue:
    """A fact's value. Errors: Misuse if the text is not of the fact's type."""
    value = _typed(fact.type, text)
    if value is None:
        right = {"bool": "true, false", "int": "1", "number": "1.5", "date": "2026-11-23", "text": "text"}[fact.type]
        raise Misuse("broken.fact_value", fact=fact.name, word=text, right=f"{fact.type} ({right})")
    return value


def _typed(kind: str, text: str) -> FactValue | None:
    try:
        match kind:
            case "bool":
                return {"true": True, "false": False, "是": True, "否": False}.get(text.casefold())
            case "int":
                return int(text) if re.fullmatch(r"[+-]?\d+", text) else None
            case "number":
                number = Decimal(text)
                return number if number.is_finite() else None
            case "date":
                return date.fromisoformat(text) if DAY.fullmatch(text) else None
            case _:
                return text
    except (ValueError, InvalidOperation):
        return None
