"""A generated catalogue as files, with subscribers and requests beside it if they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from model.generate.flat import Flat
from model.generate.items import draw_offers, draw_plans, draw_vnets
from model.generate.market import Market, draw_market
from model.generate.rules import draw_rules
from model.generate.subscribers import draw_requests, draw_subscribers
from model.generate.texts import Data, document, ndjson

CHANNELS: dict[str, Data] = {"hotline": "10086人工台", "online": "电子渠道", "hall": "营业厅"}
VERSION = "2026-11"
MARKET, FLAT = "market", "flat"
"""The seeds of the two kinds of catalogue, behind the number."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is generated.

    Shape: `offers` counts V-nets and the parts of plans too; with `pairs` the catalogue is flat and has so many conflicts.
    """

    plans: int = 200
    offers: int = 5000
    subscribers: int = 0
    holdings: int = 8
    pairs: int = 0


def generate(seed: int, size: Size) -> dict[str, str]:
    """The files by name: catalogue.yaml, items.yaml, rules.yaml and, with subscribers, subscribers.ndjson and requests.ndjson.

    Shape: the catalogue depends on the seed and the numbers of plans, offers and pairs alone, so that more subscribers or
    holdings ask the same catalogue. Cost: about 0.1 s for 5,000 offers.
    """
    return _flat(seed, size) if size.pairs else _market(seed, size)


def _market(seed: int, size: Size) -> dict[str, str]:
    market = draw_market(Random(f"{seed} {MARKET}"), plans=size.plans, offers=size.offers)
    random = Random(f"{seed} items")
    items = {"plans": draw_plans(random, market), "offers": draw_offers(random, market), "vnets": draw_vnets(random, market)}
    rules = draw_rules(Random(f"{seed} rules"), market)
    files = {
        "catalogue.yaml": document(_head(seed, size, market), {}),
        "items.yaml": document({}, items),
        "rules.yaml": document({}, {"rules": rules}),
    }
    if size.subscribers:
        subscribers = draw_subscribers(Random(f"{seed} subscribers"), market, count=size.subscribers, holdings=size.holdings)
        requests = draw_requests(Random(f"{seed} requests"), market, subscribers, list(CHANNELS))
        files |= {"subscribers.ndjson": ndjson(subscribers), "requests.ndjson": ndjson(requests)}
    return files


def _head(seed: int, size: Size, market: Market) -> dict[str, Data]:
    settle: Data = {"at": "hall", "do": "本人持有效证件补录客户资料", "to": True}
    return {
        "catalogue": f"generated-{seed}",
        "title": f"生成的目录：{size.plans} 个套餐，{size.offers} 个优惠，种子 {seed}",
        "version": VERSION,
        "channels": CHANNELS,
        "facts": {
            "registered": {"type": "bool", "title": "客户资料已录入", "settle": settle},
            "star": {"type": "int", "title": "星级"},
        },
        "brands": list[Data](market.gateways),
    }


def _flat(seed: int, size: Size) -> dict[str, str]:
    flat = Flat(Random(f"{seed} {FLAT}"), plans=size.plans, offers=size.offers, pairs=size.pairs)
    title = f"生成的目录：{size.plans} 个套餐，{size.offers} 个优惠，{size.pairs} 对互斥，种子 {seed}"
    head: dict[str, Data] = {"catalogue": f"generated-flat-{seed}", "title": title, "version": VERSION, "brands": ["全网"]}
    files = {
        "catalogue.yaml": document(head, {}),
        "items.yaml": document({}, flat.items()),
        "rules.yaml": document({}, {"rules": flat.rules()}),
    }
    if size.subscribers:
        subscribers = flat.subscribers(Random(f"{seed} subscribers"), count=size.subscribers, holdings=size.holdings)
        requests = flat.requests(Random(f"{seed} requests"), subscribers)
        files |= {"subscribers.ndjson": ndjson(subscribers), "requests.ndjson": ndjson(requests)}
    return files
