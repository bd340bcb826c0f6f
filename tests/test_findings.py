"""Every finder: its manual page, its code, and the examples of its page."""

from __future__ import annotations

import re

import pytest

from model.catalogue import Catalogue
from model.finding import LEVELS
from model.load.catalogue import parse_catalogue
from solver.checks.check import check
from solver.findings.base import Finder
from solver.findings.finders import FINDERS
from solver.findings.manual import manual

CODE = re.compile(r"T[1-4]\d\d")
ALL = pytest.mark.parametrize("finder", FINDERS.values(), ids=FINDERS.keys())


def catalogue_of(text: str) -> Catalogue:
    return parse_catalogue({"example.yaml": text.encode()})


def codes(text: str, finder: Finder) -> set[str]:
    return {finding.code for finding in check(catalogue_of(text), finders={finder.CODE: finder}).found}


def test_codes_and_names_are_of_one_finder_each() -> None:
    assert list(FINDERS) == sorted({finder.CODE for finder in FINDERS.values()})
    assert len({finder.NAME for finder in FINDERS.values()}) == len(FINDERS)


@ALL
def test_a_finder_has_a_manual_page(finder: Finder) -> None:
    page = manual(finder)
    assert page.name == finder.NAME
    assert CODE.fullmatch(finder.CODE) and finder.LEVEL in LEVELS
    assert page.chinese and page.definition.endswith(".") and page.why.endswith(".")


@ALL
def test_the_first_example_of_a_page_fires(finder: Finder) -> None:
    assert codes(manual(finder).fires, finder) == {finder.CODE}


@ALL
def test_the_second_example_of_a_page_does_not_fire(finder: Finder) -> None:
    assert codes(manual(finder).silent, finder) == set()


@ALL
def test_a_finding_is_worded_in_both_languages_with_its_subjects(finder: Finder) -> None:
    findings = check(catalogue_of(manual(finder).fires), finders={finder.CODE: finder}).found
    for finding in findings:
        for language in ("zh", "en"):
            text = finder.words(finding, language)
            assert text and not text.endswith(("。", "."))
            assert text.count("`") % 2 == 0
        assert finding.place.line > 0
        assert finding.place.file == "example.yaml"


@ALL
def test_a_reason_is_a_rule_or_names_an_item(finder: Finder) -> None:
    catalogue = catalogue_of(manual(finder).fires)
    for finding in check(catalogue, finders={finder.CODE: finder}).found:
        for reason in finding.because:
            assert reason in catalogue.rules or reason.partition(":")[2] in catalogue.items
