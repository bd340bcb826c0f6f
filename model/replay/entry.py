"""What binds the things that are ordered or cancelled by choice, and which rules speak in an order.

Source: docs/semantics.md, 6 and docs/answer.md (`say`, `assuming`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from model.days import same_period
from model.replay.broken import passes, unmet
from model.replay.law import Law
from model.replay.orders import Cancel, Take
from model.rules.base import Act, Rule
from model.rules.brings import BringsRule
from model.rules.channel import Channel
from model.rules.eligible import Eligible
from model.rules.limit import Limit
from model.rules.move import Move
from model.rules.needs import Needs
from model.rules.starts import Starts
from model.rules.tell import Tell
from model.selectors import Selector
from model.state import Holding, PastAct, State

Acts: TypeAlias = tuple[tuple[Act, str], ...]


def acts_chosen(law: Law, order: Take | Cancel) -> Acts:
    """The acts that the customer orders: the change, the additions, the cancellation of choice."""
    if isinstance(order, Cancel):
        return (("cancel", order.item),)
    change: Acts = () if order.plan is None else (("change", order.plan),)
    return change + tuple(("add", name) for name in law.catalogue.items if name in order.asked | order.extra)


def acts_done(law: Law, before: State, after: State, order: Take | Cancel, fresh: list[Holding]) -> Acts:
    """Every act that happens in the order, however: ordered, brought, cancelled by choice, auto or consent."""
    cancelled = order.cancels | ({order.item} if isinstance(order, Cancel) else set())
    ordered = {h.item for h in fresh}
    came = {name for name in after.holds if name in ordered or name not in before.holds}
    change: Acts = (("change", order.plan),) if isinstance(order, Take) and order.plan is not None else ()
    adds: Acts = tuple(("add", name) for name in law.catalogue.items if name in came)
    cancels: Acts = tuple(("cancel", name) for name in law.catalogue.items if name in cancelled)
    return change + adds + cancels


def entry_reasons(law: Law, state: State, after: State, order: Take | Cancel, channel: str) -> Iterator[str]:
    """The entry rules, and sales, that the order breaks."""
    acts = acts_chosen(law, order)
    for act, name in acts:
        if act != "cancel" and f"sold:{name}" not in law.without and not law.catalogue.items[name].on_sale(state.day):
            yield f"sold:{name}"
    for rule in law.standing(state.day, channel):
        if isinstance(rule.body, Limit):
            if law.guarded(rule, state) and exceeds(law, rule.body, state, after, acts):
                yield rule.id
        elif any(_forbids(law, rule, state, after, act, name, channel) for act, name in acts):
            yield rule.id


def _forbids(law: Law, rule: Rule, state: State, after: State, act: Act, name: str, channel: str) -> bool:
    held = after.all.get(name) if act != "cancel" else state.holds.get(name)
    match rule.body:
        case Eligible(items=items, facts=facts, when="taken") if act != "cancel":
            speaks = law.speaks(items, None, name, state, held)
            return speaks and not passes(law.catalogue, state, facts)
        case Needs(items=items, any_of=any_of, when="taken") if act != "cancel":
            return held is not None and unmet(law.matching, after, items, any_of, held)
        case Move() as body if act == "change" and state.plan is not None:
            asked = law.matching.asked(body.leaving, state.plan, body.to, state.day, state.plan_name)
            return asked and law.guarded(rule, state) and not law.lets(body, state.plan, name, state)
        case Channel() as body if act == body.act:
            if not law.speaks(body.among, body.leaving, name, state, held) or not law.guarded(rule, state):
                return False
            return channel not in body.channels(frozenset(law.catalogue.channels))
        case Limit() as body if act == body.act:
            return law.guarded(rule, state) and exceeds(law, body, state, after, ((act, name),))
        case _:
            return False


def exceeds(law: Law, body: Limit, state: State, after: State, acts: Acts) -> bool:
    """Whether the acts chosen in an order, with those before it, are more than a limit lets happen in its period."""

    def about(act: PastAct, kind: Act, among: Selector | None) -> bool:
        if act.act != kind or not same_period(body.period, act.day, state.day):
            return False
        return among is None or act.item is None or law.matching.has(among, Holding(act.item), state.day, state.plan_name)

    def held(name: str) -> Holding | None:
        return (state.all if body.act == "cancel" else after.all).get(name)

    chosen = sum(act == body.act and law.speaks(body.among, None, name, state, held(name)) for act, name in acts)
    if not chosen or (body.after is not None and not any(about(act, *body.after) for act in state.past)):
        return False
    return sum(about(act, body.act, body.among) for act in state.past) + chosen > body.at_most


def acts_in(law: Law, rule: Rule, state: State, after: State, order: Take | Cancel, acts: Acts) -> bool:
    """Whether a rule speaks of one of the acts of the order (its guards and days are judged elsewhere)."""

    def about(kind: Act, among: Selector | None, leaving: Selector | None) -> bool:
        found = [name for act, name in acts if act == kind]
        return any(
            law.speaks(among, leaving, name, state, (state.all if kind == "cancel" else after.all).get(name)) for name in found
        )

    match rule.body:
        case Tell(act=kind, among=among) | Limit(act=kind, among=among):
            return about(kind, among, None)
        case Channel(act=kind, among=among, leaving=leaving):
            return about(kind, among, leaving)
        case Starts(among=among, leaving=leaving):
            return about("change", among, leaving)
        case Move(leaving=leaving, to=to):
            changes = isinstance(order, Take) and order.plan is not None and state.plan is not None
            return changes and state.plan is not None and law.matching.asked(leaving, state.plan, to, state.day, state.plan_name)
        case Eligible(items=items, when="taken"):
            return about("add", items, None) or about("change", items, None)
        case BringsRule(items=items, parts=parts):
            return any(
                part != name and law.speaks(parts, None, part, state) and law.speaks(items, None, name, state)
                for act, part in acts
                if act == "add"
                for other, name in acts
                if other != "cancel"
            )
        case _:
            return False


def facts_asked(law: Law, rule: Rule, state: State, after: State, order: Take | Cancel, acts: Acts) -> tuple[str, ...]:
    """The facts that a rule reads in the order: of its guards where all else matches, of `eligible` where it binds."""
    match rule.body:
        case Eligible(items=items, facts=facts, when="held"):
            on = rule.valid.on(after.day)
            asks = any(law.matching.has(items, h, after.day, after.plan_name) for h in after.all.values())
            return tuple(facts) if on and asks else ()
        case Eligible(facts=facts):
            return tuple(facts) if rule.valid.on(state.day) and acts_in(law, rule, state, after, order, acts) else ()
        case Channel() | Move() | Starts() | Limit() | Tell():
            speaks = rule.valid.on(state.day) and acts_in(law, rule, state, after, order, acts)
            return tuple(rule.guards.facts) if speaks and law.guard_holds(rule, state) else ()
        case _:
            return ()
