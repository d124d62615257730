"""What does a member's search for a customer cost among a million of them, and what among none?

A search is the press and the page that it leads to. Counted is the CPU of the web server, and on PostgreSQL that of the
database server too. Each member logs in once a round, since a code comes in once.
"""

import json
import os
import random
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import psycopg
import pyotp

from bench.browser import Browser, Page, Unexpected
from bench.commands import LEAST_WORK
from bench.figures import show, within
from bench.server import ROOT, Server, flask, serving, used
from bench.visitors import PASSWORD
from bench.wizard import OURS
from tests import postgresql

AT_MOST_MS = 20.0
# Among fewer it is not sure that there is one of each.
WHOLE = 1_000_000
WARM_UP = 3
HOME = "/staff/customers"
FOUND = re.compile("検索結果：([0-9]+)件(以上)?")
# What is typed, and how many are found among a million; of some, more than a page.
SEARCHES: Mapping[str, tuple[dict[str, str], int]] = {
    "フリガナ サトウ, 20,000 of them": ({"words": "サトウ"}, 50),
    "フリガナ サ, a fifteenth of all": ({"words": "サ"}, 50),
    "フリガナ, whole": ({"words": "サトウ　ハルコ"}, 40),
    "フリガナ サ and 生年月日": ({"words": "サ", "born": "1960-04-01"}, 1),
    "フリガナ, a miss": ({"words": "ンノレーヅ"}, 0),
    "証券番号": ({"words": "C000000003"}, 1),
    "証券番号, a miss": ({"words": "C900000000"}, 0),
    "電話番号": ({"words": "090-0001-2345"}, 1),
    "電話番号, a miss": ({"words": "080-0001-2345"}, 0),
    "メールアドレス": ({"words": "someone12345@example.jp"}, 1),
    "メールアドレス, a miss": ({"words": "nobody@example.jp"}, 0),
    "受付番号": ({"words": "2000 0000 0001"}, 1),
    "受付番号, a miss": ({"words": "9000 0000 0001"}, 0),
    "事故受付番号": ({"words": "J300000001"}, 1),
    "事故受付番号, a miss": ({"words": "J900000001"}, 0),
    "ログインID, a miss": ({"words": "KMA7482X"}, 0),
}


class Town(NamedTuple):
    """A database with its members' secrets, and the process of its server where it has one."""

    environment: Mapping[str, str]
    secrets: Mapping[str, str]
    database: int | None


def measure(folder: Path, many: int, rounds: int, times: int) -> bool:
    """Print the figures; give whether each search among many keeps within its limit."""
    folder.mkdir(exist_ok=True)
    with ExitStack() as running:
        kinds: dict[str, str | None] = {"SQLite": None}
        try:
            kinds["PostgreSQL"] = running.enter_context(postgresql.server())
        except postgresql.NotInstalled:
            print("There is no PostgreSQL here: nothing is measured of it.")
        towns = {
            (kind, count): _town(folder, server, kind, count) for kind, server in kinds.items() for count in (0, many)
        }
        cpu: dict[tuple[str, int, str], list[float]] = defaultdict(list)
        for number in range(rounds):
            _measure_once(towns, number, times, cpu)
    print(f"CPU of a search, the press and the page, with {many:,} customers and with none:")
    met = []
    for kind in kinds:
        for name in SEARCHES:
            show(f"{kind}, {name}, none there", cpu[kind, 0, name], "ms")
            met.append(within(f"{kind}, {name}", cpu[kind, many, name], AT_MOST_MS, "ms"))
    return all(met)


def _town(folder: Path, server: str | None, kind: str, count: int) -> Town:
    began = perf_counter()
    url, pid = f"sqlite:///{folder / f'town{count}.sqlite'}", None
    if server:
        url, pid = postgresql.database(server, f"town{count}"), _process_of(server)
    environment = {
        **LEAST_WORK,
        "MADOGUCHI_DATABASE_URL": url.replace("postgresql:", "postgresql+psycopg:"),
        "MADOGUCHI_MAIL_FOLDER": str(folder / "mail"),
    }
    flask("db", "upgrade", environment=environment)
    command = [sys.executable, "-m", "bench.townsfolk", str(count)]
    made = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE)
    print(f"  ({kind} with {count:,} customers: made in {perf_counter() - began:.0f} seconds)", flush=True)
    return Town(environment, json.loads(made.stdout), pid)


def _process_of(server: str) -> int:
    """The process of a database server, whose children answer."""
    with psycopg.connect(server) as connection:
        row = connection.execute("select pg_backend_pid()").fetchone()
    return int(re.search(r"PPid:\s+(\d+)", Path(f"/proc/{row[0]}/status").read_text())[1])


def _measure_once(
    towns: Mapping[tuple[str, int], Town], number: int, times: int, cpu: dict[tuple[str, int, str], list[float]]
) -> None:
    with ExitStack() as running:
        desks = {which: running.enter_context(_desk(town, f"member{number}")) for which, town in towns.items()}
        drawn = [(which, name) for which in desks for name in SEARCHES]
        for which, name in random.sample(drawn, len(drawn)):
            cpu[*which, name].append(_cpu_ms(*desks[which], name, which[1], times))


class _Desk(NamedTuple):
    browser: Browser
    page: Page
    server: Server
    database: int | None


@contextmanager
def _desk(town: Town, member: str) -> Iterator[_Desk]:
    """A member in front of the box."""
    with serving(town.environment, *OURS.application) as server:
        browser = Browser(server.port)
        code = pyotp.TOTP(town.secrets[member]).now()
        browser.send(browser.get("/staff/login"), {"name": member, "password": PASSWORD, "code": code})
        yield _Desk(browser, browser.get(HOME), server, town.database)


def _cpu_ms(
    browser: Browser, page: Page, server: Server, database: int | None, name: str, many: int, times: int
) -> float:
    """Milliseconds a search, after a few that warm it up."""
    typed, found = SEARCHES[name]

    def search() -> None:
        answer = browser.send(page, typed)
        told = FOUND.search(answer.text)
        expected = found > 0 and many >= WHOLE
        if told is None or (int(told[1]) > 0 and found == 0) or (int(told[1]) == 0 and expected):
            raise Unexpected(f"{name}: {told and told[0]} with {many:,} customers")

    def spent() -> float:
        return server.cpu + (used(database) if database else 0.0)

    # A server closes a connection that was left alone for a while; the next request opens another.
    browser.connection.close()
    for _ in range(WARM_UP):
        search()
    before = spent()
    for _ in range(times):
        search()
    return 1000 * (spent() - before) / times
