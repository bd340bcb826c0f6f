"""Feature models as catalogues: dead features are dead items, features of every configuration are always held with the root.

Small models against all their configurations; real ones, of the folder that `TAOCAN_PEERS` names, against a SAT solver.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

import pytest
from pysat.card import CardEnc
from pysat.solvers import Solver
from sat_features import Features
from uvl_reader import Formula, Model, clauses, parse_uvl, read_uvl

from model.catalogue import Catalogue
from model.finding import Finding
from model.load.catalogue import parse_catalogue
from model.rules.at_most import AtMostRule
from model.rules.base import Rule
from model.rules.conflict import Conflict
from model.rules.needs import Needs
from solver.findings.base import Study
from solver.findings.finders import FINDERS

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "60"))
PEERS = os.environ.get("TAOCAN_PEERS")
REAL = sorted(Path(PEERS).rglob("*.uvl")) if PEERS else []
OLD, NEW = (
    next((path for path in REAL if path.name.startswith(f"financialservices01_{day}")), None)
    for day in ("2018-02-20", "2018-03-26")
)
PHONE = """
features
	Phone {abstract}
		mandatory
			Screen
				alternative
					"Small screen"
					"Large screen"
			Net
				or
					G4
					G5
		optional
			Camera
			Pen
			Radio {note "old; not sold!"}
		[1..2]
			Red
			Blue
			Green
constraints
	Camera => G5 & "Large screen"
	Pen => "Small screen"
	!(Pen & Red) | !Blue
	Radio <=> !G4 & !G5
