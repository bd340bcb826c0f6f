"""What a draft changes, as the HTML report shows it: new clashes, and changes of plan that come to something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cli.present.clashes import clash_words, terms_words
from cli.present.fields import field_words, rule_field_lines
from cli.present.html_findings import ReasonView, reason
from cli.present.touched import Mark
from cli.present.voice import Voice
from cli.present.wording import join
from model.answer import Verdict
from model.clash import Clash, Clashes
from model.comparison import Comparison, Fate
from model.report import Changed, DoorOutcome

Trend: TypeAlias = Literal["harder", "easier", "other", "new", "gone", "undecided"]
TRENDS: tuple[Trend, ...] = ("harder", "easier", "other", "new", "gone", "undecided")
EASE: tuple[Verdict, ...] = ("reachable", "elsewhere", "later", "blocked")
MOST_ROWS = 300
FATES: Mapping[Fate, Mark] = {"added": "new", "changed": "changed", "removed": "removed"}


@dataclass(frozen=True, slots=True)
class ClashView:
    """What a rule keeps apart, on what terms. Shape: names stand in backticks."""

    says: str
    terms: str
    because: ReasonView


@dataclass(frozen=True, slots=True)
class ClashesView:
    """The clashes that are new, on other terms, or cured. Shape: at least one; `more` are left out."""

    kind: str
    rows: tuple[ClashView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What a change comes to. Shape: `verdict` tells how it looks, "absent" where the plan is not there."""

    verdict: str
    words: str
    losses: str = ""
    cancel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenView:
    """An item or a rule that came, went or changed.

    Shape: an item has a name and facts, a rule its own words; `fields` tell what differs of one that changed.
    """

    fate: str
    name: str
    facts: tuple[str, ...] = ()
    rule: ReasonView | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedView:
    """Changes from each of some plans to each of others, which came to the same before and come to the same after."""

    leaving: tuple[str, ...]
    to: tuple[str, ...]
    before: OutcomeView
    after: OutcomeView
    trend: Trend


@dataclass(frozen=True, slots=True)
class ChangesView:
    """Changes of plan that come to something else, in groups. Shape: `more` rows are left out; `trends` is told of all."""

    rows: tuple[ChangedView, ...]
    more: int
    trends: str


def written(found: Comparison, voice: Voice, old: Voice) -> Iterator[WrittenView]:
    """The items, then the rules, that came, went or changed, each as the version has it that has it."""
    for item in found.items:
        side = old if item.fate == "removed" else voice
        one = side.catalogue.items[item.name]
        fee = "" if one.monthly_fen is None else voice.say("report.fee", fee=voice.money(one.monthly_fen))
        facts = (voice.say(f"drawing.{one.kind}"), one.brand, fee)
        fields = tuple(field_words(field, voice.language) for field in item.fields)
        yield WrittenView(FATES[item.fate], side.item(item.name), tuple(part for part in facts if part), fields=fields)
    for rule in found.rules:
        side = old if rule.fate == "removed" else voice
        told = reason(rule.rule, side.catalogue, side.language)
        yield WrittenView(FATES[rule.fate], rule.rule, rule=told, fields=tuple(rule_field_lines(rule, old, voice)))


def clashes(found: Clashes, voice: Voice, old: Voice) -> Iterator[ClashesView]:
    """The clashes by what became of them, each with the rule that makes it, or made it."""
    for kind, some, told in (("new", found.new, voice), ("changed", found.changed, voice), ("cured", found.cured, old)):
        if some:
            rows = tuple(_clash(one, told) for one in some[:MOST_ROWS])
            yield ClashesView(kind, rows, len(some) - len(rows))


def _clash(one: Clash, voice: Voice) -> ClashView:
    terms = voice.say("semicolon").join(terms_words(one, voice.catalogue, voice.language))
    return ClashView(clash_words(one, voice.language), terms, reason(one.rule, voice.catalogue, voice.language))


def changes(pairs: Sequence[Changed], voice: Voice) -> ChangesView:
    """The changes in their order."""
    counts = Counter(_trend(one) for one in pairs)
    trends = [
        voice.say("report.trends", count=counts[trend], trend=voice.say(f"report.trend.{trend}"))
        for trend in TRENDS
        if counts[trend]
    ]
    groups = _grouped(pairs)
    rows = tuple(_changed(leaving, to, one, voice) for leaving, to, one in groups[:MOST_ROWS])
    return ChangesView(rows, len(groups) - len(rows), join(voice.language, trends))


def _grouped(pairs: Sequence[Changed]) -> list[tuple[tuple[str | None, ...], list[str], Changed]]:
    """Changes that come to the same, put together where they lead from the same plans, with one of them."""
    leaving: dict[tuple[str, DoorOutcome | None, DoorOutcome | None], list[Changed]] = {}
    for one in pairs:
        leaving.setdefault((one.to, one.before, one.after), []).append(one)
    groups: dict[tuple[tuple[str | None, ...], DoorOutcome | None, DoorOutcome | None], tuple[list[str], Changed]] = {}
    for (to, before, after), ones in leaving.items():
        names = tuple(one.leaving for one in ones)
        groups.setdefault((names, before, after), ([], ones[0]))[0].append(to)
    return [(names, to, one) for (names, _, _), (to, one) in groups.items()]


def _changed(leaving: Sequence[str | None], to: Sequence[str], one: Changed, voice: Voice) -> ChangedView:
    rows, columns = tuple(map(voice.item, leaving)), tuple(map(voice.item, to))
    return ChangedView(rows, columns, _outcome(one.before, voice), _outcome(one.after, voice), _trend(one))


def _outcome(outcome: DoorOutcome | None, voice: Voice) -> OutcomeView:
    if outcome is None:
        return OutcomeView("absent", voice.say("report.absent"))
    losses = ""
    if outcome.losses is not None:
        losses = voice.say("report.losses" if outcome.losses else "report.lossless", count=outcome.losses)
    verdict = voice.say(f"short.{outcome.verdict}")
    words = verdict if outcome.day is None else voice.say("comma").join((verdict, voice.say("matrix.day", day=outcome.day)))
    cancel = tuple(f"`{item}` " + voice.say(f"report.how.{how}") for item, how in outcome.cancel)
    return OutcomeView(outcome.verdict, words, losses, cancel)


def _trend(one: Changed) -> Trend:
    """Whether a change became easier: by its verdict, then by its losses."""
    if one.before is None or one.after is None:
        return "new" if one.before is None else "gone"
    if "undecided" in (one.before.verdict, one.after.verdict):
        return "undecided"
    before, after = _ease(one.before), _ease(one.after)
    return "other" if before == after else "harder" if before < after else "easier"


def _ease(outcome: DoorOutcome) -> tuple[int, int]:
    return EASE.index(outcome.verdict), outcome.losses or 0
