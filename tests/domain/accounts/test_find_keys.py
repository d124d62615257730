"""Has every row the keys that its name, reading, telephone and address make, whoever wrote it?"""

import factories
import pytest
from factories import NOW
from sqlalchemy import select

import models
from domain.accounts import lifecycle
from infra.database import read, write
from rules import finding
from tests.exchange.synthetic import AGENCIES, one_row, table


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def wrong_keys():
    """What is kept and should not be so, of every contract and account there is."""
    with read() as session:
        contracts = session.scalars(select(models.Contract)).all()
        accounts = session.scalars(select(models.Account)).all()
    assert contracts and accounts
    due = [(each, finding.contract_keys(each.strict_key, each.holder_phone, each.holder_email)) for each in contracts]
    due += [(each, finding.account_keys(each.family_kana, each.given_kana, each.email)) for each in accounts]
    kept = [{name: getattr(each, name) for name in keys} for each, keys in due]
    return [(has, keys) for has, (_, keys) in zip(kept, due, strict=True) if has != keys]


def found(table, name):
    with read() as session:
        return session.scalar(select(getattr(table, name)).order_by(table.id))


@pytest.fixture
def run(app):
    def invoke(*arguments):
        result = app.test_cli_runner().invoke(args=[*map(str, arguments)])
        assert result.exit_code == 0, result.output

    return invoke


@pytest.fixture
def bring(run, tmp_path):
    run("data", "import", "agencies", AGENCIES)

    def contracts(**cells):
        run("data", "import", "contracts", table(one_row(**cells), tmp_path / "c.csv"), "--portal", "okyakusama")

    return contracts


def test_after_every_writer_the_keys_are_those_of_the_row(app, run, bring, clock):
    bring(契約者カナ="タカサキ　ヨシノ", 契約者電話番号="03-1234-5678", 契約者メールアドレス="Yoshino@example.jp")
    with app.app_context():
        holder = factories.account(app).id
        assert wrong_keys() == []
        assert found(models.Contract, "find_phone") == "0312345678"
        asked = {
            "holder_kana": ("タカサキ　ヨシノ", "オオノ　ヨシノ"),
            "holder_phone": ("03-1234-5678", "080-1111-2222"),
        }
        factories.request(holder, 1, asked)
    clock.forward(days=1)
    run("data", "apply")
    with app.app_context():
        assert wrong_keys() == []
        assert [found(models.Contract, name) for name in ("find_kana", "find_phone")] == ["オーノヨシノ", "08011112222"]
    # A file that knows nothing of it yet, then one that does, which corrects the account too.
    bring(契約者カナ="タカサキ　ヨシノ", 契約者電話番号="03-1234-5678", 契約者メールアドレス="else@example.jp")
    with app.app_context():
        assert wrong_keys() == []
        assert [found(models.Contract, name) for name in ("find_kana", "find_email")] == [
            "オーノヨシノ",
            "else@example.jp",
        ]
    bring(契約者カナ="オオノ　ヨシノ", 契約者電話番号="080-1111-2222", 変更日="2026-11-24")
    with app.app_context():
        assert wrong_keys() == []
        assert found(models.Account, "find_kana") == "オーノヨシノ"
        portal, keyring = app.extensions["portals"]["okyakusama"], app.extensions["keyring"]
        with write() as session:
            lifecycle.change_address(session, keyring, portal, holder, "Hanako@example.jp")
            holder_of = session.scalars(select(models.Contract)).one()
            lifecycle.open_for_holder(session, keyring, holder_of, user_id="KMA7482X", password="x", now=NOW)
        assert wrong_keys() == []
        assert found(models.Account, "find_email") == "hanako@example.jp"


def test_the_customers_of_the_demo_are_found(make_app, sqlite_url):
    app = make_app(sqlite_url)
    assert app.test_cli_runner().invoke(args=["demo", "prepare"]).exit_code == 0
    with app.app_context():
        assert wrong_keys() == []
