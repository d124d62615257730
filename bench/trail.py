"""Is the trail of staff read, proved and written as quickly with millions of rows as with few?

The process does itself what a server would do: a page of `/staff/audit` without its HTML, a row of the trail, a look at
the whole chain. On PostgreSQL the CPU is that of its process and ours together.
"""

import os
import random
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from app import create_app
from bench.figures import show, within
from bench.server import cpu_of
from domain.staff import audit_check, audit_search, audit_trail
from domain.staff.audit_search import Wanted
from domain.staff.audit_trail import Act
from infra import schema
from infra.database import core, engine, read, write
from models import AuditDay, AuditEntry, StaffMember

POSTGRESQL = "BENCH_POSTGRESQL"
FIRST, ROWS_A_DAY, MEMBERS, CUSTOMERS = date(2025, 1, 1), 10_000, 200, 100_000
LEFT_AFTER = 0.3
PROVED = 1_000_000
AT_MOST_MS, AT_MOST_MIB = 25.0, 64.0
ACTS = list(Act)
COLUMNS = [each.name for each in core(AuditEntry).columns]


def _rows(day: date, first: int, head: str, left: int) -> Iterator[SimpleNamespace]:
    """The rows of one day; the last member has left long ago, by the number `left`."""
    drawn = random.Random(day.toordinal())
    noon = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for place in range(1, ROWS_A_DAY + 1):
        number = first + place
        case = f"{number // 8:022}" if number % 4 else None
        row = SimpleNamespace(id=number, day=day, place=place, at=noon + timedelta(seconds=3 * place), hash="")
        row.act = ACTS[min(int(drawn.expovariate(0.7)), len(ACTS) - 1)].value
        row.member_id, row.second_id = drawn.randint(1, MEMBERS - (number > left)), None
        row.account_id = drawn.randint(1, CUSTOMERS) if case else None
        row.contract_id, row.case_id, row.screen = None, case, 714
        row.ticket = f"T-{number // 8}" if case and number % 8 == 1 else None
        row.reason, row.about = "お客さまからのお電話でのお問い合わせ" if case else "", "受付番号 123456789012"
        head = row.hash = audit_trail.hash_of(row, head)
        yield row


def _fill(rows: int) -> None:
    head, days = audit_trail.NOTHING_BEFORE, rows // ROWS_A_DAY
    with write() as session:
        for number in range(1, MEMBERS + 1):
            told = {"name": f"member{number}", "shown_name": "見本", "role": "operator", "password": "", "totp": b""}
            session.add(StaffMember(id=number, **told, created_at=datetime(2025, 1, 1, tzinfo=UTC)))
    for number in range(days):
        day = FIRST + timedelta(days=number)
        made = list(_rows(day, number * ROWS_A_DAY, head, int(rows * LEFT_AFTER)))
        said = AuditDay(day=day, before=head, entries=ROWS_A_DAY, head=made[-1].hash, told=True, pruned=False)
        audit_trail.mark(said)
        head = said.head
        with write() as session:
            session.execute(insert(core(AuditEntry)), [{name: getattr(row, name) for name in COLUMNS} for row in made])
            session.add(said)
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))


