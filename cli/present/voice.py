"""One voice for all sections: how items, reasons, channels, fees and facts are named in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cli.present.reasons import built_in, built_ins, channel_title, cited, fact_title, grouped, sentence
from cli.present.wording import join, say
from model.answer import Reason
from model.catalogue import Catalogue
from model.facts import FactValue
from model.language import Language

ASSUMED = "*"


@dataclass(frozen=True, slots=True)
class Voice:
    """A catalogue's things in one language. What the source does not tell is marked with `*`."""

    catalogue: Catalogue
    language: Language

    def say(self, key: str, **values: object) -> str:
        """A message."""
        return say(self.language, key, **values)

    def item(self, name: str | None) -> str:
        """An item's name, marked if it is assumed."""
        if name is None:
            return self.say("no_plan")
        item = self.catalogue.items.get(name)
        return name + ASSUMED if item is not None and item.assumed else name

    def items(self, names: Iterable[str]) -> str:
        """Items as a list."""
        return join(self.language, [self.item(name) for name in names])

    def channels(self, keys: Iterable[str]) -> str:
        """Channels as a list, or that all serve."""
        keys = tuple(keys)
        if len(keys) > 1 and set(keys) == set(self.catalogue.channels):
            return self.say("channels.all", channels=join(self.language, [self.channel(key) for key in keys]))
        return join(self.language, [self.channel(key) for key in keys])

    def channel(self, key: str) -> str:
        """A channel's title."""
        return channel_title(key, self.catalogue)

    def fact(self, name: str) -> str:
        """A fact's title, with its name."""
        title = fact_title(name, self.catalogue)
        return name if title == name else self.say("fact.titled", title=title, name=name)

    def value(self, value: FactValue) -> str:
        """A fact's value."""
        if isinstance(value, bool):
            return self.say("fact.true" if value else "fact.false")
        return str(value)

    def reason(self, reason: Reason, *, says: str = "") -> str:
        """A reason in full: id, sentence, where it stands; `says` if it is neither a rule nor built in.

        Shape: the sentence is what the sheet says to the customer, if it does and the language is the sheet's.
        """
        rule = self.catalogue.rules.get(reason)
        if rule is None:
            return built_in(reason, self.catalogue, self.language) or (f"{reason} {says}" if says else reason)
        mark = ASSUMED if rule.assumed else ""
        told = rule.tell if self.language == "zh" else ""
        text = self.say("reason.rule", id=reason + mark, says=told or sentence(rule, self.catalogue, self.language))
        return self.say("reason.cited", text=text, cite=cited(rule, self.catalogue)) if rule.cite else text

    def reasons(self, reasons: Mapping[Reason, str]) -> Iterator[tuple[Reason, str]]:
        """Reasons in full, the built-ins of one kind as one.

        Shape: given with what each says, as `reason` takes it; each sentence comes with the first reason that it tells.
        """
        for some in grouped(reasons, self.catalogue):
            words = built_ins(some, self.catalogue, self.language)
            yield some[0], words or self.reason(some[0], says=reasons[some[0]])

    def short(self, reasons: Iterable[Reason]) -> str:
        """Reasons by id, built-ins in words, those of one kind as one."""
        names = []
        for some in grouped(reasons, self.catalogue):
            rule = self.catalogue.rules.get(some[0])
            mark = ASSUMED if rule is not None and rule.assumed else ""
            names.append(built_ins(some, self.catalogue, self.language) or some[0] + mark)
        return join(self.language, names)

    def money(self, fen: int) -> str:
        """A monthly fee."""
        return self.say("money", yuan=self.amount(fen))

    def amount(self, fen: int) -> str:
        """Yuan, with 1/100 yuan only where there are some."""
        return f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}"

    def losses(self, count: int) -> str:
        """How many holdings are lost."""
        return self.say("losses.none" if count == 0 else "losses.one" if count == 1 else "losses.some", count=count)
