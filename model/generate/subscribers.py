"""Subscribers of a generated market, and what they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from model.generate.market import TODAY, Market, OfferSeries, PlanSeries
from model.generate.texts import Data

Entry = dict[str, Data]
DIRTY = 0.02


@dataclass(slots=True)
class Basket:
    """What a number holds while it is drawn. Shape: `series` counts the holdings of each series of offers."""

    plan: str
    brand: str
    of: PlanSeries | None
    holds: dict[str, Data]
    series: dict[str, int]
    areas: dict[str, int]


class Shop:
    """Draws subscribers of one market whose holdings keep its standing rules, but for a few."""

    def __init__(self, random: Random, market: Market) -> None:
        self.random, self.market = random, market
        self.by_name = {series.name: series for series in market.offer_series}
        self.against: dict[str, set[str]] = {}
        for series in market.offer_series:
            for other in series.against:
                self.against.setdefault(series.name, set()).add(other)
                self.against.setdefault(other, set()).add(series.name)
        self.of_plan = {plan: series for series in market.plan_series for plan in series.plans}
        self.brand_of = {plan: brand for brand, plans in market.gateways.items() for plan in plans}
        self.brand_of |= {plan: series.brand for plan, series in self.of_plan.items()}
        self.plans = tuple(self.brand_of)

    def subscriber(self, id_: str, *, holdings: int) -> Entry:
        """One subscriber with about so many holdings besides what the plan brings."""
        plan = self.random.choice(self.plans)
        basket = Basket(plan, self.brand_of[plan], self.of_plan.get(plan), {}, {}, {})
        own = [name for name, brand in self.market.vnets.items() if brand == basket.brand]
        if own and holdings and self.random.random() < 0.5:
            basket.holds[own[self.random.randrange(len(own))]] = {}
        for _ in range(holdings * 20):
            if len(basket.holds) >= holdings or not self.market.offer_series:
                break
            self._take(basket, self.random.choice(self.market.offer_series), room=holdings - len(basket.holds))
        found: Entry = {"id": id_, "plan": plan}
        if self.random.random() < 0.08:
            found["plan"] = {"item": plan, "until": self._later()}
        found["holds"] = [self._listed(name) for name in basket.holds]
        found["facts"] = {"registered": self.random.random() < 0.9, "star": self.random.randint(0, 5)}
        if self.random.random() < 0.15:
            found["last"] = {"change": TODAY - timedelta(days=self.random.randint(1, 60))}
        return found

    def _take(self, basket: Basket, series: OfferSeries, *, room: int) -> None:
        """Puts an offer of a series into the basket with what it needs, if all fit."""
        chain = [series]
        while chain[-1].needs and not any(name in basket.series for name in chain[-1].needs):
            chain.append(self.by_name[self.random.choice(chain[-1].needs)])
        if len(chain) > room or not all(self._fits(basket, one, chain) for one in chain):
            return
        for one in reversed(chain):
            name = self.random.choice([name for name in one.offers if name not in basket.holds])
            basket.holds[name] = {}
            basket.series[one.name] = basket.series.get(one.name, 0) + 1
            basket.areas[one.area] = basket.areas.get(one.area, 0) + 1

    def _fits(self, basket: Basket, series: OfferSeries, chain: list[OfferSeries]) -> bool:
        held = basket.series.get(series.name, 0)
        if held >= min(series.most or 4, len(series.offers)) or basket.areas.get(series.area, 0) + len(chain) > 4:
            return False
        if self.random.random() < DIRTY:
            return True
        if series.brands and basket.brand not in series.brands:
            return False
        of = None if basket.of is None else basket.of.name
        if of is not None and (of in series.against_plans or (series.beside and of not in series.beside)):
            return False
        return not self.against.get(series.name, set()) & (basket.series.keys() | {one.name for one in chain})

    def _listed(self, name: str) -> Data:
        series = (
            next((one for one in self.market.offer_series if name in one.offers), None) if name not in self.market.vnets else None
        )
        chance = self.random.random()
        if chance < 0.07:
            return {"item": name, "origin": "campaign", "until": self._later()}
        if series is not None and series.contract and chance < 0.7:
            return {"item": name, "until": self._later()}
        if chance > 0.96:
            return {"item": name, "ends": self._later()}
        return name

    def _later(self) -> date:
        return TODAY + timedelta(days=self.random.randint(5, 500))

    def request(self, subscriber: Entry, channels: list[str]) -> Entry:
        """A request of a subscriber: mostly for a plan that takes two or more changes."""
        plan = subscriber["plan"]["item"] if isinstance(subscriber["plan"], dict) else subscriber["plan"]
        assert isinstance(plan, str)
        brand, of = self.brand_of[plan], self.of_plan.get(plan)
        far = [p for p in self.plans if self.brand_of[p] != brand and p in self.of_plan]
        near = [p for p in self.plans if self.brand_of[p] == brand and self.of_plan.get(p) is not of]
        chance = self.random.random()
        among = far if chance < 0.65 and far else near if chance < 0.9 and near else [p for p in self.plans if p != plan]
        found: Entry = {"subscriber": subscriber["id"], "on": TODAY}
        if among:
            found["to"] = self.random.choice(among)
        if self.random.random() < 0.3:
            found["channel"] = self.random.choice(channels)
        return found


def draw_subscribers(random: Random, market: Market, *, count: int, holdings: int) -> list[Entry]:
    """So many subscribers."""
    shop = Shop(random, market)
    return [shop.subscriber(f"1380{n:07d}", holdings=holdings) for n in range(count)]


def draw_requests(random: Random, market: Market, subscribers: list[Entry], channels: list[str]) -> list[Entry]:
    """One request of each subscriber."""
    shop = Shop(random, market)
    return [shop.request(one, channels) for one in subscribers]
