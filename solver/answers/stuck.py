"""How the subscribers of a base stand in one version of a catalogue: who is stuck, who has old data, who can get where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from model.catalogue import Catalogue
from model.profiles import Profile
from solver.answers.exits import Exits
from solver.answers.outcome import Asked
from solver.answers.stranded import Deciding, Impact, Met, instances, summed
from solver.ground.compiled import compiled


def standing(catalogue: Catalogue, profiles: Sequence[Profile], *, targets: Iterable[str], deciding: Deciding) -> Impact:
    """How subscribers stand: what of theirs breaks rules, and what comes of getting to each target; or to any plan, without them.

    Shape: `broken` is old data; `new` what comes of a target, with no outcome before; `no-exit` who can get to no plan on sale.
    """
    wanted = tuple(name for name in catalogue.items if name in frozenset(targets))
    program = compiled(catalogue)
    met: list[list[Met]] = []
    for profile in profiles:
        (state,) = profile.states
        broken = () if state is None else tuple(instances(program, state))
        met.append([Met("broken", because=broken)] if broken else [])
    asked = [
        (number, Asked(profile.keys[0], state, (to,)))
        for number, profile in enumerate(profiles)
        if (state := profile.states[0]) is not None
        for to in wanted
        if to != state.plan_name
    ]
    for (number, one), outcome in zip(asked, deciding.outcomes(catalogue, [one for _, one in asked]), strict=True):
        met[number].append(Met("new", one.to[0], None, outcome))
    if not wanted:
        exits = Exits(program, deciding.query)
        questions = [exits.question(profile, 0) for profile in profiles]
        for things, outcome in zip(met, deciding.outcomes(catalogue, questions), strict=True):
            if not outcome.arrives:
                things.append(Met("undecided" if outcome.verdict == "undecided" else "no-exit", None, None, outcome))
    return Impact(*summed(profiles, met), wanted, ())
