"""The verdict on a document: each answer verified or refused, with what differs and what only a search could prove."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from model.answer import Answer, has_path
from model.catalogue import Catalogue
from model.errors import BadFile, BadRequest, Place, Problem
from model.load.subscriber import parse_subscriber
from model.replay.order import Interpreter
from model.request import Goal, Listed, Query, Subscriber
from model.start import first_state
from model.state import State
from model.verify.account import recount
from model.verify.attempt import easier
from model.verify.blocks import check_above, check_pathless
from model.verify.claims import (
    Question,
    Sentences,
    Unproved,
    check_conditions,
    check_instead,
    check_minimal,
    check_ties,
)
from model.verify.difference import Difference, compare
from model.verify.document import Document, Request
from model.verify.goal import unmet_goal
from model.verify.path import Replay, Story, Told, read_steps
from model.verify.warned import agreed

STORIES_MOST = 200


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found of one answer. Shape: it is verified if there are no differences."""

    path: str
    leaving: str | None
    to: str | None
    verdict: str
    differences: tuple[Difference, ...]
    unproved: tuple[Unproved, ...]


def verify(
    document: Document, catalogue: Catalogue, subscriber: Subscriber | None = None, *, sentences: Sentences
) -> tuple[Examined, ...]:
    """What is found of each answer, and of the list of answers if that is wrong itself.

    Errors: BadRequest if the subscriber's file is needed; BadFile if it is not that of the document.
    """
    numbers = subscribers_of(document, catalogue, subscriber)
    law = Interpreter(catalogue)
    request = document.request
    firsts = [first_state(catalogue, number, request.on) for number in numbers]
    _kept_are_held(document, firsts)
    examined = []
    for place, answer in enumerate(document.answers):
        path = f"answers[{place}]"
        first = next((one for one in firsts if one.plan_name == answer.leaving), firsts[0])
        goal = Goal(answer.to, *(frozenset(names) for names in (request.add, request.drop, request.keep)))
        query = Query(goal, request.on, request.channel, request.horizon_months, request.minimise)
        found = [*_asked(answer, request, path), *check_answer(Question(law, query, first, sentences), answer, path)]
        examined.append(_examined(answer, path, found))
    missing = tuple(_missing(document, firsts))
    return (*examined, *([Examined("answers", None, None, "", missing, ())] if missing else []))


def _examined(answer: Answer, path: str, found: list[Difference | Unproved]) -> Examined:
    differences = dict.fromkeys(one for one in map(_hashable, found) if isinstance(one, Difference))
    unproved = dict.fromkeys(one for one in found if isinstance(one, Unproved))
    return Examined(path, answer.leaving, answer.to, answer.verdict, tuple(differences), tuple(unproved))


def _hashable(one: Difference | Unproved) -> Difference | Unproved:
    if isinstance(one, Difference) and isinstance(one.wanted, dict | list | Answer):
        return Difference(one.path, str(one.wanted), str(one.found))
    return one


def subscribers_of(document: Document, catalogue: Catalogue, given: Subscriber | None) -> tuple[Subscriber, ...]:
    """The numbers that a document is about: of the file, or rebuilt from what the request says.

    Errors: BadRequest if the file is needed; BadFile if it is another number's.
    """
    request = document.request
    if given is None and request.number is not None:
        given = parse_subscriber(f"{document.file}: request.number", request.number, catalogue)
    if given is not None:
        _same_number(document, given)
        return (given,)
    if request.subscriber is not None:
        raise BadRequest(f"答案是关于客户文件 `{request.subscriber}` 的，单凭答案无法重建", "用 --subscriber 给出那个文件")
    if not request.plans:
        return (Subscriber(holds=request.holds, facts=request.facts),)
    return tuple(Subscriber(plan=Listed(name), holds=request.holds, facts=request.facts) for name in request.plans)


def _same_number(document: Document, given: Subscriber) -> None:
    request = document.request
    plans = () if given.plan is None else (given.plan.item,)
    holds = tuple((one.item, one.until) for one in given.holds if one.cancelled is None)
    said = tuple((one.item, one.until) for one in request.holds)
    problems = [
        Problem(Place(document.file), f"`request.{key}` 与客户文件不符", "用 --subscriber 给出当时的客户文件")
        for key, same in (
            ("subscriber", request.subscriber is None or request.subscriber == given.id),
            ("from", request.plans == plans),
            ("with", said == holds),
            ("facts", request.facts == dict(given.facts)),
        )
        if not same
    ]
    if problems:
        raise BadFile(problems)


