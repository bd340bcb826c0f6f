"""What a new version of a catalogue does to subscribers: who is stranded, who loses a cheaper exit, what else changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

from model.additions import same_paths, takes_away
from model.catalogue import Catalogue
from model.profiles import Profile
from model.request import Query
from model.rules.at_most import AtMostRule
from model.state import State
from solver.answers.batch import OutcomeMemory, decide_all
from solver.answers.exits import Exits
from solver.answers.outcome import Asked, Outcome
from solver.ground.compiled import compiled
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import begin
from solver.ordering.standing import Standing, scene_of

Effect: TypeAlias = Literal[
    "plan-gone", "item-gone", "broken", "no-exit", "closed", "dearer", "later", "other",
    "undecided", "sooner", "cheaper", "opened", "new", "same",
]  # fmt: skip
EFFECTS: tuple[Effect, ...] = get_args(Effect)
STRANDED: frozenset[Effect] = frozenset(("plan-gone", "item-gone", "broken", "no-exit", "closed"))
"""Had a path, or stood, and does no more."""
RANK = {"reachable": 0, "elsewhere": 1, "later": 2}


@dataclass(frozen=True, slots=True)
class Segment:
    """Subscribers of one plan to whom the same happens.

    Shape: `to` is the plan asked for, None where it is not about one; `before` and `after` are what came of it in either
    version, None in one that does not have it; `because` are the items that are gone, or the rules now broken with the items
    that break them; `example` is the id of one of the `people`.
    """

    effect: Effect
    plan: str | None
    to: str | None
    before: Outcome | None
    after: Outcome | None
    because: tuple[tuple[str, tuple[str, ...]], ...]
    people: int
    profiles: int
    example: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What happens to the subscribers of a base.

    Shape: `segments` by effect in the order of EFFECTS, each by the number of people, most first; `people` of each effect,
    who count once in it, whatever the number of plans asked for; `touched` counts all to whom anything happens but `new` and
    `same`; `harmful` are the items and rules that may take a path away, `targets` the plans asked for.
    """

    segments: tuple[Segment, ...]
    people: dict[Effect, int]
    touched: int
    targets: tuple[str, ...]
    harmful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """One thing that happens to one profile."""

    effect: Effect
    to: str | None = None
    before: Outcome | None = None
    after: Outcome | None = None
    because: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Deciding:
    """How questions over two versions are decided. Shape: `memory` gives what remembers the outcomes of a version."""

    def __init__(
        self,
        query: Query,
        *,
        memory: Callable[[Catalogue], OutcomeMemory | None] = lambda catalogue: None,
        workers: int = 2,
        step: Callable[[int], None] = lambda count: None,
        total: Callable[[int], None] = lambda count: None,
    ) -> None:
        self.query, self.memory, self.workers, self.step, self.total = query, memory, workers, step, total

    def outcomes(self, catalogue: Catalogue, asked: Sequence[Asked]) -> tuple[Outcome, ...]:
        """The outcomes of questions over one version."""
        self.total(len({(one.profile, one.to) for one in asked}))
        memory = self.memory(catalogue)
        return decide_all(catalogue, asked, self.query, memory=memory, workers=self.workers, step=self.step)


def impact(old: Catalogue, new: Catalogue, profiles: Sequence[Profile], *, targets: Iterable[str], deciding: Deciding) -> Impact:
    """What the new version does to subscribers whose profiles were seen by both, old first.

    Shape: each target is asked for in each version that sells it; whether any plan can be got to at all is asked only where
    something of the new version may take a path away, since else no exit is lost. Nothing is asked where the versions differ
    in words and fees alone.
    """
    wanted = tuple(name for name in dict.fromkeys((*new.items, *old.items)) if name in frozenset(targets))
    if same_paths(old, new):
        return Impact((), {"same": sum(profile.count for profile in profiles)}, 0, wanted, ())
    harmful = takes_away(old, new)
    programs = compiled(old), compiled(new)
    met: list[list[Met]] = [
        list(_standing(one, broken)) for one, broken in zip(profiles, _broken(*programs, profiles), strict=True)
    ]
    _ask_targets(old, new, profiles, wanted, deciding, met)
    if harmful:
        _ask_exits(*programs, profiles, deciding, met)
    return Impact(*summed(profiles, met), wanted, harmful)


