"""What several commands have in common in their options: the languages, what names stdout, the findings chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.findings.base import Finder

STDOUT = "-"


class Lang(StrEnum):
    """The languages of the text."""

    zh = "zh"
    en = "en"


def one_for_stdout(claims: Mapping[str, bool]) -> None:
    """Refuses more than one document for stdout. Shape: by option whether it claims it. Errors: Misuse."""
    from cli.misuse import Misuse

    claiming = [option for option, claims_it in claims.items() if claims_it]
    if len(claiming) > 1:
        raise Misuse("broken.one_stdout", one=claiming[0], other=claiming[1])


def chosen(finders: Mapping[str, Finder], only: Sequence[str], ignore: Sequence[str]) -> Mapping[str, Finder]:
    """The finders that are asked for. Errors: Misuse where a word names none, or none is left."""
    from cli.misuse import Misuse

    def named(word: str, option: str) -> set[str]:
        found = {code for code, one in finders.items() if word in (code, one.NAME) or (word and code.startswith(word))}
        if not found:
            raise Misuse("broken.code", candidates=finders, word=word, option=option)
        return found

    wanted = set[str]().union(*(named(word, "--only") for word in only)) if only else set(finders)
    wanted -= set[str]().union(*(named(word, "--ignore") for word in ignore))
    if not wanted:
        raise Misuse("broken.no_code")
    return {code: finders[code] for code in sorted(wanted)}
