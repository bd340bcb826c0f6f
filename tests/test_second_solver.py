"""Larger cases of one order against two other solvers, each encoded from the meaning of a change and from no code of ours.

A case has two plans, offers, conflicts, needs, at-most groups and closed worlds, all of which resolve by consent, and no dates
or channels. Whatever a least path cancels then falls with the one change: a holding that nothing forces could as well stay.
So the least number of losses is that of the smallest set of holdings without which some legal state with the new plan is left.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random
from typing import Any

import pytest
from build import build

from solver.answers.decide import Engine

EXAMPLES = int(os.environ.get("TAOCAN_EXAMPLES", "60"))
ON = "2026-11-23"
BUDGET_MS = 30_000
OLD, NEW = "旧套餐", "新套餐"


@dataclass
class Case:
    """One case in plain data. Shape: a demand is an item, what answers it, and whether it is made only when it is taken."""

    offers: list[str] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)
    held: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    conflicts: list[tuple[list[str], list[str]]] = field(default_factory=list)
    demands: list[tuple[str, list[str], bool]] = field(default_factory=list)
    crowds: list[tuple[int, list[str]]] = field(default_factory=list)
    only: list[tuple[list[str], str]] = field(default_factory=list)

    @property
    def orderable(self) -> list[str]:
        """What may be ordered for a need."""
        return [o for o in self.offers if o not in self.withdrawn and o not in self.held and o not in self.parts]

    def at_first(self) -> set[str]:
        """What is held before the change."""
        return {OLD, *self.held}

    def tolerated(self, item: str, answers: list[str]) -> bool:
        """Whether a holding's demand was unmet before the change."""
        return item in self.held and not set(answers) - {item} & self.at_first()

    def pairs(self) -> set[tuple[str, str]]:
        """The pairs that a state with the new plan must not have: those not yet broken."""
        found = {tuple(sorted((a, b))) for left, right in self.conflicts for a in left for b in right if a != b}
        return {(a, b) for a, b in found if not {a, b} <= self.at_first() and OLD not in (a, b)}

    def scenario(self) -> dict[str, Any]:
        """The case as a scenario's data."""
        offers = [{"name": o, **({"withdrawn": True} if o in self.withdrawn else {})} for o in self.offers]
        rules: list[dict[str, Any]] = [{"conflict": [left, right]} for left, right in self.conflicts]
        rules += [
            {"needs": {"items": item, "any_of": answers, **({"when": "taken"} if taken else {})}}
            for item, answers, taken in self.demands
        ]
        rules += [{"at_most": {"n": n, "of": of}} for n, of in self.crowds]
        rules += [{"only_with": {"items": items, "allow": plan}} for items, plan in self.only]
        plans: list[dict[str, Any]] = [{"name": OLD, "brand": "b"}, {"name": NEW, "brand": "b", "brings": self.parts}]
        return {
            "catalogue": {
                "catalogue": "second",
                "plans": plans,
                "offers": offers,
                "rules": [{"rule": f"R{n}", **rule} for n, rule in enumerate(rules)],
            },
            "case": {
                "subscriber": {"id": "1", "plan": OLD, "holds": self.held},
                "args": ["--to", NEW, "--on", ON, "--horizon", "1"],
            },
        }


