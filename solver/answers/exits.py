"""Whether a subscriber can get to any plan on sale at all: the question, with the plans that are likely to be got to first."""

from __future__ import annotations

from model.catalogue import Catalogue
from model.profiles import Profile
from model.request import Listed, Query, Subscriber
from model.start import Start
from solver.answers.outcome import Asked
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import begin
from solver.ordering.gates import Gates


class Exits:
    """The exits of one version of a catalogue. Cost: the order of the plans is looked up once for each plan held."""

    def __init__(self, program: Program, query: Query) -> None:
        self.program, self.query = program, query
        self._start = Start(program.catalogue)
        self._on_sale = on_sale(program.catalogue, query)
        self._orders: dict[str | None, tuple[str, ...]] = {}

    def question(self, profile: Profile, version: int, *, first: str | None = None) -> Asked:
        """Whether a profile can get to any plan on sale. Shape: `first` is tried before all others."""
        state = profile.states[version]
        assert state is not None
        plans = self._order(state.plan_name)
        if first in plans:
            plans = (first, *(name for name in plans if name != first))
        return Asked(profile.keys[version], state, plans)

    def _order(self, held: str | None) -> tuple[str, ...]:
        """The plans on sale but that held: first those that one change is let to, of these first those of the same brand."""
        found = self._orders.get(held)
        if found is None:
            items = self.program.catalogue.items
            brand = None if held is None else items[held].brand
            open_ = self._open(held)
            plans = [name for name in self._on_sale if name != held]
            plans.sort(key=lambda name: (name not in open_, items[name].brand != brand))
            found = self._orders[held] = tuple(plans)
        return found

    def _open(self, held: str | None) -> frozenset[str]:
        """The plans to which one change is let from a plan held with its parts alone, through some channel."""
        program = self.program
        bare = Subscriber(plan=None if held is None else Listed(held))
        world = begin(program, self._start.state(bare, self.query.on))
        gates = [Gates(Scope(program, {}), world, channel) for channel in program.channels]
        index = program.index
        return frozenset(name for name in self._on_sale if any(one.lets("change", index[name], None) for one in gates))


def on_sale(catalogue: Catalogue, query: Query) -> tuple[str, ...]:
    """The plans that can be ordered on the day."""
    return tuple(name for name, item in catalogue.items.items() if item.kind == "plan" and item.on_sale(query.on))
