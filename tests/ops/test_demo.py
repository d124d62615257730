"""Does somebody who tries the application out find everything they are told of?"""

import csv
import re
from datetime import UTC, date, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import inspect, select
from staffing import Desk
from ways import letters

import models
from infra import schema
from infra.database import Table, engine, read, write
from ops import demo
from rules import passwords, periods
from rules.japanese import mail
from rules.japanese.dates import JST

JST_TODAY = date(2026, 11, 24)


@pytest.fixture
def app(make_app, tmp_path):
    """An application whose database is not there yet."""
    return make_app(f"sqlite:///{tmp_path / 'demo.sqlite'}")


@pytest.fixture
def prepare(app):
    def run():
        result = app.test_cli_runner().invoke(args=["demo", "prepare"])
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def contents(app):
    with app.app_context(), read() as session:
        tables = Table.metadata.sorted_tables
        return {table.name: session.execute(select(table).order_by(*table.primary_key)).all() for table in tables}


def test_it_makes_the_database_and_tells_every_login(app, prepare):
    told = prepare()
    with app.app_context(), read() as session:
        assert len(session.scalars(select(models.Contract)).all()) == 400
    for customer in demo.CUSTOMERS:
        assert re.search(rf"{customer.user_id} +{customer.password} .*{customer.state}", told)


STAFF = [
    ("tanaka", "Mado8Demo", "田中　見本（オペレーター）"),
    ("suzuki", "Mado9Demo", "鈴木　見本（スーパーバイザー）"),
    ("sato", "Mado7Demo", "佐藤　見本（管理者）"),
]


@pytest.mark.parametrize(("name", "password", "shown"), STAFF)
def test_its_staff_come_in_with_what_is_told_and_have_nothing_to_change(app, clock, prepare, name, password, shown):
    [secret] = re.findall(rf"{name} +{password} +(\w{{32}})", prepare())
    desk = Desk(app.test_client()).open("/staff/login")
    desk.send({"name": name, "password": password, "code": pyotp.TOTP(secret).at(clock.now)})
    assert shown in desk.response.text and desk.url != "/staff/account/password"


def test_data_that_were_loaded_before_there_were_staff_get_them(app, prepare):
    told = prepare()
    with app.app_context(), write() as session:
        session.delete(session.scalars(select(models.StaffMember).where(models.StaffMember.name == "tanaka")).one())
    again = prepare()
    assert again != told and re.search(r"tanaka +Mado8Demo +\w{32}", again)


@pytest.mark.parametrize("days", [0, 1, 400])
def test_twice_changes_nothing_and_tells_the_same(app, clock, prepare, days):
    told = prepare()
    before = contents(app)
    clock.forward(days=days)
    assert prepare() == told
    assert contents(app) == before


def test_killed_before_its_end_it_completes(app, clock, prepare):
    with app.app_context():
        schema.upgrade()
        demo._load_files(JST_TODAY)
    clock.forward(days=1)
    prepare()
    with app.app_context(), read() as session:
        number = demo.TO_REGISTER[1]
        assert session.scalar(select(models.Contract.ends_on).where(models.Contract.number == number)) == date(
            2027, 1, 23
        )
        assert len(session.scalars(select(models.Account)).all()) == len(demo.CUSTOMERS)


def test_production_refuses(app):
    app.config["PRODUCTION"] = True
    result = app.test_cli_runner().invoke(args=["demo", "prepare"])
    assert result.exit_code == 1 and "production" in result.output
    with app.app_context():
        assert inspect(engine()).get_table_names() == []


