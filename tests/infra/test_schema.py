"""Do the tables go up, down and up again, and are they the ones that models.py speaks of? (row O11)"""

import factories
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import models
from domain.staff import finding
from domain.staff.searches import Wanted
from infra import schema
from infra.database import core, engine, read

ACCOUNT = (
    "insert into accounts (id, portal, user_id, password, family_name, given_name, family_kana, given_kana, "
    "wants_news, created_at) values (1, 'okyakusama', 'a', 'h', '髙', 'b', 'c', 'd', true, '2026-11-24 03:00:00')"
)


def differences():
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, models.Table.metadata)


def names():
    return set(inspect(engine()).get_table_names()) - {"alembic_version"}


def test_the_migrated_tables_are_those_of_the_models(make_app, database_url):
    with make_app(database_url).app_context():
        assert names() == set(models.Table.metadata.tables)
        assert differences() == []


def test_up_down_and_up_again(make_app, database_url):
    with make_app(database_url).app_context():
        schema.downgrade("base")
        assert names() == set()
        schema.upgrade()
        assert names() == set(models.Table.metadata.tables)
        assert differences() == []
        schema.upgrade()


def test_the_command_line_does_the_same(make_app, sqlite_url):
    app = make_app(sqlite_url)
    run = app.test_cli_runner().invoke
    assert run(args=["db", "downgrade", "base"]).exit_code == 0
    with app.app_context():
        assert names() == set()
    assert run(args=["db", "upgrade"]).exit_code == 0
    with app.app_context():
        assert names() == set(models.Table.metadata.tables)


def test_a_database_of_the_first_tables_keeps_its_rows(make_app, database_url):
    """What an installation has before 0002 is there after it, and again after it was taken back."""
    with make_app(database_url).app_context():
        schema.downgrade("0001")
        fill_first_tables()
        before = first_rows()
        for _ in range(2):
            schema.upgrade()
            assert first_rows() == before
            assert differences() == []
            schema.downgrade("0001")
        assert first_rows() == before


def test_nobody_who_is_there_is_asked_for_a_call(make_app, database_url):
    """Accounts from before 0010; what waits and what came since goes with its tables."""
    with make_app(database_url).app_context():
        schema.downgrade("0009")
        with engine().begin() as connection:
            assert {each["name"] for each in inspect(connection).get_columns("accounts")}.isdisjoint({"call_required"})
            connection.execute(text(ACCOUNT))
        schema.upgrade()
        with engine().connect() as connection:
            assert connection.scalars(text("select call_required from accounts")).all() == [False]
        schema.downgrade("0009")
        assert names().isdisjoint({"waiting_logins", "waiting_numbers", "incoming_calls"})
        schema.upgrade()
        assert differences() == []


def test_contracts_that_are_there_can_be_searched_and_their_holders_told_apart(make_app, database_url):
    """Those from before 0007, 0008 and 0009, and more than are filled at once."""
    with make_app(database_url).app_context():
        factories.agency()
        for number in range(3):
            factories.contract(number=f"C90000000{number}", insured_is_holder=number == 0, insured_name="清水　洋介")
        with engine().begin() as connection:
            copied = ", ".join(each.name for each in core(models.Contract).c if each.name not in ("id", "number"))
            several = "with recursive n(i) as (select 10 union all select i + 1 from n where i < 1600) "
            more = f"select 'D' || i, {copied} from contracts, n where number = 'C900000001'"
            connection.execute(text(f"insert into contracts (number, {copied}) {several} {more}"))
            before = keys(connection)
            sounding = "holder_kana = 'タカサキ　カヲリー', given_key = 'ヨシノー'"
            connection.execute(text(f"update contracts set {sounding} where number = 'D1600'"))
        schema.downgrade("0008")
        schema.upgrade()
        with engine().begin() as connection:
            kana = "select kana_key, given_key, strict_key from contracts where number in ('C900000002', 'D1600')"
            told = set(map(tuple, connection.execute(text(kana))))
            written = connection.scalars(text("select distinct written_key from contracts")).all()
            connection.execute(text("update contracts set holder_kana = 'タカサキ　ヨシノ'"))
        assert written == ["高崎吉乃"]
        assert told == {
            ("タカサキヨシノ", "ヨシノ", "タカサキヨシノ"),
            ("タカサキカオリ", "ヨシノ", "タカサキカヲリー"),
        }
        schema.downgrade("0006")
        assert "search_key" not in {each["name"] for each in inspect(engine()).get_columns("contracts")}
        schema.upgrade()
        with engine().begin() as connection:
            after = keys(connection)
        assert after["C900000002"] == "c900000002 清水洋介  東京都港区見本123 スマイノ保険"
        assert after["D1600"] == after["C900000002"].replace("c900000002", "d1600")
        assert {number: key for number, key in after.items() if number[0] == "C"} == {
            number: key for number, key in before.items() if number[0] == "C"
        }
        with engine().begin() as connection:
            assert connection.scalars(text("select distinct given_key from contracts")).all() == ["ヨシノ"]


