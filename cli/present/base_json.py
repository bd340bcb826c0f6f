"""What a base of subscribers came to, as JSON. Source: docs/subscribers.md."""

from __future__ import annotations

from cli.base import Based
from cli.present.base import says
from cli.present.json import Json
from model.language import Language
from solver.answers.outcome import Outcome
from solver.answers.stranded import Segment


def base_data(based: Based, language: Language) -> dict[str, Json]:
    """The section. Shape: every segment; fees in 1/100 yuan a month."""
    found = based.impact
    return {
        "file": based.file,
        "rows": {"read": based.totals.read, "accepted": based.totals.accepted, "rejected": based.totals.rejected},
        "reject": based.reject,
        "profiles": based.profiles,
        "targets": list(found.targets),
        "touched": found.touched,
        "people": {str(effect): count for effect, count in found.people.items()},
        "harmful": list(found.harmful),
        "segments": [_segment(one, language) for one in found.segments],
    }


def _segment(segment: Segment, language: Language) -> Json:
    return {
        "effect": segment.effect,
        "plan": segment.plan,
        "to": segment.to,
        "people": segment.people,
        "profiles": segment.profiles,
        "example": segment.example,
        "says": says(segment, language),
        "because": [{"of": name, "items": list(items)} for name, items in segment.because],
        "before": _outcome(segment.before),
        "after": _outcome(segment.after),
    }


def _outcome(outcome: Outcome | None) -> Json:
    if outcome is None:
        return None
    return {
        "verdict": outcome.verdict,
        "to": outcome.to,
        "day": None if outcome.day is None else str(outcome.day),
        "losses": [{"item": item, "how": how} for item, how in outcome.losses],
        "fee_fen": outcome.fee_fen,
    }
