"""The fields of items and rules in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cli.present.reasons import sentence
from cli.present.voice import Voice
from cli.present.wording import join, say
from model.comparison import FieldChange, RuleChange
from model.language import Language

FLAGS = ("withdrawn", "assumed")
LISTS = ("aliases", "family", "tags", "waives", "discounts", "brings", "benefits", "at", "channels", "brands", "facts")
"""The fields whose values come and go one by one."""


def field_name(field: str, language: Language) -> str:
    """A field of the file, as `brings` or `attrs.x`, in words."""
    if field.startswith("attrs."):
        return say(language, "field.attrs", name=field.removeprefix("attrs."))
    return say(language, f"field.{field.replace('.', '_')}")


def field_words(change: FieldChange, language: Language) -> str:
    """What one field says no more, and what it says now."""
    field = field_name(change.field, language)
    if not change.removed and not change.added:
        words = say(language, "diff.moved" if change.field == "order" else "diff.otherwise")
        return say(language, "diff.field", field=field, change=words)
    if change.field in FLAGS:
        words = say(language, "fact.true" if change.added else "fact.false")
        return say(language, "diff.field", field=field, change=words)
    removed, added = (_values(change.field, values, language) for values in (change.removed, change.added))
    if (change.field not in LISTS and not change.field.startswith("attrs.")) or (removed and added):
        nothing = say(language, "diff.nothing")
        words = say(language, "diff.into", before=removed or nothing, after=added or nothing)
    else:
        words = say(language, "diff.plus" if added else "diff.minus", values=added or removed)
    return say(language, "diff.field", field=field, change=words)


def _values(field: str, values: Sequence[str], language: Language) -> str:
    return join(language, [say(language, f"how.{value}") if field == "resolve" else value for value in values])


def rule_field_lines(change: RuleChange, old: Voice, new: Voice) -> Iterator[str]:
    """What the kind of a rule says before and now, and its other fields that differ."""
    for field in change.fields:
        if field.field != "says":
            yield field_words(field, new.language)
        elif change.before is not None and change.after is not None:
            yield new.say("diff.before", text=sentence(change.before, old.catalogue, new.language))
            yield new.say("diff.after", text=sentence(change.after, new.catalogue, new.language))
