"""One order in one state: what comes of it, or why it is refused. Source: docs/semantics.md, 1 to 8.

This is the reference: it follows docs/semantics.md sentence by sentence and prunes nothing. The solver shares no code with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from model.catalogue import Catalogue
from model.replay.broken import Instance, broken, known, unmet
from model.replay.course import arrive, possible_origins, stay, taken
from model.replay.entry import Acts, acts_chosen, acts_done, acts_in, entry_reasons, facts_asked
from model.replay.law import Law
from model.replay.locks import locked_reasons
from model.replay.orders import Cancel, Order, Settle, Take
from model.rules.base import STRICTNESS, Resolve, Rule
from model.rules.needs import Needs
from model.rules.tell import Tell
from model.state import Holding, PastAct, State

COMPOSED_MOST = 4096


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an order is not legal. Shape: rule ids and built-ins, or plain words for what no rule can be asked to let."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What comes of a legal order.

    Shape: `how` and `because` are of the holdings that fall by auto or consent; `tolerated` were broken before; `tells`
    are the ids of the rules whose text must be told; `came` are the new holdings that were not ordered; `read` maps
    each fact that was not known, or known by default, to the rules that asked for it.
    """

    state: State
    starts: date
    how: Mapping[str, Resolve] = field(default_factory=dict)
    because: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    tolerated: frozenset[Instance] = frozenset()
    tells: tuple[str, ...] = ()
    read: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Interpreter(Law):
    """The meaning of orders in one catalogue. Shape: rules and built-ins in `without` do not act."""

    def __init__(self, catalogue: Catalogue, *, without: frozenset[str] = frozenset()) -> None:
        super().__init__(catalogue, without=without)
        self._last: tuple[State, list[Rule], frozenset[Instance]] | None = None
        self._composed: dict[tuple[int, Take | Cancel], tuple[State, State]] = {}
        """Keyed by the identity of the state before, which each entry keeps alive."""

    def order(self, state: State, order: Order, channel: str) -> Done | Refused:
        """What comes of an order placed through `channel` on the day of `state`, or why it is refused."""
        match order:
            case Settle(fact=fact):
                return self._settle(state, fact, channel)
            case Cancel(item=item) if state.booked is not None and item == state.booked.plan:
                return self._judge(state, state, replace(state, booked=None), order, channel)
            case Cancel():
                return self._judge(state, state, state, order, channel)
            case Take(plan=plan):
                day = state.day if plan is None else self.starts(state, plan, channel)
                before = self.wait(state, day)
                return self._judge(state, before, before, order, channel)

    def _settle(self, state: State, fact: str, channel: str) -> Done | Refused:
        settle = self.catalogue.facts[fact].settle
        if settle is None or known(self.catalogue, state, fact) == settle.value:
            return Refused(("nothing to settle",))
        if channel not in settle.channels:
            return Refused(("settled elsewhere",))
        after = replace(state, facts={**state.facts, fact: settle.value})
        rules = self.standing(state.day, channel)
        broken_then = self._broken_before(state, rules)
        breaks = broken(self.matching, after, rules)
        if breaks - broken_then:
            return Refused(tuple(dict.fromkeys(sorted(instance.rule for instance in breaks - broken_then))))
        return Done(after, state.day, tolerated=breaks)

    def compose(self, before: State, order: Take | Cancel) -> State:
        """The holdings after an order: what was held and is neither cancelled nor leaves, and what comes.

        Cost: remembers some; the same is asked for every channel, and for every order that cancels one thing more.
        """
        key = (id(before), order)
        known = self._composed.get(key)
        if known is None:
            if len(self._composed) >= COMPOSED_MOST:
                self._composed.clear()
            known = self._composed[key] = (before, self._compose(before, order))
        return known[1]

    def _compose(self, before: State, order: Take | Cancel) -> State:
        fresh = self.fresh(order, before.day)
        gone = order.cancels | frozenset((order.item,)) if isinstance(order, Cancel) else order.cancels
        ordered = {h.item for h in fresh}
        kept = {n: h for n, h in before.holds.items() if n not in gone and n not in ordered}
        plan = next((h for h in fresh if self.catalogue.items[h.item].kind == "plan"), before.plan)
        comes = arrive(self.catalogue, self.carriage, fresh, set(kept), before.day)
        held = {**kept, **{h.item: h for h in comes if plan is None or h.item != plan.item}}
        after = before.holding(plan, held)
        return after.holding(plan, stay(self.catalogue, self.carriage, after, possible_origins(before) | gone))

    def fresh(self, order: Take | Cancel, day: date) -> list[Holding]:
        """What is ordered, as holdings from `day` on: the plan, then in the catalogue's sequence."""
        if isinstance(order, Cancel):
            return []
        plan = [] if order.plan is None else [order.plan]
        names = order.asked | order.extra
        names_in_sequence = [name for name in self.catalogue.items if name in names] if names else []
        return [taken(self.catalogue, name, day) for name in plan + names_in_sequence]

    def _judge(self, state: State, before: State, base: State, order: Take | Cancel, channel: str) -> Done | Refused:
        fresh = self.fresh(order, base.day)
        after = self.compose(base, order)
        chosen = order.item if isinstance(order, Cancel) else None
        rules = self.standing(after.day, channel)
        for wrong in (
            entry_reasons(self, state, after, order, channel),
            locked_reasons(self, state, before, after, order, channel),
            self._form(state, before, after, order, fresh, base, channel),
        ):
            if reasons := tuple(dict.fromkeys(wrong)):
                return Refused(reasons)
        tolerated = self._broken_before(before, rules)
        breaks = broken(self.matching, after, rules)
        if breaks - tolerated:
            return Refused(tuple(dict.fromkeys(sorted(instance.rule for instance in breaks - tolerated))))
        how, because, unforced = self._forced(before, after, order.cancels, rules, tolerated)
        if unforced:
            return Refused(tuple(unforced))
        acts = acts_done(self, before, after, order, fresh)
        gone = [before.holds[n] for n in before.holds if n in order.cancels or n == chosen]
        gone += [] if chosen is None or chosen in before.holds else [Holding(chosen)]
        read = self._read(state, after, order, channel)
        left = tuple(n for n in base.holds if n not in after.holds and n not in order.cancels and n != chosen)
        ended = tuple(n for n in state.holds if n not in before.holds)
        came = tuple(n for n in after.holds if n not in before.holds and n not in {f.item for f in fresh})
        tells = self._tells(state, after, order, channel, acts, because)
        final = replace(
            after,
            past=(*state.past, *(PastAct(state.day, act, item) for act, item in acts)),
            gone=(*state.gone, *(h for h in gone if h.item not in {g.item for g in state.gone})),
        )
        return Done(final, after.day, how, because, left, ended, came, breaks & tolerated, tells, read)

    def _broken_before(self, before: State, rules: list[Rule]) -> frozenset[Instance]:
        """What was broken before the order, remembered for the state that was asked about last."""
        if self._last is None or self._last[0] is not before or self._last[1] != rules:
            self._last = (before, rules, broken(self.matching, before, rules))
        return self._last[2]

    def _forced(
        self, before: State, after: State, cancels: frozenset[str], rules: list[Rule], tolerated: frozenset[Instance]
    ) -> tuple[dict[str, Resolve], dict[str, tuple[str, ...]], list[str]]:
        """How each of `cancels` falls and by which rules; and what is wrong with those that do not fall by themselves."""
        how: dict[str, Resolve] = {}
        because: dict[str, tuple[str, ...]] = {}
        wrong: list[str] = []
        for name in sorted(cancels):
            if name not in before.holds or name in after.holds:
                wrong.append(f"`{name}` is not cancelled by it")
                continue
            names = self.would_break(after, before.holds[name], rules, tolerated)
            because[name] = names
            resolves = [self.catalogue.rules[rule].resolve for rule in names]
            strictest: Resolve = max(resolves, key=STRICTNESS.__getitem__) if resolves else "first"
            how[name] = strictest
            if strictest == "first":
                wrong.append(f"`{name}` is to be cancelled first")
        return how, because, wrong

    def would_break(self, after: State, holding: Holding, rules: list[Rule], tolerated: frozenset[Instance]) -> tuple[str, ...]:
        """The rules of the instances that `holding` alone, put back into `after`, would newly break, in sequence."""
        back = broken(self.matching, after.holding(after.plan, {**after.holds, holding.item: holding}), rules)
        now = broken(self.matching, after, rules)
        found = {instance.rule for instance in back - tolerated - now}
        return tuple(rule for rule in self.catalogue.rules if rule in found)

    def _form(
        self, state: State, before: State, after: State, order: Take | Cancel, fresh: list[Holding], base: State, channel: str
    ) -> Iterator[str]:
        """What no rule can be asked to let: an order that is none."""
        for name in order.cancels:
            if name not in self.compose(base, replace(order, cancels=order.cancels - {name})).holds:
                yield f"`{name}` leaves by itself"
        if isinstance(order, Cancel):
            booked = state.booked is not None and order.item == state.booked.plan
            if booked and order.cancels:
                yield "nothing else is cancelled"
            if not booked and order.item not in state.holds:
                yield "nothing to cancel"
            elif not booked and order.item in after.holds:
                yield "it comes back"
            return
        if not fresh:
            yield "nothing is ordered"
        if order.plan is not None and (state.booked is not None or order.plan == state.plan_name):
            yield "no change"
        for name in order.asked | order.extra:
            rest = replace(order, asked=order.asked - {name}, extra=order.extra - {name})
            if name in before.holds and name in self.compose(base, rest).holds:
                yield f"`{name}` is held"
        for count in range(1, len(order.extra) + 1):
            for some in combinations(sorted(order.extra), count):
                if not self._needed(state, before, order, fresh, frozenset(some), channel):
                    yield "superfluous"

    def _needed(self, state: State, before: State, order: Take, fresh: list[Holding], some: frozenset[str], channel: str) -> bool:
        """Whether without `some` of the extra items a need would be broken that one of them meets."""
        after = self.compose(before, order)
        tolerated = self._broken_before(before, self.standing(after.day, channel))
        rest = [h for h in fresh if h.item not in some]
        without = self.compose(before, replace(order, extra=order.extra - some))
        ordered = {h.item for h in rest}
        for rule in self.rules:
            body = rule.body
            if not isinstance(body, Needs) or not rule.acts_at(channel):
                continue
            if not rule.valid.on(after.day if body.when == "held" else state.day):
                continue
            for a in without.all.values():
                if body.when == "taken" and a.item not in ordered:
                    continue
                if body.when == "held" and Instance(rule.id, frozenset((a.item,))) in tolerated:
                    continue
                if unmet(self.matching, without, body.items, body.any_of, a) and any(
                    self.matching.paired(body.items, a, body.any_of, after.holds[e], after.day, after.plan_name)
                    for e in some & set(after.holds) - {a.item}
                ):
                    return True
        return False

    def _tells(
        self, state: State, after: State, order: Take | Cancel, channel: str, acts: Acts, because: Mapping[str, tuple[str, ...]]
    ) -> tuple[str, ...]:
        """The rules whose text must be told: those that cancel something, and those whose act and guards match."""
        cancelling = {rule for names in because.values() for rule in names}
        on_day = [rule for rule in self.standing(state.day, channel) if self.guarded(rule, state)]
        said = cancelling | {rule.id for rule in on_day if acts_in(self, rule, state, after, order, acts)}
        rules = self.catalogue.rules.values()
        return tuple(rule.id for rule in rules if rule.id in said and (rule.tell or isinstance(rule.body, Tell)))

    def _read(self, state: State, after: State, order: Take | Cancel, channel: str) -> dict[str, tuple[str, ...]]:
        """The facts that rules asked for and that are not known, or known by default."""
        found: dict[str, list[str]] = {}
        acts = acts_chosen(self, order)
        for rule in self.rules:
            if not rule.acts_at(channel):
                continue
            for fact in facts_asked(self, rule, state, after, order, acts):
                if fact not in state.facts:
                    found.setdefault(fact, []).append(rule.id)
        return {fact: tuple(dict.fromkeys(found[fact])) for fact in self.catalogue.facts if fact in found}
