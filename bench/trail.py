"""Is the trail of staff read, proved and written as quickly with millions of rows as with few?

The process does itself what a server would do: a page of `/staff/audit` without its HTML, a row of the trail, a look at
the whole chain. On PostgreSQL the CPU is that of its process and ours together.
"""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app import create_app
from bench.figures import show, within
from bench.server import cpu_of
from domain.staff import audit_check, audit_search, audit_trail
from domain.staff.audit_check import Verdict
from domain.staff.audit_search import Wanted
from domain.staff.audit_trail import Act
from infra import schema
from infra.database import core, engine, read, write
from models import AuditDay, AuditEntry, StaffMember

POSTGRESQL = "BENCH_POSTGRESQL"
FIRST, NOW = date(2025, 1, 1), datetime(2030, 1, 1, tzinfo=UTC)
ROWS_A_DAY, MEMBERS, CUSTOMERS = 10_000, 200, 100_000
LEFT_AFTER = 0.3
AT_MOST_MS, AT_MOST_MIB = 25.0, 64.0
ACTS = list(Act)
COLUMNS = [each.name for each in core(AuditEntry).columns]


# A row, from the number `i` alone, alike on both databases; the last member left long ago.
_DRAWN = "(i % 100003 * 7919 % 1000003)"
ROW = {
    "id": "i",
    "day": "{day}",
    "place": f"(i - 1) % {ROWS_A_DAY} + 1",
    "at": "{at}",
    "act": "case " + " ".join(f"when i % 11 < {5 + number} then '{act}'" for number, act in enumerate(ACTS)) + " end",
    "member_id": f"case when i < {{left}} then {_DRAWN} % {MEMBERS} else {_DRAWN} % {MEMBERS - 1} end + 1",
    "account_id": f"case when i % 4 > 0 then {_DRAWN} % {CUSTOMERS} + 1 end",
    "case_id": "case when i % 4 > 0 then 'a case of a day ' || (i / 8) end",
    "ticket": "case when i % 8 = 1 then 'T-' || (i / 8) end",
    "screen": "714",
    "reason": "case when i % 4 > 0 then 'お客さまからのお電話でのお問い合わせ' else '' end",
    "about": "'受付番号 123456789012'",
    "hash": f"'{'0' * 64}'",
}
OF_DIALECT = {
    "sqlite": {
        "numbers": "with recursive n(i) as (select 1 union all select i + 1 from n where i < {rows})",
        "from": "n",
        "day": f"date('{FIRST}', ((i - 1) / {ROWS_A_DAY}) || ' days')",
        "at": f"datetime('{FIRST}', ((i - 1) / {ROWS_A_DAY}) || ' days') || '.000000'",
    },
    "postgresql": {
        "numbers": "",
        "from": "generate_series(1, {rows}) as n(i)",
        "day": f"date '{FIRST}' + (i - 1) / {ROWS_A_DAY}",
        "at": f"timestamp '{FIRST}' + (i - 1) / {ROWS_A_DAY} * interval '1 day'",
    },
}


def _hire() -> None:
    with write() as session:
        for number in range(1, MEMBERS + 1):
            told = {"name": f"member{number}", "shown_name": "見本", "role": "operator", "password": "", "totp": b""}
            session.add(StaffMember(id=number, **told, created_at=NOW))


def _fill(rows: int) -> None:
    """So many rows, without what proves them."""
    own = {name: each.format(rows=rows) for name, each in OF_DIALECT[engine().dialect.name].items()}
    values = ", ".join(each.format(left=int(rows * LEFT_AFTER), **own) for each in ROW.values())
    with write() as session:
        session.execute(
            text(f"insert into audit_entries ({', '.join(ROW)}) {own['numbers']} select {values} from {own['from']}")
        )
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))


def _chain(rows: int) -> None:
    """As many rows with their chain, a day of ROWS_A_DAY each."""
    head = audit_trail.NOTHING_BEFORE
    for number in range(max(1, rows // ROWS_A_DAY)):
        day = FIRST + timedelta(days=number)
        said = AuditDay(day=day, before=head, entries=ROWS_A_DAY, head=head, told=True, pruned=False)
        made = []
        for place in range(1, ROWS_A_DAY + 1):
            told = {"id": number * ROWS_A_DAY + place, "day": day, "place": place, "at": NOW, "act": ACTS[1].value}
            whom = {"member_id": 1, "account_id": place, "case_id": f"case {place}", "screen": 714, "reason": "お電話"}
            row = AuditEntry(**told, **whom, about="受付番号 123456789012")
            said.head = row.hash = audit_trail.hash_of(row, said.head)
            made.append({name: getattr(row, name) for name in COLUMNS})
        audit_trail.mark(said)
        head = said.head
        with write() as session:
            session.execute(insert(core(AuditEntry)), made)
            session.add(said)


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
        "another act, by a member": (Wanted(act=few, member_id=7), {}),
        "a frequent act, by a member who left": (Wanted(act=many, member_id=MEMBERS), {}),
        "a customer": (Wanted(account_id=CUSTOMERS // 2), {}),
        "a customer or a contract": (Wanted(account_id=CUSTOMERS // 2, contract_id=5), {}),
        "a case": (Wanted(case_id=f"a case of a day {number // 8}"), {}),
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
    plain = {"member_id": 1, "act": "x", "reason": "", "about": "", "hash": "", "day": date(2031, 1, 1), "at": NOW}

    def with_chain(_: int) -> None:
        with write() as session:
            audit_trail.record(session, Act.LOGGED_IN, 1, NOW)

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


def _proved() -> bool:
    before, began = getrusage(RUSAGE_SELF).ru_maxrss, process_time()
    with read() as session:
        found = list(audit_check.check(session))
    rows, took = sum(each.entries for each in found), process_time() - began
    print(f"  the chain: {rows:,} rows in {took:.1f} s of our CPU, {rows / took:,.0f} rows/s")
    more = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    whole = {each.verdict for each in found} == {Verdict.WHOLE}
    return within("more memory for it", [more], AT_MOST_MIB, "MiB") and whole


def measure(folder: Path, rows: int, proved: int, times: int) -> bool:
    """Print the figures of so many rows that are searched, and of as many others that are proved; give whether a page
    keeps within AT_MOST_MS and the proof within AT_MOST_MIB."""
    folder.mkdir(exist_ok=True)
    others = os.environ.get(POSTGRESQL, "").split()
    met = []
    for number, url in enumerate([f"sqlite:///{folder / 'searched'}", f"sqlite:///{folder / 'proved'}", *others]):
        with create_app(DATABASE={"url": url.replace("postgresql://", "postgresql+psycopg://", 1)}).app_context():
            schema.upgrade()
            _hire()
            if number % 2:
                _chain(proved)
                print(f"The chain of the trail, {engine().dialect.name}:")
                met.append(_proved())
                _recorded(10 * times)
            else:
                _fill(rows)
                print(f"CPU of a page of the trail, {rows:,} rows, {engine().dialect.name}:")
                met.append(_searched(rows, times))
            engine().dispose()
    return all(met)
