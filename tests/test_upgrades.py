"""Upgrade problems of package managers: for each package to install, and each to remove, the least number of removals is RC2's.

`TAOCAN_PEERS` names a folder of `.cudf` or `.cudf.gz` files to be solved as well; `TAOCAN_EXAMPLES` how many packages of each.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from cudf_reader import Upgrades, read_cudf

from model.answer import Answer
from model.load.catalogue import parse_catalogue
from model.load.subscriber import parse_subscriber
from model.request import Goal, Query
from solver.answers.decide import Engine

SMALL = Path(__file__).parent / "upgrade_small.cudf"
PEERS = os.environ.get("TAOCAN_PEERS")
FILES = sorted(Path(PEERS).rglob("*.cudf*")) if PEERS else []
EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "10"))
BUDGET_MS = 30_000


class Solved:
    """One problem with an engine for it."""

    def __init__(self, path: Path) -> None:
        self.problem = read_cudf(path)
        catalogue = parse_catalogue({"upgrades.yaml": self.problem.catalogue()})
        self.subscriber = parse_subscriber("installed.json", json.dumps(self.problem.subscriber()).encode(), catalogue)
        self.engine = Engine(catalogue)

    def removals(self, add: frozenset[str], drop: frozenset[str]) -> int | None:
        """The least number of losses that the engine proves, None if it is blocked."""
        answer = self.answer(add, drop)
        if answer.verdict == "blocked":
            return None
        assert answer.verdict == "reachable" and answer.minimal is not None and answer.minimal.proved
        return len(answer.cancel)

    def bounds(self, add: frozenset[str], drop: frozenset[str]) -> tuple[int, int]:
        """The least number of losses as far as it is proved: what no path has less than, and what the path found has."""
        answer = self.answer(add, drop)
        assert answer.verdict == "reachable" and answer.minimal is not None
        return answer.minimal.bound, len(answer.cancel)

    def answer(self, add: frozenset[str], drop: frozenset[str]) -> Answer:
        """The answer to the wish to add and drop packages."""
        goal = Goal(None, add, drop, frozenset(self.problem.kept))
        return self.engine.answer(self.subscriber, Query(goal, date(2026, 11, 23), horizon_months=1, budget_ms=BUDGET_MS))


def least_removals(problem: Upgrades, add: frozenset[str], drop: frozenset[str]) -> int | None:
    """The least number of removals by RC2, over what is installed and all that it and the wish may come to need."""
    from pysat.examples.rc2 import RC2
    from pysat.formula import WCNF

    needs = dict(problem.needs)
    needs |= {name: [answers] for name, answers in zip(problem.kept, problem.keeps, strict=True)}
    needs |= {problem.wanted(n): [answers] for n, (_, answers) in enumerate(problem.install)}
    held = frozenset((*problem.installed, *problem.kept))
    universe, border = set(held | add), list(held | add)
    while border:
        for answers in needs.get(border.pop(), ()):
            new = set(answers) - universe
            universe |= new
            border += new
    number = {item: n for n, item in enumerate(sorted(universe), 1)}
    formula = WCNF()
    formula.extend([[number[item]] for item in sorted(add | frozenset(problem.kept))])
    formula.extend([[-number[item]] for item in sorted(drop & universe)])
    for item in sorted(universe):
        for other in problem.conflicts.get(item, ()):
            if other in universe and not {item, other} <= held:
                formula.append([-number[item], -number[other]])
        for answers in needs.get(item, ()):
            if item not in held or any(answer != item and answer in held for answer in answers):
                formula.append([-number[item], *(number[answer] for answer in answers if answer != item)])
    for item in problem.installed:
        formula.append([number[item]], weight=1)
    with RC2(formula) as solver:
        return None if solver.compute() is None else solver.cost


def test_the_small_problem_reads_as_it_is_written() -> None:
    problem = read_cudf(SMALL)
    assert problem.installed == ("mail-server=1", "reader=1", "library=1", "screen=1", "base=4")
    assert problem.needs["reader=1"] == [("mail-server=1", "other-mail=2"), ("library=1", "library=2")]
    assert problem.conflicts["mail-server=1"] == ("other-mail=2",) and problem.needs["free-codec=1"] == [()]
    assert problem.keeps == (("base=4", "base=5"),) and problem.remove == ("library=1", "mail-server=1")


@pytest.fixture(scope="module")
def small() -> Solved:
    return Solved(SMALL)


@pytest.mark.parametrize(("place", "least"), [(0, 2), (1, 4), (2, None), (3, 1)])
def test_each_package_of_the_small_problem_is_installed_at_the_least_loss(small: Solved, place: int, least: int | None) -> None:
    add = frozenset((small.problem.wanted(place),))
    assert least_removals(small.problem, add, frozenset()) == least
    assert small.removals(add, frozenset()) == least


@pytest.mark.parametrize(("item", "least"), [("library=1", 2), ("mail-server=1", 1)])
def test_each_package_of_the_small_problem_is_removed_at_the_least_loss(small: Solved, item: str, least: int) -> None:
    """What needs the package is saved by another that is ordered for it: the library's next version, the other mail server."""
    drop = frozenset((item,))
    assert least_removals(small.problem, frozenset(), drop) == least
    assert small.removals(frozenset(), drop) == least


@pytest.mark.parametrize("drop", [(), ("mail-server=1",), ("library=1",), ("library=1", "mail-server=1")])
@pytest.mark.parametrize("places", [(0, 3), (1, 3), (0, 1, 3)])
def test_several_packages_are_installed_and_removed_at_once_at_the_least_loss(
    small: Solved, places: tuple[int, ...], drop: tuple[str, ...]
) -> None:
    add, gone = frozenset(map(small.problem.wanted, places)), frozenset(drop)
    least = least_removals(small.problem, add, gone)
    assert least is not None and least >= 2
    assert small.removals(add, gone) == least


@pytest.mark.skipif(not FILES, reason="no upgrade problems: set TAOCAN_PEERS")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_package_of_the_peers_problems_is_installed_at_the_least_loss(path: Path) -> None:
    solved = Solved(path)
    differ = []
    for place in range(min(EXAMPLES, len(solved.problem.install))):
        add = frozenset((solved.problem.wanted(place),))
        found, least = solved.removals(add, frozenset()), least_removals(solved.problem, add, frozenset())
        if found != least:
            differ.append((solved.problem.wanted(place), found, least))
    assert not differ


@pytest.mark.skipif(not FILES, reason="no upgrade problems: set TAOCAN_PEERS")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_whole_wish_of_the_peers_problems_has_the_least_loss(path: Path) -> None:
    """All packages to install and all to remove at once: the number is proved, what else the least path could save is not."""
    solved = Solved(path)
    problem = solved.problem
    add, drop = frozenset(map(problem.wanted, range(len(problem.install)))), frozenset(problem.remove)
    least = least_removals(problem, add, drop)
    assert solved.bounds(add, drop) == (least, least)
