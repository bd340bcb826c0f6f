"""Random small catalogues written with slips: words used twice, withdrawn items, circles, empty selectors, facts and sources."""

from __future__ import annotations

from random import Random
from typing import Any

Data = dict[str, Any]
WORDS = ("甲", "乙", "丙")
TAGS = ("t", "u", "甲")
DAYS = ("2026-03-01", "2026-05-31", "2026-06-01", "2026-09-15")
CITES = ("notes §1", "notes: §2", "memo §3", "《通知》 §4", "通知 §5", "notes")


class Slips:
    """One random catalogue."""

    def __init__(self, random: Random) -> None:
        self.r = random
        self.plans = ["P0", "P1"][: random.randint(1, 2)]
        self.addons = ["O0", "O1", "O2", "O3"][: random.randint(2, 4)]
        self.words = list(WORDS)

    def chance(self, share: float) -> bool:
        return self.r.random() < share

    def some(self, names: list[str] | tuple[str, ...], most: int = 3) -> list[str]:
        return sorted(self.r.sample(names, self.r.randint(1, min(most, len(names)))))

    def window(self) -> Data:
        first, last = sorted(self.r.sample(DAYS, 2))
        return self.r.choice([{"from": first}, {"until": last}, {"from": first, "until": last}])

    def item(self, name: str, *, plan: bool) -> Data:
        item: Data = {"name": name}
        if plan:
            item["brand"] = self.r.choice(["X", *WORDS])
        if self.words and self.chance(0.25):
            item["aliases"] = [self.words.pop(self.r.randrange(len(self.words)))]
        if self.chance(0.3):
            item["family"] = self.some([*WORDS, "F"], 2)
        if self.chance(0.3):
            item["tags"] = self.some(TAGS, 2)
        if self.chance(0.3):
            item[self.r.choice(["waives", "discounts"])] = self.some(["f1", "f2"], 2)
        if self.chance(0.3):
            item["term"] = {"months": 3}
        if self.chance(0.25):
            item["withdrawn"] = True
        elif self.chance(0.3):
            item["sold"] = self.window()
        if self.chance(0.35):
            others = [other for other in self.addons if other != name]
            item["brings"] = self.some(others, 2)
        return item

    def selector(self, *, holding: bool) -> Any:
        kind = self.r.randint(0, 8)
        if kind == 0:
            return {"tag": self.r.choice(["t", "u", "v"])}
        if kind == 1:
            return {"kind": self.r.choice(["plan", "offer"]), "fee": {"min": 5}}
        if kind == 2:
            return self.r.choice(
                ["plan", "offer", {"kind": "offer", "not": {"kind": "plan"}}, *([{"kind": "offer", "bound": True}] * holding)]
            )
        if kind == 3:
            return [self.r.choice(self.addons), {"tag": self.r.choice(["t", "v"])}]
        names = self.some([*self.plans, *self.addons])
        if holding and self.chance(0.4):
            return {"item": names, **self.r.choice([{"bound": True}, {"origin": "plan"}, {"origin": "own"}, {"origin": "O0"}])}
        return names

    def rule(self) -> Data:
        match self.r.randint(0, 9):
            case 0 | 1 | 2 | 3:
                body = {"items": self.selector(holding=True), "any_of": self.selector(holding=True)}
                if self.chance(0.15):
                    body = {"items": {"discounts": "?f"}, "any_of": {"waives": "?f"}}
                return {"needs": {**body, **({"when": "taken"} if self.chance(0.3) else {})}}
            case 4:
                return {"brings": {"items": self.some([*self.plans, *self.addons], 2), "with": self.some(self.addons, 2)}}
            case 5:
                return {"eligible": {"items": self.selector(holding=False), "facts": {self.fact(): 1}}}
            case 6:
                guard = {"facts": {self.fact(): 1}} if self.chance(0.5) else {"holding": self.selector(holding=True)}
                return {"tell": {"act": "add", "of": self.selector(holding=True), "say": "好", **guard}}
            case 7:
                after = {"after": {"act": "add", "of": self.selector(holding=True)}} if self.chance(0.5) else {}
                return {"limit": {"act": "add", "at_most": 1, "per": "month", "of": self.selector(holding=True), **after}}
            case _:
                sides = (
                    [{"discounts": "?f"}, {"waives": "?f"}] if self.chance(0.3) else [self.selector(holding=True), self.plans[0]]
                )
                return {"conflict": sides}

    def fact(self) -> str:
        return self.r.choice(["a", "b", "c", "d"])

    def catalogue(self) -> Data:
        rules = [{"rule": f"R{n}", **self.rule()} for n in range(self.r.randint(1, 4))]
        for rule in rules:
            if self.chance(0.25):
                rule["valid"] = self.window()
            if self.chance(0.5):
                rule["cite"] = self.r.choice(CITES)
        facts = {
            "a": {"type": "int"}, "b": {"type": "int", "title": "乙"}, "c": {"type": "int", "default": 0},
            "d": {"type": "int", **({"settle": {"at": "any", "to": 1}} if self.chance(0.5) else {})},
        }  # fmt: skip
        return {
            "catalogue": "t", "channels": {"any": "任意"}, "facts": facts,
            **({"sources": {"notes": "注意事项", "通知": "通知"}} if self.chance(0.8) else {}),
            "plans": [self.item(name, plan=True) for name in self.plans],
            "offers": [self.item(name, plan=False) for name in self.addons],
            "rules": rules,
        }  # fmt: skip


def draw_slips(random: Random) -> Data:
    """One random catalogue."""
    return Slips(random).catalogue()
