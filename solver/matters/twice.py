"""Clashes that two rules answer differently."""

from __future__ import annotations

from collections.abc import Iterator

from model.rules.base import Rule
from solver.matters.breaks import Clash, asking
from solver.matters.crowds import clash_of_both, group_of
from solver.matters.rules import Matters


def broken_twice(matters: Matters, rule: Rule) -> Iterator[tuple[Rule, Clash]]:
    """The later rules that break a clash of two or more items as `rule` does, with another `resolve`; each with the first.

    Shape: in the sequence of the rules.
    Cost: the clashes that two rules share, over all rules that speak of one item, until one is found.
    """
    places = matters.breaks.places
    items = {item for form in matters.ground(rule) for item in asking(form)}
    speaking = {places[other.id] for item in items for other in matters.breaks.speaking_of(item)}
    for place in sorted(place for place in speaking if place > places[rule.id]):
        other = matters.breaks.rules[place]
        if other.resolve != rule.resolve and _meet(matters, rule, other):
            clash = next(_common(matters, rule, other), None)
            if clash is not None:
                yield other, clash


def _common(matters: Matters, rule: Rule, other: Rule) -> Iterator[Clash]:
    """The clashes of two or more items in which both rules can be broken at once."""
    mine, its = group_of(matters, rule), group_of(matters, other)
    if mine is not None and its is not None and mine.n == its.n > 1:
        clash = clash_of_both(matters, mine, its)
        yield from () if clash is None else (clash,)
        return
    within = matters.breaks.standing_in(other)
    for clash in matters.breaks.clashes(rule, within=within):
        if len(clash) > 1 and matters.breaks.both(rule, other, clash):
            yield clash


def _meet(matters: Matters, rule: Rule, other: Rule) -> bool:
    """Whether two rules act on one same day through one same channel."""
    channels = set(matters.channels(rule)) & set(matters.channels(other))
    return bool(channels) and any(matters.acts_in(other.id, setting) for setting in matters.settings(rule, [other.id]))
