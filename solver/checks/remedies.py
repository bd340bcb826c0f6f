"""A comparison with the repairs of what it found: of new findings, new clashes, and changes of plan that are newly blocked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from model.comparison import Comparison, Remedy
from model.finding import Finding
from model.report import Changed
from solver.checks.repairs import Cures, Repairs, clash_trouble, finding_trouble, pair_trouble
from solver.findings.base import Study

MOST = 30
"""How many findings, clashes and changes of plan are repaired, of each."""


def remedied(found: Comparison, repairs: Repairs, old: Study, progress: Callable[[], None] = lambda: None) -> Comparison:
    """The comparison with repairs. Shape: `progress` is called once for each thing that is repaired."""
    findings = repaired(found.found, repairs, progress)
    remedies = []
    for clash in (*found.clashes.new, *found.clashes.changed)[:MOST]:
        cures = repairs.of(clash_trouble(old, clash))
        remedies.append(Remedy(clash, (), cures.repairs, cures.complete))
        progress()
    grouped: dict[Cures, list[tuple[str, str]]] = {}
    for leaving, to in blocked(found.pairs)[:MOST]:
        grouped.setdefault(repairs.of(pair_trouble(leaving, to)), []).append((leaving, to))
        progress()
    remedies += [Remedy(None, tuple(doors), cures.repairs, cures.complete) for cures, doors in grouped.items()]
    return replace(found, found=findings, remedies=tuple(remedies))


def repaired(findings: Iterable[Finding], repairs: Repairs, progress: Callable[[], None] = lambda: None) -> tuple[Finding, ...]:
    """Findings with their repairs, the first ones of those that are proved."""
    told = []
    left = MOST
    for one in findings:
        if one.proved and left:
            left -= 1
            one = replace(one, repairs=repairs.of(finding_trouble(repairs.finders[one.code], one)).repairs)
            progress()
        told.append(one)
    return tuple(told)


def blocked(pairs: Iterable[Changed]) -> list[tuple[str, str]]:
    """The changes between plans that can't be made in the new version, and could in the old one, or are new."""
    return [
        (one.leaving, one.to)
        for one in pairs
        if one.leaving is not None
        and (one.after is not None and one.after.verdict == "blocked")
        and (one.before is None or one.before.verdict != "blocked")
    ]


def troubles(found: Comparison) -> int:
    """How many things are repaired."""
    clashes = len(found.clashes.new) + len(found.clashes.changed)
    return sum(min(MOST, count) for count in (len(found.found), clashes, len(blocked(found.pairs))))
