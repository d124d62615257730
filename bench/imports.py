"""How fast do contracts come in, and does memory grow with the file?

Each import is the operator's own command in a process of its own, from its start to its end, into a new database that
has nothing but the agencies in it. Its memory is the most that the kernel ever saw it hold; argon2 takes its least
there, since one hash at the start of the program would hold more than the import does.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bench.commands import commanded
from bench.figures import ratio, show
from bench.server import ROOT, flask
from tests.exchange.synthetic import write_contracts

PORTAL = "okyakusama"


class Imported(NamedTuple):
    """A database with so many contracts, and what it took."""

    environment: Mapping[str, str]
    rows_a_second: float
    peak_mib: float


@cache
def imported(folder: Path, count: int, portal: str = PORTAL) -> Imported:
    """Bring in so many contracts of a portal; a database that is there already is given again."""
    folder.mkdir(exist_ok=True)
    environment = {
        "MADOGUCHI_DATABASE_URL": f"sqlite:///{folder / f'contracts{count}.sqlite'}",
        "MADOGUCHI_MAIL_FOLDER": str(folder / "mail"),
    }
    flask("db", "upgrade", environment=environment)
    _bring_in("agencies", ROOT / "ops" / "demo_data" / "agencies.csv", environment)
    file = folder / f"contracts{count}.csv"
    write_contracts(file, count)
    seconds, peak_kib = _bring_in("contracts", file, environment, "--portal", portal)
    file.unlink()
    return Imported(environment, count / seconds, peak_kib / 1024)


def _bring_in(kind: str, file: Path, environment: Mapping[str, str], *more: str) -> tuple[float, int]:
    """Seconds, and the most memory in KiB."""
    return commanded(environment, "data", "import", kind, str(file), *more)


def measure(folder: Path, few: int, many: int, times: int) -> bool:
    """Print the figures; give whether memory stays flat."""
    small = [imported(folder / f"import{number}", few) for number in range(times)]
    large = [imported(folder, many)]
    print("Import of contracts on SQLite, start of the program included:")
    for count, runs in ((few, small), (many, large)):
        show(f"{count:,} contracts", [run.rows_a_second for run in runs], "rows/s")
        show(f"{count:,} contracts, most memory", [run.peak_mib for run in runs], "MiB")
    return ratio("memory", [run.peak_mib for run in large], [run.peak_mib for run in small], 1.2)
