"""Which sets of items a standing rule breaks, and in which forms. Source: docs/semantics.md, 5."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import TypeAlias

from model.catalogue import Catalogue
from model.facts import FactTests
from model.ground import Apart, AtMost, Fit, Ground, Members, Support
from model.ground import Beside as OnlyBeside
from model.rules.base import Rule
from solver.matters.forms import NO_PLAN, PLAIN, PLAN, Beside, Form, Forms, among, asks_plan, meets

Clash: TypeAlias = tuple[str, ...]
"""The items that break a rule together, in the catalogue's sequence."""
Mending: TypeAlias = frozenset[tuple[str, Form]]
"""The holdings of which any one would mend what is broken; none where nothing else held could."""
Held: TypeAlias = Mapping[str, Form]


class Breaks:
    """The standing rules of a catalogue, as far as they break something whatever else the catalogue says."""

    def __init__(self, catalogue: Catalogue, ground: Callable[[Rule], tuple[Ground, ...]], forms: Forms) -> None:
        self.catalogue, self.ground, self.forms = catalogue, ground, forms
        self.sequence = catalogue.sequence
        self.rules = tuple(rule for rule in catalogue.rules.values() if stands(rule))
        self.places = {rule.id: place for place, rule in enumerate(self.rules)}
        self._speaking: dict[str, list[Rule]] | None = None
        self._standing: dict[str, frozenset[str]] = {}
        self._mending: dict[tuple[int, str | None], Mending] = {}

    def speaking_of(self, item: str) -> list[Rule]:
        """The rules of whose clashes an item can be the one that is no plan, or the only one."""
        if self._speaking is None:
            self._speaking = {}
            for rule in self.rules:
                for name in dict.fromkeys(name for form in self.ground(rule) for name in asking(form)):
                    self._speaking.setdefault(name, []).append(rule)
        return self._speaking.get(item, [])

    def standing_in(self, rule: Rule) -> frozenset[str]:
        """The items that can stand in a clash of a rule."""
        found = self._standing.get(rule.id)
        if found is None:
            forms = self.ground(rule)
            found = self._standing[rule.id] = frozenset(item for form in forms for item in standing(form, self.forms.plans))
        return found

    def clashes(self, rule: Rule, *, within: Container[str] | None = None) -> Iterator[Clash]:
        """The sets of items that could break a rule, those of `at_most` with three or more items aside; some twice.

        Shape: if `within` is given, those alone of whose items all are in it.
        """
        for clash in self._clashes(rule, within):
            self.forms.patience.look()
            yield clash

    def _clashes(self, rule: Rule, within: Container[str] | None) -> Iterator[Clash]:
        def some(members: Iterable[str]) -> list[str]:
            return [name for name in members if within is None or name in within]

        for form in self.ground(rule):
            match form:
                case Apart(left=left, right=right):
                    others = some(right)
                    yield from (self.sorted((a, b)) for a in some(left) for b in others if a != b)
                case OnlyBeside(items=items):
                    plans = some(self.forms.plans)
                    for item in some(items):
                        yield (item,)
                        yield from (self.sorted((item, plan)) for plan in plans if not self.is_plan(item))
                case Support(items=items) | Fit(items=items):
                    yield from ((item,) for item in some(items))
                case AtMost(n=0, of=of):
                    yield from ((item,) for item in some(of))
                case AtMost(n=1, of=of):
                    yield from combinations(some(of), 2)
                case _:
                    pass

    def sorted(self, items: Iterable[str]) -> Clash:
        """The items in the catalogue's sequence."""
        return tuple(sorted(items, key=self.sequence.__getitem__))

    def is_plan(self, item: str) -> bool:
        """Whether an item is a plan."""
        return self.catalogue.items[item].kind == PLAN

    def can(self, rule: Rule, clash: Clash) -> bool:
        """Whether there is a situation in which these items break the rule; facts aside."""
        return any(self.broken(rule, clash, held, beside) is not None for held, beside in self.situations(clash, (rule,)))

    def alike(self, rule: Rule, other: Rule, clash: Clash) -> bool:
        """Whether these items break both rules in the same situations and the same would mend it; facts aside."""
        return all(
            self.broken(rule, clash, held, beside) == self.broken(other, clash, held, beside)
            for held, beside in self.situations(clash, (rule, other))
        )

    def both(self, rule: Rule, other: Rule, clash: Clash) -> bool:
        """Whether there is a situation in which these items break both rules; facts aside."""
        return any(
            self.broken(rule, clash, held, beside) is not None and self.broken(other, clash, held, beside) is not None
            for held, beside in self.situations(clash, (rule, other))
        )

    def situations(self, clash: Clash, rules: tuple[Rule, ...]) -> Iterator[tuple[Held, Beside]]:
        """The forms of a clash's items, beside every plan, as far as the rules tell them apart; none with two plans."""
        plans = [item for item in clash if self.is_plan(item)]
        self.forms.patience.look()
        if len(plans) > 1:
            return
        asking = any(self._asks_forms(rule, item) for rule in rules for item in clash)
        bounds = self.forms.bounds if asking else (False,)
        besides: Iterable[Beside] = [Beside(plan, bound) for plan in plans for bound in bounds]
        if not plans:
            looks = any(self._asks_plan(rule, item, alone=len(clash) == 1) for rule in rules for item in clash)
            besides = self.forms.besides() if looks else (NO_PLAN,)
        others = [item for item in clash if item not in plans]
        for beside in besides:
            own = {plan: Form(beside.bound, PLAIN.origin) for plan in plans}
            for held in product(*(self.forms.held(item, beside.plan) if asking else (PLAIN,) for item in others)):
                yield {**own, **dict(zip(others, held, strict=True))}, beside

    def _asks_forms(self, rule: Rule, item: str) -> bool:
        """Whether the rule asks how an item of a clash is held."""
        return any(not isinstance(members.get(item, False), bool) for form in self.ground(rule) for members in sides(form))

    def _asks_plan(self, rule: Rule, item: str, *, alone: bool) -> bool:
        """Whether the rule asks what plan is held, of a clash with none; `alone`: it is of one item."""
        for form in self.ground(rule):
            if any(asks_plan(members.get(item, False)) for members in sides(form)):
                return True
            match form:
                case OnlyBeside(items=items) if alone and item in items:
                    return True
                case Support(items=items, any_of=any_of) if alone and item in items:
                    if any(self.is_plan(name) or asks_plan(residue) for name, residue in any_of.items()):
                        return True
                case _:
                    pass
        return False

    def broken(self, rule: Rule, clash: Clash, held: Held, beside: Beside) -> Mending | None:
        """What would mend a rule that these items break where nothing else is held, None where they do not break it."""
        plan = beside.plan
        forms = self.ground(rule)
        match forms:
            case (Apart(), *_):
                broken = len(clash) == 2 and any(_apart(form, *clash, held, plan) for form in forms if isinstance(form, Apart))
                return frozenset() if broken else None
            case (OnlyBeside(), *_):
                return frozenset() if self._alone(forms, clash, held, beside) else None
            case (AtMost(n=n, of=of),):
                return frozenset() if len(clash) == n + 1 and all(among(of, i, held[i], plan) for i in clash) else None
            case (Fit(items=items),):
                return frozenset() if len(clash) == 1 and among(items, clash[0], held[clash[0]], plan) else None
            case _:
                return self._unmet(forms, clash, held, beside)

    def _alone(self, forms: tuple[Ground, ...], clash: Clash, held: Held, beside: Beside) -> bool:
        """Whether an item of `only_with` stands beside a plan that is not allowed, or beside none."""
        others = [item for item in clash if item != beside.plan]
        if len(others) > 1 or len(clash) != len(others) + (beside.plan is not None):
            return False
        item = others[0] if others else clash[0]
        mine = [f for f in forms if isinstance(f, OnlyBeside) and among(f.items, item, held[item], beside.plan)]
        if beside.plan is None:
            return bool(mine)
        own = Form(beside.bound, PLAIN.origin)
        return bool(mine) and not any(among(form.plans, beside.plan, own, beside.plan) for form in mine)

    def _unmet(self, forms: tuple[Ground, ...], clash: Clash, held: Held, beside: Beside) -> Mending | None:
        """What would meet the need of an item, None where it has none or the plan meets it."""
        item = clash[0]
        if len(clash) != 1:
            return None
        mine = [f for f in forms if isinstance(f, Support) and among(f.items, item, held[item], beside.plan)]
        plan = Form(beside.bound, PLAIN.origin)
        if not mine or (
            beside.plan not in (None, item) and any(among(form.any_of, beside.plan or "", plan, beside.plan) for form in mine)
        ):
            return None
        found = frozenset[tuple[str, Form]]().union(*(self._menders(form.any_of, beside.plan) for form in mine))
        return frozenset(pair for pair in found if pair[0] != item)

    def _menders(self, members: Members, plan: str | None) -> Mending:
        """The holdings that are no plan and in a set."""
        key = (id(members), plan if self.forms.origins else None)
        found = self._mending.get(key)
        if found is None:
            found = self._mending[key] = frozenset(
                (name, form)
                for name, residue in members.items()
                if not self.is_plan(name)
                for form in self.forms.held(name, plan)
                if meets(residue, form, plan)
            )
        return found


