"""Feature models in the Universal Variability Language as catalogues: features are offers, the tree and the constraints rules.

What is read: a tree with mandatory, optional, or, alternative and `[n..m]` groups, and constraints in propositional logic.
A feature needs its parent, so whatever state holds a feature holds the root, and is then a configuration. A constraint becomes
clauses; `not a, or b, or c` is that a needs one of b and c; where several features are denied and others asked for, "b is not
held" is an item of its own, `!b`, in conflict with b, which answers the need. Whether `!b` can be held says nothing of b.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from model.generate.texts import Data, document

TOKEN = re.compile(r'\s*("[^"]*"|<=>|=>|[&|!()]|[^\s&|!()=<>"]+)')
FEATURE = re.compile(r'("[^"]*"|[^\s{]+)\s*(\{.*\})?\s*$')
RANGE = re.compile(r"\[(\d+)(?:\.\.(\d+|\*))?\]$")
LEVELS = ("<=>", "=>", "|", "&")
"""Operators, the weakest first."""


class Formula(NamedTuple):
    """A feature (`is`, with its name), or an operator with what it joins."""

    operator: str
    name: str = ""
    of: tuple[Formula, ...] = ()


class Group(NamedTuple):
    """Children of a feature of which so many are in a configuration that has it."""

    kind: str
    parent: str
    children: tuple[str, ...]
    least: int
    most: int


class Constraint(NamedTuple):
    """A constraint and its line in the file."""

    line: int
    formula: Formula


@dataclass
class Model:
    """A feature model. Shape: `features` are in the order of the file, the root first."""

    features: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The feature of every configuration."""
        return self.features[0]

    def catalogue(self) -> bytes:
        """The model as a catalogue file."""
        rules = [*self._tree(), *self._clauses()]
        denied = dict.fromkeys(name for rule in rules for name in _denied(rule))
        rules += [{"rule": f"not {name[1:]}", "conflict": [name, name[1:]]} for name in denied]
        offers: list[Data] = [{"name": name} for name in (*self.features, *denied)]
        return document({"catalogue": "features"}, {"offers": offers, "rules": rules}).encode()

    def _tree(self) -> Iterator[dict[str, Data]]:
        for number, group in enumerate(self.groups):
            of, children = f"{group.parent} {number}", [*group.children]
            yield {"rule": f"parent {of}", "needs": {"items": children, "any_of": group.parent}}
            if group.least == len(children):
                for child in children:
                    yield {"rule": f"mandatory {child}", "needs": {"items": group.parent, "any_of": child}}
            elif group.least:
                enough = combinations(children, len(children) - group.least + 1)
                for n, some in enumerate(enough):
                    yield {"rule": f"least {of} {n}", "needs": {"items": group.parent, "any_of": [*some]}}
            if group.most < len(children):
                yield {"rule": f"most {of}", "at_most": {"n": group.most, "of": children}}

    def _clauses(self) -> Iterator[dict[str, Data]]:
        for constraint in self.constraints:
            for number, (denied, asked) in enumerate(clauses(constraint.formula)):
                rule = f"line {constraint.line} {number}"
                if self.root not in asked:
                    yield {"rule": rule, **self._clause([name for name in denied if name != self.root], asked)}

    def _clause(self, denied: list[str], asked: list[str]) -> dict[str, Data]:
        if asked:
            first, *others = denied or [self.root]
            return {"needs": {"items": first, "any_of": [*(f"!{name}" for name in others), *asked]}}
        if len(denied) == 2:
            return {"conflict": [*denied]}
        return {"at_most": {"n": len(denied) - 1, "of": denied}} if denied else {"at_most": {"n": 0, "of": self.root}}


def _denied(rule: dict[str, Data]) -> list[str]:
    needs = rule.get("needs")
    any_of = needs["any_of"] if isinstance(needs, dict) else []
    return [name for name in any_of if isinstance(name, str) and name.startswith("!")] if isinstance(any_of, list) else []