"""


class Settled:
    """What the engine finds of a model: its dead features and those of every configuration, without items that deny others."""

    def __init__(self, model: Model) -> None:
        self.catalogue = parse_catalogue({"features.yaml": model.catalogue()})
        self.study = Study(self.catalogue)
        legal = self.study.legal
        self.dead = tuple(name for name in legal.names(legal.dead[0]) if not name.startswith("!"))
        companions = self.study.together.companions(legal.law.index[model.root])
        self.core = (model.root, *(name for name in legal.names(companions) if not name.startswith("!")))

    @property
    def deaths(self) -> list[Finding]:
        """The findings of dead features."""
        found = list(FINDERS["T101"].find(self.study))
        assert all(finding.proved for finding in found)
        return [finding for finding in found if not finding.subjects[0].startswith("!")]


def configurations(model: Model) -> Iterator[frozenset[str]]:
    """All configurations, by looking at every set of features."""
    for chosen in product((False, True), repeat=len(model.features) - 1):
        held = frozenset((model.root, *(name for name, one in zip(model.features[1:], chosen, strict=True) if one)))
        if all(_fits(group, held) for group in model.groups) and all(_true(one.formula, held) for one in model.constraints):
            yield held


def _fits(group: object, held: frozenset[str]) -> bool:
    _, parent, children, least, most = group  # type: ignore[misc]
    count = sum(child in held for child in children)
    return least <= count <= most if parent in held else count == 0


def _true(formula: Formula, held: frozenset[str]) -> bool:
    if formula.operator == "is":
        return formula.name in held
    truth = [_true(one, held) for one in formula.of]
    match formula.operator:
        case "!":
            return not truth[0]
        case "&":
            return all(truth)
        case "|":
            return any(truth)
        case "=>":
            return truth[1] or not truth[0]
        case _:
            return truth[0] is truth[1]


def draw(random: Random) -> str:
    """A random small model as text."""
    names = [f"F{n}" for n in range(random.randint(3, 9))]
    children: dict[str, list[str]] = {name: [] for name in names}
    for n, name in enumerate(names[1:], 1):
        children[random.choice(names[:n])].append(name)

    def tree(name: str, depth: int) -> Iterator[str]:
        yield "\t" * depth + name
        left = list(children[name])
        while left:
            some = [left.pop(0) for _ in range(random.randint(1, len(left)))]
            kind = random.choice(["mandatory", "optional", "or", "alternative", f"[1..{len(some)}]", f"[{len(some)}]"])
            yield "\t" * (depth + 1) + kind
            for child in some:
                yield from tree(child, depth + 2)

    def formula(depth: int) -> str:
        if depth == 0 or random.random() < 0.3:
            return random.choice(names[1:])
        if random.random() < 0.3:
            return f"!{formula(0)}" if random.random() < 0.6 else f"!({formula(depth - 1)})"
        joined = f"{formula(depth - 1)} {random.choice(['&', '|', '=>', '=>', '<=>'])} {formula(depth - 1)}"
        return f"({joined})" if random.random() < 0.5 else joined

    lines = ["features", *tree(names[0], 1), "constraints", *(f"\t{formula(2)}" for _ in range(random.randint(1, 5)))]
    return "\n".join(lines)


def drawn(seed: int) -> tuple[Model, list[frozenset[str]]]:
    """The model of a seed with its configurations, of which there is one at least."""
    random = Random(f"features {seed}")
    while True:
        model = parse_uvl(draw(random))
        if found := list(configurations(model)):
            return model, found


# -- small models ----------------------------------------------------------------------------------------------------------------
def test_a_model_reads_as_it_is_written() -> None:
    model = parse_uvl(PHONE)
    assert model.root == "Phone" and len(model.features) == 13
    assert ("alternative", "Screen", ("Small screen", "Large screen"), 1, 1) in model.groups
    assert ("[1..2]", "Phone", ("Red", "Blue", "Green"), 1, 2) in model.groups
    assert clauses(model.constraints[0].formula) == [(["Camera"], ["G5"]), (["Camera"], ["Large screen"])]
    assert clauses(model.constraints[2].formula) == [(["Blue", "Pen", "Red"], [])]


@pytest.mark.parametrize("text", ["imports\n\tx", "features\n\tA\n\t\tsome\n\t\t\tB", "features\n\tA\nconstraints\n\tA > 3"])
def test_what_is_not_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_uvl(text)


def test_the_dead_feature_of_a_phone_is_its_radio() -> None:
    settled = Settled(parse_uvl(PHONE))
    assert settled.dead == ("Radio",)
    assert settled.core == ("Phone", "Screen", "Net")
    (finding,) = settled.deaths
    assert [reason for reason in finding.because if reason.startswith("line")] == ["line 25 0", "line 25 1"]


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_dead_features_and_those_of_every_configuration_are_those_of_all_configurations(seed: int) -> None:
    model, found = drawn(seed)
    settled = Settled(model)
    assert settled.dead == tuple(name for name in model.features if not any(name in one for one in found))
    assert settled.core == tuple(name for name in model.features if all(name in one for one in found))
    sat = Features(model)
    assert (sat.dead, sat.core) == (settled.dead, settled.core)


# -- real models -----------------------------------------------------------------------------------------------------------------
@pytest.mark.skipif(not REAL, reason="no feature models: set TAOCAN_PEERS")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_model_has_the_dead_and_constant_features_that_a_sat_solver_finds(path: Path) -> None:
    model = read_uvl(path)
    settled, sat = Settled(model), Features(model)
    assert settled.dead == sat.dead
    assert settled.core == sat.core


@pytest.mark.skipif(OLD is None or NEW is None, reason="not both versions of financialservices01: set TAOCAN_PEERS")
def test_a_new_version_has_three_newly_dead_features_each_for_a_reason_of_which_each_rule_is_needed() -> None:
    assert OLD is not None and NEW is not None
    old, new = Settled(read_uvl(OLD)), Settled(read_uvl(NEW))
    newly = [finding for finding in new.deaths if finding.key not in {one.key for one in old.deaths}]
    assert len(newly) == 3
    for finding in newly:
        rules = [new.catalogue.rules[reason] for reason in finding.because]
        assert len(rules) > 1
        assert not possible(new.catalogue, rules, finding.subjects[0])
        for rule in rules:
            assert possible(new.catalogue, [one for one in rules if one is not rule], finding.subjects[0]), rule.id


def possible(catalogue: Catalogue, rules: list[Rule], item: str) -> bool:
    """Whether these rules by themselves let an item be held, by a SAT solver."""
    number = {name: n for n, name in enumerate(catalogue.items, 1)}
    top = len(number)
    extents = Study(catalogue).extents

    def members(selector: object) -> list[int]:
        return [number[name] for name in extents.of(selector)]  # type: ignore[arg-type]

    with Solver(name="cadical153", bootstrap_with=[[number[item]]]) as solver:
        for rule in rules:
            match rule.body:
                case Needs(items=items, any_of=any_of):
                    for one in members(items):
                        solver.add_clause([-one, *(other for other in members(any_of) if other != one)])
                case Conflict(left=left, right=right):
                    for one, other in product(members(left), members(right)):
                        solver.add_clause([-one, -other])
                case AtMostRule(n=n, among=among):
                    inner = CardEnc.atmost(members(among), n, top_id=top)
                    top = max(top, inner.nv)
                    for clause in inner.clauses:
                        solver.add_clause(clause)
        return bool(solver.solve())
