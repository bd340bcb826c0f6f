"""The clashes that drafts make and cure: instances of standing rules that one version has and the other has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace

from model.clash import Clash, Clashes, Terms, Way
from model.draft import Drafted
from model.ground import Carry, Members, Support
from model.items import Item
from model.rules.at_most import AtMostRule
from model.rules.base import Rule
from model.rules.brings import BringsRule
from model.rules.conflict import Conflict
from model.rules.needs import Needs
from model.rules.only_with import OnlyWith
from model.selectors import AllOf, Among, Selector, Variable, variables
from solver.checks.clash_pairs import PairScope, alike, apart_pairs, beside_pairs, terms_of, unanswered
from solver.findings.base import Study


@dataclass(frozen=True, slots=True)
class Version:
    """A catalogue under study, and what can be had in it: what is not withdrawn, and what that brings."""

    study: Study
    had: frozenset[str]

    def rule(self, id_: str, kind: type) -> Rule | None:
        """The rule of an id, if it is of a kind."""
        found = self.study.catalogue.rules.get(id_)
        return found if found is not None and isinstance(found.body, kind) else None


def clashes(drafted: Drafted, old: Study, new: Study) -> Clashes:
    """The instances of `conflict`, `only_with`, `needs` and `at_most` that drafts make, and those that they cure.

    Shape: an instance is a rule with its items, so a pair that two rules keep apart is an instance of both; two plans,
    which are never held together, are none.
    Cost: grounds the standing rules of both versions; linear in the sets of the rules that the drafts touch, whatever the
    number of their pairs.
    """
    before, after = Version(old, _had(old)), Version(new, _had(new))
    scope = _scope(drafted, drafted.new.items)
    made = [one for id_ in drafted.new.rules for one in _of(id_, after, before, scope)]
    scope = _scope(drafted, {name: item for name, item in drafted.new.items.items() if name in drafted.old.items})
    cured = (one for id_ in drafted.old.rules for one in _of(id_, before, after, scope) if one.was is None)
    gone = drafted.old.items.keys() - drafted.new.items.keys()
    cured = (replace(one, others=tuple(name for name in one.others if name not in gone)) for one in cured)
    return Clashes(tuple(one for one in made if one.was is None), tuple(one for one in made if one.was is not None), tuple(cured))


def _scope(drafted: Drafted, items: Map[str, Item]) -> PairScope:
    """The pairs of some items that the drafts touch."""
    plans = tuple(name for name, item in items.items() if item.kind == "plan")
    return PairScope(items, plans, drafted.old.items, drafted.new.sequence, frozenset(drafted.items.written))


def _of(id_: str, here: Version, there: Version, scope: PairScope) -> Iterator[Clash]:
    """The instances of a rule in one version that the other has not, or not on the same terms."""
    rule = here.study.catalogue.rules[id_]
    other = there.rule(id_, type(rule.body))
    sequence = scope.sequence
    found: Iterable[Clash] = ()
    match rule.body:
        case Conflict() | OnlyWith():
            forms = here.study.ground(rule), () if other is None else there.study.ground(other)
            find = apart_pairs if isinstance(rule.body, Conflict) else beside_pairs
            whole = other is None or _differs(rule, other)
            found = find(rule, other, forms, replace(scope, touched=None) if whole else scope)
        case Needs():
            found = _needs(rule, other, here, there, sequence)
        case AtMostRule():
            found = _groups(rule, other, here, there, sequence)
        case _:
            return
    yield from sorted(found, key=lambda one: (sequence[one.items[0]], sequence.get(one.others[0], -1) if one.others else -1))


def _differs(rule: Rule, other: Rule) -> bool:
    """Whether a rule may keep items apart that the drafts do not touch otherwise than in the other version."""
    if (rule.body, rule.resolve, rule.at, rule.valid) != (other.body, other.resolve, other.at, other.valid):
        return True
    match rule.body:
        case Conflict(left=left, right=right):
            return bool((variables(left) | variables(right)) - _anchored(left) - _anchored(right))
        case OnlyWith(items=items, allow=allow):
            return bool((variables(items) | variables(allow)) - _anchored(items))
        case _:
            return False


def _anchored(selector: Selector) -> frozenset[str]:
    """The join variables whose value an item of the set must have; of others, a third item may give the value."""
    match selector:
        case Among(values=(Variable(name=name),)):
            return frozenset({name})
        case AllOf(parts=parts):
            return frozenset().union(*map(_anchored, parts))
        case _:
            return frozenset()


def _had(study: Study) -> frozenset[str]:
    """The items that can be had: those not withdrawn, and what comes with one that can be had."""
    catalogue = study.catalogue
    brings: dict[str, list[str]] = {name: [part.item for part in item.brings] for name, item in catalogue.items.items()}
    for rule in catalogue.rules.values():
        if isinstance(rule.body, BringsRule):
            for form in study.ground(rule):
                if isinstance(form, Carry):
                    for name in form.items:
                        brings[name] += form.parts
    had = {name for name, item in catalogue.items.items() if not item.withdrawn}
    border = list(had)
    while border:
        came = {part for name in border for part in brings[name]} - had
        had |= came
        border = list(came)
    return frozenset(had)


def _needs(rule: Rule, other: Rule | None, here: Version, there: Version, sequence: Map[str, int]) -> Iterator[Clash]:
    """The items whose demand nothing that can be had meets, where the other version has something."""
    now, was = _lacking(rule, here), {} if other is None else _lacking(other, there)
    grouped: dict[tuple[tuple[str, ...], Terms, Terms | None], list[str]] = {}
    for name in sorted(now.keys() & sequence.keys(), key=sequence.__getitem__):
        ways, answers = now[name]
        terms = terms_of(rule, ways)
        before = terms_of(other, was[name][0]) if other is not None and name in was else None
        if not alike(terms, before):
            grouped.setdefault((answers, terms, before), []).append(name)
    for (answers, terms, before), names in grouped.items():
        yield Clash(rule.id, "needs", tuple(names), answers, len(names), terms, before)


def _lacking(rule: Rule, version: Version) -> dict[str, tuple[list[Way], tuple[str, ...]]]:
    """The items in need of what can't be had, each with when it is in need and what would meet it."""
    items = version.study.catalogue.items
    asked: dict[str, list[Way]] = {}
    answers: dict[str, list[str]] = {}
    for form in version.study.ground(rule):
        if not isinstance(form, Support):
            continue
        had = [one for one in form.any_of if one in version.had]
        for name, residue in form.items.items():
            plans = items[name].kind == "plan"
            met = any(one != name and not (plans and items[one].kind == "plan") for one in had)
            asked.setdefault(name, []).append((residue, met))
            answers.setdefault(name, []).extend(() if met else (one for one in form.any_of if one != name))
    found = ((name, unanswered(forms)) for name, forms in asked.items())
    return {name: (ways, tuple(dict.fromkeys(answers[name]))) for name, ways in found if ways}


def _groups(rule: Rule, other: Rule | None, here: Version, there: Version, sequence: Map[str, int]) -> Iterator[Clash]:
    """The items that join a group of which only so many are held; all of them, where the rule itself differs."""
    n, members = _group(rule, here)
    most, before = (0, {}) if other is None else _group(other, there)
    if sum(name in sequence for name in members) <= n:
        return
    same = other is not None and terms_of(rule, (), most=n) == terms_of(other, (), most=most)
    grouped: dict[tuple[Terms, Terms | None], list[str]] = {}
    for name, residue in members.items():
        if name not in sequence or (same and before.get(name) == residue):
            continue
        terms, was = terms_of(rule, ((residue, True),), most=n), None
        if other is not None and name in before and len(before) > most:
            was = terms_of(other, ((before[name], True),), most=most)
        grouped.setdefault((terms, was), []).append(name)
    for (terms, was), names in grouped.items():
        yield Clash(rule.id, "at_most", tuple(names), tuple(members), len(names), terms, was)


def _group(rule: Rule, version: Version) -> tuple[int, Members]:
    """How many of a group are held at most, and all that are in it."""
    assert isinstance(rule.body, AtMostRule), "asked of at_most alone"
    return rule.body.n, version.study.extents.of(rule.body.among)
