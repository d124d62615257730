"""Which figures, and how thoroughly? `python -m bench [FIGURE…] [--quick]`; without a FIGURE all of them."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from bench import (
    calls,
    company,
    finding,
    growth,
    handover,
    imports,
    letters,
    lines,
    papers,
    photo_uploads,
    photos,
    places,
    standing,
    times,
    trail,
    weight,
    wizard,
)
from bench.server import DRIVER_CORE


class Care(NamedTuple):
    """How often and how much: `rounds` of `visits`, `imports` of `few` and one of `many`, as often `few_letters` and
    once `many_letters`, `few_requests` and `many_requests` of customers, `held` contracts of one, `requests` of each
    kind, `waiting` logins, `stretch` seconds beside them, `calls`, `acts` of staff, `shares` of a screen, `updates` of
    one."""

    rounds: int
    visits: int
    few: int
    imports: int
    many: int
    requests: int
    few_letters: int
    many_letters: int
    few_requests: int
    many_requests: int
    held: int
    waiting: int
    stretch: float
    calls: int
    acts: int
    shares: int
    updates: int


FULL = Care(
    rounds=10,
    visits=40,
    few=100_000,
    imports=3,
    many=1_000_000,
    requests=200,
    few_letters=2_000,
    many_letters=50_000,
    few_requests=10_000,
    many_requests=100_000,
    held=10_000,
    waiting=500,
    stretch=6.0,
    calls=20,
    acts=5_000_000,
    shares=200,
    updates=60,
)
QUICK = Care(
    rounds=2,
    visits=10,
    few=2_000,
    imports=1,
    many=20_000,
    requests=20,
    few_letters=200,
    many_letters=1_000,
    few_requests=500,
    many_requests=2_000,
    held=2_000,
    waiting=50,
    stretch=2.0,
    calls=3,
    acts=50_000,
    shares=20,
    updates=10,
)


def _photos(folder: Path, care: Care) -> bool:
    # First what starts commands whose memory is told: afterwards this process holds pictures.
    met = photo_uploads.measure(folder / "uploads", photo_uploads.FULL if care is FULL else photo_uploads.QUICK)
    return photos.measure(folder, care.rounds, care is FULL) and met


FIGURES: dict[str, Callable[[Path, Care], bool]] = {
    "wizard": lambda folder, care: wizard.measure(folder, care.rounds, care.visits),
    "import": lambda folder, care: imports.measure(folder, care.few, care.many, care.imports),
    "letters": lambda folder, care: letters.measure(folder, care.few_letters, care.many_letters, care.imports),
    "handover": lambda folder, care: handover.measure(folder, care.few_requests, care.many_requests, care.imports),
    "papers": lambda folder, care: papers.measure(folder / "papers", care.imports * 5),
    "company": lambda folder, care: company.measure(folder, care.held, care.rounds, care.visits),
    "finding": lambda folder, care: finding.measure(folder / "finding", care.many, care.imports, care.visits // 2),
    "growth": lambda folder, care: growth.measure(folder, care.many, care.rounds, care.visits),
    "calls": lambda folder, care: calls.measure(
        folder, care.waiting, calls.Times(care.rounds, care.stretch, care.visits, care.calls)
    ),
    "photos": _photos,
    "lines": lambda folder, care: lines.measure(folder),
    "places": lambda folder, care: places.measure(care.rounds),
    "trail": lambda folder, care: trail.measure(folder / "trail", care.acts, care.few, care.rounds * 2),
    "sharing": lambda folder, care: standing.measure(
        folder, standing.Times(care.rounds, care.visits, care.stretch, care.shares, care.updates)
    ),
    "times": lambda folder, care: times.measure(folder, care.requests),
    "weight": lambda folder, care: weight.measure(folder / "weight", care.rounds, care.visits),
}


def main() -> int:
    """Print the figures; the status says whether all targets were met."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("figures", nargs="*", metavar="|".join(FIGURES), default=[])
    asked.add_argument("--quick", action="store_true", help="a few rounds on little data, to see that it runs")
    given = asked.parse_args()
    if unknown := set(given.figures) - set(FIGURES):
        asked.error(f"there is no figure {min(unknown)}")
    os.sched_setaffinity(0, {DRIVER_CORE})
    met = []
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as folder:
        for name in given.figures or FIGURES:
            began = perf_counter()
            met.append(FIGURES[name](Path(folder), QUICK if given.quick else FULL))
            print(f"  ({name}: {perf_counter() - began:.0f} seconds)\n", flush=True)
    return 0 if all(met) else 1


sys.exit(main())
