"""Whose case is it, with and without an account, and which contracts are theirs?"""

from datetime import date

import factories
import pytest
from factories import BORN, NOW, contract
from staffing import customer

from domain.staff import customers
from domain.staff.cases import Caller, Case
from infra.database import read

TODAY = date(2026, 11, 24)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def found(**ids):
    with read() as session:
        return customers.find(session, **ids)


def numbers(whose):
    with read() as session:
        return [each.number for each in customers.contracts_of(session, whose)]


def page(whose, number=1):
    with read() as session:
        return customers.listed(session, whose, number, TODAY)


def test_the_owner_of_an_account(app, context):
    account_id, _ = customer(app)
    owner = found(account_id=account_id)
    assert (owner.portal, owner.name, owner.kana) == ("okyakusama", "髙﨑 𠮷乃", "タカサキ ヨシノ")
    assert (owner.birth, owner.email) == (BORN, "yoshino.t@example.jp")
    assert numbers(owner) == ["C900000001"]
    [row] = page(owner).rows
    assert row.contract.number == "C900000001" and row.under_way == []


def test_the_holder_of_a_contract_has_all_that_are_theirs_and_no_other(app, context):
    factories.agency()
    own = contract()
    contract(number="C900000002", ends_on=date(2027, 12, 24))
    contract(number="C900000003", holder_birth=date(1961, 4, 1), holder_name="高先　良乃")
    contract(number="C900000004", holder_kana="タカサキ　ヨシコ")
    contract(number="H900000005", portal="keiyakusha")
    holder = found(contract_id=own.id)
    assert (holder.portal, holder.name, holder.kana) == ("okyakusama", "髙﨑 𠮷乃", "タカサキ ヨシノ")
    assert (holder.birth, holder.email) == (BORN, "yoshino.t@EXAMPLE.jp")
    assert numbers(holder) == ["C900000002", "C900000001"]
    assert [each.contract.number for each in page(holder).rows] == ["C900000002", "C900000001"]


def test_a_long_list_comes_page_by_page(app, context):
    factories.agency()
    own, *_ = [contract(number=f"C9{place:08}") for place in range(21)]
    holder = found(contract_id=own.id)
    assert (len(page(holder).rows), page(holder).total) == (20, 21)
    assert (len(page(holder, 2).rows), page(holder, 9).number) == (1, 2)


def test_a_company_has_no_birth_date(app, context):
    factories.agency()
    own = contract(company=True, holder_name="見本商事", holder_kana="ミホンショウジ", holder_birth=None)
    holder = found(contract_id=own.id)
    assert (holder.name, holder.birth) == ("見本商事", None)
    assert numbers(holder) == ["C900000001"]


def test_nobody_is_no_customer(app, context):
    assert found(account_id=1) is None and found(contract_id=1) is None and found() is None
    gone = Case("x", 1, 1, None, Caller.SELF, "", "", NOW, NOW, None, NOW, None)
    with read() as session, pytest.raises(customers.Gone):
        customers.of_case(session, gone)