@pytest.mark.parametrize("now", [datetime(2026, 11, 24, 3, tzinfo=UTC), datetime(2028, 2, 28, 16, tzinfo=UTC)])
def test_dates_are_moved_to_today_and_birth_dates_are_not(app, clock, prepare, now):
    clock.now = now
    prepare()
    by = now.astimezone(JST).date() - demo.MADE_FOR
    with app.app_context(), read() as session:
        kept = {each.number: each for each in session.scalars(select(models.Contract))}
    for portal in demo.PORTALS:
        with (demo.FOLDER / f"contracts-{portal}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                contract = kept[row["証券番号"]]
                assert contract.starts_on - by == date.fromisoformat(row["保険始期日"])
                assert contract.ends_on - by == date.fromisoformat(row["保険満期日"])
                assert str((contract.changed_on or "") and contract.changed_on - by) == row["変更日"]
                assert str(contract.holder_birth or "") == row["契約者生年月日"]


@pytest.mark.parametrize("customer", [each for each in demo.CUSTOMERS if each.state == "registered"])
def test_the_registered_customers_can_log_in_and_have_contracts(app, browser, prepare, customer):
    prepare()
    browser.open(f"/{customer.portal}/login").send({"user_id": customer.user_id, "password": customer.password})
    assert browser.number == (511 if customer.portal == "okyakusama" else 504)
    with app.app_context(), read() as session:
        held = select(models.Holding).join(models.Account).where(models.Account.portal == customer.portal)
        assert len(session.scalars(held).all()) > 1


def test_who_waits_with_an_initial_password_has_to_choose_their_own(browser, prepare):
    prepare()
    [waiting] = [each for each in demo.CUSTOMERS if each.state == "initial password"]
    browser.open(f"/{waiting.portal}/login").send({"user_id": waiting.user_id, "password": waiting.password})
    assert browser.number == 711


def test_the_locked_customer_is_locked(browser, prepare):
    prepare()
    [locked] = [each for each in demo.CUSTOMERS if each.state == "locked"]
    page = browser.open(f"/{locked.portal}/login")
    page.send({"user_id": locked.user_id, "password": locked.password}, status=422)
    assert browser.number == 904


def test_the_one_to_register_can_and_has_the_window_open(app, prepare):
    told = prepare()
    portal, number = demo.TO_REGISTER
    with app.app_context(), read() as session:
        contract = session.scalars(select(models.Contract).where(models.Contract.number == number)).one()
        known = session.scalars(select(models.Account.user_id).where(models.Account.portal == portal)).all()
    for shown in (contract.holder_name, contract.holder_kana, str(contract.holder_birth), contract.holder_email):
        assert shown in told
    assert mail.address(contract.holder_email) not in known
    assert not contract.group_contract and contract.online
    assert periods.renewal_window(contract.ends_on, JST_TODAY)
    assert periods.renewal_window(contract.ends_on, JST_TODAY + timedelta(days=59))


def test_the_one_with_an_initial_password_can_register_by_it(browser, prepare):
    told = prepare()
    portal, number, password = demo.WITH_INITIAL_PASSWORD
    assert re.search(rf"証券番号 +{number}\n +初回パスワード +{password}\n", told)
    assert browser.open(f"/{portal}/easy/").send({"number": number, "initial": password}).number == 203


def test_the_one_for_a_temporary_password_gets_one(app, browser, prepare):
    told = prepare()
    portal, number = demo.FOR_TEMPORARY_PASSWORD
    with app.app_context(), read() as session:
        contract = session.scalars(select(models.Contract).where(models.Contract.number == number)).one()
    typed = told.partition("type on 301")[2]
    for shown in (contract.holder_name, contract.holder_kana, str(contract.holder_birth), number):
        assert shown in typed
    family, given = contract.holder_name.split()
    kana_family, kana_given = contract.holder_kana.split()
    born = contract.holder_birth
    answers = {"holder-family": family, "holder-given": given, "kana-family": kana_family, "kana-given": kana_given}
    answers |= {"birth-era": "ad", "birth-year": born.year, "birth-month": born.month, "birth-day": born.day}
    answers |= {"number": number, "email": "anybody@example.jp", "terms": "yes", "privacy": "yes"}
    browser.open(f"/{portal}/temporary/").send(answers).send()
    assert letters(app)[0].kind == "temporary_password"


def test_demo_passwords_keep_the_rules_of_their_portal(app):
    for customer in demo.CUSTOMERS:
        rule = app.extensions["portals"][customer.portal].password.rule
        assert passwords.judge_password(rule, customer.password, ()) is None
        if customer.portal == "keiyakusha":
            assert not set(customer.user_id) & set("lOoq01I")
            assert customer.state != "initial password" or not set(customer.password) & set("lOoq01I")
