"""The documents keep to what is there: links, generated pages, examples, words, options and exit statuses."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
import typer

from cli import main as scripts
from cli.statuses import BAD_FILE, DEFECT, NO, UNDECIDED, USAGE, YES
from model.answer import Answer, Verdict
from model.catalogue import Catalogue
from model.load import items, rules, sections, selectors, subscriber
from model.load.catalogue import parse_catalogue
from model.load.subscriber import parse_subscriber
from model.rules.base import Act, Resolve
from model.rules.kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READMES = ("README.md", "README.en.md")
SHIPPED = sorted((ROOT / "catalogues" / "10086").glob("*.yaml"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def shipped_with(**more: str) -> Catalogue:
    """The shipped catalogue read together with further texts."""
    texts = {path.name: path.read_bytes() for path in SHIPPED}
    return parse_catalogue({**texts, **{name: text.encode() for name, text in more.items()}})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found.read_text(encoding="utf-8")), target


def test_what_the_documents_take_from_the_program_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + "\nrun: uv run python docs/generate.py"


def test_the_catalogue_of_each_readme_reads_without_warnings() -> None:
    for name in READMES:
        text, draft = blocks(read(name), "yaml")
        assert parse_catalogue({name: text.encode()}).warnings == ()
        assert draft == read("docs/examples/新套餐.yaml")


def test_the_rules_in_the_page_on_catalogues_read() -> None:
    lines = re.findall(r"^ *- (\{rule: .+\})$", read("docs/catalogue.md"), re.MULTILINE)
    written = [line.replace("{rule: ", "{rule: page-", 1) for line in lines if "夏日流量包" not in line]
    assert len(written) >= 3
    found = shipped_with(page="rules:\n" + "".join(f"  - {rule}\n" for rule in written))
    assert {f"page-{name}" for name in ("S10", "M1", "S11b")} <= set(found.rules)


def written_selectors() -> Iterator[str]:
    table = read("docs/catalogue.md").split("\n## 选择器\n", 1)[1].split("\n**", 1)[0]
    for line in table.splitlines():
        if line.startswith("| `"):
            yield from re.findall(r"`([^`]+)`", line.split("|")[1])


def test_the_selectors_in_the_page_on_catalogues_read() -> None:
    written = "".join(f"  - {{rule: page-{n}, at_most: {{n: 99, of: {one}}}}}\n" for n, one in enumerate(written_selectors()))
    more = "offers:\n  - {name: 示例, attrs: {代: 3}, fee: 60}\nrules:\n" + written
    assert shipped_with(page=more).warnings == ()


def test_the_subscriber_in_the_page_on_catalogues_reads() -> None:
    text = blocks(read("docs/catalogue.md"), "yaml")[-1]
    number = parse_subscriber("page", text.encode(), shipped_with())
    assert number.booked is not None
    assert len(number.holds) == 4


def test_the_page_on_catalogues_explains_every_key() -> None:
    page = read("docs/catalogue.md")
    of_files = (*sections.KEYS, *sections.DRAFT_KEYS, *subscriber.KEYS, *subscriber.HOLDING_KEYS)
    of_selectors = (*selectors.ITEM_KEYS, *selectors.HOLDING_KEYS, *selectors.RANGE_KEYS)
    keys = {*of_files, *items.KEYS, *rules.ENVELOPE, *of_selectors}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", page)] == []


def test_the_glossary_has_every_word_of_the_code_that_users_meet() -> None:
    page = read("docs/glossary.md")
    words = (*KINDS, *get_args(Verdict), *get_args(Resolve), *get_args(Act), "own", "campaign", "plan", "offer", "vnet")
    assert [word for word in words if word not in page] == []


def test_every_kind_of_rule_can_be_found_by_what_a_sheet_says() -> None:
    table = read("docs/catalogue.md").split("\n### 选哪一种\n", 1)[1]
    assert [name for name in KINDS if f"`{name}`" not in table] == []


def test_the_page_on_answers_explains_every_key_and_verdict() -> None:
    page = read("docs/answer.md")
    names = {"leaving": "from", "before": "fee", "after": "benefits", "unsettled": "conditions_unsettled"}
    keys = [names.get(one.name, one.name) for one in fields(Answer)]
    assert [key for key in (*keys, *get_args(Verdict)) if f"`{key}`" not in page] == []


def options() -> set[str]:
    command = typer.main.get_command(scripts.application())
    found = {"--help"}
    for inner in command.commands.values():  # type: ignore[attr-defined]
        found |= {option for parameter in inner.params for option in parameter.opts}
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_option_and_command_that_a_page_names_exists(page: Path) -> None:
    known = options() | {"--check"}
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - known == set()
    assert set(re.findall(r"`(?:uv run )?taocan ([a-z]+)", text)) - set(scripts.COMMANDS) == set()


@pytest.mark.parametrize("name", READMES)
def test_the_readme_lists_the_exit_statuses_in_order(name: str) -> None:
    rows = [int(row) for row in re.findall(r"^\| (\d+) \| ", read(name), re.MULTILINE)]
    assert rows == [YES, NO, USAGE, BAD_FILE, UNDECIDED, DEFECT]


def test_the_two_readmes_have_the_same_parts() -> None:
    zh, en = (re.findall(r"^(#+) ", read(name), re.MULTILINE) for name in READMES)
    assert zh == en


def test_no_page_names_a_place_on_somebodys_machine() -> None:
    assert [
        page.name for page in PAGES if re.search(r"(?<![\w.])/(home|work|root|Users|tmp)/", page.read_text(encoding="utf-8"))
    ] == []
