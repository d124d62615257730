"""How fast do letters on paper come out, and does memory grow with their number?

`flask accounts issue` for all policyholders of a new database, each with two contracts, from its start to its end, and
then for one of them, as the help desk has it done. Names are made up of kana, so that few share one, as among people.
"""

import csv
from pathlib import Path
from shutil import rmtree

from bench.commands import commanded
from bench.figures import ratio, show
from bench.server import ROOT, flask
from tests.exchange import synthetic

PORTAL = "keiyakusha"
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロ"
NUMBER = "H{:09}"


def _contracts(path: Path, policyholders: int) -> None:
    header = synthetic.HEADER.split(",")
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(header)
        for number in range(2 * policyholders):
            person = number // 2
            cells = dict(zip(header, synthetic.contract(person), strict=True))
            given = "".join(KANA[person // len(KANA) ** place % len(KANA)] for place in range(4))
            own = {"証券番号": NUMBER.format(number), "契約者カナ": f"ミホン　{given}", "保険満期日": "2099-12-31"}
            rows.writerow((cells | own).values())


def _printed(folder: Path, policyholders: int) -> tuple[float, float, float]:
    """Letters a second and the most MiB of all letters, and the seconds of one more."""
    folder.mkdir()
    environment = {
        "MADOGUCHI_DATABASE_URL": f"sqlite:///{folder / 'letters.sqlite'}",
        "MADOGUCHI_MAIL_FOLDER": str(folder / "mail"),
    }
    flask("db", "upgrade", environment=environment)
    commanded(environment, "data", "import", "agencies", str(ROOT / "ops" / "demo_data" / "agencies.csv"))
    _contracts(folder / "contracts.csv", policyholders)
    commanded(environment, "data", "import", "contracts", str(folder / "contracts.csv"), "--portal", PORTAL)
    issue = ("accounts", "issue", "--portal", PORTAL, "--into", str(folder / "papers"))
    seconds, peak_kib = commanded(environment, *issue)
    one, _ = commanded(environment, *issue, "--contract", NUMBER.format(0), "--again")
    rmtree(folder)
    return policyholders / seconds, peak_kib / 1024, one


def measure(folder: Path, few: int, many: int, times: int) -> bool:
    """Print the figures; give whether memory stays flat."""
    small = [_printed(folder / f"letters{number}", few) for number in range(times)]
    large = [_printed(folder / "letters", many)]
    print("Letters on paper, opening the accounts and starting the program included, on SQLite:")
    for count, runs in ((few, small), (many, large)):
        show(f"{count:,} letters", [run[0] for run in runs], "/s")
        show(f"{count:,} letters, most memory", [run[1] for run in runs], "MiB")
        show(f"one of {count:,}, by its 証券番号", [run[2] for run in runs], "s")
    return ratio("memory", [run[1] for run in large], [run[1] for run in small], 1.2)
