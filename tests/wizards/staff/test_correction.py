"""Are name, カナ and birth date corrected by two, everywhere at once, and does every contract stay its owner's?"""

from datetime import date

import factories
import pytest
from approving import asked, boss, decide, newest
from browser import Browser
from casework import Work, trail
from sqlalchemy import select
from staffing import hire
from ways import letters, log_in, tables

from domain.contracts import ownership
from domain.staff.cases import Caller
from exchange.exports import requests as exports
from exchange.imports import cells, reconciliation
from infra.database import read, write
from models import Account, Contract, ContractRequest, Holding
from rules.japanese import names

REASON = "登録誤りとのお申し出"
KANA = {"kana-given": "ヨシエ", "reason": REASON}
WHAT = {
    "a name": ({"name-given": "芳乃", "reason": REASON}, "holder_name", "髙﨑　芳乃"),
    "a given カナ": (KANA, "holder_kana", "タカサキ　ヨシエ"),
    "a family name": (
        {"name-family": "別府", "kana-family": "ベップ", "reason": REASON},
        "holder_kana",
        "ベップ　ヨシノ",
    ),
    "a birth date": ({"birth-day": "2", "reason": REASON}, "holder_birth", date(1960, 4, 2)),
}


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def customer(app):
    """Of two contracts, one of which has ended."""
    with app.app_context():
        account_id, _ = factories.held(app)
        old = factories.contract(number="C800000001", ends_on=date(2020, 1, 1), starts_on=date(2019, 1, 1)).id
        factories.hold(account_id, old)
        set_columns(app, Account, family_name="髙﨑", given_name="𠮷乃")
    hire(app)
    return account_id


def set_columns(app, table, **columns):
    with app.app_context(), write() as session:
        for row in session.scalars(select(table)):
            for name, value in columns.items():
                setattr(row, name, value)


def seen(app, account_id):
    """The numbers that the customer's list has."""
    with app.app_context(), read() as session:
        found = session.scalars(ownership.MINE, ownership.me(session, account_id, "okyakusama"))
        return sorted(each.number for each in found)


def rows(app, table):
    with app.app_context(), read() as session:
        return session.scalars(select(table).order_by(table.id)).all()


BOTH = ["C800000001", "C900000001"]


@pytest.mark.parametrize("what", WHAT)
def test_nothing_changes_before_another_member_agrees_and_all_of_it_then(app, customer, what):
    answers, column, after = WHAT[what]
    before = tables(app)
    work = asked(app, "correction", customer, **answers)
    assert work.number == 1133 and "まだ何も変更していません" in work.desk.text
    after_asking = tables(app)
    assert all(after_asking[name] == before[name] for name in ("accounts", "contracts", "requests", "holdings"))
    assert seen(app, customer) == BOTH
    desk = decide(app, boss(app))
    assert "承認済み" in desk.text
    assert {getattr(row, column) for row in rows(app, Contract)} == {after}
    assert seen(app, customer) == BOTH


@pytest.mark.parametrize("what", WHAT)
def test_no_file_undoes_it_and_the_list_stays_as_it_is_all_the_while(app, customer, what):
    """Before the core system has heard of it, and once it says so."""
    answers, _, _ = WHAT[what]
    told = {row.number: vars(row).copy() for row in rows(app, Contract)}
    asked(app, "correction", customer, **answers)
    decide(app, boss(app))
    for row in rows(app, ContractRequest):
        assert (row.state, row.kind, row.export_id) == ("applied", "change", None)
    come_in(app, told)
    assert seen(app, customer) == BOTH and {row.state for row in rows(app, ContractRequest)} == {"applied"}
    now = {row.number: vars(row).copy() for row in rows(app, Contract)}
    come_in(app, {number: with_keys(row) for number, row in now.items()})
    assert seen(app, customer) == BOTH and {row.state for row in rows(app, ContractRequest)} == {"settled"}


def with_keys(row):
    """As the core system's file would have it."""
    return row | cells.kana_keys(row["holder_kana"]) | {"written_key": names.written_key(row["holder_name"])}


def come_in(app, told):
    """What an import does with rows that say this."""
    fields = [name for name in Contract.__table__.columns.keys() if name not in ("id", "closed_at")]  # noqa: SIM118
    with app.app_context(), write() as session:
        known = {row.number: {name: getattr(row, name) for name in fields} for row in session.scalars(select(Contract))}
        given = [{name: row[name] for name in fields} for row in told.values()]
        asked_for = reconciliation.applied(session, "okyakusama", list(told))
        merged = reconciliation.merge(given, known, asked_for)
        assert merged.passed_on == []
        for row in merged.rows:
            kept = session.scalars(select(Contract).where(Contract.number == row["number"])).one()
            for name in fields:
                setattr(kept, name, row[name])
        reconciliation.settle(session, merged)


