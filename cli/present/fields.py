"""The fields of items and rules in words."""

from __future__ import annotations

from cli.present.wording import Language, say


def field_name(field: str, language: Language) -> str:
    """A field of the file, as `brings` or `attrs.x`, in words."""
    if field.startswith("attrs."):
        return say(language, "field.attrs", name=field.removeprefix("attrs."))
    return say(language, f"field.{field.replace('.', '_')}")
