"""All that the rules of a catalogue say, matter by matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from model.catalogue import Catalogue
from model.ground import AtMost, Bond, Carry, Extents, Fit, Gate, Ground, Quota
from model.rules.base import STRICTNESS, Rule
from solver.matters.acts import FORBIDS, Acts, Deed, Utterance
from solver.matters.breaks import Breaks, stands, tests_of_eligible
from solver.matters.facts import can_fail, implies
from solver.matters.forms import PLAIN, PLAN, Beside, Form, Forms, among
from solver.matters.guards import Watching, Way
from solver.matters.limits import Limits
from solver.matters.locks import Locks
from solver.matters.patience import Patience
from solver.matters.selectors import keyed_selectors

ONE = timedelta(days=1)


class Setting(NamedTuple):
    """Days from `first` to `last` on which the same rules are valid, and a channel."""

    first: date
    last: date
    channel: str


class Speech(NamedTuple):
    """What a rule says of a deed in a situation, where its guards can hold."""

    said: frozenset[Utterance]
    deed: Deed
    form: Form
    beside: Beside
    also: Way | None


class Matters:
    """The rules of a catalogue, each kind of matter with its own reader. Errors: NotDecided, of all that is asked."""

    def __init__(
        self,
        catalogue: Catalogue,
        extents: Extents,
        ground: Callable[[Rule], tuple[Ground, ...]],
        patience: Patience,
    ) -> None:
        self.catalogue, self.ground = catalogue, ground
        selectors = (selector for rule in catalogue.rules.values() for _, selector in keyed_selectors(rule))
        self.forms = Forms(catalogue, selectors, patience)
        self.places = {name: place for place, name in enumerate(catalogue.rules)}
        self.breaks = Breaks(catalogue, ground, self.forms)
        self.watching = Watching(catalogue, extents, self.forms)
        self.acts = Acts(catalogue, ground, self.forms, self.watching, self.breaks)
        self.limits = Limits(ground, self.acts, self.watching)
        self.locks = Locks(catalogue, ground, self.forms)
        self._acting: dict[str, bool] = {}

    def channels(self, rule: Rule) -> tuple[str, ...]:
        """The channels through which a rule acts, in the catalogue's sequence."""
        return tuple(channel for channel in self.catalogue.channels if rule.at is None or channel in rule.at)

    def heard(self, rule: Rule) -> tuple[str, ...]:
        """Those of its channels that a rule about acts says anything of; one for all where it says the same of all."""
        match self.ground(rule):
            case (Gate(channels=allowed),):
                return tuple(channel for channel in self.channels(rule) if rule.tell or channel not in allowed)
            case _:
                return self.channels(rule)[:1]

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], list[Rule]]:
        """The rules of each kind and `when` that say anything in the ground language."""
        found: dict[tuple[str, str], list[Rule]] = {}
        for rule in self.catalogue.rules.values():
            if self.ground(rule):
                found.setdefault(_kind(rule), []).append(rule)
        return found

    @cached_property
    def groups(self) -> dict[int, list[AtMost]]:
        """The groups of the rules `at_most` by how many of each may be held."""
        found: dict[int, list[AtMost]] = {}
        for rule in self.breaks.rules:
            for form in self.ground(rule):
                if isinstance(form, AtMost):
                    found.setdefault(form.n, []).append(form)
        return found

    def settings(self, rule: Rule, others: Sequence[str]) -> Iterator[Setting]:
        """The channels of a rule, and its days, parted where one of the others begins or stops to be valid."""
        first, last = rule.valid.since or date.min, rule.valid.until or date.max
        windows = [self.catalogue.rules[other].valid for other in others]
        cuts = {window.since for window in windows if window.since is not None}
        cuts |= {window.until + ONE for window in windows if window.until is not None and window.until < date.max}
        starts = [first, *sorted(cut for cut in cuts if first < cut <= last)]
        for start, end in zip(starts, [*(cut - ONE for cut in starts[1:]), last], strict=True):
            yield from (Setting(start, end, channel) for channel in self.channels(rule))

    def acts_in(self, rule: str, setting: Setting) -> bool:
        """Whether a rule acts in a setting that was parted by it."""
        one = self.catalogue.rules[rule]
        return one.valid.on(setting.first) and one.acts_at(setting.channel)

    def as_strict(self, rule: Rule, other: Rule) -> bool:
        """Whether `other`, where it breaks what `rule` breaks, is as strict, tells the same and looks at no fact beyond."""
        if other is rule or STRICTNESS[other.resolve] < STRICTNESS[rule.resolve] or (rule.tell and rule.tell != other.tell):
            return False
        mine, its = tests_of_eligible(rule), tests_of_eligible(other)
        return its is None or (mine is not None and implies(self.catalogue.facts, its, mine))

    def alike(self, rule: Rule) -> list[Rule]:
        """The other rules of the same kind, `when` and all."""
        return [other for other in self._kinds[_kind(rule)] if other is not rule]

    def speeches(self, rule: Rule, channel: str, deed: Deed) -> Iterator[Speech]:
        """All that a rule about acts says of a deed."""
        for form, beside, also in self.acts.situations(deed):
            said = self.said(rule, channel, deed, form, beside)
            if said and self.watching.can(rule, beside):
                yield Speech(said, deed, form, beside, also)

    def repeats(self, rule: Rule, other: Rule, channel: str, speeches: Sequence[Speech]) -> bool:
        """Whether another rule says all that, in the same situations."""
        mine, its = tests_of_eligible(rule), tests_of_eligible(other)
        if mine is not None and its is not None and not implies(self.catalogue.facts, its, mine):
            return False
        return all(
            said <= self.acts.says(other, channel, deed, form, beside) and self.watching.implied(rule, other, beside, also)
            for said, deed, form, beside, also in speeches
        )

    def ever_acts(self, rule: Rule) -> bool:
        """Whether there is a situation in which a rule says something. Cost: stops at the first; asked once a rule."""
        found = self._acting.get(rule.id)
        if found is None:
            found = self._acting[rule.id] = self._ever_acts(rule)
        return found

    def _ever_acts(self, rule: Rule) -> bool:
        first, last = rule.valid.since or date.min, rule.valid.until or date.max
        forms = self.ground(rule)
        if not forms or last < first:
            return False
        if stands(rule):
            return self.breaks_some(rule)
        match forms[0]:
            case Bond():
                return any(True for _ in self.locks.locked(rule, first, last))
            case Carry(items=items, parts=parts):
                return any(part != item for part in parts for item in items)
            case Quota():
                return any(True for _ in self.limits.speaks(rule))
            case _:
                return any(self.voices(rule, channel) for channel in self.heard(rule))

    def voices(self, rule: Rule, channel: str) -> bool:
        """Whether a rule about acts says something in an order through a channel."""
        return any(True for deed in self.acts.deeds(rule) for _ in self.speeches(rule, channel, deed))

    def said(self, rule: Rule, channel: str, deed: Deed, form: Form, beside: Beside) -> frozenset[Utterance]:
        """What a rule about acts says of a deed where its guards hold, facts looked at."""
        said = self.acts.says(rule, channel, deed, form, beside)
        if isinstance(self.ground(rule)[0], Fit) and not can_fail(self.catalogue.facts, tests_of_eligible(rule) or {}):
            return frozenset(one for one in said if one[0] != FORBIDS)
        return said

    def breaks_some(self, rule: Rule, *, losable: bool = False) -> bool:
        """Whether some items can break a standing rule; if `losable`, some of which one is no plan."""
        match self.ground(rule):
            case (AtMost(n=n) as group,) if n:
                return self._crowded(group)
            case (Fit(),) if not can_fail(self.catalogue.facts, tests_of_eligible(rule) or {}):
                return False
            case _:
                clashes = self.breaks.clashes(rule)
                wanted = (one for one in clashes if not (losable and all(map(self.breaks.is_plan, one))))
                return any(self.breaks.can(rule, clash) for clash in wanted)

    def _crowded(self, group: AtMost) -> bool:
        """Whether more items of a group can be held at once than it allows; of plans one alone."""
        addons = [name for name in group.of if self.catalogue.items[name].kind != PLAN]
        for plan, bound in self.forms.besides():
            crowd = sum(any(among(group.of, a, form, plan) for form in self.forms.held(a, plan)) for a in addons)
            crowd += plan is not None and among(group.of, plan, Form(bound, PLAIN.origin), plan)
            if crowd > group.n:
                return True
        return False


def _kind(rule: Rule) -> tuple[str, str]:
    return rule.body.NAME, getattr(rule.body, "when", "")
