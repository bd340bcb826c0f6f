"""What of a new version of a catalogue can take away what the old one allowed: where nothing can, every old path still is one.

The argument: a path of the old version holds and orders items of the old version alone. Nothing else ever comes along, if no
old item brings a new one; so each rule meets it only through the old items of its sets. Where these are the same as before, or
too few for the rule to act, each order of the path comes to the same state and breaks nothing else. New items can only add
paths. Rules that only forbid (moves, channels, limits, locks) may also be gone.
Source: docs/subscribers.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias

from model.catalogue import Catalogue
from model.ground import (
    Apart,
    AtMost,
    Beside,
    Bond,
    Carry,
    Defer,
    Extents,
    Fit,
    Gate,
    Ground,
    Members,
    Passage,
    Quota,
    Say,
    Support,
)
from model.items import Item
from model.rules.base import Rule

FORBIDDING = ("move", "channel", "limit", "locked", "tell")
"""The kinds that only forbid acts, or say something. A move that speaks of what is bound also permits."""
Shape: TypeAlias = tuple[object, ...]


def takes_away(old: Catalogue, new: Catalogue) -> tuple[str, ...]:
    """The items and rules, by name and id, that may take a path of the old version away; none where every path is kept.

    Shape: items in the sequence of the old version, then rules in that of the new, then those of the old that are gone. What is
    not proved harmless is named.
    """
    if dict(old.channels).keys() != dict(new.channels).keys() or not _facts_kept(old, new):
        return tuple(old.items)
    found = [name for name, item in old.items.items() if name not in new.items or _way(item) != _way(new.items[name])]
    if not found and [name for name in new.items if name in old.items] != list(old.items):
        found = list(old.items)
    known = _Known(old, new)
    found += [id_ for id_, rule in new.rules.items() if not known.harmless(old.rules.get(id_), rule)]
    found += [id_ for id_, rule in old.rules.items() if id_ not in new.rules and not known.may_go(rule)]
    return tuple(dict.fromkeys([*found, *moved_carriers(old, new)]))


def moved_carriers(old: Catalogue, new: Catalogue) -> Iterator[str]:
    """The rules that bring something and have another place among these than before: of several the first says for how long."""
    before, after = (
        [id_ for id_, rule in one.rules.items() if rule.body.NAME == "brings" and id_ in other.rules]
        for one, other in ((old, new), (new, old))
    )
    return (id_ for place, id_ in enumerate(after) if before[place : place + 1] != [id_])


def same_paths(old: Catalogue, new: Catalogue) -> bool:
    """Whether two versions have the same items and allow the same paths: they differ in words and fees alone."""
    return old.items.keys() == new.items.keys() and not takes_away(old, new) and not takes_away(new, old)


def _facts_kept(old: Catalogue, new: Catalogue) -> bool:
    return all(
        name in new.facts
        and (fact.type, fact.default, fact.settle) == (new.facts[name].type, new.facts[name].default, new.facts[name].settle)
        for name, fact in old.facts.items()
    )


def _way(item: Item) -> Shape:
    """All of an item that the meaning of a change looks at, but for what selectors do."""
    return item.kind, item.brings, item.term, item.ends, item.withdrawn, item.sold_from, item.sold_until


class _Known:
    """The rules of two versions, as the items of the old one meet them."""

    def __init__(self, old: Catalogue, new: Catalogue) -> None:
        self.items = frozenset(old.items)
        self.old = Extents(old.items.values(), old.channels)
        self.new = Extents(new.items.values(), new.channels)

    def harmless(self, before: Rule | None, rule: Rule) -> bool:
        """Whether a rule of the new version meets old items as `before` does, or not at all."""
        if rule.body.NAME == "tell":
            return True
        if self._brings_new(rule):
            return False
        after = frozenset(self._forms(rule, self.new))
        if not after:
            return before is None or self.may_go(before)
        if before is None or _envelope(before) != _envelope(rule):
            return False
        same_guard = self._guard(before, self.old) == self._guard(rule, self.new)
        return same_guard and frozenset(self._forms(before, self.old)) == after

    def may_go(self, rule: Rule) -> bool:
        """Whether a rule of the old version can only forbid, or never acts."""
        forbids = rule.body.NAME in FORBIDDING and not getattr(rule.body, "speaks_of_bound", False)
        return forbids or not any(self._forms(rule, self.old))

    def _guard(self, rule: Rule, extents: Extents) -> Shape | None:
        return None if rule.guards.holding is None else _kept(extents.of(rule.guards.holding), self.items)

    def _forms(self, rule: Rule, extents: Extents) -> Iterator[Shape]:
        """What a rule says of old items; nothing where it can't act on them."""
        for form in rule.body.ground(rule, extents):
            shape = _form(form, self.items)
            if shape is not None:
                yield shape

    def _brings_new(self, rule: Rule) -> bool:
        forms = rule.body.ground(rule, self.new)
        return any(
            isinstance(form, Carry) and not self.items.isdisjoint(form.items) and not self.items.issuperset(form.parts)
            for form in forms
        )


def _envelope(rule: Rule) -> Shape:
    return rule.body.NAME, rule.resolve, rule.resolve_given, rule.valid, rule.at, rule.guards.facts


def _kept(members: Members, items: Collection[str]) -> Shape:
    return tuple((name, residue) for name, residue in members.items() if name in items)


def _form(form: Ground, items: Collection[str]) -> Shape | None:
    """A ground form with its sets cut down to `items`, None where it then says nothing."""

    def kept(members: Members) -> Shape:
        return _kept(members, items)

    def some(members: Members | None) -> Shape | None:
        """None where any item is meant."""
        return None if members is None else kept(members)

    match form:
        case Apart(left=left, right=right):
            return _unless(("apart", kept(left), kept(right)))
        case Beside(items=of, plans=plans):
            return ("beside", kept(of), kept(plans)) if kept(of) else None
        case Support(items=of, any_of=any_of, taken=taken):
            return ("support", kept(of), kept(any_of), taken) if kept(of) else None
        case AtMost(n=n, of=of):
            return ("at most", n, kept(of)) if len(kept(of)) > n else None
        case Fit(items=of, tests=tests, taken=taken):
            return ("fit", kept(of), tuple(tests.items()), taken) if kept(of) else None
        case Bond(items=of, always=always):
            return _unless(("bond", kept(of)), always)
        case Carry(rule=rule, items=of, parts=parts):
            carried = tuple(name for name in parts if name in items)
            span = getattr(rule.body, "ends", None), getattr(rule.body, "removable", False)
            return _unless(("carry", tuple(name for name in of if name in items), carried), span)
        case Passage(leaving=leaving, to=to, allowed=allowed, speaks_of_bound=bound):
            return (
                ("passage", kept(leaving), kept(to), allowed, bound) if kept(leaving) and (allowed or bound or kept(to)) else None
            )
        case Gate(act=act, of=of, leaving=leaving, channels=channels):
            return _unless(("gate", some(of), some(leaving)), act, channels)
        case Defer(of=of, leaving=leaving):
            return _unless(("defer", some(of), some(leaving)))
        case Quota(act=act, of=of, at_most=at_most, period=period, after=after):
            # an act before whose item is not known counts as one about any
            then = () if after is None else (after[0], some(after[1]))
            return _unless(("quota", some(of)), act, at_most, period, then)
        case Say():
            return None


def _unless(sets: Shape, *more: object) -> Shape | None:
    """The shape, None where one of its sets is empty."""
    return None if () in sets else (*sets, *more)
