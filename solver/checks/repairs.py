"""The smallest changes of drafts that cure a finding, a blocked change of plan or a clash, each tried for real.

A set of changes cures if in the catalogue that is left what was wrong is no longer there. All sets up to a size are tried,
smaller ones first, but those that have a cure in them, so each that is found is minimal: no part of it cures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from model.answer import Reason
from model.catalogue import Catalogue
from model.clash import Clash
from model.draft import Drafted
from model.edits import changes_of, undone
from model.finding import Change, Finding, Repair
from model.items import Item
from model.rules.base import Rule
from model.selectors import Among, Variable, parts_of
from solver.between.closing import because_of
from solver.checks.check import check_study
from solver.checks.clashes import clashes
from solver.checks.compare import drafted as as_drafted
from solver.clock import is_up, no_limit
from solver.findings.base import Finder, Study, found_by
from solver.ground.entries import selectors_of

MOST_CHANGES, MOST_SIZE, MOST_REPAIRS = 14, 3, 5
"""How many changes are put together, how many of them in one repair, and how many repairs are told."""
MOST_STUDIES = 64
"""How many catalogues under study are remembered."""
MOST_LAYERS = 4
"""How often rules of the standing catalogue that were hidden behind others are looked for."""
Key: TypeAlias = tuple[str, tuple[str, ...]]


@runtime_checkable
class Stands(Protocol):
    """A finder that can look for one finding alone."""

    def stands(self, study: Study, subjects: tuple[str, ...]) -> bool | None:
        """Whether a finding about these is in a catalogue; None where that is not decided in time."""
        ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is to be cured: whether it is wrong in a catalogue (None: not decided in time), and why.

    Shape: `items` are those it is about; `key` is that of a finding, None for what is none.
    """

    wrong: Callable[[Study], bool | None]
    why: Callable[[Study], tuple[Reason, ...]]
    items: tuple[str, ...]
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Cures:
    """The repairs of one thing, the smallest first. Shape: `complete` if there are no others of at most MOST_SIZE changes."""

    repairs: tuple[Repair, ...]
    complete: bool


def finding_trouble(finder: Finder, finding: Finding) -> Trouble:
    """A finding as something to be cured."""

    def found(study: Study) -> list[Finding]:
        return [one for one in found_by(finder, study) if one.key == finding.key or not one.proved]

    def wrong(study: Study) -> bool | None:
        if isinstance(finder, Stands):
            return finder.stands(study, finding.subjects)
        ones = found(study)
        return True if any(one.proved for one in ones) else None if ones else False

    def why(study: Study) -> tuple[Reason, ...]:
        return next((one.because for one in found(study) if one.proved), ())

    return Trouble(wrong, why, finding.subjects, finding.key)


def pair_trouble(leaving: str, to: str) -> Trouble:
    """A blocked change between bare plans as something to be cured."""

    def wrong(study: Study) -> bool | None:
        opens = study.survey.door(leaving, to).opens
        return None if opens is None else not opens

    def why(study: Study) -> tuple[Reason, ...]:
        return because_of(study.survey.bare, [(leaving, to)], left_ms=study.left_ms)

    return Trouble(wrong, why, (leaving, to))


def clash_trouble(old: Study, clash: Clash) -> Trouble:
    """A clash that drafts make as something to be cured: then its rule newly keeps none of its items from the others."""

    def wrong(study: Study) -> bool | None:
        found = clashes(as_drafted(old.catalogue, study.catalogue), old, study)
        return any(
            one.rule == clash.rule
            and not frozenset(one.items).isdisjoint(clash.items)
            and (not clash.others or not frozenset(one.others).isdisjoint(clash.others))
            for one in (*found.new, *found.changed)
        )

    return Trouble(wrong, lambda study: (clash.rule,), (*clash.items, *clash.others))


