"""A subscriber from a file, YAML or JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from datetime import date
from pathlib import Path

from model.catalogue import Catalogue
from model.errors import BadFile, BadRequest, Place, Problem
from model.facts import FactValue
from model.load import values
from model.load.bodies import ACTS
from model.load.names import Names
from model.load.nodes import Mapping, Node, Scalar, parse
from model.load.problems import Problems
from model.load.texts import SUBSCRIBER_BYTES_MOST, decode, read_bytes
from model.request import Listed, Subscriber
from model.rules.base import Act
from model.state import Booked, PastAct

KEYS = ("id", "plan", "booked", "holds", "lacks", "facts", "last", "past")
PLAN_KEYS = ("item", "since", "until", "ends")
HOLDING_KEYS = ("item", "origin", "since", "until", "ends", "cancelled")
DAYS = ("since", "until", "ends", "cancelled")
SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


def load_subscriber(path: Path, catalogue: Catalogue) -> Subscriber:
    """The subscriber of a file.

    Errors: BadFile with all its problems; BadRequest if there is no such file.
    """
    if path.is_dir():
        raise BadFile([Problem(Place(str(path)), "客户文件是一个文件夹", "写出一个 YAML 或 JSON 文件")])
    if not path.exists():
        raise BadRequest(f"没有文件 `{path}`", "写出客户文件的路径")
    return parse_subscriber(str(path), read_bytes(path, SUBSCRIBER_BYTES_MOST), catalogue)


def parse_subscriber(name: str, text: bytes, catalogue: Catalogue) -> Subscriber:
    """The subscriber of a file's bytes. Errors: BadFile with all its problems."""
    problems = Problems()
    decoded = decode(name, text, SUBSCRIBER_BYTES_MOST, problems)
    if decoded is not None and name.endswith(".json"):
        decoded = SURROGATES.sub(_joined, decoded)
    root = None if decoded is None else parse(name, decoded, problems)
    subscriber = Subscriber() if root is None else SubscriberReader(Names.of(catalogue), problems).read(root)
    problems.stop()
    return subscriber


def subscriber_of(root: Mapping, catalogue: Catalogue) -> Subscriber:
    """The subscriber of a mapping that stands in another file. Errors: BadFile with all its problems."""
    problems = Problems()
    subscriber = SubscriberReader(Names.of(catalogue), problems).read(root)
    problems.stop()
    return subscriber


def _joined(pair: re.Match[str]) -> str:
    """The one character that JSON writes as two escapes, which YAML does not know."""
    high, low = int(pair[0][2:6], 16), int(pair[0][8:], 16)
    return chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)


def _given(fields: Map[str, Node]) -> dict[str, Node]:
    """The fields that have a value; `null` in JSON is a key that is not there."""
    return {key: node for key, node in fields.items() if not (isinstance(node, Scalar) and node.absent)}


