"""Which rules are superfluous: other rules say all that they say, wherever they act."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from model.ground import AtMost, Bond, Carry, Gate, Quota
from model.rules.base import Rule
from solver.matters import crowds, parts
from solver.matters.breaks import stands, tests_of_eligible
from solver.matters.facts import implies, spoilt_at
from solver.matters.rules import Matters, Setting

Cover: TypeAlias = frozenset[str]
"""The rules any one of which says all that is said of one matter."""


def superfluous(matters: Matters, rule: Rule) -> tuple[str, ...] | None:
    """Rules that together say all that `rule` says, each needed for that; None where something would be unsaid.

    Shape: in the sequence of the rules; none at all where what says it is no rule: an item's own parts, or a contract.
    """
    if isinstance(matters.ground(rule)[0], Carry):
        return parts.carried_anyway(matters, rule)
    covers: set[Cover] = set()
    for cover in _covers(matters, rule):
        if not cover:
            return None
        covers.add(cover)
    left = sorted(frozenset[str]().union(*covers), key=matters.places.__getitem__)
    for name in reversed(left):
        if all(cover & (frozenset(left) - {name}) for cover in covers):
            left.remove(name)
    return tuple(left)


def _covers(matters: Matters, rule: Rule) -> Iterator[Cover]:
    """The covers of all matters in all settings; an empty one where a matter has none."""
    match matters.ground(rule)[0]:
        case AtMost(n=n) if n > 1:
            yield from crowds.covers(matters, rule)
        case _ if stands(rule):
            yield from _of_clashes(matters, rule)
        case Bond():
            yield from _of_locks(matters, rule)
        case Quota():
            yield from _of_limits(matters, rule)
        case _:
            yield from _of_acts(matters, rule)


def _of_clashes(matters: Matters, rule: Rule) -> Iterator[Cover]:
    groups: set[Cover] = set()
    breaks = matters.breaks
    for clash in breaks.clashes(rule):
        if breaks.can(rule, clash):
            first = next((item for item in clash if not breaks.is_plan(item)), clash[0])
            others = (other for other in breaks.speaking_of(first) if matters.as_strict(rule, other))
            cover = frozenset(other.id for other in others if breaks.alike(rule, other, clash))
            groups.add(cover)
            if not cover:
                break
    yield from in_settings(matters, rule, groups)


def in_settings(matters: Matters, rule: Rule, groups: set[Cover]) -> Iterator[Cover]:
    """What is left of each cover in each setting of a rule."""
    others = sorted(frozenset[str]().union(*groups))
    for setting in matters.settings(rule, others):
        acting = frozenset(name for name in others if matters.acts_in(name, setting) and _settled(matters, rule, name, setting))
        yield from (group & acting for group in groups)


def _settled(matters: Matters, rule: Rule, other: str, setting: Setting) -> bool:
    """Whether a fact that is put right makes `other` newly broken wherever it makes `rule` so."""
    facts, mine, its = matters.catalogue.facts, tests_of_eligible(rule), tests_of_eligible(matters.catalogue.rules[other])
    if mine is None or not stands(rule) or not spoilt_at(facts, mine, setting.channel):
        return True
    return its is not None and implies(facts, mine, its)


def _of_locks(matters: Matters, rule: Rule) -> Iterator[Cover]:
    mine = matters.locks.items(rule)
    items = {other.id: matters.locks.items(other) for other in matters.alike(rule)}
    others = [other for other in matters.alike(rule) if not mine.isdisjoint(items[other.id])]
    for setting in matters.settings(rule, [other.id for other in others]):
        days = setting.first, setting.last
        open_ = {one.item for one in matters.locks.locked(rule, *days) if not one.form.bound}
        acting = [other for other in others if matters.acts_in(other.id, setting)]
        for item in sorted(open_):
            speaking = (other for other in acting if item in items[other.id])
            yield frozenset(other.id for other in speaking if matters.locks.covers(rule, other, item, *days))


def _of_limits(matters: Matters, rule: Rule) -> Iterator[Cover]:
    others = matters.alike(rule)
    for setting in matters.settings(rule, [other.id for other in others]):
        acting = [other for other in others if matters.acts_in(other.id, setting)]
        yield frozenset(o.id for o in acting if matters.limits.covers(rule, o, setting.first, setting.last))


def _of_acts(matters: Matters, rule: Rule) -> Iterator[Cover]:
    others = matters.alike(rule)
    if not others:
        yield frozenset()
        return
    by_channel = isinstance(matters.ground(rule)[0], Gate)
    for channel in matters.heard(rule):
        groups: set[Cover] = set()
        for deed in matters.acts.deeds(rule, others):
            said = tuple(matters.speeches(rule, channel, deed))
            if said:
                groups.add(frozenset(other.id for other in others if matters.repeats(rule, other, channel, said)))
            if frozenset() in groups:
                break
        for setting in matters.settings(rule, sorted(frozenset[str]().union(*groups))):
            if not by_channel or setting.channel == channel:
                acting = {other.id for other in others if matters.acts_in(other.id, setting)}
                yield from (group & acting for group in groups)
