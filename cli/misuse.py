"""A request that can't be understood, as data: the message's key and its blanks, worded where it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cli.present.wording import say
from model.errors import BadRequest

if TYPE_CHECKING:
    from model.language import Language


class Misuse(BadRequest):
    """Something is wrong with the command line (exit 2). Shape: `key` and `values` make the text in either language."""

    def __init__(self, key: str, *, candidates: Iterable[str] = (), several: bool = False, **values: str) -> None:
        self.key = key
        self.values = values
        self.several = several
        super().__init__(say("zh", key, **values), candidates=candidates)

    def says(self, language: Language) -> str:
        """What is wrong, and what would be right."""
        return say(language, self.key, **self.values)
