"""Is what a member asks for decided once, by another, in time, and gone from the table once it is?"""

from datetime import timedelta

import factories
import pytest
from casework import open_case
from factories import NOW
from sqlalchemy import select
from staffing import at_work, hire
from ways import at_once, tables

from domain.accounts import lifecycle
from domain.staff import approvals, cases
from domain.staff.approvals import Kind, TooLate
from domain.staff.audit_trail import Whom
from infra.database import read, write
from models import CallerCheck, StaffApproval, StaffCase
from rules.states import ApprovalState

CONTENTS = {"before": "髙﨑", "after": "高崎"}
IN_TIME = NOW + approvals.WAITS_FOR - timedelta(seconds=1)
TOO_LATE = NOW + approvals.WAITS_FOR


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def case(app, context):
    """Of tanaka, member 1; suzuki is member 2, kato member 3."""
    customer = factories.account(app).id
    for name in ("tanaka", "suzuki", "kato"):
        hire(app, name)
    at_work(app)
    case_id = open_case(app, customer)
    with read() as session:
        return cases.of(session.get_one(StaffCase, case_id))


@pytest.fixture
def asked(case):
    with write() as session:
        return approvals.ask(session, Kind.CORRECTION, case, NOW, reason="登録誤りとのお電話", contents=CONTENTS)


def decide(asked, member_id=2, state=ApprovalState.APPROVED, now=IN_TIME):
    with write() as session:
        approvals.decide(session, asked, state, member_id=member_id, answer="確認しました", now=now)


def row():
    with read() as session:
        return session.scalars(select(StaffApproval)).one()


def test_what_is_to_be_changed_lies_sealed_until_it_is_decided(app, asked):
    [kept] = tables(app)["staff_approvals"]
    assert "髙﨑" not in kept and approvals.contents_of(row()) == CONTENTS
    decide(asked)
    assert row().sealed is None and approvals.contents_of(row()) is None
    assert (row().state, row().decided_by, row().decided_at, row().answer) == ("approved", 2, IN_TIME, "確認しました")


@pytest.mark.parametrize("state", [ApprovalState.APPROVED, ApprovalState.REFUSED])
def test_who_asked_never_decides(asked, state):
    with pytest.raises(TooLate):
        decide(asked, 1, state)
    assert row().state == "waiting"


def test_to_take_it_back_is_for_who_asked_alone(asked):
    with pytest.raises(TooLate):
        decide(asked, 2, ApprovalState.TAKEN_BACK)
    decide(asked, 1, ApprovalState.TAKEN_BACK)
    assert row().state == "taken back"


@pytest.mark.parametrize("state", [ApprovalState.APPROVED, ApprovalState.REFUSED])
def test_what_is_decided_stays_so(asked, state):
    decide(asked, 2, state)
    for other in (ApprovalState.APPROVED, ApprovalState.REFUSED):
        with pytest.raises(TooLate):
            decide(asked, 3, other)
    assert (row().state, row().decided_by) == (state, 2)


def test_of_twenty_at_once_one_decides(app, asked):
    def one(number):
        with app.app_context():
            try:
                decide(asked, 2 + number % 2, ApprovalState.APPROVED if number % 3 else ApprovalState.REFUSED)
            except TooLate:
                return 0
            return 1

    assert sum(at_once([lambda number=number: one(number) for number in range(20)])) == 1


def test_after_three_days_it_is_too_late(asked):
    with pytest.raises(TooLate):
        decide(asked, now=TOO_LATE)


def test_then_it_lapses_and_its_customer_is_told(app, asked):
    with write() as session:
        assert approvals.lapse(session, IN_TIME) == 0
        assert approvals.lapse(session, TOO_LATE) == 1
        assert approvals.lapse(session, TOO_LATE) == 0
    assert (row().state, row().sealed, row().decided_by) == ("lapsed", None, None)
    [event] = [line for line in tables(app)["events"] if "not approved" in line]
    assert "'account_id': 1" in event and "'staff_id': None" in event


def test_an_account_that_ran_out_before_it_was_used_leaves_it_as_nobodys(app, case):
    waits = factories.issued(app, user_id="HRK5394T", until=NOW).id
    with write() as session:
        own = case._replace(account_id=waits)
        approvals.ask(session, Kind.RECOVERY, own, NOW, reason="お電話でのお申し出", contents=CONTENTS)
    with write() as session:
        assert lifecycle.purge(session, IN_TIME) == 1
    assert row().account_id is None
    with write() as session:
        assert approvals.lapse(session, TOO_LATE) == 1


def test_it_is_erased_later_and_not_while_it_waits(asked):
    old = NOW + approvals.KEPT_FOR
    with write() as session:
        assert approvals.purge(session, old) == 0
    decide(asked)
    with write() as session:
        assert approvals.purge(session, old - timedelta(seconds=1)) == 0
        assert approvals.purge(session, old) == 1


def test_one_waits_for_a_kind_and_a_customer(asked):
    with read() as session:
        assert approvals.is_waiting(session, Kind.CORRECTION, Whom(account_id=1), IN_TIME)
        assert not approvals.is_waiting(session, Kind.RECOVERY, Whom(account_id=1), IN_TIME)
        assert not approvals.is_waiting(session, Kind.CORRECTION, Whom(account_id=2), IN_TIME)
        assert not approvals.is_waiting(session, Kind.CORRECTION, Whom(contract_id=1), IN_TIME)
        assert not approvals.is_waiting(session, Kind.CORRECTION, Whom(account_id=1), TOO_LATE)


def listed(member_id, *, all_waiting, now=IN_TIME):
    with read() as session:
        found = approvals.listed(session, member_id, now, all_waiting=all_waiting)
    return [(each.what, each.by, each.became) for each in found]


def test_who_asked_sees_theirs_and_who_decides_all_that_waits(asked):
    line = ("お名前・フリガナ・生年月日の訂正", "田中　見本", "承認待ち")
    assert listed(1, all_waiting=False) == listed(2, all_waiting=True) == [line]
    assert listed(2, all_waiting=False) == listed(2, all_waiting=True, now=TOO_LATE) == []
    decide(asked)
    assert listed(2, all_waiting=True) == [] and listed(1, all_waiting=False)[0][2] == "承認済み"


def test_how_many_wait_for_a_member(asked):
    with read() as session:
        waits = {member: approvals.waiting_for(session, member, IN_TIME) for member in (1, 2)}
        assert waits == {1: 0, 2: 1} and approvals.waiting_for(session, 2, TOO_LATE) == 0


def test_what_was_found_out_of_the_caller_stands_beside_it(asked, case):
    with write() as session:
        for matched in (True, True, False):
            session.add(CallerCheck(case_id=case.id, question="birth", answered=True, matched=matched, at=NOW))
    with read() as session:
        assert approvals.checked(session, row()) == ("self", NOW, 3, 2)
    with write() as session:
        cases.purge(session, NOW + timedelta(days=1000))
    with read() as session:
        assert approvals.checked(session, row()) is None
