"""All cases of some files, each against its catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.cases.run import Ran, Setting, compared, outcome, refused, said_in
from cli.statuses import BAD_FILE
from model.case import Difference
from model.errors import BadFile, Problem
from model.language import Language
from model.load.cases import Case, CaseFile

if TYPE_CHECKING:
    from cli.solve import Decides
    from model.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what came of it. Shape: it passes where there are no differences."""

    case: Case
    outcome: Ran
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class FileJudged:
    """The cases of a file, in their order."""

    path: Path
    cases: tuple[Judged, ...]

    @property
    def failed(self) -> tuple[Judged, ...]:
        """The cases that do not pass."""
        return tuple(one for one in self.cases if one.differences)


class Judge:
    """Runs cases. Shape: `path` and `drafts` are the catalogue, and the drafts over it, of the command line."""

    def __init__(self, path: str | None, drafts: Sequence[str], *, today: date, language: Language) -> None:
        self.path, self.drafts, self.today, self.language = path, tuple(drafts), today, language
        self._read: dict[Path | None, Setting] = {}

    def settings(self, files: Sequence[CaseFile]) -> list[Setting | BadFile]:
        """What the cases of each file stand on: a catalogue, or what is wrong with it where all its cases expect that.

        Errors: BadFile with all problems of all catalogues that are to be right; Misuse if there is no such file.
        """
        found: list[Setting | BadFile] = []
        problems: list[Problem] = []
        for file in files:
            try:
                found.append(self._setting(file))
            except BadFile as error:
                found.append(error)
                if any(case.status != BAD_FILE for case in file.cases):
                    problems += error.problems
        if problems:
            raise BadFile(problems)
        return found

    def _setting(self, file: CaseFile) -> Setting:
        key = file.catalogue if isinstance(file.catalogue, Path) and self.path is None else None
        if key is None and self.path is None and file.catalogue is not None:
            return self._new(file, self._catalogue(file))
        if key not in self._read:
            self._read[key] = self._new(file, self._catalogue(file))
        known = self._read[key]
        return Setting(known.catalogue, known.engine, file.path.parent, self.today, self.language)

    def _new(self, file: CaseFile, catalogue: Catalogue) -> Setting:
        from solver.answers.decide import Engine

        engine: Decides = Engine(catalogue)
        return Setting(catalogue, engine, file.path.parent, self.today, self.language)

    def _catalogue(self, file: CaseFile) -> Catalogue:
        """The catalogue of the command line, else that of the file, else the packaged one, with the drafts over it."""
        from cli.files import existing, read_catalogue
        from model.load.catalogue import catalogue_of
        from model.load.drafts import drafts_over

        if self.path is not None or file.catalogue is None:
            return read_catalogue(self.path, drafts=self.drafts)
        if isinstance(file.catalogue, Path):
            return read_catalogue(str(file.catalogue), drafts=self.drafts)
        drafts = [existing(one, option="--draft") for one in self.drafts]
        return drafts_over(file.catalogue, drafts).new if drafts else catalogue_of(file.catalogue)

    def judge(self, file: CaseFile, setting: Setting | BadFile, *, done: Callable[[], None]) -> FileJudged:
        """The cases of a file, run. Shape: `done` is called once a case."""
        judged = []
        for case in file.cases:
            if isinstance(setting, BadFile):
                found = refused(setting, self.language)
                differences = tuple(compared(case, found, lambda _: ""))
            else:
                found = outcome(case, setting)
                differences = tuple(compared(case, found, said_in(setting)))
            judged.append(Judged(case, found, differences))
            done()
        return FileJudged(file.path, tuple(judged))
