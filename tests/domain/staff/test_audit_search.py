"""Are the rows found that are asked for, page by page, in both directions?"""

from datetime import date, timedelta

import factories
import pytest
from factories import NOW
from staffing import hire
from tampering import entries, written

from domain.staff import audit_search, audit_trail
from domain.staff.audit_search import Customer, Wanted
from domain.staff.audit_trail import Act, Whom
from infra.database import read, write


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def numbers(wanted=Wanted(), **more):  # noqa: B008
    with read() as session:
        return [row.id for row in audit_search.page_of(session, wanted, **more).rows]


def tell(member_id, **more):
    with write() as session:
        audit_trail.record(session, more.pop("act", Act.SAW_PHOTOS), member_id, more.pop("now", NOW), **more)


def test_each_filter_finds_its_own_and_two_what_is_of_both(app, member_id):
    other = hire(app, "suzuki")
    tell(member_id, whom=Whom(1, None, "one"), ticket="T-1")
    tell(member_id, whom=Whom(1, None, "one"), act=Act.OPENED_PHOTO)
    tell(other, whom=Whom(2, 5, "two"), ticket="T-2")
    tell(other, whom=Whom(None, 6, "three"), ticket="T-1")
    tell(other, now=NOW + timedelta(days=1))
    assert numbers() == [5, 4, 3, 2, 1]
    for wanted, found in (
        (Wanted(member_id=member_id), [2, 1]),
        (Wanted(act=Act.OPENED_PHOTO), [2]),
        (Wanted(account_id=1), [2, 1]),
        (Wanted(contract_id=5), [3]),
        (Wanted(account_id=1, contract_id=6), [4, 2, 1]),
        (Wanted(case_id="one"), [2, 1]),
        (Wanted(ticket="T-1"), [4, 2, 1]),
        (Wanted(ticket="T-3"), []),
        (Wanted(act=Act.SAW_PHOTOS, member_id=other), [5, 4, 3]),
    ):
        assert numbers(wanted) == found, wanted


def test_days_are_ranges_with_their_ends(member_id):
    written(member_id, days=3, rows=2)
    first, second, third = (date(2026, 11, 24) + timedelta(days=number) for number in range(3))
    assert numbers(Wanted(second, second)) == [4, 3]
    assert numbers(Wanted(since=second)) == [6, 5, 4, 3] and numbers(Wanted(until=second)) == [4, 3, 2, 1]
    assert numbers(Wanted(since=third + timedelta(days=1))) == [] == numbers(Wanted(until=first - timedelta(days=1)))
    assert numbers(Wanted(since=second, member_id=member_id)) == [6, 5, 4, 3]


def test_pages_lead_on_and_back(app, member_id, monkeypatch):
    monkeypatch.setattr(audit_search, "PER_PAGE", 3)
    written(member_id, days=1, rows=7)
    with read() as session:
        first = audit_search.page_of(session, Wanted())
        second = audit_search.page_of(session, Wanted(), before=first.older)
        third = audit_search.page_of(session, Wanted(), before=second.older)
        back = audit_search.page_of(session, Wanted(), after=third.newer)
        again = audit_search.page_of(session, Wanted(), after=back.newer)
    assert [[row.id for row in page.rows] for page in (first, second, third, back, again)] == [
        [7, 6, 5],
        [4, 3, 2],
        [1],
        [4, 3, 2],
        [7, 6, 5],
    ]
    assert (first.newer, third.older, again.newer) == (None, None, None)
    assert (back.older, again.older) == (2, 5)


def test_what_is_written_meanwhile_moves_no_page(member_id, monkeypatch):
    monkeypatch.setattr(audit_search, "PER_PAGE", 3)
    written(member_id, days=1, rows=7)
    before = numbers(before=5)
    written(member_id, days=1, rows=4)
    assert numbers(before=5) == before == [4, 3, 2]


def test_a_page_names_who_it_is_about(app, member_id):
    holder, held = factories.held(app)
    tell(member_id, whom=Whom(holder, held))
    tell(None, second_id=member_id)
    with read() as session:
        page = audit_search.page_of(session, Wanted())
    assert page.people[member_id].name == "tanaka" and page.names == {holder: "髙﨑　𠮷乃"}
    assert page.contracts[held].number == "C900000001"


def test_all_rows_come_in_turn_up_to_a_number(member_id, monkeypatch):
    monkeypatch.setattr(audit_search, "AT_ONCE", 3)
    written(member_id, days=1, rows=7)
    found = list(audit_search.all_of(Wanted(), 6))
    assert [row.id for row in found] == [1, 2, 3, 4, 5, 6] and found[0].name == "tanaka"
    assert [row.id for row in audit_search.all_of(Wanted(ticket="T-1", act=Act.SAW_PHOTOS), 7)] == [2, 4, 6]
    assert [row.hash for row in found] == [entry.hash for entry in entries()][:6]


def test_a_customer_is_found_by_the_number_of_a_contract(app, context):
    with read() as session:
        assert audit_search.customer_of(session, "C900000001") is None
    holder, held = factories.held(app)
    factories.contract(number="C900000002")
    with read() as session:
        assert audit_search.customer_of(session, "ｃ９０００００００１ ") == Customer(holder, held)
        assert audit_search.customer_of(session, "C900000002").account_id is None
