"""Is a customer in one hand at a time, which is given up or taken over and never lost or doubled? (rows S7, S8)"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import factories
import pytest
from factories import NOW
from sqlalchemy import update
from staffing import customer, hire
from ways import at_once, tables, until_one_waits

from domain.staff import cases, customers, in_hand
from domain.staff.cases import Caller, Opening
from domain.staff.in_hand import HERE_FOR, SEEN_EVERY, InOtherHands
from infra.database import read, write
from models import AuditEntry, StaffCase, StaffLogin, StaffMember

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def desks(app, context):
    return hired(app)


def hired(app):
    """Three members, each in a login: their numbers."""
    own = [hire(app, name, shown=shown) for name, shown in (("tanaka", "田中"), ("suzuki", "鈴木"), ("sato", "佐藤"))]
    with write() as session:
        for each in own:
            session.add(StaffLogin(id=f"login {each}", member_id=each, created_at=NOW, seen_at=NOW + 10 * MINUTE))
    return own


def begin(member_id, now=NOW, **about):
    with write() as session:
        whose = in_hand.mark_of(customers.find(session, **about))
        opening = Opening(Caller.SELF, "ご質問です", **about, whose=whose)
        case_id = cases.begin(session, opening, member_id=member_id, login_id=f"login {member_id}", now=now)
    return again(case_id)


def again(case_id):
    with read() as session:
        return cases.of(session.get_one(StaffCase, case_id))


def take(case, now=NOW):
    with write() as session:
        in_hand.take(session, case, now)


def take_over(case, holder, now=NOW):
    with write() as session:
        return in_hand.take_over(session, case, holder.id, now)


def standing(case, now=NOW):
    with read() as session:
        return in_hand.of(session, case, now)


def may(case, now=NOW):
    try:
        take(case, now)
    except InOtherHands:
        return False
    return True


@pytest.fixture
def both(desks, account_id):
    """Two cases of one customer, of two members."""
    return [begin(each, account_id=account_id) for each in desks[:2]]


def test_who_acts_first_has_them_in_hand_and_the_other_is_told_whose_hand_it_is(both):
    first, second = both
    take(first)
    with pytest.raises(InOtherHands) as told:
        take(second)
    assert (told.value.by.case_id, told.value.by.name) == (first.id, "田中")
    assert may(first) and standing(first).holder is None
    assert standing(second).holder.case_id == first.id


def test_of_many_at_once_one_has_them(app, desks, account_id):
    opened = [begin(each, account_id=account_id) for each in desks for _ in range(4)]

    def press(case):
        with app.app_context():
            return case.member_id, may(case)

    done = at_once([lambda case=case: press(case) for case in opened])
    assert len({member for member, took in done if took}) == 1


@pytest.mark.postgresql
def test_whoever_comes_while_another_takes_them_waits_and_is_told(make_app, postgresql_url):
    app = make_app(postgresql_url)
    with app.app_context():
        about = {"account_id": customer(app)[0]}
        first, second = (begin(each, **about) for each in hired(app)[:2])

        def press():
            with app.app_context():
                return may(second)

        with ThreadPoolExecutor(1) as elsewhere:
            with write() as session:
                in_hand.take(session, first, NOW)
                pressed = elsewhere.submit(press)
                until_one_waits()
            assert pressed.result() is False and may(first)


def test_a_member_may_act_in_any_case_of_their_own(desks, account_id):
    take(begin(desks[0], account_id=account_id))
    assert may(begin(desks[0], account_id=account_id))


def test_taking_over_is_said_told_and_leaves_one_hand(app, both):
    first, second = both
    take(first)
    before = take_over(second, first, NOW + MINUTE)
    assert before.name == "田中"
    assert may(second) and not may(first)
    assert standing(first).holder.in_hand_at == NOW + MINUTE
    with read() as session:
        row = session.query(AuditEntry).filter_by(act="took over").one()
        assert (row.member_id, row.case_id, row.about) == (second.member_id, second.id, "田中から")
    take_over(first, second, NOW + 2 * MINUTE)
    assert may(first) and not may(second)


def test_who_has_opened_them_twice_is_taken_over_once(desks, account_id):
    cases_of_one = [begin(desks[0], account_id=account_id) for _ in range(2)]
    for each in cases_of_one:
        take(each)
    other = begin(desks[1], account_id=account_id)
    take_over(other, again(standing(other).holder.case_id))
    assert standing(other).holder is None and may(other)
    assert [may(each) for each in cases_of_one] == [False, False]


def test_nobody_is_taken_over_unseen(both, desks, account_id):
    """Two press at once: the second is told of the first."""
    first, second = both
    third = begin(desks[2], account_id=account_id)
    take(first)
    take_over(second, first)
    with pytest.raises(InOtherHands) as told:
        take_over(third, first)
    assert told.value.by.case_id == second.id and may(second) and not may(third)


def test_of_two_who_take_over_at_once_one_does(app, both, desks, account_id):
    first, second = both
    third = begin(desks[2], account_id=account_id)
    take(first)

    def press(case):
        with app.app_context():
            try:
                return bool(take_over(case, first))
            except InOtherHands:
                return False

    assert sorted(at_once([lambda: press(second), lambda: press(third)])) == [False, True]
    assert [may(each) for each in (first, second, third)].count(True) == 1
    assert str(tables(app)["audit_entries"]).count("took over") == 1


def close(case):
    with write() as session:
        cases.close(session, case, NOW)


def ended(case):
    with write() as session:
        session.execute(update(StaffLogin).where(StaffLogin.id == f"login {case.member_id}").values(ended_at=NOW))


def shut(case):
    with write() as session:
        session.execute(update(StaffMember).where(StaffMember.id == case.member_id).values(closed_at=NOW))


@pytest.mark.parametrize("over", [close, ended, shut])
def test_who_is_gone_has_nobody_in_hand(both, over):
    first, second = both
    take(first)
    over(first)
    assert standing(second).others == [] and may(second)


@pytest.mark.parametrize("later", [timedelta(minutes=25), timedelta(minutes=61)], ids=["idle", "its hour"])
def test_whose_time_is_over_has_nobody_in_hand(both, desks, account_id, later):
    first, _ = both
    take(first)
    second = begin(desks[1], NOW + later, account_id=account_id)
    assert not may(second, NOW + 24 * MINUTE)
    with write() as session:
        session.execute(update(StaffLogin).where(StaffLogin.member_id == desks[1]).values(seen_at=NOW + later))
    assert may(second, NOW + later)


def test_taking_over_from_who_is_gone_is_taking(app, both):
    first, second = both
    take(first)
    close(first)
    assert take_over(second, first) is None and may(second)
    assert "took over" not in str(tables(app)["audit_entries"])


def test_who_looks_is_there_for_half_a_minute(both):
    first, second = both
    [other] = standing(second, NOW + HERE_FOR - SECOND).others
    assert (other.name, other.here, other.in_hand_at) == ("田中", True, None)
    assert not standing(second, NOW + HERE_FOR).others[0].here
    in_hand.seen(first, NOW + SEEN_EVERY)
    assert standing(second, NOW + HERE_FOR).others[0].here


def test_a_look_is_written_down_at_most_every_few_seconds(both):
    first, _ = both
    in_hand.seen(first, NOW + SEEN_EVERY - SECOND)
    assert again(first.id).seen_at == NOW
    in_hand.seen(first, NOW + SEEN_EVERY)
    assert again(first.id).seen_at == NOW + SEEN_EVERY


def test_a_look_that_comes_late_takes_nothing_back(both):
    first, _ = both
    in_hand.seen(first, NOW + MINUTE)
    in_hand.seen(first, NOW + SEEN_EVERY)
    assert again(first.id).seen_at == NOW + MINUTE


def test_a_holder_without_an_account_is_one_customer_by_any_of_their_contracts(app, desks):
    factories.agency()
    held = [factories.contract(number=f"C90000000{number}").id for number in range(2)]
    other = factories.contract(number="C900000009", holder_kana="ホカ　ノヒト", holder_name="他　人").id
    first, second = (begin(each, contract_id=contract) for each, contract in zip(desks, held, strict=False))
    elsewhere = begin(desks[2], contract_id=other)
    take(first)
    assert not may(second) and may(elsewhere)
    assert standing(elsewhere).others == []


def test_who_registers_during_the_call_is_the_same_customer(app, desks):
    """One member has them by their contract, another opens them by the account that they have just made."""
    account_id, _ = customer(app)
    with read() as session:
        [held] = customers.contracts_of(session, customers.find(session, account_id=account_id))
    first, second = begin(desks[0], contract_id=held.id), begin(desks[1], account_id=account_id)
    take(first)
    assert not may(second)


def test_a_case_of_before_is_found_by_its_account(both):
    first, second = both
    with write() as session:
        session.execute(update(StaffCase).where(StaffCase.id == first.id).values(whose=None))
    take(first)
    assert not may(second)
