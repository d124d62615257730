"""How fast are requests applied and handed over, and does memory grow with their number?

Each is the operator's own command as a process, from its start to its end, on SQLite.
"""

from collections.abc import Mapping
from pathlib import Path

from bench.commands import commanded
from bench.figures import ratio, show
from bench.imports import imported
from bench.server import python


def _ready(folder: Path, count: int) -> Mapping[str, str]:
    """A database of so many contracts, each with a change of its phone number that is due."""
    environment = imported(folder, count).environment
    python("-m", "bench.asked", str(count), environment=environment)
    return environment


def _measured(folder: Path, count: int) -> tuple[float, float, float, float]:
    """Requests a second and the most MiB: applied, handed over."""
    environment = _ready(folder, count)
    applied, apply_kib = commanded(environment, "data", "apply")
    exported, export_kib = commanded(environment, "data", "export", "requests", str(folder / "requests.csv"))
    return count / applied, apply_kib / 1024, count / exported, export_kib / 1024


def measure(folder: Path, few: int, many: int, times: int) -> bool:
    """Print the figures; give whether memory stays flat."""
    small = [_measured(folder / f"asked{number}", few) for number in range(times)]
    large = [_measured(folder / "asked", many)]
    print("Requests of customers applied and handed over, on SQLite, start of the program included:")
    for count, runs in ((few, small), (many, large)):
        show(f"{count:,} applied", [run[0] for run in runs], "/s")
        show(f"{count:,} applied, most memory", [run[1] for run in runs], "MiB")
        show(f"{count:,} handed over", [run[2] for run in runs], "/s")
        show(f"{count:,} handed over, most memory", [run[3] for run in runs], "MiB")
    met = ratio("memory of apply", [run[1] for run in large], [run[1] for run in small], 1.2)
    return ratio("memory of export", [run[3] for run in large], [run[3] for run in small], 1.2) and met
