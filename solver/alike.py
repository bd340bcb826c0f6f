"""Plans that no rule tells apart: what one of them comes to, the other does.

Let p and q be two plans with the same signature: sold, bound and ending alike, bringing the same parts on the same terms, and
in every set that some rule grounds to both with the same condition on the holding, or neither. Exchange p and q in all that
is held, booked, ordered and done on a path: every ground form is mapped to itself, so each order stays legal, with the same
cancellations, on the same day. Hence for any other plan x the doors p-x and q-x, x-p and x-q come to the same, and p-q to the
same as q-p. Losses are holdings beside the plan, and a plan's name decides between equals alone, so verdict, day and number
of losses do not depend on it. A plan that some selector names as an origin is alike to none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from model.catalogue import Catalogue
from model.ground import Extents, Ground, Members
from model.selectors import Origin, parts_of
from solver.program import selectors_of


def alike_plans(catalogue: Catalogue) -> Mapping[str, str]:
    """Each plan with the first plan, in the catalogue's sequence, that is alike to it.

    Cost: linear in the size of the sets that the rules ground to.
    """
    plans = [name for name, item in catalogue.items.items() if item.kind == "plan"]
    extents = Extents(catalogue.items.values(), catalogue.channels)
    marks: dict[str, list[object]] = {name: [] for name in plans}
    for number, found in enumerate(_sets(catalogue, extents)):
        for name in plans if len(plans) < len(found) else found:
            if name in marks and name in found:
                marks[name].append((number, found[name]))
    named = _origins(catalogue)
    first: dict[object, str] = {}
    for name in plans:
        item = catalogue.items[name]
        sale = (item.withdrawn, item.sold_from, item.sold_until, item.term, item.ends)
        marks[name] += [sale, item.brings, name if name in named else ""]
        first.setdefault(tuple(marks[name]), name)
    return {name: first[tuple(marks[name])] for name in plans}


def _sets(catalogue: Catalogue, extents: Extents) -> Iterator[Members]:
    """Every set that a rule grounds to or asks for in its guard, in a fixed order."""
    for rule in catalogue.rules.values():
        if rule.guards.holding is not None:
            yield extents.of(rule.guards.holding)
        for form in rule.body.ground(rule, extents):
            yield from _of_form(form)


def _of_form(form: Ground) -> Iterator[Members]:
    for one in fields(form):
        value = getattr(form, one.name)
        if one.name == "after" and value is not None:
            value = value[1]
        if one.name in ("items", "parts") and isinstance(value, tuple):
            value = dict.fromkeys(value, True)
        if one.name not in ("tests", "rule") and isinstance(value, Mapping):
            yield value


def _origins(catalogue: Catalogue) -> frozenset[str]:
    """The items that some selector names as an origin."""
    return frozenset(
        name
        for rule in catalogue.rules.values()
        for _, selector in selectors_of(rule)
        for part in parts_of(selector)
        if isinstance(part, Origin)
        for name in part.names
    )
