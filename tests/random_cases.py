"""Random small catalogues and requests that use every rule kind, as the plain data of a scenario file.

Shape: `draw_case(random)` gives {catalogue, case}; `random` is any `random.Random`, a shrinking one of Hypothesis too.

Who asks for what is drawn first, then the rules, so that they mostly speak of what is held and of the target; motifs put
in what chance alone brings about too rarely: gateways, chains of needs, crowded groups, dated locks, sale windows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

ON = date(2026, 11, 23)
DAYS = [ON + timedelta(days=n) for n in (-40, -3, 0, 2, 7, 8, 20, 38, 39, 70)]
AHEAD = [ON + timedelta(days=n) for n in (0, 1, 7, 8, 20)]
STANDING = ("conflict", "only_with", "needs", "at_most", "eligible")
GUARDED = ("move", "channel", "starts", "limit", "tell")
WEIGHTS = {
    "conflict": 5, "only_with": 3, "needs": 5, "at_most": 2, "brings": 2, "locked": 2,
    "move": 4, "channel": 3, "starts": 2, "eligible": 2, "limit": 3, "tell": 1,
}  # fmt: skip
KINDS = [kind for kind, weight in WEIGHTS.items() for _ in range(weight)]


class Case:
    """One random catalogue and request."""

    def __init__(self, random: Random) -> None:
        self.r = random
        self.channels = ["hotline", "hall", "online"][: random.randint(1, 3)]
        self.plans = [f"P{n}" for n in range(random.randint(2, 4))]
        self.offers = [f"O{n}" for n in range(random.randint(2, 4))]
        self.vnets = ["V0"] if self.chance(0.5) else []
        self.addons = self.offers + self.vnets
        self.held_plan = None if self.chance(0.04) else random.choice(self.plans)
        others = [plan for plan in self.plans if plan != self.held_plan]
        self.target = random.choice(others) if self.chance(0.88) else None
        self.held = self.some(self.addons, 3) if self.chance(0.9) else []
        self.added: list[str] = []
        free = [name for name in self.addons if name not in self.held]
        if free and (self.chance(0.12) or (self.target is None and self.chance(0.6))):
            self.added = [random.choice(free)]
        self.channel = random.choice(self.channels) if self.chance(0.4) else None
        self.items: dict[str, dict[str, Any]] = {}
        self.rules: list[dict[str, Any]] = []
        self.holdings: dict[str, dict[str, Any]] = {}
        self.number: dict[str, Any] = {"id": "1"}
        self.facts: dict[str, Any] = {}

    def chance(self, share: float) -> bool:
        return self.r.random() < share

    def day(self) -> str:
        return self.r.choice(DAYS).isoformat()

    def span(self) -> Any:
        return self.r.choice(["month-end", {"months": 1}, {"months": 2}])

    def some(self, names: list[str], most: int = 2) -> list[str]:
        count = self.r.randint(1, min(most, len(names)))
        return [names[n] for n in sorted(self.r.sample(range(len(names)), count))]

    def one_addon(self) -> str:
        """An offer or V-net, mostly one that is held or asked for."""
        near = self.held + self.added
        return self.r.choice(near if near and self.chance(0.6) else self.addons)

    def one_plan(self) -> str:
        """A plan, mostly that held or that asked for."""
        near = [plan for plan in (self.target, self.target, self.held_plan) if plan]
        return self.r.choice(near if near and self.chance(0.6) else self.plans)

    def fresh_addon(self, *, besides: list[str]) -> str | None:
        """An offer or V-net that is not held."""
        free = [name for name in self.addons if name not in self.held and name not in besides]
        return self.r.choice(free) if free else None

    # -- items ----------------------------------------------------------------------------------------------------------
    def plan(self, name: str) -> dict[str, Any]:
        item: dict[str, Any] = {"name": name, "brand": self.r.choice(["X", "Y"]), "fee": self.r.choice([10, 20, 30])}
        if self.chance(0.3):
            item["family"] = self.r.choice(["F", "G"])
        if self.chance(0.25):
            item["waives"] = self.some(["f1", "f2"])
        if self.chance(0.12):
            item["term"] = self.span()
        if self.chance(0.04):
            item["ends"] = self.span()
        self.sale(item, 0.03 if name == self.target else 0.08)
        self.parts(item, 0.3)
        return item

    def addon(self, name: str, *, vnet: bool) -> dict[str, Any]:
        item: dict[str, Any] = {"name": name}
        if self.chance(0.6):
            item["fee"] = self.r.choice([1, 2, 3, 5])
        if self.chance(0.25):
            item["discounts"] = self.some(["f1", "f2"])
        if self.chance(0.3):
            item["tags"] = "t"
        if self.chance(0.2):
            item["family"] = self.r.choice(["H", "K"])
        if self.chance(0.12):
            item["term"] = self.span()
        if self.chance(0.08):
            item["ends"] = self.span()
        self.sale(item, 0.2 if name in self.held else 0.05)
        if not vnet:
            self.parts(item, 0.12)
        return item

    def sale(self, item: dict[str, Any], share: float) -> None:
        if self.chance(share):
            item["withdrawn"] = True
        elif self.chance(0.08):
            days = sorted([self.day(), self.day()])
            item["sold"] = self.r.choice([{"from": days[0]}, {"until": days[1]}, {"from": days[0], "until": days[1]}])

    def parts(self, item: dict[str, Any], share: float) -> None:
        others = [a for a in self.addons if a != item["name"]]
        if others and self.chance(share):
            parts: list[Any] = []
            for name in self.some(others):
                part: dict[str, Any] = {"item": name}
                if self.chance(0.35):
                    part["removable"] = True
                if self.chance(0.15):
                    part["ends"] = self.span()
                parts.append(part if len(part) > 1 else name)
            item["brings"] = parts

    # -- selectors ------------------------------------------------------------------------------------------------------
    def of_plans(self) -> Any:
        choice = self.r.randint(0, 7)
        if choice == 0:
            return {"brand": self.r.choice(["X", "Y"])}
        if choice == 1:
            return "plan"
        if choice == 2:
            return {"fee": {"min": 20}, "kind": "plan"}
        if choice == 3:
            return self.some(self.plans)
        return self.one_plan()

    def of_addons(self, *, holding: bool = False) -> Any:
        choice = self.r.randint(0, 9)
        if holding and choice == 0:
            return {"item": self.some(self.addons), "bound": True}
        if holding and choice == 1:
            return {"kind": "offer", "origin": self.r.choice(["own", "campaign", "plan"])}
        if choice == 2:
            return self.some(self.addons, 3)
        if choice == 3:
            return {"item": self.some(self.addons, 3), "not": self.r.choice(self.addons)}
        return self.one_addon()

    def of_any(self, *, holding: bool = False) -> Any:
        return self.of_plans() if self.chance(0.4) else self.of_addons(holding=holding)

    def tests(self) -> dict[str, Any]:
        return self.r.choice([{"registered": False}, {"registered": True}, {"age": {"min": 18}}, {"age": {"max": 20}}])

    # -- rules ----------------------------------------------------------------------------------------------------------
    def guards(self, body: dict[str, Any]) -> bool:
        holding = self.chance(0.3)
        if holding:
            body["holding"] = self.of_any(holding=True)
        if self.chance(0.2):
            body["facts"] = self.tests()
        return holding

    def rule(self) -> None:
        kind = self.r.choice(KINDS)
        body = getattr(self, "channel_rule" if kind == "channel" else kind)()
        rule: dict[str, Any] = {kind: body}
        holding = self.guards(body) if kind in GUARDED else False
        if kind in STANDING and self.chance(0.75):
            rule["resolve"] = self.r.choice(["auto", "consent", "first", "first"])
        if holding and kind in ("move", "channel", "limit") and self.chance(0.4):
            rule["resolve"] = "first"
        self.envelope(rule, kind, 0.08)
        self.put(rule)

    def put(self, rule: dict[str, Any]) -> None:
        name = f"R{len(self.rules)}"
        text = {"tell": f"说{name}"} if "tell" not in rule and self.chance(0.3) else {}
        self.rules.append({"rule": name, **rule, **text})

    def envelope(self, rule: dict[str, Any], kind: str, share: float) -> None:
        if self.chance(share):
            days = sorted([self.day(), self.day()])
            rule["valid"] = self.r.choice([{"from": days[0]}, {"until": days[1]}, {"from": days[0], "until": days[1]}])
        if kind != "brings" and self.chance(share):
            rule["at"] = self.channel or self.r.choice(self.channels)

    def conflict(self) -> Any:
        if self.chance(0.15):
            left: dict[str, Any] = {"kind": "offer", "discounts": "?f"}
            if self.chance(0.5):
                left["bound"] = True
            return [left, {"kind": "plan", "waives": "?f"}]
        left_side, right = self.of_addons(holding=True), self.of_any(holding=True)
        return [left_side, right if _listed(right) != _listed(left_side) else self.one_plan()]

    def only_with(self) -> Any:
        if self.chance(0.15):
            return {"items": {"discounts": "?f"}, "allow": {"kind": "plan", "waives": "?f"}}
        return {"items": self.of_addons(holding=True), "allow": self.of_plans()}

    def needs(self) -> Any:
        any_of = self.of_addons() if self.chance(0.85) else self.of_any(holding=True)
        body: dict[str, Any] = {"items": self.of_any(holding=True), "any_of": any_of}
        if _listed(body["items"]) == _listed(body["any_of"]):
            body["items"] = self.one_plan()
        if self.chance(0.35):
            body["when"] = "taken"
        return body

    def at_most(self) -> Any:
        of = self.r.choice([self.some(self.addons, 4), {"item": self.addons}, "offer", self.of_any(holding=True)])
        return {"n": self.r.choice([0, 1, 1, 2, 2]), "of": of}

    def brings(self) -> Any:
        body: dict[str, Any] = {"items": self.of_any(), "with": self.r.choice(self.addons)}
        if _listed(body["items"]) == [body["with"]]:
            body["items"] = self.one_plan()
        if self.chance(0.3):
            body["removable"] = True
        if self.chance(0.2):
            body["ends"] = self.span()
        return body

    def locked(self) -> Any:
        return {"items": self.of_addons(holding=True), "through": self.r.choice(["month-end", "month-end", "always"])}

    def move(self) -> Any:
        leaving = {"item": self.some(self.plans), "bound": True} if self.chance(0.3) else self.of_plans()
        if self.chance(0.12):
            fee = {self.r.choice(["min", "above"]): "?f"}
            return {"from": {"fee": "?f", "kind": "plan"}, "only_to": {"fee": fee, "kind": "plan"}}
        return {"from": leaving, self.r.choice(["not_to", "only_to"]): self.of_plans()}

    def channel_rule(self) -> Any:
        act = self.r.choice(["change", "change", "cancel", "add"])
        body: dict[str, Any] = {"act": act}
        if self.chance(0.8):
            body["of"] = self.of_plans() if act == "change" else self.of_addons(holding=act == "cancel")
        if self.chance(0.3):
            body["from"] = self.of_plans()
        if self.chance(0.4):
            body["only"] = [] if self.chance(0.1) else self.some(self.channels)
        else:
            body["not"] = [self.channel] if self.channel and self.chance(0.6) else self.some(self.channels)
        return body

    def starts(self) -> Any:
        body: dict[str, Any] = {"day": "next-month"}
        if self.chance(0.6):
            body["of"] = self.of_plans()
        if self.chance(0.3):
            body["from"] = self.of_plans()
        return body

    def eligible(self) -> Any:
        tests = self.r.choice([{"registered": True}, {"age": {"min": 18}}, {"age": {"max": 20}}])
        body: dict[str, Any] = {"items": self.of_any(), "facts": tests}
        if self.chance(0.4):
            body["when"] = "held"
        return body

    def limit(self) -> Any:
        act = self.r.choice(["change", "cancel", "add"])
        period = self.r.choice(["day", "month", "year", {"months": 1}, {"months": 2}])
        body: dict[str, Any] = {"act": act, "at_most": self.r.choice([0, 1, 1, 1]), "per": period}
        if self.chance(0.7):
            body["of"] = self.of_plans() if act == "change" else self.of_addons()
        if body["at_most"] == 0 or self.chance(0.3):
            then = self.r.choice(["change", "cancel", "add"])
            body["after"] = {"act": then, "of": self.of_plans() if then == "change" else self.of_addons()}
        return body

    def tell(self) -> Any:
        return {"act": self.r.choice(["change", "cancel", "add"]), "say": "说明"}

    # -- motifs ---------------------------------------------------------------------------------------------------------
    def gateway(self) -> None:
        """The target is not entered from the plan held, or only from one other plan."""
        if self.target is None or self.held_plan is None:
            return
        middle = [plan for plan in self.plans if plan not in (self.target, self.held_plan)]
        if not middle:
            return
        gate = self.r.choice(middle)
        kind = self.r.randint(0, 3)
        if kind == 0:
            self.put({"move": {"from": self.held_plan, "only_to": gate}})
        elif kind == 1:
            self.put({"move": {"from": self.held_plan, "not_to": self.target}})
        elif kind == 2:
            self.put({"channel": {"act": "change", "of": self.target, "from": self.held_plan, "only": []}})
        else:
            away = [plan for plan in self.plans if plan not in (gate, self.target)]
            self.put({"move": {"from": away, "not_to": self.target}})
        if self.held and self.chance(0.4):
            keeper = self.r.choice(self.held)
            self.put({"conflict": [keeper, gate], "resolve": self.r.choice(["first", "consent"])})

    def needs_chain(self) -> None:
        """The target, or what is asked for, needs an offer, and that needs another."""
        root = self.target if self.target and self.chance(0.7) else self.added[0] if self.added else self.target
        first = self.fresh_addon(besides=self.added)
        if root is None or first is None:
            return
        taken = {"when": "taken"} if self.chance(0.4) else {}
        self.put({"needs": {"items": root, "any_of": first, **taken}})
        second = self.fresh_addon(besides=[*self.added, first])
        if second is not None and self.chance(0.6):
            self.put({"needs": {"items": first, "any_of": second}})

    def crowd(self) -> None:
        """What comes makes a group too large, and some of those held must go."""
        if self.target is None or len(self.held) < 2:
            return
        comes = self.fresh_addon(besides=self.added)
        if comes is None:
            return
        two = self.held[:2]
        resolve = self.r.choice(["first", "consent", "auto"])
        if self.chance(0.5):
            for name in (*two, comes):
                self.items[name]["tags"] = "g"
            of: Any = {"tag": "g"}
        else:
            of = [*two, comes]
        self.items[self.target]["brings"] = [comes]
        self.put({"at_most": {"n": 2, "of": of}, "resolve": resolve})

    def clash(self) -> None:
        """Something held is against the target; often it is bound, or ends, or its cancelling has conditions."""
        if self.target is None or not self.held:
            return
        name = self.r.choice(self.held)
        resolve = self.r.choice(["first", "first", "consent", "auto"])
        against = {"conflict": [name, self.target]}
        rule: dict[str, Any] = {**against, "resolve": resolve}
        if self.held_plan and self.chance(0.3):
            rule = {"only_with": {"items": name, "allow": self.held_plan}, "resolve": resolve}
        kind = self.r.randint(0, 5)
        if kind == 0:
            self.holdings[name] = {"item": name, "until": self.r.choice(AHEAD).isoformat()}
        elif kind == 1:
            self.holdings[name] = {"item": name, "until": self.r.choice(AHEAD).isoformat()}
            self.put({"locked": {"items": name, "through": "month-end"}})
        elif kind == 2:
            self.holdings[name] = {"item": name, "ends": self.r.choice(AHEAD).isoformat()}
        elif kind == 3:
            self.put({"channel": {"act": "cancel", "of": name, "only": [self.channels[-1]]}})
        elif kind == 4:
            rule["valid"] = {"until": self.r.choice(AHEAD).isoformat()}
        elif self.channel:
            rule["at"] = self.channel
        self.put(rule)

    def window(self) -> None:
        """The target, or a plan on the way, is sold from a later day, or to an earlier one."""
        if self.target is None:
            return
        name = self.target if self.chance(0.7) else self.r.choice(self.plans)
        first, last = sorted(self.r.sample(AHEAD, 2))
        self.items[name].pop("withdrawn", None)
        window = {"from": first.isoformat(), "until": last.isoformat()}
        self.items[name]["sold"] = self.r.choice([{"from": first.isoformat()}, window])

    def counted(self) -> None:
        """A limit that an earlier act already fills."""
        act = self.r.choice(["change", "cancel"])
        period = self.r.choice(["month", "day", {"months": 1}])
        body: dict[str, Any] = {"act": act, "at_most": 1, "per": period}
        if self.chance(0.3):
            body["holding"] = self.of_any(holding=True)
        elif self.chance(0.2):
            body["facts"] = self.tests()
        self.put({"limit": body})
        self.number["last"] = {act: self.r.choice(["2026-11-01", "2026-11-23", "2026-10-25"])}

    def returning(self) -> None:
        """Who cancels something does not change, or add, for a time."""
        act = self.r.choice(["change", "add"])
        after = {"act": "cancel", **({"of": self.one_addon()} if self.chance(0.6) else {})}
        self.put({"limit": {"act": act, "at_most": 0, "per": self.r.choice(["day", "month", {"months": 1}]), "after": after}})

    def elsewhere(self) -> None:
        """The channel asked for does not take the change."""
        if len(self.channels) < 2 or self.target is None:
            return
        self.channel = self.r.choice(self.channels)
        body: dict[str, Any] = {"act": "change", "not": [self.channel]}
        rule: dict[str, Any] = {"channel": body}
        if self.held and self.chance(0.4):
            body["holding"] = self.r.choice(self.held)
            if self.chance(0.6):
                rule["resolve"] = "first"
        elif self.chance(0.3):
            body["facts"] = self.tests()
        self.put(rule)

    def deferred(self) -> None:
        """The change starts next month, and something ends, is bound or stands against it before."""
        if self.target is None:
            return
        body: dict[str, Any] = {"of": self.target, "day": "next-month"}
        if self.held and self.chance(0.3):
            body["holding"] = self.r.choice(self.held)
        elif self.chance(0.3):
            body["facts"] = self.tests()
        self.put({"starts": body})
        if self.held and self.chance(0.7):
            name = self.r.choice(self.held)
            day = self.r.choice([date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 1)]).isoformat()
            self.holdings[name] = {"item": name, self.r.choice(["ends", "until"]): day}
            self.put({"conflict": [name, self.target], "resolve": self.r.choice(["consent", "first", "auto"])})

    def settling(self) -> None:
        """A fact must be put right, or is not known."""
        if self.target is None:
            return
        tests = self.r.choice([{"registered": True}, {"age": {"min": 18}}])
        when = {"when": "held"} if self.chance(0.3) else {}
        self.put({"eligible": {"items": self.target, "facts": tests, **when}})

    def booking(self) -> None:
        """Another change is ordered already."""
        others = [plan for plan in self.plans if plan != self.held_plan]
        if others:
            day = self.r.choice(["2026-12-01", "2026-11-30", "2027-01-01"])
            self.number["booked"] = {"plan": self.r.choice(others), "starts": day}

    def bound_plan(self) -> None:
        """The plan held is bound, and some move rule may speak of that."""
        if self.held_plan is None:
            return
        self.number["plan"] = {"item": self.held_plan, "until": self.r.choice(AHEAD).isoformat()}
        if self.target and self.chance(0.5):
            way = {self.r.choice(["only_to", "not_to"]): self.one_plan()}
            self.put({"move": {"from": {"item": self.held_plan, "bound": True}, **way}})

    def together(self) -> None:
        """Something held stands on another that stands in the way."""
        if self.target is None or len(self.held) < 2:
            return
        two = self.held[:2]
        self.put({"needs": {"items": two[0], "any_of": two[1]}, "resolve": self.r.choice(["first", "consent", "auto"])})
        self.put({"conflict": [two[1], self.target], "resolve": self.r.choice(["first", "consent"])})

    def brought(self) -> None:
        """A rule lets the target bring something that stands against, or is, what is held."""
        if self.target is None or not self.held:
            return
        comes = self.fresh_addon(besides=self.added) or self.held[0]
        extra = {"valid": {"until": self.r.choice(AHEAD).isoformat()}} if self.chance(0.3) else {}
        self.put({"brings": {"items": self.target, "with": comes}, **extra})
        if comes != self.held[0]:
            self.put({"conflict": [comes, self.held[0]], "resolve": self.r.choice(["first", "consent"])})

    def anew(self) -> None:
        """The target brings what is held, so that it may come back with another origin, or unbound."""
        if self.target is None or not self.held:
            return
        name = self.r.choice(self.held)
        self.items[self.target]["brings"] = [{"item": name, **({"removable": True} if self.chance(0.3) else {})}]
        until, ends = sorted(self.r.sample(AHEAD, 2), reverse=True)
        self.holdings[name] = self.r.choice(
            [
                {"item": name, "origin": "own"},
                {"item": name, "ends": ends.isoformat()},
                {"item": name, "until": until.isoformat(), "ends": ends.isoformat()},
                {"item": name, "origin": "campaign", "until": ends.isoformat()},
            ]
        )
        asked = self.r.choice([{"bound": True}, {"origin": "own"}, {"origin": "campaign"}, {"bound": False}])
        against = {"conflict": [{"item": name, **asked}, self.target], "resolve": self.r.choice(["first", "consent"])}
        needed = {"needs": {"items": self.target, "any_of": {"item": name, "origin": self.r.choice(["plan", "own"])}}}
        self.put(self.r.choice([against, against, needed]))

    def held_fast(self) -> None:
        """What is to be dropped, or stands in the way, is locked through its last month."""
        if not self.held:
            return
        name = self.r.choice(self.held)
        day = self.r.choice([date(2026, 11, 5), date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 10)])
        self.holdings[name] = {"item": name, "until": day.isoformat()}
        self.put({"locked": {"items": name, "through": "month-end"}})
        if self.target:
            resolve = self.r.choice(["first", "consent", "auto"])
            self.put({"conflict": [name, self.target], "resolve": resolve})

    # -- the whole ------------------------------------------------------------------------------------------------------
    def declared(self) -> dict[str, Any]:
        facts: dict[str, Any] = {"registered": {"type": "bool"}, "age": {"type": "int"}}
        if self.chance(0.5):
            facts["registered"]["settle"] = {"at": self.r.choice(self.channels), "do": "补录", "to": True}
        if self.chance(0.3):
            facts["age"]["default"] = self.r.choice([17, 30])
        return facts

    def draw(self) -> dict[str, Any]:
        facts = self.declared()
        for name in self.plans:
            self.items[name] = self.plan(name)
        for name in self.addons:
            self.items[name] = self.addon(name, vnet=name in self.vnets)
        self.subscriber()
        for _ in range(self.r.randint(0, 2)):
            self.r.choice(MOTIFS)(self)
        for _ in range(self.r.randint(1, 5)):
            self.rule()
        self.number["holds"] = [self.holdings.get(name, name) for name in self.held]
        catalogue = {
            "catalogue": "random",
            "version": "1",
            "channels": {name: name for name in self.channels},
            "facts": facts,
            "brands": ["X", "Y"],
            "plans": [self.items[name] for name in self.plans],
            "offers": [self.items[name] for name in self.offers],
            "vnets": [self.items[name] for name in self.vnets],
            "rules": self.rules,
        }
        case = {"name": "random", "args": self.arguments(), "subscriber": self.number}
        return {"catalogue": catalogue, "case": case}

    def holding(self, name: str) -> dict[str, Any] | None:
        choice = self.r.randint(0, 12)
        if choice == 0:
            return {"item": name, "until": self.day()}
        if choice == 1:
            return {"item": name, "ends": self.day()}
        if choice == 2:
            return {"item": name, "origin": "campaign", **({"until": self.day()} if self.chance(0.7) else {})}
        if choice == 3 and self.held_plan:
            return {"item": name, "origin": self.r.choice(["plan", *[a for a in self.addons if a != name]])}
        if choice == 4:
            return {"item": name, "cancelled": "2026-11-02"}
        return None

    def subscriber(self) -> None:
        if self.held_plan is not None:
            bound = self.chance(0.1)
            self.number["plan"] = {"item": self.held_plan, "until": self.day()} if bound else self.held_plan
        if self.chance(0.04):
            self.booking()
        for name in self.held:
            one = self.holding(name)
            if one is not None:
                self.holdings[name] = one
        if self.chance(0.08):
            self.number["lacks"] = self.some(self.addons, 1)
        facts: dict[str, Any] = {}
        if self.chance(0.6):
            facts["registered"] = self.chance(0.5)
        if self.chance(0.5):
            facts["age"] = self.r.choice([16, 19, 40])
        self.number["facts"] = facts
        if self.chance(0.1):
            act = self.r.choice(["change", "cancel", "add"])
            self.number["last"] = {act: self.r.choice(["2026-11-01", "2026-10-20", "2026-11-23"])}
        if self.chance(0.1):
            self.number["past"] = [{"act": "cancel", "item": self.r.choice(self.addons), "day": "2026-11-10"}]

    def arguments(self) -> list[str]:
        args = ["--on", ON.isoformat(), "--horizon", str(self.r.choice([1, 1, 2, 3]))]
        held = [name for name in self.held if "cancelled" not in self.holdings.get(name, {})]
        used = set(self.added)
        for name in self.added:
            args += ["--add", name]
        if self.target is not None:
            args += ["--to", self.target]
        if held and (self.chance(0.06) or (self.target is None and not self.added)):
            args += ["--drop", self._unused(held, used)]
        elif self.target is None and not self.added:
            args += ["--to", self.plans[0]]
        left = [name for name in held if name not in used]
        if left and self.chance(0.12):
            args += ["--keep", self._unused(left, used)]
        if self.channel:
            args += ["--channel", self.channel]
        if self.chance(0.07):
            args += ["--minimise", "fee"]
        return args

    def _unused(self, names: list[str], used: set[str]) -> str:
        name = self.r.choice(names)
        used.add(name)
        return name


def _listed(selector: Any) -> list[Any]:
    return selector if isinstance(selector, list) else [selector]


MOTIFS: list[Callable[[Case], None]] = [
    Case.gateway, Case.gateway, Case.gateway, Case.needs_chain, Case.needs_chain, Case.crowd, Case.crowd,
    Case.clash, Case.clash, Case.clash, Case.window, Case.counted, Case.counted, Case.returning, Case.elsewhere, Case.deferred,
    Case.settling, Case.booking, Case.bound_plan, Case.together, Case.brought, Case.anew, Case.held_fast,
]  # fmt: skip


def draw_case(random: Random) -> dict[str, Any]:
    """A catalogue and one case over it."""
    return Case(random).draw()
