"""Cold starts, in pairs: `solve` on the catalogue that comes with it against the imports that it could not do without.

`uv run python -m tests.bench.cold [--pairs 20]`
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from statistics import median
from time import perf_counter

from tests.bench.setting import machine, spread

SOLVE = "import sys; from cli.main import solve_command; sys.argv[0] = 'solve'; solve_command()"
SETS = ("--from", "音乐套餐", "--to", "全球通")
COMMANDS = {
    "import z3": [sys.executable, "-c", "import z3"],
    "import typer, rich, z3": [sys.executable, "-c", "import typer, rich, z3"],
    "solve --help": [sys.executable, "-c", SOLVE, "--help"],
    "solve 音乐套餐 -> 全球通": [sys.executable, "-c", SOLVE, *SETS, "--on", "2026-11-23"],
    "solve, one holding given": [sys.executable, "-c", SOLVE, *SETS, "--with", "校园V网", "--on", "2026-11-23"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20)
    options = parser.parse_args()
    print(machine(), flush=True)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(options.pairs):
        for name, command in COMMANDS.items():
            begun = perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            times[name].append(perf_counter() - begun)
    base = times["import typer, rich, z3"]
    for name, one in times.items():
        ratio = median(a / b for a, b in zip(one, base, strict=True))
        print(f"  {name:26} {spread(one)}   x {ratio:.2f}")


if __name__ == "__main__":
    main()