class Repairs:
    """Repairs of what drafts over a catalogue make.

    Shape: `begin` gives the study of a catalogue; `standing` lets rules of the standing catalogue be removed too, where they
    are a reason.
    Cost: a look at what is wrong for each set of changes, and a check by all `finders` for each repair that is told.
    """

    def __init__(
        self,
        drafted: Drafted,
        begin: Callable[[Catalogue], Study],
        *,
        finders: Mapping[str, Finder],
        standing: bool = False,
        left_ms: Callable[[], int | None] = no_limit,
    ) -> None:
        self.drafted, self.begin, self.finders, self.standing, self.left_ms = drafted, begin, finders, standing, left_ms
        self.changes = changes_of(drafted)
        self._every = list(self.changes)
        self._studies: dict[frozenset[Change], Study | None] = {}
        self._found: dict[frozenset[Change], dict[Key, None]] = {}

    def of(self, trouble: Trouble) -> Cures:
        """The repairs of something that is wrong in the catalogue with drafts over it."""
        near = frozenset((*trouble.items, *self._why(trouble, frozenset())))
        changes = sorted(self.changes, key=lambda change: change.subject not in near)
        if self.standing:
            changes += self._of_standing(trouble)
            self._every += [change for change in changes if change not in self._every]
        complete = len(changes) <= MOST_CHANGES
        found: list[frozenset[Change]] = []
        told: list[Repair] = []
        for some in self._sets(changes[:MOST_CHANGES]):
            if len(told) == MOST_REPAIRS or self._expired():
                return Cures(tuple(told), complete=False)
            if any(one <= frozenset(some) for one in found):
                continue
            wrong = self._is_wrong(trouble, some)
            complete = complete and wrong is not None
            if wrong is False:
                found.append(frozenset(some))
                told.append(self._told(some, trouble))
        return Cures(tuple(told), complete)

    def _why(self, trouble: Trouble, some: frozenset[Change]) -> tuple[Reason, ...]:
        study = self._studied(some)
        return () if study is None else trouble.why(study)

    def _sets(self, changes: list[Change]) -> Iterator[tuple[Change, ...]]:
        for size in range(1, MOST_SIZE + 1):
            yield from combinations(changes, size)

    def _is_wrong(self, trouble: Trouble, some: tuple[Change, ...]) -> bool | None:
        """Whether it is still wrong once some changes are made; also where the catalogue could not be read then."""
        study = self._studied(frozenset(some))
        return True if study is None else trouble.wrong(study)

    def _studied(self, some: frozenset[Change]) -> Study | None:
        """The study of the catalogue that is left, one for all that is asked of it; None where it could not be read."""
        if some not in self._studies:
            if len(self._studies) == MOST_STUDIES:
                del self._studies[next(iter(self._studies))]
            catalogue = undone(self.drafted, [change for change in self._every if change in some])
            self._studies[some] = self.begin(catalogue) if sound(catalogue, self.drafted) else None
        return self._studies[some]

    def _expired(self) -> bool:
        return is_up(self.left_ms)

    def _of_standing(self, trouble: Trouble) -> list[Change]:
        """The standing rules that are a reason, or would be if these were removed."""
        found: dict[str, None] = {}
        touched = frozenset(self.drafted.rules.written)
        for _ in range(MOST_LAYERS):
            catalogue = undone(self.drafted, [Change("remove", id_) for id_ in found])
            study = self.begin(catalogue) if sound(catalogue, self.drafted) else None
            if study is None or trouble.wrong(study) is not True:
                break
            more = [r for r in trouble.why(study) if r in catalogue.rules and r not in touched and r not in found]
            if not more:
                break
            found.update(dict.fromkeys(more))
        return [Change("remove", id_) for id_ in found]

    def _told(self, some: tuple[Change, ...], trouble: Trouble) -> Repair:
        """A repair with the other findings that it cures and causes."""
        before, after = self._findings(frozenset()), self._findings(frozenset(some))
        cures = (key for key in before if key not in after and key != trouble.key)
        return Repair(some, tuple(cures), tuple(key for key in after if key not in before))

    def _findings(self, some: frozenset[Change]) -> dict[Key, None]:
        """All that is found once some changes are made."""
        found = self._found.get(some)
        if found is None:
            study = self._studied(some)
            assert study is not None, "what cures can be read"
            report = check_study(study, finders=self.finders)
            found = self._found[some] = dict.fromkeys(one.key for one in report.found)
        return found


def sound(catalogue: Catalogue, drafted: Drafted) -> bool:
    """Whether what is left of a drafted catalogue could still be read: nothing in it names what is gone, or names two things.

    Shape: a family or tag may be gone that a standing rule names and the standing catalogue does not have either. A rule that
    stands as it stood must mean the same where it is read anew: no item, say, is called what was a family.
    """
    now, then, drawn = map(Called.of, (catalogue, drafted.old, drafted.new))
    if len(now.items) < sum(1 + len(item.aliases) for item in catalogue.items.values()):
        return False
    for rule in catalogue.rules.values():
        source = (drawn, drafted.new.items) if drafted.new.rules.get(rule.id) is rule else (then, drafted.old.items)
        if not _means_the_same(rule, source[0], now, source[1]):
            return False
    gone = _words(drafted.new) - _words(catalogue)
    gone_before = gone & _words(drafted.old)
    for rule in catalogue.rules.values():
        standing = drafted.old.rules.get(rule.id)
        missed = gone_before if standing is not None and standing.body == rule.body else gone
        for key, value in _named(rule):
            if (key, value) in missed or (key == "item" and value not in catalogue.items):
                return False
    return all(part.item in catalogue.items for item in catalogue.items.values() for part in item.brings)


class Called(NamedTuple):
    """What words are in a catalogue: the items that have them as a name or an alias, families, brands."""

    items: Mapping[str, str]
    families: frozenset[str]
    brands: frozenset[str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Called:
        items = catalogue.items
        owners = {word: name for name, item in items.items() for word in (name, *item.aliases)}
        return cls(owners, frozenset(name for item in items.values() for name in item.families), frozenset(catalogue.brands))


def _means_the_same(rule: Rule, source: Called, now: Called, aliases: Mapping[str, Item]) -> bool:
    """Whether the words of a rule mean what they meant in the version that it is of, as far as these may be bare words.

    Shape: a bare word is first an item, then a family, a brand, a tag; `aliases` are the items of that version.
    """
    for key, value in _named(rule):
        word = str(value)
        if key == "item":
            words = (word, *aliases[word].aliases) if word in aliases else ()
            if any(now.items.get(one, word) != word for one in words):
                return False
        elif key in ("family", "brand", "tag"):
            if word in now.items and word not in source.items:
                return False
            if key != "family" and word in now.families and word not in source.families:
                return False
            if key == "tag" and word in now.brands and word not in source.brands:
                return False
    return True


def _words(catalogue: Catalogue) -> frozenset[tuple[str, object]]:
    """The families and tags that items have."""
    items = catalogue.items.values()
    return frozenset(("family", name) for item in items for name in item.families) | frozenset(
        ("tag", name) for item in items for name in item.tags
    )


def _named(rule: Rule) -> Iterator[tuple[str, object]]:
    """The values that the selectors of a rule name, each with its key."""
    for _, selector in selectors_of(rule):
        for part in parts_of(selector):
            if isinstance(part, Among):
                yield from ((part.key, value) for value in part.values if not isinstance(value, Variable))
