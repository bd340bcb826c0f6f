"""How items may be held, as far as some selector of the catalogue can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from model.catalogue import Catalogue
from model.ground import Members
from model.items import Item
from model.selectors import AllOf, AnyOf, Bound, Not, Origin, Residue, Selector, holds, parts_of
from model.state import CAMPAIGN, OWN
from solver.matters.patience import Patience

PLAN = "plan"


class Form(NamedTuple):
    """How one item is held."""

    bound: bool
    origin: str


class Beside(NamedTuple):
    """The plan held, None where there is none, and whether it is bound."""

    plan: str | None
    bound: bool


PLAIN = Form(False, OWN)
NO_PLAN = Beside(None, False)


class Forms:
    """The forms in which items may be held.

    Shape: two forms are told apart where some of `selectors` could; all origins that none names are one.
    Errors: NotDecided, wherever forms are given or clashes and acts are gone through.
    """

    def __init__(self, catalogue: Catalogue, selectors: Iterable[Selector], patience: Patience) -> None:
        self.items = catalogue.items
        self.patience = patience
        self.plans = tuple(name for name, item in catalogue.items.items() if item.kind == PLAN)
        asked = [part for selector in selectors for part in parts_of(selector)]
        self.origins = frozenset(name for part in asked if isinstance(part, Origin) for name in part.names)
        self.bounds = (False, True) if any(isinstance(part, Bound) for part in asked) else (False,)
        given = [name for name in catalogue.items if name in self.origins]
        self._given = (OWN, CAMPAIGN, *given)
        self._others = tuple(islice((name for name in catalogue.items if name not in self.origins), 3))

    def held(self, item: str, plan: str | None) -> Iterator[Form]:
        """The forms of a holding that is not the plan, beside a plan or none."""
        self.patience.look()
        if not self.origins:
            yield from (Form(bound, OWN) for bound in self.bounds)
            return
        origins = dict.fromkeys(name for name in self._given if name != item)
        if plan is not None:
            origins[plan] = None
        other = next((name for name in self._others if name not in (item, plan)), None)
        origins |= {} if other is None else {other: None}
        yield from (Form(bound, origin) for bound in self.bounds for origin in origins)

    def besides(self) -> Iterator[Beside]:
        """No plan, and every plan in every form; a plan's origin is own."""
        yield NO_PLAN
        yield from (Beside(plan, bound) for plan in self.plans for bound in self.bounds)

    def ordered(self, item: str) -> Form:
        """The form in which an item comes that is ordered."""
        return fresh(self.items[item], OWN)

    def came(self, item: str, plan: str | None) -> Iterator[Form]:
        """The forms in which an item comes: ordered, or brought by any other item."""
        bound = self.ordered(item).bound
        yield from dict.fromkeys(Form(bound, one.origin) for one in self.held(item, plan) if one.origin != CAMPAIGN)


def fresh(item: Item, origin: str) -> Form:
    """The form of an item that has just come: bound if it has a term."""
    return Form(item.term is not None, origin)


def among(members: Members | None, item: str, form: Form, plan: str | None) -> bool:
    """Whether a holding is in a set; in the set of all where none is given."""
    if members is None:
        return True
    residue = members.get(item, False)
    return residue if isinstance(residue, bool) else meets(residue, form, plan)


def meets(residue: Residue, form: Form, plan: str | None) -> bool:
    """Whether a holding is in a set of which this is left to ask."""
    return holds(residue, bound=form.bound, origin=form.origin, plan=plan)


def asks_plan(residue: Residue) -> bool:
    """Whether a condition on a holding asks if it came with the plan held."""
    return not isinstance(residue, bool) and any(isinstance(part, Origin) and PLAN in part.names for part in parts_of(residue))


def conditional(members: Members) -> Mapping[str, Bound | Origin | Not | AllOf | AnyOf]:
    """The members of a set that are in it only in some forms."""
    return {name: residue for name, residue in members.items() if not isinstance(residue, bool)}