@pytest.mark.postgresql
def test_kana_are_compared_letter_by_letter_whatever_language_a_database_speaks(make_app, postgresql_server):
    """In Japanese order ー is as its vowel, and what begins with サトー would not stand between the two ends."""
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("create database ja template template0 encoding utf8 locale_provider icu icu_locale 'ja'")
    with make_app(postgresql_server.rsplit("/", 1)[0] + "/ja").app_context():
        schema.upgrade()
        factories.agency()
        for number, kana in enumerate(("サトウ　ハナコ", "サトミ　リン", "サタケ　マリ", "サド　マリ")):
            factories.contract(number=f"C90000000{number}", holder_birth=None, holder_name=kana, holder_kana=kana)
        with read() as session:
            found = [finding.search(session, Wanted(typed), ["okyakusama"]) for typed in ("サトー", "サト", "サ", "シ")]
            kept = "select collation_name from information_schema.columns where column_name = 'find_kana'"
            # That of the column is that of its index; a statement that asked by another would read every row.
            assert session.scalars(text(kept)).all() == ["C", "C"]
        assert [len(each.lines) for each in found] == [1, 3, 4, 0]
        engine().dispose()


def test_customers_that_are_there_can_be_found(make_app, database_url):
    """Those from before 0014, and more contracts than are filled at once."""
    with make_app(database_url).app_context() as pushed:
        factories.agency()
        factories.account(pushed.app)
        factories.contract()
        with engine().begin() as connection:
            copied = ", ".join(each.name for each in core(models.Contract).c if each.name not in ("id", "number"))
            several = "with recursive n(i) as (select 10 union all select i + 1 from n where i < 1600) "
            more = f"select 'D' || i, {copied} from contracts, n where number = 'C900000001'"
            connection.execute(text(f"insert into contracts (number, {copied}) {several} {more}"))
        schema.downgrade("0013")
        assert "find_kana" not in {each["name"] for each in inspect(engine()).get_columns("accounts")}
        schema.upgrade()
        with engine().connect() as connection:
            of_contracts = connection.execute(text("select distinct find_kana, find_phone, find_email from contracts"))
            assert of_contracts.all() == [("タカサキヨシノ", "09012345678", "yoshino.t@example.jp")]
            of_accounts = connection.execute(text("select find_kana, find_email from accounts"))
            assert of_accounts.all() == [("タカサキヨシノ", "yoshino.t@example.jp")]
        assert differences() == []


def keys(connection):
    return dict(connection.execute(text("select number, search_key from contracts")).all())


def fill_first_tables():
    now = "'2026-11-24 03:00:00'"
    with engine().begin() as connection:
        for statement in (
            ACCOUNT,
            f"insert into logins (id, portal, account_id, device, created_at, seen_at) "
            f"values ('x', 'okyakusama', 1, 'd', {now}, {now})",
            "insert into links (id, portal, purpose, secret, about, keyword, tries, created_at, expires_at) "
            f"values ('l', 'okyakusama', 'p', 's', 'a', 'k', 0, {now}, {now})",
            f"insert into events (portal, account_id, kind, at) values ('okyakusama', 1, 'logged in', {now})",
        ):
            connection.execute(text(statement))


def first_rows():
    asked = {"accounts": "user_id, family_name", "logins": "id, account_id", "links": "id, about", "events": "kind"}
    with engine().connect() as connection:
        return {name: connection.execute(text(f"select {what} from {name}")).all() for name, what in asked.items()}