def _asked(rows: int) -> Mapping[str, tuple[Wanted, dict[str, int]]]:
    middle = FIRST + timedelta(days=rows // ROWS_A_DAY // 2)
    late = FIRST + timedelta(days=rows // ROWS_A_DAY - 2)
    few, many, number = ACTS[-1], ACTS[0], rows // 2 // 8 * 8 + 1
    return {
        "everything": (Wanted(), {}),
        "everything, from the middle": (Wanted(), {"before": rows // 2}),
        "a day long ago": (Wanted(middle, middle), {}),
        "a member": (Wanted(member_id=7), {}),
        "a member who left": (Wanted(member_id=MEMBERS), {}),
        "a member who left, in days after it": (Wanted(since=late, member_id=MEMBERS), {}),
        "a frequent act": (Wanted(act=many), {}),
        "a rare act, by a member": (Wanted(act=few, member_id=7), {}),
        "a frequent act, by a member who left": (Wanted(act=many, member_id=MEMBERS), {}),
        "a customer": (Wanted(account_id=CUSTOMERS // 2), {}),
        "a customer or a contract": (Wanted(account_id=CUSTOMERS // 2, contract_id=5), {}),
        "a case": (Wanted(case_id=f"{number // 8:022}"), {}),
        "a ticket": (Wanted(ticket=f"T-{number // 8}"), {}),
        "a ticket that is none": (Wanted(ticket="T"), {}),
        "a member and a customer": (Wanted(member_id=7, account_id=CUSTOMERS // 2), {}),
    }


def _cpu_ms(session: Session, once: Callable[[], Any], times: int) -> list[float]:
    """Of this process and, on PostgreSQL, of the one that answers it."""
    is_served = engine().dialect.name == "postgresql"
    backend = session.scalar(text("select pg_backend_pid()")) if is_served else None
    found = []
    for _ in range(times):
        before = process_time() + (cpu_of(backend) if backend else 0)
        once()
        found.append(1000 * (process_time() + (cpu_of(backend) if backend else 0) - before))
    return found


def _searched(rows: int, times: int) -> bool:
    met = []
    for name, (wanted, where) in _asked(rows).items():
        with read() as session:
            audit_search.page_of(session, wanted, **where)
            cpu = _cpu_ms(session, lambda: audit_search.page_of(session, wanted, **where), times)  # noqa: B023
        met.append(within(f"a page of {name}", cpu, AT_MOST_MS, "ms"))
    return all(met)


def _recorded(times: int) -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    plain = {"member_id": 1, "act": "x", "reason": "", "about": "", "hash": "", "day": date(2031, 1, 1), "at": now}

    def with_chain(_: int) -> None:
        with write() as session:
            audit_trail.record(session, Act.LOGGED_IN, 1, now)

    def without(number: int) -> None:
        with write() as session:
            session.add(AuditEntry(**plain, id=1_000_000_000 + number, place=number))

    for name, act in (("a row with its chain", with_chain), ("a row alone", without)):
        took = []
        for number in range(times):
            began = perf_counter()
            act(number)
            took.append(1_000_000 * (perf_counter() - began))
        show(f"{name}, in a transaction of its own", took, "µs")


def _proved(rows: int) -> bool:
    """Of all days, or of the first million rows."""
    until = FIRST + timedelta(days=min(rows, PROVED) // ROWS_A_DAY - 1)
    before, began = getrusage(RUSAGE_SELF).ru_maxrss, process_time()
    with read() as session:
        found = [(each.verdict, each.entries) for each in audit_check.check(session, until=until)]
    proved, took = sum(entries for _, entries in found), process_time() - began
    print(f"  the chain: {proved:,} rows in {took:.1f} s of our CPU, {proved / took:,.0f} rows/s")
    more = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    return within("more memory for it", [more], AT_MOST_MIB, "MiB") and len({verdict for verdict, _ in found}) == 1


def measure(folder: Path, rows: int, times: int) -> bool:
    """Print the figures; give whether a page keeps within AT_MOST_MS and the proof within AT_MOST_MIB."""
    folder.mkdir(exist_ok=True)
    urls = [f"sqlite:///{folder / 'trail.sqlite'}", *filter(None, [os.environ.get(POSTGRESQL)])]
    met = []
    for url in urls:
        with create_app(DATABASE={"url": url.replace("postgresql://", "postgresql+psycopg://", 1)}).app_context():
            schema.upgrade()
            with read() as session:
                is_empty = session.scalar(select(StaffMember.id).limit(1)) is None
            if is_empty:
                _fill(rows)
            print(f"CPU of a page of the trail, {rows:,} rows, {engine().dialect.name}:")
            met += [_searched(rows, times), _proved(rows)]
            _recorded(20 * times)
            engine().dispose()
    return all(met)
