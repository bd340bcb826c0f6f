"""Cases that were run, as JUnit XML, for the programs that build and deploy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from cli.cases.judge import FileJudged, Judged
from cli.present.cases import told
from model.language import Language

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def present_junit(files: Sequence[FileJudged], language: Language) -> str:
    """The document: a suite for each file, a test for each case with its place. Shape: same results, same bytes."""
    root = ElementTree.Element("testsuites", {"name": "taocan", **_counts([one for file in files for one in file.cases])})
    for file in files:
        suite = ElementTree.SubElement(root, "testsuite", {"name": _text(str(file.path)), **_counts(file.cases)})
        for judged in file.cases:
            place = judged.case.place
            where = {"classname": _text(str(file.path)), "file": _text(place.file), "line": str(place.line)}
            test = ElementTree.SubElement(suite, "testcase", {"name": _text(judged.case.name), **where})
            if judged.differences:
                lines = list(told(judged, language))
                message = " ".join(line.strip() for line in lines[:3])
                failure = ElementTree.SubElement(test, "failure", {"type": "difference", "message": _text(message)})
                failure.text = _text("\n".join([str(place), *lines]))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _counts(cases: Sequence[Judged]) -> dict[str, str]:
    failed = sum(bool(one.differences) for one in cases)
    return {"tests": str(len(cases)), "failures": str(failed), "errors": "0", "skipped": "0"}


def _text(text: str) -> str:
    """The text with what XML can't hold written as an escape."""
    return NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
