"""Plan by plan as data: JSON with a door after the other, and a table for spreadsheets. Source: docs/matrix.md."""

from __future__ import annotations

import csv
import json
from io import StringIO

from cli.present.json import Json, value_of
from cli.present.matrix import outcome
from cli.present.voice import Voice
from model.catalogue import Catalogue
from model.language import Language
from model.matrix import Door, Matrix

FORMAT = "taocan.matrix/1"


def present_json(matrix: Matrix, catalogue: Catalogue) -> str:
    """The document. Shape: same matrix, same bytes; doors row by row."""
    document: dict[str, Json] = {
        "format": FORMAT,
        "catalogue": {"name": catalogue.name, "version": catalogue.version, "sha256": catalogue.sha256},
        "on": matrix.on.isoformat(),
        "horizon": matrix.horizon_months,
        "given": {name: value_of(value) for name, value in matrix.given.items()},
        "from": list(matrix.leaving),
        "to": list(matrix.to),
        "undecided": matrix.undecided,
        "doors": [door_data(door) for door in matrix.doors.values()],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def door_data(door: Door) -> Json:
    """One door."""
    return {
        "from": door.leaving,
        "to": door.to,
        "verdict": door.verdict,
        "day": None if door.day is None else door.day.isoformat(),
        "losses": door.losses,
        "fewest": door.fewest,
        "cancel": [{"item": item, "how": how} for item, how in door.cancel],
        "facts": {name: value_of(value) for name, value in door.facts.items()},
        "proved": door.proved,
    }


def present_csv(matrix: Matrix, catalogue: Catalogue, language: Language) -> str:
    """The table: a row for each plan left, a column for each plan entered, what the change comes to in words."""
    voice = Voice(catalogue, language)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([voice.say("matrix.from"), *matrix.to])
    for leaving in matrix.leaving:
        doors = (matrix.doors.get((leaving, to)) for to in matrix.to)
        writer.writerow([leaving, *("" if door is None else cell(door, voice) for door in doors)])
    return out.getvalue()


def cell(door: Door, voice: Voice) -> str:
    """A door as a spreadsheet's cell: the verdict, the losses, the day and what is lost."""
    words = outcome(door, voice)
    return words if door.losses is None else f"{door.losses} {words}"