def stands(rule: Rule) -> bool:
    """Whether a rule is one of those that hold in every state."""
    return rule.body.FORM.resolves == "standing" and getattr(rule.body, "when", "held") == "held"


def tests_of_eligible(rule: Rule) -> FactTests | None:
    """The tests of `eligible`; such a rule is broken only by who fails them."""
    return getattr(rule.body, "facts", None)


def asking(form: Ground) -> Iterable[str]:
    """The items that a form asks something of."""
    match form:
        case Apart(left=left, right=right):
            return (*left, *right)
        case OnlyBeside(items=items) | Support(items=items) | Fit(items=items):
            return items
        case AtMost(of=of):
            return of
        case _:
            return ()


def standing(form: Ground, plans: Iterable[str]) -> Iterable[str]:
    """The items that can stand in a clash of a form."""
    return (*asking(form), *plans) if isinstance(form, OnlyBeside) else asking(form)


def sides(form: Ground) -> tuple[Members, ...]:
    """The sets of a form in which an item of a clash can stand."""
    match form:
        case Apart(left=left, right=right):
            return left, right
        case OnlyBeside(items=items, plans=plans):
            return items, plans
        case Support(items=items) | Fit(items=items):
            return (items,)
        case AtMost(of=of):
            return (of,)
        case _:
            return ()


def _apart(form: Apart, a: str, b: str, held: Held, plan: str | None) -> bool:
    return any(among(form.left, x, held[x], plan) and among(form.right, y, held[y], plan) for x, y in ((a, b), (b, a)))
