"""The rules of a generated market, of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from model.generate.market import AREAS, Market, OfferSeries, PlanSeries
from model.generate.texts import Data

Entry = dict[str, Data]


def draw_rules(random: Random, market: Market) -> list[Entry]:
    """All rules: of the brands, of the series of plans, of the series of offers, of the whole market."""
    rules = [*_between_brands(market)]
    for series in market.plan_series:
        rules += _of_plans(series)
    for offers in market.offer_series:
        rules += _of_offers(random, offers)
    rules += _of_vnets(market)
    rules += _of_all(market)
    return rules


def _between_brands(market: Market) -> Iterator[Entry]:
    """A brand is left from its gateways alone, and entered at a gateway of one of its neighbours."""
    for brand in market.gateways:
        others = market.neighbours(brand)
        if others and any(series.brand == brand for series in market.plan_series):
            inside: Data = {"brand": brand, "not": {"tag": "标准套餐"}}
            yield {"rule": f"品牌-{brand}", "move": {"from": inside, "only_to": {"brand": brand}}}
        if others:
            doors: list[Data] = [brand, *(_gateways(other) for other in others)]
            yield {"rule": f"过网-{brand}", "move": {"from": {"brand": brand, "tag": "标准套餐"}, "only_to": doors}}


def _gateways(brand: str) -> Data:
    return {"brand": brand, "tag": "标准套餐"}


def _of_plans(series: PlanSeries) -> Iterator[Entry]:
    name = series.name
    if series.closed:
        doors = _gateways(series.brand)
        tell = f"{name}只能在系列内变更；改办其他套餐先变更为标准套餐"
        yield {"rule": f"封闭-{name}", "move": {"from": name, "only_to": [name, doors]}, "tell": tell}
    if series.upwards:
        side: Data = {"family": name, "fee": "?f"}
        yield {"rule": f"不降-{name}", "move": {"from": side, "not_to": {"family": name, "fee": {"below": "?f"}}}}
    if series.once_a_month:
        yield {"rule": f"月限-{name}", "limit": {"act": "change", "of": name, "at_most": 1, "per": "month"}}
    if series.next_month:
        yield {"rule": f"次月-{name}", "starts": {"of": name, "day": "next-month"}}
    if series.at_hall:
        yield {"rule": f"到厅-{name}", "channel": {"act": "change", "of": name, "only": ["hall"]}, "tell": "请到营业厅办理"}


def _of_offers(random: Random, series: OfferSeries) -> Iterator[Entry]:
    name, resolve = series.name, series.resolve
    if series.most:
        yield {"rule": f"限{series.most}-{name}", "at_most": {"n": series.most, "of": name}}
    if series.brands:
        yield {"rule": f"品牌-{name}", "only_with": {"items": name, "allow": {"brand": list(series.brands)}}, "resolve": resolve}
    if series.beside:
        allow: list[Data] = [*series.beside, {"tag": "标准套餐"}]
        yield {"rule": f"套餐-{name}", "only_with": {"items": name, "allow": allow}, "resolve": resolve}
    if series.needs:
        body: Entry = {"items": name, "any_of": list(series.needs)}
        yield {"rule": f"前提-{name}", "needs": {**body, "when": "taken"} if series.taken else body}
    if series.against:
        yield {"rule": f"互斥-{name}", "conflict": [name, list(series.against)], "resolve": resolve}
    if series.against_plans:
        rule: Entry = {"rule": f"不容-{name}", "conflict": [name, list(series.against_plans)], "resolve": resolve}
        if random.random() < 0.2:
            rule["valid"] = {random.choice(("from", "until")): date(2027, random.randint(1, 12), 1)}
        yield rule
    if series.contract:
        yield {"rule": f"合约-{name}", "locked": {"items": name, "through": "month-end"}, "tell": "合约到期的当月底前不能取消"}
    chance = random.random()
    if chance < 0.06:
        yield {"rule": f"办理-{name}", "channel": {"act": "add", "of": name, "only": ["hall"]}}
    elif chance < 0.12:
        yield {
            "rule": f"取消-{name}",
            "channel": {"act": "cancel", "of": name, "not": ["hotline"]},
            "tell": "取消请到营业厅或网上办理",
        }
    elif chance < 0.16:
        yield {"rule": f"持有-{name}", "channel": {"act": "change", "of": "plan", "not": ["online"], "holding": name}}
    elif chance < 0.2:
        after: Data = {"act": "cancel", "of": name}
        yield {"rule": f"冷却-{name}", "limit": {"act": "add", "of": name, "at_most": 0, "per": {"months": 3}, "after": after}}


def _of_vnets(market: Market) -> Iterator[Entry]:
    for brand in market.gateways:
        names: list[Data] = [name for name, of in market.vnets.items() if of == brand]
        if names:
            tell = f"请先取消{brand}V网，再办理品牌变更"
            yield {
                "rule": f"V网-{brand}",
                "only_with": {"items": names, "allow": {"brand": brand}},
                "resolve": "first",
                "tell": tell,
            }


def _of_all(market: Market) -> Iterator[Entry]:
    yield {
        "rule": "合约优惠",
        "conflict": [{"kind": "offer", "discounts": "?fee", "bound": True}, {"kind": "plan", "waives": "?fee"}],
        "tell": "新套餐免收的费用与在约的优惠不兼容，到期前不能办理",
    }
    areas = {series.area for series in market.offer_series}
    for area in AREAS:
        if area in areas:
            yield {"rule": f"至多-{area}", "at_most": {"n": 4, "of": {"tag": f"{area}类"}}}
    if market.vnets:
        yield {"rule": "V网至多", "at_most": {"n": 2, "of": "vnet"}}
    registered: Data = {"registered": True}
    yield {"rule": "实名", "eligible": {"items": "plan", "facts": registered, "when": "taken"}, "tell": "请先补录客户资料"}
    last = list(market.gateways)[-1]
    yield {
        "rule": f"资格-{last}",
        "eligible": {"items": {"brand": last, "kind": "plan"}, "facts": {"star": {"min": 1}}, "when": "taken"},
    }
    yield {"rule": "营销", "tell": {"act": "change", "of": "plan", "say": "变更后部分优惠会取消，请向客户说明"}}
    yield {"rule": "挽留", "tell": {"act": "cancel", "of": "offer", "say": "取消前请向客户解释"}}
    if market.plan_series and market.parts:
        dear: Data = {"kind": "plan", "fee": {"min": 98}}
        yield {"rule": "随带", "brings": {"items": dear, "with": market.parts[-1], "removable": True}}
