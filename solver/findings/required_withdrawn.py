"""The finding `required-withdrawn` (所需的已停办)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from model.finding import Finding, Level
from model.ground import Support
from model.language import Language
from model.rules.base import Rule
from model.state import OWN
from solver.findings.base import Study
from solver.matters.carrying import Days, obtainable
from solver.matters.forms import PLAN, Form, meets
from solver.matters.spans import NEVER, Spans, common, first_day, less, span, union

SHOWN = 3


class RequiredWithdrawn:
    """`required-withdrawn` (所需的已停办): an item can be had on a day on which nothing can be that a `needs` rule asks with it.

    That is: for the rule and the item there is a day of the rule's `valid` on which the item can be had in a form in which
    the rule asks something of it, and on which no other item can be had in a form that would answer. An item can be had on
    a day if it is on sale (own), or if another that can be had brings it (of that origin; for `when: taken` the item itself
    is to be on sale); it is bound if it has a term. Who holds such an answer from before may still have the item.

    Why it matters: the item is sold, and nobody new can have it.
    Fires:
        catalogue: 例
        plans: [{name: 甲, brand: 一}]
        offers: [{name: 铃音包}, {name: 彩铃, withdrawn: true}]
        rules:
          - {rule: R1, needs: {items: 铃音包, any_of: 彩铃}}
    Does not fire:
        catalogue: 例
        plans: [{name: 甲, brand: 一, brings: [彩铃]}]
        offers: [{name: 铃音包}, {name: 彩铃, withdrawn: true}]
        rules:
          - {rule: R1, needs: {items: 铃音包, any_of: 彩铃}}
    """

    CODE: ClassVar[str] = "T402"
    NAME: ClassVar[str] = "required-withdrawn"
    LEVEL: ClassVar[Level] = "warning"

    def find(self, study: Study) -> Iterator[Finding]:
        rules = [rule for rule in study.catalogue.rules.values() if rule.body.NAME == "needs"]
        had = obtainable(study.catalogue, study.ground, study.look) if rules else {}
        sequence = study.catalogue.sequence
        for rule in rules:
            forms = [form for form in study.ground(rule) if isinstance(form, Support)]
            asked = {name for form in forms for name in form.items}
            for item in sorted(asked, key=sequence.__getitem__):
                study.look()
                wanting = common(_wanting(study, forms, item, had), span(rule.valid.since, rule.valid.until))
                if wanting:
                    yield self._finding(rule, forms, item, wanting)

    def _finding(self, rule: Rule, forms: list[Support], item: str, wanting: Spans) -> Finding:
        answers = dict.fromkeys(name for form in forms if item in form.items for name in form.any_of if name != item)
        figures: dict[str, str | int] = {
            "answers": ", ".join(list(answers)[:SHOWN]),
            "more": max(0, len(answers) - SHOWN),
            "since": "" if wanting[0][0] == 1 else first_day(wanting).isoformat(),
        }
        return Finding(self.CODE, self.LEVEL, (rule.id, item), rule.place, (rule.id,), figures)

    def words(self, finding: Finding, language: Language) -> str:
        (_, item), figures = finding.subjects, finding.figures
        answers, since, more = figures["answers"], figures["since"], figures["more"]
        named = [f"`{name}`" for name in str(answers).split(", ")] if answers else []
        if language == "zh":
            listed = "、".join(named) + (f" 等 {len(named) + int(more)} 项" if more else "")
            lacking = f"须有的 {listed} 都办不到" if named else "须有的产品一项也没有"
            return f"{f'自 {since} 起，' if since else ''}`{item}` 可办，{lacking}"
        listed = ", ".join(named) + (f" or {more} more" if more else "")
        lacking = f"it needs {listed}, which nobody can get" if named else "what it needs is nothing at all"
        return f"{f'from {since} on ' if since else ''}`{item}` can be had, but {lacking}"


def _wanting(study: Study, forms: list[Support], item: str, had: Mapping[str, Days]) -> Spans:
    """The days on which an item can be had so that something is asked with it, and nothing can be had that answers."""
    found: Spans = NEVER
    for form, days in had[item].items():
        if forms[0].taken and form.origin != OWN:
            continue
        for plan in _plans(study, item, form):
            mine = [one for one in forms if meets(one.items.get(item, False), form, plan)]
            if mine:
                found = union(found, _unanswered(days, (spans for one in mine for spans in _answers(study, one, item, had))))
    return found


def _unanswered(days: Spans, answers: Iterable[Spans]) -> Spans:
    """The days that are none of the answers' days. Cost: stops where no day is left."""
    for spans in answers:
        days = less(days, spans)
        if not days:
            break
    return days


def _answers(study: Study, form: Support, item: str, had: Mapping[str, Days]) -> Iterator[Spans]:
    """The days on which each other item of a set can be had so that it answers."""
    for name, residue in form.any_of.items():
        if name != item:
            for held, days in had[name].items():
                if any(meets(residue, held, plan) for plan in _plans(study, name, held)):
                    yield days


def _plans(study: Study, item: str, form: Form) -> Iterator[str | None]:
    """The plans that matter to a holding: none, the plan that it is or came with."""
    yield None
    yield from (
        name for name in (item, form.origin) if name in study.catalogue.items and study.catalogue.items[name].kind == PLAN
    )


FINDER = RequiredWithdrawn()
