"""What of a customer is masked, and when is it not?"""

from datetime import date, timedelta

import pytest
import talking
from factories import NOW, unsaved_contract
from sqlalchemy import select
from staffing import hire

from domain.staff import cases, customers, revealing
from domain.staff.cases import Caller, Opening
from domain.staff.customers import Customer
from domain.staff.revealing import NotVerified
from infra.database import read, write
from models import Account, AuditEntry, StaffCase


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def case(app, context):
    member_id = hire(app)
    account_id, _ = talking.known(app)
    with write() as session:
        opening = Opening(Caller.SELF, "ご質問です", account_id=account_id)
        case_id = cases.begin(session, opening, member_id=member_id, login_id="a login", now=NOW)
        session.get_one(StaffCase, case_id).verified_at = NOW
    with read() as session:
        return cases.find(session, case_id, "a login", member_id, NOW)


def items(case):
    with read() as session:
        return revealing.items_of(customers.of_case(session, case))


def reveal(case, item, now=NOW):
    with write() as session:
        revealing.reveal(session, case, item, "確認", now)


def texts(case, now=NOW):
    with read() as session:
        return {each.item.name: each.text for each in revealing.shown(session, case, items(case), now)}


def test_what_is_masked_is_shown_for_a_minute_and_no_longer(case):
    [birth, _] = items(case)
    assert texts(case) == {"birth": "****年**月**日", "email": "h***@example.jp"}
    reveal(case, birth)
    whole = "1951年（昭和26年）2月3日"
    assert texts(case, NOW + timedelta(seconds=59)) == {"birth": whole, "email": "h***@example.jp"}
    assert texts(case, NOW + timedelta(seconds=60))["birth"] == "****年**月**日"


def test_asked_for_once_more_it_is_shown_for_another_minute(case):
    [birth, _] = items(case)
    for seconds in (0, 50):
        reveal(case, birth, NOW + timedelta(seconds=seconds))
    assert "1951" in texts(case, NOW + timedelta(seconds=109))["birth"]
    assert "1951" not in texts(case, NOW + timedelta(seconds=110))["birth"]


def test_each_time_is_written_down_with_the_reason_and_without_the_datum(case):
    [birth, _] = items(case)
    reveal(case, birth)
    with read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "revealed")).one()
    assert (entry.reason, entry.about, entry.case_id) == ("確認", "生年月日（birth）　お客さまの情報", case.id)


@pytest.mark.parametrize("different", [{"verified_at": None}, {"caller": Caller.FAMILY}, {"caller": Caller.OTHER}])
def test_nobody_but_the_customer_gets_anything_shown(case, different):
    """Not even what was shown before."""
    [birth, _] = items(case)
    reveal(case, birth)
    other = case._replace(**different)
    with pytest.raises(NotVerified):
        reveal(other, birth)
    assert texts(other)["birth"] == "****年**月**日"


def test_what_a_contract_holds():
    kept = unsaved_contract(id=7, holder_phone="0312345678")
    assert [(each.name, each.whole, each.masked) for each in revealing.items_in(kept)] == [
        ("phone-7", "03-1234-5678", "03-****-5678"),
        ("email-7", "yoshino.t@EXAMPLE.jp", "y***@EXAMPLE.jp"),
        ("address-7", "〒107-0000 東京都港区見本1-2-3", "東京都＊"),
    ]


def test_what_is_not_held_is_no_item():
    bare = unsaved_contract(id=7, holder_phone="", holder_email="", holder_address="", holder_postal_code="")
    assert revealing.items_in(bare) == []
    company = Customer(contract=unsaved_contract(company=True, holder_birth=None))
    assert revealing.items_of(company) == []


def test_an_issued_id_is_masked_too():
    names = dict.fromkeys(("family_name", "given_name", "family_kana", "given_kana"), "")
    account = Account(portal="keiyakusha", user_id="KMA7482X", email=None, birth_date=date(1960, 4, 1), **names)
    assert [(each.name, each.masked) for each in revealing.items_of(Customer(account))] == [
        ("user-id", "KM******"),
        ("birth", "****年**月**日"),
    ]
