"""Does each contract say what was asked of it, without what that changes?"""

from datetime import date

import pytest
import talking
from factories import NOW, request
from staffing import hire

from domain.staff import customers
from domain.staff.cases import Caller, Case
from infra.database import read
from models import Event
from views.staff import record_contracts

VERIFIED = Case("a case", 1, 1, None, Caller.SELF, "", "", NOW, NOW, NOW, NOW, None)


@pytest.fixture
def found(app, context):
    hire(app)
    return talking.known(app)


def contracts(case=VERIFIED):
    with read() as session:
        return record_contracts.of(session, case, customers.of_case(session, case), 1)


def test_a_contract_with_what_is_masked_in_it(found):
    [row] = contracts().page.rows
    assert (row.product, row.contract.number) == ("新規「ひみつの保険」（火災保険）", "C987654321")
    assert [each.text for each in row.items] == ["090-****-8642", "h***@example.jp", "福島県＊"]


def test_what_was_asked_of_it_and_what_is_done(found):
    request(found[0], 1)
    done = {"kind": "cancellation", "part": "", "state": "applied", "receipt_number": "200000000001"}
    request(found[0], 1, columns={}, day=date(2027, 1, 1), **done)
    [row] = contracts().page.rows
    assert [(each.what, each.open) for each in row.asked] == [("契約内容の変更（被保険者）", True), ("解約", False)]


def test_accidents_and_receipts(found):
    for kind, number in (("photos sent", "100000000001"), ("change requested", "100000000002"), ("logged in", None)):
        talking.add(Event(portal="okyakusama", account_id=found[0], kind=kind, receipt_number=number, at=NOW))
    got = contracts()
    assert [each.number for each in got.accidents] == ["J900000001"]
    assert [(each.number, each.photos) for each in got.receipts] == [("100000000002", False), ("100000000001", True)]


def test_a_holder_without_an_account_has_accidents_and_no_receipts(app, context):
    hire(app)
    lone, _ = talking.known(app, with_account=False)
    got = contracts(VERIFIED._replace(account_id=None, contract_id=lone))
    assert len(got.page.rows) == len(got.accidents) == 1 and got.receipts == []
