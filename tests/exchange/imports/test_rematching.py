"""Do customers see a contract that comes in after they registered, and nobody else's? (decision 14)"""

import factories
import pytest
from sqlalchemy import select

from infra.database import read
from models import Contract, Holding
from tests.exchange.synthetic import one_row, table

MINE = {
    "契約者氏名": "髙﨑　𠮷乃",
    "契約者カナ": "ﾀｶｻｷ ﾖｼﾉ",
    "契約者生年月日": "1960-04-01",
    "契約者メールアドレス": "Yoshino.T@EXAMPLE.jp",
}


@pytest.fixture
def held_after(app, agencies, bring_in, tmp_path):
    """Imports a contract; gives who holds what then."""

    def run(**changes):
        file = table(one_row(**{**MINE, **changes}), tmp_path / "c.csv")
        bring_in("contracts", file, "--portal", "okyakusama")
        with app.app_context(), read() as session:
            joined = select(Holding.account_id, Contract.number, Holding.how)
            return session.execute(joined.join(Contract, Contract.id == Holding.contract_id)).all()

    return run


@pytest.fixture
def account(app):
    with app.app_context():
        return factories.account(app).id


def test_a_contract_that_holds_the_address_of_an_account_is_seen_once(account, held_after):
    assert held_after() == [(account, "C000000001", "matched")]
    assert held_after() == [(account, "C000000001", "matched")]


def test_one_that_gets_the_address_later_is_seen_then(account, held_after):
    assert held_after(契約者メールアドレス="") == []
    assert held_after() == [(account, "C000000001", "matched")]


def test_an_account_opened_after_the_first_import_sees_it_after_the_same_file_again(app, held_after):
    assert held_after() == []
    with app.app_context():
        opened = factories.account(app).id
    assert held_after() == [(opened, "C000000001", "matched")]


def test_one_that_loses_the_address_stays_with_the_customer(account, held_after):
    assert held_after() == held_after(契約者メールアドレス="")


@pytest.mark.parametrize(
    "changes",
    [
        {"契約者カナ": "タカサキ　ヨシコ"},
        {"契約者生年月日": "1960-04-02"},
        {"契約者メールアドレス": "yoshino.s@example.jp"},
        {"団体契約": "1"},
    ],
)
def test_anothers_or_a_group_contract_is_not_seen(account, held_after, changes):
    assert held_after(**changes) == []


def test_an_account_of_another_portal_sees_nothing(app, held_after):
    with app.app_context():
        factories.account(app, portal="keiyakusha")
    assert held_after() == []
