"""How an item may be held: bound or not, and of which origin, as far as some rule can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from model.selectors import Origin, Residue, holds, parts_of
from model.state import CAMPAIGN, OWN
from solver.legal.law import Law

PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Mode:
    """An origin that a holding can have.

    Shape: `name` is what a selector calls it, "" where none does; `through` are the items of which one must be held for it,
    None where it takes none; `plan`: that item is the plan held.
    """

    name: str
    through: tuple[int, ...] | None
    plan: bool = False

    def named(self, names: Iterable[str]) -> bool:
        """Whether a selector of these origins takes it."""
        return self.name in names or (self.plan and PLAN in names)


def modes(law: Law, item: int) -> tuple[Mode, ...]:
    """The origins of an item's holdings that its conditions tell apart; one alone where they ask for none."""
    names = {name for residue in law.conditions.get(item, ()) for name in origins_named(residue)}
    if law.is_plan[item] or not names:
        return (Mode(OWN, None),)
    found = [Mode(OWN, None), Mode(CAMPAIGN, None)]
    given = sorted(law.index[name] for name in names if name in law.index and law.index[name] != item)
    found += [Mode(law.names[other], (other,), law.is_plan[other]) for other in given]
    rest = [other for other in range(law.size) if other not in given and other != item]
    if PLAN in names:
        found.append(Mode("", tuple(other for other in rest if law.is_plan[other]), plan=True))
        rest = [other for other in rest if not law.is_plan[other]]
    if {OWN, CAMPAIGN} <= names:
        found.append(Mode("", tuple(rest)))
    return tuple(found)


def origins_named(residue: Residue) -> frozenset[str]:
    """The origins that a condition on a holding names."""
    if isinstance(residue, bool):
        return frozenset()
    return frozenset(name for part in parts_of(residue) if isinstance(part, Origin) for name in part.names)


def free_and_own(residue: Residue) -> bool:
    """Whether a holding that is own and not bound meets a condition."""
    return holds(residue, bound=False, origin=OWN, plan=None)
