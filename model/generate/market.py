"""What a generated market is made of, before it is written as items and rules: series of plans and series of offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

TODAY = date(2026, 11, 23)
"""The day around which sales, contracts and requests of a generated market lie."""
BRANDS = ("全球通", "动感地带", "神州行", "政企")
FEES = ("来电显示费", "彩铃功能费", "月租费", "漫游功能费", "长途功能费", "GPRS功能费", "短信功能费", "视频功能费")
AREAS = (
    "流量",
    "语音",
    "短信",
    "来电",
    "彩铃",
    "漫游",
    "长途",
    "会员",
    "终端",
    "宽带",
    "视频",
    "云盘",
    "支付",
    "阅读",
    "家庭",
    "集团",
)
PARTS = ("平台业务", "平台业务体验包", "新人礼包", "生活信箱")
"""What plans bring."""
SERIES_OF_PLANS, SERIES_OF_OFFERS = 8, 14
GATEWAYS_FOR = 25


@dataclass(frozen=True, slots=True)
class PlanSeries:
    """Plans of one brand that are sold as a series. Shape: a `closed` one is left only for itself and its brand's gateways."""

    name: str
    brand: str
    plans: tuple[str, ...]
    closed: bool
    upwards: bool
    once_a_month: bool
    next_month: bool
    at_hall: bool


@dataclass(frozen=True, slots=True)
class OfferSeries:
    """Offers of one area that are sold as a series.

    Shape: `level` is the length of the chain of needs below it; `most` of how many may be held, 0 for any number; `brands` and
    `beside` (series of plans) are what it is bound to, empty for none; `against` and `against_plans` are in conflict with it.
    """

    name: str
    area: str
    level: int
    offers: tuple[str, ...]
    most: int
    brands: tuple[str, ...]
    beside: tuple[str, ...]
    needs: tuple[str, ...]
    taken: bool
    contract: bool
    discount: str
    against: tuple[str, ...]
    against_plans: tuple[str, ...]
    resolve: str


@dataclass(frozen=True, slots=True)
class Market:
    """A generated market. Shape: `gateways` are the plans of each brand through which it is entered and left."""

    gateways: dict[str, tuple[str, ...]]
    plan_series: tuple[PlanSeries, ...]
    offer_series: tuple[OfferSeries, ...]
    vnets: dict[str, str]
    parts: tuple[str, ...]

    def neighbours(self, brand: str) -> tuple[str, ...]:
        """The brands whose gateways can be entered from those of `brand`: the ones beside it in a ring."""
        brands = tuple(self.gateways)
        place = brands.index(brand)
        beside = {brands[(place + 1) % len(brands)], brands[place - 1]}
        return tuple(one for one in brands if one in beside and one != brand)


def draw_market(random: Random, *, plans: int, offers: int) -> Market:
    """A market of so many plans and offers (V-nets and the parts of plans among the offers)."""
    gateways, series = _plans(random, plans)
    parts = PARTS[:offers]
    room = offers - len(parts)
    vnets = {f"{brand}V网{n + 1}": brand for brand in gateways for n in range(max(1, offers // 500))}
    vnets = dict(list(vnets.items())[:room])
    return Market(gateways, series, _offers(random, room - len(vnets), series, tuple(gateways)), vnets, parts)


def _plans(random: Random, count: int) -> tuple[dict[str, tuple[str, ...]], tuple[PlanSeries, ...]]:
    brands = BRANDS[: max(1, min(len(BRANDS), count))]
    shares = [count // len(brands) + (n < count % len(brands)) for n in range(len(brands))]
    gateways: dict[str, tuple[str, ...]] = {}
    series: list[PlanSeries] = []
    for brand, share in zip(brands, shares, strict=True):
        doors = max(1, share // GATEWAYS_FOR)
        gateways[brand] = tuple(f"{brand}标准套餐{n + 1}" for n in range(doors))
        left, number = share - doors, 0
        while left > 0:
            number += 1
            size = min(left, random.randint(SERIES_OF_PLANS // 2, SERIES_OF_PLANS * 3 // 2))
            series.append(_plan_series(random, f"{brand}系列{number}", brand, size))
            left -= size
    return gateways, tuple(series)


def _plan_series(random: Random, name: str, brand: str, size: int) -> PlanSeries:
    plans = tuple(f"{name}套餐{n + 1}" for n in range(size))
    chances = [random.random() for _ in range(5)]
    return PlanSeries(
        name, brand, plans, *(chance < share for chance, share in zip(chances, (0.7, 0.2, 0.2, 0.1, 0.15), strict=True))
    )


def _offers(random: Random, count: int, plans: tuple[PlanSeries, ...], brands: tuple[str, ...]) -> tuple[OfferSeries, ...]:
    found: list[OfferSeries] = []
    by_level: dict[tuple[str, int], list[OfferSeries]] = {}
    while count > 0:
        area = AREAS[len(found) % len(AREAS)]
        size = min(count, random.randint(SERIES_OF_OFFERS // 2, SERIES_OF_OFFERS * 3 // 2))
        number = len(found) // len(AREAS) + 1
        level = random.choices((0, 1, 2, 3), (10, 5, 3, 1))[0]
        while level and (area, level - 1) not in by_level:
            level -= 1
        below = by_level.get((area, level - 1), [])
        one = _offer_series(random, f"{area}{number}", area, level, size, below, plans, brands, found)
        found.append(one)
        by_level.setdefault((area, level), []).append(one)
        count -= size
    return tuple(found)


def _offer_series(
    random: Random,
    name: str,
    area: str,
    level: int,
    size: int,
    below: list[OfferSeries],
    plans: tuple[PlanSeries, ...],
    brands: tuple[str, ...],
    earlier: list[OfferSeries],
) -> OfferSeries:
    bound_to = random.choices(("nothing", "brands", "series"), (62, 22, 16))[0]
    some_brands = _some(random, brands, 1, 3) if bound_to == "brands" else ()
    beside = _some(random, [one.name for one in plans], 2, 8) if bound_to == "series" and plans else ()
    needs = _some(random, [one.name for one in below], 1, 3) if level else ()
    free = [one.name for one in earlier if one.name not in needs and one.level == 0]
    against = _some(random, free, 1, 2) if free and not level and random.random() < 0.3 else ()
    against_plans = _some(random, [one.name for one in plans], 1, 4) if plans and random.random() < 0.2 else ()
    return OfferSeries(
        name, area, level, tuple(f"{name}包{n + 1}" for n in range(size)),
        most=random.choices((0, 1, 2), (35, 50, 15))[0],
        brands=some_brands, beside=beside, needs=needs, taken=random.random() < 0.25, contract=random.random() < 0.12,
        discount=random.choice(FEES) if random.random() < 0.25 else "",
        against=against, against_plans=against_plans,
        resolve=random.choices(("auto", "consent", "first"), (2, 5, 3))[0],
    )  # fmt: skip


def _some(random: Random, names: list[str] | tuple[str, ...], least: int, most: int) -> tuple[str, ...]:
    """Some of the names, in their own order."""
    count = min(len(names), random.randint(least, most))
    chosen = set(random.sample(range(len(names)), count))
    return tuple(name for n, name in enumerate(names) if n in chosen)