class SubscriberReader:
    """Reads one subscriber. Shape: `places` are where the items were listed first."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names, self.problems = names, problems
        self.places: dict[str, Place] = {}
        self.plan: str | None = None

    def read(self, root: Mapping) -> Subscriber:
        """The subscriber, as far as it is right."""
        fields = values.mapping(root, self.problems, KEYS) or {}
        given = _given(fields)
        id_ = values.text(given["id"], self.problems) if "id" in given else None
        plan = self._held_plan(given["plan"]) if "plan" in given else None
        self.plan = None if plan is None else plan.item
        booked = self._booked(given["booked"]) if "booked" in given else None
        holds = [self._holding(node) for node in values.nodes_of(given["holds"])] if "holds" in given else []
        lacks = self._lacks(given["lacks"]) if "lacks" in given else ()
        past = [*(self._last(given["last"]) if "last" in given else ())]
        past += [act for node in values.nodes_of(given["past"]) if (act := self._past(node))] if "past" in given else []
        return Subscriber(
            id_ or "",
            plan,
            booked,
            tuple(one for one in holds if one is not None),
            lacks,
            self._facts(given["facts"]) if "facts" in given else {},
            tuple(sorted(past, key=lambda act: act.day)),
            root.place,
        )

    def _item(self, node: Node) -> str | None:
        name = values.text(node, self.problems)
        return None if name is None else self.names.item(node, name, self.problems)

    def _plan(self, node: Node) -> str | None:
        name = self._item(node)
        if name is not None and self.names.items[name].kind != "plan":
            self.problems.error(node, f"`{name}` 不是主套餐", "写一个主套餐；优惠与V网写在 `holds` 下")
            return None
        return name

    def _days(self, fields: Map[str, Node]) -> dict[str, date | None]:
        given = _given(fields)
        days = {key: values.day(given[key], self.problems) for key in DAYS if key in given}
        since = days.get("since")
        for key in ("until", "ends", "cancelled"):
            day = days.get(key)
            if since and day and day < since:
                self.problems.error(fields[key], f"`{key}` `{day}` 早于 `since` `{since}`", "核对日期")
        return days

    def _held_plan(self, node: Node) -> Listed | None:
        if not isinstance(node, Mapping):
            name = self._plan(node)
            return None if name is None else Listed(name)
        fields = values.mapping(node, self.problems, PLAN_KEYS, required=("item",), what="`plan` ")
        if fields is None or "item" not in fields:
            return None
        days = self._days(fields)
        name = self._plan(fields["item"])
        return None if name is None else Listed(name, since=days.get("since"), until=days.get("until"), ends=days.get("ends"))

    def _booked(self, node: Node) -> Booked | None:
        fields = values.mapping(node, self.problems, ("plan", "starts"), required=("plan", "starts"), what="`booked` ")
        if fields is None:
            return None
        plan = self._plan(fields["plan"]) if "plan" in fields else None
        starts = values.day(fields["starts"], self.problems) if "starts" in fields else None
        if plan is not None and plan == self.plan:
            self.problems.error(fields["plan"], f"预约的主套餐 `{plan}` 就是在用的主套餐", "写另一个主套餐，或删去 `booked`")
        return None if plan is None or starts is None else Booked(plan, starts)

    def _holding(self, node: Node) -> Listed | None:
        if not isinstance(node, Mapping):
            name = self._item(node)
            return None if name is None or not self._once(name, node) else Listed(name)
        fields = values.mapping(node, self.problems, HOLDING_KEYS, required=("item",), what="在用产品")
        if fields is None or "item" not in fields:
            return None
        days = self._days(fields)
        name = self._item(fields["item"])
        if name is None or not self._once(name, fields["item"]):
            return None
        origin = self._origin(name, fields["origin"]) if "origin" in _given(fields) else "own"
        if origin is None:
            return None
        return Listed(name, origin, days.get("since"), days.get("until"), days.get("ends"), days.get("cancelled"))

    def _once(self, name: str, node: Node) -> bool:
        if self.names.items[name].kind == "plan":
            self.problems.error(node, f"`{name}` 是主套餐，不能列在 `holds` 下", "写成 `plan: …`")
            return False
        if name in self.places:
            self.problems.error(node, f"`{name}` 列了两次（首见于 {self.places[name]}）", "只列一次")
            return False
        self.places[name] = node.place
        return True

    def _origin(self, name: str, node: Node) -> str | None:
        got = values.text(node, self.problems)
        if got is None or got in ("own", "campaign"):
            return got
        if got == "plan":
            if self.plan is None:
                self.problems.error(node, "来源写 `plan`，但没有在用的主套餐", "写 `own`、`campaign` 或产品名")
            return self.plan
        origin = self.names.canonical.get(got)
        if origin is None:
            self.problems.unknown(node, got, "不是来源（`own`、`campaign`、`plan` 或产品）", self.names.origins)
        elif origin == name:
            self.problems.error(node, f"`{name}` 的来源是它自己", "写 `own`、`campaign`、`plan` 或带来它的产品")
            return None
        return origin

    def _lacks(self, node: Node) -> tuple[str, ...]:
        return values.several(node, self.problems, lambda one, _: self._item(one))

    def _facts(self, node: Node) -> dict[str, FactValue]:
        if not isinstance(node, Mapping):
            self.problems.error(node, f"{values.show(node)} 不是映射", "写成 `{资料名: 值}`")
            return {}
        facts: dict[str, FactValue] = {}
        for key, value in node.pairs.values():
            if isinstance(value, Scalar) and value.absent:
                continue
            declared = self.names.fact(key, self.problems)
            got = None if declared is None else values.fact_value(value, self.problems, declared.type)
            if got is not None:
                facts[key.text] = got
        return facts

    def _last(self, node: Node) -> list[PastAct]:
        fields = values.mapping(node, self.problems, ACTS) or {}
        given = [(act, fields[act]) for act in ACTS if act in fields]
        return [PastAct(day, act, None) for act, days in given for day in values.several(days, self.problems, values.day)]

    def _past(self, node: Node) -> PastAct | None:
        keys = ("act", "item", "day")
        fields = values.mapping(node, self.problems, keys, required=keys, what="`past` ")
        if fields is None:
            return None
        chosen = values.choice(fields["act"], self.problems, ACTS) if "act" in fields else None
        item = self._item(fields["item"]) if "item" in fields else None
        day = values.day(fields["day"], self.problems) if "day" in fields else None
        act: Act | None = next((one for one in ACTS if one == chosen), None)
        return None if act is None or item is None or day is None else PastAct(day, act, item)
