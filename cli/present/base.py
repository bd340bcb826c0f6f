"""What a base of subscribers came to, as text: how many rows, who is touched, segment by segment, with one subscriber of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from cli.base import Based
from cli.output import Look
from cli.present.english import fault_part
from cli.present.page import Page
from cli.present.table import table
from cli.present.wording import join, say
from model.language import Language
from solver.answers.outcome import Outcome
from solver.answers.stranded import Effect, Segment

SEGMENTS_MOST = 12
"""The segments shown of one effect."""
WAYS = ("free", "losing", "elsewhere", "later", "blocked", "undecided")


def present_base(based: Based, language: Language, look: Look) -> str:
    """The section. Shape: effects from the worst on, in each the segments by people, most first."""
    page = Page(look)
    page.heading(say(language, "base.head", file=based.file))
    page.line(totals(based, language))
    _rejected(page, based, language)
    for line in summary(based, language):
        page.line(line)
    for effect, segments in groupby(based.impact.segments, key=lambda one: one.effect):
        _effect(page, effect, list(segments), based, language, look)
    return page.text()


def totals(based: Based, language: Language) -> str:
    """How many rows were read, and how many different profiles there are."""
    numbers = {"read": based.totals.read, "accepted": based.totals.accepted, "rejected": based.totals.rejected}
    return say(language, "base.totals", profiles=f"{based.profiles:,}", **{key: f"{n:,}" for key, n in numbers.items()})


def summary(based: Based, language: Language) -> list[str]:
    """How many are touched, and whether anyone could be."""
    touched = based.impact.touched
    keys = ("base.untouched", "base.touched") if based.versions > 1 else ("base.fine", "base.stuck")
    told = [say(language, keys[bool(touched)], people=f"{touched:,}")]
    return [*told, say(language, "base.harmless")] if based.versions > 1 and not based.impact.harmful else told


def _rejected(page: Page, based: Based, language: Language) -> None:
    if not based.first:
        return None
    if based.reject is not None:
        return page.line(say(language, "base.rejected_in", file=based.reject))
    page.line(say(language, "base.rejected_first", count=len(based.first)))
    for row in based.first:
        for one in row.problems:
            place = f"{row.place.file}:{row.place.line}"
            field = f" {one.place.file}" if one.place.file else ""
            wrong, right = fault_part(one.wrong, language), fault_part(one.right, language)
            page.line(say(language, "base.rejected", place=place, field=field, wrong=wrong, right=right), 2)
    return None


def _effect(page: Page, effect: Effect, segments: list[Segment], based: Based, language: Language, look: Look) -> None:
    page.heading(f"{effect_title(effect, based, language)}  {based.impact.people[effect]:,}")
    for line in asked(segments, based, language) if effect == "new" else ():
        page.line(line)
    heads = [say(language, f"base.col.{name}") for name in ("people", "plan", "example", "what")]
    shown, rest = segments[:SEGMENTS_MOST], segments[SEGMENTS_MOST:]
    rows = [(f"{one.people:,}", one.plan or say(language, "no_plan"), one.example, says(one, language)) for one in shown]
    for line in table(heads, rows, columns=look.width, numbers=frozenset((0,))):
        page.line(line, 0)
    if rest:
        page.line(say(language, "base.more", count=len(rest), people=f"{sum(one.people for one in rest):,}"), 0)


def effect_title(effect: Effect, based: Based, language: Language) -> str:
    """What happens, as a heading."""
    return say(language, f"effect.{'old' if effect == 'broken' and based.versions == 1 else effect}")


def asked(segments: Iterable[Segment], based: Based, language: Language) -> Iterator[str]:
    """How many meet what, for each plan asked for."""
    given = tuple(segments)
    for to in based.impact.targets:
        counts = dict.fromkeys(WAYS, 0)
        for one in given:
            if one.to == to and one.after is not None:
                counts[_way(one.after)] += one.people
        told = [say(language, f"way.{way}", people=f"{people:,}") for way, people in counts.items() if people]
        if told:
            yield say(language, "base.asked", to=to, ways=say(language, "semicolon").join(told))


def _way(outcome: Outcome) -> str:
    if outcome.verdict == "reachable":
        return "losing" if outcome.losses else "free"
    return outcome.verdict


def says(segment: Segment, language: Language) -> str:
    """What happens to a segment, in one sentence."""
    match segment.effect:
        case "plan-gone" | "item-gone":
            return say(language, "says.gone", items=join(language, [f"`{name}`" for name, _ in segment.because]))
        case "broken":
            told = [
                say(language, "says.broken", rule=rule, items=join(language, [f"`{name}`" for name in items]))
                for rule, items in segment.because
            ]
            return say(language, "semicolon").join(told)
        case "new":
            return say(language, "says.new", to=segment.to, after=outcome_words(segment.after, language))
        case "undecided" if segment.to is None:
            return say(language, "outcome.undecided")
        case _ if segment.to is None:
            known = segment.before is not None and segment.before.to is not None
            return say(language, "says.exit", to=segment.before.to) if known and segment.before else say(language, "says.no_exit")
        case _:
            before, after = (outcome_words(side, language) for side in (segment.before, segment.after))
            return say(language, "says.change", to=segment.to, before=before, after=after)


def outcome_words(outcome: Outcome | None, language: Language) -> str:
    """An outcome in a few words."""
    if outcome is None:
        return say(language, "outcome.absent")
    verdict = say(language, f"outcome.{outcome.verdict}", day=outcome.day)
    losses = [say(language, f"loss.{how}", item=item) for item, how in outcome.losses]
    return say(language, "outcome.losing", verdict=verdict, items=join(language, losses)) if losses else verdict
