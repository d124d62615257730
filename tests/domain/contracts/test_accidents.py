"""Does a customer see the accidents of their own contracts, and no others? (802)"""

from datetime import date

import factories
from picturing import accident, with_accident

from domain.contracts import accidents
from infra.database import read


def seen(account_id, number=1, portal="okyakusama"):
    with read() as session:
        page = accidents.listed(session, account_id, portal, number)
    return [each.accident.number for each in page.rows], page


def found(account_id, accident_id, portal="okyakusama"):
    with read() as session:
        return accidents.find(session, account_id, portal, accident_id)


def test_ones_own_are_listed_the_newest_first_with_their_contracts(app, context):
    account_id, _ = with_accident(app)
    contract = factories.contract(number="C900000002")
    factories.hold(account_id, contract.id)
    accident(contract.id, "J20269002", happened_on=date(2026, 11, 21))
    accident(contract.id, "J20269003", happened_on=date(2026, 11, 19))
    numbers, page = seen(account_id)
    assert numbers == ["J20269002", "J20269001", "J20269003"]
    assert (page.total, page.rows[0].contract.number) == (3, "C900000002")


def test_anothers_is_not_there(app, context):
    account_id, accident_id = with_accident(app)
    other = factories.account(app, user_id="hanako@example.jp").id
    assert seen(other)[0] == [] and found(other, accident_id) is None
    assert found(account_id, accident_id).accident.id == accident_id
    assert found(account_id, accident_id, "keiyakusha") is None and found(account_id, 99) is None


def test_it_is_of_who_holds_the_contract_now(app, context):
    account_id, accident_id = with_accident(app)
    factories.contract_now("C900000001", strict_key="x", kana_key="x", given_key="x", holder_birth=date(1950, 1, 1))
    assert seen(account_id)[0] == [] and found(account_id, accident_id) is None


def test_many_are_shown_page_by_page_and_behind_the_last_is_the_last(app, context):
    account_id, accident_id = with_accident(app)
    contract_id = found(account_id, accident_id).contract.id
    for number in range(20):
        accident(contract_id, f"J2026{number:04}")
    assert len(seen(account_id)[0]) == 20
    assert [len(seen(account_id, page)[0]) for page in (2, 9)] == [1, 1]
    assert seen(account_id, 9)[1].number == 2
