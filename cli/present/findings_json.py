"""The report of a check as JSON. Source: docs/check.md; its schema is cli/schemas/report.json."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cli.present.findings import reason_words
from cli.present.json import Json
from cli.present.places import seen
from model.answer import Reason
from model.catalogue import Catalogue
from model.errors import Place
from model.finding import Finding, Repair
from model.language import Language
from model.report import Report
from solver.findings.base import Finder, words_of

FORMAT = "taocan.report/1"
NO_MORE: Mapping[str, Json] = {}


def present_json(
    report: Report, catalogue: Catalogue, finders: Mapping[str, Finder], language: Language, *, more: Mapping[str, Json] = NO_MORE
) -> str:
    """The document. Shape: same report, same bytes; `more` are further keys; ends with a line break."""
    version = report.catalogue
    document: dict[str, Json] = {
        "format": FORMAT,
        "catalogue": {"name": version.name, "version": version.version, "sha256": version.sha256},
        "on": None if report.on is None else report.on.isoformat(),
        "checked": list(finders),
        "counts": {**report.counts, "undecided": len(report.undecided)},
        "findings": [finding_data(one, catalogue, finders, language) for one in report.findings],
        **more,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def finding_data(finding: Finding, catalogue: Catalogue, finders: Mapping[str, Finder], language: Language) -> Json:
    """One finding."""
    finder = finders[finding.code]
    return {
        "code": finding.code,
        "name": finder.NAME,
        "level": finding.level,
        "proved": finding.proved,
        "subjects": list(finding.subjects),
        "says": words_of(finder, finding, language),
        "place": place_data(finding.place),
        "because": [_reason(reason, catalogue, language) for reason in finding.because],
        "figures": dict(finding.figures),
        "repairs": [repair_data(repair) for repair in finding.repairs],
    }


def place_data(place: Place) -> Json:
    """A place, None where there is none."""
    return {"file": seen(place.file), "line": place.line, "column": place.column} if place.file else None


def _reason(reason: Reason, catalogue: Catalogue, language: Language) -> Json:
    rule = catalogue.rules.get(reason)
    says = reason_words(reason, catalogue, language) if rule is None else rule.says(language)
    place = None if rule is None else place_data(rule.place)
    return {"rule": reason, "says": says, "cite": "" if rule is None else rule.cite, "place": place}


def repair_data(repair: Repair) -> Json:
    """One repair."""
    return {
        "changes": [
            {"do": one.do, "subject": one.subject, "field": one.field, "without": list(one.without)} for one in repair.changes
        ],
        "cures": [{"code": code, "subjects": list(subjects)} for code, subjects in repair.cures],
        "causes": [{"code": code, "subjects": list(subjects)} for code, subjects in repair.causes],
    }
