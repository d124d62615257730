"""Which figures, and how thoroughly? `python -m bench [wizard] [--quick]`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench import wizard
from bench.server import DRIVER_CORE


def main() -> int:
    """Print every figure; the status says whether all targets were met."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--rounds", type=int, default=10)
    asked.add_argument("--journeys", type=int, default=40)
    given = asked.parse_args()
    os.sched_setaffinity(0, {DRIVER_CORE})
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as folder:
        met = wizard.measure(Path(folder), given.rounds, given.journeys)
    return 0 if met else 1


sys.exit(main())
