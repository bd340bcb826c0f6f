"""All that the program says of itself, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cli.present.words_answer import ANSWER
from cli.present.words_base import BASE
from cli.present.words_check import CHECK
from cli.present.words_clash import CLASH
from cli.present.words_diff import DIFF
from cli.present.words_draft import DRAFT
from cli.present.words_drawing import DRAWING
from cli.present.words_generate import GENERATE
from cli.present.words_matrix import MATRIX
from cli.present.words_report import REPORT
from cli.present.words_test import TEST
from cli.present.words_usage import USAGE
from cli.present.words_verify import VERIFY

if TYPE_CHECKING:
    from model.language import Language

MESSAGES: Mapping[str, tuple[str, str]] = {
    **ANSWER,
    **USAGE,
    **GENERATE,
    **VERIFY,
    **CHECK,
    **DRAWING,
    **REPORT,
    **BASE,
    **MATRIX,
    **DIFF,
    **TEST,
    **CLASH,
    **DRAFT,
}


def say(language: Language, key: str, **values: object) -> str:
    """The message of `key`, its blanks filled.

    >>> say("en", "act.cancel", item="X")
    'cancel X'
    """
    zh, en = MESSAGES[key]
    return (zh if language == "zh" else en).format(**values)


def join(language: Language, parts: list[str] | tuple[str, ...]) -> str:
    """The parts as a list in a sentence."""
    return ("、" if language == "zh" else ", ").join(parts)
