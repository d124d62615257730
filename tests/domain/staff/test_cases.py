"""Is a case good for its member in its login alone, for an hour, and is its opening written down?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW, add
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from staffing import hire

from domain.accounts import lifecycle
from domain.staff import cases
from domain.staff.cases import CALLERS, Caller, Opening
from infra.database import read, write
from models import Account, AuditEntry, CallerCheck, Contract, Event, StaffCase, Unmasking

LOGIN = "a login"
WHY = "契約内容のご質問"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def begin(member_id, account_id=None, caller=Caller.SELF, now=NOW, login_id=LOGIN, **more):
    opening = Opening(caller, WHY, account_id=account_id, **more)
    with write() as session:
        return cases.begin(session, opening, member_id=member_id, login_id=login_id, now=now)


def find(case_id, member_id, login_id=LOGIN, now=NOW):
    with read() as session:
        return cases.find(session, case_id, login_id, member_id, now)


def events():
    with read() as session:
        asked = select(Event).where(Event.kind == "staff opened").order_by(Event.id)
        return [(each.account_id, each.staff_id, each.changes) for each in session.scalars(asked)]


def trail():
    with read() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()


def count(table):
    with read() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_case_is_found_by_its_member_in_its_login(member_id, account_id):
    case = find(begin(member_id, account_id, ticket="A-1"), member_id)
    assert (case.account_id, case.contract_id, case.caller, case.reason) == (account_id, None, Caller.SELF, WHY)
    assert (case.ticket, case.opened_at, case.ends_at) == ("A-1", NOW, NOW + timedelta(minutes=60))
    assert not case.verified


def test_no_other_member_and_no_other_login_finds_it(app, member_id, account_id):
    other, case_id = hire(app, "suzuki"), begin(member_id, account_id)
    assert find(case_id, other) is None
    assert find(case_id, member_id, "another login") is None
    assert find("invented", member_id) is None


def test_it_ends_after_an_hour(member_id, account_id):
    case_id = begin(member_id, account_id)
    assert find(case_id, member_id, now=NOW + timedelta(minutes=59, seconds=59))
    assert find(case_id, member_id, now=NOW + timedelta(minutes=60)) is None


def test_it_ends_when_it_is_closed_and_that_is_written_down(member_id, account_id):
    case = find(begin(member_id, account_id), member_id)
    with write() as session:
        cases.close(session, case, NOW)
    assert find(case.id, member_id) is None
    assert [(each.act, each.case_id) for each in trail()][-1] == ("closed case", case.id)


def test_of_what_is_over_its_member_is_told_and_nobody_else(app, member_id, account_id):
    case_id, other = begin(member_id, account_id), hire(app, "suzuki")
    with read() as session:
        assert cases.was_theirs(session, case_id, member_id)
        assert not cases.was_theirs(session, case_id, other)
        assert not cases.was_theirs(session, "invented", member_id)


def test_a_member_finds_again_what_is_open(member_id, account_id):
    first, closed, last = (begin(member_id, account_id, now=NOW + timedelta(minutes=each)) for each in range(3))
    with write() as session:
        cases.close(session, find(closed, member_id), NOW)
    begin(member_id, account_id, login_id="another login")
    with read() as session:
        found = cases.open_of(session, LOGIN, member_id, NOW)
    assert [case.id for case in found] == [last, first]


def test_opening_names_both_people_and_the_reason(member_id, account_id):
    case_id = begin(member_id, account_id, Caller.FAMILY, ticket="A-1")
    [entry] = trail()
    assert (entry.act, entry.member_id, entry.account_id, entry.case_id) == (
        "opened case",
        member_id,
        account_id,
        case_id,
    )
    assert (entry.reason, entry.about, entry.ticket) == (WHY, "ご家族・代理の方", "A-1")


def test_the_customer_is_told_the_kind_of_the_reason_and_not_the_members_words(member_id, account_id):
    begin(member_id, account_id)
    [(whose, by, changes)] = events()
    assert (whose, by) == (account_id, member_id)
    assert "お電話でのお問い合わせ（ご本人）" in changes and WHY not in changes


def test_the_customer_is_told_once_a_day_of_each_member_and_each_kind_of_caller(app, member_id, account_id):
    for minutes in (0, 61):
        begin(member_id, account_id, now=NOW + timedelta(minutes=minutes))
    assert len(events()) == 1
    begin(member_id, account_id, Caller.OTHER)
    begin(hire(app, "suzuki"), account_id)
    begin(member_id, account_id, now=NOW + timedelta(hours=12))
    assert len(events()) == 4
    assert [each.act for each in trail()] == ["opened case"] * 5


def test_who_has_no_account_is_opened_by_a_contract_and_nothing_is_told(member_id, account_id):
    with read() as session:
        contract_id = session.scalar(select(Contract.id))
    case = find(begin(member_id, contract_id=contract_id), member_id)
    assert (case.account_id, case.contract_id) == (None, contract_id)
    assert events() == []


def test_nobody_is_no_customer(member_id, account_id):
    with pytest.raises(IntegrityError):
        begin(member_id, account_id + 1000)
    assert count(StaffCase) == 0


def test_only_the_customer_themselves_is_ever_verified(member_id, account_id):
    for caller in Caller:
        case_id = begin(member_id, account_id, caller)
        with write() as session:
            session.execute(update(StaffCase).where(StaffCase.id == case_id).values(verified_at=NOW))
        assert find(case_id, member_id).verified == (caller is Caller.SELF), caller


def test_the_account_of_a_holder_is_that_of_its_owner(app, context):
    """Not one on whose list the contract merely stands."""
    factories.agency()
    contract = factories.contract()
    with read() as session:
        assert cases.holder_account(session, contract) is None
    other = factories.account(app, user_id="j@example.jp", family_kana="スズキ", given_kana="ジロウ", birth_date=None)
    factories.hold(other.id, contract.id)
    with read() as session:
        assert cases.holder_account(session, contract) is None
    own = factories.account(app)
    factories.hold(own.id, contract.id)
    with read() as session:
        assert cases.holder_account(session, contract) == own.id


def test_a_case_of_an_account_that_ran_out_is_over(app, context, member_id):
    waiting = factories.issued(app, "okyakusama", "w@example.jp", until=NOW).id
    case_id = begin(member_id, waiting)
    with write() as session:
        assert lifecycle.purge(session, NOW + timedelta(days=2)) == 1
    with read() as session:
        assert session.get(Account, waiting) is None
        assert cases.open_of(session, LOGIN, member_id, NOW) == []
    assert find(case_id, member_id) is None


def test_old_cases_go_with_what_was_asked_and_shown_and_the_trail_stays(member_id, account_id):
    old, new = begin(member_id, account_id, now=NOW - timedelta(days=90)), begin(member_id, account_id)
    for case_id in (old, new):
        add(CallerCheck(case_id=case_id, question="birth", answered=True, matched=True, at=NOW))
        add(Unmasking(case_id=case_id, item="birth", until=NOW))
    with write() as session:
        assert cases.purge(session, NOW) == 1
    assert find(old, member_id) is None and find(new, member_id)
    assert (count(CallerCheck), count(Unmasking), len(trail())) == (1, 1, 2)


def test_every_caller_has_a_word():
    assert set(CALLERS) == set(Caller)
