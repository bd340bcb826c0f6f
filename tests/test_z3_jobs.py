"""Z3's jobs, all really asked: the least hitting set, the sets that a plan is entered with, what can be left at the end."""

from __future__ import annotations

from datetime import date

import pytest
from build import to_yaml

from model.load.catalogue import parse_catalogue
from model.request import Goal, Listed, Query, Subscriber
from model.start import first_state
from solver.backend import Backend
from solver.exact.guide import guide_for, no_guide
from solver.exact.lines import Lines
from solver.ground.program import Program
from solver.ground.scope import Scope
from solver.ground.world import Course
from solver.ordering.path import Line
from solver.relaxed.rest import Rest

ON = date(2026, 11, 23)
CLASHING_GROUPS = {
    "catalogue": "groups",
    "channels": {"hall": "营业厅"},
    "brands": ["X"],
    "plans": [{"name": "P", "brand": "X"}, {"name": "T", "brand": "X", "brings": ["x", "y", "z"]}],
    "offers": [{"name": name} for name in "abcxyz"],
    "rules": [
        {"rule": "R1", "at_most": {"n": 2, "of": ["x", "a", "b"]}},
        {"rule": "R2", "at_most": {"n": 2, "of": ["y", "b", "c"]}},
        {"rule": "R3", "at_most": {"n": 2, "of": ["z", "a", "c"]}},
    ],
}
CLASHING_SUPPLIERS = {
    "catalogue": "suppliers",
    "channels": {"hall": "营业厅"},
    "brands": ["X"],
    "plans": [{"name": "P", "brand": "X"}, {"name": "T", "brand": "X"}],
    "offers": [{"name": name} for name in ("e1", "e2", "f1", "f2")],
    "rules": [
        {"rule": "N1", "needs": {"items": "T", "any_of": ["e1", "e2"]}},
        {"rule": "N2", "needs": {"items": "T", "any_of": ["f1", "f2"]}},
        {"rule": "C1", "conflict": ["e1", ["f1", "f2"]]},
    ],
}
NO_WAY_IN = {**CLASHING_SUPPLIERS, "rules": [*CLASHING_SUPPLIERS["rules"], {"rule": "C2", "conflict": ["e2", ["f1", "f2"]]}]}


def lines_of(data, holds=(), guide=guide_for):
    catalogue = parse_catalogue({"catalogue.yaml": to_yaml(data)})
    subscriber = Subscriber(plan=Listed("P"), holds=tuple(map(Listed, holds)))
    program = Program(catalogue)
    query = Query(Goal("T"), ON, horizon_months=1)
    return Lines(program, Course(program), first_state(catalogue, subscriber, ON), query, guide)


def test_the_least_hitting_set_over_cores_that_overlap_is_asked_of_z3():
    lines = lines_of(CLASHING_GROUPS, "abc")
    point = lines.decide().points[0]
    assert len(point.best.world.lost) == 2 and len(point.ties) == 2 and point.by_cores
    assert lines.backend.asked["master"] > 0
    assert len(lines_of(CLASHING_GROUPS, "abc", no_guide).decide().points[0].best.world.lost) == 2


def test_the_sets_that_a_plan_is_entered_with_are_asked_of_z3():
    lines = lines_of(CLASHING_SUPPLIERS)
    point = lines.decide().points[0]
    assert point.best.step.outcome.extras == {lines.program.index["e2"], lines.program.index["f1"]}
    assert lines.backend.asked["enter"] > 0


def test_a_plan_that_no_set_enters_is_refuted_by_z3_without_a_search():
    lines = lines_of(NO_WAY_IN)
    scope = Scope(lines.program, {})
    line = Line(("hall",), ON.toordinal(), ON.toordinal())
    backend = Backend()
    guide = guide_for(scope, lines.first, lines.aim, line, fee_first=False, backend=backend, protected=frozenset())
    assert guide.losses(frozenset()) is None and backend.asked["enter"] > 0
    assert {"N1", "N2", "C1", "C2"} <= scope.stopped
    assert not lines.decide().points and not lines_of(NO_WAY_IN, guide=no_guide).decide().points


def test_a_master_that_gives_less_than_the_least_set_is_noticed(monkeypatch):
    monkeypatch.setattr(Backend, "least", lambda self, job, clauses, levels: frozenset())
    with pytest.raises(AssertionError):
        test_the_least_hitting_set_over_cores_that_overlap_is_asked_of_z3()


def test_a_backend_that_lets_everything_in_is_noticed(monkeypatch):
    monkeypatch.setattr(Backend, "possible", lambda self, job, clauses, at_most=(): True)
    with pytest.raises((AssertionError, KeyError)):
        test_a_plan_that_no_set_enters_is_refuted_by_z3_without_a_search()


LEFT_BEHIND = {
    "catalogue": "left",
    "channels": {"hall": "营业厅"},
    "brands": ["X"],
    "plans": [{"name": "P", "brand": "X"}],
    "offers": [{"name": name} for name in "abcd"],
    "rules": [
        {"rule": "N1", "needs": {"items": "b", "any_of": ["a", "c"]}},
        {"rule": "C1", "conflict": ["c", "d"]},
    ],
}


def test_what_can_be_left_at_the_end_is_asked_of_z3_where_the_plan_stays():
    catalogue = parse_catalogue({"catalogue.yaml": to_yaml(LEFT_BEHIND)})
    program = Program(catalogue)
    subscriber = Subscriber(plan=Listed("P"), holds=tuple(map(Listed, "abd")))
    query = Query(Goal(None, add=frozenset("c"), drop=frozenset("a")), ON, horizon_months=1)

    def lines(guide):
        return Lines(program, Course(program), first_state(catalogue, subscriber, ON), query, guide)

    guided, plain = lines(guide_for), lines(no_guide)
    point = guided.decide().points[0]
    assert point.by_cores and set(point.cores) == {frozenset((program.index[name],)) for name in "ad"}
    assert guided.backend.asked["rest"] > 0
    assert len(point.best.world.lost) == len(plain.decide().points[0].best.world.lost) == 2


UNSOLD = {
    "catalogue": "unsold",
    "channels": {"hall": "营业厅"},
    "brands": ["X"],
    "plans": [{"name": "P", "brand": "X"}],
    "offers": [{"name": "d"}, *({"name": name, "withdrawn": True} for name in "abc")],
    "rules": [{"rule": "N1", "needs": {"items": "d", "any_of": ["a", "b", "c"]}}],
}


def test_what_is_left_out_at_the_end_rests_on_premises_of_its_own():
    catalogue = parse_catalogue({"catalogue.yaml": to_yaml(UNSOLD)})
    program = Program(catalogue)
    query = Query(Goal(None, add=frozenset("d")), ON, horizon_months=1)
    lines = Lines(program, Course(program), first_state(catalogue, Subscriber(plan=Listed("P")), ON), query, guide_for)
    scope, line = Scope(program, {}), Line(("hall",), ON.toordinal(), ON.toordinal())
    guide = guide_for(scope, lines.first, lines.aim, line, fee_first=False, backend=Backend(), protected=frozenset())
    assert guide.losses(frozenset()) is None and {"N1", "sold:a", "sold:b", "sold:c"} == scope.stopped
    rest = Rest(scope, guide.walk.all.doors, lines.aim.add, lines.aim.drop, Backend())
    barred = [(premise, program.names[-clause[0] - 1]) for premise, clause in rest.clauses if premise.startswith("sold:")]
    assert sorted(barred) == [(f"sold:{name}", name) for name in "abc"]
