"""Rules `at_most` of two or more items held against each other: their clashes are too many to be listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from model.ground import AtMost
from model.rules.base import Rule
from solver.matters.forms import NO_PLAN, PLAIN, Beside, Form, among, asks_plan
from solver.matters.rules import Matters


def covers(matters: Matters, rule: Rule) -> Iterator[frozenset[str]]:
    """For each setting and each way in which other rules share the clashes of a rule: those that have the clash too.

    Shape: an empty one where there is a clash that no other rule has.
    Cost: the number of distinct sets of rules that agree on some member, times the size of a clash.
    """
    group = group_of(matters, rule)
    assert group is not None
    agreed: dict[str, frozenset[str]] = {}
    for its in matters.groups[group.n]:
        if not group.of.keys().isdisjoint(its.of) and matters.as_strict(rule, its.rule):
            if items := _agreed(matters, group, its):
                agreed[its.rule.id] = items
    for setting in matters.settings(rule, list(agreed)):
        acting = {name: items for name, items in agreed.items() if matters.acts_in(name, setting)}
        yield from shared(matters, group, acting)


def group_of(matters: Matters, rule: Rule) -> AtMost | None:
    """The ground form of a rule `at_most`."""
    return next((form for form in matters.ground(rule) if isinstance(form, AtMost)), None)


def shared(matters: Matters, group: AtMost, agreed: Mapping[str, frozenset[str]]) -> set[frozenset[str]]:
    """The sets of rules that have all of a clash's items, over all clashes of a group that can be held at once."""
    found: set[frozenset[str]] = set()
    for addons, plans in _holdable(matters, group):
        sharing = {name: frozenset(rule for rule, items in agreed.items() if name in items) for name in (*addons, *plans)}
        reached = {(0, frozenset(agreed))}
        for rules, many in Counter(sharing[name] for name in addons).items():
            reached |= {
                (count + more, cover & rules) for count, cover in reached for more in range(1, min(many, group.n + 1 - count) + 1)
            }
        reached |= {(count + 1, cover & sharing[plan]) for count, cover in reached for plan in plans}
        found |= {cover for count, cover in reached if count == group.n + 1}
    return found


def clash_of_both(matters: Matters, group: AtMost, other: AtMost) -> tuple[str, ...] | None:
    """The first items that are too many for two groups at once."""
    for addons, plans in _holdable(matters, group, other):
        items = [*addons, *plans[:1]]
        if len(items) > group.n:
            return matters.breaks.sorted(items[: group.n + 1])
    return None


def _holdable(matters: Matters, *groups: AtMost) -> Iterator[tuple[list[str], list[str]]]:
    """The items of all groups that can be held at once, and those of which one alone can: beside each plan if it matters."""
    forms, is_plan = matters.forms, matters.breaks.is_plan

    def inside(name: str, form: Form, plan: str | None) -> bool:
        return all(among(group.of, name, form, plan) for group in groups)

    members = [name for name in groups[0].of if all(name in group.of for group in groups)]
    looks = any(asks_plan(group.of[name]) for group in groups for name in members)
    for beside in forms.besides() if looks else (NO_PLAN,):
        addons = [n for n in members if not is_plan(n) and any(inside(n, f, beside.plan) for f in forms.held(n, beside.plan))]
        bounds = (beside.bound,) if looks else forms.bounds
        held = [name for name in members if is_plan(name) and (not looks or name == beside.plan)]
        yield addons, [name for name in held if any(inside(name, Form(bound, PLAIN.origin), name) for bound in bounds)]


def _agreed(matters: Matters, group: AtMost, other: AtMost) -> frozenset[str]:
    """The members of a group that are in the other in the same situations."""

    def same(name: str, beside: Beside) -> bool:
        if matters.breaks.is_plan(name):
            forms = [Form(bound, PLAIN.origin) for bound in matters.forms.bounds]
            return all(among(group.of, name, form, name) == among(other.of, name, form, name) for form in forms)
        held = matters.forms.held(name, beside.plan)
        return all(among(group.of, name, form, beside.plan) == among(other.of, name, form, beside.plan) for form in held)

    looks = any(map(asks_plan, (*group.of.values(), *other.of.values())))
    besides = tuple(matters.forms.besides()) if looks else (NO_PLAN,)
    found = ((name, residue, other.of.get(name)) for name, residue in group.of.items())
    both = ((name, one == its) for name, one, its in found if its is not None)
    return frozenset(name for name, equal in both if equal or all(same(name, beside) for beside in besides))
