"""A whole catalogue: the dead and the constant features of a feature model, against flamapy; the dead items of a large one, the
dead pairs of a market, and how a time limit is kept.

flamapy answers with one search for both (`PySATBackbone`), in an environment that uv makes; a SAT solver has the last word.
Times leave out the start of Python and imports, on both sides.

`uv run python -m tests.bench.whole_catalogue [MODEL.uvl …] [PROBLEM.cudf.gz …] [--limit-s 1200] [--items 63000]`
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from model.catalogue import Catalogue
from model.generate.catalogue import Size, generate
from model.load.catalogue import parse_catalogue
from solver.checks.check import check
from solver.findings.base import Study
from tests.bench.setting import machine

sys.path.append(str(Path(__file__).parents[1]))
from cudf_reader import read_cudf
from sat_features import Features
from uvl_reader import Model, read_uvl

PEER = Path(__file__).with_name("flamapy_features.py")
WITH_PEER = ["uv", "run", "--no-project", "--with", "flamapy-sat==2.6.0", "--with", "flamapy-fm==2.6.0", "python"]
RUNS = 3


class Settled(NamedTuple):
    """What was found of a model, and how long it took. Units: seconds."""

    reading: float
    finding: float
    dead: list[str]
    core: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", help="feature models (.uvl), upgrade problems (.cudf, .cudf.gz)")
    parser.add_argument("--limit-s", type=float, default=1200)
    parser.add_argument("--items", type=int, default=63_000)
    parser.add_argument("--limits", type=float, nargs="*", default=[3, 20], help="time limits of whole checks, in seconds")
    options = parser.parse_args()
    print(machine(), flush=True)
    models = [path for path in options.files if path.suffix == ".uvl"]
    for path in models:
        compare(path, options.limit_s)
    files = generate(1, Size(500, options.items - 500, 0, 0))
    dead_items(f"generated, {options.items} items", {name: text.encode() for name, text in files.items()})
    keeps_limit(files, options.limits)
    market = generate(1, Size(200, 5000, 0, 0))
    dead_pairs("generated, 200 plans and 5,000 offers", market)
    for path in [path for path in options.files if path not in models]:
        dead_items(path.name, {"upgrades.yaml": read_cudf(path).catalogue()})


# -- feature models --------------------------------------------------------------------------------------------------------------
def compare(path: Path, limit_s: float) -> None:
    """Prints the times of both for one model, and whether their results are those of a SAT solver."""
    model = read_uvl(path)
    runs = [ours(path) for _ in range(RUNS)]
    sat = Features(model)
    reading, finding = (median(times) for times in zip(*((run.reading, run.finding) for run in runs), strict=True))
    same = all(run.dead == sorted(sat.dead) and run.core == sorted(sat.core) for run in runs)
    print(f"{path.name}: {len(model.features)} features, {len(sat.dead)} dead, {len(sat.core)} in every configuration")
    print(f"  taocan   reading {reading:8.2f} s  finding {finding:8.2f} s  same as SAT: {same}", flush=True)
    peer = theirs(path, limit_s)
    if isinstance(peer, str):
        print(f"  flamapy  {peer}", flush=True)
        return
    agrees = (peer.dead, peer.core) == (sorted(sat.dead), sorted(sat.core))
    print(f"  flamapy  reading {peer.reading:8.2f} s  finding {peer.finding:8.2f} s  same as SAT: {agrees}")
    total = (peer.reading + peer.finding) / (reading + finding)
    print(f"  flamapy / taocan: finding x {peer.finding / finding:.1f}, all x {total:.1f}", flush=True)


def ours(path: Path) -> Settled:
    """The features that taocan finds, the model read as a catalogue."""
    begun = perf_counter()
    model = read_uvl(path)
    catalogue = parse_catalogue({"features.yaml": model.catalogue()})
    read = perf_counter()
    study = Study(catalogue)
    dead, core = features(study, model)
    return Settled(read - begun, perf_counter() - read, sorted(dead), sorted(core))


def features(study: Study, model: Model) -> tuple[set[str], set[str]]:
    """The dead features and those always held with the root."""
    legal = study.legal
    dead = set(legal.names(legal.dead[0]))
    core = {model.root, *legal.names(study.together.companions(legal.law.index[model.root]))}
    return dead.intersection(model.features), core.intersection(model.features)


def theirs(path: Path, limit_s: float) -> Settled | str:
    """The features that flamapy finds, or why it gave none."""
    subprocess.run([*WITH_PEER, "-c", "import flamapy.metamodels.pysat_metamodel"], check=True)
    try:
        done = subprocess.run([*WITH_PEER, str(PEER), str(path)], capture_output=True, timeout=limit_s, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer within {limit_s:.0f} s"
    if done.returncode:
        return f"no answer: {done.stderr.decode().strip().splitlines()[-1]}"
    return Settled(**json.loads(done.stdout))


# -- large catalogues ------------------------------------------------------------------------------------------------------------
def dead_items(title: str, files: dict[str, bytes]) -> None:
    """Prints how long the dead items of a catalogue take, and their reasons."""
    begun = perf_counter()
    catalogue = parse_catalogue({name: data for name, data in files.items() if name.endswith(".yaml")})
    loaded = perf_counter()
    found, reasons = times_of(catalogue)
    print(f"{title}: {len(catalogue.items)} items, {len(catalogue.rules)} rules, loaded in {loaded - begun:.1f} s")
    print(f"  {found[1]} dead items in {found[0]:.1f} s, their reasons in {reasons:.1f} s more", flush=True)


def keeps_limit(files: dict[str, str], limits: list[float]) -> None:
    """Prints how long a whole check takes that may take so long, and what it left open."""
    catalogue = parse_catalogue({name: text.encode() for name, text in files.items()})
    for limit_s in limits:
        begun = perf_counter()
        report = check(catalogue, budget_ms=round(limit_s * 1000))
        taken, codes = perf_counter() - begun, sorted({one.code for one in report.undecided})
        print(f"  all checks in {limit_s:.1f} s: {taken:.2f} s, {len(report.found)} found, open: {' '.join(codes)}", flush=True)


def dead_pairs(title: str, files: dict[str, str]) -> None:
    """Prints how long the dead pairs of a catalogue take with their reasons, and what is always held together."""
    study = Study(parse_catalogue({name: text.encode() for name, text in files.items()}))
    assert not study.legal.dead[1], "there is no limit"
    begun = perf_counter()
    pairs, left = study.together.pairs
    paired = perf_counter()
    always, open_ = study.together.always
    print(f"{title}: {len(pairs)} dead pairs in {paired - begun:.1f} s, {left} pairs not looked at;")
    print(f"  {len(always)} always held in {perf_counter() - paired:.1f} s, {open_} items not looked at", flush=True)


def times_of(catalogue: Catalogue) -> tuple[tuple[float, int], float]:
    """Seconds for all dead items with their number, and for their reasons."""
    begun = perf_counter()
    legal = Study(catalogue).legal
    dead, open_ = legal.dead
    assert not open_, "there is no limit"
    found = perf_counter()
    assert all(elements for _, elements in legal.deaths)
    return (found - begun, len(dead)), perf_counter() - found


if __name__ == "__main__":
    main()
