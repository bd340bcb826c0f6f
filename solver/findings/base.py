"""What all findings share: the study of one catalogue, and what a finder must give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Protocol

from model.catalogue import Catalogue
from model.finding import Finding, Level
from model.ground import Extents, Ground
from model.items import NOWHERE
from model.language import Language
from model.rules.base import Rule
from solver.clock import NotDecided, is_up, no_limit
from solver.legal.states import Legal
from solver.legal.together import Found, Together
from solver.matters.patience import Patience
from solver.matters.rules import Matters

if TYPE_CHECKING:
    from solver.between.doors import Survey

SOME_DAY = date(2026, 1, 1)
"""The day of a study that is told none. It matters to no finding of a catalogue without dates."""


class Study:
    """One catalogue under study. What several finders look at is reckoned once, when it is first asked for.

    Shape: `on` is the day for which plans are asked about; what no day may change is found whatever it is.
    Units: `left_ms` gives the time that is left, None where there is no limit. What is not decided in it is yielded as a
    finding that is not `proved`.
    Errors: NotDecided, of what is reckoned, where no time is left.
    """

    def __init__(self, catalogue: Catalogue, *, on: date = SOME_DAY, left_ms: Callable[[], int | None] = no_limit) -> None:
        self.catalogue = catalogue
        self.on = on
        self.left_ms = left_ms
        self.extents = Extents(catalogue.items.values(), catalogue.channels)
        self._grounds: dict[str, tuple[Ground, ...]] = {}
        self._survey: Survey | None = None

    @cached_property
    def matters(self) -> Matters:
        """What the rules say, matter by matter."""
        return Matters(self.catalogue, self.extents, self.ground, Patience(self.left_ms))

    @cached_property
    def legal(self) -> Legal:
        """The legal states."""
        return Legal(self.catalogue, self._ground_in_time, self.left_ms)

    @cached_property
    def together(self) -> Together:
        """What legal states hold together."""
        return Together(self.legal)

    @property
    def expired(self) -> bool:
        """Whether no time is left."""
        return is_up(self.left_ms)

    def look(self) -> None:
        """Looks at the clock: a rule may take long. Errors: NotDecided where no time is left."""
        if self.expired:
            raise NotDecided

    def _ground_in_time(self, rule: Rule) -> tuple[Ground, ...]:
        self.look()
        return self.ground(rule)

    def ground(self, rule: Rule) -> tuple[Ground, ...]:
        """A rule in the ground language."""
        found = self._grounds.get(rule.id)
        if found is None:
            found = self._grounds[rule.id] = rule.body.ground(rule, self.extents)
        return found

    @property
    def survey(self) -> Survey:
        """The doors between bare plans."""
        if self._survey is None:
            from solver.between.doors import Survey

            self._survey = Survey(self.catalogue, on=self.on, left_ms=self.left_ms)
        return self._survey


UNFINISHED = "unfinished"
"""What marks the finding that says that a finder did not come to its end."""


def found_by(finder: Finder, study: Study) -> Iterator[Finding]:
    """What a finder finds; where the time comes first, what it found by then and one more that says so, about nothing."""
    if not study.expired:
        try:
            yield from finder.find(study)
            return
        except NotDecided:
            pass
    yield Finding(finder.CODE, finder.LEVEL, (), figures={UNFINISHED: ""}, proved=False)


def words_of(finder: Finder, finding: Finding, language: Language) -> str:
    """A finding in one sentence."""
    if UNFINISHED in finding.figures:
        return "没有查完" if language == "zh" else "not all was looked at"
    return finder.words(finding, language)


def of_pairs(finder: Finder, study: Study, found: Iterable[Found], left: int, *, placed_at: int, unit: str) -> Iterator[Finding]:
    """Findings about two items, at the one or the other (0, 1), and one that tells how many `unit` were not looked at."""
    for a, b, elements in found:
        names = study.legal.names((a, b))
        place = study.catalogue.items[names[placed_at]].place
        yield Finding(finder.CODE, finder.LEVEL, names, place, study.legal.reasons(elements))
    if left:
        yield Finding(finder.CODE, finder.LEVEL, (), NOWHERE, figures={unit: left}, proved=False)


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
