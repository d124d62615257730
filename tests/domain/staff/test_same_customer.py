"""Is what staff keep of a customer found after they registered, after a correction and after a new key?"""

import factories
import pytest
from sqlalchemy import select
from staffing import customer as registered

from domain.staff import customers, same_customer
from infra.database import read, write
from infra.encryption import Keyring
from models import Account, StaffDraft

KEY, NEWER = "k" * 40, "n" * 40


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def kept(member_id, keyring, **who):
    with write() as session:
        customer = customers.find(session, **who)
        account_id = customer.account.id if customer.account else None
        whose = same_customer.mark_of(keyring, customer)
        row = {"sealed": b"", "version": 1, "kept_at": factories.NOW}
        session.add(StaffDraft(member_id=member_id, whose=whose, account_id=account_id, **row))


def found(keyring, **who):
    with read() as session:
        theirs = same_customer.theirs(StaffDraft, keyring, customers.find(session, **who))
        return len(session.scalars(select(StaffDraft).where(theirs)).all())


def test_what_was_kept_of_a_holder_is_found_by_the_account_that_they_open(app, member_id):
    account_id = registered(app)[0]
    with read() as session:
        account = session.get_one(Account, account_id)
        name = {"holder_name": f"{account.family_name}　{account.given_name}"}
        name |= {"holder_kana": f"{account.family_kana}　{account.given_kana}", "holder_birth": account.birth_date}
    contract_id = factories.contract(number="C900000011", **name).id
    another = {**name, "holder_kana": "ホカ　ノヒト", "holder_name": "他　人"}
    other_id = factories.contract(number="C900000012", **another).id
    keyring = Keyring([KEY])
    kept(member_id, keyring, contract_id=contract_id)
    assert found(keyring, account_id=account_id) == found(keyring, contract_id=contract_id) == 1
    assert found(keyring, contract_id=other_id) == 0


def test_it_is_found_after_a_correction_of_the_name(app, member_id):
    account_id, keyring = registered(app)[0], Keyring([KEY])
    kept(member_id, keyring, account_id=account_id)
    with write() as session:
        session.get_one(Account, account_id).family_kana = "アタラシイ"
    assert found(keyring, account_id=account_id) == 1


def test_a_new_key_loses_nothing_and_without_the_old_nothing_says_who_it_was(app, member_id):
    factories.agency()
    contract_id = factories.contract(number="C900000001").id
    kept(member_id, Keyring([KEY]), contract_id=contract_id)
    assert found(Keyring([NEWER, KEY]), contract_id=contract_id) == 1
    assert found(Keyring([NEWER]), contract_id=contract_id) == 0
