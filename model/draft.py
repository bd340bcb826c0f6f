"""A catalogue beside what drafts make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from model.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Touched:
    """The names of items, or the ids of rules, that drafts touch.

    Shape: each is in the sequence of the new catalogue, `removed` in that of the old; what is taken away and written anew
    is `replaced`.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @classmethod
    def between(cls, old: Mapping[str, object], new: Mapping[str, object], rewritten: Iterable[str]) -> Touched:
        """What is touched between two versions. Shape: `rewritten` are the names that some draft writes."""
        written = frozenset(rewritten)
        return cls(
            tuple(name for name in new if name not in old),
            tuple(name for name in new if name in old and name in written),
            tuple(name for name in old if name not in new),
        )

    @property
    def written(self) -> tuple[str, ...]:
        """What the drafts write."""
        return self.added + self.replaced


@dataclass(frozen=True, slots=True)
class Drafted:
    """A catalogue, and the same with drafts over it.

    Shape: `new.sha256` is of the bytes of all files, the drafts' last, in the order in which they apply.
    """

    old: Catalogue
    new: Catalogue
    items: Touched
    rules: Touched
