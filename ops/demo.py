"""What does somebody see who tries the application out? The made-up contracts of `demo_data/`, and customers of them.

Loaded once, into a database that has no demo customer yet; the dates of the files are then moved by as many days as lie
between the day they were made for and today, birth dates excepted (decision 28). They stay there: `make clean` (or
another database) begins anew. Days are counted, not calendar years, so that every date moved is a date.
"""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

import models
from domain.accounts import attempts, credentials, directory, lifecycle
from domain.contracts import matching
from domain.staff import members
from exchange.imports.command import run_import
from infra import clock, schema
from infra.database import read, write
from infra.encryption import Keyring, Purpose
from models import Contract
from ops import demo_figures
from rules import periods
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

FOLDER = Path(__file__).parent / "demo_data"
MADE_FOR = date(2026, 11, 24)
MOVED = ("保険始期日", "保険満期日", "変更日", "事故日", "領収日", "対象期間開始日", "対象期間終了日")
PORTALS = ("okyakusama", "keiyakusha")


class Customer(NamedTuple):
    """A policyholder of the demo files, by one of their contracts, with a way to log in."""

    portal: str
    contract: str
    user_id: str
    password: str
    state: str


CUSTOMERS = (
    Customer("okyakusama", "C100000074", "katomituru6@example.jp", "mado2demo", "registered"),
    Customer("okyakusama", "C100001337", "naoto80191@example.jp", "mado3demo", "locked"),
    Customer("keiyakusha", "H100000504", "KMA7482X", "Mado2Demo", "registered"),
    Customer("keiyakusha", "H100000005", "KLB5283M", "Mado4Demo", "registered"),
    Customer("keiyakusha", "H100000102", "HRK5394T", "Ymd8Kkn3", "initial password"),
    Customer("keiyakusha", "H100000480", "SKR6473N", "Mado6Demo", "calls first"),
)
# In the window of 継続手続 for 59 days after loading.
TO_REGISTER = ("okyakusama", "C100000987")
WITH_INITIAL_PASSWORD = ("okyakusama", "C100000154", "uNVWd2HE")
FOR_TEMPORARY_PASSWORD = ("okyakusama", "C100000167")
# Who choose no other password: these are for everybody to try.
STAFF = (
    ("tanaka", "Mado8Demo", "田中　見本", members.Role.OPERATOR),
    ("suzuki", "Mado9Demo", "鈴木　見本", members.Role.SUPERVISOR),
    ("sato", "Mado7Demo", "佐藤　見本", members.Role.ADMINISTRATOR),
)

cli = AppGroup("demo", help="Data for trying it out.")


@cli.command("prepare")
def prepare() -> None:
    """Bring the database up to date, load the demo data where there is none, and tell the demo logins."""
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("demo data are not for production")
    schema.upgrade()
    if not _loaded_at():
        _load_files(clock.today())
        with write() as session:
            demo_figures.fill(session, clock.now())
        _open_accounts(clock.now())
    _take_in_staff(clock.now())
    click.echo(_told())


def _loaded_at() -> UtcDateTime | None:
    """When the demo customers were made: they come last and all at once, so with them all is there."""
    first = CUSTOMERS[0]
    with read() as session:
        found = directory.find(session, current_app.extensions["portals"][first.portal], first.user_id)
    return found.created_at if found else None


def _load_files(today: date) -> None:
    with TemporaryDirectory() as folder:
        run_import("agencies", FOLDER / "agencies.csv", None, Path(folder) / "refused.csv")
        for portal in PORTALS:
            moved = Path(folder) / f"contracts-{portal}.csv"
            move_dates(FOLDER / moved.name, moved, today - MADE_FOR)
            run_import("contracts", moved, portal, Path(folder) / "refused.csv")
        for kind in ("accidents", "premiums"):
            moved = Path(folder) / f"{kind}.csv"
            move_dates(FOLDER / moved.name, moved, today - MADE_FOR)
            run_import(kind, moved, None, Path(folder) / "refused.csv")


def move_dates(source: Path, target: Path, by: timedelta) -> None:
    """Copy a file, its dates moved; birth dates and all else stay as they are."""
    with source.open(encoding="utf-8", newline="") as old, target.open("w", encoding="utf-8", newline="") as new:
        rows = csv.DictReader(old)
        writer = csv.DictWriter(new, rows.fieldnames or ())
        writer.writeheader()
        for row in rows:
            for column in [name for name in MOVED if name in row]:
                row[column] = str(date.fromisoformat(row[column]) + by) if row[column] else ""
            writer.writerow(row)


