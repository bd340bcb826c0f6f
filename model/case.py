"""Worked cases (用例): a question to `solve`, and what is expected of its answers. Compared here, worded elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from model.answer import ActStep, Answer, SettleStep
from model.errors import Place

Form: TypeAlias = Literal[
    "text", "verdict", "flag", "count", "day", "set", "list", "fragments", "losses", "sets of losses", "ties"
]
Sets: TypeAlias = Mapping[str, tuple[str, ...]]
Value: TypeAlias = str | bool | int | tuple[str, ...] | Mapping[str, str] | Sets | tuple[tuple[str, ...], ...] | None
Look: TypeAlias = Callable[[Answer, Value], Value]


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of one answer.

    Shape: `wants` are values by their key, sets in order; `instead` are answers of which each must be like one of the
    answer's, none if it is empty, None if nothing is expected of them.
    """

    place: Place
    wants: Mapping[str, Value]
    instead: tuple[Expected, ...] | None = None

    @property
    def about(self) -> tuple[str | None, str | None]:
        """The plans from and to which it is, as far as it says."""
        leaving, to = (self.wants.get(key) for key in ("from", "to"))
        return leaving if isinstance(leaving, str) else None, to if isinstance(to, str) else None

    def asks(self, answer: Answer) -> bool:
        """Whether this is the answer that it is about."""
        return self.wants.get("to") == answer.to and self.wants.get("from", answer.leaving) == answer.leaving


@dataclass(frozen=True, slots=True)
class Difference:
    """What comes out otherwise than expected. Shape: `about` is the answer it is about, None for the case as a whole."""

    about: tuple[str | None, str | None] | None
    key: str
    wanted: Value
    found: Value


def _set(names: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _losses(answer: Answer, wanted: Value) -> Value:
    """The losses, with their how if that is expected."""
    if isinstance(wanted, Mapping):
        return {loss.item: loss.how for loss in answer.cancel}
    return _set([loss.item for loss in answer.cancel])


def _of_losses(find: Callable[[Answer], Mapping[str, Sequence[str]]]) -> Look:
    """Sets of the losses that are spoken of; one that is none has an empty set."""

    def look(answer: Answer, wanted: Value) -> Value:
        found = find(answer)
        named = wanted if isinstance(wanted, Mapping) else {}
        return {item: _set(found.get(item, ())) for item in named}

    return look


def _changes(answer: Answer) -> list[ActStep]:
    return [step for step in answer.steps if isinstance(step, ActStep) and step.do == "change"]


def _do(answer: Answer) -> tuple[str, ...]:
    names = {ActStep: "", SettleStep: "settle"}
    return tuple(step.do if isinstance(step, ActStep) else names.get(type(step), "wait") for step in answer.steps)


def _starts(answer: Answer) -> str | None:
    changes = _changes(answer)
    starts = changes[-1].starts if changes else None
    return None if starts is None else starts.isoformat()


LOOKS: Mapping[str, tuple[Form, Look]] = {
    "from": ("text", lambda answer, _: answer.leaving),
    "to": ("text", lambda answer, _: answer.to),
    "verdict": ("verdict", lambda answer, _: answer.verdict),
    "cancel": ("losses", _losses),
    "because": ("sets of losses", _of_losses(lambda answer: {loss.item: loss.because for loss in answer.cancel})),
    "regain": ("sets of losses", _of_losses(lambda answer: {loss.item: loss.regain for loss in answer.cancel})),
    "leaves": ("set", lambda answer, _: _set(answer.leaves)),
    "ended": ("set", lambda answer, _: _set(answer.ended)),
    "gains": ("set", lambda answer, _: _set([gain.item for gain in answer.gains])),
    "keeps": ("set", lambda answer, _: _set(answer.keeps)),
    "bound": ("count", lambda answer, _: None if answer.minimal is None else answer.minimal.bound),
    "proved": ("flag", lambda answer, _: None if answer.minimal is None else answer.minimal.proved),
    "on": ("day", lambda answer, _: answer.steps[-1].on.isoformat() if answer.steps else None),
    "starts": ("day", lambda answer, _: _starts(answer)),
    "channels": ("set", lambda answer, _: _set(_changes(answer)[-1].channels) if _changes(answer) else ()),
    "changes": ("list", lambda answer, _: tuple(step.item for step in _changes(answer))),
    "steps": ("list", lambda answer, _: _do(answer)),
    "settles": ("list", lambda answer, _: tuple(step.fact for step in answer.steps if isinstance(step, SettleStep))),
    "assuming": ("set", lambda answer, _: _set([one.fact for one in answer.assuming])),
    "warned": ("set", lambda answer, _: _set([one.rule for one in answer.warnings])),
    "ties": ("ties", lambda answer, _: tuple(sorted(map(_set, answer.ties)))),
    "blocked_by": ("set", lambda answer, _: () if answer.blocked is None else _set([one.rule for one in answer.blocked.because])),
    "says": ("fragments", lambda answer, _: None),
}
"""What can be expected of an answer: in which form it is written, and what it is held against."""


def differences(expected: Expected, answer: Answer, *, text: Callable[[Answer], str]) -> Iterator[Difference]:
    """What an answer has otherwise than expected. Shape: `text` gives all that an answer says."""
    about = answer.leaving, answer.to
    for key, wanted in expected.wants.items():
        found = LOOKS[key][1](answer, wanted)
        match key:
            case "blocked_by":
                if not set(_texts(wanted)) <= set(_texts(found)):
                    yield Difference(about, key, wanted, found)
            case "says":
                missing = tuple(fragment for fragment in _texts(wanted) if fragment not in text(answer))
                if missing:
                    yield Difference(about, key, missing, None)
            case _:
                if found != wanted:
                    yield Difference(about, key, wanted, found)
    if expected.instead is not None:
        yield from _instead(expected.instead, answer, text)


def _instead(wanted: tuple[Expected, ...], answer: Answer, text: Callable[[Answer], str]) -> Iterator[Difference]:
    """What is otherwise of the answers with fewer losses: of one that is missing, how the nearest differs."""
    about = answer.leaving, answer.to
    if bool(wanted) != bool(answer.instead):
        yield Difference(about, "instead.answers", len(wanted), len(answer.instead))
        return
    for one in wanted:
        against = [list(differences(one, other, text=text)) for other in answer.instead]
        if all(against):
            nearest = min(against, key=len)
            yield from (Difference(about, f"instead.{each.key}", each.wanted, each.found) for each in nearest)


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()
