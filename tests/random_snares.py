"""A random case with snares laid: what the arguments for leaving paths out are about, and what chance hardly brings together.

Parts of plans that may go, circles of demands and of origins, what is bound and asked whether it is, items that nothing tells
apart and one of them asked for, plans with demands of their own, groups that fill up, additions and cancellations at once.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from random_cases import draw_case

RESOLVES = ("first", "auto", "consent", "first")
DAYS = ("2026-11-25", "2026-11-30", "2026-12-09", "2026-12-31", "2027-12-31")
SPANS: tuple[Any, ...] = ({"months": 1}, "month-end", {"months": 2})


class Snares:
    """One random case, to which snares are added; what it had stays."""

    def __init__(self, data: dict[str, Any], random: Random) -> None:
        self.data, self.r = deepcopy(data), random
        self.catalogue, self.case = self.data["catalogue"], self.data["case"]
        self.number = self.case["subscriber"]
        self.rules: list[dict[str, Any]] = self.catalogue["rules"]
        self.items = {one["name"]: one for kind in ("plans", "offers", "vnets") for one in self.catalogue[kind]}
        self.plans = [one["name"] for one in self.catalogue["plans"]]
        self.addons = [one["name"] for kind in ("offers", "vnets") for one in self.catalogue[kind]]
        held = self.number.get("plan")
        self.held_plan = held["item"] if isinstance(held, dict) else held
        args = self.case["args"]
        self.target = args[args.index("--to") + 1] if "--to" in args else None

    # -- what is there ---------------------------------------------------------------------------------------------------
    @property
    def holds(self) -> list[dict[str, Any]]:
        self.number["holds"] = [one if isinstance(one, dict) else {"item": one} for one in self.number.get("holds") or []]
        found: list[dict[str, Any]] = self.number["holds"]
        return found

    def held(self) -> list[str]:
        return [one["item"] for one in self.holds if "cancelled" not in one]

    def hold(self, name: str) -> dict[str, Any]:
        """The holding of an item, which is held from now on."""
        found = next((one for one in self.holds if one["item"] == name), None)
        if found is None:
            found = {"item": name}
            self.holds.append(found)
        return found

    def some(self, names: list[str], most: int) -> list[str]:
        return self.r.sample(names, min(len(names), self.r.randint(1, most)))

    def plan(self) -> str:
        near = [name for name in (self.target, self.held_plan) if name]
        return self.r.choice(near if near and self.r.random() < 0.7 else self.plans)

    def addon(self) -> str:
        near = self.held()
        return self.r.choice(near if near and self.r.random() < 0.6 else self.addons)

    def put(self, body: dict[str, Any]) -> None:
        self.rules.append({"rule": f"S{len(self.rules)}", **body, "resolve": self.r.choice(RESOLVES)})

    def needs(self, item: Any, any_of: Any) -> None:
        self.put({"needs": {"items": item, "any_of": any_of, **({"when": "taken"} if self.r.random() < 0.2 else {})}})

    def bind(self, name: str) -> None:
        self.hold(name)["until"] = self.r.choice(DAYS)

    # -- snares ----------------------------------------------------------------------------------------------------------
    def part_goes(self) -> None:
        """What a plan brings may be cancelled, or be over, or fall; and something wants it or is against it."""
        plan, part = self.plan(), self.addon()
        asked: dict[str, Any] = {"item": part, "removable": self.r.random() < 0.7}
        if self.r.random() < 0.3:
            asked["ends"] = self.r.choice(SPANS)
        others = [one for one in self.items[plan].get("brings", ()) if one != part and not _is_of(one, part)]
        self.items[plan]["brings"] = [*others, asked]
        if plan == self.held_plan and self.r.random() < 0.7:
            self.hold(part)["origin"] = "plan"
        wanting = [name for name in self.addons if name != part]
        if wanting and self.r.random() < 0.7:
            self.needs(self.r.choice([*wanting, plan]), part)
        if wanting and self.r.random() < 0.5:
            self.put({"conflict": [part, self.r.choice([*wanting, *self.plans])]})

    def circle(self) -> None:
        """Some ask for each other in a circle, now and then or for something else."""
        ring = self.r.sample(self.addons, min(len(self.addons), self.r.randint(2, 3)))
        if len(ring) < 2:
            return
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            besides = [name for name in self.addons if name not in (one, other)]
            asked = [other, self.r.choice(besides)] if besides and self.r.random() < 0.3 else other
            self.needs(one, asked)
        for name in ring:
            if self.r.random() < 0.6:
                self.hold(name)
        if self.r.random() < 0.6:
            self.put({"conflict": [self.r.choice(ring), self.plan()]})

    def origins(self) -> None:
        """What is held has come with each other, and some rule asks for that."""
        two = self.r.sample(self.addons, min(len(self.addons), 2))
        if len(two) < 2:
            return
        for one, other in (two, two[::-1]):
            if self.r.random() < 0.8:
                self.hold(one)["origin"] = other
            if self.r.random() < 0.5 and "brings" not in self.items[other]:
                self.items[other]["brings"] = [{"item": one, "removable": self.r.random() < 0.5}]
        asked = {"item": two[0], "origin": self.r.choice(["own", "plan", two[1], "campaign"])}
        others = [name for name in (*self.addons, *self.plans) if name != two[0]]
        self.r.choice(
            [
                lambda: self.put({"conflict": [asked, self.r.choice(others)]}),
                lambda: self.needs(self.r.choice(others), asked),
                lambda: self.put({"at_most": {"n": self.r.choice([0, 1]), "of": [asked, two[1]]}}),
            ]
        )()

    def if_bound(self) -> None:
        """Rules ask whether the plan, or something else, is bound; and it is, for a time."""
        name = self.held_plan if self.held_plan and self.r.random() < 0.5 else self.addon()
        if name == self.held_plan:
            self.number["plan"] = {"item": name, "until": self.r.choice(DAYS)}
        else:
            self.bind(name)
        if self.r.random() < 0.4:
            self.items[name]["term"] = self.r.choice(SPANS)
        asked = {"item": name, "bound": self.r.random() < 0.7}
        others = [one for one in self.addons if one != name]
        if not others:
            return
        other = self.r.choice(others)
        plans = [one for one in self.plans if one != name]
        choices = [
            lambda: self.put({"conflict": [asked, self.r.choice([other, *plans])]}),
            lambda: self.needs(self.r.choice([other, *plans]), asked),
            lambda: self.put({"at_most": {"n": self.r.choice([0, 1]), "of": [asked, other]}}),
        ]
        if name in self.plans:
            choices.append(lambda: self.put({"only_with": {"items": other, "allow": asked}}))
        self.r.choice(choices)()

    def alike(self) -> None:
        """Something that is not held has a twin, in all rules with it or in some; one of them may be asked for."""
        free = [one for one in self.catalogue["offers"] if one["name"] not in self.held()]
        if not free or any(name.endswith("x") for name in self.addons):
            return
        item = self.r.choice(free)
        twin = {**deepcopy(item), "name": f"{item['name']}x"}
        self.catalogue["offers"].append(twin)
        self.items[twin["name"]] = twin
        self.addons.append(twin["name"])
        both = [item["name"], twin["name"]]
        share = self.r.choice([1.0, 1.0, 0.5])
        for rule in self.rules:
            if self.r.random() < share:
                for form, body in list(rule.items()):
                    rule[form] = _doubled(form, body, both)
        self.needs(self.plan() if self.r.random() < 0.5 else self.addon_besides(both), both)
        if self.r.random() < 0.4:
            self.ask("--add", self.r.choice(both))

    def addon_besides(self, names: list[str]) -> str:
        others = [one for one in self.addons if one not in names]
        return self.r.choice(others or self.plans)

    def plan_asks(self) -> None:
        """A plan, mostly that held, asks for something, which may be held and be against the target."""
        plan, wanted = self.plan(), self.addon()
        self.needs(plan, wanted if self.r.random() < 0.6 else self.some(self.addons, 2))
        if self.r.random() < 0.5:
            self.hold(wanted)
        if self.target and self.r.random() < 0.5:
            self.put({"conflict": [wanted, self.target]})

    def fills(self) -> None:
        """A group is full, or fuller while something is bound, and something comes to it."""
        if len(self.addons) < 2:
            return
        some = self.r.sample(self.addons, self.r.randint(2, min(3, len(self.addons))))
        asked: Any = {"item": some, "bound": True} if self.r.random() < 0.3 else some
        self.put({"at_most": {"n": self.r.randint(0, len(some) - 1), "of": asked}})
        for name in some[:-1]:
            if self.r.random() < 0.5:
                self.hold(name)
                if self.r.random() < 0.5:
                    self.bind(name)
        if self.r.random() < 0.5:
            self.needs(self.plan(), some[-1])

    def ends(self) -> None:
        """Something that is held is over soon, and what asks for it may last."""
        name = self.addon()
        self.hold(name)["ends"] = self.r.choice(DAYS[:4])
        others = [one for one in self.addons if one != name]
        if others:
            self.needs(self.r.choice([*others, self.plan()]), self.r.choice([name, [name, self.r.choice(others)]]))

    def more_asked(self) -> None:
        """More is asked for at once."""
        for _ in range(self.r.randint(1, 2)):
            held = self.r.random() < 0.5
            names = [name for name in self.addons if (name in self.held()) is held]
            if names:
                self.ask(self.r.choice(["--drop", "--keep"]) if held else "--add", self.r.choice(names))

    def ask(self, option: str, name: str) -> None:
        if name not in self.case["args"] and (option == "--add") is (name not in self.held()):
            self.case["args"] += [option, name]

    def horizon(self) -> None:
        """No time, or more."""
        self.case["args"][self.case["args"].index("--horizon") + 1] = self.r.choice(["0", "3"])

    def booked(self) -> None:
        """A plan is booked that brings or asks for something."""
        others = [plan for plan in self.plans if plan != self.held_plan]
        if self.held_plan is None or not others:
            return
        plan = self.r.choice(others)
        self.number["booked"] = {"plan": plan, "starts": self.r.choice(["2026-12-01", "2026-11-30", "2027-01-01"])}
        if self.r.random() < 0.5:
            self.needs(plan, self.addon())


def draw_snared(random: Random) -> dict[str, Any]:
    """A random case with snares laid."""
    return snared(draw_case(random), random)


def snared(data: dict[str, Any], random: Random) -> dict[str, Any]:
    """The case with one to three snares more, and some of its own rules left out."""
    snares = Snares(data, random)
    if random.random() < 0.5:
        snares.rules[:] = [rule for rule in snares.rules if random.random() < 0.5]
    for lay in random.sample(SNARES, random.randint(1, 3)):
        lay(snares)
    return snares.data


def _is_of(part: Any, name: str) -> bool:
    return isinstance(part, dict) and part.get("item") == name


def _doubled(form: str, body: Any, both: list[str]) -> Any:
    """What a rule says, where it names the first of two by itself naming both."""
    if form == "conflict" and isinstance(body, list) and len(body) == 2 and body.count(both[0]) == 1:
        return [both if one == both[0] else one for one in body]
    if isinstance(body, dict) and form in ("needs", "at_most", "only_with", "locked", "brings"):
        keys = ("items", "any_of", "allow", "of")
        return {key: both if key in keys and one == both[0] else one for key, one in body.items()}
    return body


SNARES: list[Callable[[Snares], None]] = [
    Snares.part_goes, Snares.part_goes, Snares.circle, Snares.circle, Snares.origins, Snares.if_bound, Snares.if_bound,
    Snares.alike, Snares.alike, Snares.plan_asks, Snares.plan_asks, Snares.fills, Snares.ends, Snares.more_asked,
    Snares.horizon, Snares.booked,
]  # fmt: skip
