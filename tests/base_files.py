"""For the tests of bases: a small catalogue, what became of the rows of a file, and random rows."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path
from random import Random

from load_marks import small

from model.base.intake import Rejected, Totals
from model.base.read import read_base
from model.items import NOWHERE
from model.request import Subscriber

CATALOGUE = small("{rule: T, tell: {act: change, say: 好}}")
HEADER = "id,plan,plan_until,booked,booked_starts,holds,lacks,fact.registered,fact.age,fact.level,fact.score,fact.since"
HEADER += ",last.change,last.add,past"


class Seen:
    """A subscriber as it was taken, and how many say the same."""

    def __init__(self, subscriber: Subscriber) -> None:
        self.subscriber, self.count = subscriber, 0


class Taken:
    """What became of the rows of a file."""

    def __init__(self, path: Path) -> None:
        self.seen: list[Seen] = []
        self.rejected: list[Rejected] = []
        self.totals: Totals = read_base(path, CATALOGUE, take=self.take, reject=self.rejected.append)
        assert self.totals.read == self.totals.accepted + len(self.rejected)
        assert self.totals.accepted == sum(one.count for one in self.seen)

    def take(self, subscriber: Subscriber) -> Seen:
        self.seen.append(Seen(subscriber))
        return self.seen[-1]

    @property
    def subscribers(self) -> list[tuple[Subscriber, int]]:
        return [(replace(one.subscriber, place=NOWHERE), one.count) for one in self.seen]


def random_rows(random: Random, count: int) -> list[list[str]]:
    """Rows of few different cells, so that most rows are new and most cells are not."""
    plans = ["音乐A", "音乐B", "奥运", "", "音乐D"]
    entries = [
        "彩铃",
        "校园V网",
        "来电管家@2027-01-31",
        "体验包 origin=plan",
        "铃 ends=2026-12-31",
        "来电管家",
        "体验包 origin=音乐A",
    ]
    rows = []
    for n in range(count):
        holds = ";".join(random.sample(entries, random.randint(0, 3)))
        last = ";".join(random.sample(["2026-10-03", "2026-11-01"], random.randint(0, 2)))
        until = random.choice(["", "", "2027-02-28"])
        booked = random.choice([("", "")] * 5 + [("音乐B", "2026-12-01")])
        rows.append([str(n), random.choice(plans), until, *booked, holds, random.choice(["", "体验包"])])
        rows[-1] += [random.choice(["", "true", "false", "yes"]), random.choice(["", "18"]), "", "", "", last, "", ""]
    return rows


def written(rows: list[list[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADER.split(","), *rows])
    return out.getvalue()
