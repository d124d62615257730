"""What does each contract of a customer say once their name is corrected, and which stay on their list?"""

from datetime import date

import factories
import pytest
from factories import BORN, NOW
from sqlalchemy import select

from domain.contracts import corrections
from domain.contracts.corrections import Owner
from exchange.imports import cells
from infra.database import read, write
from models import Account, Holding

NOW_IS = Owner("髙﨑", "𠮷乃", "タカサキ", "ヨシノ", BORN)
GIVEN = NOW_IS._replace(given_kana="ヨシエ")


def contract(**different):
    return factories.unsaved_contract(**different)


def columns(contracts, after, before=NOW_IS):
    return [dict(each.columns) for each in corrections.wanted(contracts, before, after)]


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (GIVEN, {"holder_kana": ("タカサキ　ヨシノ", "タカサキ　ヨシエ")}),
        (NOW_IS._replace(given_name="芳乃"), {"holder_name": ("髙﨑　𠮷乃", "髙﨑　芳乃")}),
        (NOW_IS._replace(birth_date=date(1960, 4, 2)), {"holder_birth": (BORN, date(1960, 4, 2))}),
        (
            NOW_IS._replace(given_name="", given_kana=""),
            {
                "holder_name": ("髙﨑　𠮷乃", "髙﨑"),
                "holder_kana": ("タカサキ　ヨシノ", "タカサキ"),
            },
        ),
    ],
)
def test_of_what_is_corrected_and_nothing_else(after, changed):
    assert columns([contract()], after) == [changed]


def test_a_contract_that_says_so_already_is_left_out():
    assert columns([contract(holder_kana="ﾀｶｻｷ ﾖｼｴ")], GIVEN) == []


def test_none_is_left_with_half_of_two_names():
    """One that has the family name of before a marriage."""
    [changed] = columns([contract(holder_name="山田　𠮷乃", holder_kana="ヤマダ　ヨシノ")], GIVEN)
    assert {name: after for name, (_, after) in changed.items()} == {
        "holder_name": "髙﨑　𠮷乃",
        "holder_kana": "タカサキ　ヨシエ",
    }


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def held(app, context):
    account_id, _ = factories.held(app)
    return account_id


def test_who_has_no_birth_date_is_a_company(app, held):
    with read() as session:
        account = session.get_one(Account, held)
        assert corrections.owner_of(account).birth_date == BORN
        account.birth_date = None
        with pytest.raises(ValueError, match="company"):
            corrections.owner_of(account)


@pytest.mark.parametrize(
    ("columns", "state", "found"),
    [
        ({"holder_birth": ("1960-04-01", "1960-04-02")}, "accepted", True),
        ({"holder_birth": ("1960-04-01", "1960-04-02")}, "applied", False),
        ({"holder_phone": ("", "03-0000-0001")}, "accepted", False),
    ],
)
def test_what_is_in_the_way(app, held, columns, state, found):
    factories.request(held, 1, columns, state=state)
    with read() as session:
        mine = corrections.held(session, session.get_one(Account, held))
        assert (corrections.in_the_way(session, mine) is not None) == found


def test_what_was_not_theirs_leaves_the_list(app, held):
    anothers = factories.contract(number="C700000001", holder_kana="ベツ　ジン", **cells.kana_keys("ベツ　ジン")).id
    factories.hold(held, anothers)
    with write() as session:
        account = session.get_one(Account, held)
        kept = [each.id for each in corrections.held(session, account, still=True)]
        account.family_kana, account.given_kana = "ベツ", "ジン"
        assert corrections.drop_others(session, account, kept) == 1
        assert session.scalars(select(Holding.contract_id)).all() == kept


def test_the_core_system_is_told_of_each_under_a_number_of_its_own(app, held):
    with write() as session:
        account = session.get_one(Account, held)
        found = corrections.wanted(corrections.held(session, account), NOW_IS, GIVEN)
        corrections.apply(session, account, found, ["123456789012"], NOW)
    with read() as session:
        [asked] = session.scalars(select(factories.models.ContractRequest))
        assert (asked.receipt_number, asked.effective_on, asked.part) == ("123456789012", date(2026, 11, 24), "holder")
