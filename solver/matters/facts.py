"""Tests on facts held against each other, over all values that a fact can have. The reader takes none that nothing passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from model.facts import Fact, FactTest, FactTests, FactValue, meets
from solver.legal.cells import fact_cells

Facts = Mapping[str, Fact]


def can_fail(facts: Facts, tests: FactTests) -> bool:
    """Whether some values, or a fact that is not known, fail one of the tests."""
    return any(not meets(test, value) for name, test in tests.items() for value in _all(facts[name], test))


def implies(facts: Facts, tests: FactTests, others: FactTests) -> bool:
    """Whether all that pass `tests` pass `others` too."""
    for name, other in others.items():
        test = tests.get(name)
        values = _all(facts[name], other) if test is None else _known(facts[name], test, other)
        if any((test is None or meets(test, value)) and not meets(other, value) for value in values):
            return False
    return True


def spoilt_at(facts: Facts, tests: FactTests, channel: str) -> bool:
    """Whether a fact put right through `channel` can make someone fail `tests` who passed them."""
    settlements = ((facts[name].settle, test) for name, test in tests.items())
    return any(one is not None and channel in one.channels and not meets(test, one.value) for one, test in settlements)


def _known(fact: Fact, *tests: FactTest) -> Iterator[FactValue]:
    """Values of the fact's type of which one stands for each way to pass or fail the tests."""
    return (value for value, _ in fact_cells(fact, tests))


def _all(fact: Fact, *tests: FactTest) -> Iterator[FactValue | None]:
    """These values, and that the fact is not known, unless it has a default."""
    yield from _known(fact, *tests)
    if fact.default is None:
        yield None