def draw(random: Random) -> Case:
    """A case of 30 to 200 items with 10 to 30 holdings, of which a few break a rule already."""
    count = random.randint(28, 198)
    case = Case([f"O{n}" for n in range(count)])
    case.withdrawn = {o for o in case.offers if random.random() < 0.1}
    case.held = some(random, case.offers, random.randint(10, min(30, count)))
    case.parts = some(random, case.offers, random.randint(0, 3))
    everything = [NEW, *case.offers]
    for _ in range(random.randint(1, 4)):
        left = random.choice([NEW, *case.parts])
        right = [one for one in some(random, case.offers, random.randint(2, count // 10 + 2)) if one != left]
        case.conflicts.append(([left], right))
    for _ in range(random.randint(0, count // 3)):
        one, *others = some(random, everything, random.randint(2, 3))
        case.conflicts.append(([one], others))
    for _ in range(random.randint(2, count // 3)):
        item = random.choice(case.held) if random.random() < 0.5 else random.choice(case.offers)
        answers = [a for a in some(random, [OLD, *everything], random.randint(1, 4)) if a != item]
        if answers:
            case.demands.append((item, answers, random.random() < 0.2))
    for _ in range(random.randint(0, 5)):
        case.crowds.append((random.randint(1, 3), some(random, case.offers, random.randint(4, min(16, count)))))
    for _ in range(random.randint(0, 2)):
        case.only.append((some(random, case.offers, random.randint(1, 3)), random.choice([OLD, OLD, NEW])))
    return case


def some(random: Random, among: list[str], count: int) -> list[str]:
    """So many of them, in their own order."""
    chosen = set(random.sample(range(len(among)), min(count, len(among))))
    return [one for n, one in enumerate(among) if n in chosen]


# -- two other solvers ---------------------------------------------------------------------------------------------------------
def least_by_rc2(case: Case) -> int | None:
    """The least number of losses, None if the plan can't be entered."""
    from pysat.card import CardEnc
    from pysat.examples.rc2 import RC2
    from pysat.formula import WCNF

    number = {item: n for n, item in enumerate([NEW, *case.offers], 1)}
    formula = WCNF()
    formula.extend([[number[item]] for item in (NEW, *case.parts)])
    may_be = {NEW, *case.parts, *case.held, *case.orderable}
    formula.extend([[-number[item]] for item in case.offers if item not in may_be])
    formula.extend([[-number[a], -number[b]] for a, b in sorted(case.pairs())])
    for item, answers, taken in case.demands:
        applies = item == NEW or item in case.orderable if taken else not case.tolerated(item, answers)
        if item in may_be and applies:
            formula.append([-number[item], *(number[a] for a in answers if a != OLD and a != item)])
    for items, plan in case.only:
        formula.extend([[-number[item]] for item in items if plan != NEW])
    for n, of in case.crowds:
        held = [number[o] for o in of if o in case.held]
        new = [number[o] for o in of if o not in case.held]
        for one in new:  # with a new member the whole group counts; without one, all of it was held before
            inner = CardEnc.atmost([*new, *held], n, top_id=max(formula.nv, len(number)))
            formula.extend([[-one, *clause] for clause in inner.clauses])
    for item in case.held:
        formula.append([number[item]], weight=1)
    with RC2(formula) as solver:
        return None if solver.compute() is None else solver.cost


RULES = """
in(X) :- enters(X).
{in(X)} :- held(X), not enters(X).
{in(X)} :- orderable(X).
:- apart(X, Y), in(X), in(Y).
:- demand(D, X), made(D, X), in(X), not met(D).
met(D) :- demand(D, X), answer(D, Y), in(Y), X != Y.
made(D, X) :- demand(D, X), always(D), not tolerated(D).
made(D, X) :- demand(D, X), taken(D), ordered(X).
ordered(X) :- orderable(X), in(X).
ordered(X) :- target(X).
:- crowd(C, N), member(C, X), in(X), not held(X), #count {Y : member(C, Y), in(Y)} > N.
:- banned(X), in(X).
:~ held(X), not in(X). [1, X]
"""


def least_by_clingo(case: Case) -> int | None:
    """The least number of losses, None if the plan can't be entered."""
    import clingo

    facts = [f'target("{NEW}").', *(f'enters("{x}").' for x in (NEW, *case.parts))]
    facts += [f'held("{x}").' for x in case.held] + [f'orderable("{x}").' for x in case.orderable]
    for left, right in case.conflicts:
        broken = case.at_first()
        facts += [f'apart("{a}", "{b}").' for a in left for b in right if a != b and not (a in broken and b in broken)]
    for n, (item, answers, taken) in enumerate(case.demands):
        facts += [
            f'demand({n}, "{item}").',
            f"{'taken' if taken else 'always'}({n}).",
            *(f'answer({n}, "{a}").' for a in answers),
        ]
        facts += [f"tolerated({n})."] if case.tolerated(item, answers) else []
    for n, (most, of) in enumerate(case.crowds):
        facts += [f"crowd({n}, {most}).", *(f'member({n}, "{x}").' for x in of)]
    facts += [f'banned("{x}").' for items, plan in case.only if plan == OLD for x in items]
    control = clingo.Control(["--opt-mode=opt", "--warn=none"])
    control.add("base", [], RULES + "\n".join(facts))
    control.ground([("base", [])])
    best: int | None = None
    with control.solve(yield_=True) as handle:
        for witness in handle:
            best = witness.cost[0] if witness.cost else 0
    return best


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_two_other_solvers_and_the_engine_find_the_same_least_number_of_losses(seed: int) -> None:
    case = draw(Random(f"second {seed}"))
    least = least_by_rc2(case)
    assert least_by_clingo(case) == least
    built = build(case.scenario())
    answer = Engine(built.catalogue).answer(built.subscriber, replace(built.query, budget_ms=BUDGET_MS))
    if least is None:
        assert answer.verdict == "blocked"
        return
    assert answer.verdict == "reachable"
    assert answer.minimal is not None and answer.minimal.proved
    assert len(answer.cancel) == answer.minimal.losses == least


def test_the_cases_are_of_every_kind() -> None:
    cases = [draw(Random(f"second {seed}")) for seed in range(60)]
    found = [least_by_rc2(case) for case in cases]
    assert None in found and 0 in found and max(one or 0 for one in found) >= 4
    assert any(case.tolerated(item, answers) for case in cases for item, answers, _ in case.demands)
    assert any(
        {a, b} <= set(case.held) for case in cases for left, right in case.conflicts for a, b in combinations([*left, *right], 2)
    )
