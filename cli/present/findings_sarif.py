"""The report of a check as SARIF 2.1.0, for editors and CI. Source: docs.oasis-open.org/sarif/sarif/v2.1.0."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from cli.present.findings import reason_words, repair_words
from cli.present.json import Json
from cli.present.places import seen
from cli.present.wording import say
from model.catalogue import Catalogue
from model.errors import Place
from model.finding import Finding, Level
from model.language import Language
from model.report import Report
from solver.findings.base import Finder, words_of
from solver.findings.manual import manual

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
SARIF_LEVELS: Mapping[Level, str] = {"error": "error", "warning": "warning", "note": "note"}


def present_sarif(report: Report, catalogue: Catalogue, finders: Mapping[str, Finder], language: Language) -> str:
    """The document. Shape: one run; all that was looked for are its rules; what was not decided has the kind `open`."""
    places = {code: number for number, code in enumerate(finders)}
    run: dict[str, Json] = {
        "tool": {"driver": {
            "name": "taocan",
            "version": version("taocan"),
            "rules": [_rule(finder, language) for finder in finders.values()],
        }},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, places[one.code], catalogue, finders[one.code], language) for one in report.findings],
    }  # fmt: skip
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(finder: Finder, language: Language) -> Json:
    page = manual(finder)
    fires, silent = f"```yaml\n{page.fires}```", f"```yaml\n{page.silent}```"
    text = f"{page.definition}\n\n{page.why}"
    return {
        "id": finder.CODE,
        "name": finder.NAME,
        "shortDescription": {"text": page.chinese if language == "zh" else page.name},
        "fullDescription": {"text": page.definition},
        "help": {"text": text, "markdown": f"{text}\n\nFires:\n\n{fires}\n\nDoes not fire:\n\n{silent}\n"},
        "defaultConfiguration": {"level": SARIF_LEVELS[finder.LEVEL]},
    }


def _result(finding: Finding, place: int, catalogue: Catalogue, finder: Finder, language: Language) -> Json:
    lines = [words_of(finder, finding, language)]
    lines += [f"{say(language, 'check.because')} {reason_words(one, catalogue, language)}" for one in finding.because]
    lines += [f"{say(language, 'check.repair')} {repair_words(one, language)}" for one in finding.repairs]
    rules = [catalogue.rules[reason].place for reason in finding.because if reason in catalogue.rules]
    result: dict[str, Json] = {
        "ruleId": finding.code,
        "ruleIndex": place,
        "message": {"text": "\n".join(lines)},
        "locations": [_location(finding.place)] if finding.place.file else [],
        "relatedLocations": [_location(rule) for rule in rules if rule.file],
        "partialFingerprints": {"taocan/1": sha256("\0".join((finding.code, *finding.key[1])).encode()).hexdigest()},
    }
    if finding.proved:
        return {**result, "level": SARIF_LEVELS[finding.level]}
    return {**result, "kind": "open", "level": "none"}


def _location(place: Place) -> Json:
    file = seen(place.file)
    uri = Path(file).as_uri() if Path(file).is_absolute() else quote(file)
    physical: dict[str, Json] = {"artifactLocation": {"uri": uri}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": physical}
