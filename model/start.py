"""The first state of a request: what a subscriber's file says, with what its plan brings, on the day asked for."""

from __future__ import annotations

from datetime import date

from model.carry import Carriage, sequence_of
from model.catalogue import Catalogue
from model.replay.course import advance, stay
from model.request import Listed, Subscriber
from model.state import Holding, State


def first_state(catalogue: Catalogue, subscriber: Subscriber, on: date) -> State:
    """The state of a subscriber on the day `on`.

    Shape: what has ended before is gone, a booked plan that has begun is the plan; a holding whose cancellation is
    ordered is gone with all that came with it, but for what something else that is held brings.
    Source: docs/semantics.md, docs/catalogue.md.
    """
    return Start(catalogue).state(subscriber, on)


class Start:
    """First states over one catalogue. Cost: what items bring is looked up once for all subscribers."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._carriage = Carriage(catalogue)
        self._sequence = sequence_of(catalogue)

    def state(self, subscriber: Subscriber, on: date, *, whole: bool = False) -> State:
        """The state of a subscriber on the day `on`. Shape: `whole` where what the plan has brought is listed, if it is held."""
        plan = None if subscriber.plan is None else _holding(subscriber.plan)
        listed = {one.item: _holding(one) for one in subscriber.holds}
        gone = {one.item for one in subscriber.holds if one.cancelled is not None}
        holds = listed if whole else {**listed, **self._implied(plan, listed, gone | set(subscriber.lacks), on)}
        fallen = set(gone)
        while more := {h.item for h in holds.values() if h.origin in fallen and h.item not in fallen}:
            fallen |= more
        if fallen > gone:
            adopted = self._adopted(plan, {name: h for name, h in holds.items() if name not in gone}, fallen, on)
            holds, fallen = {**holds, **adopted}, fallen - adopted.keys()
        kept = {name: holds[name] for name in sorted(holds, key=self._sequence.__getitem__) if name not in fallen}
        past = tuple(act for act in subscriber.past if act.day <= on)
        state = State(on, plan, kept, subscriber.booked, dict(subscriber.facts), past)
        return advance(self.catalogue, self._carriage, state, on)

    def _adopted(self, plan: Holding | None, holds: dict[str, Holding], fallen: set[str], on: date) -> dict[str, Holding]:
        """Of what has fallen with its origin that which something held brings, with that as origin, and what came with it."""
        state = State(on, plan, holds, None, {}, ())
        stay_on = stay(self.catalogue, self._carriage, state, frozenset(fallen | holds.keys()))
        return {name: held for name, held in stay_on.items() if name in fallen}

    def later(self, state: State, day: date) -> State:
        """The same state on a later day, if nothing is ordered until then."""
        return advance(self.catalogue, self._carriage, state, day)

    def _implied(self, plan: Holding | None, listed: dict[str, Holding], absent: set[str], on: date) -> dict[str, Holding]:
        """What the plan brings, by itself or by its parts, and the file need not list: all but what ends."""
        found: dict[str, Holding] = {}
        bringers = [] if plan is None else [plan.item]
        reached = set(bringers)
        while bringers:
            brought: list[str] = []
            for bringer in bringers:
                for part in self._carriage.parts(bringer, on):
                    if part.item in absent or part.item in reached:
                        continue
                    held = listed.get(part.item)
                    if held is None and (part.ends is not None or self.catalogue.items[part.item].ends is not None):
                        continue
                    if held is None:
                        found[part.item] = Holding(part.item, bringer)
                    elif held.origin != bringer:
                        continue
                    reached.add(part.item)
                    brought.append(part.item)
            bringers = sorted(brought, key=self._sequence.__getitem__)
        return found


def _holding(listed: Listed) -> Holding:
    return Holding(listed.item, listed.origin, listed.until, listed.ends)