def _kept_are_held(document: Document, firsts: list[State]) -> None:
    for name in document.request.keep:
        for first in firsts:
            if name not in first.all and (first.booked is None or first.booked.plan != name):
                wrong = f"`request.keep` 里的 `{name}` 不在用"
                raise BadFile([Problem(Place(document.file), wrong, "核对客户文件和产品目录")])


def _asked(answer: Answer, request: Request, path: str) -> Iterator[Difference]:
    targets = request.targets or (None,)
    if answer.to not in targets:
        yield Difference(f"{path}.to", targets, answer.to)


def _missing(document: Document, firsts: list[State]) -> Iterator[Difference]:
    """Questions that were asked and not answered, or answered twice."""
    request = document.request
    asked = [(first.plan_name, to) for first in firsts for to in request.targets or (None,)]
    said = [(answer.leaving, answer.to) for answer in document.answers]
    if not request.targets and not request.add and not request.drop:
        asked = []
    for pair in asked:
        if pair not in said and pair[0] != pair[1]:
            yield Difference("answers", f"an answer from {pair[0]} to {pair[1]}", "none")
    for pair in sorted({pair for pair in said if said.count(pair) > 1}, key=str):
        yield Difference("answers", f"one answer from {pair[0]} to {pair[1]}", said.count(pair))


# -- one answer -----------------------------------------------------------------------------------------------------------
def check_answer(question: Question, answer: Answer, path: str) -> Iterator[Difference | Unproved]:
    """All that is found of one answer and of what it says instead."""
    yield from _check_one(question, answer, path)
    yield from check_instead(question, answer, path)
    for place, other in enumerate(answer.instead):
        yield from _check_one(question, other, f"{path}.instead[{place}]", instead=True)


def _check_one(question: Question, answer: Answer, path: str, *, instead: bool = False) -> Iterator[Difference | Unproved]:
    yield from easier(question, answer, path)
    yield from check_conditions(question, answer, path)
    if not has_path(answer.verdict):
        yield from check_pathless(question, answer, path)
        return
    yield from _check_path(question, answer, path)
    yield from check_minimal(question, answer, path)
    yield from check_ties(question, answer, path)
    yield from compare(answer.blocked, None, f"{path}.blocked")
    if not instead:
        yield from check_above(question, answer, path)
    if answer.verdict == "later":
        yield Unproved(f"{path}.verdict", "day")


def _check_path(question: Question, answer: Answer, path: str) -> Iterator[Difference | Unproved]:
    """The replay: the steps are legal, they end where they should, and every field is what comes of them."""
    told, wrong = read_steps(answer, path)
    yield from wrong
    lost = frozenset(loss.item for loss in answer.cancel)
    replay = Replay(question.law, question.query, question.first, lost)
    best = _closest(question, answer, told, replay, path)
    if best is None:
        anything = Replay(question.law, question.query, question.first, frozenset(question.first.holds))
        best = _closest(question, answer, told, anything, path)
        if best is None:
            if replay.out_of_tries:
                yield Unproved(f"{path}.steps", "tries")
            yield from replay.stuck.found or [Difference(f"{path}.steps", "a path", "none was found")]
            return
    yield from best


def _closest(question: Question, answer: Answer, told: tuple[Told, ...], replay: Replay, path: str) -> list[Difference] | None:
    """What differs in the replay that differs least, None if the steps do not replay."""
    best: list[Difference] | None = None
    for count, story in enumerate(replay.stories(told)):
        found = list(_story_differences(question, answer, told, story, path))
        if best is None or len(found) < len(best):
            best = found
        if not best or count >= STORIES_MOST:
            break
    return best


def _story_differences(
    question: Question, answer: Answer, told: tuple[Told, ...], story: Story, path: str
) -> Iterable[Difference]:
    wanted = recount(question.law, question.query, story, told, answer)
    yield from unmet_goal(question.query, story, told, path)
    yield from compare(answer, replace(wanted, warnings=agreed(question, answer.warnings, wanted.warnings)), path)
