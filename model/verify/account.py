"""What a replayed path comes to: every field of an answer, recounted by the plain interpreter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from model.answer import ActStep, Answer, Assumed, Before, Gain, Loss, SettleStep, Step, Verdict, WaitStep, Warned
from model.catalogue import Catalogue
from model.replay.broken import Instance, broken
from model.replay.order import Interpreter
from model.replay.orders import Cancel, Settle
from model.request import Query
from model.rules.base import Resolve
from model.rules.tell import Tell
from model.state import CAMPAIGN, OWN, State
from model.verify.cause import later_causes
from model.verify.path import Awaited, Leg, Placed, Story, Told
from model.verify.regain import regain


def recount(law: Interpreter, query: Query, story: Story, told: tuple[Told, ...], claim: Answer) -> Answer:
    """The answer that a replayed path is. Shape: what is said of proofs and of other paths is taken from `claim`."""
    first, end = story.first, story.end
    chosen = [later_causes(law, story.legs, place) for place in range(len(story.legs))]
    lost = _losses(story, chosen)
    had, held = set(first.holds), set(end.holds)
    ended, left = _gone(story)
    ordered = {act.item for leg in story.legs for act in leg.told.acts if isinstance(act, ActStep) and act.do != "cancel"}
    return replace(
        claim,
        leaving=first.plan_name,
        to=query.goal.to,
        verdict=verdict_of(query, story, told),
        before=charge(law.catalogue, first),
        after=charge(law.catalogue, end),
        cancel=tuple(Loss(item, *lost[item], regain(law, end, item)) for item in in_sequence(law, lost)),
        leaves=in_sequence(law, left),
        ended=in_sequence(law, ended),
        gains=tuple(_gain(end, item) for item in in_sequence(law, held - had - ordered)),
        keeps=in_sequence(law, (had & held) - set(lost) - ended - left),
        steps=_steps(law, story, told, chosen),
        assuming=_assuming(law, story),
        warnings=_warnings(law, story),
    )


def in_sequence(law: Interpreter, names: Iterable[str]) -> tuple[str, ...]:
    """Items in the catalogue's sequence."""
    wanted = set(names)
    return tuple(name for name in law.catalogue.items if name in wanted)


def verdict_of(query: Query, story: Story, told: tuple[Told, ...]) -> Verdict:
    """The first line that a path is on."""
    if told and told[-1].on > query.on:
        return "later"
    if query.channel is None or all(query.channel in leg.channels for leg in story.legs):
        return "reachable"
    return "elsewhere"


def charge(catalogue: Catalogue, state: State) -> Before:
    """The monthly fee and the benefits of all that is held."""
    items = [catalogue.items[name] for name in state.all]
    benefits: dict[str, Decimal] = {}
    for item in items:
        for name, amount in item.benefits.items():
            benefits[name] = benefits.get(name, Decimal(0)) + amount
    return Before(sum(item.monthly_fen or 0 for item in items), benefits)


def _losses(story: Story, chosen: list[tuple[str, ...]]) -> dict[str, tuple[Resolve, tuple[str, ...]]]:
    """How and why each loss is first cancelled."""
    booked = () if story.first.booked is None else (story.first.booked.plan,)
    counted = {*story.first.holds, *booked}
    found: dict[str, tuple[Resolve, tuple[str, ...]]] = {}
    for leg, causes in zip(story.legs, chosen, strict=True):
        if isinstance(leg.order, Settle):
            continue
        for item in leg.order.cancels:
            found.setdefault(item, (leg.done.how[item], leg.done.because[item]))
        if isinstance(leg.order, Cancel):
            found.setdefault(leg.order.item, ("first", causes))
    return {item: loss for item, loss in found.items() if item in counted}


def _gone(story: Story) -> tuple[set[str], set[str]]:
    """Of the first holdings those whose date came, and those that left freely, at the first step that took them.

    Shape: what came back after that and was cancelled then is a loss as well.
    """
    ended: set[str] = set()
    left: set[str] = set()
    still = set(story.first.holds)
    for earlier, later in zip(story.states, story.states[1:], strict=False):
        cancelled = {gone.item for gone in later.gone}
        for holding in earlier.holds.values():
            came = holding.ends is not None and holding.ends < later.day
            if holding.item in still and (came or holding.item not in later.holds):
                still.discard(holding.item)
                if holding.item not in cancelled:
                    (ended if came else left).add(holding.item)
    return ended, left


def _gain(end: State, item: str) -> Gain:
    origin = end.holds[item].origin
    return Gain(item, () if origin in (OWN, CAMPAIGN) else (origin,))


def _steps(law: Interpreter, story: Story, told: tuple[Told, ...], chosen: list[tuple[str, ...]]) -> tuple[Step, ...]:
    legs = dict(zip([one.path for one in told if isinstance(one, Placed)], zip(story.legs, chosen, strict=True), strict=True))
    steps: list[Step] = []
    for one in told:
        if isinstance(one, Awaited):
            steps.append(WaitStep(one.on))
        else:
            leg, causes = legs[one.path]
            steps += _acts(law, leg, causes)
    return tuple(steps)


def _acts(law: Interpreter, leg: Leg, causes: tuple[str, ...]) -> list[Step]:
    first = leg.told.acts[0]
    if isinstance(first, SettleStep):
        settle = law.catalogue.facts[first.fact].settle
        assert settle is not None, "a legal settlement"
        say = (settle.do,) if settle.do else ()
        return [replace(first, value=settle.value, channels=leg.channels, say=say)]
    acts = [act for act in leg.told.acts if isinstance(act, ActStep)]
    sequence = law.catalogue.sequence
    acts.sort(key=lambda act: (act.do != "change", sequence[act.item]))
    starts = leg.done.starts if leg.done.starts != leg.before.day else None
    return [
        replace(
            act,
            channels=leg.channels,
            say=_say(law, leg, causes) if place == 0 else (),
            leaving=leg.before.plan_name if act.do == "change" else None,
            starts=starts if act.do == "change" else None,
        )
        for place, act in enumerate(acts)
    ]


def _say(law: Interpreter, leg: Leg, causes: tuple[str, ...]) -> tuple[str, ...]:
    speaking = {*leg.done.tells, *causes}
    texts: list[str] = []
    for rule in law.catalogue.rules.values():
        if rule.id in speaking:
            texts += [text for text in (rule.body.say if isinstance(rule.body, Tell) else "", rule.tell) if text]
    return tuple(dict.fromkeys(texts))


def _assuming(law: Interpreter, story: Story) -> tuple[Assumed, ...]:
    found: dict[str, set[str]] = {}
    for leg in story.legs:
        for fact, rules in leg.done.read.items():
            found.setdefault(fact, set()).update(rules)
    rules = tuple(law.catalogue.rules)
    return tuple(Assumed(fact, tuple(r for r in rules if r in found[fact])) for fact in law.catalogue.facts if fact in found)


def _warnings(law: Interpreter, story: Story) -> tuple[Warned, ...]:
    found: set[Instance] = set()
    for leg in story.legs:
        found |= leg.done.tolerated
    for before, after in story.waits:
        then, now = (broken(law.matching, one, law.standing(one.day, None)) for one in (before, after))
        found |= now - then
    sequence, places = law.catalogue.sequence, {rule: place for place, rule in enumerate(law.catalogue.rules)}
    told = sorted(found, key=lambda one: (places[one.rule], sorted(sequence[item] for item in one.items)))
    return tuple(Warned(one.rule, in_sequence(law, one.items)) for one in told)