def test_the_core_system_is_told_of_each_contract(app, customer, tmp_path):
    asked(app, "correction", customer, **KANA)
    decide(app, boss(app))
    with app.app_context():
        exports.begin(tmp_path / "r.csv", "utf-8", factories.NOW)
    assert {row.export_id for row in rows(app, ContractRequest)} == {1}
    assert len(rows(app, ContractRequest)) == 2


def test_nothing_of_another_comes_into_sight(app, customer):
    """A contract that was passed on to somebody who is called as the owner is now: it leaves the list for good."""
    with app.app_context():
        anothers = factories.contract(
            number="C700000001", holder_kana="タカサキ　ヨシエ", **cells.kana_keys("タカサキ　ヨシエ")
        ).id
        factories.hold(customer, anothers)
    assert seen(app, customer) == BOTH
    asked(app, "correction", customer, **KANA)
    decide(app, boss(app))
    assert seen(app, customer) == BOTH
    with app.app_context(), read() as session:
        assert anothers not in session.scalars(select(Holding.contract_id)).all()


@pytest.mark.parametrize("other", ({"kana-given": "ヨシエ"}, {"name-given": "別乃"}))
def test_what_would_make_them_somebody_else_is_refused(app, customer, other):
    work = Work(app, "correction", customer).begin()
    work.send(422, reason=REASON, **{"birth-day": "2"}, **other)
    assert "生年月日を、氏名またはフリガナと同時に訂正することはできません" in work.desk.text


def test_without_a_change_there_is_nothing_to_ask(app, customer):
    work = Work(app, "correction", customer).begin()
    work.send(422, reason=REASON)
    assert "変更がありません" in work.desk.text


@pytest.mark.parametrize("case", ({"verified": False}, {"caller": Caller.FAMILY}))
def test_whoever_is_not_the_customer_sees_and_changes_nothing(app, customer, case):
    work = Work(app, "correction", customer, **case).begin(409)
    assert "ご本人であることを確認" in work.desk.text and "𠮷乃" not in work.desk.text


def test_a_company_is_for_the_core_system(app, customer):
    set_columns(app, Account, birth_date=None)
    assert "法人" in Work(app, "correction", customer).begin(409).desk.text


def test_what_the_customer_asked_themselves_comes_first(app, customer):
    with app.app_context():
        factories.request(customer, 1, {"holder_birth": ("1960-04-01", "1960-04-03")})
    assert "反映を待っています" in Work(app, "correction", customer).begin(409).desk.text


def test_what_changed_meanwhile_lapses_and_nothing_is_done(app, customer):
    asked(app, "correction", customer, **KANA)
    set_columns(app, Account, given_name="芳乃")
    desk = decide(app, boss(app))
    assert "失効" in desk.text and "内容が変わっていた" in desk.text
    assert {row.holder_kana for row in rows(app, Contract)} == {"タカサキ　ヨシノ"}
    assert rows(app, ContractRequest) == [] and newest(app).state == "lapsed"


def test_both_stand_in_the_trail_and_the_customer_is_told(app, customer):
    asked(app, "correction", customer, **KANA)
    decide(app, boss(app))
    told = trail(app, "act", "member_id", "second_id", "account_id", "screen", "reason")
    assert told[-3:] == [
        ("saw approval", 2, 1, customer, 1192, ""),
        ("corrected", 1, 2, customer, 1193, REASON),
        ("approved", 2, 1, customer, 1193, "内容を確認しました"),
    ]
    [letter] = [each for each in letters(app) if each.kind == "corrected"]
    assert "フリガナ" in letter.text and "ヨシエ" not in letter.text
    events = [line for line in tables(app)["events"] if "corrected" in line]
    assert len(events) == 1 and "'staff_id': 1" in events[0]
    browser = log_in(Browser(app.test_client()))
    assert "ご登録のお名前などを訂正しました" in browser.open("/okyakusama/history").text


def test_each_page_that_shows_who_they_are_is_told_in_the_trail(app, customer):
    work = Work(app, "correction", customer).begin()
    before = [act for (act,) in trail(app, "act")].count("revealed")
    work.begin()
    assert [act for (act,) in trail(app, "act")].count("revealed") == before + 1
