"""Does a line of who was found hold nothing that is not masked?"""

import re
from datetime import date

import factories
import pytest

from domain.staff import found_lines
from infra.database import read

# Nothing of it may stand in a line.
MARKED = {
    "holder_name": "壱弐　参肆",
    "holder_kana": "イチニ　サンヨン",
    "holder_birth": date(1931, 2, 3),
    "holder_phone": "090-7777-8888",
    "holder_email": "marker.word@example.jp",
    "holder_address": "北海道壱弐市参肆町",
    "insured_name": "伍陸　質捌",
    "location": "青森県玖拾市",
}
SECRET = re.compile("弐|肆|ニ|ンヨン|1931|7777|arker|市|町|伍|陸|青森")


@pytest.fixture(autouse=True)
def town(context):
    factories.agency()


def of_contract(contract_id, born=None):
    with read() as session:
        return found_lines.of_contracts(session, {contract_id: ()}, born)


def test_nothing_that_was_marked_is_in_a_line(app):
    contract = factories.contract(**MARKED).id
    person = {"family_name": "壱弐", "given_name": "参肆", "family_kana": "イチニ", "given_kana": "サンヨン"}
    account = factories.account(app, user_id="marker.word@example.jp", birth_date=MARKED["holder_birth"], **person).id
    factories.hold(account, contract)
    with read() as session:
        lines = [*found_lines.of_accounts(session, {account: ()}, None), *of_contract(contract)]
    assert len(lines) == 2
    for line in lines:
        assert not SECRET.search(repr(line)), line
        assert (line.name, line.address) == ("壱＊ 参＊", "北海道＊")


def test_an_account_is_told_by_the_newest_of_its_contracts(app):
    account = factories.account(app).id
    for number in range(3):
        phone = f"090-1234-000{number}"
        factories.hold(account, factories.contract(number=f"C90000000{number}", holder_phone=phone).id)
    with read() as session:
        [line] = found_lines.of_accounts(session, {account: ()}, None)
    assert (line.phone, line.contracts) == ("090-****-0002", 3)


def test_of_who_is_born_on_another_day_there_is_no_line_and_of_who_may_be_there_is():
    born, company = factories.contract().id, factories.contract(number="C900000002", holder_birth=None).id
    assert len(of_contract(born, factories.BORN)) == len(of_contract(company, factories.BORN)) == 1
    assert of_contract(born, date(1970, 1, 1)) == []


def test_nobody_is_asked_for_nothing():
    with read() as session:
        assert found_lines.of_accounts(session, {}, None) == found_lines.of_contracts(session, {}, None) == []
