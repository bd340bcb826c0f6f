"""Random small catalogues in which items die, exclude each other and come along: every standing kind, in every form."""

from __future__ import annotations

from random import Random
from typing import Any

from random_doors import also

DAYS = ("2026-03-01", "2026-03-31", "2026-04-01")
WEIGHTS = {"conflict": 5, "needs": 6, "only_with": 3, "at_most": 2, "brings": 2, "eligible": 4}
FACTS = {name: {"type": name} for name in ("bool", "int", "number", "text", "date")}
TESTS: tuple[dict[str, Any], ...] = (
    {"bool": True}, {"bool": False}, {"int": {"min": 18}}, {"int": {"max": 17}}, {"int": 18}, {"text": ["a", "b"]},
    {"number": {"min": 0.5}}, {"number": {"max": 0.25}}, {"date": {"min": "2026-01-02"}}, {"date": {"max": "2026-01-01"}},
)  # fmt: skip
CHANNELS = {"hall": "营业厅", "online": "电子渠道"}


class Draw:
    """One catalogue. Shape: where bound or origin is asked there are fewer items, so that all states can be looked at."""

    def __init__(self, random: Random) -> None:
        self.r = random
        self.holdings = random.random() < 0.3
        self.plans = [f"P{n}" for n in range(random.randint(1, 3 if not self.holdings else 2))]
        addons = random.randint(2, 3) if self.holdings else random.randint(3, 5)
        self.addons = [f"O{n}" for n in range(addons - 1)] + ["V0"]
        self.items = self.plans + self.addons
        self.joined = random.random() < 0.4
        self.dated = random.random() < (0.1 if self.holdings else 0.3)
        self.facts = random.random() < (0.05 if self.holdings else 0.3)
        self.channels = random.random() < 0.15

    def chance(self, share: float) -> bool:
        return self.r.random() < share

    def some(self, names: list[str], most: int = 2) -> list[str]:
        count = self.r.randint(1, min(most, len(names)))
        return [names[n] for n in sorted(self.r.sample(range(len(names)), count))]

    def data(self) -> dict[str, Any]:
        """The catalogue as plain data."""
        rules = [self.rule() for _ in range(self.r.randint(1, 5))]
        if self.chance(0.6):
            rules += self.motif()
        self.r.shuffle(rules)
        found: dict[str, Any] = {"catalogue": "random", "plans": [self.item(name, plan=True) for name in self.plans]}
        found["offers"] = [self.item(name) for name in self.addons[:-1]]
        found["vnets"] = [self.item(self.addons[-1])]
        found["rules"] = [{"rule": f"R{n}", **rule} for n, rule in enumerate(rules)]
        if self.facts:
            found["facts"] = FACTS
        if self.channels:
            found["channels"] = CHANNELS
        return found

    def item(self, name: str, *, plan: bool = False) -> dict[str, Any]:
        item: dict[str, Any] = {"name": name, "fee": self.r.choice([10, 20, 30])}
        if plan:
            item["brand"] = self.r.choice(["X", "Y"])
        elif self.chance(0.1):
            item["ends"] = "month-end"
        item["tags"] = self.r.choice(["s", "t"])
        item["waives" if plan else "discounts"] = self.some(["f", "g"])
        others = [other for other in self.addons if other != name]
        if others and self.chance(0.15):
            part: Any = self.r.choice(others)
            if self.chance(0.3):
                part = {"item": part, **self.r.choice([{"removable": True}, {"ends": "month-end"}])}
            item["brings"] = [part]
        return item

    # -- selectors ---------------------------------------------------------------------------------------------------------------
    def of(self, names: list[str], *, holding: bool = True) -> Any:
        choice = self.r.randint(0, 9)
        if holding and self.holdings and choice < 5:
            return self.held(names)
        if choice == 5:
            return {"tag": self.r.choice(["s", "t"])}
        if choice == 6 and len(names) > 1:
            return self.some(names, 3)
        if choice == 7:
            return {"kind": self.r.choice(["plan", "offer", "vnet"])}
        if choice == 8:
            return {"not": self.r.choice(names)}
        return self.r.choice(names)

    def held(self, names: list[str]) -> Any:
        what: dict[str, Any] = {"item": self.some(names)} if self.chance(0.7) else {}
        choice = self.r.randint(0, 3)
        if choice == 0:
            return {**what, "bound": self.chance(0.6)}
        origins = ["own", "campaign", "plan", *self.items]
        if choice == 1:
            return {**what, "origin": self.some(origins, 3)}
        if choice == 2:
            return {**what, "not": {"origin": self.r.choice(origins), "bound": self.chance(0.5)}}
        return {**what, "not": {"origin": self.r.choice([["own", "campaign"], ["own"], ["plan", "campaign", "own"]])}}

    def valid(self) -> dict[str, Any]:
        since, until = sorted(self.r.sample(DAYS, 2))
        return self.r.choice([{"from": until}, {"until": since}, {"from": since, "until": until}])

    # -- rules -------------------------------------------------------------------------------------------------------------------
    def rule(self) -> dict[str, Any]:
        kind = self.r.choice(
            [kind for kind, weight in WEIGHTS.items() for _ in range(weight) if self.facts or kind != "eligible"]
        )
        rule: dict[str, Any] = {kind: getattr(self, kind)()}
        if self.dated and self.chance(0.5):
            rule["valid"] = self.valid()
        if self.channels and kind != "brings" and self.chance(0.5):
            rule["at"] = self.some(list(CHANNELS))
        return rule

    def motif(self) -> list[dict[str, Any]]:
        """Rules that say together what none of them says."""
        a, b, *others = self.r.sample(self.addons, len(self.addons))
        c, d = [*others, *self.plans, *self.plans][:2]
        choice = self.r.randint(0, 4)
        if choice == 0 and len(self.plans) > 1:
            one, *rest = self.r.sample(self.plans, len(self.plans))
            return [{"only_with": {"items": a, "allow": one}}, {"only_with": {"items": b, "allow": rest}}]
        if choice == 1:
            return [{"needs": {"items": a, "any_of": [b, c]}}, {"conflict": [a, c]}]
        if choice == 2:
            return [{"needs": {"items": [a, b], "any_of": [c, d]}}, {"conflict": [a, c]}, {"conflict": [b, d]}]
        if choice == 3:
            return [{"brings": {"items": a, "with": b}}, {"needs": {"items": b, "any_of": c}}]
        return [{"needs": {"items": a, "any_of": c}}, {"at_most": {"n": 1, "of": [b, c]}}]

    def conflict(self) -> Any:
        if self.joined and self.chance(0.5):
            return [{"discounts": "?f"}, self.r.choice([{"waives": "?f"}, {"fee": {"above": 10}, "waives": "?f"}])]
        left, right = self.of(self.addons), self.of(self.items)
        one = left if isinstance(left, str) else None
        return [left, right if right != left else self.r.choice([name for name in self.items if name != one])]

    def needs(self) -> Any:
        if self.joined and self.chance(0.4):
            fee: Any = {self.r.choice(["min", "max", "above", "below"]): "?f"}
            return {"items": {"fee": "?f", "tag": "s"}, "any_of": {"fee": fee, "kind": self.r.choice(["plan", "offer", "vnet"])}}
        items = self.of(self.items)
        others = [name for name in self.items if name != items]
        body = {"items": items, "any_of": self.of(others)}
        return {**body, "when": "taken"} if self.chance(0.08) else body

    def only_with(self) -> Any:
        if self.joined and self.chance(0.4):
            return {"items": {"discounts": "?f", "tag": "t"}, "allow": {"waives": "?f"}}
        return {"items": self.of(self.addons), "allow": self.r.choice([self.of(self.plans), self.r.choice(self.plans)])}

    def at_most(self) -> Any:
        return {"n": self.r.choice([0, *[1, 2] * 4]), "of": self.of(self.items)}

    def brings(self) -> Any:
        part = self.r.choice(self.addons)
        items = self.of([name for name in self.items if name != part], holding=False)
        body: dict[str, Any] = {"items": items, "with": part}
        if self.chance(0.2):
            body |= self.r.choice([{"removable": True}, {"ends": "month-end"}])
        return body

    def eligible(self) -> Any:
        tests = dict(self.r.choice(TESTS))
        if self.chance(0.3):
            tests |= self.r.choice([{"int": {"min": 18, "max": 25}}, {"text": "b"}, {"number": 0.5}])
        return {"items": self.of(self.items), "facts": tests, "when": "taken" if self.chance(0.1) else "held"}


def draw(random: Random) -> dict[str, Any]:
    """A random small catalogue as plain data."""
    return Draw(random).data()


def twinned(data: dict[str, Any], name: str) -> dict[str, Any]:
    """The catalogue with a second item of which everything says what it says of one, just behind it."""
    twin = f"{name}b"
    found = {**data, "rules": [also(rule, name, twin) for rule in data["rules"]]}
    for kind in ("plans", "offers", "vnets"):
        items = [{**item, "brings": _with_twin(item["brings"], name, twin)} if "brings" in item else item for item in data[kind]]
        found[kind] = [one for item in items for one in ([item, {**item, "name": twin}] if item["name"] == name else [item])]
    return found


def _with_twin(parts: list[Any], name: str, twin: str) -> list[Any]:
    """Parts, the twin beside the one that is named."""
    found = []
    for part in parts:
        found.append(part)
        if name in (part, part.get("item") if isinstance(part, dict) else None):
            found.append({**part, "item": twin} if isinstance(part, dict) else twin)
    return found
