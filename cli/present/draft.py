"""What drafts change, as text and as JSON: findings, clashes, and changes of plan that come to something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cli.output import Look
from cli.present.clashes import clashes_data
from cli.present.findings import put_findings
from cli.present.findings_json import finding_data
from cli.present.json import Json
from cli.present.page import Page
from cli.present.versions import Compared, Sides, pairs_data, put_clashes, put_pairs, put_remedies, put_section, remedies_data
from cli.present.voice import Voice
from cli.present.wording import join, say
from model.finding import LEVELS
from model.language import Language
from solver.findings.base import words_of


def present_draft(compared: Compared, drafts: Sequence[str], language: Language, look: Look) -> str:
    """The whole text. Shape: the counts stand last."""
    page, found = Page(look), compared.found
    sides = Sides(Voice(compared.old, language), Voice(compared.new, language))
    over = {"name": found.old.name, "version": found.old.version}
    head = say(language, "draft.head", drafts=join(language, tuple(drafts)), day=compared.on, **over)
    page.heading(" ".join(head.split()))
    put_findings(page, found.found, compared.new, compared.finders, language)
    cured = [[f"{one.code} {words_of(compared.finders[one.code], one, language)}"] for one in found.cured]
    put_section(page, say(language, "draft.cured"), cured)
    put_clashes(page, found.clashes, sides)
    put_pairs(page, found.pairs, sides)
    put_remedies(page, found.remedies, sides)
    page.gap()
    if found.unsure:
        page.line(say(language, "draft.unsure", count=found.unsure), 0)
    page.line(_counts(compared, language), 0)
    return page.text()


def _counts(compared: Compared, language: Language) -> str:
    found = compared.found
    clashes = found.clashes
    counts = {
        "new": len(found.found),
        "cured": len(found.cured),
        "clashes": len(clashes.new),
        "changed": len(clashes.changed),
        "parted": len(clashes.cured),
        "pairs": len(found.pairs),
    }
    if not any(counts.values()):
        return say(language, "draft.same")
    levels = {level: sum(one.level == level for one in found.found) for level in LEVELS}
    return say(language, "draft.counts", **counts, **levels)


def draft_data(compared: Compared, drafts: Sequence[str], language: Language) -> Mapping[str, Json]:
    """What stands under `draft` in the document of a check, beside the findings that the drafts cause."""
    found, finders, old = compared.found, compared.finders, compared.found.old
    return {
        "drafts": list(drafts),
        "over": {"name": old.name, "version": old.version, "sha256": old.sha256},
        "cured": [finding_data(one, compared.old, finders, language) for one in found.cured],
        "clashes": clashes_data(found.clashes, compared.old, compared.new),
        "pairs": pairs_data(found.pairs),
        "remedies": remedies_data(found.remedies, compared.new),
        "unsure": found.unsure,
    }
