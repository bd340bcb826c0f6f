"""Plan by plan as one self-contained HTML file, in the look of the report."""

from __future__ import annotations

from cli.present.heat_map import heat_map
from cli.present.html_report import render
from cli.present.matrix import asked_for, counts, given_facts
from cli.present.voice import Voice
from model.catalogue import Catalogue
from model.language import Language
from model.matrix import Matrix


def present_html(matrix: Matrix, catalogue: Catalogue, language: Language) -> str:
    """The whole file. Shape: same matrix, same bytes; no script, no network. Cost: imports jinja2."""
    voice = Voice(catalogue, language)
    about = [
        (voice.say("report.catalogue"), f"{catalogue.name} {catalogue.version}".strip()),
        ("", asked_for(matrix, voice)),
        ("", voice.say("matrix.bare")),
        ("", given_facts(matrix, voice)),
    ]
    return render(
        "matrix.html", language, title=catalogue.title or catalogue.name, about=about,
        lead=counts(matrix, voice) if matrix.doors else voice.say("matrix.none"), matrix=heat_map(matrix, language),
    )  # fmt: skip
