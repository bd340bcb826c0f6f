"""Warnings: the instances that were broken and still are, in words that their rules may have."""

from __future__ import annotations

from dataclasses import replace

from model.answer import Warned
from model.rules.at_most import AtMostRule
from model.verify.claims import Question


def agreed(question: Question, said: tuple[Warned, ...], wanted: tuple[Warned, ...]) -> tuple[Warned, ...]:
    """The warnings that were recounted, in the document's way of telling them.

    Shape: a group of more than n+1 members of an `at_most` stands for all its instances.
    """
    covered: set[int] = set()
    told: list[Warned] = []
    for one in said:
        inside = [place for place, each in enumerate(wanted) if each.rule == one.rule and set(each.items) <= set(one.items)]
        if len(inside) > 1 and _is_group(question, one, [wanted[place] for place in inside]):
            covered.update(inside)
            told.append(Warned(one.rule, one.items))
    claimed = set(map(_key, said))
    told += [each for place, each in enumerate(wanted) if place not in covered or _key(each) in claimed]
    places = {rule: place for place, rule in enumerate(question.catalogue.rules)}
    sequence = question.catalogue.sequence
    told.sort(key=lambda one: (places[one.rule], [sequence[item] for item in one.items]))
    words = dict(zip(map(_key, said), (one.says for one in said), strict=True))
    return tuple(replace(one, says=_words(question, one, words.get(_key(one), ""))) for one in told)


def _is_group(question: Question, one: Warned, inside: list[Warned]) -> bool:
    body = question.catalogue.rules[one.rule].body
    return isinstance(body, AtMostRule) and {item for each in inside for item in each.items} == set(one.items)


def _key(one: Warned) -> tuple[str, tuple[str, ...]]:
    return one.rule, one.items


def _words(question: Question, one: Warned, said: str) -> str:
    says = question.sentences(one.rule)
    return said if not says or said in says else min(says)
