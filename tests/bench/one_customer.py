"""One customer at a time: how long an answer takes in a market of 200 plans and 5,000 offers, by number of holdings.

`uv run python -m tests.bench.one_customer [--holdings 8,14,20] [--requests 200] [--budget-s 30] [--cpu] [--profile]`
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
from collections import Counter
from collections.abc import Callable
from time import perf_counter, process_time

from solver.answers.decide import Engine
from tests.bench.setting import Setting, draw, machine, spread


def main() -> None:
    options = read()
    print(machine(), flush=True)
    for holdings in map(int, options.holdings.split(",")):
        setting = draw(
            plans=options.plans, offers=options.offers, holdings=holdings, requests=options.requests,
            seed=options.seed, budget_ms=round(options.budget_s * 1000),
        )  # fmt: skip
        profile = cProfile.Profile() if options.profile else None
        measure(setting, holdings, profile, each=options.each, clock=process_time if options.cpu else perf_counter)
        if profile is not None:
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--holdings", default="8,14,20")
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--budget-s", type=float, default=30)
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--offers", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--cpu", action="store_true", help="times and limits in seconds of cpu, where other work is running")
    parser.add_argument("--each", action="store_true", help="one line for each request")
    return parser.parse_args()


def measure(setting: Setting, holdings: int, profile: cProfile.Profile | None, *, each: bool, clock: Callable[[], float]) -> None:
    """Prints the times and verdicts of one number of holdings."""
    begun = clock()
    engine = Engine(setting.catalogue, clock=clock)
    print(f"holdings {holdings}: engine built in {clock() - begun:.2f} s", flush=True)
    times: list[float] = []
    verdicts: Counter[str] = Counter()
    proved, changes, budget = 0, [], 0.0
    for subscriber, query in setting.questions:
        begun = clock()
        answer = profile.runcall(engine.answer, subscriber, query) if profile else engine.answer(subscriber, query)
        times.append(clock() - begun)
        budget = (query.budget_ms or 0) / 1000
        verdicts[answer.verdict] += 1
        minimal = answer.minimal
        proved += answer.verdict == "blocked" or (minimal is not None and minimal.proved)
        if minimal is not None:
            verdicts[f"proved by {minimal.by}"] += 1
            changes.append(sum(getattr(step, "do", "") == "change" for step in answer.steps))
        if each:
            asked = f"{subscriber.id} {query.goal.to} {query.channel or ''}"
            print(f"  {times[-1]:8.3f} s {answer.verdict:10} losses {len(answer.cancel)} {asked}", flush=True)
    total = len(times)
    print(f"  {spread(times)}  over {budget:.0f} s: {sum(t > budget for t in times)}")
    print(f"  proved {proved}/{total} = {proved / total:.1%}; {dict(verdicts.most_common())}")
    print(f"  two or more changes of plan: {sum(n >= 2 for n in changes)}/{len(changes)} paths", flush=True)


if __name__ == "__main__":
    main()
