"""What the rules about acts say of one act, beside one plan. Source: docs/semantics.md, 6 to 8."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from model.catalogue import Catalogue
from model.ground import Defer, Fit, Gate, Ground, Members, Passage, Say, Support
from model.rules.base import Act, Rule
from model.state import OWN
from solver.matters.breaks import Breaks, Mending
from solver.matters.forms import NO_PLAN, PLAIN, PLAN, Beside, Form, Forms, among, asks_plan
from solver.matters.guards import Watching, Way

Utterance: TypeAlias = tuple[str, str | Mending]
"""What is said of an act: that it is forbidden (and what would mend that), lets a bound plan be left, is put off, a text."""
FORBIDS, LETS, DELAYS, TELLS = "forbids", "lets", "delays", "tells"
KINDS = ("channel", "starts", "move", "eligible", "needs", "tell")


class Deed(NamedTuple):
    """An act about an item, beside a plan or none."""

    act: Act
    item: str
    plan: str | None


class Acts:
    """The rules about acts of a catalogue; those of `limit`, which count acts, aside."""

    def __init__(
        self, catalogue: Catalogue, ground: Callable[[Rule], tuple[Ground, ...]], forms: Forms, watching: Watching, breaks: Breaks
    ) -> None:
        self.catalogue, self.ground, self.forms = catalogue, ground, forms
        self.watching, self.breaks = watching, breaks
        self.every_plan: tuple[str | None, ...] = (None, *forms.plans)
        self.addons = tuple(name for name, item in catalogue.items.items() if item.kind != PLAN)

    def deeds(self, rule: Rule, others: Sequence[Rule] = ()) -> Iterator[Deed]:
        """The acts that a rule may speak of, beside none alone where neither it nor `others` look at the plan."""
        plans = self._plans(rule, others)
        for act, members in self._about(rule):
            yield from self.about(act, members, plans)

    def about(self, act: Act, members: Members | None, plans: Sequence[str | None]) -> Iterator[Deed]:
        """The acts about a set of items, None for any, beside each of some plans."""
        for item in self._of(act) if members is None else members:
            self.forms.patience.look()
            is_plan = self.catalogue.items[item].kind == PLAN
            if act == "cancel" or is_plan == (act == "change"):
                yield from (Deed(act, item, plan) for plan in plans if plan != item)

    def _plans(self, rule: Rule, others: Sequence[Rule]) -> Sequence[str | None]:
        """The plans beside which a rule may speak, None for none, as far as it or others look at the plan."""
        leaving = [one for form in self.ground(rule) if (one := _leaving(form)) is not None]
        if leaving:
            return [plan for plan in self.forms.plans if any(plan in members for members in leaving)]
        return self.every_plan if any(map(self._looks_at_plan, (rule, *others))) else (None,)

    def _of(self, act: Act) -> Iterable[str]:
        match act:
            case "change":
                return self.forms.plans
            case "add":
                return self.addons
            case "cancel":
                return self.catalogue.items

    def _about(self, rule: Rule) -> Iterator[tuple[Act, Members | None]]:
        """The acts of a rule with the items that they are about, None where any is meant."""
        for form in self.ground(rule):
            match form:
                case Gate(act=act, of=of) | Say(act=act, of=of):
                    yield act, of
                case Defer(of=of):
                    yield "change", of
                case Fit(items=items) | Support(items=items):
                    yield "change", items
                    yield "add", items
                case _:
                    pass
        if self.ground(rule) and isinstance(self.ground(rule)[0], Passage):
            yield "change", None

    def _looks_at_plan(self, rule: Rule) -> bool:
        """Whether what a rule says depends on the plan held."""
        if rule.guards.holding is not None:
            return True
        for form in self.ground(rule):
            match form:
                case Support():
                    return True
                case Gate(of=of) | Say(of=of) if of is not None and any(map(asks_plan, of.values())):
                    return True
                case Fit(items=items) if any(map(asks_plan, items.values())):
                    return True
                case _ if _leaving(form) is not None:
                    return True
                case _:
                    pass
        return False

    def situations(self, deed: Deed) -> Iterator[tuple[Form, Beside, Way | None]]:
        """The forms of a deed's item and its plan; with the holding that is there for sure, what is cancelled."""
        bounds = (False,) if deed.plan is None else self.forms.bounds
        for beside in (NO_PLAN,) if deed.plan is None else (Beside(deed.plan, bound) for bound in bounds):
            match deed.act:
                case "change":
                    yield self.forms.ordered(deed.item), beside, None
                case "add":
                    yield from ((form, beside, None) for form in self.forms.came(deed.item, deed.plan))
                case "cancel" if self.catalogue.items[deed.item].kind == PLAN:
                    yield PLAIN, beside, None
                case "cancel":
                    yield from ((form, beside, Way(deed.item, form)) for form in self.forms.held(deed.item, deed.plan))

    def says(self, rule: Rule, channel: str, deed: Deed, form: Form, beside: Beside) -> frozenset[Utterance]:
        """What a rule says of a deed where its guards hold, and who orders fails the tests of `eligible`.

        Shape: what comes along is not ordered, so it is only told of.
        """
        said = set[Utterance]()
        ordered = deed.act != "add" or form.origin == OWN
        forms = self.ground(rule)
        match forms:
            case (Gate() as gate,) if self._speaks(gate.act, gate.of, gate.leaving, deed, form, beside):
                said |= {(FORBIDS, "")} if ordered and channel not in gate.channels else set()
                said |= self._told(rule.tell)
            case (Defer() as defer,) if self._speaks("change", defer.of, defer.leaving, deed, PLAIN, beside):
                said |= {(DELAYS, "")} | self._told(rule.tell)
            case (Say() as say,) if self._speaks(say.act, say.of, None, deed, form, beside):
                said |= self._told(say.text)
            case (Fit(items=items),) if deed.act != "cancel" and among(items, deed.item, form, beside.plan):
                said |= ({(FORBIDS, "")} if ordered else set()) | self._told(rule.tell)
            case (Support(), *_) if ordered and deed.act != "cancel":
                now = Beside(deed.item, form.bound) if deed.act == "change" else beside
                mending = self.breaks.broken(rule, (deed.item,), {deed.item: form}, now)
                said |= set() if mending is None else {(FORBIDS, mending)}
            case (Passage(), *_) if deed.act == "change" and deed.plan is not None:
                said |= self._passing(rule, forms, deed, beside)
            case _:
                pass
        return frozenset(said)

    def _passing(self, rule: Rule, forms: tuple[Ground, ...], deed: Deed, beside: Beside) -> set[Utterance]:
        plan, own = beside.plan or "", Form(beside.bound, OWN)
        mine = [one for one in forms if isinstance(one, Passage) and among(one.leaving, plan, own, plan)]
        if not mine:
            return set()
        lets = any(among(one.to, deed.item, PLAIN, plan) for one in mine) is mine[0].allowed
        said: set[Utterance] = self._told(rule.tell)
        if not lets:
            return said | {(FORBIDS, "")}
        return said | ({(LETS, "")} if mine[0].speaks_of_bound and beside.bound else set())

    def _speaks(self, act: Act, of: Members | None, leaving: Members | None, deed: Deed, form: Form, beside: Beside) -> bool:
        if deed.act != act or not among(of, deed.item, form, beside.plan):
            return False
        return leaving is None or (beside.plan is not None and among(leaving, beside.plan, Form(beside.bound, OWN), beside.plan))

    @staticmethod
    def _told(text: str) -> set[Utterance]:
        return {(TELLS, text)} if text else set()


def _leaving(form: Ground) -> Members | None:
    """The plans from which a form speaks, None where from any or none."""
    match form:
        case Passage(leaving=leaving) | Gate(leaving=leaving) | Defer(leaving=leaving):
            return leaving
        case _:
            return None
