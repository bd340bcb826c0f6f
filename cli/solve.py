"""The command `solve`: options to questions, questions to answers, answers to text or JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal, Protocol

import typer

from cli.options import Lang
from cli.statuses import NO, UNDECIDED, YES

if TYPE_CHECKING:
    from cli.ask import Asked, Typed
    from model.answer import Answer
    from model.request import Query, Subscriber


class Minimised(StrEnum):
    """What is least first."""

    losses = "losses"
    fee = "fee"


class Decides(Protocol):
    """What answers questions: `solver.answers.decide.Engine`."""

    def answer(self, subscriber: Subscriber, query: Query) -> Answer: ...

    def with_conditions(self, answer: Answer, subscriber: Subscriber, query: Query) -> Answer: ...


def solve(
    from_: Annotated[list[str] | None, typer.Option("--from", metavar="PLANS", help="help.from")] = None,
    to: Annotated[list[str] | None, typer.Option("--to", metavar="PLANS", help="help.to")] = None,
    with_: Annotated[list[str] | None, typer.Option("--with", metavar="ITEM[@UNTIL]", help="help.with")] = None,
    add: Annotated[list[str] | None, typer.Option("--add", metavar="ITEM", help="help.add")] = None,
    drop: Annotated[list[str] | None, typer.Option("--drop", metavar="ITEM", help="help.drop")] = None,
    keep: Annotated[list[str] | None, typer.Option("--keep", metavar="ITEM", help="help.keep")] = None,
    fact: Annotated[list[str] | None, typer.Option("--fact", metavar="K=V", help="help.fact")] = None,
    subscriber: Annotated[str | None, typer.Option("--subscriber", metavar="FILE", help="help.subscriber")] = None,
    channel: Annotated[str | None, typer.Option("--channel", metavar="CHANNEL", help="help.channel")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="help.on")] = None,
    minimise: Annotated[Minimised, typer.Option("--minimise", help="help.minimise")] = Minimised.losses,
    time_limit: Annotated[float | None, typer.Option("--time-limit", metavar="S", help="help.time_limit")] = None,
    horizon: Annotated[int | None, typer.Option("--horizon", metavar="MONTHS", help="help.horizon")] = None,
    catalogue: Annotated[str | None, typer.Option("--catalogue", metavar="PATH", help="help.catalogue")] = None,
    draft: Annotated[list[str] | None, typer.Option("--draft", metavar="DRAFT", help="help.draft")] = None,
    json: Annotated[bool, typer.Option("--json", help="help.json")] = False,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.solve"""
    from datetime import date

    from cli.ask import ask
    from cli.files import read_catalogue, read_subscriber
    from cli.present.faults import notice
    from cli.progress import Progress
    from cli.store import read_stored, store

    typed = typed_as(
        *(from_, to, with_, add, drop, keep, fact),
        *(subscriber, channel, on, minimise, time_limit, horizon),
    )
    kept_at = None
    if catalogue is None or draft:
        read = read_catalogue(catalogue, drafts=draft or ())
    else:
        read, kept_at = read_stored(catalogue, option="--catalogue")
    for warning in read.warnings:
        print(notice(warning, lang.value), file=sys.stderr)
    asked = ask(typed, read, today=date.today(), read_subscriber=read_subscriber)
    with Progress(len(asked.questions), lang.value, sys.stderr) as progress:
        answers = decide(asked, done=progress.step, conditions="every" if json else "best")
    write(asked, answers, as_json=json, lang=lang)
    sys.stdout.flush()
    store(read, kept_at)
    return status(answers)


def typed_as(
    from_: list[str] | None,
    to: list[str] | None,
    with_: list[str] | None,
    add: list[str] | None,
    drop: list[str] | None,
    keep: list[str] | None,
    fact: list[str] | None,
    subscriber: str | None,
    channel: str | None,
    on: str | None,
    minimise: Minimised,
    time_limit: float | None,
    horizon: int | None,
) -> Typed:
    """The options of a question as they were typed."""
    from cli.ask import Typed

    return Typed(
        *(from_ or [], to or [], with_ or [], add or [], drop or [], keep or [], fact or []),
        *(subscriber, channel, on, "fee" if minimise is Minimised.fee else "losses", time_limit, horizon),
    )


def _limited(query: Query, left_ms: int | None, shares: int) -> Query:
    """A query with its share of the time that is left, where so many have one. Shape: None for no limit."""
    return query if left_ms is None else replace(query, budget_ms=max(1, round(left_ms / shares)))


def decide(
    asked: Asked,
    *,
    done: Callable[[], None],
    conditions: Literal["every", "best", "none"],
    engine: Decides | None = None,
) -> tuple[Answer, ...]:
    """The answers to all questions, sorted.

    Shape: what another holding would change (`conditions`) is told of every answer, of the best one alone, which is shown
    in full, or of none; `engine` is one of the catalogue that was asked before.
    Units: the time limit is shared out over the questions that are left; what they leave is for the conditions.
    """
    from cli.present.order import ranked
    from solver.answers.decide import Engine
    from solver.clock import countdown

    if not asked.questions:
        return ()
    engine = Engine(asked.catalogue) if engine is None else engine
    left_ms = countdown(asked.budget_ms)
    answers: list[Answer] = []
    asked_of: dict[int, tuple[Subscriber, Query]] = {}
    for place, (subscriber, query) in enumerate(asked.questions):
        answers.append(engine.answer(subscriber, _limited(query, left_ms(), len(asked.questions) - place)))
        asked_of[id(answers[-1])] = (subscriber, query)
        done()
    found = list(ranked(answers, asked.catalogue, asked.minimise))
    told = 0 if asked.given else {"every": len(found), "best": 1, "none": 0}[conditions]
    for place, answer in enumerate(found[:told]):
        subscriber, query = asked_of[id(answer)]
        found[place] = engine.with_conditions(answer, subscriber, _limited(query, left_ms(), told - place))
    return tuple(found)


def status(answers: Sequence[Answer]) -> int:
    """The exit status. Source: docs/catalogue.md."""
    from model.answer import has_path

    if any(has_path(answer.verdict) for answer in answers):
        return YES
    return UNDECIDED if any(answer.verdict == "undecided" for answer in answers) else NO


def write(asked: Asked, answers: tuple[Answer, ...], *, as_json: bool, lang: Lang) -> None:
    """Puts the answers on stdout."""
    if as_json:
        from cli.output import write_data
        from cli.present.json import present_json

        write_data(present_json(asked, answers, lang.value))
        return
    from cli.output import look, write_text
    from cli.present.text import present_text

    write_text(present_text(asked, answers, lang.value, look()))