def _open_accounts(now: UtcDateTime) -> None:
    hashed = [current_app.extensions["hasher"].hash(customer.password) for customer in CUSTOMERS]
    keyring = current_app.extensions["keyring"]
    with write() as session:
        for customer, password in zip(CUSTOMERS, hashed, strict=True):
            account = _open_account(session, keyring, customer, password, now)
            if customer.state == "initial password":
                credentials.issue_password(session, keyring, account, customer.password)
            account.call_required = customer.state == "calls first"
            if customer.state == "locked":
                tried = directory.tries_key(customer.portal, customer.user_id)
                for _ in range(attempts.LIMIT):
                    attempts.count_wrong(session, keyring, Purpose.LOGIN, tried, now)


def _take_in_staff(now: UtcDateTime) -> None:
    """Also where the demo data were loaded before there were any."""
    with read() as session:
        missing = [each for each in STAFF if members.find(session, each[0]) is None]
    hashed = [current_app.extensions["hasher"].hash(password) for _, password, _, _ in missing]
    with write() as session:
        for (name, _, shown, role), password in zip(missing, hashed, strict=True):
            members.add(session, name, shown, role, now, password=password)


def _open_account(
    session: Session, keyring: Keyring, customer: Customer, password: str, now: UtcDateTime
) -> models.Account:
    contract = _contract(session, customer.portal, customer.contract)
    account = lifecycle.open_for_holder(
        session,
        keyring,
        contract,
        user_id=customer.user_id,
        email=contract.holder_email or None,
        password=password,
        now=now,
    )
    found = matching.match_contracts(
        session,
        portal=customer.portal,
        kana=contract.holder_kana,
        birth_date=contract.holder_birth,
        email=contract.holder_email,
    )
    matching.grant_ownership(session, account.id, [contract.id, *found], "demo", now)
    return account


def _contract(session: Session, portal: str, number: str) -> Contract:
    return session.scalars(select(Contract).where(Contract.portal == portal, Contract.number == number)).one()


def _told() -> str:
    """All that a visitor needs to walk through, read from the database."""
    loaded_at = _loaded_at()
    assert loaded_at is not None
    day = loaded_at.astimezone(JST).date()
    with read() as session:
        logins = [_login(session, customer) for customer in CUSTOMERS]
        typed = list(_typed(_contract(session, *TO_REGISTER)))
        staff = [_of_staff(session, *each) for each in STAFF]
        temporary = list(_typed_on_301(_contract(session, *FOR_TEMPORARY_PASSWORD)))
    parts = (
        f"Demo data as of {day}; their dates stay as they are now.",
        "Demo logins",
        *_table([("portal", "ID", "password", "name", "state"), *logins]),
        "Staff, at /staff/ (codes of now stand at /_dev/staff)",
        *_table([("担当者ID", "password", "TOTP secret", "role"), *staff]),
        "To call without a telephone where a call is asked for (503), open /_dev/phone beside it",
        "",
        "To walk through 新規利用登録 (101–110), type on 103",
        *_table(typed),
        "For 簡単登録 (201–205), type on 202",
        *_table([("証券番号", WITH_INITIAL_PASSWORD[1]), ("初回パスワード", WITH_INITIAL_PASSWORD[2])]),
        "For 新規登録 by 仮パスワード (301–306), type on 301",
        *_table(temporary),
        "To print letters with a ログインID and an 初期パスワード, below instance/papers/",
        "",
        "  .venv/bin/flask --app app accounts issue --portal keiyakusha",
    )
    return "\n".join(f"  {line}".rstrip() for line in parts)


def _of_staff(session: Session, name: str, password: str, _: str, role: members.Role) -> Sequence[str]:
    found = members.find(session, name)
    assert found is not None
    return (name, password, members.secret_of(found), role)


def _login(session: Session, customer: Customer) -> Sequence[str]:
    name = _contract(session, customer.portal, customer.contract).holder_name
    return (customer.portal, customer.user_id, customer.password, name, customer.state)


def _typed(contract: Contract) -> Iterator[Sequence[str]]:
    """What to type for a policyholder who has not registered yet, and what is there to see afterwards."""
    opens = contract.ends_on - timedelta(days=periods.RENEWAL_DAYS)
    yield "契約者氏名", contract.holder_name
    yield "フリガナ", contract.holder_kana
    yield "生年月日", str(contract.holder_birth)
    yield "メールアドレス", contract.holder_email
    yield "キーワード", "one of your own, 4–16 letters and digits"
    yield "then on 621", f"{contract.number} {contract.product}, 継続手続 open {opens} – {contract.ends_on}"


def _typed_on_301(contract: Contract) -> Iterator[Sequence[str]]:
    yield "契約者氏名", contract.holder_name
    yield "フリガナ", contract.holder_kana
    yield "生年月日", str(contract.holder_birth)
    yield "証券番号", contract.number
    yield "メールアドレス", "any; the 仮パスワード goes there"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns side by side, a kanji as wide as two letters; an empty line before and after."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    yield ""
    for row in rows:
        yield "  " + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
    yield ""


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "FW" else 1 for each in text)
