"""Every message in both languages, with the same blanks, and none that nobody says."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from cli.present.wording import MESSAGES

CLI = Path(__file__).parent.parent / "cli"
SOURCES = [path for path in CLI.rglob("*.py") if not path.name.startswith("words_")]
CODE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
TEMPLATES = "\n".join(path.read_text(encoding="utf-8") for path in CLI.rglob("*.html"))


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_is_there_in_both_languages_with_the_same_blanks(key):
    zh, en = MESSAGES[key]
    assert zh and en and blanks(zh) == blanks(en)


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_is_used(key):
    several = key.removesuffix(".one")
    stem = several.rsplit(".", 1)[0]
    in_code = f'"{several}"' in CODE or f'f"{stem}.{{' in CODE or f'"""{key}"""' in CODE
    assert in_code or f'"{key}"' in TEMPLATES or f"'{key}'" in TEMPLATES or f'"{stem}." ~' in TEMPLATES


@pytest.mark.parametrize(
    "key", sorted(set(re.findall(r'(?:voice\.say\(|language, |Misuse\(|help=|\bt\()"([a-z_.]*[a-z_])"', CODE + TEMPLATES)))
)
def test_what_is_said_is_a_message(key):
    assert key in MESSAGES


def test_chinese_messages_have_no_characters_of_ambiguous_width():
    assert not set("→•…①—“”") & set("".join(zh + en for zh, en in MESSAGES.values()))
