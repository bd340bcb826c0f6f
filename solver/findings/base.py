"""What all findings share: the study of one catalogue, and what a finder must give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Protocol

from model.catalogue import Catalogue
from model.finding import Finding, Level
from model.ground import Extents, Ground
from model.rules.base import Language, Rule


def no_limit() -> int | None:
    """No time limit."""
    return None


class Study:
    """One catalogue under study. What several finders look at is reckoned once, when it is first asked for.

    Units: `left_ms` gives the time that is left, None where there is no limit. What is not decided in it is yielded as a
    finding that is not `proved`.
    """

    def __init__(self, catalogue: Catalogue, *, left_ms: Callable[[], int | None] = no_limit) -> None:
        self.catalogue = catalogue
        self.left_ms = left_ms
        self.extents = Extents(catalogue.items.values(), catalogue.channels)
        self._grounds: dict[str, tuple[Ground, ...]] = {}

    def ground(self, rule: Rule) -> tuple[Ground, ...]:
        """A rule in the ground language."""
        found = self._grounds.get(rule.id)
        if found is None:
            found = self._grounds[rule.id] = rule.body.ground(rule, self.extents)
        return found


class Finder(Protocol):
    """What finds one kind of thing. Its module's class docstring is its manual page.

    The page's parts: first line `name` (中文): one sentence of definition with its quantifiers; then `Why it matters:`,
    `Fires:` and `Does not fire:`, each of the last two a catalogue in YAML, indented, which the tests run.
    """

    CODE: ClassVar[str]
    NAME: ClassVar[str]
    LEVEL: ClassVar[Level]

    def find(self, study: Study) -> Iterator[Finding]:
        """The findings of a catalogue, in the catalogue's sequence."""
        ...

    def words(self, finding: Finding, language: Language) -> str:
        """A finding in one sentence; codes of rules and names of items in backticks."""
        ...
