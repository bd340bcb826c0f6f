"""The sequence in which several answers are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.answer import Answer, Verdict
from model.catalogue import Catalogue
from model.request import Minimise

RANK: Mapping[Verdict, int] = {"reachable": 0, "elsewhere": 1, "later": 2, "undecided": 3, "blocked": 4}


def ranked(answers: Sequence[Answer], catalogue: Catalogue, minimise: Minimise) -> tuple[Answer, ...]:
    """The answers by verdict, then by losses (their fee first, if that is minimised), then in the catalogue's sequence."""
    sequence = catalogue.sequence

    def place(name: str | None) -> int:
        return -1 if name is None else sequence[name]

    def key(answer: Answer) -> tuple[int, ...]:
        fee_fen = lost_fen(answer, catalogue) if minimise == "fee" else 0
        return (RANK[answer.verdict], fee_fen, len(answer.cancel), place(answer.leaving), place(answer.to))

    return tuple(sorted(answers, key=key))


def lost_fen(answer: Answer, catalogue: Catalogue) -> int:
    """The monthly fee of what is cancelled. Units: 1/100 yuan."""
    return sum(catalogue.items[loss.item].monthly_fen or 0 for loss in answer.cancel)
