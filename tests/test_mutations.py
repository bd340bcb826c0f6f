"""The comparison with brute force notices every broken part of the solver, on a fixed case for each.

The cases are in `mutations.yaml`: small ones, in which the thing that is broken decides the answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from build import build
from compare import differences, oracle_points, solved
from mutations import MUTATIONS, Mutation

CASES: dict[str, Any] = json.loads(
    json.dumps(yaml.safe_load((Path(__file__).parent / "mutations.yaml").read_text(encoding="utf-8")), default=str)
)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_broken_solver_is_noticed(mutation: Mutation) -> None:
    built = build(CASES[mutation.name])
    points = oracle_points(built)
    assert points is not None
    assert list(differences(built, points, *solved(built))) == []
    with mutation.acting():
        seen = mutation.see(built)
        assert list(differences(seen, points, *solved(seen))) != []
