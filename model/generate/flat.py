"""A large flat catalogue: many items and many pairs in conflict, for figures of loading, compiling and direct orders."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from model.generate.market import TODAY
from model.generate.texts import Data

Entry = dict[str, Data]
LEFT, RIGHT = 25, 40
STAR = 20
NEED_EVERY, SUPPLIERS = 2, 3


class Flat:
    """So many plans and offers with so many pairs in conflict.

    Shape: of the pairs 40 % are of plans with lists of offers, nearly half of sets of 25 with sets of 40, 10 % of an offer with
    a list of 20, the rest pair by pair; every second offer needs one of three others. Where there are too few items for so many
    pairs, there are fewer. Some pairs, about one in 1,000, are named twice.
    """

    def __init__(self, random: Random, *, plans: int, offers: int, pairs: int) -> None:
        self.random = random
        self.plans = [f"套餐{n + 1}" for n in range(plans)]
        self.offers = [f"包{n + 1}" for n in range(offers)]
        self.fan = min(offers, pairs * 2 // 5 // plans)
        self.blocks = min(offers // (LEFT + RIGHT), pairs * 12 // 25 // (LEFT * RIGHT))
        left = max(0, pairs - plans * self.fan - self.blocks * LEFT * RIGHT) if offers > STAR else 0
        self.stars = left * 5 // 6 // STAR
        self.singles = left - self.stars * STAR
        self.needs: dict[str, list[str]] = {}

    def items(self) -> dict[str, list[Entry]]:
        """The sections `plans` and `offers`."""
        plans: list[Entry] = [{"name": name, "brand": "全网", "fee": 8 + n % 50} for n, name in enumerate(self.plans)]
        offers: list[Entry] = []
        for n, name in enumerate(self.offers):
            block, place = divmod(n, LEFT + RIGHT)
            item: Entry = {"name": name, "fee": 1 + n % 30}
            if block < self.blocks:
                item["tags"] = [f"左{block + 1}" if place < LEFT else f"右{block + 1}"]
            offers.append(item)
        return {"plans": plans, "offers": offers}

    def rules(self) -> Iterator[Entry]:
        """Conflicts, then needs."""
        for n, plan in enumerate(self.plans):
            chosen = self.random.sample(self.offers, self.fan)
            if chosen:
                yield {"rule": f"P{n + 1}", "conflict": [plan, list[Data](chosen)]}
        for n in range(self.blocks):
            yield {"rule": f"B{n + 1}", "conflict": [f"左{n + 1}", f"右{n + 1}"]}
        for n in range(self.stars):
            centre, *around = self.random.sample(self.offers, STAR + 1)
            yield {"rule": f"S{n + 1}", "conflict": [centre, list[Data](around)]}
        for n in range(self.singles):
            yield {"rule": f"C{n + 1}", "conflict": list[Data](self.random.sample(self.offers, 2))}
        for n in range(NEED_EVERY, len(self.offers), NEED_EVERY):
            below = dict.fromkeys(self.offers[self.random.randrange(n)] for _ in range(SUPPLIERS))
            self.needs[self.offers[n]] = list(below)
            yield {"rule": f"N{n + 1}", "needs": {"items": self.offers[n], "any_of": list[Data](below)}}

    def subscribers(self, random: Random, *, count: int, holdings: int) -> list[Entry]:
        """Subscribers who hold about so many offers, what these need among them. Shape: call it after `rules`."""
        found: list[Entry] = []
        for n in range(count):
            holds: dict[str, None] = {}
            while len(holds) < min(holdings, len(self.offers)):
                wanted: str | None = random.choice(self.offers)
                while wanted is not None:
                    holds[wanted] = None
                    below = self.needs.get(wanted, [])
                    wanted = None if not below or any(one in holds for one in below) else random.choice(below)
            found.append({"id": f"1390{n:07d}", "plan": random.choice(self.plans), "holds": list[Data](holds)})
        return found

    def requests(self, random: Random, subscribers: list[Entry]) -> list[Entry]:
        """One change of plan for each subscriber."""
        return [{"subscriber": one["id"], "on": TODAY, "to": random.choice(self.plans)} for one in subscribers]