# -- formulas --------------------------------------------------------------------------------------------------------------------
def clauses(formula: Formula) -> list[tuple[list[str], list[str]]]:
    """A formula as clauses: the features of which one is not held, or one of the others is. Shape: no clause is always true."""
    found = [
        (sorted(name for name, held in clause if not held), sorted(name for name, held in clause if held))
        for clause in _clauses(formula, True)
    ]
    return [one for one in found if not set(one[0]) & set(one[1])]


def _clauses(formula: Formula, held: bool) -> list[frozenset[tuple[str, bool]]]:
    match formula:
        case Formula("is", name):
            return [frozenset({(name, held)})]
        case Formula("!", of=(inner,)):
            return _clauses(inner, not held)
        case Formula("<=>", of=(a, b)):
            both = (Formula("=>", of=(a, b)), Formula("=>", of=(b, a)))
            return _clauses(Formula("&", of=both), held)
        case Formula("=>", of=(a, b)):
            return _clauses(Formula("|", of=(Formula("!", of=(a,)), b)), held)
        case Formula("&" | "|", of=(a, b)):
            left, right = _clauses(a, held), _clauses(b, held)
            if (formula.operator == "&") is held:
                return list(dict.fromkeys([*left, *right]))
            return list(dict.fromkeys(one | other for one in left for other in right))
        case _:
            raise ValueError(formula)


class _Formulas:
    """A parser of one constraint."""

    def __init__(self, text: str) -> None:
        self.tokens = TOKEN.findall(text)
        if "".join(self.tokens) != re.sub(r"\s+", "", text) and '"' not in text:
            raise ValueError(f"not a propositional constraint: {text}")

    def formula(self, level: int = 0) -> Formula:
        if level == len(LEVELS):
            return self._single()
        found = self.formula(level + 1)
        while self.tokens and self.tokens[0] == LEVELS[level]:
            self.tokens.pop(0)
            found = Formula(LEVELS[level], of=(found, self.formula(level + 1)))
        return found

    def _single(self) -> Formula:
        token = self.tokens.pop(0)
        if token == "!":
            return Formula("!", of=(self._single(),))
        if token != "(":
            return Formula("is", token.strip('"'))
        found = self.formula()
        if self.tokens.pop(0) != ")":
            raise ValueError("a parenthesis is not closed")
        return found


# -- files -----------------------------------------------------------------------------------------------------------------------
def read_uvl(path: Path) -> Model:
    """The model of a file. Errors: ValueError where it uses more of the language than is read."""
    return parse_uvl(path.read_text(encoding="utf-8"))


def parse_uvl(text: str) -> Model:
    """The model of a text."""
    model = Model()
    section = ""
    above: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        word = line.strip()
        if not word or word.startswith(("//", "namespace")):
            continue
        if word in ("features", "constraints"):
            section = word
        elif section == "constraints":
            model.constraints.append(Constraint(number, _Formulas(word).formula()))
        elif section == "features":
            depth = len(line) - len(line.lstrip())
            while above and above[-1][0] >= depth:
                _close(model, above)
            _open(model, above, depth, word)
        else:
            raise ValueError(f"line {number}: {word}")
    while above:
        _close(model, above)
    return model


def _open(model: Model, above: list[tuple[int, str, list[str]]], depth: int, word: str) -> None:
    if len(above) % 2:
        if word not in ("mandatory", "optional", "or", "alternative") and not RANGE.match(word):
            raise ValueError(f"no group: {word}")
        above.append((depth, word, []))
        return
    matched = FEATURE.match(word)
    if matched is None:
        raise ValueError(f"no feature: {word}")
    name = matched[1].strip('"')
    model.features.append(name)
    if above:
        above[-1][2].append(name)
    above.append((depth, name, []))


def _close(model: Model, above: list[tuple[int, str, list[str]]]) -> None:
    _, kind, children = above.pop()
    if len(above) % 2:
        count = len(children)
        bounds = {"mandatory": (count, count), "optional": (0, count), "or": (1, count), "alternative": (1, 1)}
        ranged = RANGE.match(kind)
        if ranged:
            least = int(ranged[1])
            most = count if ranged[2] == "*" else int(ranged[2] or least)
        else:
            least, most = bounds[kind]
        model.groups.append(Group(kind, above[-1][1], tuple(children), least, most))
