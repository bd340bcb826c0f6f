"""What time and orders do to holdings: what comes, what leaves, what ends. Source: docs/semantics.md, 1, 2 and waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from model.carry import Carriage, bound_until, ends_of, sequence_of
from model.catalogue import Catalogue
from model.days import ONE_DAY
from model.state import CAMPAIGN, OWN, Holding, State


def advance(catalogue: Catalogue, carriage: Carriage, state: State, day: date) -> State:
    """The state on `day` if nothing is ordered until then: what ends is gone, a booked plan begins."""
    for after in stages(catalogue, carriage, state, day):
        state = after
    return state


def stages(catalogue: Catalogue, carriage: Carriage, state: State, day: date) -> Iterator[State]:
    """The states up to `day` if nothing is ordered until then: on each day on which something happens, and on `day`."""
    while (event := _next_event(state)) is not None and event <= day:
        state = _on_event(catalogue, carriage, replace(state, day=max(event, state.day)))
        yield state
    if state.day != day:
        yield replace(state, day=day)


def _next_event(state: State) -> date | None:
    ends = [h.ends + ONE_DAY for h in state.all.values() if h.ends is not None and h.ends < date.max]
    return min(ends + ([state.booked.starts] if state.booked else []), default=None)


def _on_event(catalogue: Catalogue, carriage: Carriage, state: State) -> State:
    before = state

    def lasts(holding: Holding) -> bool:
        return holding.ends is None or holding.ends >= state.day

    plan = state.plan if state.plan is not None and lasts(state.plan) else None
    holds = {name: h for name, h in state.holds.items() if lasts(h)}
    if state.booked is not None and state.booked.starts <= state.day:
        plan = taken(catalogue, state.booked.plan, state.day)
        fresh = arrive(catalogue, carriage, [plan], set(holds), state.day)
        state = replace(state, booked=None)
        holds = {**holds, **{h.item: h for h in fresh if h.item != plan.item}}
    after = replace(state, plan=plan, holds=holds)
    return replace(after, holds=stay(catalogue, carriage, after, possible_origins(before)))


def taken(catalogue: Catalogue, name: str, day: date) -> Holding:
    """An item that is ordered, as a holding from `day` on."""
    item = catalogue.items[name]
    return Holding(name, OWN, bound_until(item, day), ends_of(item, None, day))


def arrive(catalogue: Catalogue, carriage: Carriage, ordered: Iterable[Holding], held: set[str], day: date) -> list[Holding]:
    """What is ordered and all that it brings, to a fixed point; what is `held` already brings nothing anew.

    Shape: a part has as origin the item that brought it: of several the plan, then the first in the catalogue's sequence.
    """
    sequence = sequence_of(catalogue)
    arrived = {h.item: h for h in ordered}
    bringers = list(arrived)
    while bringers:
        brought: list[str] = []
        for bringer in sorted(bringers, key=lambda name: (catalogue.items[name].kind != "plan", sequence[name])):
            for part in carriage.parts(bringer, day):
                if part.item not in arrived and part.item not in held:
                    item = catalogue.items[part.item]
                    arrived[part.item] = Holding(part.item, bringer, bound_until(item, day), ends_of(item, part.ends, day))
                    brought.append(part.item)
        bringers = brought
    return list(arrived.values())


def possible_origins(state: State) -> frozenset[str]:
    """What can be an origin that is held: the holdings, the plan, the booked plan."""
    return frozenset(state.all) | (frozenset((state.booked.plan,)) if state.booked else frozenset())


def stay(catalogue: Catalogue, carriage: Carriage, state: State, before: frozenset[str]) -> dict[str, Holding]:
    """The holdings that do not leave: their origin is held, or something held brings them.

    Shape: `before` are the names held before: an origin that was not among them is not gone now, so what names it stays;
    reckoned from what is own, campaign, the plan or booked; who stays by another bringer has that as origin.
    """
    sequence = sequence_of(catalogue)
    roots = [state.plan.item] if state.plan else []
    booked = [state.booked.plan] if state.booked else []
    could_go = before | frozenset(state.all)
    kept = {name for name, h in state.holds.items() if h.origin in (OWN, CAMPAIGN) or h.origin not in could_go}
    if len(kept) == len(state.holds):
        return dict(state.holds)
    bringer_of: dict[str, str] = {}
    while True:
        bringers = [*roots, *sorted(kept, key=sequence.__getitem__)]
        reached: set[str] = set()
        for name, holding in state.holds.items():
            if name in kept:
                continue
            bringer = next((b for b in bringers if b != name and carriage.brings(b, name, state.day)), None)
            if bringer is not None:
                bringer_of[name] = bringer
                reached.add(name)
            elif holding.origin in kept or holding.origin in (*roots, *booked):
                reached.add(name)
        if not reached:
            break
        kept |= reached
    held = {OWN, CAMPAIGN, *roots, *booked, *kept}
    return {
        name: replace(h, origin=bringer_of[name]) if name in bringer_of and h.origin not in held else h
        for name, h in state.holds.items()
        if name in kept
    }
