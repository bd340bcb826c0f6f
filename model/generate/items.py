"""The items of a generated market: plans, offers, V-nets."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from model.generate.market import FEES, TODAY, Market, OfferSeries, PlanSeries
from model.generate.texts import Data

Entry = dict[str, Data]


def draw_plans(random: Random, market: Market) -> list[Entry]:
    """The plans: the gateways of each brand, then its series."""
    found: list[Entry] = []
    for brand, gateways in market.gateways.items():
        found += [
            {"name": name, "brand": brand, "tags": ["标准套餐"], "fee": 8 + 10 * n} for n, name in enumerate(gateways)
        ]  # fmt: skip
        for series in market.plan_series:
            if series.brand == brand:
                found += [_plan(random, market, series, n) for n in range(len(series.plans))]
    return found


def _plan(random: Random, market: Market, series: PlanSeries, place: int) -> Entry:
    item: Entry = {"name": series.plans[place], "brand": series.brand, "family": series.name}
    item["fee"] = 18 + 10 * place + random.choice((0, 10, 20))
    if random.random() < 0.35:
        item["waives"] = list(dict.fromkeys(random.choice(FEES) for _ in range(2)))
    item["benefits"] = {"本地主叫分钟": 50 * (place + 1), "国内流量MB": 100 * random.randint(0, 20)}
    if random.random() < 0.4 and market.parts:
        item["brings"] = [_part(random, name) for name in market.parts if random.random() < 0.5] or [market.parts[0]]
    if random.random() < 0.1:
        item["term"] = {"months": 12}
    _sell(random, item, withdrawn=0.08, windows=0.08)
    return item


def _part(random: Random, name: str) -> Data:
    if name.endswith("体验包"):
        return {"item": name, "ends": "month-end"}
    return {"item": name, "removable": True} if random.random() < 0.3 else name


def draw_offers(random: Random, market: Market) -> list[Entry]:
    """The offers: the parts of plans, then every series."""
    found: list[Entry] = [{"name": name, "tags": ["随套餐"]} for name in market.parts]
    for series in market.offer_series:
        found += [_offer(random, series, n) for n in range(len(series.offers))]
    return found


def _offer(random: Random, series: OfferSeries, place: int) -> Entry:
    item: Entry = {"name": series.offers[place], "family": series.name, "tags": [f"{series.area}类"], "fee": 1 + 2 * place}
    if series.discount:
        item["discounts"] = [series.discount]
    if series.contract:
        item["term"] = {"months": random.choice((6, 12, 24))}
    if random.random() < 0.02 and place:
        item["brings"] = [series.offers[place - 1]]
    if random.random() < 0.02:
        item["ends"] = {"months": random.choice((1, 3, 6))}
    _sell(random, item, withdrawn=0.06, windows=0.05)
    return item


def draw_vnets(random: Random, market: Market) -> list[Entry]:
    """The V-nets, each of a brand."""
    found: list[Entry] = []
    for name in market.vnets:
        minutes = 100 * random.randint(1, 5)
        found.append({"name": name, "fee": random.choice((0, 5, 10)), "benefits": {"网内分钟": minutes}})
    return found


def _sell(random: Random, item: Entry, *, withdrawn: float, windows: float) -> None:
    chance = random.random()
    if chance < withdrawn:
        item["withdrawn"] = True
    elif chance < withdrawn + windows:
        day = TODAY + timedelta(days=random.randint(-400, 300))
        item["sold"] = {random.choice(("from", "until")): day}
