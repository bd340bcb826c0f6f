"""Two versions of a catalogue side by side: what clashes otherwise, and which changes of plan come to something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cli.base import Based
from cli.present.clashes import clash_data, clash_words, terms_words
from cli.present.findings import reason_words, repair_words
from cli.present.findings_json import repair_data
from cli.present.grouped import MOST_NAMED, grouped, named
from cli.present.json import Json
from cli.present.page import Page
from cli.present.voice import Voice
from cli.present.wording import join
from model.catalogue import Catalogue
from model.clash import Clash, Clashes
from model.comparison import Comparison, Remedy
from model.report import Changed, DoorOutcome, Report
from solver.findings.base import Finder

MOST_PAIRS = 60


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared, by which finders, on which day. Shape: `based` is None where no subscribers were given."""

    found: Comparison
    old: Catalogue
    new: Catalogue
    finders: Mapping[str, Finder]
    on: date
    based: Based | None

    @property
    def report(self) -> Report:
        """The findings that are new, as the report of a check of the new version."""
        return Report(self.found.new, self.found.found, self.on)


@dataclass(frozen=True, slots=True)
class Sides:
    """The voices of the two versions."""

    old: Voice
    new: Voice

    def name(self, item: str) -> str:
        """An item as the version names it that has it, the new one first."""
        return (self.new if item in self.new.catalogue.items else self.old).item(item)


def put_section(page: Page, heading: str, blocks: Sequence[Sequence[str]]) -> None:
    """A section of blocks, each a line with others below it; nothing where there are none."""
    if not blocks:
        return
    page.heading(heading)
    for first, *rest in blocks:
        page.line(first, mark="- ")
        for line in rest:
            page.line(line, 3)


def put_clashes(page: Page, clashes: Clashes, sides: Sides) -> None:
    """The clashes that are new, those on other terms, and those cured."""
    for key, ones, voice in (
        ("clashes.new", clashes.new, sides.new),
        ("clashes.changed", clashes.changed, sides.new),
        ("clashes.cured", clashes.cured, sides.old),
    ):
        put_section(page, voice.say(key), [list(_clash(one, voice)) for one in ones])


def _clash(clash: Clash, voice: Voice) -> Iterator[str]:
    yield clash_words(clash, voice.language)
    yield voice.say("semicolon").join(terms_words(clash, voice.catalogue, voice.language))
    yield f"{voice.say('check.because')} {reason_words(clash.rule, voice.catalogue, voice.language)}"


def put_pairs(page: Page, pairs: Sequence[Changed], sides: Sides) -> None:
    """The changes between bare plans that come to something else, those that come to the same together."""
    if not pairs:
        return
    voice = sides.new
    page.heading(voice.say("versions.pairs"))
    number = {name: n for n, name in enumerate(_plans(sides), 1)}
    groups = grouped((one.leaving or "", one.to, _changed(one, sides)) for one in pairs)
    for leaving, to, words in groups[:MOST_PAIRS]:
        names = {"leaving": named(leaving, number, voice), "to": named(to, number, voice)}
        page.line(voice.say("versions.pair", change=words, **names), mark="- ")
    if len(groups) > MOST_PAIRS:
        page.line(voice.say("versions.more", count=len(groups) - MOST_PAIRS))
    told = {name for leaving, to, _ in groups[:MOST_PAIRS] for side in (leaving, to) if len(side) > MOST_NAMED for name in side}
    if told:
        numbers = [f"{n} {sides.name(name)}" for name, n in number.items() if name in told]
        page.line(join(voice.language, numbers), mark=voice.say("versions.numbers"))


def _plans(sides: Sides) -> Iterable[str]:
    items = {**sides.new.catalogue.items, **sides.old.catalogue.items}
    return (name for name, item in items.items() if item.kind == "plan")


def _changed(one: Changed, sides: Sides) -> str:
    """What a change came to, and comes to now."""
    before, after = _outcome(one.before, sides.old), _outcome(one.after, sides.new)
    key = "versions.came" if one.before is None else "versions.went" if one.after is None else "versions.turned"
    return sides.new.say(key, before=before, after=after)


def _outcome(outcome: DoorOutcome | None, voice: Voice) -> str:
    """What a change of plan comes to."""
    if outcome is None:
        return ""
    parts = [voice.say(f"short.{outcome.verdict}")]
    if outcome.day is not None:
        parts.append(voice.say("matrix.day", day=outcome.day))
    if outcome.cancel:
        lost = [voice.say("matrix.how", item=voice.item(i), how=voice.say(f"matrix.how.{how}")) for i, how in outcome.cancel]
        parts.append(voice.say("matrix.lost", items=voice.say("semicolon").join(lost)))
    elif outcome.losses == 0:
        parts.append(voice.say("losses.none"))
    return voice.say("comma").join(parts)


def pairs_data(pairs: Sequence[Changed]) -> list[Json]:
    """The changes that come to something else, row by row."""
    return [
        {"from": one.leaving, "to": one.to, "before": _outcome_data(one.before), "after": _outcome_data(one.after)}
        for one in pairs
    ]


def _outcome_data(outcome: DoorOutcome | None) -> Json:
    if outcome is None:
        return None
    return {
        "verdict": outcome.verdict,
        "day": None if outcome.day is None else outcome.day.isoformat(),
        "losses": outcome.losses,
        "cancel": [{"item": item, "how": how} for item, how in outcome.cancel],
    }


def put_remedies(page: Page, remedies: Sequence[Remedy], sides: Sides) -> None:
    """What would cure clashes, and open changes of plan that are blocked."""
    put_section(page, sides.new.say("repair.head"), remedy_blocks(remedies, sides))


def remedy_blocks(remedies: Sequence[Remedy], sides: Sides) -> list[list[str]]:
    """What would cure each, below it; those that nothing cures together."""
    voice = sides.new
    blocks: list[list[str]] = []
    hopeless = [one for one in remedies if not one.repairs and one.complete]
    for one in remedies:
        if len(hopeless) > 1 and one in hopeless:
            continue
        told = [repair_words(repair, voice.language) for repair in one.repairs]
        lines = [f"{voice.say('check.or' if n else 'check.repair')} {words}" for n, words in enumerate(told)]
        if not lines:
            lines.append(voice.say("repair.none"))
        if not one.complete:
            lines.append(voice.say("repair.open"))
        blocks.append([_remedied(one, sides), *lines])
    if len(hopeless) > 1:
        blocks.append([voice.say("repair.none.several", count=len(hopeless)), *(_remedied(one, sides) for one in hopeless)])
    return blocks


def _remedied(remedy: Remedy, sides: Sides) -> str:
    """What a remedy is of."""
    voice = sides.new
    if remedy.clash is not None:
        return clash_words(remedy.clash, voice.language)
    number = {name: n for n, name in enumerate(_plans(sides), 1)}
    doors = [
        voice.say("repair.door", leaving=named(leaving, number, voice), to=named(to, number, voice))
        for leaving, to, _ in grouped((leaving, to, "") for leaving, to in remedy.doors)
    ]
    return voice.say("repair.doors", doors=voice.say("semicolon").join(doors))


def remedies_data(remedies: Sequence[Remedy], new: Catalogue) -> list[Json]:
    """What would cure clashes and open changes of plan. Source: docs/drafts.md."""
    return [
        {
            "clash": None if one.clash is None else clash_data(one.clash, new),
            "doors": [{"from": leaving, "to": to} for leaving, to in one.doors],
            "repairs": [repair_data(repair) for repair in one.repairs],
            "complete": one.complete,
        }
        for one in remedies
    ]
