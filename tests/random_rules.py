"""Random tiny catalogues in which rules say the same, nearly the same, or nothing, as the plain data of a catalogue file."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

Data = dict[str, Any]
THEMES = ("plain", "answers", "formed", "crowds", "asked", "acts", "guarded", "limits", "locks", "parts", "joined")
FORMED = ("formed", "locks", "acts")
PAIRS = ("conflict", "only_with", "at_most", "needs")
FACTS: Data = {
    "registered": {"type": "bool", "title": "登记", "settle": {"at": "hall", "do": "补", "to": True}},
    "age": {"type": "int", "title": "年龄"},
    "grade": {"type": "int", "title": "等级", "settle": {"at": ["hall", "hotline"], "do": "评", "to": 2}, "default": 1},
    "kind": {"type": "text", "title": "类别"},
}
TESTS: list[Data] = [
    *({"registered": value} for value in (True, False, [True, False])),
    *({"age": value} for value in ({"min": 18}, {"min": 18, "max": 19}, [18, 19], {"max": 20})),
    *({"grade": value} for value in ({"min": 1}, {"max": 1}, [0, 1, 2])),
    *({"kind": value} for value in (["a", "b"], "a")),
    {"registered": True, "age": {"min": 18}},
    {"grade": {"min": 1}, "kind": "a"},
    {"registered": False, "age": {"min": 18}},
    {"registered": False, "kind": "a"},
    {"grade": {"max": 1}, "kind": ["a", "b"]},
]
CONDITIONS: list[Data] = [
    {"bound": True}, {"bound": False}, {"origin": "own"}, {"origin": "plan"}, {"origin": ["campaign", "P0"]},
]  # fmt: skip
PERIODS: list[Any] = ["day", "month", "year", {"months": 1}, {"months": 12}]
MUST: dict[str, set[str]] = {
    "only_with": {"items", "allow"}, "needs": {"items", "any_of"}, "at_most": {"n", "of"}, "eligible": {"items", "facts"},
    "locked": {"items", "through"}, "brings": {"items", "with"}, "limit": {"act", "at_most", "per"}, "move": {"from"},
}  # fmt: skip
FIXED = {"act", "only", "not", "only_to", "not_to", "when", "day", "say", "holding"}
"""The keys that a variation leaves as they are."""
DAYS = ("2026-11-20", "2026-11-23", "2026-12-01", "2026-12-01", "2027-02-28")


class Sheet:
    """One random rule sheet."""

    def __init__(self, random: Random) -> None:
        self.r = random
        self.theme = random.choice(THEMES)
        most = {"plain": 3, "crowds": 4, "answers": 3, "limits": 1, "asked": 1}.get(self.theme, 2)
        self.plans = ["P0", "P1", "P2"][
            : random.choice([1, 2, 2, 3] if self.theme in ("plain", "crowds", "joined") else [1, 2, 2])
        ]
        self.addons = ["O0", "O1", "O2", "O3"][: random.randint(max(1, most - 1), most)]
        self.channels = ["hotline", "hall"][: random.randint(1, 2)]
        self.rules: list[Data] = []

    def chance(self, share: float) -> bool:
        return self.r.random() < share

    def some(self, names: list[str], most: int = 3) -> list[str]:
        count = self.r.randint(1, min(most, len(names)))
        return [name for name in names if name in self.r.sample(names, count)] or names[:1]

    # -- selectors ------------------------------------------------------------------------------------------------------
    def set_of(self, names: list[str], *, holding: bool = True) -> Any:
        chosen: Any = self.some(names)
        if self.chance(0.15):
            chosen = self.r.choice(["plan", "offer"])
        if holding and self.theme in FORMED and self.chance(0.5):
            condition = self.r.choice(CONDITIONS)
            of = {"kind": chosen} if isinstance(chosen, str) else {"item": chosen}
            return {"not": {**of, **condition}, **of} if self.chance(0.15) else {**of, **condition}
        return chosen

    def any_set(self) -> Any:
        return self.set_of(self.r.choice([self.plans, self.addons, self.addons, [*self.plans, *self.addons]]))

    # -- rules ----------------------------------------------------------------------------------------------------------
    def rule(self) -> Data:
        kind = self._kind()
        body = getattr(self, kind)()
        rule: Data = {kind: body}
        if kind in (*PAIRS, "eligible") and body_when(body) == "held":
            rule["resolve"] = self.r.choice(["auto", "consent", "consent", "first"])
        if kind in ("channel", "move", "starts", "limit", "tell"):
            self.guard(kind, rule)
        if kind != "tell" and self.chance(0.15):
            rule["tell"] = self.r.choice(["甲话", "乙话"])
        return rule

    def _kind(self) -> str:
        match self.theme:
            case "plain" | "formed" | "joined":
                return self.r.choice(PAIRS)
            case "answers":
                return self.r.choice(["conflict", "only_with", "at_most"])
            case "crowds":
                return self.r.choice(["at_most", "at_most", "at_most", "conflict"])
            case "asked":
                return self.r.choice(["eligible", "eligible", "eligible", "needs", "at_most"])
            case "acts" | "guarded":
                return self.r.choice(["channel", "channel", "move", "starts", "tell", "eligible", "needs"])
            case "limits":
                return "limit"
            case "locks":
                return "locked"
            case _:
                return "brings"

    def guard(self, kind: str, rule: Data) -> None:
        if self.theme not in ("guarded", "limits") or self.chance(0.4):
            return
        if self.chance(0.6):
            rule[kind]["holding"] = self.any_set()
            if kind in ("channel", "move", "limit") and self.chance(0.4):
                rule["resolve"] = "first"
        else:
            rule[kind]["facts"] = self.r.choice(TESTS)

    def conflict(self) -> Any:
        if self.theme == "joined" and self.chance(0.6):
            return [{"kind": "offer", "discounts": "?f"}, {"waives": "?f"}]
        left, right = self.any_set(), self.any_set()
        if isinstance(left, list) and left == right and len(left) == 1:
            return [left, [*self.plans, *self.addons]]
        return [left, right]

    def only_with(self) -> Any:
        if self.theme == "joined" and self.chance(0.5):
            return {"items": {"kind": "offer", "discounts": "?f"}, "allow": {"kind": "plan", "waives": "?f"}}
        return {"items": self.any_set() if self.chance(0.2) else self.set_of(self.addons), "allow": self.set_of(self.plans)}

    def needs(self) -> Any:
        body: Data = {"items": self.any_set(), "any_of": self.any_set()}
        if self.theme == "joined" and self.chance(0.5):
            body = {"items": {"discounts": "?f"}, "any_of": {"waives": "?f"}}
        taken = self.theme in ("acts", "guarded") or self.chance(0.1)
        return {**body, "when": "taken"} if taken else body

    def at_most(self) -> Any:
        n = self.r.choice([1, 2, 2] if self.theme == "crowds" else [0, 1, 1])
        return {"n": n, "of": self.set_of([*self.plans, *self.addons] if self.chance(0.5) else self.addons)}

    def eligible(self) -> Any:
        held = self.theme == "asked" and self.chance(0.8)
        return {"items": self.any_set(), "facts": self.r.choice(TESTS), **({"when": "held"} if held else {})}

    def channel(self) -> Any:
        act = self.r.choice(["change", "cancel", "add"])
        body: Data = {"act": act}
        if self.chance(0.7):
            body["of"] = self.set_of(self.plans if act == "change" else self.addons)
        if self.chance(0.4):
            body["from"] = self.set_of(self.plans)
        body[self.r.choice(["not", "only"])] = self.some(self.channels) if self.chance(0.9) else []
        return body

    def move(self) -> Any:
        leaving = {"item": self.some(self.plans), "bound": True} if self.chance(0.3) else self.set_of(self.plans)
        return {"from": leaving, self.r.choice(["only_to", "not_to"]): self.set_of(self.plans, holding=False)}

    def starts(self) -> Any:
        body: Data = {"day": "next-month"}
        body |= {"of": self.set_of(self.plans, holding=False)} if self.chance(0.6) else {}
        return body | ({"from": self.set_of(self.plans)} if self.chance(0.4) else {})

    def tell(self) -> Any:
        act = self.r.choice(["change", "cancel", "add"])
        of = {"of": self.set_of([*self.plans, *self.addons])} if self.chance(0.7) else {}
        return {"act": act, **of, "say": self.r.choice(["甲话", "乙话"])}

    def limit(self) -> Any:
        act = self.r.choice(["change", "add", "cancel"])
        body: Data = {"act": act, "at_most": self.r.choice([0, 0, 1, 1]), "per": self.r.choice(PERIODS)}
        if self.chance(0.6):
            body["of"] = self.set_of(self.plans if act == "change" else self.addons)
        if self.chance(0.4):
            then = self.r.choice(["change", "add", "cancel"])
            body["after"] = {"act": then, **({"of": self.any_set()} if self.chance(0.5) else {})}
        return body

    def locked(self) -> Any:
        return {"items": self.any_set(), "through": self.r.choice(["month-end", "month-end", "always"])}

    def brings(self) -> Any:
        body: Data = {"items": self.some([*self.plans, *self.addons]), "with": self.some(self.addons)}
        if body["items"] == body["with"]:
            body["items"] = self.plans[:1]
        if self.chance(0.4):
            body["removable"] = True
        return body | ({"ends": self.r.choice(["month-end", {"months": 2}])} if self.chance(0.4) else {})

    # -- the sheet ------------------------------------------------------------------------------------------------------
    def sheet(self) -> Data:
        for place in range(self.r.randint(1, 3 if self.theme == "limits" else 4)):
            rule = self.varied(self.r.choice(self.rules)) if self.rules and self.chance(0.5) else self.rule()
            if self.chance(0.15):
                first, last = sorted(self.r.sample(DAYS, 2))
                rule["valid"] = self.r.choice([{"from": first}, {"until": last}, {"from": first, "until": last}])
            if "brings" not in rule and self.chance(0.12):
                rule["at"] = self.r.choice(self.channels)
            self.rules.append({**rule, "rule": f"R{place}"})
        return {
            "catalogue": "t", "channels": {name: name for name in self.channels}, "facts": self.facts(),
            "plans": [self.item(name, plan=True) for name in self.plans], "offers": [self.item(name) for name in self.addons],
            "rules": [{"rule": rule["rule"], **rule} for rule in self.rules],
        }  # fmt: skip

    def facts(self) -> Data:
        facts = deepcopy(FACTS)
        for fact in facts.values():
            if "settle" in fact:
                fact["settle"]["at"] = self.channels[-1]
        if self.chance(0.3):
            facts["registered"]["default"] = False
        return facts

    def item(self, name: str, *, plan: bool = False) -> Data:
        item: Data = {"name": name, **({"brand": "X"} if plan else {})}
        if self.theme == "joined":
            item |= {self.r.choice(["waives", "discounts"]): self.some(["f1", "f2"])}
        if self.chance(0.3):
            item["term"] = "month-end"
        if self.theme == "parts":
            item |= {"ends": "month-end"} if self.chance(0.2) else {}
            parts = [other for other in self.addons if other != name]
            if parts and self.chance(0.4):
                item["brings"] = [self.r.choice([part, {"item": part, "removable": True}]) for part in self.some(parts)]
        return item

    def varied(self, rule: Data) -> Data:
        """A rule, or one that says a little less or more."""
        rule = deepcopy({key: value for key, value in rule.items() if key != "rule"})
        kind = next(key for key in rule if key in KINDS and isinstance(rule[key], dict | list))
        if self.chance(0.25):
            less = self.r.choice(["valid", "at", "tell", "resolve"])
            rule = {key: value for key, value in rule.items() if key != less or key == kind}
        if self.chance(0.5 if self.theme == "answers" else 0.2) and kind in (*PAIRS, "eligible"):
            if body_when(rule[kind]) == "held":
                rule["resolve"] = self.r.choice(["auto", "consent", "first"])
        if self.chance(0.5):
            return rule
        body, fresh = rule[kind], getattr(self, kind)()
        if "?" in str(body) + str(fresh):
            return rule
        if isinstance(body, list):
            changed: Any = body[::-1] if self.chance(0.5) else [body[0], fresh[1]]
            return rule if _same(*changed) else {**rule, kind: changed}
        keys = sorted((set(body) | set(fresh)) - FIXED)
        key = self.r.choice(keys) if keys else ""
        changed = {**body, key: fresh[key]} if key in fresh else {k: v for k, v in body.items() if k != key}
        legal = MUST.get(kind, set()) <= set(changed) and not _same(changed.get("items"), changed.get("with"))
        return {**rule, kind: changed} if legal else rule


KINDS = (*PAIRS, "eligible", "channel", "move", "starts", "tell", "limit", "locked", "brings")


def body_when(body: Any) -> str:
    """When a rule of this body binds."""
    return body.get("when", "taken" if "facts" in body else "held") if isinstance(body, dict) else "held"


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, list) and one == other and len(one) == 1


def draw_sheet(random: Random) -> Data:
    """One random catalogue."""
    return Sheet(random).sheet()
