"""From the words of a command line to questions: whose number, which goal, which day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from cli import values
from cli.misuse import Misuse
from cli.names import Words, one_item, plans_of
from model.catalogue import Catalogue
from model.request import HORIZON_MONTHS, Goal, Listed, Minimise, Query, Subscriber
from model.start import first_state


@dataclass(frozen=True, slots=True)
class Typed:
    """The options as they were typed."""

    from_: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    with_: list[str] = field(default_factory=list)
    add: list[str] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    keep: list[str] = field(default_factory=list)
    fact: list[str] = field(default_factory=list)
    subscriber: str | None = None
    channel: str | None = None
    on: str | None = None
    minimise: Minimise = "losses"
    time_limit: float | None = None
    horizon: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, all names resolved.

    Shape: `questions` are all combinations of `subscribers` and targets, in that order; `targets` are the plans named, None
    where the plan stays; `given` tells whether holdings were given (`--with` or a file). Units: `budget_ms` is for all.
    """

    catalogue: Catalogue
    subscribers: tuple[Subscriber, ...]
    targets: tuple[str, ...]
    questions: tuple[tuple[Subscriber, Query], ...]
    on: date
    channel: str | None
    add: tuple[str, ...]
    drop: tuple[str, ...]
    keep: tuple[str, ...]
    horizon_months: int
    minimise: Minimise
    budget_ms: int | None
    given: bool


def ask(typed: Typed, catalogue: Catalogue, *, today: date, read_subscriber: Callable[[str, Catalogue], Subscriber]) -> Asked:
    """The questions that a command line asks. Errors: Misuse; and what `read_subscriber` raises."""
    words = catalogue.words()
    on = today if typed.on is None else values.read_day(typed.on, option="--on")
    channel = None if typed.channel is None else values.read_channel(catalogue, typed.channel)
    horizon = HORIZON_MONTHS if typed.horizon is None else values.read_horizon(typed.horizon)
    budget_ms = None if typed.time_limit is None else values.read_time_limit(typed.time_limit)
    subscribers = _subscribers(typed, catalogue, words, read_subscriber)
    add, drop, keep = _goal_items(typed, catalogue, words)
    _check_kept(catalogue, subscribers, keep, on)
    everything = not (typed.to or add or drop)
    targets = _targets(typed.to or (["plan"] if everything else []), catalogue, words, on)
    questions = []
    for subscriber in subscribers:
        held = first_state(catalogue, subscriber, on).plan_name
        for to in (None,) if targets is None else _besides(held, targets):
            goal = Goal(to, frozenset(add), frozenset(drop), frozenset(keep))
            questions.append((subscriber, Query(goal, on, channel, horizon, typed.minimise)))
    return Asked(
        catalogue, subscribers, tuple(targets or ()), tuple(questions), on, channel, add, drop, keep, horizon,
        typed.minimise, budget_ms, given=bool(typed.with_) or typed.subscriber is not None,
    )  # fmt: skip


def _subscribers(
    typed: Typed, catalogue: Catalogue, words: Words, read_subscriber: Callable[[str, Catalogue], Subscriber]
) -> tuple[Subscriber, ...]:
    """One subscriber for each plan of `--from`, or that of the file; without either a number without a plan."""
    if typed.subscriber is not None:
        also = [name for name, given in (("--from", typed.from_), ("--with", typed.with_), ("--fact", typed.fact)) if given]
        if also:
            raise Misuse("broken.exclusive", options=", ".join(also))
        return (read_subscriber(typed.subscriber, catalogue),)
    facts = values.read_facts(catalogue, typed.fact)
    if not (typed.from_ or typed.with_ or typed.to or typed.add or typed.drop):
        raise Misuse("broken.no_question")
    holds = _holdings(typed.with_, catalogue, words)
    if not typed.from_:
        return (Subscriber(holds=holds, facts=facts),)
    plans = {item.name for word in typed.from_ for item in plans_of(catalogue, words, word, option="--from")[0]}
    return tuple(Subscriber(plan=Listed(name), holds=holds, facts=facts) for name in catalogue.items if name in plans)


def _holdings(texts: list[str], catalogue: Catalogue, words: Words) -> tuple[Listed, ...]:
    found: dict[str, Listed] = {}
    for text in texts:
        word, until = values.split_until(text, words, option="--with")
        name = one_item(catalogue, words, word, option="--with", instead_of_plan="--from").name
        if name in found:
            raise Misuse("broken.twice", word=name, option="--with")
        found[name] = Listed(name, until=until)
    return tuple(found[name] for name in catalogue.items if name in found)


def _goal_items(typed: Typed, catalogue: Catalogue, words: Words) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The items of `--add`, `--drop`, `--keep`. Errors: Misuse if one stands in two of them."""
    stands: dict[str, str] = {}
    for option, texts, instead in (("--add", typed.add, "--to"), ("--drop", typed.drop, ""), ("--keep", typed.keep, "")):
        for word in texts:
            name = one_item(catalogue, words, word, option=option, instead_of_plan=instead).name
            if stands.setdefault(name, option) != option:
                raise Misuse("broken.both", word=name, one=stands[name], other=option)
    add, drop, keep = (tuple(n for n in catalogue.items if stands.get(n) == o) for o in ("--add", "--drop", "--keep"))
    return add, drop, keep


def _check_kept(catalogue: Catalogue, subscribers: tuple[Subscriber, ...], keep: tuple[str, ...], on: date) -> None:
    if not keep:
        return
    for subscriber in subscribers:
        state = first_state(catalogue, subscriber, on)
        held = {*state.all, *([] if state.booked is None else [state.booked.plan])}
        for name in keep:
            if name not in held:
                if len(subscribers) > 1 and state.plan is not None:
                    raise Misuse("broken.not_held_beside", word=name, plan=state.plan.item)
                raise Misuse("broken.not_held", word=name)


def _targets(texts: list[str], catalogue: Catalogue, words: Words, on: date) -> dict[str, bool] | None:
    """The plans asked for and whether each was named outright, in the catalogue's sequence; None where the plan stays."""
    if not texts:
        return None
    found: dict[str, bool] = {}
    for word in texts:
        plans, outright = plans_of(catalogue, words, word, option="--to")
        for plan in plans:
            if outright or plan.on_sale(on):
                found[plan.name] = found.get(plan.name, False) or outright
    return {name: found[name] for name in catalogue.items if name in found}


def _besides(held: str | None, targets: dict[str, bool]) -> tuple[str, ...]:
    """The targets for a number that holds a plan: of a set, less that plan."""
    return tuple(name for name, outright in targets.items() if outright or name != held)
