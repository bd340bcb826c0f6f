"""Random small catalogues and requests that use every rule kind, as the plain data of a scenario file.

Shape: `draw_case(random)` gives {catalogue, case}; `random` is any `random.Random`, a shrinking one of Hypothesis too.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

ON = date(2026, 11, 23)
DAYS = [ON + timedelta(days=n) for n in (-40, -3, 0, 2, 7, 8, 20, 38, 39, 70)]


class Case:
    """One random catalogue and request."""

    def __init__(self, random: Random) -> None:
        self.r = random
        self.channels = ["hotline", "hall", "online"][: random.randint(1, 3)]
        self.plans = [f"P{n}" for n in range(random.randint(2, 4))]
        self.offers = [f"O{n}" for n in range(random.randint(2, 4))]
        self.vnets = ["V0"] if random.random() < 0.6 else []
        self.addons = self.offers + self.vnets
        self.items = self.plans + self.addons

    def chance(self, share: float) -> bool:
        return self.r.random() < share

    def day(self) -> str:
        return self.r.choice(DAYS).isoformat()

    def span(self) -> Any:
        return self.r.choice(["month-end", {"months": 1}, {"months": 2}])

    def some(self, names: list[str], most: int = 2) -> list[str]:
        count = self.r.randint(1, min(most, len(names)))
        return [names[n] for n in sorted(self.r.sample(range(len(names)), count))]

    # -- items -------------------------------------------------------------------------------------------------------------
    def plan(self, name: str) -> dict[str, Any]:
        item: dict[str, Any] = {"name": name, "brand": self.r.choice(["X", "Y"]), "fee": self.r.choice([10, 20, 30])}
        if self.chance(0.4):
            item["family"] = self.r.choice(["F", "G"])
        if self.chance(0.3):
            item["waives"] = self.some(["f1", "f2"])
        if self.chance(0.15):
            item["term"] = self.span()
        if self.chance(0.06):
            item["ends"] = self.span()
        self.sale(item, 0.1)
        self.parts(item, 0.35)
        return item

    def addon(self, name: str, vnet: bool) -> dict[str, Any]:
        item: dict[str, Any] = {"name": name}
        if self.chance(0.7):
            item["fee"] = self.r.choice([1, 2, 3, 5])
        if self.chance(0.3):
            item["discounts"] = self.some(["f1", "f2"])
        if self.chance(0.3):
            item["tags"] = "t"
        if self.chance(0.3):
            item["family"] = self.r.choice(["H", "K"])
        if self.chance(0.12):
            item["term"] = self.span()
        if self.chance(0.08):
            item["ends"] = self.span()
        self.sale(item, 0.12)
        if not vnet:
            self.parts(item, 0.12)
        return item

    def sale(self, item: dict[str, Any], share: float) -> None:
        if self.chance(share):
            item["withdrawn"] = True
        elif self.chance(share):
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

    # -- selectors -----------------------------------------------------------------------------------------------------------
    def of_plans(self) -> Any:
        return self.r.choice([self.r.choice(self.plans), self.some(self.plans), {"brand": self.r.choice(["X", "Y"])}, "plan", {"fee": {"min": 20}, "kind": "plan"}])

    def of_addons(self, *, holding: bool = False) -> Any:
        choice = self.r.randint(0, 8)
        if holding and choice == 0:
            return {"item": self.some(self.addons), "bound": True}
        if holding and choice == 1:
            return {"kind": "offer", "origin": self.r.choice(["own", "campaign", "plan"])}
        if choice == 2:
            return self.some(self.addons, 3)
        if choice == 3:
            return {"item": self.some(self.addons, 3), "not": self.r.choice(self.addons)}
        return self.r.choice(self.addons)

    def of_any(self, *, holding: bool = False) -> Any:
        return self.of_plans() if self.chance(0.35) else self.of_addons(holding=holding)

    # -- rules -------------------------------------------------------------------------------------------------------------------
    def guards(self, body: dict[str, Any]) -> bool:
        holding = False
        if self.chance(0.3):
            body["holding"] = self.of_any(holding=True)
            holding = True
        if self.chance(0.25):
            body["facts"] = self.r.choice([{"registered": False}, {"registered": True}, {"age": {"min": 18}}, {"age": {"max": 20}}])
        return holding

    def rule(self, number: int) -> dict[str, Any]:
        kinds = ["conflict", "only_with", "needs", "at_most", "brings", "locked", "move", "channel", "starts", "eligible", "limit", "tell"]
        weights = [5, 3, 6, 2, 1, 2, 4, 3, 2, 2, 3, 1]
        kind = self.r.choice([k for k, w in zip(kinds, weights, strict=True) for _ in range(w)])
        rule: dict[str, Any] = {"rule": f"R{number}", kind: getattr(self, kind)()}
        body = rule[kind]
        holding = self.guards(body) if kind in ("move", "channel", "starts", "limit", "tell") else False
        if kind in ("conflict", "only_with", "needs", "at_most", "eligible") and self.chance(0.75):
            rule["resolve"] = self.r.choice(["auto", "consent", "first", "first"])
        if holding and kind in ("move", "channel", "limit") and self.chance(0.4):
            rule["resolve"] = "first"
        if self.chance(0.08):
            days = sorted([self.day(), self.day()])
            rule["valid"] = self.r.choice([{"from": days[0]}, {"until": days[1]}, {"from": days[0], "until": days[1]}])
        if kind != "brings" and self.chance(0.08):
            rule["at"] = self.r.choice(self.channels)
        return rule

    def conflict(self) -> Any:
        if self.chance(0.2):
            left: dict[str, Any] = {"kind": "offer", "discounts": "?f"}
            if self.chance(0.5):
                left["bound"] = True
            return [left, {"kind": "plan", "waives": "?f"}]
        return [self.of_addons(holding=True), self.of_any(holding=True)]

    def only_with(self) -> Any:
        if self.chance(0.15):
            return {"items": {"discounts": "?f"}, "allow": {"kind": "plan", "waives": "?f"}}
        return {"items": self.of_addons(holding=True), "allow": self.of_plans()}

    def needs(self) -> Any:
        body: dict[str, Any] = {"items": self.of_any(holding=True), "any_of": self.of_addons() if self.chance(0.85) else self.of_any(holding=True)}
        if self.chance(0.35):
            body["when"] = "taken"
        return body

    def at_most(self) -> Any:
        return {"n": self.r.choice([0, 1, 1, 2]), "of": self.r.choice([self.some(self.addons, 4), {"tag": "t"} if self.tagged else "offer", "offer", self.of_any(holding=True)])}

    def brings(self) -> Any:
        body: dict[str, Any] = {"items": self.of_any(), "with": self.r.choice(self.addons)}
        if self.chance(0.3):
            body["removable"] = True
        if self.chance(0.2):
            body["ends"] = self.span()
        return body

    def locked(self) -> Any:
        return {"items": self.of_addons(holding=True), "through": self.r.choice(["month-end", "month-end", "always"])}

    def move(self) -> Any:
        leaving = self.of_plans()
        if self.chance(0.3):
            leaving = {"item": self.some(self.plans), "bound": True}
        if self.chance(0.12):
            return {"from": {"fee": "?f", "kind": "plan"}, "only_to": {"fee": {self.r.choice(["min", "above"]): "?f"}, "kind": "plan"}}
        return {"from": leaving, self.r.choice(["not_to", "only_to"]): self.of_plans()}

    def channel(self) -> Any:
        act = self.r.choice(["change", "cancel", "add"])
        body: dict[str, Any] = {"act": act}
        if self.chance(0.8):
            body["of"] = self.of_plans() if act == "change" else self.of_addons(holding=act == "cancel")
        if self.chance(0.3):
            body["from"] = self.of_plans()
        if self.chance(0.5):
            body["only"] = [] if self.chance(0.25) else self.some(self.channels)
        else:
            body["not"] = self.some(self.channels)
        return body

    def starts(self) -> Any:
        body: dict[str, Any] = {"day": "next-month"}
        if self.chance(0.6):
            body["of"] = self.of_plans()
        if self.chance(0.3):
            body["from"] = self.of_plans()
        return body

    def eligible(self) -> Any:
        body: dict[str, Any] = {"items": self.of_any(), "facts": self.r.choice([{"registered": True}, {"age": {"min": 18}}, {"age": {"max": 20}}])}
        if self.chance(0.4):
            body["when"] = "held"
        return body

    def limit(self) -> Any:
        act = self.r.choice(["change", "cancel", "add"])
        body: dict[str, Any] = {"act": act, "at_most": self.r.choice([0, 1, 1, 1]), "per": self.r.choice(["day", "month", "year", {"months": 1}, {"months": 2}])}
        if self.chance(0.7):
            body["of"] = self.of_plans() if act == "change" else self.of_addons()
        if body["at_most"] == 0 or self.chance(0.3):
            then = self.r.choice(["change", "cancel", "add"])
            body["after"] = {"act": then, "of": self.of_plans() if then == "change" else self.of_addons()}
        return body

    def tell(self) -> Any:
        return {"act": self.r.choice(["change", "cancel", "add"]), "say": "说明"}

    # -- the whole ------------------------------------------------------------------------------------------------------------------
    def catalogue(self) -> dict[str, Any]:
        facts: dict[str, Any] = {"registered": {"type": "bool"}, "age": {"type": "int"}}
        if self.chance(0.5):
            facts["registered"]["settle"] = {"at": self.r.choice(self.channels), "do": "补录", "to": True}
        if self.chance(0.3):
            facts["age"]["default"] = self.r.choice([17, 30])
        plans = [self.plan(name) for name in self.plans]
        offers = [self.addon(name, False) for name in self.offers]
        vnets = [self.addon(name, True) for name in self.vnets]
        self.tagged = any("tags" in item for item in offers + vnets)
        return {
            "catalogue": "random",
            "version": "1",
            "channels": {name: name for name in self.channels},
            "facts": facts,
            "brands": ["X", "Y"],
            "plans": plans,
            "offers": offers,
            "vnets": vnets,
            "rules": [self.rule(n) for n in range(self.r.randint(2, 9))],
        }

    def holding(self, name: str, plan: str | None) -> Any:
        choice = self.r.randint(0, 11)
        if choice == 0:
            return {"item": name, "until": self.day()}
        if choice == 1:
            return {"item": name, "ends": self.day()}
        if choice == 2:
            return {"item": name, "origin": "campaign", **({"until": self.day()} if self.chance(0.7) else {})}
        if choice == 3 and plan:
            return {"item": name, "origin": self.r.choice(["plan", *[a for a in self.addons if a != name]])}
        if choice == 4:
            return {"item": name, "cancelled": "2026-11-02"}
        return name

    def subscriber(self) -> dict[str, Any]:
        number: dict[str, Any] = {"id": "1"}
        plan = None if self.chance(0.06) else self.r.choice(self.plans)
        if plan is not None:
            number["plan"] = {"item": plan, "until": self.day()} if self.chance(0.15) else plan
        others = [p for p in self.plans if p != plan]
        if others and self.chance(0.1):
            number["booked"] = {"plan": self.r.choice(others), "starts": self.r.choice(["2026-12-01", "2026-11-30", "2027-01-01"])}
        held = self.some(self.addons, 3) if self.chance(0.85) else []
        number["holds"] = [self.holding(name, plan) for name in held]
        if self.chance(0.1):
            number["lacks"] = self.some(self.addons, 1)
        facts: dict[str, Any] = {}
        if self.chance(0.6):
            facts["registered"] = self.chance(0.5)
        if self.chance(0.5):
            facts["age"] = self.r.choice([16, 19, 40])
        number["facts"] = facts
        if self.chance(0.15):
            number["last"] = {self.r.choice(["change", "cancel", "add"]): self.r.choice(["2026-11-01", "2026-10-20", "2026-11-23"])}
        if self.chance(0.1):
            number["past"] = [{"act": "cancel", "item": self.r.choice(self.addons), "day": "2026-11-10"}]
        return number

    def arguments(self, number: dict[str, Any]) -> list[str]:
        args = ["--on", ON.isoformat(), "--horizon", str(self.r.choice([1, 2, 3]))]
        plan = number.get("plan")
        plan = plan["item"] if isinstance(plan, dict) else plan
        held = [h["item"] if isinstance(h, dict) else h for h in number["holds"] if not (isinstance(h, dict) and "cancelled" in h)]
        used: set[str] = set()
        if self.chance(0.88) or not self.addons:
            args += ["--to", self.r.choice([p for p in self.plans if p != plan] or self.plans)]
        elif held and self.chance(0.6):
            args += ["--drop", self._unused(held, used)]
        else:
            args += ["--add", self._unused([a for a in self.addons if a not in held] or self.addons, used)]
        for option, names, share in (("--add", [a for a in self.addons if a not in held], 0.12), ("--drop", held, 0.08), ("--keep", held, 0.12)):
            left = [n for n in names if n not in used]
            if left and self.chance(share):
                args += [option, self._unused(left, used)]
        if self.chance(0.35):
            args += ["--channel", self.r.choice(self.channels)]
        if self.chance(0.05):
            args += ["--minimise", "fee"]
        return args

    def _unused(self, names: list[str], used: set[str]) -> str:
        name = self.r.choice(names)
        used.add(name)
        return name


def draw_case(random: Random) -> dict[str, Any]:
    """A catalogue and one case over it."""
    case = Case(random)
    catalogue = case.catalogue()
    number = case.subscriber()
    return {"catalogue": catalogue, "case": {"name": "random", "args": case.arguments(number), "subscriber": number}}
