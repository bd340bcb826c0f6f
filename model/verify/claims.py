"""What an answer claims of other paths, as far as it can be checked without a search: proofs, blocks, ties, `instead`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations
from typing import Literal, TypeAlias

from model.answer import BUILT_IN, Answer, Core, Minimal, Verdict, has_path
from model.catalogue import Catalogue
from model.items import Item
from model.replay.order import Interpreter
from model.request import Query
from model.rules.starts import Starts
from model.state import State
from model.verify.account import in_sequence
from model.verify.cut import Cut, Span
from model.verify.difference import Difference

Sentences: TypeAlias = Callable[[str], frozenset[str]]
"""The ways in which a rule or a built-in reason may be worded; empty if that is not known."""

Matter: TypeAlias = Literal["least", "core", "block", "day", "ties", "conditions", "undecided", "tries"]
ORDER: tuple[Verdict, ...] = ("reachable", "elsewhere", "later")
TIES_MOST = 10


@dataclass(frozen=True, slots=True)
class Unproved:
    """A claim that only a search could prove."""

    path: str
    matter: Matter


@dataclass(frozen=True, slots=True)
class Question:
    """What one answer answers, and the words that reasons may have."""

    law: Interpreter
    query: Query
    first: State
    sentences: Sentences

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self.law.catalogue

    @property
    def counted(self) -> tuple[str, ...]:
        """What counts as a loss: the holdings of the first state and its booked plan."""
        return in_sequence(self.law, {*self.first.holds, *([] if self.first.booked is None else [self.first.booked.plan])})


Checked: TypeAlias = Iterator[Difference | Unproved]


def check_reason(question: Question, reason: str, path: str) -> Iterator[Difference]:
    """Whether a reason is a rule of the catalogue, or a built-in about an item that it can be about."""
    if reason in question.catalogue.rules:
        return
    kind, colon, name = reason.partition(":")
    goal = question.query.goal
    fits: dict[str, Callable[[Item], bool]] = {
        "sold": lambda item: item.withdrawn or item.sold_from is not None or item.sold_until is not None,
        "keep": lambda item: item.name in goal.keep,
        "drop": lambda item: item.name in goal.drop,
    }
    item = question.catalogue.items.get(name) if colon and kind in BUILT_IN else None
    if item is None:
        yield Difference(path, "a rule, or a built-in about an item", reason)
    elif kind in fits and not fits[kind](item):
        yield Difference(path, f"a reason that holds of {name}", reason)


def check_items(question: Question, items: tuple[str, ...], path: str) -> Iterator[Difference]:
    """Whether items are holdings that count as losses, each once and in the catalogue's sequence."""
    wanted = tuple(name for name in question.counted if name in items)
    if items != wanted:
        yield Difference(path, wanted, items)


# -- minima -----------------------------------------------------------------------------------------------------------------
def check_minimal(question: Question, answer: Answer, path: str) -> Checked:
    """The proof that there is no path with fewer losses."""
    minimal = answer.minimal
    if minimal is None:
        yield Difference(f"{path}.minimal", "a count of losses", None)
        return
    if minimal.losses != len(answer.cancel):
        yield Difference(f"{path}.minimal.losses", len(answer.cancel), minimal.losses)
    if minimal.bound > minimal.losses:
        yield Difference(f"{path}.minimal.bound", f"<= {minimal.losses}", minimal.bound)
    fee_first = question.query.minimise == "fee"
    if (minimal.proved and minimal.bound != minimal.losses) or (not minimal.proved and minimal.by == "cores"):
        yield Difference(f"{path}.minimal.proved", minimal.bound == minimal.losses, minimal.proved)
    if not minimal.proved and minimal.bound == minimal.losses and not fee_first:
        yield Difference(f"{path}.minimal.proved", True, False)
    yield from _check_cores(question, answer, minimal, f"{path}.minimal")


def _check_cores(question: Question, answer: Answer, minimal: Minimal, path: str) -> Checked:
    open_cores = False
    for place, core in enumerate(minimal.cores):
        here = f"{path}.cores[{place}]"
        yield from _check_core(question, core, here)
        if not {loss.item for loss in answer.cancel} & set(core.items):
            yield Difference(f"{here}.items", "one of what is cancelled", core.items)
        if not _closed(question, core, answer):
            open_cores = True
            yield Unproved(here, "core")
    if minimal.by == "cores":
        size = least_hitting(question, minimal.cores)
        if size != minimal.bound:
            yield Difference(f"{path}.bound", size, minimal.bound)
    elif minimal.losses and not open_cores:
        yield Unproved(path, "least")


def _closed(question: Question, core: Core, answer: Answer) -> bool:
    """Whether a core's cut closes by the rules alone, so that it needs no search."""
    kept = frozenset(core.items)
    cut = cut_of(question, answer.verdict, kept, core.because, _last_day(answer))
    return cut.unmet(question.query.goal.drop) or cut.closes((plan for plan, _ in core.cut), question.query.goal.to)


def cut_of(question: Question, line: Verdict, kept: frozenset[str], because: tuple[str, ...], until: date) -> Cut:
    """The changes that are closed on a line while `kept` is not cancelled."""
    law, query = question.law, question.query
    asked = line == "reachable" and query.channel is not None
    channels = (query.channel,) if asked and query.channel is not None else tuple(law.catalogue.channels)
    also = frozenset(name for name in query.goal.keep if f"keep:{name}" in because)
    deferred = any(isinstance(rule.body, Starts) for rule in law.rules)
    span = Span(channels, query.on, until if line not in ("reachable", "elsewhere") else query.on, deferred)
    return Cut(law.matching, law.carriage, question.first, span, kept | also, frozenset(because))


