"""Many changes between plans in few lines: those that come to the same together, plans by number where they are many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cli.present.voice import Voice
from cli.present.wording import join

MOST_NAMED = 2


def grouped(told: Iterable[tuple[str, str, str]]) -> list[tuple[tuple[str, ...], list[str], str]]:
    """Changes (from, to, what of it) put together: those of which the same is told and that lead from the same plans."""
    leaving: dict[tuple[str, str], list[str]] = {}
    for one, to, words in told:
        leaving.setdefault((to, words), []).append(one)
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (to, words), names in leaving.items():
        groups.setdefault((tuple(names), words), []).append(to)
    return [(names, to, words) for (names, words), to in groups.items()]


def named(names: Sequence[str], number: Mapping[str, int], voice: Voice) -> str:
    """A few plans by name, more of them by number."""
    if len(names) <= MOST_NAMED:
        return voice.items(names)
    return join(voice.language, ranges(sorted(number[name] for name in names)))


def ranges(numbers: Sequence[int]) -> list[str]:
    """Ascending numbers in short.

    >>> ranges([1, 2, 3, 7])
    ['1-3', '7']
    """
    runs: list[list[int]] = []
    for one in numbers:
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
