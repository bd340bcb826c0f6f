"""Two versions of a catalogue side by side as JSON. Source: docs/diff.md; the schema is cli/schemas/diff.json."""

from __future__ import annotations

import json

from cli.present.base_json import base_data
from cli.present.clashes import clashes_data
from cli.present.findings_json import finding_data
from cli.present.json import Json
from cli.present.versions import Compared, pairs_data
from model.comparison import FieldChange, ItemChange, RuleChange
from model.language import Language
from model.report import Version
from model.rules.base import Rule

FORMAT = "taocan.diff/1"


def present_json(compared: Compared, language: Language) -> str:
    """The document. Shape: same input, same bytes; `subscribers` is null where none were given."""
    found, based = compared.found, compared.based
    finders = compared.finders
    document: dict[str, Json] = {
        "format": FORMAT,
        "old": _version(found.old),
        "new": _version(found.new),
        "on": compared.on.isoformat(),
        "touches": found.touches,
        "unsure": found.unsure,
        "declared": [_field(one) for one in found.declared],
        "items": [_item(one) for one in found.items],
        "rules": [_rule(one, language) for one in found.rules],
        "found": [finding_data(one, compared.new, finders, language) for one in found.found],
        "cured": [finding_data(one, compared.old, finders, language) for one in found.cured],
        "clashes": clashes_data(found.clashes, compared.old, compared.new),
        "pairs": pairs_data(found.pairs),
        "subscribers": None if based is None else base_data(based, language),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _version(version: Version) -> Json:
    return {"name": version.name, "version": version.version, "sha256": version.sha256}


def _field(change: FieldChange) -> Json:
    return {"field": change.field, "removed": list(change.removed), "added": list(change.added)}


def _item(change: ItemChange) -> Json:
    return {"item": change.name, "fate": change.fate, "fields": [_field(one) for one in change.fields]}


def _rule(change: RuleChange, language: Language) -> Json:
    def says(rule: Rule | None) -> Json:
        return None if rule is None else rule.says(language)

    fields: list[Json] = [_field(one) for one in change.fields]
    return {
        "rule": change.rule,
        "fate": change.fate,
        "before": says(change.before),
        "after": says(change.after),
        "fields": fields,
    }
