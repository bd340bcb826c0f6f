"""Rules and built-in reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cli.present.wording import join, say
from model.answer import BUILT_IN, BlockReason, Reason, Warned
from model.catalogue import Catalogue
from model.facts import FactTests
from model.language import Language
from model.rules.base import Body, Guards, Rule, name_set, name_tests
from model.rules.channel import Channel
from model.rules.eligible import Eligible


def block_sentence(reason: BlockReason, catalogue: Catalogue, language: Language) -> str:
    """What a premise of a block says: the rule's own words, or those of a built-in."""
    rule = catalogue.rules.get(reason.rule)
    if rule is not None:
        return rule.tell or sentence(rule, catalogue, language)
    return built_in(reason.rule, catalogue, language) or reason.says


def warning_sentence(warning: Warned, catalogue: Catalogue, language: Language) -> str:
    """What the rule of a warning says."""
    rule = catalogue.rules.get(warning.rule)
    return warning.says if rule is None else rule.tell or sentence(rule, catalogue, language)


def built_in(reason: Reason, catalogue: Catalogue, language: Language) -> str:
    """A built-in reason in words, "" if it is none."""
    return built_ins((reason,), catalogue, language)


def built_ins(reasons: Sequence[Reason], catalogue: Catalogue, language: Language) -> str:
    """Built-in reasons of one kind in words, "" if they are none."""
    kind = _kind(reasons[0], catalogue)
    if not kind:
        return ""
    names = [reason.partition(":")[2] for reason in reasons]
    return say(language, f"reasons.{kind}" if len(names) > 1 else f"reason.{kind}", item=join(language, names))


def _kind(reason: Reason, catalogue: Catalogue) -> str:
    """Which built-in a reason is, "" if it is none."""
    kind, colon, name = reason.partition(":")
    if not colon or kind not in BUILT_IN:
        return ""
    item = catalogue.items.get(name)
    return "withdrawn" if kind == "sold" and item is not None and item.withdrawn else kind


def grouped(reasons: Iterable[Reason], catalogue: Catalogue) -> list[tuple[Reason, ...]]:
    """Reasons in their order, the built-ins of one kind together: in the catalogue's sequence, where the first of them stands."""
    place = {name: number for number, name in enumerate(catalogue.items)}
    groups: dict[object, list[Reason]] = {}
    for reason in reasons:
        kind = "" if reason in catalogue.rules else _kind(reason, catalogue)
        groups.setdefault(("built in", kind) if kind else reason, []).append(reason)
    return [tuple(sorted(group, key=lambda reason: place.get(reason.partition(":")[2], -1))) for group in groups.values()]


def sentence(rule: Rule, catalogue: Catalogue, language: Language) -> str:
    """What a rule says, with the catalogue's titles for channels and facts, and when it acts."""
    words = _titled(rule.body, catalogue).words(language)
    when = _when(rule.guards, catalogue, language)
    if rule.at is not None:
        when.append(say(language, "rule.at", channels=join(language, [channel_title(c, catalogue) for c in sorted(rule.at)])))
    return say(language, "rule.when", words=words, when=join(language, when)) if when else words


def cited(rule: Rule, catalogue: Catalogue) -> str:
    """Where a rule stands in the source, with the source's title."""
    key, space, rest = rule.cite.partition(" ")
    return f"{catalogue.sources.get(key, key)}{space}{rest}"


def channel_title(channel: str, catalogue: Catalogue) -> str:
    """The title of a channel."""
    return catalogue.channels.get(channel) or channel


def fact_title(fact: str, catalogue: Catalogue) -> str:
    """The title of a fact."""
    known = catalogue.facts.get(fact)
    return fact if known is None or not known.title else known.title


def _titled(body: Body, catalogue: Catalogue) -> Body:
    match body:
        case Channel(only=only, never=never):
            titled = None if only is None else tuple(channel_title(c, catalogue) for c in only)
            return replace(body, only=titled, never=tuple(channel_title(c, catalogue) for c in never))
        case Eligible(facts=facts):
            return replace(body, facts=_titled_tests(facts, catalogue))
        case _:
            return body


def _titled_tests(tests: FactTests, catalogue: Catalogue) -> FactTests:
    return {fact_title(fact, catalogue): test for fact, test in tests.items()}


def _when(guards: Guards, catalogue: Catalogue, language: Language) -> list[str]:
    when = []
    if guards.holding is not None:
        when.append(say(language, "rule.holding", items=name_set(guards.holding, language)))
    if guards.facts:
        when.append(name_tests(_titled_tests(guards.facts, catalogue)))
    return when