# -- what stands -----------------------------------------------------------------------------------------------------------------
def _standing(profile: Profile, broken: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[Met]:
    missing = profile.missing[1]
    if profile.states[1] is None:
        yield Met("plan-gone", because=tuple((name, ()) for name in missing))
    elif missing:
        yield Met("item-gone", because=tuple((name, ()) for name in missing))
    if broken:
        yield Met("broken", because=broken)


def _broken(old: Program, new: Program, profiles: Sequence[Profile]) -> Iterator[tuple[tuple[str, tuple[str, ...]], ...]]:
    """For each profile the instances of standing rules that what is held breaks in the new version, and did not in the old.

    Shape: of a group that is too large the whole is told, where one of the instances in it is new.
    """
    most = [{rule.id: rule.body.n for rule in one.rules if isinstance(rule.body, AtMostRule)} for one in (old, new)]
    for profile in profiles:
        then, now = profile.states
        if now is None:
            yield ()
            continue
        known = set() if then is None else set(instances(old, then))
        yield tuple(one for one in instances(new, now) if not _stood(one, known, *most))


Instance: TypeAlias = tuple[str, tuple[str, ...]]
"""A rule, and the items that break it."""


def _stood(one: Instance, known: Collection[Instance], then: Mapping[str, int], now: Mapping[str, int]) -> bool:
    """Whether an instance was broken before: of a group, whether any one more than are let hold one more than were."""
    rule, items = one
    if rule not in then or rule not in now:
        return one in known
    before = (frozenset(group) for id_, group in known if id_ == rule)
    return any(now[rule] + 1 - len(frozenset(items) - group) > then[rule] for group in before)


def instances(program: Program, state: State) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The instances of standing rules that a first state breaks: the rule with the items."""
    world = begin(program, state)
    scope = Scope(program, dict(state.facts))
    for one in Standing(scope, None, world).all_broken(scene_of(world)):
        yield program.rules[one.rule].id, program.item_names(one.items)


# -- what can be got to ----------------------------------------------------------------------------------------------------------
def _ask_targets(
    old: Catalogue,
    new: Catalogue,
    profiles: Sequence[Profile],
    targets: tuple[str, ...],
    deciding: Deciding,
    met: list[list[Met]],
) -> None:
    """Adds what changes about each plan asked for."""
    sides = []
    for version, catalogue in enumerate((old, new)):
        there = [to for to in targets if to in catalogue.items and catalogue.items[to].kind == "plan"]
        asked = [
            (number, Asked(profile.keys[version], state, (to,)))
            for number, profile in enumerate(profiles)
            if (state := profile.states[version]) is not None
            for to in there
            if to != state.plan_name
        ]
        outcomes = deciding.outcomes(catalogue, [one for _, one in asked]) if asked else ()
        sides.append({(n, one.to[0]): outcome for (n, one), outcome in zip(asked, outcomes, strict=True)})
    for number, profile in enumerate(profiles):
        for to in targets:
            before, after = (side.get((number, to)) for side in sides)
            if profile.states[1] is not None and (before is not None or after is not None):
                met[number].append(Met(effect_of(before, after), to, before, after))


def effect_of(before: Outcome | None, after: Outcome | None) -> Effect:
    """What changes about a plan; None in a version that does not have it, or where it is held.

    Shape: losses are those on the earliest day, so that they are compared where that is the same.
    """
    if before is None:
        return "new"
    if before.verdict == "undecided" or (after is not None and after.verdict == "undecided"):
        return "undecided"
    if after is None or not after.arrives:
        return "closed" if before.arrives else "same"
    if not before.arrives:
        return "opened"
    one, other = ((RANK[side.verdict], side.day) for side in (before, after))
    if one != other:
        assert one[1] is not None and other[1] is not None
        return "later" if other > one else "sooner"
    if len(after.losses) != len(before.losses):
        return "dearer" if len(after.losses) > len(before.losses) else "cheaper"
    return "other" if before.losses != after.losses else "same"


def _ask_exits(old: Program, new: Program, profiles: Sequence[Profile], deciding: Deciding, met: list[list[Met]]) -> None:
    """Adds who could get to some plan on sale in the old version and can to none in the new."""
    numbers = [n for n, profile in enumerate(profiles) if profile.states[1] is not None and profile.states[0] is not None]
    exits = Exits(old, deciding.query), Exits(new, deciding.query)
    first = [exits[0].question(profiles[n], 0) for n in numbers]
    before = dict(zip(numbers, deciding.outcomes(old.catalogue, first), strict=True))
    numbers = [n for n in numbers if before[n].arrives]
    then = [exits[1].question(profiles[n], 1, first=before[n].to) for n in numbers]
    for number, outcome in zip(numbers, deciding.outcomes(new.catalogue, then), strict=True):
        if outcome.verdict == "undecided":
            met[number].append(Met("undecided", None, before[number], outcome))
        elif not outcome.arrives:
            met[number].append(Met("no-exit", None, before[number], outcome))


# -- all together ----------------------------------------------------------------------------------------------------------------
def summed(profiles: Sequence[Profile], met: Sequence[Sequence[Met]]) -> tuple[tuple[Segment, ...], dict[Effect, int], int]:
    """The segments, the people of each effect, and all who are touched."""
    found: dict[tuple[str | None, Met], Segment] = {}
    people: dict[Effect, int] = {}
    touched = 0
    for profile, things in zip(profiles, met, strict=True):
        plan = None if profile.states[0] is None else profile.states[0].plan_name
        effects = {one.effect for one in things}
        touched += profile.count if effects - {"new", "same"} else 0
        for effect in effects:
            people[effect] = people.get(effect, 0) + profile.count
        for one in things:
            if one.effect == "same":
                continue
            known = found.get((plan, one))
            if known is None:
                known = Segment(one.effect, plan, one.to, one.before, one.after, one.because, 0, 0, profile.example)
            found[plan, one] = replace(known, people=known.people + profile.count, profiles=known.profiles + 1)
    ranked = sorted(found.values(), key=lambda one: (EFFECTS.index(one.effect), -one.people))
    return tuple(ranked), {effect: people[effect] for effect in EFFECTS if effect in people}, touched
