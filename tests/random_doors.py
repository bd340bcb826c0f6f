"""Random small catalogues for doors between plans: those of the random cases, with what opens, shuts and prices doors put in."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from random_cases import AHEAD, Case


class Doors(Case):
    """One random catalogue; its number is of no account. Shape: of the motifs some are put in."""

    def __init__(self, random: Random, motifs: list[Callable[[Doors], None]] | None = None) -> None:
        super().__init__(random)
        self.motifs = motifs or DOORS

    def two_plans(self) -> tuple[str, str]:
        one, other = self.r.sample(self.plans, 2)
        return one, other

    def price(self) -> None:
        """A part of a plan has to be cancelled before another plan can be had; often only for a time, or of some customers."""
        leaving, to = self.two_plans()
        part = self.r.choice(self.addons)
        removable = {"item": part, "removable": True}
        brought = [b for b in self.items[leaving].get("brings", []) if part != (b["item"] if isinstance(b, dict) else b)]
        self.items[leaving]["brings"] = [*brought, removable]
        move: Any = {"move": {"from": leaving, "not_to": to, "holding": part}}
        channel: Any = {"channel": {"act": "change", "of": to, "only": [], "holding": part}}
        body: dict[str, Any] = self.r.choice([move, channel])
        kind = next(iter(body))
        if self.chance(0.25):
            body[kind]["facts"] = self.tests()
        rule = {**body, "resolve": "first"}
        if self.chance(0.25):
            rule["valid"] = {"until": self.r.choice(AHEAD).isoformat()}
        self.put(rule)

    def one_way(self) -> None:
        """A plan is not left for another."""
        leaving, to = self.two_plans()
        body: dict[str, Any] = {"from": leaving, "not_to": to}
        if self.chance(0.3):
            body["facts"] = self.tests()
        self.put({"move": body})

    def shut_in(self) -> None:
        """A plan is left for itself alone, or for one that is hard to have."""
        leaving, to = self.two_plans()
        self.put({"move": {"from": leaving, "only_to": self.r.choice([leaving, to])}})

    def shut_out(self) -> None:
        """A plan can't be entered, or only by some."""
        to = self.r.choice(self.plans)
        what = self.r.randint(0, 3)
        if what == 0:
            self.put({"channel": {"act": "change", "of": to, "only": []}})
        elif what == 1:
            self.put({"eligible": {"items": to, "facts": self.tests()}})
        elif what == 2:
            others = [plan for plan in self.plans if plan != to]
            self.put({"move": {"from": others, "not_to": to}})
        else:
            offer = self.r.choice(self.offers)
            self.items[offer]["withdrawn"] = True
            self.put({"needs": {"items": to, "any_of": offer}})

    def bound_through(self) -> None:
        """A plan on the way, or that is left, binds, and some of its customers may leave it all the same."""
        leaving, to = self.two_plans()
        way = self.r.choice([name for name in self.plans if name != to])
        self.items[way]["term"] = self.r.choice([{"months": 1}, {"months": 36}])
        if way != leaving and self.chance(0.7):
            self.put({"move": {"from": leaving, "only_to": way}})
        body: dict[str, Any] = {"from": {"item": way, "bound": True}, "only_to": to}
        self.put({"move": {**body, **({"facts": self.tests()} if self.chance(0.7) else {})}})

    def put_off(self) -> None:
        """Some customers have a change next month, before or after what is against it acts."""
        _, to = self.two_plans()
        part = self.r.choice(self.addons)
        self.items[to]["brings"] = [part]
        acts = self.r.choice([{"until": "2026-11-30"}, {"from": "2026-12-01"}])
        against = self.r.choice([{"conflict": [part, to]}, {"at_most": {"n": 0, "of": to}}])
        self.put({**against, "resolve": "auto", "valid": acts})
        self.put({"starts": {"of": to, "day": "next-month", "facts": self.tests()}})

    def subscriber(self) -> None:
        """Puts the motifs in, as soon as the items are drawn."""
        super().subscriber()
        for _ in range(self.r.randint(1, 3)):
            self.r.choice(self.motifs)(self)


DOORS: list[Callable[[Doors], None]] = [
    Doors.price, Doors.price, Doors.one_way, Doors.shut_in, Doors.shut_out,
]  # fmt: skip
LETTING: list[Callable[[Doors], None]] = [*DOORS, Doors.bound_through, Doors.put_off]
"""Also what lets something to some customers."""


def draw_doors(random: Random) -> dict[str, Any]:
    """The plain data of a catalogue."""
    catalogue = dict(Doors(random).draw()["catalogue"])
    return twinned(catalogue, random.choice(catalogue["plans"])["name"]) if random.random() < 0.25 else catalogue


def twinned(catalogue: dict[str, Any], name: str) -> dict[str, Any]:
    """The catalogue with a second plan beside one, of which every rule says what it says of the first."""
    twin = f"{name}b"
    plans = [{**plan, "name": twin} for plan in catalogue["plans"] if plan["name"] == name]
    rules = [also(rule, name, twin) for rule in catalogue["rules"]]
    return {**catalogue, "plans": [*catalogue["plans"], *plans], "rules": rules}


def also(node: Any, name: str, twin: str) -> Any:
    """What a rule says, with the twin wherever the plan is named; the two sides of a `conflict` stay two."""
    if isinstance(node, dict):
        sides = {key: [also(side, name, twin) for side in value] for key, value in node.items() if key == "conflict"}
        return {key: also(value, name, twin) for key, value in node.items()} | sides
    if isinstance(node, list):
        return [one for part in node for one in ([name, twin] if part == name else [also(part, name, twin)])]
    return [name, twin] if node == name else node


def draw_letting(random: Random) -> dict[str, Any]:
    """The plain data of a catalogue in which rules may let something to some customers alone."""
    return dict(Doors(random, LETTING).draw()["catalogue"])
