"""What a base of subscribers meets, as the HTML report shows it: effect by effect, segment by segment."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from cli.base import Based
from cli.present.base import asked, effect_title, says, summary, totals
from cli.present.voice import Voice
from solver.answers.stranded import STRANDED, Effect, Segment

MOST_SEGMENTS = 100


@dataclass(frozen=True, slots=True)
class SegmentView:
    """Subscribers of one plan to whom the same happens. Shape: names in `says` stand in backticks."""

    people: str
    plan: str
    says: str
    example: str


@dataclass(frozen=True, slots=True)
class EffectView:
    """What happens to some segments. Shape: `grave` where they are stranded; `more` segments are left out."""

    key: Effect
    title: str
    people: str
    grave: bool
    asked: tuple[str, ...]
    segments: tuple[SegmentView, ...]
    more: str


@dataclass(frozen=True, slots=True)
class BaseView:
    """A base. Shape: effects from the worst on."""

    lines: tuple[str, ...]
    effects: tuple[EffectView, ...]


def base(based: Based, voice: Voice) -> BaseView:
    """What a base came to."""
    lines = (totals(based, voice.language), *summary(based, voice.language))
    by_effect = groupby(based.impact.segments, key=lambda one: one.effect)
    return BaseView(lines, tuple(_effect(effect, tuple(of), based, voice) for effect, of in by_effect))


def _effect(effect: Effect, segments: tuple[Segment, ...], based: Based, voice: Voice) -> EffectView:
    shown, rest = segments[:MOST_SEGMENTS], segments[MOST_SEGMENTS:]
    left_out = {"count": len(rest), "people": f"{sum(one.people for one in rest):,}"}
    return EffectView(
        effect,
        effect_title(effect, based, voice.language),
        f"{based.impact.people[effect]:,}",
        effect in STRANDED and (effect != "broken" or based.versions > 1),
        tuple(asked(segments, based, voice.language)) if effect == "new" else (),
        tuple(_segment(one, voice) for one in shown),
        voice.say("base.more", **left_out) if rest else "",
    )


def _segment(one: Segment, voice: Voice) -> SegmentView:
    return SegmentView(f"{one.people:,}", voice.item(one.plan), says(one, voice.language), one.example)