def _last_day(answer: Answer) -> date:
    return answer.steps[-1].on if answer.steps else date.max


def _check_core(question: Question, core: Core, path: str) -> Iterator[Difference]:
    if not core.items:
        yield Difference(f"{path}.items", "holdings", core.items)
    yield from check_items(question, core.items, f"{path}.items")
    booked = question.first.booked
    if not core.because and (booked is None or booked.plan not in core.items):
        yield Difference(f"{path}.because", "what stops every way", core.because)
    for place, reason in enumerate(core.because):
        yield from check_reason(question, reason, f"{path}.because[{place}]")
    for place, (plan, because) in enumerate(core.cut):
        if plan is not None and plan not in question.catalogue.items:
            yield Difference(f"{path}.cut[{place}].plan", "a plan", plan)
        for n, reason in enumerate(because):
            if reason not in core.because:
                yield Difference(f"{path}.cut[{place}].because[{n}]", core.because, reason)


def least_hitting(question: Question, cores: tuple[Core, ...]) -> int | None:
    """The size of the least set that hits every core: by fee first if that is minimised, then by number."""
    names = sorted({item for core in cores for item in core.items})
    sets = [frozenset(core.items) for core in cores]
    chosen = chain.from_iterable(combinations(names, count) for count in range(len(names) + 1))
    hitting = (one for one in chosen if all(core & set(one) for core in sets))
    if question.query.minimise == "losses":
        return len(found) if (found := next(hitting, None)) is not None else None
    items = question.catalogue.items

    def fee(one: tuple[str, ...]) -> tuple[int, int]:
        return sum(items[name].monthly_fen or 0 if name in items else 0 for name in one), len(one)

    return min(map(fee, hitting), default=(0, 0))[1]


# -- ties, instead ----------------------------------------------------------------------------------------------------------
def check_ties(question: Question, answer: Answer, path: str) -> Checked:
    """The other loss sets: as many losses (and, where that is minimised, the same fee), each another one."""
    lost = tuple(loss.item for loss in answer.cancel)
    seen = [lost]
    if len(answer.ties) > TIES_MOST:
        yield Difference(f"{path}.ties", f"at most {TIES_MOST}", len(answer.ties))
    for place, tie in enumerate(answer.ties):
        here = f"{path}.ties[{place}]"
        yield from check_items(question, tie, here)
        if len(tie) != len(lost):
            yield Difference(here, f"{len(lost)} losses", tie)
        if question.query.minimise == "fee" and _fee(question, tie) != _fee(question, lost):
            yield Difference(here, "the same monthly fee", tie)
        if tie in seen:
            yield Difference(here, "another set", tie)
        if set(tie) & question.query.goal.keep:
            yield Difference(here, "nothing that is kept", tie)
        seen.append(tie)
    if answer.ties:
        yield Unproved(f"{path}.ties", "ties")


def _fee(question: Question, names: tuple[str, ...]) -> int:
    items = question.catalogue.items
    return sum(items[name].monthly_fen or 0 for name in names if name in items)


def check_instead(question: Question, answer: Answer, path: str) -> Iterator[Difference]:
    """Whether each further point is further down, has less to lose, and carries no points of its own."""
    before = answer
    for place, other in enumerate(answer.instead):
        here = f"{path}.instead[{place}]"
        for key in ("instead", "above", "conditions"):
            if getattr(other, key):
                yield Difference(f"{here}.{key}", [], getattr(other, key))
        if other.verdict not in ORDER or _place(other) <= _place(before):
            yield Difference(f"{here}.verdict", f"further than {before.verdict}", other.verdict)
        if _weight(question, other) >= _weight(question, before):
            yield Difference(f"{here}.cancel", f"fewer losses than {len(before.cancel)}", other.cancel)
        before = other


def _place(answer: Answer) -> tuple[int, str]:
    last = answer.steps[-1].on.isoformat() if answer.steps and answer.verdict == "later" else ""
    return (ORDER.index(answer.verdict) if answer.verdict in ORDER else len(ORDER), last)


def _weight(question: Question, answer: Answer) -> tuple[int, int]:
    lost = tuple(loss.item for loss in answer.cancel)
    return (_fee(question, lost) if question.query.minimise == "fee" else 0, len(lost))


def check_conditions(question: Question, answer: Answer, path: str) -> Checked:
    """Whether conditions speak of items that are not held, and of reasons that there are."""
    for place, one in enumerate(answer.conditions):
        here = f"{path}.conditions[{place}]"
        item = question.catalogue.items.get(one.holds)
        if item is None or item.kind == "plan" or item.name in question.first.all:
            yield Difference(f"{here}.holds", "an offer or V-net that is not held", one.holds)
        if (one.losses is None) == has_path(one.verdict):
            yield Difference(f"{here}.losses", "a count where there is a path", one.losses)
        for n, reason in enumerate(one.because):
            yield from check_reason(question, reason, f"{here}.because[{n}]")
    if answer.conditions or answer.unsettled:
        yield Unproved(f"{path}.conditions", "conditions")
