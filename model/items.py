"""Items (产品): plans, offers and V-nets, and what an item brings by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from model.days import Span
from model.errors import Place

Kind: TypeAlias = Literal["plan", "offer", "vnet"]
AttributeValue: TypeAlias = str | Decimal
NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Part:
    """What an item brings: `item` comes with it; `ends` says when it goes by itself; `removable`: may be cancelled alone."""

    item: str
    removable: bool = False
    ends: Span | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A plan, an offer or a V-net.

    Shape: `name` is unique over all items and is the identity; `brand` is "" for offers and V-nets.
    Units: `monthly_fen` is the fee in 1/100 yuan a month, None where the source gives none.
    """

    name: str
    kind: Kind
    brand: str = ""
    aliases: tuple[str, ...] = ()
    title: str = ""
    families: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    monthly_fen: int | None = None
    waives: tuple[str, ...] = ()
    discounts: tuple[str, ...] = ()
    benefits: Mapping[str, Decimal] = field(default_factory=dict)
    brings: tuple[Part, ...] = ()
    term: Span | None = None
    ends: Span | None = None
    withdrawn: bool = False
    sold_from: date | None = None
    sold_until: date | None = None
    attributes: Mapping[str, tuple[AttributeValue, ...]] = field(default_factory=dict)
    assumed: bool = False
    note: str = ""
    place: Place = NOWHERE

    def on_sale(self, day: date) -> bool:
        """Whether the item may be ordered on `day`, as far as its own sale goes."""
        if self.withdrawn:
            return False
        return (self.sold_from is None or self.sold_from <= day) and (self.sold_until is None or day <= self.sold_until)
