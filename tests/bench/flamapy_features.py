"""What flamapy finds of a feature model: dead features and those of every configuration, with times, as JSON.

Run by `tests.bench.whole_catalogue` in an environment of its own: flamapy wants an older python-sat.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter


def main() -> None:
    from flamapy.metamodels.fm_metamodel.transformations import UVLReader
    from flamapy.metamodels.pysat_metamodel.operations import PySATBackbone
    from flamapy.metamodels.pysat_metamodel.transformations import FmToPysat

    begun = perf_counter()
    model = FmToPysat(UVLReader(sys.argv[1]).transform()).transform()
    read = perf_counter()
    found = PySATBackbone().execute(model).get_result()
    times = {"reading": read - begun, "finding": perf_counter() - read}
    print(json.dumps({**times, "dead": sorted(found["dead"]), "core": sorted(found["core"])}))


if __name__ == "__main__":
    main()
