"""Pairs of items that a `conflict` or `only_with` keeps apart in one version and not in the other, as blocks of sets.

Items that stand on the same sides of the same ground forms in both versions are one class. What holds of two items holds
of their classes, so millions of pairs are a few blocks.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple, Protocol, TypeAlias

from model.clash import Clash, Terms, Way
from model.ground import Apart, Beside, Ground, Members
from model.items import Item
from model.rules.base import Rule
from model.selectors import AllOf, Bound, Not, Origin, Residue, holds, parts_of

Side: TypeAlias = tuple[tuple[int, Residue], ...]
"""The forms in which an item stands on one side, each with what is asked of its holding."""
Versions: TypeAlias = tuple[tuple[Ground, ...], tuple[Ground, ...]]
"""A rule in the version asked about, and in the other."""


class Stand(NamedTuple):
    """How an item stands to a rule in one version."""

    left: Side = ()
    right: Side = ()


class Class(NamedTuple):
    """What makes items alike to a rule: how they stand to it in the version asked about and in the other, if they are in it."""

    touched: bool
    plans: bool
    here: Stand
    there: Stand | None


Pair: TypeAlias = tuple[Class, Class]
Names: TypeAlias = Map[Class, list[str]]


class Ways(Protocol):
    """The ways in which a rule keeps the items of two stands apart; `alone` where they are of one class."""

    def __call__(self, one: Stand, other: Stand, /, *, alone: bool) -> list[Way]: ...


@dataclass(frozen=True, slots=True)
class PairScope:
    """Which pairs are looked at: of `items`, in their `sequence`; those of `touched`, or all where that is None.

    Shape: `plans` are the plans among `items`; `there` are the items of the other version.
    """

    items: Map[str, Item]
    plans: tuple[str, ...]
    there: Container[str]
    sequence: Map[str, int]
    touched: frozenset[str] | None

    def asks(self, pair: Pair) -> bool:
        """Whether a pair of classes is looked at."""
        return self.touched is None or pair[0].touched or pair[1].touched


def terms_of(rule: Rule, ways: Iterable[Way], *, most: int | None = None) -> Terms:
    """The terms of a rule for items that it keeps apart in some ways."""
    found = dict.fromkeys(ways, True)
    when = () if (True, True) in found else tuple(sorted(found, key=repr))
    return Terms(rule.resolve, when, most, rule.at, rule.valid)


def alike(one: Terms, other: Terms | None) -> bool:
    """Whether two terms come to the same, however their conditions are put."""
    if other is None or replace(one, when=()) != replace(other, when=()):
        return False
    if one.when == other.when:
        return True
    named = {name for way in (*one.when, *other.when) for residue in way for name in _named_origins(residue)}
    held = [(bound, origin) for bound in (True, False) for origin in (*sorted(named), "")]
    return all(
        _meets(one.when, mine, others, plan) == _meets(other.when, mine, others, plan)
        for mine in held
        for others in held
        for plan in (None, *sorted(named))
    )


def _meets(when: tuple[Way, ...], mine: tuple[bool, str], others: tuple[bool, str], plan: str | None) -> bool:
    """Whether two holdings, each bound or not and of an origin, come under some way."""
    return not when or any(
        all(holds(r, bound=bound, origin=origin, plan=plan) for r, (bound, origin) in zip(way, (mine, others), strict=True))
        for way in when
    )


def apart_pairs(rule: Rule, other: Rule | None, versions: Versions, scope: PairScope) -> Iterator[Clash]:
    """The pairs that a `conflict` keeps apart, where `other`, which it is in the other version, does not or otherwise.

    Cost: linear in the sets of the forms; the classes are few where the sets are large.
    """
    here, there = ([(one.left, one.right) for one in forms if isinstance(one, Apart)] for forms in versions)
    touched = scope.touched
    if touched is not None:
        here, there = ([form for form in forms if any(touched & side.keys() for side in form)] for forms in (here, there))
    names = _classes(here, there, scope, ())
    for items, others, terms, was in _blocks(rule, other, _near(names, scope), _apart):
        ones, seconds = _named(items, names, scope), _named(others, names, scope)
        within = items == others
        count = len(ones) * (len(ones) - 1) // 2 if within else len(ones) * len(seconds)
        if count:
            yield Clash(rule.id, "conflict", ones, seconds, count, terms, was)


def beside_pairs(rule: Rule, other: Rule | None, versions: Versions, scope: PairScope) -> Iterator[Clash]:
    """The pairs of an item and a plan that an `only_with` keeps apart, where `other` does not or otherwise.

    Cost: as `apart_pairs`, besides a look at every plan.
    """
    here, there = ([(one.items, one.plans) for one in forms if isinstance(one, Beside)] for forms in versions)
    touched = scope.touched
    if touched is not None and touched.isdisjoint(scope.plans):
        here, there = ([form for form in forms if touched & form[0].keys()] for forms in (here, there))
    names = _classes(here, there, scope, scope.plans)
    for items, others, terms, was in _blocks(rule, other, _beside_plans(names, scope), _beside):
        ones = _named(items, names, scope)
        seconds = () if items == others else _named(others, names, scope)
        yield Clash(rule.id, "only_with", ones, seconds, len(ones) * max(1, len(seconds)), terms, was)


def _classes(
    here: Iterable[tuple[Members, Members]], there: Iterable[tuple[Members, Members]], scope: PairScope, also: Iterable[str]
) -> Names:
    """The classes of all items of the forms, and of those of `also`."""
    stands = _stands(here), _stands(there)
    names = dict.fromkeys((*stands[0], *stands[1], *also)).keys() & scope.items.keys()
    classes: dict[Class, list[str]] = {}
    for name in sorted(names, key=scope.sequence.__getitem__):
        one = stands[0].get(name, Stand())
        other = stands[1].get(name, Stand()) if name in scope.there else None
        touched = scope.touched is None or name in scope.touched
        classes.setdefault(Class(touched, scope.items[name].kind == "plan", one, other), []).append(name)
    return classes


def _stands(forms: Iterable[tuple[Members, Members]]) -> dict[str, Stand]:
    """How each item of the forms stands to them."""
    sides: tuple[dict[str, list[tuple[int, Residue]]], ...] = ({}, {})
    for place, form in enumerate(forms):
        for found, members in zip(sides, form, strict=True):
            for name, residue in members.items():
                found.setdefault(name, []).append((place, residue))
    return {name: Stand(*(tuple(found.get(name, ())) for found in sides)) for name in (*sides[0], *sides[1])}


def _near(names: Names, scope: PairScope) -> Iterator[Pair]:
    """The pairs of classes on the two sides of some form, each once.

    Shape: what the drafts touch stands first, then what is a plan. Two plans are never held together.
    """
    sides: tuple[dict[int, list[Class]], ...] = ({}, {})
    for one in names:
        for found, side in zip(sides, one.here, strict=True):
            for form, _ in side:
                found.setdefault(form, []).append(one)
    seen: set[Pair] = set()
    for form, lefts in sides[0].items():
        for left in lefts:
            for right in sides[1].get(form, ()):
                if (left.plans and right.plans) or not scope.asks((left, right)) or (left, right) in seen:
                    continue
                seen.update(((left, right), (right, left)))
                turned = (right.touched, right.plans) > (left.touched, left.plans)
                yield (right, left) if turned else (left, right)


def _beside_plans(names: Names, scope: PairScope) -> Iterator[Pair]:
    """The pairs of a class that a form asks a plan of, and a class of plans. Shape: a plan is beside itself alone."""
    for one in names:
        if one.here.left:
            seconds = [one] if one.plans else [second for second in names if second.plans]
            yield from ((one, second) for second in seconds if scope.asks((one, second)))


def _apart(one: Stand, other: Stand, *, alone: bool) -> list[Way]:
    """The ways in which a form keeps two items apart, be they of one class (`alone`) or not."""
    right, left = dict(other.right), dict(other.left)
    ways: list[Way] = [(residue, right[form]) for form, residue in one.left if form in right]
    return possible(ways + [(residue, left[form]) for form, residue in one.right if form in left])


def _beside(item: Stand, plan: Stand, *, alone: bool) -> list[Way]:
    """The ways in which an item can't be held beside a plan: some form asks a plan of it, and this is none for any.

    Shape: `alone`: the item is the plan, and what is asked of either is asked of it.
    """
    allowed = dict(plan.right)
    ways = unanswered([(residue, allowed.get(form, False)) for form, residue in item.left])
    return possible([(_both(*way), True) for way in ways] if alone else ways)


def unanswered(asked: Iterable[Way]) -> list[Way]:
    """The ways in which something is asked of a holding that nothing answers: some form asks, and none that does is answered.

    Shape: each form as what it asks of, and what answers it; of the ways none is a case of another.
    """
    forms = list(dict.fromkeys(asked))
    ways: list[Way] = [(True, True)]
    for residue, answer in forms:
        if answer is not False:
            ways = possible(
                way for one, other in ways for way in ((_both(one, _not(residue)), other), (one, _both(other, _not(answer))))
            )
    return fewest(possible((_both(residue, one), other) for residue, _ in forms for one, other in ways))


def fewest(ways: Iterable[Way]) -> list[Way]:
    """The ways that are no case of another one."""
    found: list[Way] = []
    for way in dict.fromkeys(ways):
        if not any(all(map(_within, way, other)) for other in found):
            found = [other for other in found if not all(map(_within, other, way))] + [way]
    return found


@cache
def _within(one: Residue, other: Residue) -> bool:
    """Whether a condition holds of every holding of which another does."""
    if one is False or other is True:
        return True
    named = {*_named_origins(one), *_named_origins(other)}
    tries = (
        (bound, origin, plan) for bound in (True, False) for origin in (*sorted(named), "") for plan in (None, *sorted(named))
    )

    def meets(residue: Residue, bound: bool, origin: str, plan: str | None) -> bool:
        return residue if isinstance(residue, bool) else holds(residue, bound=bound, origin=origin, plan=plan)

    return all(meets(other, *how) for how in tries if meets(one, *how))


def _both(one: Residue, other: Residue) -> Residue:
    """What must hold of a holding for two conditions to."""
    if isinstance(one, bool):
        return other if one else False
    if isinstance(other, bool):
        return one if other else False
    return AllOf((one, other))


def possible(ways: Iterable[Way]) -> list[Way]:
    """The ways of which each side can hold of some holding; what holds of any is True."""
    settled = ((_settled(one), _settled(other)) for one, other in ways)
    return [way for way in settled if False not in way]


@cache
def _settled(residue: Residue) -> Residue:
    """The residue, or True or False where every holding or none is in the set."""
    if isinstance(residue, bool):
        return residue
    named = _named_origins(residue)
    plans = (None, *named)
    tries = ((bound, origin, plan) for bound in (True, False) for origin in (*sorted(named), "") for plan in plans)
    found = {holds(residue, bound=bound, origin=origin, plan=plan) for bound, origin, plan in tries}
    return residue if len(found) > 1 else found.pop()


def _named_origins(residue: Residue) -> frozenset[str]:
    """The origins that a condition names."""
    parts = () if isinstance(residue, bool) else parts_of(residue)
    return frozenset(name for part in parts if isinstance(part, Origin) for name in part.names)


def _not(residue: Residue) -> Residue:
    """What must hold of a holding for a condition not to."""
    match residue:
        case bool():
            return not residue
        case Bound(wanted=wanted):
            return Bound(not wanted)
        case _:
            return Not(residue)


Block: TypeAlias = tuple[tuple[Class, ...], tuple[Class, ...], Terms, Terms | None]


def _blocks(rule: Rule, other: Rule | None, near: Iterable[Pair], ways: Ways) -> Iterator[Block]:
    """The classes that the rule keeps apart otherwise than in the other version, put together where the terms are the same.

    Shape: a class apart from itself is a block of its own.
    """
    rows: dict[tuple[Class, Terms, Terms | None], list[Class]] = {}
    for one, second in near:
        now, was = ways(one.here, second.here, alone=one == second), None
        if other is not None and one.there is not None and second.there is not None:
            before = ways(one.there, second.there, alone=one == second)
            was = terms_of(other, before) if before else None
        terms = terms_of(rule, now)
        if not now or alike(terms, was):
            continue
        if one == second:
            yield (one,), (one,), terms, was
        else:
            rows.setdefault((one, terms, was), []).append(second)
    blocks: dict[tuple[tuple[Class, ...], Terms, Terms | None], list[Class]] = {}
    for (one, terms, was), seconds in rows.items():
        blocks.setdefault((tuple(seconds), terms, was), []).append(one)
    for (others, terms, was), ones in blocks.items():
        yield tuple(ones), others, terms, was


def _named(classes: Iterable[Class], names: Names, scope: PairScope) -> tuple[str, ...]:
    """The items of some classes, in sequence."""
    return tuple(sorted((name for one in classes for name in names[one]), key=scope.sequence.__getitem__))
